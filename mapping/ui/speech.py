"""The language that a reader chose, kept in the address; every text of the session follows it."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from mapping.language import LANGUAGES, SOURCE, follow
from mapping.ui.state import chosen, remember, restore

KEY = "bahasa"


def _ask() -> str | None:
    return st.session_state.get(KEY) if get_script_run_ctx(suppress_warning=True) else None


def hear_language() -> None:
    """Take the language from the address or the session; to be called before anything is said."""
    follow(_ask)
    restore(KEY, list(LANGUAGES), SOURCE)


def choose_language() -> None:
    """Indonesian or English, for every page; the address names it only where it is not Indonesian."""
    st.segmented_control(
        "Bahasa / Language",
        list(LANGUAGES),
        format_func=str.upper,
        key=KEY,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    remember(KEY, chosen(KEY), unless=SOURCE)
