"""What is asked above the map."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mapping.language import tr
from mapping.present.mapclasses import FIXED
from mapping.ui.cache import View
from mapping.ui.controls import choose_sector
from mapping.ui.map.address import bound, change, choices, offered
from mapping.ui.map.classes import choose_method
from mapping.ui.map.crumbs import choose_level, level_shown
from mapping.ui.map.filters import choose_kecamatan, choose_kind, search
from mapping.ui.map.overlays import manage_layers
from mapping.ui.map.subjects import ADVICE, CERTAIN, LINE, SCORE, SPOTS, line_names, second_names, subject_names


@dataclass(frozen=True)
class Wish:
    """What was chosen, checked against what there is.

    ``kecamatan`` is its position, -1 for all; ``grades`` the place where classes are picked by hand.
    """

    word: str
    sector: str
    line_id: str
    level: str
    method: str
    count: int
    kind: str
    kecamatan: int
    sought: str
    second: str
    textured: bool
    grades: DeltaGenerator


def ask_wish(view: View) -> Wish:
    """The controls in two rows: what is shown and where; then how, and what lies beside and above it."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="peta-pilihan"):
        sector = choose_sector()
        names, seconds = subject_names(), second_names(sector)
        word, second = offered("lihat", names, SCORE), offered("peta2", seconds, "")
        st.selectbox(tr("Yang ditampilkan"), list(names), format_func=names.__getitem__, width=290, **bound("lihat"))
        line_id = _choose_line(view, LINE in (word, second))
        with st.container(width=300):
            sought = search()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="peta-alat"):
        choose_level()
        with st.popover(tr("Saring"), icon=":material/filter_alt:"):
            kind, kecamatan = choose_kind(view), choose_kecamatan(view)
            grades = st.container()
        method, count = _choose_classes(word, second)
        with st.popover(tr("Peta kedua"), icon=":material/splitscreen_right:"):
            st.selectbox(
                tr("Tampilkan di sampingnya"), list(seconds), format_func=seconds.__getitem__, **bound("peta2")
            )
            st.caption(tr("Kedua peta bergerak bersama, masing-masing dengan keterangannya."))
        textured = _choose_texture(word == SCORE)
        with st.popover(tr("Lapisan Anda"), icon=":material/layers:"):
            manage_layers(view)
    level = level_shown(word, kecamatan)
    return Wish(word, sector, line_id, level, method, count, kind, kecamatan, sought, second, textured, grades)


def _choose_line(view: View, wanted: bool) -> str:
    """One line of business, asked where one is shown; the one that most should start with until another is picked."""
    if not wanted:
        choices()["lini"] = ""
        return ""
    names = line_names(view)
    line_id = offered("lini", names, next(iter(names)))
    st.selectbox(
        tr("Lini usaha"), list(names), format_func=names.__getitem__, filter_mode="contains", width=300, **bound("lini")
    )
    return line_id


def _choose_classes(word: str, second: str) -> tuple[str, int]:
    with st.popover(tr("Kelas warna"), icon=":material/palette:"):
        if {word, second or word} <= {ADVICE, CERTAIN, SPOTS}:
            st.caption(tr("Yang ditampilkan ini bukan angka, jadi tidak dibagi menjadi kelas."))
            return FIXED, 5
        return choose_method()


def _choose_texture(wanted: bool) -> bool:
    """Whether what is not certain gets a texture; asked where certainty is known."""
    if not wanted:
        choices()["ragu"] = ""
        return False
    key = "peta-ragu"
    on = offered("ragu", ("", "ya"), "") == "ya"
    if st.session_state.get(key) != on:
        st.session_state[key] = on
    st.toggle(
        tr("Tandai yang belum pasti"),
        key=key,
        help=tr("Titik dan arsiran di atas warna: peringkatnya bisa jauh berbeda bila survei diulang."),
        on_change=lambda: change(ragu="ya" if st.session_state[key] else ""),
    )
    return on
