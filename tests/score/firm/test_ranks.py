"""Ranks of many rows at once, and the interval that they give."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata

from mapping.score.firm.ranks import rank_draws, rank_summary


@given(
    st.integers(1, 40).flatmap(
        lambda size: st.lists(
            st.lists(st.one_of(st.floats(0, 100), st.sampled_from([0.0, 50.0, 100.0])), min_size=size, max_size=size),
            min_size=1,
            max_size=12,
        )
    )
)
@settings(max_examples=150, deadline=None)
def test_ranks_are_those_of_scipy(rows):
    scores = np.round(np.array(rows), 9)
    np.testing.assert_array_equal(rank_draws(scores), rankdata(-scores, axis=1, method="min"))


def test_ranks_of_a_nation():
    scores = np.random.default_rng(2).uniform(0, 100, (3, 84_000))
    scores[:, 100:9_000] = 0.0
    np.testing.assert_array_equal(rank_draws(scores), rankdata(-scores, axis=1, method="min"))


def test_the_order_of_addition_does_not_decide_a_rank():
    assert rank_draws(np.array([[30.0, 10 + 19.999999999999996, 100 * (0.1 + 0.2), 29.0]])).tolist() == [[1, 1, 1, 4]]


@pytest.mark.parametrize("draws", [1, 2, 10, 11, 200, 1_000])
def test_interval_leaves_at_most_a_tenth_of_the_draws_on_each_side(draws):
    rank = np.random.default_rng(draws).permuted(np.tile(np.arange(1, 31), (draws, 1)), axis=1)
    shown = rank[0]
    summary = rank_summary(rank, shown)
    assert ((rank < summary[:, 0]).mean(axis=0) <= 0.1).all()
    assert ((rank > summary[:, 1]).mean(axis=0) <= 0.1).all()
    if draws >= 200:  # and not much fewer: ranks are whole numbers, so the rank at the end itself lies inside
        assert ((rank <= summary[:, 0]).mean(axis=0)[shown >= summary[:, 0]] > 0.09).mean() > 0.7
    assert summary[:, 2] == pytest.approx((rank <= 3).mean(axis=0))
    assert summary[:, 3] == pytest.approx((rank == 1).mean(axis=0))
