"""Cuts of a map's classes: the published example, the peer, and what the best cut must be."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mapclassify import FisherJenks, load_example

from mapping.errors import NotComputableError, SettingsError
from mapping.score.classes import fisher_jenks


def spread(values: np.ndarray, cuts: np.ndarray) -> float:
    """Sum of squared distances to the class means."""
    place = np.searchsorted(cuts, values)
    return sum(((values[place == c] - values[place == c].mean()) ** 2).sum() for c in range(len(cuts)))


def test_published_cuts_of_californian_employment():
    """mapclassify's documentation, FisherJenks on `calemp` with five classes."""
    calemp = load_example().to_numpy()
    cuts = fisher_jenks(calemp, 5)
    assert cuts.tolist() == [75.29, 192.05, 370.5, 722.85, 4111.45]
    assert np.bincount(np.searchsorted(cuts, calemp)).tolist() == [49, 3, 4, 1, 1]


@given(st.lists(st.integers(-50, 50), min_size=3, max_size=12).filter(lambda v: len(set(v)) >= 3))
def test_no_other_cuts_are_better(values):
    values = np.array(values, dtype=float)
    distinct = np.unique(values)
    best = min(
        spread(values, distinct[[*inner, len(distinct) - 1]]) for inner in combinations(range(len(distinct) - 1), 2)
    )
    assert spread(values, fisher_jenks(values, 3)) == pytest.approx(best, abs=1e-9)


@pytest.mark.parametrize("classes", [2, 5, 7])
def test_as_good_as_mapclassify_on_many_values(classes):
    values = np.random.default_rng(3).lognormal(3, 1, 800)
    ours = fisher_jenks(values, classes)
    assert spread(values, ours) <= spread(values, FisherJenks(values, classes).bins) + 1e-9
    assert ours[-1] == values.max()


def test_far_from_zero_the_cuts_stay():
    values = np.random.default_rng(4).normal(size=200)
    assert np.allclose(fisher_jenks(values + 1e6, 4) - 1e6, fisher_jenks(values, 4), atol=1e-6)


def test_refuses_by_name():
    with pytest.raises(NotComputableError, match="2 nilai yang berbeda"):
        fisher_jenks(np.array([1.0, 1.0, 2.0, np.nan]), 3)
    with pytest.raises(SettingsError, match="2 atau lebih"):
        fisher_jenks(np.array([1.0, 2.0]), 1)
