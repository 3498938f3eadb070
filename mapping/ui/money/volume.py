"""How the volume was reckoned, factor by factor, each with where it comes from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from mapping.advise.money.volume import BASES
from mapping.knowledge.formats import UNKNOWN, say_number, say_percent, say_rupiah
from mapping.knowledge.lines import OWN_FIGURE
from mapping.language import mark, tr
from mapping.present.money import say_units
from mapping.ui.lines.sheet import say_span
from mapping.ui.links import link_to
from mapping.ui.money.choices import say_origin_of
from mapping.ui.money.figures import Money
from mapping.ui.text import plain

SURVEY, FEW = "survei", mark("kurang dari 3")


def say_volume(money: Money) -> None:
    """The factors of the volume, one to a row, and what they come to."""
    st.subheader(tr("Dari mana volumenya?"), anchor=False)
    if money.line["volume_basis"] not in BASES:
        st.markdown(tr("Volume lini ini tidak dihitung: survei usaha tidak bisa menjawabnya."))
    else:
        rows = _residents(money) if money.line["volume_basis"] == "residents" else _members(money)
        rows.append((tr("= Terjual sebulan"), _result(money), tr("hasil hitungan")))
        rows = [(plain(label), plain(value), source) for label, value, source in rows]
        show_words(pd.DataFrame(rows, columns=["Bagian", "Nilai", tr("Dari mana")]), ready=True)
        st.caption(
            tr(
                "Nilai tengah dari 400 perhitungan dengan angka acak di dalam rentangnya, dibatasi "
                "kapasitas; karena itu tidak persis sama dengan perkalian angka tengah."
            )
        )
    link_to("lini", tr("Ubah angka lini ini atau anggapan umum"), ":material/edit:", lini=str(money.row.name[1]))


def show_words(table: pd.DataFrame, ready: bool = False) -> None:
    """A small table whose texts wrap, also on a phone; ``ready`` when its cells are markdown already."""
    cells = table.astype(str) if ready else table.map(plain)
    rows = ["| " + " | ".join(row) + " |" for row in cells.to_numpy()]
    st.markdown("\n".join(["| " + " | ".join(table.columns) + " |", "|---" * len(table.columns) + "|", *rows]))


def _members(money: Money) -> list[tuple[str, str, str]]:
    evidence, line, said = money.evidence.iloc[0], money.line, money.said
    spends = line["volume_basis"] == "spend"
    total = FEW if money.hidden else say_rupiah(evidence[BASES[line["volume_basis"]]])
    joins = f"{say_percent(said['members.join_low'])} – {say_percent(said['members.join_high'])}"
    return [
        (tr("Pelaku yang tersurvei"), FEW if money.hidden else _count(evidence["n"]), SURVEY),
        (tr("{x} mereka sebulan", x=tr("Belanja bahan") if spends else "Omzet"), total, SURVEY),
        (tr("× yang ikut koperasi"), joins, say_origin_of("members.join_low", said["members.join_low"])),
        (tr("× bagian yang lewat koperasi"), _shares(line), _source(line, "through", "through_source")),
        (
            tr("÷ harga per {unit}", unit=line["unit"]),
            _span(line, "price", "_idr", "Rp"),
            _source(line, "price", "price_source"),
        ),
    ]


def _residents(money: Money) -> list[tuple[str, str, str]]:
    evidence, line = money.evidence.iloc[0], money.line
    rivals = FEW if money.few_sellers else _count(evidence["rivals"])
    rivals = rivals if line["rival_products"] else tr("tidak ada yang didata")
    per_head = _span(line, "through", "", f"{line['unit']} per warga")
    return [
        ("Penduduk", _count(evidence["population"], "jiwa"), tr("data penduduk")),
        (tr("× kebutuhan sebulan"), per_head, _source(line, "through", "through_source")),
        (tr("÷ penjual: koperasi dan yang sudah ada"), rivals, SURVEY),
    ]


def _result(money: Money) -> str:
    row = money.row
    if np.isnan(row["volume_month"]):
        return UNKNOWN
    low, high = (say_number(row[name]) for name in ("volume_low", "volume_high"))
    return f"{say_units(row['volume_month'], money.line['unit'])} ({low} – {high})"


def _count(value: float, unit: str = "usaha") -> str:
    return UNKNOWN if np.isnan(value) else f"{say_number(value)} {unit}"


def _shares(line: pd.Series) -> str:
    low, high = line["through_low"], line["through_high"]
    return say_percent(low) if low == high else f"{say_percent(low)} – {say_percent(high)}"


def _span(line: pd.Series, name: str, ending: str, unit: str) -> str:
    return say_span(line[f"{name}_low{ending}"], line[f"{name}_high{ending}"], unit) or UNKNOWN


def _source(line: pd.Series, name: str, column: str) -> str:
    """The source of a range of the line, as markdown: the user's own is marked."""
    own = any(part.startswith(f"{name}_") for part in line["changed"].split("; "))
    return f"**{OWN_FIGURE}**" if own else plain(line[column] or tr("asumsi perencanaan"))
