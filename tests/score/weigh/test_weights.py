"""Weights: only ratios mean anything; unknown criteria hand theirs on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.errors import SettingsError
from mapping.knowledge.catalog import read_criteria
from mapping.score.weigh.weights import default_weights, normalise_weights, share_weights

NAMES = list(read_criteria()["criteria"])


def test_default_weights_are_the_catalogue():
    assert default_weights().to_dict() == {name: c["weight"] for name, c in read_criteria()["criteria"].items()}


@given(st.lists(st.floats(0, 1e6), min_size=len(NAMES), max_size=len(NAMES)).filter(lambda w: sum(w) > 1e-3))
def test_sum_to_one_and_scaling_all_changes_nothing(given_weights):
    weights = dict(zip(NAMES, given_weights, strict=True))
    normal = normalise_weights(weights)
    assert normal.sum() == pytest.approx(1)
    np.testing.assert_allclose(normalise_weights({name: 37 * w for name, w in weights.items()}), normal)
    shuffled = dict(reversed(list(weights.items())))
    assert normalise_weights(shuffled).equals(normal)


@pytest.mark.parametrize(
    "weights, message",
    [
        ({"lq": -1}, '"lq" harus angka nol atau lebih'),
        ({"lq": float("nan")}, '"lq" harus angka'),
        ({"lq": float("inf")}, '"lq" harus angka'),
        ({"lq": "banyak"}, "banyak"),
        ({"lq": None}, '"lq" harus angka'),
        ({"lq": 0, "workers": 0}, "nol"),
        ({}, "nol"),
        ({"kemauan": 1}, '"kemauan" tidak dikenal'),
    ],
)
def test_impossible_weights_are_refused(weights, message):
    with pytest.raises(SettingsError, match=message):
        normalise_weights(weights)


def test_weight_of_the_unknown_goes_to_the_known_in_proportion():
    shared, known = share_weights(np.array([0.5, 0.3, 0.2]), np.array([[1, 1, 1], [0, 1, 1], [0, 0, 0]], dtype=bool))
    np.testing.assert_allclose(shared, [[0.5, 0.3, 0.2], [0, 0.6, 0.4], [0, 0, 0]])
    np.testing.assert_allclose(known, [1, 0.5, 0])
