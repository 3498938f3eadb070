"""The scenarios of this session: saved under names, put in force, compared; and the choices of the moment."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from mapping.advise.prices import priced
from mapping.errors import MappingError
from mapping.language import mark, tr
from mapping.present.scenarios import LONGEST_NAME, MOST, Scenario, check_scenario
from mapping.ui.advising import advice_setup_now, keep_advice_setup, under_answers
from mapping.ui.cache import View, current_view
from mapping.ui.lines.edits import show_afresh
from mapping.ui.scoring import keep_setup, setup_now, under_setup
from mapping.ui.text import plain
from mapping.ui.weigh.setup_draft import start_from

SAVED, PRICE, SAID = "scenarios", "scenario_price", "scenario_said"
NOW, BUILT = "sekarang", "bawaan"
"""Words in the address for the choices in force and for those that the region was built with."""
LABELS = {NOW: mark("Pilihan sekarang"), BUILT: mark("Bawaan")}


def saved() -> dict[str, Scenario]:
    """The saved scenarios by name, oldest first."""
    return st.session_state.setdefault(SAVED, {})


def label_of(word: str) -> str:
    """What a scenario is called on the screen, by its word in the address."""
    return tr(LABELS[word]) if word in LABELS else word


def present(view: View) -> Scenario:
    """The choices in force as a scenario; a price change made here is told apart from the figures it moved."""
    answers, moved = advice_setup_now(view), st.session_state.get(PRICE)
    if moved is not None and moved[2] == answers.line_changes:
        return Scenario(NOW, setup_now(view), replace(answers, line_changes=moved[1]), moved[0])
    return Scenario(NOW, setup_now(view), answers)


def built(view: View) -> Scenario:
    """The choices that the region was built with."""
    return Scenario(BUILT, view.study.settings.setup, view.study.settings.advice)


def find(view: View, word: str) -> Scenario:
    """The scenario of a word in the address; the present choices where nobody has that name."""
    return built(view) if word == BUILT else saved().get(word) or present(view)


def view_of(view: View, scenario: Scenario) -> View:
    """The region under a scenario; what it shares with others is not worked out again.

    Raises
    ------
    mapping.errors.MappingError
        The scenario cannot be used in this region; the message says why.
    """
    return under_answers(under_setup(view, scenario.scoring), priced(scenario.answers, scenario.price_change))


def keep_answers(scenario: Scenario) -> None:
    """Put the answers and the price change of a scenario in force for every page."""
    answers = priced(scenario.answers, scenario.price_change)
    keep_advice_setup(answers)
    st.session_state[PRICE] = (scenario.price_change, scenario.answers.line_changes, answers.line_changes)


def put_in_force(scenario: Scenario) -> None:
    """Make a scenario the choices of every page of this session; a bad one changes nothing."""
    try:
        check_scenario(scenario)
        keep_answers(scenario)
    except MappingError as error:
        say_next(str(error), bad=True)
        return
    keep_setup(scenario.scoring)
    start_from(scenario.scoring)
    show_afresh()


def save(scenario: Scenario, name: str) -> str:
    """Keep a scenario under a name; ``""``, or one sentence on why not. The same name is written over."""
    given = " ".join(name.split())[:LONGEST_NAME]
    if not given:
        return tr("Beri nama skenarionya dahulu.")
    if given.lower() in LABELS or given in map(tr, LABELS.values()):
        return tr("Nama itu sudah dipakai aplikasi. Beri nama lain.")
    if given not in saved() and len(saved()) >= MOST:
        return tr("Paling banyak {most} skenario. Hapus salah satunya dahulu.", most=MOST)
    named = replace(scenario, name=given)
    try:
        check_scenario(named)
    except MappingError as error:
        return str(error)
    saved()[given] = named
    return ""


def rename(old: str, name: str) -> str:
    """Give a saved scenario another name; ``""``, or why not. It keeps its place."""
    given = " ".join(name.split())[:LONGEST_NAME]
    if given == old:
        return ""
    if given in saved():
        return tr("Sudah ada skenario dengan nama itu.")
    order = list(saved())
    scenario = saved().pop(old)
    if refused := save(scenario, given):
        saved()[old] = scenario
    kept = dict(saved())
    saved().clear()
    for key in [given if key == old and not refused else key for key in order]:
        saved()[key] = kept[key]
    return refused


def say_next(text: str, bad: bool = False) -> None:
    """Say in the next run what became of a wish."""
    st.session_state[SAID] = (text, bad)


def say_last() -> None:
    """What became of the last wish, once."""
    place = st.container()
    text, bad = st.session_state.pop(SAID, ("", False))
    if text and bad:
        place.error(plain(text), icon=":material/block:")
    elif text:
        st.toast(plain(text), icon=":material/check_circle:")


def view_now() -> View:
    """The region that callbacks speak of: a run that was cut short leaves them older arguments."""
    return current_view()
