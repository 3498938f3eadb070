"""The scoring set-up in force in this session, and a region's view under it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st

from mapping.errors import MappingError
from mapping.language import language, tr
from mapping.score.weigh.weights import default_weights
from mapping.settings import ScoringSetup
from mapping.ui.cache import View, current_view
from mapping.ui.links import link_to
from mapping.ui.state import chosen
from mapping.ui.text import plain

if TYPE_CHECKING:
    from mapping.score.firm.draws import Draws

IN_FORCE, KEPT = "setup_in_force", "kept_under_setups"
KEPT_UP_TO = 2
"""How many results of a kind a session remembers."""
SHARED_UP_TO = 16
"""How many results the public regions share between all sessions, whatever their kind."""
LIVE_CELLS, LIVE_DRAWS = 800_000, 100
"""Draws x kelurahan that a moved weight may cost, and how many draws there are at least: cities have all of theirs,
a province of 8,000 has 100, and so ten people can move weights at once."""
SCORED_PAGES = ("peta", "profil", "keteguhan", "berkas")
"""Pages whose figures depend on the set-up."""
Made = TypeVar("Made")


def setup_id(setup: ScoringSetup) -> str:
    """Checksum of what a set-up says about figures: not of its name, nor how its weights came about or add up.

    Examples
    --------
    >>> setup_id(ScoringSetup(name="a")) == setup_id(ScoringSetup(name="b")) != setup_id(ScoringSetup(scaling="ranks"))
    True
    >>> setup_id(ScoringSetup(weights=(("lq", 1), ("n", 0)))) == setup_id(ScoringSetup(weights=(("lq", 7),)))
    True
    """
    given = dict(setup.weights) or default_weights().to_dict()
    total = sum(given.values())
    weights = {name: round(value / total, 12) if total else 0.0 for name, value in given.items() if value or not total}
    told = asdict(replace(setup, name="", method="", comparisons=(), weights=()))
    told = told | {"weights": weights, "goalposts": sorted(setup.goalposts)}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:24]


def session_kept(name: str, key: tuple[str, ...], make: Callable[[], Made], up_to: int = KEPT_UP_TO) -> Made:
    """What was made for a key and language, remembered in this session only: the latest ``up_to`` of each name."""
    key = (language(), *key)
    kept: dict[tuple[str, ...], Any] = st.session_state.setdefault(KEPT, {}).setdefault(name, {})
    made = kept.pop(key) if key in kept else make()
    kept[key] = made
    while len(kept) > up_to:
        kept.pop(next(iter(kept)))
    return made


def kept(view: View, name: str, key: tuple[str, ...], make: Callable[[], Made]) -> Made:
    """What was made for a view: once for everyone where the region is public, in this session only where it is not.

    However many visitors come, the server holds ``SHARED_UP_TO`` public results and what their sessions still use.
    """
    key = (view.key, view.outlines.token, str(view.study.manifest.get("key", "")), *key)
    shared = make if view.private else lambda: _public_result((language(), name, *key), make)
    return session_kept(name, key, shared)


@st.cache_resource(show_spinner=False, max_entries=SHARED_UP_TO)
def _public_result(key: tuple[str, ...], _make: Callable[[], Made]) -> Made:
    return _make()


def own_setup() -> ScoringSetup | None:
    """The set-up that this session chose, None where it chose none."""
    return st.session_state.get(IN_FORCE)


def setup_now(view: View) -> ScoringSetup:
    """The set-up in force: this session's, or the one that the study was built with."""
    return own_setup() or view.study.settings.setup


def keep_setup(setup: ScoringSetup) -> None:
    """Put a set-up in force for every page of this session."""
    st.session_state[IN_FORCE] = setup


def drop_setup() -> None:
    """Go back to the set-up that each study was built with."""
    st.session_state.pop(IN_FORCE, None)


def is_same(view: View, setup: ScoringSetup) -> bool:
    """Whether a set-up gives the figures that the study was built with."""
    return setup_id(setup) == setup_id(view.study.settings.setup)


