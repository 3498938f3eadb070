"""The four parts of a profile, and the head that stands above each of them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from mapping.language import mark, tr
from mapping.ui.behind import say_indicators
from mapping.ui.cache import View
from mapping.ui.controls import choose_sector
from mapping.ui.kin import say_chains, say_peers, say_saturation, say_type
from mapping.ui.place.around import say_around
from mapping.ui.place.grade import say_grade, say_trend
from mapping.ui.place.origins import say_place_origin, say_score_origin
from mapping.ui.place.steps import say_steps
from mapping.ui.profile import (
    draw_contributions,
    list_products,
    say_avoid,
    say_known,
    say_later,
    say_place,
    say_scores,
    say_start_with,
)

Part = Callable[[View, str, pd.DataFrame], None]


def say_head(view: View, code: str, rows: pd.DataFrame) -> None:
    """Name, people, type and the scores: what every part of the profile is read with."""
    place_side, score_side = st.columns([5, 7], gap="large", vertical_alignment="top")
    with place_side:
        say_place(view, code)
        say_place_origin(view, code)
        say_type(view, code)
    with score_side:
        say_scores(view, rows)
        say_score_origin(view, code, rows)


def say_advice(view: View, code: str, rows: pd.DataFrame) -> None:
    """What to start with, what later, what not, and the next steps."""
    advice = view.study.advice[view.study.advice["kelurahan_code"] == code]
    start_side, other_side = st.columns([7, 5], gap="large")
    with start_side:
        say_start_with(view, code, advice)
    with other_side:
        say_steps(view, code)
        say_later(advice)
        say_avoid(advice)


def say_evidence(view: View, code: str, rows: pd.DataFrame) -> None:
    """What is here: contributions, indicators of a sector, products, and what changed."""
    score_side, product_side = st.columns([7, 5], gap="large")
    with score_side:
        draw_contributions(view, code, rows)
        st.subheader(tr("Angka di baliknya"), anchor=False)
        sector = choose_sector()
        say_indicators(view, rows.loc[sector], sector)
    with product_side:
        list_products(view, code)
        say_trend(view, code)


def say_surroundings(view: View, code: str, rows: pd.DataFrame) -> None:
    """Beside neighbours and likes, and the chains of inputs around."""
    around_side, chain_side = st.columns([7, 5], gap="large")
    with around_side:
        say_around(view, code)
        say_peers(view, code)
    with chain_side:
        say_chains(view, code)


def say_data(view: View, code: str, rows: pd.DataFrame) -> None:
    """How good the data are, what else is known, and what is not."""
    grade_side, norm_side = st.columns([5, 7], gap="large")
    with grade_side:
        say_grade(view, code)
    with norm_side:
        say_saturation(view, code)
        say_known(view, code)


PARTS: dict[str, tuple[str, Part]] = {
    "saran": (mark("Saran"), say_advice),
    "angka": (mark("Angka"), say_evidence),
    "sekitar": (mark("Sekitarnya"), say_surroundings),
    "data": (mark("Mutu data"), say_data),
}
"""Word in the address -> what the button says, and what it shows."""
