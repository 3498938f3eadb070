"""Cuts of a map: by hand for each method, and laws that hold for any values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mapping.present.mapclasses import METHODS, between, cut_values
from mapping.present.mapdata import class_of
from mapping.score.classes import fisher_jenks

VALUES = np.array([1.0, 2, 2, 3, 10, 11, 12, 50, np.nan])


def counts(values, cuts) -> list[int]:
    of = class_of(values, cuts.breaks)
    return np.bincount(of[of >= 0], minlength=cuts.count).tolist()


def test_fixed_classes_do_not_look_at_the_data():
    assert cut_values(VALUES, "tetap", 4, 0, 100).breaks == cut_values(VALUES * 9, "tetap", 4, 0, 100).breaks
    assert cut_values(VALUES, "tetap", 4, 100, 0).breaks == (0, 25, 50, 75, 100)


def test_quantiles_hold_as_many_each():
    values = np.arange(1.0, 13)
    assert counts(values, cut_values(values, "kuantil", 4, 0, 1)) == [3, 3, 3, 3]


def test_natural_breaks_lie_in_the_gaps():
    cuts = cut_values(VALUES, "alami", 3, 0, 1)
    assert counts(VALUES, cuts) == [4, 3, 1]
    assert 3 <= cuts.breaks[1] < 10
    assert 12 <= cuts.breaks[2] < 50


def test_equal_classes_part_the_span():
    assert cut_values(np.array([0.0, 3, 10]), "sama", 5, 0, 1).breaks == (0, 2, 4, 6, 8, 10)


def test_classes_of_deviation_lie_around_the_mean():
    values = np.array([0.0, 2, 4, 6, 8])
    cuts = cut_values(values, "simpangan", 4, 0, 1)
    mean, deviation = values.mean(), values.std()
    np.testing.assert_allclose(cuts.breaks[1:-1], [mean - deviation, mean, mean + deviation])
    assert cuts.kept == (0, 1, 2, 3)


def test_classes_beyond_the_data_are_left_out_and_the_others_keep_their_place():
    values = np.array([0.0] * 20 + [100.0])
    cuts = cut_values(values, "simpangan", 5, 0, 1)
    assert cuts.count == len(cuts.kept) < 5
    below_mean, above_mean = cuts.kept[0], cuts.kept[-1]
    assert below_mean == 2
    assert above_mean == 4


lists = st.lists(st.floats(-1e6, 1e6, allow_subnormal=False).map(lambda x: round(x, 3)), min_size=1, max_size=60)


@given(lists, st.sampled_from(METHODS), st.integers(3, 7))
def test_breaks_ascend_and_every_value_has_one_class(values, method, classes):
    given_values = np.array(values)
    cuts = cut_values(given_values, method, classes, 0, 100)
    assert len(cuts.kept) == cuts.count <= classes
    assert list(cuts.kept) == sorted(set(cuts.kept))
    assert max(cuts.kept) < classes
    if len(set(values)) > 1:
        assert (np.diff(cuts.breaks) > 0).all()
    of = class_of(given_values, cuts.breaks)
    assert ((of >= 0) & (of < cuts.count)).all()
    order = np.argsort(given_values)
    assert (np.diff(of[order]) >= 0).all()


@given(lists, st.integers(3, 7))
def test_rounded_natural_breaks_part_the_same_values_as_fisher_and_jenks(values, classes):
    given_values = np.array(values)
    assume(len(set(values)) >= classes)
    upper = fisher_jenks(given_values, classes)
    expected = np.searchsorted(upper, given_values, side="left")
    assert class_of(given_values, cut_values(given_values, "alami", classes, 0, 1).breaks).tolist() == expected.tolist()


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_a_round_cut_parts_what_it_should(below, width):
    assume(below < below + width / 2 < below + width)
    assert below < between(below, below + width) < below + width


@pytest.mark.parametrize("method", METHODS)
def test_nothing_known_gives_the_fixed_classes(method):
    assert cut_values(np.array([np.nan, np.nan]), method, 5, 0, 100).breaks == (0, 20, 40, 60, 80, 100)
