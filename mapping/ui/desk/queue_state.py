"""Which part of the desk is shown and which need is opened, kept in the address."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from mapping.desk.rules import COOPERATIVE, Actor, may
from mapping.language import mark
from mapping.ui.desk.parts import show_parts
from mapping.ui.links import go_to
from mapping.ui.state import chosen, full_address, remember

WORD, PART = "kebutuhan", "meja"
QUEUE, JOINT, MAP, ENTER, SUPPLIERS = "antrean", "bersama", "peta", "isi", "pemasok"
PART_LABELS = {
    QUEUE: mark("Antrean"),
    JOINT: mark("Belanja bersama"),
    MAP: mark("Peta kebutuhan"),
    SUPPLIERS: mark("Pemasok"),
    ENTER: mark("Isi kebutuhan"),
}
TURN = "antrean_giliran"
"""Counts how often somebody came back to the queue: its table then starts without a row picked."""


def choose_part(actor: Actor) -> str:
    """What the page shows. A cooperative starts where it enters its needs, everybody else at the queue."""
    parts = [QUEUE, JOINT, MAP, SUPPLIERS]
    if may(actor, "need.enter", actor.cooperative_id):
        parts.insert(0 if actor.role == COOPERATIVE else len(parts), ENTER)
    return show_parts(PART, PART_LABELS, parts)


def opened_need() -> int:
    """Number of the need that the address names; 0 for none."""
    asked = full_address().get(WORD, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0


def open_need(number: int) -> NoReturn:
    """Show one need, wherever it was clicked."""
    go_to("meja", **{WORD: str(number), PART: chosen(PART)})


def leave_need() -> None:
    """Go back to what was shown before; for ``on_click``."""
    st.session_state[TURN] = turn() + 1
    remember(WORD, "")


def turn() -> int:
    """See ``TURN``."""
    return int(st.session_state.get(TURN, 0))
