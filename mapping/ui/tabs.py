"""Tabs whose open one stands in the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from mapping.language import language
from mapping.ui.state import chosen, remember, restore


def open_tabs(key: str, labels: dict[str, str]) -> Sequence[Any]:
    """Tabs in the order of ``labels``; the first stays out of the address.

    Parameters
    ----------
    key : str
        Word in the address.
    labels : dict of str
        Value in the address -> what the tab says.
    """
    first, before = next(iter(labels)), chosen(key)
    wanted = restore(key, list(labels), first)
    # Streamlit keeps the open tab by what it says, which differs from language to language.
    widget = f"tab-{key}-{language()}"
    if wanted != before or widget not in st.session_state:
        st.session_state[widget] = labels[wanted]
    tabs = st.tabs(list(labels.values()), key=widget, on_change="rerun")
    opened = next((value for value, tab in zip(labels, tabs, strict=True) if tab.open), wanted)
    st.session_state[key] = opened
    remember(key, opened, unless=first)
    return tabs
