"""The figures behind a kelurahan's scores: each with where it comes from."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.knowledge.catalog import read_criteria
from mapping.knowledge.formats import say_date, say_number, say_rupiah
from mapping.language import mark, tr
from mapping.measure.withheld import MONEY
from mapping.present.hidden import HIDDEN_TOO, TOO_FEW
from mapping.score.weigh.setup import criteria_in_force
from mapping.ui.cache import View
from mapping.ui.explain.formulas import FORMULAS
from mapping.ui.explain.measures import OTHER_LABELS
from mapping.ui.figures import DECIMALS, is_money
from mapping.ui.place.rows import say_rows

OTHER_UNITS = {
    "saving_idr_month": mark("per bulan"),
    "herfindahl": mark("(0 banyak produk, 1 satu produk)"),
    "age_years": mark("tahun"),
    "input_dependence": mark("bagian jawaban (0–1)"),
}


def _say_goalpost(key: str, value: float) -> str:
    return say_rupiah(value) if is_money(key) else say_number(float(value), 0 if value == int(value) else 1)


def say_indicators(view: View, row: pd.Series, sector: str) -> None:
    """The measured quantities of one sector, each with where it comes from."""
    if row["note"] == TOO_FEW:
        st.info(
            tr("Usaha sektor ini kurang dari 3, jadi angkanya tidak ditampilkan untuk menjaga privasi pelaku usaha.")
        )
        return
    if row["note"] == HIDDEN_TOO:
        st.info(
            tr(
                "Angka sektor ini tidak ditampilkan: bersama angka lain ia membuka angka sektor yang usahanya "
                "kurang dari 3."
            )
        )
        return
    used = criteria_in_force(view.study.settings.setup)["criteria"]
    for key, criterion in used.items():
        _say_indicator(view, row, key, criterion)
    with st.expander(tr("Ukuran lain, tidak masuk skor")):
        for key, criterion in read_criteria()["criteria"].items():
            if key not in used:
                _say_indicator(view, row, key, {**criterion, "weight": 0.0})
        for key, unit in OTHER_UNITS.items():
            _say_measure(view, row, key, tr(unit))


def _say_indicator(view: View, row: pd.Series, key: str, criterion: dict[str, Any]) -> None:
    """One quantity, and behind a button how it is made, what of it is scored and how much it weighs (0-1)."""
    value = row[key]
    text = _say_value(key, value)
    text = _say_withheld(row, key) or text
    unit = tr("per bulan") if is_money(key) else criterion["unit"]
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="small"):
        st.markdown(f"{criterion['label']}  \n**{text}** {unit if value == value else ''}", width="stretch")
        with st.popover(tr("Dari mana angka ini?"), type="tertiary"):
            st.markdown(f"**{criterion['label']}.** {criterion['explain']}")
            _say_formula(key)
            weight = (
                tr("bobot {weight} dari 100", weight=say_number(100 * criterion["weight"]))
                if criterion["weight"]
                else tr("tanpa bobot")
            )
            st.markdown(
                tr(
                    "**Batas nilai.** {low} dinilai 0 dan {high} dinilai 100; {weight} (asumsi perencanaan).",
                    low=_say_goalpost(key, criterion["low"]),
                    high=_say_goalpost(key, criterion["high"]),
                    weight=weight,
                )
            )
            if key == "lq" and value == value:
                low, high = say_number(row["lq_low"], 1), say_number(row["lq_high"], 1)
                st.markdown(
                    tr(
                        "**Ketelitian.** Dengan data ini, nilainya 90% ada di antara {low} dan {high}.",
                        low=low,
                        high=high,
                    )
                )
            _say_survey(view, row)


def _say_measure(view: View, row: pd.Series, key: str, unit: str) -> None:
    """A quantity that no score uses."""
    value = row[key]
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="small"):
        shown = f"**{_say_withheld(row, key) or _say_value(key, value)}** {unit if value == value else ''}"
        st.markdown(f"{tr(OTHER_LABELS[key])}  \n{shown}", width="stretch")
        with st.popover(tr("Dari mana angka ini?"), type="tertiary"):
            _say_formula(key)
            _say_survey(view, row)


def _say_value(key: str, value: float) -> str:
    return say_rupiah(value) if is_money(key) else say_number(value, DECIMALS.get(key, 0))


def _say_withheld(row: pd.Series, key: str) -> str:
    """What stands in place of money that is hidden alone; ``""`` where nothing is."""
    return tr(row["money_note"]) if key in MONEY and row["money_note"] else ""


def _say_formula(key: str) -> None:
    formula, inputs, unseen = FORMULAS[key].told()
    st.markdown(tr("**Cara hitung.** {formula}", formula=formula))
    st.markdown(tr("**Bahan.** {inputs}", inputs=inputs))
    st.markdown(tr("**Yang tidak terlihat.** {unseen}", unseen=unseen))


def _say_survey(view: View, row: pd.Series) -> None:
    survey = say_date(view.study.settings.survey_date)
    st.caption(tr("Sumber: survei {survey}; {n} usaha sektor ini di sini.", survey=survey, n=say_number(row["n"])))
    say_rows(view, str(row["kelurahan_code"]), str(row.name))