def under_setup(view: View, setup: ScoringSetup, apart: bool = False) -> View:
    """The view of the same study, scored under another set-up; its public table has the same cells blanked.

    Cost: some 40 ms for a city, one to two seconds for 8,000 kelurahan; remembered, so that no page works out what
    another did, and shared where the region is public.

    Parameters
    ----------
    view, setup : View, ScoringSetup
    apart : bool
        Also the rank intervals of each source of doubt by itself, which only one page shows and cost as much again.

    Raises
    ------
    mapping.errors.MappingError
        The set-up cannot score these data; the message says why.
    """
    if is_same(view, setup):
        return view
    name = "views apart" if apart else "views"
    return kept(view, name, (setup.name, setup_id(setup)), lambda: _score_again(view, setup, apart))


def _score_again(view: View, setup: ScoringSetup, apart: bool = False) -> View:
    from mapping.present.tables import rescore_table
    from mapping.score.composite import score_sectors
    from mapping.score.firm.uncertainty import rank_intervals, uncertainty_table

    indicators = view.study.indicators
    settings = replace(view.study.settings, setup=setup, draws=live_draws(view))
    scores, contributions = score_sectors(indicators, setup)
    draws = draws_of(replace(view, study=replace(view.study, settings=settings)))
    firm = (
        uncertainty_table(indicators, settings, draws) if apart else rank_intervals(indicators, settings, draws=draws)
    )
    study = replace(view.study, settings=settings, scores=scores.join(firm), contributions=contributions)
    return replace(view, study=study, table=rescore_table(view.table, study))


def live_draws(view: View) -> int:
    """How many draws stand behind the rank intervals of a set-up tried on a page; the settings then say so."""
    return min(view.study.settings.draws, max(LIVE_DRAWS, LIVE_CELLS // max(len(view.study.kelurahan), 1)))


def get_ready(view: View) -> None:
    """Make the draws of a region before the first weight moves: they take most of a second."""
    draws_of(replace(view, study=replace(view.study, settings=replace(view.study.settings, draws=live_draws(view)))))


def draws_of(view: View) -> Draws:
    """The draws behind a region's rank intervals, made once: shared where the region is public, else the session's."""
    key = (view.key, str(view.study.manifest.get("key", "")), str(view.study.settings.draws))
    if view.private:
        return session_kept("draws", (*key, view.outlines.token), lambda: _make_draws(view), up_to=1)
    return _public_draws(*key, view)


@st.cache_resource(show_spinner=False, max_entries=4)
def _public_draws(key: str, made_from: str, count: str, _view: View) -> Draws:
    return _make_draws(_view)


def _make_draws(view: View) -> Draws:
    """Draws that have been used once: what they work out for the criteria of a small region is kept inside."""
    from mapping.score.firm.draws import KEEP_BYTES, Draws
    from mapping.score.firm.uncertainty import rank_intervals

    draws = Draws(view.study.indicators, view.study.settings)
    if len(draws.index) * draws.count * len(default_weights()) * 8 <= 3 * KEEP_BYTES:
        rank_intervals(view.study.indicators, view.study.settings, draws=draws)
    return draws


def scored_view(apart: bool = False) -> View:
    """The chosen region under the set-up in force; where that cannot score it, as it was built, and this is said.

    ``apart`` as in :func:`under_setup`.
    """
    view = current_view()
    try:
        return under_setup(view, setup_now(view), apart)
    except MappingError as error:
        name = plain(tr(setup_now(view).name))
        st.warning(
            tr(
                "Susunan skor {name} tidak bisa dipakai di wilayah ini: {error} Yang tampil skor bawaan.",
                name=name,
                error=plain(error),
            )
        )
        return view


def say_setup(page: str) -> None:
    """On pages with scores: which set-up is in force where it is not the usual one, with the way to change it."""
    setup = own_setup()
    if page in SCORED_PAGES and chosen("wilayah") and setup and not is_same(current_view(), setup):
        link_to("bobot", tr("Susunan skor: {name}", name=plain(tr(setup.name))), ":material/tune:")
