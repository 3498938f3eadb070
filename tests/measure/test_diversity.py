"""Effective number of products."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.measure.counts import count_kinds
from mapping.measure.diversity import diversity, herfindahl


def test_hand_computed():
    # 3 of one and 1 of another: exp(-(0.75 ln 0.75 + 0.25 ln 0.25)) = 1.7548
    answer = diversity(np.array([0, 0, 0, 0, 2, -1]), 3, np.array([4, 4, 4, 9, -1, 4]))
    assert answer[0] == pytest.approx(1.7548, abs=5e-5)
    assert np.isnan(answer[1:]).all()


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40), st.randoms())
def test_between_one_and_the_number_of_products_whatever_the_order(products, random):
    cell = np.zeros(len(products), dtype=int)
    answer = diversity(cell, 1, np.array(products))[0]
    assert 1 - 1e-9 <= answer <= len(set(products)) + 1e-9
    shuffled = products.copy()
    random.shuffle(shuffled)
    assert diversity(cell, 1, np.array(shuffled))[0] == answer


def test_equally_common_products_count_fully():
    assert diversity(np.zeros(6, dtype=int), 1, np.array([1, 2, 3, 1, 2, 3]))[0] == pytest.approx(3)
    assert len(diversity(np.array([], dtype=int), 2, np.array([], dtype=int))) == 2


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40))
def test_herfindahl_is_the_chance_of_two_alike_and_bounds_diversity(products):
    """Hill numbers fall with their order: 1 / H (order 2) is at most the exponential of entropy (order 1)."""
    cell = np.zeros(len(products), dtype=int)
    where, _, times = count_kinds(cell, 1, np.array(products), np.ones(len(products)))
    h = herfindahl(where, 1, times)[0]
    assert h == pytest.approx(np.mean([a == b for a in products for b in products]))
    assert 1 / len(set(products)) - 1e-9 <= h <= 1
    assert 1 / h <= diversity(cell, 1, np.array(products))[0] + 1e-9


def test_a_weight_of_three_is_three_rows():
    product, weights = np.array([4, 4, 9]), np.array([1.0, 2.0, 3.0])
    once = diversity(np.zeros(3, dtype=int), 1, product, weights)
    rows = diversity(np.zeros(6, dtype=int), 1, np.array([4, 4, 4, 9, 9, 9]))
    assert once[0] == pytest.approx(rows[0]) == pytest.approx(2)
