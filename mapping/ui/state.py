"""What is chosen, kept in the address: a shared link shows the same view.

The address wins when it changed from outside (a link, the back button); the widgets win otherwise.
Streamlit's own ``bind="query-params"`` writes an option's label where a link needs its code, so the
two are kept in step here.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

WRITTEN = "_written_to_address"


def restore(key: str, options: Sequence[str], default: str) -> str:
    """The value of a choice before its widget is drawn: from the address, else from the session, else the default.

    A value that is not among ``options`` is never used.
    """
    written = st.session_state.setdefault(WRITTEN, {})
    asked = st.query_params.get(key)
    if asked is not None and asked != written.get(key):
        st.session_state[key] = asked if asked in options else default
    elif st.session_state.get(key) not in options:
        st.session_state[key] = default
    return str(st.session_state[key])


def remember(key: str, value: str, unless: str | None = None) -> None:
    """Write a choice to the address; a value equal to ``unless`` goes without saying and is left out."""
    st.session_state.setdefault(WRITTEN, {})[key] = value
    if value == unless:
        st.query_params.pop(key, None)
    elif st.query_params.get(key) != value:
        st.query_params[key] = value


def chosen(key: str) -> str:
    """The present value of a choice; ``""`` when it has none yet."""
    return str(st.session_state.get(key) or "")
