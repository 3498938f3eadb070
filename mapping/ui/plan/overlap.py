"""Who is already there, and what to do about it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.advise.plan.overlap import NONE, THERE, UNKNOWN
from mapping.knowledge.formats import say_number
from mapping.language import plural, tr
from mapping.present.plan import overlap_of
from mapping.ui.cache import View
from mapping.ui.links import link_to
from mapping.ui.text import plain

SIGNS = {THERE: ":material/check_circle:", NONE: ":material/remove:", UNKNOWN: ":material/help:"}


def say_overlap(view: View, code: str, line_id: str) -> None:
    """Village enterprises, other cooperatives and groups: how many, or that nobody said; and what to do."""
    table = overlap_of(view.study, code, line_id)
    lines = table["line_id"].drop_duplicates().tolist()
    for _, rows in table.groupby("item", sort=False):
        first = rows.iloc[0]
        st.markdown(f"{SIGNS[first['state']]} **{plain(first['label'])}:** {_say_state(first)}")
        st.markdown(_say_advice(rows, lines))
    if (table["state"] == UNKNOWN).any():
        link_to("data", tr("Tambahkan tabel lembaga di Data saya"), ":material/upload_file:")
    st.caption(
        tr("Jumlah dari tabel lembaga yang dimuat; namanya tidak disimpan. Tidak tercatat bukan berarti tidak ada.")
    )


def _say_state(row: pd.Series) -> str:
    """How many there are, or why that is not known."""
    if row["state"] == THERE:
        n = say_number(row["n"])
        if row["date"]:
            return plural("{n} lembaga (data {date}).", row["n"], n=n, date=plain(row["date"]))
        return plural("{n} lembaga.", row["n"], n=n)
    if row["state"] == NONE:
        return tr("tidak tercatat di sini dalam tabel yang dimuat.")
    return tr("belum diketahui, karena belum ada tabelnya. Tanyakan ke kantor desa/kelurahan.")


def _say_advice(rows: pd.DataFrame, lines: list[str]) -> str:
    """What to do for the line of the first stage, and for a later stage that clashes."""
    first = rows.iloc[0]
    do = plain(first["do"])
    said = do if first["state"] == THERE else tr("Bila ada: {do}", do=do)
    later = rows.iloc[1:]
    for row in later[later["clash"] & ~bool(first["clash"])].itertuples():
        said += "  \n" + tr("Pada tahap {stage}: {do}", stage=lines.index(row.line_id) + 1, do=plain(row.do))
    return said
