"""All cooperatives: how far they are, a map, a table that can be searched, and the table as a file."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from mapping.desk.register.export import public_register
from mapping.desk.register.points import LABELS as POINTS
from mapping.desk.register.read import cooperatives_of, known_on
from mapping.knowledge.formats import say_date
from mapping.language import plural, tr
from mapping.present.files.tidy import csv_bytes
from mapping.ui.cache import View
from mapping.ui.controls import WRAPS, is_phone
from mapping.ui.desk.choose import PLACE, WORD
from mapping.ui.desk.open import Actor, Desk, now
from mapping.ui.desk.register_overview import say_empty, say_overview, show_statuses
from mapping.ui.desk.register_parts import MADE_UP, NEXT, ONE, line_label, status_labels
from mapping.ui.state import remember, restore, restore_text

SEARCH, STATUS, ANY = "cari", "tahap", "semua"
SHOWN = "daftar_tampil"


def show_all(view: View, desk: Desk, actor: Actor) -> None:
    """The whole register of the region."""
    cooperatives = cooperatives_of(desk, view.study.kelurahan.index, actor)
    if cooperatives.empty:
        say_empty(view, actor)
        return
    say_overview(view, cooperatives)
    _find(view, cooperatives)
    _offer_table(view, desk, actor)


@st.fragment
def _find(view: View, cooperatives: pd.DataFrame) -> None:
    """The filters, the map and the table; a click on either of the two opens a card."""
    found = narrow(cooperatives, *_ask_filters())
    map_side, list_side = st.columns([5, 6], gap="medium")
    with list_side:
        picked = _list_found(found)
    with map_side:
        code = show_statuses(view, found)
    here = cooperatives[cooperatives["kelurahan_code"] == code]
    if picked is None and len(here):
        picked = int(here.index[0])
    if picked is not None:
        open_card(picked, str(cooperatives.at[picked, "kelurahan_code"]))
        st.rerun()


def open_card(cooperative_id: int, code: str) -> None:
    """Have the next run show the card of a cooperative."""
    st.session_state[WORD], st.session_state[PLACE] = str(cooperative_id), code
    remember(WORD, str(cooperative_id))
    st.session_state[NEXT] = ONE


def narrow(cooperatives: pd.DataFrame, search: str = "", status: str = ANY) -> pd.DataFrame:
    """The cooperatives that answer a search, word by word, and a step.

    Examples
    --------
    >>> words = {"name": ["KKMP Pakis", "KKMP Petemon"], "label": ["Pakis (Sawahan)", "Petemon (Sawahan)"]}
    >>> rows = pd.DataFrame(words).assign(status=["legal", "trading"], nik="", nib="", deed_number="", source_id="")
    >>> narrow(rows, "sawahan PAK")["name"].tolist(), narrow(rows, "", "trading")["name"].tolist()
    (['KKMP Pakis'], ['KKMP Petemon'])
    """
    told = (
        cooperatives[["name", "label", "nik", "nib", "deed_number", "source_id"]].agg(" ".join, axis=1).str.casefold()
    )
    keep = pd.Series(True, index=cooperatives.index)
    for word in search.casefold().split():
        keep &= told.str.contains(word, regex=False)
    return cooperatives[keep & ((status == ANY) | (cooperatives["status"] == status))]


def _ask_filters() -> tuple[str, str]:
    labels = {ANY: tr("Semua tahap")} | status_labels()
    with st.container(horizontal=True, gap="small"):
        restore_text(SEARCH)
        search = st.text_input(
            tr("Cari koperasi"),
            placeholder=tr("Nama, kelurahan, kecamatan atau nomor"),
            icon=":material/search:",
            key=SEARCH,
            max_chars=60,
            width=340,
        )
        remember(SEARCH, search, unless="")
        restore(STATUS, list(labels), ANY)
        status = st.selectbox(tr("Tahap"), list(labels), format_func=labels.__getitem__, key=STATUS, width=220)
        remember(STATUS, status, unless=ANY)
    return search, status


def _list_found(found: pd.DataFrame) -> int | None:
    """The table; the number of the cooperative whose row was picked."""
    if found.empty:
        st.info(tr("Tidak ada koperasi yang cocok. Longgarkan saringannya."))
        return None
    st.caption(plural("{n} koperasi. Klik satu baris untuk membuka kartunya.", len(found), n=len(found)))
    labels = status_labels()
    shown = pd.DataFrame(
        {
            "Kelurahan": found["label"],
            "Tahap": found["status"].map(labels),
            "Keterangan": known_on(found).map(say_date),
            "Lini": found["line_id"].map(line_label),
            "Titik": found["point_state"].map(lambda state: tr(POINTS[state])),
            "Sejak": found["status_since"].map(lambda day: say_date(day) if day else ""),
            "Nama": found["name"].where(~found["synthetic"].astype(bool), found["name"] + " · " + tr(MADE_UP)),
        }
    )
    text, phone = st.column_config.TextColumn, is_phone()
    # A click counts once: whoever comes back from a card finds the table without a row picked.
    turn = st.session_state.setdefault(SHOWN, 0)
    event = st.dataframe(
        shown[["Kelurahan", "Tahap", "Keterangan"]] if phone else shown,
        hide_index=True,
        height=WRAPS * 6 if phone else 520,
        row_height=WRAPS if phone else None,
        on_select="rerun",
        selection_mode="single-cell",
        key=f"tabel-koperasi-{turn}-{len(found)}",
        column_config={
            "Kelurahan": text(tr("Kelurahan/desa"), width=128 if phone else 190),
            "Tahap": text(tr("Tahap"), width=100 if phone else 165),
            "Sejak": text(tr("Sejak"), width=135),
            "Lini": text(tr("Lini usaha"), width=170),
            "Keterangan": text(tr("Keterangan dari"), width=96 if phone else 135),
            "Titik": text(tr("Titik pada peta"), width=170),
            "Nama": text(tr("Nama koperasi"), width=330),
        },
    )
    picked = event.selection.cells
    if not picked or picked[0][0] >= len(found):
        return None
    st.session_state[SHOWN] = turn + 1
    return int(found.index[picked[0][0]])


def _offer_table(view: View, desk: Desk, actor: Actor) -> None:
    table = public_register(desk, actor, view.study.kelurahan.index)
    st.download_button(
        tr("Unduh daftar (CSV)"),
        partial(csv_bytes, table, exact=True),
        file_name=f"koperasi-{view.key}-{now()[:10]}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        help=tr("Tanpa catatan dan tanpa data orang. Berkas ini bisa dimuat lagi di sini."),
    )
