"""The parts of a desk page, one shown at a time; which one stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from mapping.language import tr
from mapping.ui.controls import is_phone
from mapping.ui.state import remember, restore


def show_parts(
    key: str, labels: Mapping[str, str], parts: Sequence[str] = (), on_change: Callable[[], None] | None = None
) -> str:
    """Let the reader choose a part; the first stays out of the address.

    Parameters
    ----------
    key : str
        Word in the address.
    labels : mapping
        Part -> what it is called, marked.
    parts : sequence of str
        Those there are for this reader; all when empty.
    on_change : callable, optional
        Called before the page is drawn anew.
    """
    there = list(parts or labels)
    wanted = restore(key, there, there[0])
    # Segments that break into several rows look torn; pills do not.
    choose = st.pills if is_phone() else st.segmented_control
    picked = choose(
        tr("Yang ditampilkan"),
        there,
        format_func=lambda part: tr(labels[part]),
        key=key,
        required=True,
        persist_state="session",
        label_visibility="collapsed",
        on_change=on_change,
    )
    remember(key, picked or wanted, unless=there[0])
    return picked or wanted
