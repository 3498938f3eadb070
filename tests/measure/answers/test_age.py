"""Age at the survey and its median."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.measure.answers.age import age_years, is_established, median


def test_age_is_reckoned_to_the_day_of_each_interview():
    started = pd.Series([2015.0, 2015.0, 2015.0, np.nan, 2027.0])
    asked = pd.Series(["2020-01-01", "", "2015-12-31", "2020-01-01", "2020-01-01"])
    np.testing.assert_array_equal(age_years(started, asked, "2026-06-01"), [5, 11, 0, np.nan, np.nan])
    np.testing.assert_array_equal(age_years(started, asked), [5, np.nan, 0, np.nan, np.nan])


def test_established_is_older_than_five_years():
    np.testing.assert_array_equal(is_established(np.array([5.0, 6.0, np.nan])), [0, 1, np.nan])


@given(
    st.lists(st.tuples(st.integers(-1, 3), st.one_of(st.just(np.nan), st.integers(0, 60).map(float))), max_size=60),
    st.sampled_from([1.0, 2.0, 3.7]),
)
def test_equal_weights_give_the_ordinary_median(rows, weight):
    cell = np.array([c for c, _ in rows], dtype=int)
    values = np.array([v for _, v in rows])
    answer = median(cell, 4, values, np.full(len(rows), weight))
    for k in range(4):
        here = values[(cell == k) & ~np.isnan(values)]
        if weight == 3.7:  # sums of 3.7 round: the half may miss the gap between two values by a hair
            assert len(here) == 0 or here.min() <= answer[k] <= here.max()
        elif len(here):
            assert answer[k] == np.median(here)
        else:
            assert np.isnan(answer[k])


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 5)), min_size=1, max_size=30))
def test_a_weight_of_three_is_three_rows(rows):
    values, weights = (np.array(part, dtype=float) for part in zip(*rows, strict=True))
    whole = np.repeat(values, weights.astype(int))
    zeros = np.zeros(len(values), dtype=int)
    assert median(zeros, 1, values, weights)[0] == pytest.approx(np.median(whole))
