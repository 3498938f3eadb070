"""Complexity indices: against ecomplexity, their sign, and the graphs that are refused by name."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.errors import NotComputableError
from mapping.measure.change.complexity import complexity

from .test_relatedness import by_ecomplexity, random_matrix


def names(matrix):
    return pd.Index([f"produk {number}" for number in range(matrix.shape[1])])


@pytest.mark.parametrize("seed", range(6))
def test_indices_are_those_of_ecomplexity(seed):
    matrix = random_matrix(seed)
    eci, pci = complexity(matrix, names(matrix))
    theirs = by_ecomplexity(matrix)
    assert eci == pytest.approx(theirs.groupby("k")["eci"].first().to_numpy(), abs=1e-9)
    assert pci == pytest.approx(theirs.groupby("p")["pci"].first().to_numpy(), abs=1e-9)


@given(st.integers(0, 300))
def test_the_sign_goes_with_diversity_and_eci_is_the_mean_of_pci(seed):
    matrix = random_matrix(seed, (30, 12), 0.4)
    eci, pci = complexity(matrix, names(matrix))
    assert np.corrcoef(matrix.sum(axis=1), eci)[0, 1] > 0
    assert (matrix @ pci) / matrix.sum(axis=1) == pytest.approx(eci)
    assert (eci.mean(), eci.std()) == pytest.approx((0, 1), abs=1e-9)


@given(st.integers(0, 50), st.randoms(use_true_random=False))
def test_renaming_changes_nothing(seed, random):
    matrix = random_matrix(seed, (30, 12), 0.4)
    rows, columns = list(range(30)), list(range(12))
    random.shuffle(rows)
    random.shuffle(columns)
    eci, pci = complexity(matrix, names(matrix))
    again = complexity(matrix[np.ix_(rows, columns)], names(matrix)[columns])
    assert again[0] == pytest.approx(eci[rows], abs=1e-7)
    assert again[1] == pytest.approx(pci[columns], abs=1e-7)


def test_places_and_products_without_a_speciality_are_unknown():
    matrix = random_matrix(1)
    wide = np.zeros((matrix.shape[0] + 1, matrix.shape[1] + 1), dtype=bool)
    wide[1:, :-1] = matrix
    eci, pci = complexity(wide, names(wide))
    assert np.isnan(eci[0])
    assert np.isnan(pci[-1])
    assert eci[1:] == pytest.approx(complexity(matrix, names(matrix))[0])


def test_a_graph_in_parts_is_refused_and_the_parts_are_named():
    matrix = np.zeros((8, 6), dtype=bool)
    matrix[:4, :3] = random_matrix(1, (4, 3), 0.9)
    matrix[:4, 0] = True
    matrix[4:, 3:5] = True
    matrix[7, :] = False
    matrix[7, 5] = True
    products = pd.Index(["tempe", "tahu", "oncom", "batik", "tenun", "madu"])
    with pytest.raises(
        NotComputableError, match=r"3 kelompok .*\(1\) tempe, tahu, oncom; \(2\) batik, tenun; \(3\) madu"
    ):
        complexity(matrix, products)


@pytest.mark.parametrize(
    ("matrix", "said"),
    [
        (np.ones((5, 2)), "tiga produk"),
        (np.ones((5, 4)), "sama"),
        (np.zeros((5, 4)), "tiga produk"),
        # A ring: everyone makes two of six, each made by two; no order is better than another.
        (np.eye(6) + np.roll(np.eye(6), 1, axis=1), "sama baiknya"),
    ],
)
def test_what_has_no_order_is_refused(matrix, said):
    with pytest.raises(NotComputableError, match=said):
        complexity(matrix.astype(bool), names(matrix))
