"""The table beside the map: what the map shows, in figures; a row picked here is ringed there."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from mapping.knowledge.formats import say_number, say_rupiah
from mapping.language import language, speaking, tr
from mapping.present.files.tidy import csv_bytes
from mapping.present.mapdata import KNOWN, SUPPRESSED
from mapping.present.tables import label_table
from mapping.ui.cache import View
from mapping.ui.controls import is_phone
from mapping.ui.map.address import change, choices, pinned, turn, turned
from mapping.ui.map.classes import Classes
from mapping.ui.map.subjects import LINE, PAIR, SCORE, WHOLE, Subject
from mapping.ui.rankings import STYLED_UP_TO, say_range

Mask = npt.NDArray[np.bool_]
ScreenTable = tuple[pd.DataFrame, dict[str, Any]]
"""The columns of a table on the screen, and how each is shown."""


def listed_rows(subject: Subject, classes: Classes, chosen: Mask) -> pd.DataFrame:
    """Rows that pass the filter with their class: the largest value first, kinds in their order, unknown last."""
    rows = subject.rows.assign(of=classes.of)[chosen]
    if subject.has_values:
        return rows.sort_values(["value", "name"], ascending=[False, True], na_position="last")
    order = rows["of"].mask(rows["of"] < 0)
    return rows.assign(order=order).sort_values(["order", "name"], na_position="last").drop(columns="order")


def list_places(view: View, subject: Subject, table: ScreenTable, selected: str, height: int) -> None:
    """The table; picking a row selects a kelurahan, or opens a kecamatan."""
    shown, config = table
    top = shown.index == pinned()
    shown = pd.concat([shown[top], shown[~top]]) if top.any() else shown
    at = shown.index.get_loc(selected) if selected in shown.index else None
    key = f"peta-daftar-{turned()}"
    numbers = {column: partial(_say_cell, subject=subject) for column in [_value_name(subject)] if column in shown}
    styled = shown.style.format(numbers) if numbers and subject.word != SCORE and len(shown) <= STYLED_UP_TO else shown
    codes = shown.index.tolist()
    st.dataframe(
        styled,
        hide_index=True,
        height=height,
        placeholder="",
        column_config=config,
        on_select=partial(_take_row, key, codes, view.places.kecamatan_labels if subject.level == WHOLE else None),
        selection_mode=["single-row", "single-cell"],
        selection_default=None if at is None else {"selection": {"rows": [at], "columns": [], "cells": []}},
        key=key,
        alt=tr("Tabel isi peta: {title}", title=subject.title),
    )


def _take_row(key: str, codes: list[str], kecamatan: list[str] | None) -> None:
    picked = st.session_state[key]["selection"]
    before = choices()["pilih"]
    rows = [row for row, _ in picked.get("cells") or []] + list(picked.get("rows") or [])
    fresh = [codes[row] for row in rows if row < len(codes) and codes[row] != before]
    if kecamatan is not None:
        if fresh:
            change(kecamatan=kecamatan[int(fresh[0])], nilai="")
        return
    # The table keeps showing what was picked in it; only what is picked elsewhere draws it anew.
    choices()["pilih"] = fresh[0] if fresh else (before if rows else "")
    if picked.get("cells"):
        turn(pin=False)


def _value_name(subject: Subject) -> str:
    return tr("Skor") if subject.word in (SCORE, PAIR) else tr("Nilai")


def _say_cell(value: float, subject: Subject) -> str:
    if value != value:
        return ""
    return say_rupiah(value) if subject.money else say_number(value, subject.digits)


def say_state(rows: pd.DataFrame) -> pd.Series:
    """Why a place has no figure; ``""`` where it has one."""
    words = {KNOWN: "", SUPPRESSED: tr("< 3 usaha")}
    return rows["state"].map(words).fillna(tr("belum cukup data"))


def screen_table(subject: Subject, classes: Classes, rows: pd.DataFrame) -> ScreenTable:
    """What the table shows, by the code of the place, and how wide; for files that hold the view, too."""
    rows = rows.set_axis(rows.index.astype(str))
    phone, whole = is_phone(), subject.level == WHOLE
    place = rows["name"].astype(str)
    if not whole and not phone:
        place = place + " (" + rows["kecamatan"].astype(str) + ")"
    place_name, why = "Kecamatan" if whole else "Kelurahan", say_state(rows)
    classed = [classes.labels[of] if of >= 0 else reason for of, reason in zip(rows["of"], why, strict=True)]
    config: dict[str, Any] = {place_name: st.column_config.TextColumn(width=120 if phone else 205)}
    value, remark = _value_name(subject), tr("Keterangan")
    if whole:
        table = {place_name: place} | ({value: rows["value"]} if subject.has_values else {})
        known = [
            tr("{known} dari {members}", known=known, members=members)
            for known, members in zip(rows["known"], rows["members"], strict=True)
        ]
        config |= {tr("Diketahui"): st.column_config.TextColumn(help=tr("Banyaknya kelurahan/desa yang diketahui."))}
        return pd.DataFrame(table | {remark: classed, tr("Diketahui"): known}, index=rows.index), config
    if subject.word == SCORE or subject.word.startswith(f"{SCORE}-"):
        spans = [say_range(low, high) for low, high in zip(rows["rank_low"], rows["rank_high"], strict=True)]
        span = pd.Series(spans, index=rows.index).where(rows["state"] == KNOWN, why)
        config |= _score_config(value)
        return pd.DataFrame(
            {"Peringkat": rows["rank"], place_name: place, value: rows["value"], "Rentang": span}
        ), config
    if subject.word == PAIR:
        config |= {value: st.column_config.NumberColumn(format="%.0f", width=60)}
        return pd.DataFrame({place_name: place, value: rows["value"], remark: classed}), config
    if subject.word == LINE:
        said = rows["detail"].where(rows["detail"] != "", pd.Series(classed, index=rows.index))
        return pd.DataFrame({place_name: place, value: rows["value"], remark: said}), config
    if subject.has_values:
        return pd.DataFrame({place_name: place, value: rows["value"], remark: classed}), config
    said = [f"{label}: {detail}" if detail else label for label, detail in zip(classed, rows["detail"], strict=True)]
    return pd.DataFrame({place_name: place, remark: said}, index=rows.index), config


def _score_config(value: str) -> dict[str, Any]:
    return {
        "Peringkat": st.column_config.NumberColumn("#", width=42, help=tr("Peringkat skor; 1 paling berpotensi.")),
        value: st.column_config.ProgressColumn(value, min_value=0, max_value=100, format="%.0f", width=86),
        "Rentang": st.column_config.TextColumn(
            tr("Rentang"),
            width=76,
            help=tr("Rentang peringkat: dengan ketidakpastian data, peringkatnya 80% ada di antara dua angka ini."),
        ),
    }


def shown_table(view: View, subject: Subject, classes: Classes, rows: pd.DataFrame) -> pd.DataFrame:
    """What is on the map and in the table, as a file: hidden and unknown figures are blank and say so."""
    whole = subject.level == WHOLE
    table = pd.DataFrame(
        {"kecamatan" if whole else "kelurahan_code": rows["name"] if whole else rows.index.astype(str)}
    )
    table.index = rows.index
    if not whole:
        table = table.assign(name=rows["name"], kind=rows["kind"], kecamatan=rows["kecamatan"])
    table["shown"] = subject.title
    if subject.has_values:
        table["value"] = rows["value"]
    table["class"] = [classes.labels[of] if of >= 0 else "" for of in rows["of"]]
    for column in ("rank", "rank_low", "rank_high", "known", "members"):
        if column in rows and (column in ("known", "members") or subject.word in (SCORE, PAIR)):
            table[column] = rows[column]
    closed = rows["closed"] if "closed" in rows else pd.Series(False, index=rows.index)
    table["note"] = say_state(rows).mask(closed, rows["detail"])
    table["region"], table["survey_date"] = view.study.settings.region, view.study.settings.survey_date
    return label_table(table.reset_index(drop=True), view.study)


def offer_shown(view: View, subject: Subject, classes: Classes, rows: pd.DataFrame) -> None:
    """The rows shown as CSV, written when it is asked for."""
    st.download_button(
        tr("Unduh yang tampil (CSV)"),
        partial(_shown_bytes, language(), view, subject, classes, rows),
        file_name=tr("peta-{key}-{word}.csv", key=view.key, word=subject.word),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="peta-unduh",
    )


def _shown_bytes(code: str, view: View, subject: Subject, classes: Classes, rows: pd.DataFrame) -> bytes:
    """A download has no session, so the language is told."""
    with speaking(code):
        return csv_bytes(shown_table(view, subject, classes, rows))


def offer_all(view: View) -> None:
    """The whole public score table as CSV."""
    st.download_button(
        tr("Unduh semua skor (CSV)"),
        partial(csv_bytes, view.table),
        file_name=tr("skor-{key}.csv", key=view.key),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="peta-unduh-semua",
    )
