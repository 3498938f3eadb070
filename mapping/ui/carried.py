"""Set-ups in the address: whoever opens a shared link sees the view under the weights and answers of its sender."""

from __future__ import annotations

import base64
import binascii
import zlib
from contextlib import suppress

import streamlit as st

from mapping.errors import MappingError
from mapping.language import tr
from mapping.ui.advising import ANSWERS, advice_id, keep_advice_setup
from mapping.ui.cache import current_view
from mapping.ui.links import SET_UPS
from mapping.ui.scoring import IN_FORCE, is_same, keep_setup
from mapping.ui.state import remember
from mapping.ui.text import plain

SETUP, ADVICE = SET_UPS
"""Words in the address: the scoring set-up, and the founder's answers."""
LONGEST = 1_600
"""Letters in the address; beyond it some programs cut a link, so that longer set-ups travel as files only."""
MOST = 64 * 1024
"""Bytes of a set-up unpacked."""
HERE, PROBLEM = "set_ups_of_this_session", "set_up_that_failed"


def pack(content: bytes) -> str:
    """A small file as letters that an address may hold.

    Examples
    --------
    >>> unpack(pack(b'{"bobot": 1}'))
    b'{"bobot": 1}'
    """
    return base64.urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")


def unpack(text: str) -> bytes:
    """What :func:`pack` made of it; at most ``MOST`` bytes are ever unpacked.

    Raises
    ------
    ValueError
        When the text is not of :func:`pack`, or holds too much.

    Examples
    --------
    >>> unpack("bukan susunan")
    Traceback (most recent call last):
    ...
    ValueError: not a packed set-up
    """
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        reader = zlib.decompressobj()
        content = reader.decompress(packed, MOST)
    except (binascii.Error, zlib.error, ValueError):
        raise ValueError("not a packed set-up") from None
    if reader.unconsumed_tail or not reader.eof:
        raise ValueError("not a packed set-up")
    return content


def _asked(word: str) -> bytes | None:
    """What the address says under a word, where it came from outside; None where this session wrote it itself."""
    text = st.query_params.get(word)
    # Also an older one of this session is not news: a link drawn before a weight moved, or the back button.
    if text is None or text in st.session_state.get(HERE, ()):
        return None
    try:
        return unpack(text)
    except ValueError:
        return b""


def hear_setups(page: str) -> None:
    """Put the set-ups of a shared link in force; one that cannot be used is left out, and ``page`` says so."""
    from mapping.advise.setup import read_advice_setup
    from mapping.score.weigh.setup import read_setup

    def keep_scoring(content: bytes) -> None:
        keep_setup(read_setup(content, tr("tautan")))

    def keep_answers(content: bytes) -> None:
        keep_advice_setup(read_advice_setup(content, tr("tautan")))

    for word, keep in ((SETUP, keep_scoring), (ADVICE, keep_answers)):
        content = _asked(word)
        if content is None:
            continue
        st.session_state.setdefault(HERE, set()).add(st.query_params[word])
        try:
            keep(content)
        except MappingError as error:
            told = tr("Tautan ini membawa susunan yang tidak bisa dipakai: {error}", error=plain(error))
            st.session_state[PROBLEM] = (page, told)
            remember(word, "", unless="")
    on, told = st.session_state.get(PROBLEM, ("", ""))
    if told and on == page:
        st.warning(told)
    else:
        st.session_state.pop(PROBLEM, None)


def remember_setups() -> None:
    """Write the set-ups in force to the address, unless they are those that the study was built with."""
    from mapping.advise.setup import write_advice_setup
    from mapping.score.weigh.setup import write_setup

    view = current_view()
    setup, answers = st.session_state.get(IN_FORCE), st.session_state.get(ANSWERS)
    packed = {SETUP: "", ADVICE: ""}
    # A set-up that cannot be written cannot be sent; the page that made it says what is wrong with it.
    with suppress(MappingError):
        if setup is not None and not is_same(view, setup):
            packed[SETUP] = pack(write_setup(setup))
    with suppress(MappingError):
        if answers is not None and advice_id(answers) != advice_id(view.study.settings.advice):
            packed[ADVICE] = pack(write_advice_setup(answers))
    for word, text in packed.items():
        kept = text if len(text) <= LONGEST else ""
        st.session_state.setdefault(HERE, set()).add(kept)
        remember(word, kept, unless="")
