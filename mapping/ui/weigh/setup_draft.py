"""The set-up under the user's hands: what the controls change. It goes in force only when it can score the region."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from mapping.errors import MappingError
from mapping.knowledge.catalog import read_criteria
from mapping.language import mark, tr
from mapping.score.weigh.weights import default_weights
from mapping.settings import ScoringSetup
from mapping.ui.cache import View, current_view
from mapping.ui.scoring import drop_setup, is_same, keep_setup, setup_now, under_setup

DRAFT, REFUSED, CONTROLS = "setup_draft", "setup_refused", "susun-"
NAMED, LATELY, CHANGED = "setup_named", "lately_weighed", mark(" (diubah)")
LONGEST_NAME = 60


def draft_now() -> ScoringSetup:
    """The set-up under the user's hands; until something is changed, the one in force.

    Callbacks ask for it and are not handed it: a run that was cut short leaves them the arguments of the run before.
    """
    return st.session_state.get(DRAFT) or setup_now(current_view())


def control(name: str) -> str:
    """Key of a control that shows a part of the draft."""
    return CONTROLS + name


def show_in(name: str, value: Any) -> str:
    """The key of a control that is about to be drawn, showing ``value`` unless the user already moved it."""
    key = control(name)
    if key not in st.session_state:
        st.session_state[key] = value
    return key


def start_from(setup: ScoringSetup) -> None:
    """Take another set-up in hand whole: all controls show it afresh."""
    st.session_state[DRAFT] = setup
    st.session_state.pop(LATELY, None)
    for key in [key for key in st.session_state if str(key).startswith(CONTROLS)]:
        del st.session_state[key]


def change(**parts: Any) -> None:
    """Change parts of the draft by a control that already shows them; unless the user named it, its name says so."""
    draft = draft_now()
    parts.setdefault("name", draft.name if draft.name == st.session_state.get(NAMED) else changed_name(tr(draft.name)))
    st.session_state[DRAFT] = replace(draft, **parts)


def changed_name(name: str) -> str:
    """What a set-up is called once something in it was changed.

    Examples
    --------
    >>> changed_name("Bawaan"), changed_name("Bawaan (diubah)")
    ('Bawaan (diubah)', 'Bawaan (diubah)')
    """
    return name if name.endswith((CHANGED, tr(CHANGED))) else name[:LONGEST_NAME] + tr(CHANGED)


def name_draft(name: str) -> None:
    """Call the draft what the user calls it, also after further changes; no name leaves the old one."""
    given = " ".join(name.split())[:LONGEST_NAME]
    if given:
        st.session_state[NAMED] = given
        change(name=given)


def show_weights() -> None:
    """Let the sliders show the weights afresh: they came from elsewhere."""
    st.session_state.pop(LATELY, None)
    for key in [key for key in st.session_state if str(key).startswith(control("bobot-"))]:
        del st.session_state[key]


def refuse(message: str) -> None:
    """Say in the next run why a wish was not followed; what was there stays."""
    st.session_state[REFUSED] = message


def refusal() -> str:
    """Why the last wish was not followed, once; ``""`` when it was."""
    return str(st.session_state.pop(REFUSED, ""))


def points_of(setup: ScoringSetup) -> dict[str, float]:
    """Weights as points on the sliders, criterion -> 0-100, in the order of the catalogue; only ratios matter.

    Points that fit the sliders stay as they are; others are brought to a sum of 100.

    Examples
    --------
    >>> {name: value for name, value in points_of(ScoringSetup(weights=(("lq", 3), ("workers", 1)))).items() if value}
    {'lq': 75.0, 'workers': 25.0}
    >>> points_of(ScoringSetup(weights=(("lq", 80), ("workers", 80))))["lq"]
    80.0
    """
    given = {name: float(value) for name, value in (dict(setup.weights) or default_weights()).items()}
    largest, total = max(given.values()), sum(given.values())
    share = 1.0 if 10 <= largest <= 100 or not total else 100.0 / total
    return {name: given.get(name, 0.0) * share for name in read_criteria()["criteria"]}


def with_weights(points: dict[str, float]) -> tuple[tuple[str, float], ...]:
    """The ``weights`` of a set-up for points; criteria at zero are not named, unless all are.

    Examples
    --------
    >>> with_weights({"lq": 40.0, "workers": 0.0})
    (('lq', 40.0),)
    """
    kept = tuple((name, value) for name, value in points.items() if value > 0)
    return kept or tuple((name, 0.0) for name in points)


def settle_draft(view: View) -> tuple[View, str]:
    """Score the region under the draft and put it in force; or say why not, and keep what was in force.

    Returns
    -------
    View
        Under the draft, or under the last set-up that could be used.
    str
        ``""``, or one sentence on why the draft cannot be used.
    """
    draft = draft_now()
    if not any(points_of(draft).values()):
        return _last_usable(view), tr("Semua bobot nol. Beri bobot pada paling sedikit satu kriteria.")
    try:
        scored = under_setup(view, draft)
    except MappingError as error:
        return _last_usable(view), str(error)
    if is_same(view, draft):
        drop_setup()
    else:
        keep_setup(draft)
    return scored, ""


def _last_usable(view: View) -> View:
    try:
        return under_setup(view, setup_now(view))
    except MappingError:
        return view
