"""A few kelurahan of a view side by side: what the parts of the page read, worked out once for a choice."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.language import tr
from mapping.present.compare import comparison_table, place_labels, shown_codes
from mapping.present.compare_words import say_comparison, say_pairs
from mapping.score.firm.pairs import Pairs, compare_draws
from mapping.ui.advising import advice_id
from mapping.ui.cache import View
from mapping.ui.scoring import draws_of, session_kept, setup_id
from mapping.ui.text import plain


@dataclass(frozen=True)
class Side:
    """The kelurahan compared.

    Parameters
    ----------
    view : View
        The region under the set-up and answers in force.
    labels : dict of str
        Code -> name, in the order picked.
    pairs : dict of Pairs
        Sector -> its kelurahan compared draw by draw; only those whose score may be shown.
    whole : DataFrame
        :func:`mapping.present.compare.comparison_table`.
    """

    view: View
    labels: dict[str, str]
    pairs: dict[str, Pairs]
    whole: pd.DataFrame

    def part(self, name: str) -> pd.DataFrame:
        """The tidy rows of one part."""
        return self.whole[self.whole["part"] == name]


def side_of(view: View, codes: list[str]) -> Side:
    """The comparison of some kelurahan; some 0.2 s for a city the first time, kept in the session."""
    settings = view.study.settings
    made_of = (str(view.study.manifest.get("key", "")), setup_id(settings.setup), advice_id(settings.advice))
    return session_kept("compared", (view.key, view.outlines.token, *made_of, *codes), lambda: _compare(view, codes))


def _compare(view: View, codes: list[str]) -> Side:
    study = view.study
    pairs = {
        sector: compare_draws(
            study.indicators, study.settings, sector, shown_codes(view.table, sector, codes), draws_of(view)
        )
        for sector in SCORED_SECTORS
    }
    return Side(view, place_labels(study, codes), pairs, comparison_table(study, view.table, codes, pairs))


def say_answer(side: Side, sector: str) -> None:
    """The comparison in one or two sentences, the first thing to be read."""
    said = say_comparison(side.view.study, side.view.table, sector, side.pairs[sector], side.labels)
    st.markdown(f"**{plain(said)}**")


def say_apart(side: Side, sector: str) -> None:
    """Which of them are clearly apart in a sector, by their draws and not by how their bars lie."""
    said = say_pairs(side.pairs[sector].clear, side.labels)
    if said:
        st.markdown(plain(said))
        st.caption(
            tr(
                "Jelas berarti: dalam 9 dari 10 hitungan ulang atau lebih. Dua batang yang bertumpuk bisa tetap jelas "
                "berbeda, karena keduanya dihitung ulang dengan bobot acak yang sama."
            )
        )
