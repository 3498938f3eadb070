"""What each criterion does to a score, by hand."""

import numpy as np
import pandas as pd
import pytest

from mapping.score.firm.importance import drop_one, importance

POSTS = {"criteria": {name: {"low": 0.0, "high": 1.0, "weight": 1 / 3} for name in ("lq", "workers", "producers")}}
THIRDS = np.full(3, 1 / 3)


def test_effective_weights_by_hand():
    """Uncorrelated criteria with spreads 1:2 and weights equal: variances 1:4; the constant one does nothing."""
    values = np.array([[0.4, 0.3, 0.5], [0.6, 0.3, 0.5], [0.4, 0.7, 0.5], [0.6, 0.7, 0.5]])
    table = importance(values, THIRDS, POSTS)
    assert table["effective"].tolist() == pytest.approx([0.2, 0.8, 0.0])
    assert table["correlation"].tolist()[:2] == pytest.approx([np.sqrt(0.2), np.sqrt(0.8)])
    assert np.isnan(table["correlation"].iloc[2])


def test_a_criterion_that_runs_against_the_others_has_a_negative_share():
    values = np.array([[0.0, 0.6, 0.5], [0.5, 0.5, 0.5], [1.0, 0.4, 0.5]])
    table = importance(values, THIRDS, POSTS)
    assert table["effective"].tolist() == pytest.approx([1.25, -0.25, 0.0])
    assert table.loc["workers", "correlation"] == pytest.approx(-1)


@pytest.mark.parametrize("aggregation", ["arithmetic", "geometric"])
def test_effective_weights_sum_to_one_with_unknown_values_and_any_unit(aggregation):
    rng = np.random.default_rng(4)
    values = rng.uniform(0.05, 0.95, (50, 3))
    values[rng.uniform(size=values.shape) < 0.2] = np.nan
    values = values[~np.isnan(values).all(axis=1)]
    weights = np.array([0.6, 0.3, 0.1])
    table = importance(values, weights, {**POSTS, "aggregation": aggregation})
    assert table["effective"].sum() == pytest.approx(1, abs=1e-12)
    thousand = {name: {**post, "high": 1_000.0} for name, post in POSTS["criteria"].items()}
    again = importance(values * 1_000, weights, {"criteria": thousand, "aggregation": aggregation})
    pd.testing.assert_frame_equal(again, table)


def test_dropping_by_hand():
    """Without workers the last becomes the first; without producers, which are the same everywhere, nothing moves."""
    values = np.array([[0.1, 0.9, 0.5], [0.2, 0.6, 0.5], [0.3, 0.1, 0.5]])
    table = drop_one(values, np.array([0.4, 0.4, 0.2]), POSTS)
    assert table.loc["workers"].tolist()[:3] == pytest.approx([4 / 3, 2.0, -1.0])
    assert table.loc["producers"].tolist()[:3] == pytest.approx([0.0, 0.0, 1.0])
    assert table["top10_kept"].isna().all()  # three kelurahan: all are among the first ten
