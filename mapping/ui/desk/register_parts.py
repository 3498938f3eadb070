"""Which part of the register is shown, kept in the address; what was just kept; how its words are said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, NoReturn

import pandas as pd
import streamlit as st

from mapping.desk.rules import COOPERATIVE, Actor, may
from mapping.errors import EntryError, MappingError
from mapping.knowledge.catalog import read_lines
from mapping.knowledge.formats import say_date
from mapping.knowledge.register import read_register
from mapping.language import mark, tr
from mapping.ui.desk.parts import show_parts
from mapping.ui.state import remember
from mapping.ui.text import plain

PART = "daftar"
ALL, ONE, NEW, FILE = "semua", "satu", "tambah", "berkas"
PART_LABELS = {
    ALL: mark("Semua koperasi"),
    ONE: mark("Satu koperasi"),
    NEW: mark("Tambah koperasi"),
    FILE: mark("Muat dari berkas"),
}
MADE_UP = mark("data peraga")
DONE, FAILED, NEXT = "daftar_tersimpan", "daftar_gagal", "daftar_berikut"
FIRST_DAY = dt.date(1990, 1, 1)


def choose_part(actor: Actor) -> str:
    """What the page shows; a cooperative starts at its own card."""
    parts = [ONE, ALL] if actor.role == COOPERATIVE else [ALL, ONE]
    if may(actor, "register.write"):
        parts.append(NEW)
    if may(actor, "register.import"):
        parts.append(FILE)
    if (wanted := st.session_state.pop(NEXT, None)) in parts:
        st.session_state[PART] = wanted
        remember(PART, wanted, unless=parts[0])
    return show_parts(PART, PART_LABELS, parts)


def turn_to(part: str) -> NoReturn:
    """Show another part at once."""
    st.session_state[NEXT] = part
    st.rerun()


def keep(key: str, write: Callable[[], str]) -> None:
    """Write what a form asks for, and have the page say so or why not; for ``on_click``.

    A callback runs with what its form showed: a person who saw an older version is told, not overwritten or ignored.
    What was typed wrongly is said at the form of this ``key``, all else above.
    """
    st.session_state.pop(FAILED, None)
    try:
        st.session_state[DONE] = write()
    except EntryError as error:
        st.session_state[FAILED] = (key, str(error))
    except MappingError as error:
        st.session_state[FAILED] = ("", str(error))


def say_done() -> None:
    """What was just kept, or why it was not, once."""
    if message := st.session_state.pop(DONE, ""):
        st.success(message, icon=":material/check_circle:")
    say_failed("")


def say_failed(key: str) -> None:
    """Why the form of this key could not be kept, once."""
    if st.session_state.get(FAILED, (None,))[0] == key:
        st.error(plain(st.session_state.pop(FAILED)[1]), icon=":material/edit:")


def status_labels() -> dict[str, str]:
    """Every step and how it is called."""
    return {key: status["label"] for key, status in read_register()["statuses"].items()}


def line_label(line_id: str) -> str:
    """A line by its name; ``""`` for none."""
    lines = read_lines()
    return str(lines.at[line_id, "line"]) if line_id in lines.index else line_id


def say_day(day: str) -> str:
    """A day in words; said where it is not known."""
    return say_date(day) if day else tr("tanggal belum diketahui")


def day_of(text: str) -> dt.date | None:
    """A kept day for a date field."""
    return dt.date.fromisoformat(text) if text else None


def known(value: Any) -> bool:
    """Whether a cell says something."""
    return not (pd.isna(value) or value == "")
