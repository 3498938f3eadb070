"""What this session's founder answered and assumed, and a region's view under it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import streamlit as st

from mapping.advise.road import ADVISED
from mapping.errors import MappingError
from mapping.language import tr
from mapping.settings import AdviceSetup
from mapping.study import advise_again
from mapping.ui.cache import View
from mapping.ui.scoring import kept, scored_view
from mapping.ui.text import plain

if TYPE_CHECKING:
    import pandas as pd

ANSWERS = "advice_setup"


def advice_setup_now(view: View) -> AdviceSetup:
    """The answers in force: this session's, or those that the study was built with."""
    return st.session_state.get(ANSWERS) or view.study.settings.advice


def keep_advice_setup(setup: AdviceSetup) -> None:
    """Put answers in force for every page of this session."""
    st.session_state[ANSWERS] = setup


def drop_advice_setup() -> None:
    """Go back to the answers that each study was built with."""
    st.session_state.pop(ANSWERS, None)


def change_answers(view: View, **choices: object) -> None:
    """Put some answers in force and leave the others as they are."""
    keep_advice_setup(replace(advice_setup_now(view), **choices))  # type: ignore[arg-type]


def advice_id(setup: AdviceSetup) -> str:
    """Checksum of what a set-up says about figures: not of its name.

    Examples
    --------
    >>> advice_id(AdviceSetup(name="a")) == advice_id(AdviceSetup(name="b")) != advice_id(AdviceSetup(people=3))
    True
    """
    told = asdict(replace(setup, name="", assumptions=tuple(sorted(setup.assumptions))))
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:24]


def under_answers(view: View, setup: AdviceSetup) -> View:
    """The view of the same study, advised anew under other answers; remembered, and shared where the region is public.

    Raises
    ------
    mapping.errors.MappingError
        The answers cannot be used; the message says why.
    """
    if advice_id(setup) == advice_id(view.study.settings.advice):
        return view

    def advise() -> dict[str, pd.DataFrame]:
        study = advise_again(view.study, setup)
        return {name: getattr(study, name) for name in ADVISED}

    with st.spinner(tr("Menghitung saran…")):
        made = kept(view, "advised", (advice_id(setup),), advise)
    return replace(view, study=replace(view.study, settings=replace(view.study.settings, advice=setup), **made))


def advised_view() -> View:
    """The chosen region under the set-up and the answers in force; where these cannot be used, this is said."""
    view = scored_view()
    try:
        return under_answers(view, advice_setup_now(view))
    except MappingError as error:
        st.warning(tr("Jawaban koperasi tidak bisa dipakai: {error} Yang tampil saran bawaan.", error=plain(error)))
        return view
