"""AHP: published priorities, agreement with pymcdm, and what is refused."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mapping.errors import SettingsError
from mapping.score.weigh.ahp import (
    LARGEST_RATIO,
    RANDOM_INDEX,
    SCALE,
    ahp_weights,
    comparison_matrix,
    priorities,
)

HOUSE = [
    [1, 5, 3, 7, 6, 6, 1 / 3, 1 / 4],
    [1 / 5, 1, 1 / 3, 5, 3, 3, 1 / 5, 1 / 7],
    [1 / 3, 3, 1, 6, 3, 4, 6, 1 / 5],
    [1 / 7, 1 / 5, 1 / 6, 1, 1 / 3, 1 / 4, 1 / 7, 1 / 8],
    [1 / 6, 1 / 3, 1 / 3, 3, 1, 1 / 2, 1 / 5, 1 / 6],
    [1 / 6, 1 / 3, 1 / 4, 4, 2, 1, 1 / 5, 1 / 6],
    [3, 5, 1 / 6, 7, 5, 5, 1, 1 / 2],
    [4, 7, 5, 8, 6, 6, 2, 1],
]
"""Choosing a house. Saaty, T. L. (1990). How to make a decision: the analytic hierarchy process. European Journal of
Operational Research 48, 9-26."""
DRINKS = [
    [1, 9, 5, 2, 1, 1, 1 / 2],
    [1 / 9, 1, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
    [1 / 5, 3, 1, 1 / 3, 1 / 4, 1 / 3, 1 / 9],
    [1 / 2, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [1, 9, 4, 2, 1, 2, 1 / 2],
    [1, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [2, 9, 9, 3, 2, 3, 1],
]
"""Which drink is consumed more in the United States. Saaty, T. L. (2008). Decision making with the analytic hierarchy
process. International Journal of Services Sciences 1(1), 83-98."""


def names_of(n):
    return {f"c{i}": f"Kriteria {i}" for i in range(n)}


def comparisons_of(matrix):
    return [(f"c{i}", f"c{j}", matrix[i][j]) for i, j in combinations(range(len(matrix)), 2)]


@st.composite
def judged(draw, low=2, high=7):
    """Any judgements among two to seven criteria."""
    n = draw(st.integers(low, high))
    return [(f"c{i}", f"c{j}", float(draw(st.sampled_from(SCALE)))) for i, j in combinations(range(n), 2)], names_of(n)


def test_published_priorities_of_drinks():
    answer = priorities(comparisons_of(DRINKS), names_of(7))
    assert answer.weights.round(3).tolist() == [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327]
    assert round(answer.consistency_ratio, 3) == 0.022
    np.testing.assert_array_equal(ahp_weights(comparisons_of(DRINKS), names_of(7)), answer.weights)


def test_published_priorities_of_a_house_and_its_contradiction():
    answer = priorities(comparisons_of(HOUSE), names_of(8))
    assert answer.weights.round(3).tolist() == [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333]
    assert round(answer.largest_eigenvalue, 3) == 9.669
    assert round(answer.consistency_index, 3) == 0.238
    assert round(answer.consistency_ratio, 3) == 0.169
    # Saaty (2003, European Journal of Operational Research 145, 85-91) names the same judgement, third criterion over
    # seventh, and the same better answer, one half instead of six.
    assert (answer.worst, answer.given, answer.fitting) == (("c2", "c6"), Fraction(6), Fraction(1, 2))
    with pytest.raises(
        SettingsError, match=r'0,17.*0,10.*"Kriteria 2" dibanding "Kriteria 6" dijawab 6 kali.* 1/2 kali'
    ):
        ahp_weights(comparisons_of(HOUSE), names_of(8))


def test_published_priorities_after_mending_the_contradiction():
    mended = [list(row) for row in HOUSE]
    mended[2][6], mended[6][2] = 1 / 2, 2
    answer = priorities(comparisons_of(mended), names_of(8))
    assert answer.weights.round(3).tolist() == [0.175, 0.062, 0.103, 0.019, 0.034, 0.041, 0.221, 0.345]
    assert round(answer.largest_eigenvalue, 3) == pytest.approx(8.811, abs=1.1e-3)
    assert ahp_weights(comparisons_of(mended), names_of(8)).sum() == pytest.approx(1)


@settings(deadline=None, max_examples=60)
@given(judged())
def test_agrees_with_pymcdm(case):
    from pymcdm.weights.subjective import AHP

    comparisons, labels = case
    matrix = comparison_matrix(comparisons, labels)[1]
    np.testing.assert_allclose(priorities(comparisons, labels).weights, AHP(matrix=matrix)(), atol=1e-9)


@settings(deadline=None)
@given(st.lists(st.integers(1, 9), min_size=2, max_size=9))
def test_judgements_that_agree_give_back_their_weights(importance):
    n = len(importance)
    assume(max(importance) / min(importance) <= 9)
    comparisons = [(f"c{i}", f"c{j}", importance[i] / importance[j]) for i, j in combinations(range(n), 2)]
    answer = priorities(comparisons, names_of(n))
    np.testing.assert_allclose(answer.weights, np.array(importance) / sum(importance), atol=1e-9)
    assert answer.consistency_ratio == pytest.approx(0, abs=1e-9)


@settings(deadline=None, max_examples=60)
@given(judged(low=3), st.randoms(use_true_random=False))
def test_order_and_direction_of_judgements_do_not_matter(case, random):
    comparisons, labels = case
    turned = [(b, a, 1 / t) if random.random() < 0.5 else (a, b, t) for a, b, t in comparisons]
    random.shuffle(turned)
    again, first = priorities(turned, labels), priorities(comparisons, labels)
    np.testing.assert_allclose(again.weights, first.weights, atol=1e-9)
    assert again.weights.index.equals(first.weights.index)
    assert again.consistency_ratio == pytest.approx(first.consistency_ratio, abs=1e-9)


@settings(deadline=None, max_examples=100)
@given(judged(low=3))
def test_following_the_advice_makes_judgements_less_contradictory(case):
    comparisons, labels = case
    answer = priorities(comparisons, labels)
    assume(answer.consistency_ratio > LARGEST_RATIO)
    mended = [(a, b, float(answer.fitting) if (a, b) == answer.worst else t) for a, b, t in comparisons]
    assert priorities(mended, labels).consistency_ratio < answer.consistency_ratio


def test_random_judgements_are_as_inconsistent_as_saaty_says():
    """The random index is a mean over random matrices: ours must come near it."""
    rng = np.random.default_rng(7)
    steps = [float(step) for step in SCALE]
    for n in (4, 5, 8):
        labels = names_of(n)
        found = [
            priorities([(f"c{i}", f"c{j}", rng.choice(steps)) for i, j in combinations(range(n), 2)], labels)
            for _ in range(300)
        ]
        assert np.mean([answer.consistency_index for answer in found]) == pytest.approx(RANDOM_INDEX[n - 1], rel=0.15)


@pytest.mark.parametrize(
    "comparisons, message",
    [
        ([("c0", "c1", 2), ("c1", "c2", 2)], r'"Kriteria 0" dengan "Kriteria 2" belum dijawab'),
        ([("c0", "c1", 2), ("c2", "c3", 2)], r"belum dijawab \(dan 3 pasangan lain\)"),
        ([("c0", "c1", 2), ("c1", "c0", 3)], "dijawab dua kali"),
        ([("c0", "c0", 2)], "dengan dirinya sendiri"),
        ([("c0", "apa", 2)], '"apa" tidak dikenal'),
        ([("c0", 3, 2)], '"3" tidak dikenal'),
        ([("c0", "c1", 12)], "dijawab 12.*1/9 sampai 9"),
        ([("c0", "c1", 0)], "dijawab 0"),
        ([("c0", "c1", -3)], "dijawab -3"),
        ([("c0", "c1", float("nan"))], "dijawab nan"),
        ([("c0", "c1", float("inf"))], "dijawab inf"),
        ([("c0", "c1", "dua")], "dijawab dua"),
        ([("c0", "c1", True)], "dijawab True"),
        ([], "2 sampai 11 kriteria; yang diberikan 0"),
    ],
)
def test_incomplete_or_impossible_judgements_are_refused_by_name(comparisons, message):
    with pytest.raises(SettingsError, match=message):
        ahp_weights(comparisons, names_of(4))


def test_more_criteria_than_the_random_index_knows_are_refused():
    comparisons = [(f"c{i}", f"c{j}", 1) for i, j in combinations(range(12), 2)]
    with pytest.raises(SettingsError, match="yang diberikan 12"):
        ahp_weights(comparisons, names_of(12))
