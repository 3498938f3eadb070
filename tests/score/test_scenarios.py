"""How far two orders agree: by hand, and as laws."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from mapping.score.scenarios import agreement

ranks = st.lists(st.integers(1, 12), min_size=2, max_size=25)


def by_hand(first: list[int], second: list[int]) -> float:
    pairs = [(a - c) * (b - d) for (a, b), (c, d) in itertools.combinations(zip(first, second, strict=True), 2)]
    ordered = [product for product in pairs if product != 0]
    return float(np.mean([product > 0 for product in ordered])) if ordered else float("nan")


@given(ranks, st.randoms())
def test_the_share_of_pairs_is_that_counted_one_by_one(first, random):
    second = list(first)
    random.shuffle(second)
    found = agreement(pd.Series(first, dtype=float), pd.Series(second, dtype=float))
    assert found.same_order == pytest.approx(by_hand(first, second), nan_ok=True)


@given(ranks)
def test_an_order_is_its_own(first):
    same = pd.Series(first, dtype=float)
    found = agreement(same, same)
    assert found.moved == 0 and found.top == found.top_kept
    assert found.same_order == pytest.approx(1.0) or len(set(first)) < 2


@given(ranks, st.randoms())
def test_swapping_the_two_changes_only_whose_top_is_kept(first, random):
    second = list(first)
    random.shuffle(second)
    one, other = (pd.Series(order, dtype=float) for order in (first, second))
    there, back = agreement(one, other), agreement(other, one)
    assert there.same_order == pytest.approx(back.same_order, nan_ok=True)
    assert there.spearman == pytest.approx(back.spearman, nan_ok=True)
    assert (there.moved, there.top_kept) == (back.moved, back.top_kept)


def test_spearman_is_scipys():
    rng = np.random.default_rng(1)
    one, other = pd.Series(rng.permutation(40) + 1.0), pd.Series(rng.permutation(40) + 1.0)
    assert agreement(one, other).spearman == pytest.approx(spearmanr(one, other).statistic)


def test_the_first_ten():
    before = pd.Series(range(1, 21), dtype=float)
    after = before.copy()
    after.iloc[[9, 10]] = [11.0, 10.0]
    found = agreement(before, after)
    assert (found.top, found.top_kept, found.moved) == (10, 9, 2)
    assert found.same_order == pytest.approx(189 / 190)


def test_unknown_ranks_are_left_out_and_nothing_to_compare_is_no_figure():
    found = agreement(pd.Series([1.0, np.nan, 2.0]), pd.Series([2.0, 1.0, np.nan]))
    assert (found.n, found.moved) == (1, 1)
    assert np.isnan(found.same_order) and np.isnan(found.spearman)
