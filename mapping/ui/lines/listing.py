"""The lines as a list that can be searched and narrowed, and the one that is chosen."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from mapping.knowledge.catalog import read_gerai, read_line_columns
from mapping.knowledge.formats import say_rupiah
from mapping.language import plural, tr
from mapping.ui.controls import WRAPS, is_phone
from mapping.ui.state import remember, restore, restore_text

ANY = "semua"
CAPITAL = {ANY: float("inf"), "25jt": 25e6, "50jt": 50e6, "100jt": 100e6, "250jt": 250e6, "500jt": 500e6}
KEY, CLICKED = "lini", "lines_clicked"


def choose_line(lines: pd.DataFrame) -> str:
    """One line, from the list or by typing a part of its name; as its code, kept in the address."""
    wanted = restore(KEY, list(lines.index), str(lines.index[0]))
    found = narrow_lines(lines, *_ask_filters(lines))
    clicked = _list_lines(found)
    if clicked and clicked != st.session_state.get(CLICKED):  # a click counts once; a later link wins over it
        st.session_state[KEY] = wanted = clicked
    st.session_state[CLICKED] = clicked
    remember(KEY, wanted)
    return wanted


def narrow_lines(
    lines: pd.DataFrame, search: str = "", group: str = ANY, stage: str = ANY, gerai: str = ANY, capital: str = ANY
) -> pd.DataFrame:
    """The lines that answer a search and every filter; ``ANY`` leaves a filter open.

    A line fits a capital if its smallest start fits.
    """
    wanted = search.casefold().split()
    told = lines[["line", "group", "products", "role", "inputs", "demand"]].agg(" ".join, axis=1).str.casefold()
    told = lines.index.str.casefold() + " " + told
    keep = pd.Series(True, index=lines.index)
    for word in wanted:
        keep &= told.str.contains(word, regex=False)
    keep &= (group == ANY) | (lines["group"] == group)
    keep &= (stage == ANY) | (lines["stage"] == stage)
    keep &= (gerai == ANY) | lines["gerai"].str.split("; ").map(lambda letters: gerai in letters)
    least = lines["capex_low_idr"] + lines["working_low_idr"]
    keep &= (capital == ANY) | (least <= CAPITAL[capital])
    return lines[keep]


def _ask_filters(lines: pd.DataFrame) -> tuple[str, str, str, str, str]:
    restore_text("cari")
    search = st.text_input(
        tr("Cari lini"), placeholder=tr("Nama, produk atau kebutuhan"), icon=":material/search:", key="cari"
    )
    remember("cari", search, unless="")
    stages = {code: label.split(" (")[0] for code, label in read_line_columns()["choices"]["stage"]["options"].items()}
    gerai = {letter: entry["label"] for letter, entry in read_gerai()["gerai"].items()}
    groups = {group: tr(group) for group in sorted(set(lines["group"]))}
    capital = {key: tr("sampai {value}", value=say_rupiah(value)) for key, value in CAPITAL.items() if key != ANY}
    with st.container(horizontal=True, gap="small"):
        picked = [
            _pick(tr("Kelompok"), "kelompok", groups),
            _pick(tr("Tahap"), "tahap", stages),
            _pick(tr("Gerai"), "gerai", gerai),
            _pick(tr("Modal mulai"), "sampai", capital),
        ]
    return search, picked[0], picked[1], picked[2], picked[3]


def _pick(label: str, key: str, options: dict[str, str]) -> str:
    labels = {ANY: tr("Semua")} | options
    restore(key, list(labels), ANY)
    picked = st.selectbox(label, list(labels), format_func=labels.__getitem__, key=key, width=170)
    remember(key, picked, unless=ANY)
    return picked


def _list_lines(found: pd.DataFrame) -> str:
    """The list; the code of the line that was clicked, ``""`` when none was."""
    if found.empty:
        st.info(tr("Tidak ada lini yang cocok. Longgarkan saringannya."))
        return ""
    st.caption(plural("{found} lini. Klik satu baris untuk membacanya.", len(found), found=len(found)))
    shown = pd.DataFrame(
        {
            "Kode": found.index,
            "Lini": found["line"],
            "Dari (jt)": (found["capex_low_idr"] + found["working_low_idr"]) / 1e6,
            "Sampai (jt)": (found["capex_high_idr"] + found["working_high_idr"]) / 1e6,
            "Anda": found["own"]
            .map({True: tr("milik"), False: ""})
            .where(found["own"] | (found["changed"] == ""), tr("diubah")),
        }
    )
    phone, marked = is_phone(), bool(found["changed"].ne("").any())
    size = tr("Modal awal dan modal kerja, juta rupiah: usaha terkecil sampai terbesar.")
    amount = partial(st.column_config.NumberColumn, format="localized", width=72, help=size)
    event = st.dataframe(
        shown if marked else shown.drop(columns="Anda"),
        hide_index=True,
        height=WRAPS * 6 if phone else 640,
        row_height=WRAPS if phone else None,
        column_config={
            "Kode": st.column_config.TextColumn(tr("Kode"), width=52),
            "Lini": st.column_config.TextColumn(tr("Lini"), width=150 if phone else 225 if marked else 260),
            "Anda": st.column_config.TextColumn(tr("Anda"), width=62),
            "Dari (jt)": amount(tr("Dari (jt)")),
            "Sampai (jt)": amount(tr("Sampai (jt)")),
        },
        on_select="rerun",
        selection_mode="single-cell",
        key=f"daftar-lini-{len(found)}-{found.index[0]}-{found.index[-1]}",
    )
    cells = event.selection.cells
    return str(found.index[cells[0][0]]) if cells and cells[0][0] < len(found) else ""
