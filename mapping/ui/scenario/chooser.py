"""Which two scenarios are compared; both stand in the address, and what they say travels along."""

from __future__ import annotations

import streamlit as st

from mapping.errors import MappingError
from mapping.language import tr
from mapping.ui.cache import View
from mapping.ui.carried import remember_setups
from mapping.ui.scenario.carry import mark_taken, pack_scenarios, take_scenarios
from mapping.ui.scenario.shelf import BUILT, LABELS, NOW, find, label_of, saved
from mapping.ui.state import remember, restore
from mapping.ui.text import plain

AFTER, BEFORE, CARRIED = "skenario", "dengan", "isi"


def take_from_address() -> None:
    """Take over the scenarios that a shared link carries, once; said where it carries a name only."""
    take_scenarios(st.query_params.get(CARRIED, ""))
    for key in (AFTER, BEFORE):
        asked = st.query_params.get(key)
        if asked and asked not in (*LABELS, *saved()):
            st.warning(
                tr(
                    "Skenario {name} pada tautan tidak ada di sini. Muat berkasnya di bawah; yang tampil pilihan lain.",
                    name=plain(asked[:60]),
                ),
                icon=":material/link_off:",
            )


def choose_two(view: View) -> tuple[str, str]:
    """The words of the scenario looked at, and of the one it is compared with."""
    words = [NOW, BUILT, *saved()]
    left, right = st.columns(2, gap="small")
    with left:
        after = _choose(AFTER, tr("Lihat skenario"), words, NOW)
    with right:
        before = _choose(BEFORE, tr("Dibanding dengan"), words, BUILT)
    _remember_scenarios(view, (after, before))
    return after, before


def _choose(key: str, label: str, words: list[str], usual: str) -> str:
    wanted = restore(key, words, usual)
    picked = st.selectbox(label, words, format_func=label_of, key=key, persist_state="session")
    remember(key, picked or wanted, unless=usual)
    return picked or wanted


def _remember_scenarios(view: View, words: tuple[str, str]) -> None:
    """Write to the address what the compared scenarios say, so that the link opens them anywhere.

    The present choices travel by themselves (``ui/carried.py``), but for a price change, which only this page knows.
    """
    named = [find(view, word) for word in dict.fromkeys(words) if word != BUILT]
    try:
        code = pack_scenarios([one for one in named if one.name != NOW or one.price_change])
    except MappingError:
        code = ""
    mark_taken(code)
    remember(CARRIED, code, unless="")
    remember_setups()
