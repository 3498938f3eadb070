"""Pooled totals: who did not answer is not zero."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.errors import SettingsError
from mapping.measure.pooling import pooled_saving, pooled_total

ANSWERS = st.lists(st.one_of(st.none(), st.integers(0, 10**9)), min_size=1, max_size=20)


@given(ANSWERS)
def test_total_is_the_known_mean_times_all_when_half_answered(answers):
    values = pd.Series(answers, dtype=float)
    total = pooled_total(np.zeros(len(values), dtype=int), 1, values)[0]
    if values.notna().mean() >= 0.5:
        assert total == pytest.approx(values.mean() * len(values))
    else:
        assert np.isnan(total)


def test_all_known_is_the_plain_sum():
    assert pooled_total(np.array([0, 1, 1]), 2, pd.Series([5.0, 2.0, 3.0])).tolist() == [5.0, 5.0]


def test_nobody_answered_is_unknown_and_nobody_there_is_zero():
    total = pooled_total(np.array([0, 0, -1]), 2, pd.Series([np.nan, np.nan, 4.0]))
    assert np.isnan(total[0])
    assert total[1] == 0


def test_a_question_nobody_answered_was_not_asked():
    assert np.isnan(pooled_total(np.array([0, 0, -1]), 2, pd.Series([np.nan] * 3))).all()


@given(ANSWERS, st.sampled_from([2.0, 8.0, 0.5]))
def test_weights_all_alike_scale_the_total(answers, weight):
    values = pd.Series(answers, dtype=float)
    cell = np.zeros(len(values), dtype=int)
    once, more = (pooled_total(cell, 1, values, w) for w in (None, np.full(len(values), weight)))
    np.testing.assert_allclose(more, weight * once, rtol=1e-12)


def test_the_silent_are_taken_as_the_weighted_mean():
    # Known: 4 (weight 3) and 8 (weight 1), mean 5; all stand for 6 businesses.
    total = pooled_total(np.zeros(3, dtype=int), 1, pd.Series([4.0, 8.0, np.nan]), np.array([3.0, 1.0, 2.0]))
    assert total[0] == pytest.approx(30)


def test_the_saving_is_a_share_that_may_be_edited():
    spend = np.array([1e6, 0.0, np.nan])
    np.testing.assert_allclose(pooled_saving(spend, 0.08), [8e4, 0, np.nan])
    assert 0 < pooled_saving(spend)[0] <= 8e4
    for rate in (-0.1, 1.1, np.nan):
        with pytest.raises(SettingsError, match="antara 0 dan 1"):
            pooled_saving(spend, rate)
