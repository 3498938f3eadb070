"""What a person can still mend once a region stands: places, words, decisions; and the way to count again."""

from __future__ import annotations

import streamlit as st

from mapping.language import tr
from mapping.ui.cache import View
from mapping.ui.own.decisions import decisions, list_decisions, offer_decisions, unapplied
from mapping.ui.own.places_desk import show_places
from mapping.ui.own.words_desk import show_words
from mapping.ui.own.work import Matter, ask_work, is_ready


@st.fragment
def show_desk(view: View) -> None:
    """Both desks and all decisions. A click on a desk redraws the desk, not the page."""
    _offer_work()
    places, words, all_decisions = st.tabs([tr("Tempat"), tr("Kata produk"), tr("Keputusan Anda")])
    with places:
        show_places(view.study.places, view.outlines)
    with words:
        show_words(view)
    with all_decisions:
        list_decisions()


@st.fragment
def show_lost(present: Matter) -> None:
    """The repair desk before any region stands: not one place of the survey was read as it is written."""
    if present.outlines is None or present.places is None or present.places["kelurahan_code"].eq("").all():
        return
    st.markdown(tr("Bila wilayahnya sudah benar, pilih sendiri tempat yang dimaksud, lalu hitung ulang."))
    _offer_work()
    show_places(present.places, present.outlines)


def _offer_work() -> None:
    """The button that works the region out again with what was decided since; always in its place."""
    fresh = unapplied()
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(
            tr("Hitung ulang dengan keputusan ini"),
            type="primary" if fresh else "secondary",
            icon=":material/refresh:",
            disabled=not (fresh and is_ready()),
        ):
            ask_work()
            st.rerun(scope="app")
        if len(decisions()):
            offer_decisions("unduh-keputusan")
        note = tr("Ada keputusan yang belum dihitung.") if fresh else tr("Belum ada keputusan baru.")
        st.caption(note, width="content")
