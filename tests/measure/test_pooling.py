"""Pooled totals: who did not answer is not zero."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.measure.pooling import pooled_total

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
