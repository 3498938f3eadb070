"""What is chosen, kept in the address: a shared link shows the same view.

The address wins when it changed from outside (a link, the back button); the widgets win otherwise.
Streamlit's own ``bind="query-params"`` writes an option's label where a link needs its code, so the
two are kept in step here.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

WRITTEN, WAITING, PAGE = "_written_to_address", "_waiting_for_address", "_page_of_address"
DRAWN_ON, BEFORE = "_drawn_on_page", "_written_before"
STALE_S = 5.0
"""Seconds in which a browser has heard of a new address, however slow the line."""


def restore(key: str, options: Sequence[str], default: str) -> str:
    """The value of a choice before its widget is drawn: from the address, else from the session, else the default.

    A value that is not among ``options`` is never used. Where the back button led to an address without the word,
    the default holds: that is what the address meant.
    """
    written = st.session_state.setdefault(WRITTEN, {})
    asked = st.query_params.get(key)
    if asked is not None and asked != written.get(key) and not _is_stale(key, asked):
        st.session_state[key] = asked if asked in options else default
    elif (asked is None and key in written and _went_back()) or st.session_state.get(key) not in options:
        st.session_state[key] = default
    elif _page() != st.session_state.setdefault(DRAWN_ON, {}).get(key):
        # A widget that was never touched would start on another page from its first option.
        st.session_state[key] = st.session_state[key]
    st.session_state.setdefault(DRAWN_ON, {})[key] = _page()
    return str(st.session_state[key])


def _is_stale(key: str, asked: str) -> bool:
    """Whether the browser still spoke of the address before the last: it had not heard of the newest yet.

    Someone who answers two questions quickly sends the second answer beside an address without the first.
    """
    value, when = st.session_state.get(BEFORE, {}).get(key, (None, 0.0))
    return asked == value and time.monotonic() - when < STALE_S and not _went_back()


def _page() -> str:
    context = get_script_run_ctx()
    return context.page_script_hash if context else ""


def restore_text(key: str, longest: int = 60) -> str:
    """As :func:`restore`, for words that a reader types: any text up to ``longest`` letters, ``""`` by default."""
    asked = st.query_params.get(key, "")
    return restore(key, ("", asked if len(asked) <= longest else "", chosen(key)), "")


def _went_back() -> bool:
    context = get_script_run_ctx()
    return bool(context and context.is_history_navigation)


def remember(key: str, value: str, unless: str | None = None) -> None:
    """Have a choice written to the address; a value equal to ``unless`` goes without saying and is left out.

    The frame writes at the end of a run (:func:`write_address`), a fragment that runs alone at once.
    """
    st.session_state.setdefault(WAITING, {})[key] = "" if value == unless else value
    context = get_script_run_ctx()
    if context and context.fragment_ids_this_run:
        write_address()


def begin_page(name: str) -> None:
    """Forget what another page had waiting for the address when it was left in the middle of a run."""
    if st.session_state.get(PAGE) != name:
        st.session_state.pop(WAITING, None)
    st.session_state[PAGE] = name


def full_address() -> dict[str, str]:
    """The address as it will be once everything remembered is written."""
    told = st.query_params.to_dict() | st.session_state.get(WAITING, {})
    return {key: value for key, value in told.items() if value}


def write_address() -> None:
    """Write everything remembered in one step, which is one step of the browser's back button.

    Only now does it count as written: a run that was interrupted before left the old address standing, and that must
    not be taken for a link from outside that undoes what the reader just picked. After the back button it is written
    even where nothing changed: the last words of the page just left may have reached the browser after the step.
    """
    wanted = full_address()
    written, waiting = st.session_state.setdefault(WRITTEN, {}), st.session_state.pop(WAITING, {})
    now, before = time.monotonic(), st.session_state.setdefault(BEFORE, {})
    before.update({key: (written.get(key), now) for key, value in waiting.items() if written.get(key) != value})
    written.update(waiting)
    if wanted != st.query_params.to_dict() or _went_back():
        st.query_params.from_dict(wanted)


def chosen(key: str) -> str:
    """The present value of a choice; ``""`` when it has none yet."""
    return str(st.session_state.get(key) or "")
