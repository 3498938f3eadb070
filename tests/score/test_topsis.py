"""TOPSIS and weighted sum: published numbers, agreement with scikit-criteria and pymcdm, laws, refusals."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mapping.errors import NotComputableError
from mapping.score.topsis import topsis, topsis_between_goalposts, weighted_sum

pytestmark = pytest.mark.filterwarnings("ignore:Alternatives with indices:UserWarning")  # pymcdm, of random matrices

TZENG = np.array([[5.0, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]])
"""Tzeng, G. H. & Huang, J. J. (2011). Multiple Attribute Decision Making: Methods and Applications. CRC Press."""
HEATING = np.array(
    [
        [33.95, 23.78, 11.45, 39.97, 29.44, 167.10, 3.852],
        [38.9, 4.17, 6.32, 0.01, 4.29, 132.52, 25.184],
        [37.59, 9.36, 8.23, 4.35, 10.22, 136.71, 10.845],
        [30.44, 37.59, 13.91, 74.08, 45.10, 198.34, 2.186],
        [36.21, 14.79, 9.17, 17.77, 17.06, 148.3, 6.610],
        [37.8, 8.55, 7.97, 2.35, 9.25, 134.83, 11.935],
    ]
)
"""Kracka, M., Brauers, W. K. M. & Zavadskas, E. K. (2010). Ranking heating losses in a building by applying the
MULTIMOORA. Inzinerine Ekonomika 21(4), 352-359. Less is better but in the fifth and seventh column."""
MATRICES = hnp.arrays(
    float, st.tuples(st.integers(2, 12), st.integers(2, 6)), elements=st.integers(1, 400).map(lambda v: v / 8)
)


def weights_of(matrix, data):
    count = matrix.shape[1]
    weights = np.array(data.draw(st.lists(st.integers(1, 9), min_size=count, max_size=count)), dtype=float)
    return weights / weights.sum()


def test_published_topsis():
    closeness = topsis(TZENG, np.array([0.3, 0.4, 0.3]))
    assert closeness == pytest.approx([0.5037, 0.6581, 0.7482, 0.3340], abs=1e-4)


def test_published_weighted_sum():
    more = np.array([False, False, False, False, True, False, True])
    benefit = np.where(more, HEATING, 1 / HEATING)
    scores = weighted_sum(benefit / benefit.sum(axis=0), np.full(7, 1 / 7))
    assert scores == pytest.approx([0.12040426, 0.3458235, 0.13838192, 0.12841246, 0.12346084, 0.14351701], abs=1e-8)


@settings(deadline=None, max_examples=80)
@given(MATRICES, st.data())
def test_topsis_agrees_with_scikit_criteria_and_pymcdm(matrix, data):
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization
    from skcriteria.agg.topsis import topsis as skc_topsis

    assume((np.ptp(matrix, axis=0) > 0).any())
    weights = weights_of(matrix, data)
    directions = np.array(data.draw(st.lists(st.booleans(), min_size=len(weights), max_size=len(weights))))
    ours = topsis(matrix, weights, directions)
    length = np.sqrt((matrix**2).sum(axis=0))
    _, _, _, theirs = skc_topsis(matrix / length, np.where(directions, 1, -1), weights)
    np.testing.assert_allclose(ours, theirs, atol=1e-9)
    # pymcdm turns a cost column round before it weighs; for benefits it is the same method.
    if (np.ptp(matrix, axis=0) > 0).all():
        benefit = TOPSIS(vector_normalization)(matrix, weights, np.ones(len(weights)))
        np.testing.assert_allclose(topsis(matrix, weights), benefit, atol=1e-9)


@settings(deadline=None, max_examples=60)
@given(MATRICES, st.data())
def test_weighted_sum_agrees_with_scikit_criteria_and_pymcdm(matrix, data):
    from pymcdm.methods import WSM
    from pymcdm.normalizations import minmax_normalization
    from skcriteria.agg.simple import wsm

    weights = weights_of(matrix, data)
    np.testing.assert_allclose(weighted_sum(matrix, weights), wsm(matrix, weights)[1], atol=1e-9)
    assume((np.ptp(matrix, axis=0) > 0).all())
    scaled = (matrix - matrix.min(axis=0)) / np.ptp(matrix, axis=0)
    theirs = WSM(minmax_normalization)(matrix, weights, np.ones(len(weights)))
    np.testing.assert_allclose(weighted_sum(scaled, weights), theirs, atol=1e-9)


@settings(deadline=None, max_examples=60)
@given(MATRICES, st.data())
def test_units_and_order_do_not_matter_to_topsis(matrix, data):
    assume((np.ptp(matrix, axis=0) > 0).any())
    weights = weights_of(matrix, data)
    closeness = topsis(matrix, weights)
    assert ((closeness >= 0) & (closeness <= 1)).all()
    np.testing.assert_allclose(topsis(matrix * 1000, weights * 7), closeness, atol=1e-9)
    np.testing.assert_allclose(topsis(matrix[::-1, ::-1], weights[::-1]), closeness[::-1], atol=1e-9)


@settings(deadline=None, max_examples=60)
@given(MATRICES, st.data())
def test_under_fixed_ideals_a_further_alternative_moves_nobody(matrix, data):
    weights = weights_of(matrix, data)
    scaled = np.clip(matrix / 60, 0, 1)
    scaled[0, 0] = np.nan
    alone = topsis_between_goalposts(scaled, weights)
    ends = np.vstack([np.zeros(len(weights)), np.ones(len(weights))])
    more = topsis_between_goalposts(np.vstack([scaled, ends]), weights)
    np.testing.assert_array_equal(more[:-2], alone)
    assert more[-2:].tolist() == [0, 1]
    assert topsis_between_goalposts(np.full((1, 2), 0.3), np.array([0.5, 0.5])) == pytest.approx(0.3)
    assert np.isnan(topsis_between_goalposts(np.full((1, 2), np.nan), np.array([0.5, 0.5]))).all()


@pytest.mark.parametrize(
    "matrix, message",
    [
        ([[1.0, np.nan], [2, 3]], '"Omzet" tidak diketahui'),
        ([[1.0, 0], [2, 0]], '"Omzet" nol di semua kelurahan'),
        ([[1.0, 2], [1, 2]], "tidak bisa mengurutkannya"),
        ([[1.0, 2]], "tidak bisa mengurutkannya"),
    ],
)
def test_what_topsis_cannot_order_is_refused(matrix, message):
    with pytest.raises(NotComputableError, match=message):
        topsis(np.array(matrix), np.array([0.5, 0.5]), labels=["Kekhasan", "Omzet"])
