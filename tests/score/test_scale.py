"""Scaling between fixed goalposts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mapping.errors import SettingsError
from mapping.score.scale import scale_goalposts

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
