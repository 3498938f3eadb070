"""P-values from random neighbours: against every possible set, against plain draws, and under pure noise."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare

from mapping.measure.space.neighbours import Neighbours, neighbour_sum
from mapping.measure.space.permutations import _random_sets, false_discovery, neighbour_p, set_p

DRAWS = 40_000
NOISE = 4.5 * 2 * np.sqrt(0.25 / DRAWS)
"""Twice a share among so many draws is this near its true value in all but one of 100,000 cases."""


def ring(n, reach=1):
    near = [(i, (i + step) % n) for i in range(n) for step in range(1, reach + 1)]
    return Neighbours.of_pairs(pd.Index([f"k{i}" for i in range(n)]), *np.array(near).T)


def random_graph(seed, n, links):
    return Neighbours.of_pairs(pd.Index(range(n)), *np.random.default_rng(seed).integers(0, n, (2, links)))


def standard(seed, n, kinds=0):
    rng = np.random.default_rng(seed)
    values = rng.integers(0, kinds, n).astype(float) if kinds else rng.gamma(1.0, size=n)
    values[0] += 0.5  # never all alike, never one at the mean
    return (values - values.mean()) / values.std()


def exact(sets, observed):
    """Two-sided p over every possible set, sums rounded so that ties are ties."""
    sums = np.array([round(total, 9) for total in sets])
    return min(2 * min((sums >= round(observed, 9)).mean(), (sums <= round(observed, 9)).mean()), 1.0)


@settings(max_examples=15)
@given(st.integers(0, 9_999), st.integers(5, 9), st.sampled_from([0, 3]))
def test_local_p_is_that_of_all_sets_of_the_others(seed, n, kinds):
    z, graph = standard(seed, n, kinds), random_graph(seed, n, 8)
    found, total = neighbour_p(z, graph, DRAWS, seed), neighbour_sum(z, graph)
    for i, k in enumerate(graph.counts):
        if k == 0:
            assert np.isnan(found[i])
        else:
            others = np.delete(z, i)
            expected = exact([sum(each) for each in combinations(others, int(k))], total[i])
            assert found[i] == pytest.approx(expected, abs=NOISE)


@settings(max_examples=15)
@given(st.integers(0, 9_999), st.integers(5, 9))
def test_p_of_a_set_is_that_of_all_sets(seed, n):
    z, graph = standard(seed, n), random_graph(seed, n, 8)
    found, total = set_p(z, graph, DRAWS, seed), neighbour_sum(z, graph) + z
    for i in np.flatnonzero(graph.counts):
        expected = exact([sum(each) for each in combinations(z, int(graph.counts[i]) + 1)], total[i])
        assert found[i] == pytest.approx(expected, abs=NOISE)


def test_ties_count_on_both_sides():
    """Eleven places with the same value and one with another: most random neighbours are exactly as here."""
    z = np.array([1.0] + [0.0] * 11)
    z = (z - z.mean()) / z.std()
    found = neighbour_p(z, ring(12), 9_999, 1)
    assert found[5] == 1.0
    assert found[1] == pytest.approx(2 * 2 / 11, abs=0.03)


def test_local_p_is_that_of_plain_draws_one_by_one():
    n, graph = 60, random_graph(3, 60, 150)
    z, rng = standard(3, n), np.random.default_rng(9)
    found, total = neighbour_p(z, graph, DRAWS, 7), neighbour_sum(z, graph)
    for i in np.flatnonzero(graph.counts)[:12]:
        k, others = graph.counts[i], np.delete(z, i)
        picked = np.argsort(rng.random((8_000, n - 1)), axis=1)[:, :k]
        sums = others[picked].sum(axis=1)
        plain = min(2 * min((sums >= total[i]).mean(), (sums <= total[i]).mean()), 1.0)
        assert found[i] == pytest.approx(plain, abs=4.5 * 2 * np.sqrt(0.25 / 8_000) + NOISE)


def test_random_sets_are_ordered_samples_without_replacement_all_equally_likely():
    drawn = _random_sets(4, 3, 24_000, 5)
    assert all(len(set(row)) == 3 for row in drawn[:500])
    _, times = np.unique(drawn, axis=0, return_counts=True)
    assert chisquare(times).pvalue > 1e-4
    assert len(times) == 24
    assert (np.sort(_random_sets(3, 3, 10, 1), axis=1) == [0, 1, 2]).all()


def test_under_noise_small_p_are_as_rare_as_they_say():
    graph, rng = ring(80, 3), np.random.default_rng(1)
    shares = {0.01: [], 0.05: [], 0.2: []}
    for run in range(60):
        z = standard(int(rng.integers(1e9)), 80)
        for p in (neighbour_p(z, graph, 999, run), set_p(z, graph, 999, run)):
            for level, seen in shares.items():
                seen.append((p <= level).mean())
    for level, seen in shares.items():
        spread = np.std(seen) / np.sqrt(len(seen))
        assert np.mean(seen) < level + 3 * spread
        assert np.mean(seen) > 0.75 * level - 3 * spread


def test_under_noise_hardly_ever_is_anything_firm():
    graph = ring(150, 3)
    alarms = sum(false_discovery(neighbour_p(standard(run, 150), graph, 4_999, run), 0.1).any() for run in range(80))
    assert alarms <= 80 * 0.1 + 3 * np.sqrt(80 * 0.1 * 0.9)


def test_who_has_all_others_as_neighbours_has_nothing_to_be_compared_with():
    star = Neighbours.of_pairs(pd.Index(range(5)), np.zeros(4, dtype=int), np.arange(1, 5))
    p = neighbour_p(standard(2, 5), star, 999, 1)
    assert p[0] == 1.0
    assert set_p(standard(2, 5), star, 999, 1)[0] == 1.0


def test_the_same_seed_gives_the_same_and_another_seed_nearly_the_same():
    z, graph = standard(4, 100), ring(100, 3)
    first = neighbour_p(z, graph, 9_999, 1)
    np.testing.assert_array_equal(first, neighbour_p(z, graph, 9_999, 1))
    other = neighbour_p(z, graph, 9_999, 2)
    assert not np.array_equal(first, other)
    np.testing.assert_allclose(first, other, atol=0.06)


@given(st.lists(st.floats(0, 1) | st.just(np.nan), max_size=30), st.sampled_from([0.05, 0.1, 0.2]))
def test_false_discovery_is_the_step_up_rule(p, share):
    p = np.array(p, dtype=float)
    known = np.sort(p[~np.isnan(p)])
    passing = [value for rank, value in enumerate(known, 1) if value <= share * rank / len(known) * (1 + 1e-12)]
    firm = false_discovery(p, share)
    assert not firm[np.isnan(p)].any()
    assert firm.sum() == pytest.approx((p <= max(passing, default=-1.0)).sum())
