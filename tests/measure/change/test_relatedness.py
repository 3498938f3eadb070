"""Relatedness: against ecomplexity, its convention, and what it refuses."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import gamma

from mapping.errors import NotComputableError
from mapping.measure.change.relatedness import (
    enough_areas,
    expected_products,
    measure_relatedness,
    prior_strengths,
    product_counts,
    proximity,
    relatedness_density,
    specialised,
)
from mapping.measure.specialisation import prior_strength, shrunk_location_quotient
from mapping.settings import Settings


def random_matrix(seed, shape=(60, 25), share=0.25):
    rng = np.random.default_rng(seed)
    matrix = rng.random(shape) < share * rng.uniform(0.5, 1.5, shape[1])
    matrix[rng.integers(shape[0], size=shape[1]), np.arange(shape[1])] = True
    matrix[np.arange(shape[0]), rng.integers(shape[1], size=shape[0])] = True
    return matrix


def by_ecomplexity(matrix):
    """Long table of ecomplexity for a presence matrix given by us."""
    from ecomplexity import ecomplexity

    places, products = np.indices(matrix.shape)
    data = pd.DataFrame({"t": 2026, "k": places.ravel(), "p": products.ravel(), "v": matrix.ravel().astype(int)})
    columns = {"time": "t", "loc": "k", "prod": "p", "val": "v"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = ecomplexity(data, columns, presence_test="manual", check_logsupermodularity=False, verbose=False)
    return table.sort_values(["k", "p"])


@pytest.mark.parametrize("seed", range(5))
def test_density_is_that_of_ecomplexity_with_its_diagonal(seed):
    matrix = random_matrix(seed)
    theirs = by_ecomplexity(matrix)["density"].to_numpy(float).reshape(matrix.shape)
    assert relatedness_density(matrix, proximity(matrix, diagonal=1.0)) == pytest.approx(theirs, abs=1e-9)
    assert relatedness_density(matrix, proximity(matrix)) != pytest.approx(theirs, abs=1e-3)


@pytest.mark.parametrize("seed", range(3))
def test_proximity_is_that_of_ecomplexity(seed):
    from ecomplexity.calc_proximity import calc_discrete_proximity

    matrix = random_matrix(seed)
    theirs = calc_discrete_proximity(matrix.astype(float), matrix.sum(axis=0).astype(float))
    assert proximity(matrix, diagonal=1.0) == pytest.approx(theirs, abs=1e-12)


def test_having_a_product_does_not_make_it_near():
    """With diagonal 0 the density of a product does not change when the place takes it up."""
    matrix = random_matrix(1)
    phi = proximity(matrix)
    other = matrix.copy()
    other[4, 7] = ~other[4, 7]
    assert relatedness_density(other, phi)[4, 7] == relatedness_density(matrix, phi)[4, 7]
    with_itself = proximity(matrix, diagonal=1.0)
    assert relatedness_density(other, with_itself)[4, 7] != relatedness_density(matrix, with_itself)[4, 7]


@given(st.integers(0, 200), st.floats(0.05, 0.6))
def test_proximity_is_symmetric_and_all_are_shares(seed, share):
    matrix = random_matrix(seed, (12, 8), share)
    phi = proximity(matrix)
    assert (phi == phi.T).all()
    assert (np.diag(phi) == 0).all()
    density = relatedness_density(matrix, phi)
    known = density[~np.isnan(density)]
    assert ((phi >= 0) & (phi <= 1)).all()
    assert ((known >= 0) & (known <= 1 + 1e-12)).all()


@given(st.integers(0, 50), st.randoms(use_true_random=False))
def test_renaming_kelurahan_and_products_changes_nothing(seed, random):
    matrix = random_matrix(seed, (12, 8))
    rows, columns = list(range(12)), list(range(8))
    random.shuffle(rows)
    random.shuffle(columns)
    grid = np.ix_(rows, columns)
    shuffled = relatedness_density(matrix[grid], proximity(matrix[grid]))
    assert shuffled == pytest.approx(relatedness_density(matrix, proximity(matrix))[grid], nan_ok=True)


def test_a_product_without_neighbours_is_unknown_not_far():
    matrix = np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1]], dtype=bool)
    density = relatedness_density(matrix, proximity(matrix))
    assert np.isnan(density).all(axis=0).tolist() == [False, False, True]


def test_specialised_is_the_posterior_of_each_product():
    rng = np.random.default_rng(3)
    counts = rng.poisson(rng.gamma(1.0, 3.0, (50, 12))).astype(float)
    expected, matrix = expected_products(counts), specialised(counts)
    for p in range(12):
        alpha = prior_strength(counts[:, p], expected[:, p])
        assert prior_strengths(counts, expected)[p] == pytest.approx(alpha)
        chance = gamma(counts[:, p] + alpha, scale=1 / (expected[:, p] + alpha)).sf(1.0)
        assert (matrix[:, p] == (chance > 0.8)).all()
        table = shrunk_location_quotient(counts[:, p], counts.sum(axis=1))
        assert table["lq_prob"].to_numpy() == pytest.approx(chance)


def businesses_of(counts):
    places, products = np.indices(counts.shape)
    rows = np.repeat(np.column_stack([places.ravel(), products.ravel()]), counts.ravel().astype(int), axis=0)
    names = pd.DataFrame(rows, columns=["place", "product"]).astype(str)
    return pd.DataFrame(
        {"kelurahan_code": "k" + names["place"].str.zfill(3), "product": "p" + names["product"].str.zfill(2)}
    ).assign(sampling_weight=1.0)


def test_weights_that_are_all_alike_change_nothing_and_others_do():
    counts = np.random.default_rng(5).poisson(3.0, (6, 4)).astype(float)
    rows = businesses_of(counts)
    codes, products = pd.Index(sorted(set(rows["kelurahan_code"]))), pd.Index(sorted(set(rows["product"])))
    assert (product_counts(rows, codes, products) == counts).all()
    assert product_counts(rows.assign(sampling_weight=7.0), codes, products) == pytest.approx(counts)
    uneven = rows.assign(sampling_weight=np.where(np.arange(len(rows)) % 2, 1.0, 9.0))
    assert (product_counts(uneven, codes, products).sum(axis=1) < counts.sum(axis=1)).all()


def test_too_few_kelurahan_are_refused_by_number():
    rows = businesses_of(np.full((39, 4), 5.0))
    codes = pd.Index(sorted(set(rows["kelurahan_code"])))
    with pytest.raises(NotComputableError, match=r"paling sedikit 40 kelurahan/desa .* yang ada 39"):
        enough_areas(rows, codes, Settings())
    with pytest.raises(NotComputableError, match="yang ada 39"):
        measure_relatedness(rows, codes, Settings())


def test_a_region_that_is_known_for_nothing_is_refused():
    rows = businesses_of(np.full((45, 4), 5.0))
    with pytest.raises(NotComputableError, match="tidak ada kelurahan yang jelas khas"):
        measure_relatedness(rows, pd.Index(sorted(set(rows["kelurahan_code"]))), Settings())


def test_the_table_speaks_of_kelurahan_with_enough_businesses_only():
    counts = np.random.default_rng(2).poisson(4.0, (50, 6)).astype(float)
    counts[:10, 0] += 30
    counts[0] = [1, 0, 0, 0, 0, 1]
    rows = businesses_of(counts)
    table = measure_relatedness(rows, pd.Index(sorted(set(rows["kelurahan_code"]))), Settings())
    assert len(table) == 49 * 6
    assert "k000" not in table.index.get_level_values(0)
    assert table["lq_prob"].between(0, 1).all()


def test_no_businesses_at_all_are_refused():
    with pytest.raises(NotComputableError, match="tidak ada usaha"):
        expected_products(np.zeros((3, 2)))
