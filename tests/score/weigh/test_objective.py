"""Weights from data: published numbers, agreement with scikit-criteria and pymcdm, refusals by name."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mapping.errors import NotComputableError, SettingsError
from mapping.knowledge.catalog import read_criteria
from mapping.measure.sectors import measure_sectors
from mapping.score.composite import score_sectors
from mapping.score.weigh.choices import check_setup
from mapping.score.weigh.objective import (
    DATA_METHODS,
    component_weights,
    critic_weights,
    entropy_weights,
    weights_from,
)
from mapping.settings import ScoringSetup, Settings

FIRMS = np.array(
    [
        [61, 1.08, 4.33],
        [20.7, 0.26, 4.34],
        [16.3, 1.98, 2.53],
        [9.0, 3.29, 1.65],
        [5.4, 2.77, 2.33],
        [4.0, 4.12, 1.21],
        [-6.1, 3.52, 2.10],
        [-34.6, 3.31, 0.98],
    ]
)
"""Eight firms by profitability, market share and productivity. Diakoulaki, D., Mavrotas, G. & Papayannakis, L. (1995).
Determining objective weights in multiple criteria problems: the CRITIC method. Computers & Operations Research 22."""

MATRICES = hnp.arrays(
    float, st.tuples(st.integers(4, 15), st.integers(2, 6)), elements=st.integers(1, 400).map(lambda v: v / 8)
)
NAMES = [f"Kriteria {i}" for i in range(6)]


def varied(matrix):
    return (np.ptp(matrix, axis=0) > 0).all()


def test_published_critic_weights():
    assert critic_weights(FIRMS, NAMES[:3]) == pytest.approx([0.20222554, 0.48090173, 0.31687273], abs=1e-8)


def test_entropy_weights_by_hand():
    """Shares (1/5, 4/5) and (1/9, 8/9): entropies over ln 2 are 0.721928 and 0.503258, so 0.278072 to 0.496742."""
    weights = entropy_weights(np.array([[1.0, 2.0], [4.0, 16.0]]), NAMES[:2])
    assert weights == pytest.approx([0.278072 / 0.774814, 0.496742 / 0.774814], abs=1e-6)


def test_component_weights_by_hand():
    """Correlations 0.6, 1, 0.6: the vector (1, r, 1) with 0.6 r^2 + r - 1.2 = 0, so r = 0.808143."""
    rows = np.array([[1.0, 2.0, 2.0], [2.0, 1.0, 4.0], [3.0, 4.0, 6.0], [4.0, 3.0, 8.0]])
    assert component_weights(rows, NAMES[:3]) == pytest.approx(np.array([1, 0.808143, 1]) / 2.808143, abs=1e-6)


@settings(deadline=None, max_examples=80)
@given(MATRICES)
def test_entropy_agrees_with_scikit_criteria_and_pymcdm(matrix):
    from pymcdm.weights import entropy_weights as pymcdm_entropy
    from skcriteria.preprocessing.weighters import entropy_weights as skc_entropy

    assume(varied(matrix))
    ours = entropy_weights(matrix, NAMES)
    np.testing.assert_allclose(ours, skc_entropy(matrix), atol=1e-9)
    np.testing.assert_allclose(ours, pymcdm_entropy(matrix), atol=1e-9)


@settings(deadline=None, max_examples=80)
@given(MATRICES)
def test_critic_agrees_with_scikit_criteria_and_pymcdm(matrix):
    from pymcdm.weights import critic_weights as pymcdm_critic
    from skcriteria.preprocessing.weighters import critic_weights as skc_critic

    assume(varied(matrix))
    assume((1 - np.corrcoef(matrix, rowvar=False)).max() > 1e-6)
    ours = critic_weights(matrix, NAMES)
    np.testing.assert_allclose(ours, skc_critic(matrix, [1] * matrix.shape[1]), atol=1e-9)
    np.testing.assert_allclose(ours, pymcdm_critic(matrix), atol=1e-9)


@settings(deadline=None, max_examples=80)
@given(MATRICES)
def test_component_agrees_with_scikit_learn_in_either_sign(matrix):
    from sklearn.decomposition import PCA

    assume(varied(matrix))
    standard = (matrix - matrix.mean(axis=0)) / matrix.std(axis=0)
    model = PCA().fit(standard)
    assume(model.explained_variance_[0] - model.explained_variance_[1] > 1e-3)
    loading = model.components_[0] * np.sign(model.components_[0].sum())
    assume(abs(loading.sum()) > 1e-6)
    if loading.min() < -1e-7:
        with pytest.raises(NotComputableError, match="bergerak berlawanan"):
            component_weights(matrix, NAMES)
    elif loading.min() >= 0:
        np.testing.assert_allclose(component_weights(matrix, NAMES), loading / loading.sum(), atol=1e-9)


@settings(deadline=None, max_examples=40)
@given(MATRICES, st.sampled_from(sorted(DATA_METHODS)))
def test_rows_columns_and_units_do_not_matter(matrix, method):
    assume(varied(matrix))
    weigh = DATA_METHODS[method]
    try:
        weights = weigh(matrix, NAMES)
    except NotComputableError:
        return
    assert weights.sum() == pytest.approx(1)
    assert (weights >= 0).all()
    np.testing.assert_allclose(weigh(matrix[::-1], NAMES), weights, atol=1e-9)
    np.testing.assert_allclose(weigh(matrix[:, ::-1], NAMES), weights[::-1], atol=1e-9)
    np.testing.assert_allclose(weigh(matrix * 1000, NAMES), weights, atol=1e-9)


SPREAD = np.arange(12.0)


@pytest.mark.parametrize("method", sorted(DATA_METHODS))
@pytest.mark.parametrize(
    "column, message",
    [
        (np.full(12, 3.0), '"Kedua" bernilai sama di semua kelurahan'),
        (np.full(12, 0.1) * np.array([3.0] * 12), '"Kedua" bernilai sama'),
        (np.full(12, np.nan), '"Kedua" tidak diketahui'),
        (np.where(SPREAD == 3, np.nan, SPREAD), '"Kedua" tidak diketahui'),
        (np.where(SPREAD == 3, np.inf, SPREAD), '"Kedua" tidak diketahui'),
    ],
)
def test_a_criterion_that_says_nothing_is_refused_by_name(method, column, message):
    with pytest.raises(NotComputableError, match=message):
        DATA_METHODS[method](np.column_stack([SPREAD, column]), ["Pertama", "Kedua"])


@pytest.mark.parametrize("method, rows", [("entropy", 1), ("critic", 2), ("component", 2), ("critic", 0)])
def test_too_few_rows_are_refused(method, rows):
    with pytest.raises(NotComputableError, match=f"Hanya ada {rows} kelurahan"):
        DATA_METHODS[method](np.ones((rows, 2)), ["A", "B"])


def test_each_method_refuses_what_it_cannot_weigh():
    with pytest.raises(NotComputableError, match='"B" punya nilai di bawah nol'):
        entropy_weights(np.column_stack([SPREAD + 1, SPREAD - 1]), ["A", "B"])
    with pytest.raises(NotComputableError, match="naik dan turun bersama"):
        critic_weights(np.column_stack([SPREAD, 2 * SPREAD]), ["A", "B"])
    with pytest.raises(NotComputableError, match='"C" bergerak berlawanan'):
        component_weights(np.column_stack([SPREAD, SPREAD**2, -SPREAD]), ["A", "B", "C"])
    with pytest.raises(NotComputableError, match="tidak saling berkaitan"):
        component_weights(np.array([[0.0, 0], [1, 0], [0, 1], [1, 1]]), ["A", "B"])


@pytest.fixture
def indicators(city):
    return measure_sectors(*city(2, kelurahan=40), Settings())


@pytest.mark.parametrize("method", sorted(DATA_METHODS))
@pytest.mark.parametrize("sector", ["food", None])
def test_weights_are_frozen_as_numbers(indicators, method, sector):
    start = ScoringSetup(weights=(("lq", 1), ("workers", 1), ("spend_idr_month", 1)), aggregation="geometric")
    setup = weights_from(method, indicators, sector, start)
    check_setup(setup)
    assert setup.method == method
    assert setup.aggregation == "geometric"
    assert sum(weight for _, weight in setup.weights) == pytest.approx(100)
    assert [name for name, _ in setup.weights] == ["lq", "spend_idr_month", "workers"]
    # Other data under the frozen set-up: the weights stay what they were.
    assert score_sectors(indicators.iloc[: 20 * 5], setup)[0]["score"].notna().any()


def test_the_methods_see_values_between_goalposts(indicators):
    """Entropy of the scaled values of the whole rows, worked out apart."""
    names = ["lq", "workers"]
    food = indicators.xs("food", level="sector")[names].dropna()
    posts = read_criteria()["criteria"]
    scaled = np.column_stack(
        [np.clip((food[n] - posts[n]["low"]) / (posts[n]["high"] - posts[n]["low"]), 0, 1) for n in names]
    )
    start = ScoringSetup(weights=(("lq", 1), ("workers", 1)), scaling="ranks")
    found = dict(weights_from("entropy", indicators, "food", start).weights)
    assert [found[n] for n in names] == pytest.approx(100 * entropy_weights(scaled, names), abs=1e-5)


def test_what_cannot_be_weighed_is_refused_by_name(indicators):
    start = ScoringSetup(weights=(("lq", 1), ("workers", 1)))
    with pytest.raises(NotComputableError, match='"Tenaga kerja" tidak punya satu pun data'):
        weights_from("critic", indicators.assign(workers=np.nan, n=3.0), "food", start)
    with pytest.raises(NotComputableError, match='"Tenaga kerja" bernilai sama'):
        weights_from("critic", indicators.assign(workers=3.0), "food", start)
    few = indicators.copy()
    codes = few.index.get_level_values("kelurahan_code").unique()[:33]
    few.loc[(codes, slice(None)), "workers"] = np.nan
    with pytest.raises(NotComputableError, match=r'Hanya \d kelurahan .*paling sedikit 10.*"Tenaga kerja"'):
        weights_from("component", few, "food", start)
    with pytest.raises(NotComputableError, match="Hanya 1 kelurahan"):
        weights_from("entropy", indicators.loc[few.index[:5]], "food", start)
    with pytest.raises(SettingsError, match='"topsis" tidak dikenal'):
        weights_from("topsis", indicators)
    with pytest.raises(SettingsError, match='Sektor "trade" tidak diberi skor'):
        weights_from("entropy", indicators, "trade")


def test_more_unevenly_spread_means_more_weight():
    table = pd.DataFrame({"a": [5.0, 6, 5, 6], "b": [0.0, 0, 1, 20], "c": [1.0, 2, 3, 4]})
    weights = entropy_weights(table.to_numpy(), list(table))
    assert weights[1] > weights[2] > weights[0]
