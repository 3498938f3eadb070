"""The desk as a page finds it: the open database, who asks, what time it is, and failures said in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from mapping.desk.needs.days import now, today
from mapping.desk.rules import Actor
from mapping.desk.store.desk import Desk, open_desk
from mapping.desk.store.engine import database_url
from mapping.errors import EntryError, MappingError
from mapping.ui.cache import ROOT
from mapping.ui.desk.who import present_actor
from mapping.ui.text import plain

__all__ = ["Actor", "Desk", "act", "now", "present_actor", "said", "the_desk", "today"]


@st.cache_resource(show_spinner=False, max_entries=2)
def _open(url: str) -> Desk:
    return open_desk(url)


def the_desk() -> Desk:
    """The desk's database, opened once for all visitors.

    Raises
    ------
    mapping.errors.DeskError
        It cannot be reached.
    """
    return _open(database_url(ROOT))


def act(work: Callable[[], object]) -> None:
    """Do something at the desk and show the new state; what cannot be done is said, and the page stays as it was."""
    with said():
        work()
        st.rerun()


@contextmanager
def said() -> Iterator[None]:
    """What goes wrong at the desk is one sentence on the page; the rest of the page stays.

    What follows in the block is left out; code after the block goes on.
    """
    try:
        yield
    except EntryError as error:
        st.error(plain(error), icon=":material/edit:")
    except MappingError as error:
        st.error(plain(error))
