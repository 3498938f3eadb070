"""What the user changes about lines and assumptions: checked before it counts, so that no page meets a bad one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from mapping.advise.setup import check_advice_setup
from mapping.errors import MappingError
from mapping.knowledge.catalog import read_lines
from mapping.knowledge.lines import Changes, lines_in_force
from mapping.language import plural, tr
from mapping.settings import AdviceSetup
from mapping.ui.advising import advice_setup_now, drop_advice_setup, keep_advice_setup
from mapping.ui.cache import current_view
from mapping.ui.text import plain

REFUSED, DONE, CONTROLS = "lines_refused", "lines_done", "lini-"
"""Keys of the messages of the last wish, and of every control that shows a part of the answers."""


def setup_now() -> AdviceSetup:
    """The answers in force. Callbacks ask for them, because a cut-short run leaves them older arguments."""
    return advice_setup_now(current_view())


def lines_now() -> pd.DataFrame:
    """The lines under the answers in force; where these cannot be used, this is said and ours are shown."""
    try:
        return lines_in_force(setup_now().line_changes)
    except MappingError as error:
        st.warning(tr("Angka lini tidak bisa dipakai: {error} Yang tampil angka bawaan.", error=plain(error)))
        return lines_in_force()


def put_in_force(done: str, **parts: Any) -> None:
    """Change parts of the answers if the whole can be used; else say why, and leave everything as it is."""
    setup = replace(setup_now(), **parts)
    try:
        check_advice_setup(setup)
    except MappingError as error:
        refuse(str(error))
        return
    keep_advice_setup(setup)
    st.session_state[DONE] = done


def take_over(setup: AdviceSetup, done: str) -> None:
    """Put a whole set-up in force; all controls show it afresh."""
    keep_advice_setup(setup)
    st.session_state[DONE] = done
    show_afresh()


def go_back() -> None:
    """Forget every answer, figure and line of this session."""
    drop_advice_setup()
    st.session_state[DONE] = tr("Semua angka kembali ke bawaan.")
    show_afresh()


def show_afresh(prefix: str = "") -> None:
    """Let controls show what is in force and not what was typed."""
    for key in [key for key in st.session_state if str(key).startswith(CONTROLS + prefix)]:
        del st.session_state[key]


def show_in(name: str, value: Any) -> str:
    """The key of a control about to be drawn, showing ``value`` unless the user already moved it."""
    key = CONTROLS + name
    if key not in st.session_state:
        st.session_state[key] = value
    return key


def typed(name: str) -> Any:
    """What the user typed in a control."""
    return st.session_state.get(CONTROLS + name)


def refuse(message: str) -> None:
    """Say in the next run why a wish was not followed."""
    st.session_state[REFUSED] = message


def say_last_wish() -> None:
    """What became of the last wish, once; over the page too, because the form may be far below its top."""
    place = st.container()  # always there, so that nothing below moves and closes
    if refused := st.session_state.pop(REFUSED, ""):
        place.error(tr("Tidak dipakai: {refused}", refused=plain(refused)), icon=":material/block:")
        st.toast(tr("Tidak dipakai: {refused}", refused=plain(refused)), icon=":material/block:", duration="long")
    if done := st.session_state.pop(DONE, ""):
        st.toast(plain(done), icon=":material/check_circle:")


def count_changes(changes: Changes, assumptions: int) -> str:
    """How much is the user's own, in words; ``""`` when nothing is.

    Examples
    --------
    >>> count_changes((("B13", "staff_low", "2"), ("U1", "line", "Sewa tenda")), 1)
    '1 angka lini, 1 lini sendiri, 1 anggapan'
    """
    known = set(read_lines().index)
    figures = sum(line_id in known for line_id, _, _ in changes)
    own = len({line_id for line_id, _, _ in changes} - known)
    parts = (
        (figures, plural("{n} angka lini", figures, n=figures)),
        (own, plural("{n} lini sendiri", own, n=own)),
        (assumptions, plural("{n} anggapan", assumptions, n=assumptions)),
    )
    return ", ".join(said for number, said in parts if number)
