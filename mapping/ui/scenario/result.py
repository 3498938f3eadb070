"""The two scenarios worked out, or why one of them cannot be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from mapping.errors import MappingError
from mapping.language import tr
from mapping.present.scenarios import Scenario
from mapping.ui.advising import advice_id
from mapping.ui.cache import View
from mapping.ui.controls import is_phone
from mapping.ui.scenario.advice import AdviceChanges, advice_changes_of
from mapping.ui.scenario.changes import Changes, changes_of
from mapping.ui.scenario.chooser import AFTER, BEFORE
from mapping.ui.scenario.shelf import NOW, find, label_of, present, view_of
from mapping.ui.scoring import setup_id, under_setup
from mapping.ui.state import chosen
from mapping.ui.text import plain
from mapping.ui.weigh.moves import say_problem
from mapping.ui.weigh.setup_draft import settle_draft

SEEN = "scenario_seen"


def lay_out() -> tuple[Any, Any]:
    """Places for the controls and the answer; on a phone below each other."""
    if is_phone():
        return st.container(), st.container()
    controls, answer = st.columns([4, 9], gap="large")
    return controls, answer


def settle(view: View) -> None:
    """Put in force what the sliders of weights were moved to, before anything asks what is in force; or say why not."""
    _, problem = settle_draft(view)
    say_problem(problem)
    look_at_moved(view)


def look_at_moved(view: View) -> None:
    """Where a choice was moved since the last run, look at the present choices: else the page would seem deaf."""
    now = present(view)
    seen = (setup_id(now.scoring), advice_id(now.answers), now.price_change)
    before = st.session_state.get(SEEN)
    st.session_state[SEEN] = seen
    if before not in (None, seen) and NOW not in (chosen(AFTER), chosen(BEFORE)):
        st.session_state[AFTER] = NOW


def compare_scores(view: View, words: tuple[str, str], sector: str) -> Changes | None:
    """The ranks under the two scenarios; None where one cannot be used here, which is said. Some 50 ms for a city."""
    views = _views(view, words, lambda scenario: under_setup(view, scenario.scoring))
    return changes_of(*views, sector, words) if views else None


def compare_advice(view: View, words: tuple[str, str]) -> AdviceChanges | None:
    """The first lines under the two scenarios; None where one cannot be used here, which is said.

    Cost: about a second when money or prices moved; kept in the session.
    """
    views = _views(view, words, lambda scenario: view_of(view, scenario))
    return advice_changes_of(*views, words) if views else None


def _views(view: View, words: tuple[str, str], work_out: Callable[[Scenario], View]) -> tuple[View, View] | None:
    views = []
    for word in words:
        try:
            views.append(work_out(find(view, word)))
        except MappingError as error:
            name = plain(label_of(word))
            st.error(
                tr("Skenario {name} tidak bisa dipakai di wilayah ini: {error}", name=name, error=plain(error)),
                icon=":material/block:",
            )
            return None
    return views[0], views[1]
