"""Scaling between fixed goalposts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mapping.errors import NotComputableError, SettingsError
from mapping.score.scale import SCALINGS, scale, scale_goalposts, scale_minmax, scale_ranks

VALUES = hnp.arrays(float, st.integers(1, 20), elements=st.floats(-1e6, 1e6) | st.just(np.nan))
POSTS = st.tuples(st.integers(-1000, 1000), st.integers(-1000, 1000)).filter(lambda p: p[0] != p[1])


@given(VALUES, POSTS)
def test_between_zero_and_one_and_nan_stays(values, posts):
    scaled = scale_goalposts(values, *posts)
    assert (np.isnan(scaled) == np.isnan(values)).all()
    assert (np.nan_to_num(scaled) >= 0).all()
    assert (np.nan_to_num(scaled) <= 1).all()


@given(VALUES, POSTS)
def test_unit_does_not_matter(values, posts):
    np.testing.assert_allclose(
        scale_goalposts(values * 1000, posts[0] * 1000, posts[1] * 1000), scale_goalposts(values, *posts), atol=1e-9
    )


@given(VALUES, POSTS)
def test_flipping_the_direction_mirrors_and_twice_is_the_same(values, posts):
    low, high = posts
    np.testing.assert_allclose(scale_goalposts(values, high, low), 1 - scale_goalposts(values, low, high), atol=1e-9)
    np.testing.assert_allclose(scale_goalposts(-values, -low, -high), scale_goalposts(values, low, high), atol=1e-9)


def test_constant_column_is_a_constant_not_a_division_by_zero():
    assert scale_goalposts(np.full(3, 7.0), 0, 14).tolist() == [0.5, 0.5, 0.5]


@pytest.mark.parametrize("posts", [(3, 3), (np.nan, 1), (0, np.inf)])
def test_impossible_goalposts_are_refused(posts):
    with pytest.raises(SettingsError, match="Batas bawah"):
        scale_goalposts(np.array([1.0]), *posts)


# By the data: minmax and ranks. The first two values differ, so that nothing is refused.

KNOWN = st.lists(st.integers(-1000, 1000).map(float) | st.just(np.nan), max_size=12).map(
    lambda v: np.array([3.0, 7.5, *v])
)
LESS, MORE = {"label": "x", "low": 10, "high": 0}, {"label": "x", "low": 0, "high": 10}


@given(KNOWN)
def test_data_scalings_run_from_zero_to_one_and_keep_order_and_gaps(values):
    for scaled in (scale_minmax(values), scale_ranks(values)):
        assert (np.isnan(scaled) == np.isnan(values)).all()
        known = ~np.isnan(values)
        assert np.nanmin(scaled) >= 0
        assert np.nanmax(scaled) <= 1
        order = np.sign(values[known][:, None] - values[known])
        assert (np.sign(np.round(scaled[known][:, None] - scaled[known], 12)) == order).all()
    assert (np.nanmin(scale_minmax(values)), np.nanmax(scale_minmax(values))) == (0, 1)


@given(KNOWN, st.sampled_from(SCALINGS))
def test_less_is_better_mirrors_every_scaling_and_twice_is_the_same(values, scaling):
    np.testing.assert_allclose(scale(values, LESS, scaling), 1 - scale(values, MORE, scaling), atol=1e-12)
    np.testing.assert_allclose(
        scale(-values, {"low": -10, "high": 0}, scaling), scale(values, LESS, scaling), atol=1e-12
    )


@given(KNOWN, st.sampled_from(SCALINGS))
def test_draws_are_scaled_each_by_itself(values, scaling):
    block = np.stack([values, values[::-1], values * 2]).reshape(3, 1, -1)
    whole = scale(block, MORE, scaling)
    assert whole.shape == block.shape
    for draw in range(3):
        np.testing.assert_array_equal(whole[draw, 0], scale(block[draw, 0], MORE, scaling))


def test_ranks_by_hand():
    assert scale_ranks(np.array([5.0, 100.0, 5.0, np.nan, 7.0])).tolist() == pytest.approx(
        [1 / 6, 1, 1 / 6, np.nan, 2 / 3], nan_ok=True
    )
    assert scale_ranks(np.array([4.0, 4.0, 4.0])).tolist() == [0.5, 0.5, 0.5]


@pytest.mark.parametrize(
    "way, values, message",
    [
        ("minmax", [2.0, 2.0, np.nan], '"Omzet" bernilai sama di semua kelurahan.*batas tetap.*bobot 0'),
        ("minmax", [np.nan, np.nan], '"Omzet" tidak punya satu pun data.*bobot 0'),
        ("ranks", [np.nan, np.nan], '"Omzet" tidak punya satu pun data'),
        ("minmax", [2.0, np.nan], '"Omzet" hanya diketahui di satu kelurahan.*batas tetap'),
        ("ranks", [2.0], '"Omzet" hanya diketahui di satu kelurahan'),
    ],
)
def test_what_has_no_measure_is_refused_by_name(way, values, message):
    with pytest.raises(NotComputableError, match=message):
        scale(np.array(values), {"label": "Omzet", "low": 0, "high": 1}, way)


def test_goalposts_are_checked_and_ways_known_in_every_scaling():
    for way in SCALINGS:
        with pytest.raises(SettingsError, match="Batas bawah"):
            scale(np.array([1.0, 2.0]), {"low": 1, "high": 1}, way)
    with pytest.raises(SettingsError, match='"log" tidak dikenal'):
        scale(np.array([1.0, 2.0]), MORE, "log")
