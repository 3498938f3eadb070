"""A sum of money that one or two businesses make nearly alone: the rule, its edge, and what it is worth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.measure.dominance import dominated, two_largest
from mapping.settings import Settings

SETTINGS = Settings()
AMOUNTS = st.lists(st.integers(1, 10**9), min_size=1, max_size=12)


def withheld(amounts, settings=SETTINGS) -> bool:
    """Whether the total of one cell is withheld."""
    return bool(dominated(np.zeros(len(amounts), dtype=int), 1, np.array(amounts, dtype=float), settings)[0])


@pytest.mark.parametrize(
    ("amounts", "hidden"),
    [
        ([50, 35, 15], False),  # just 85 %
        ([50, 35.1, 14.9], True),
        ([40, 40, 20], False),
        ([84, 8, 8], True),  # the largest alone is not the rule: 92 %
        ([9, 9], True),  # two answers
        ([9, 9, np.nan, np.nan], True),  # four businesses, two answers
        ([1, 1, 1], False),
        ([100, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], True),
        ([np.nan, np.nan], False),  # nothing was told, so there is no total
    ],
)
def test_by_hand(amounts, hidden):
    assert withheld(amounts) is hidden


def test_nobody_is_hidden_from_who_may_see_everybody():
    assert not withheld([9.0], Settings(suppress_below=1))


@given(AMOUNTS, st.floats(1e-6, 1e6))
def test_rupiah_or_millions_is_all_the_same(amounts, times):
    assert withheld(amounts) == withheld([amount * times for amount in amounts])


@given(AMOUNTS, st.randoms(use_true_random=False))
def test_the_order_of_rows_is_all_the_same(amounts, random):
    mixed = list(amounts)
    random.shuffle(mixed)
    assert withheld(amounts) == withheld(mixed)


@given(AMOUNTS, AMOUNTS)
def test_businesses_of_another_cell_never_reveal_one(here, there):
    cell = np.repeat([0, 1], [len(here), len(there)])
    both = dominated(cell, 2, np.array(here + there, dtype=float), SETTINGS)
    assert both.tolist() == [withheld(here), withheld(there)]


@given(AMOUNTS)
def test_what_is_told_keeps_the_largest_uncertain_even_to_the_second_largest(amounts):
    """The p% rule that follows: who knows the second largest is at least 15 % of the total off the largest."""
    first, *others = sorted(amounts, reverse=True)
    if not withheld(amounts):
        total, second = sum(amounts), others[0]
        most = total - second
        assert most - first >= 0.15 * total * (1 - 1e-6) >= 0.15 * first * (1 - 1e-6)


@given(st.lists(st.tuples(st.integers(-1, 3), st.integers(0, 10**6) | st.none()), max_size=30))
def test_agrees_with_a_plain_loop(rows):
    cell = np.array([where for where, _ in rows], dtype=int)
    amounts = np.array([np.nan if amount is None else amount for _, amount in rows], dtype=float)
    share = two_largest(cell, 4, amounts)
    for one in range(4):
        told = sorted(amounts[(cell == one) & ~np.isnan(amounts)], reverse=True)
        expected = sum(told[:2]) / sum(told) if sum(told) > 0 else np.nan
        np.testing.assert_allclose(share[one], expected)
