"""Rank reversal: by hand, and never under goalposts."""

import numpy as np
import pytest

from mapping.score.firm.reversal import rank_reversal

POSTS = {"criteria": {name: {"low": 0.0, "high": 1.0, "weight": 1 / 3} for name in ("lq", "workers", "producers")}}
THIRDS = np.full(3, 1 / 3)


def test_reversal_by_hand():
    """Without the third, the second's quotient becomes the highest there is, and it overtakes the first."""
    values = np.array([[0.0, 0.5], [0.4, 0.0], [1.0, 0.2]])
    weights = np.array([0.6, 0.4])
    posts = {"criteria": {name: {"low": 0.0, "high": 1.0} for name in ("lq", "workers")}}
    turned = {
        scaling: rank_reversal(values, weights, {**posts, "scaling": scaling}, np.random.default_rng(1))["turned"]
        for scaling in ("goalposts", "minmax")
    }
    assert turned == {"goalposts": 0.0, "minmax": 1.0}


@pytest.mark.parametrize("aggregation", ["arithmetic", "geometric"])
@pytest.mark.parametrize("size", [2, 3, 30, 420])
def test_nothing_turns_under_goalposts(size, aggregation):
    rng = np.random.default_rng(size)
    values = rng.uniform(-0.2, 1.2, (size, 3))
    values[rng.uniform(size=values.shape) < 0.1] = np.nan
    values[np.isnan(values).all(axis=1)] = 0.5
    found = rank_reversal(values, THIRDS, {**POSTS, "aggregation": aggregation}, rng)
    assert found["turned"] == 0
    assert found["removed"] == min(size, 200) + (50 if size * 0.2 >= 2 else 0)
    assert (found["pairs"] > 0) == (size > 2)
    assert found["share"] == 0 if size > 2 else np.isnan(found["share"])
