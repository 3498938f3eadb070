"""Effective number of products."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.measure.diversity import diversity


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
