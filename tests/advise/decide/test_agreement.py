"""Kendall's W: Siegel's published examples, scipy beside it, identities; and where people differ."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare

from mapping.advise.decide.agreement import agreement, concordance, splits, spreads

ranks_of = st.integers(3, 5).flatmap(
    lambda n: st.lists(st.lists(st.integers(1, n), min_size=n, max_size=n), min_size=3, max_size=10)
)


def frame(rows) -> pd.DataFrame:
    return pd.DataFrame(rows, dtype=float).rename(columns=dict(enumerate("ABCDEFGHIJ")))


def test_three_interviewers_of_six_applicants():
    """Siegel (1956), p. 230: rank sums 8, 14, 11, 11, 11, 8, s = 25.5, W = 0.16."""
    votes = frame([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]])
    assert votes.sum().tolist() == [8, 14, 11, 11, 11, 8]
    assert concordance(votes) == pytest.approx(25.5 / 157.5)


def test_three_rankings_with_ties():
    """Siegel (1956), p. 234: s = 591, ties 1 + 1.5 + 7, W = 591 / (742.5 - 28.5) = 0.828."""
    votes = frame(
        [
            [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10],
            [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5],
            [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
        ]
    )
    assert concordance(votes) == pytest.approx(591 / 714)


@given(ranks_of)
def test_w_is_friedmans_statistic_over_its_largest_value(rows):
    votes = frame(rows)
    assume((votes.nunique(axis=1) > 1).any())
    m, n = votes.shape
    chi2 = friedmanchisquare(*(votes[line] for line in votes)).statistic
    assert concordance(votes) == pytest.approx(chi2 / (m * (n - 1)), abs=1e-9)


@given(st.permutations([1, 2, 3, 4, 5]), st.integers(2, 30))
def test_papers_that_are_all_alike_agree_wholly(order, papers):
    assert concordance(frame([order] * papers)) == pytest.approx(1.0)


def test_two_opposite_papers_do_not_agree_at_all():
    assert concordance(frame([[1, 2, 3, 4, 5], [5, 4, 3, 2, 1]])) == pytest.approx(0.0)


@pytest.mark.parametrize("rows", [[[1, 2, 3]], [[1, 1, 1], [2, 2, 2]]])
def test_one_paper_or_only_ties_cannot_be_judged(rows):
    agreed = agreement(frame(rows))
    assert np.isnan(agreed.w) and np.isnan(agreed.chance) and agreed.words.startswith("belum bisa dinilai")


def test_words_follow_the_figure_and_say_when_it_may_be_luck():
    assert agreement(frame([[1, 2, 3, 4, 5]] * 6)).words == "sangat sepakat"
    mixed = agreement(frame([[1, 2, 3, 4, 5]] * 6 + [[5, 4, 3, 2, 1]] * 6))
    assert mixed.words == "belum sepakat" and mixed.w == pytest.approx(0.0)
    few = agreement(frame([[1, 2, 3, 4, 5], [2, 1, 3, 5, 4]]))
    assert few.w > 0.7 and few.chance > 0.05 and "kebetulan" in few.words


def test_the_chance_of_two_papers_on_two_lines_is_a_coin():
    """Two papers on two lines agree half of the time."""
    assert agreement(frame([[1, 2], [1, 2]])).chance == pytest.approx(0.5, abs=0.05)


def test_the_most_divided_pair_comes_first_with_both_sides():
    votes = frame([[1, 2, 3]] * 4 + [[1, 3, 2]] * 3 + [[1, 2, 2]])
    first = splits(votes).iloc[0]
    assert first[["first", "second", "for_first", "for_second", "neither"]].tolist() == ["B", "C", 4, 3, 1]
    assert first["split"] == pytest.approx(6 / 8)
    assert splits(votes)["split"].tolist()[1:] == [0, 0]


@given(ranks_of)
def test_the_sides_of_a_pair_are_all_papers(rows):
    votes = frame(rows)
    table = splits(votes)
    assert (table[["for_first", "for_second", "neither"]].sum(axis=1) == len(votes)).all()
    assert (table["for_first"] >= table["for_second"]).all() and table["split"].between(0, 1).all()


def test_the_line_that_divides_evenly_is_the_most_disputed():
    votes = frame([[1, 2, 3]] * 3 + [[3, 2, 1]] * 3)
    table = spreads(votes)
    assert table.loc["B"].tolist() == [0, 0, 0] and table.index[-1] == "B"
    assert table.loc["A", ["high", "low"]].tolist() == [3, 3]
