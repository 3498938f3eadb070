"""Shares of yes, drawn towards the region: hand-computed, between raw and pooled, and true to a known truth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.measure.answers.shares import share_strength, shrunk_share
from mapping.measure.specialisation import ALPHA_CAP, ALPHA_FLOOR


def test_hand_computed():
    # Two kelurahan, one sector: 4 of 4 and 1 of 6, the region 5 of 10.
    cell = np.repeat([0, 1, 2], [4, 6, 1])
    says = np.array([1.0, 1, 1, 1, 1, 0, 0, 0, 0, 0, np.nan])
    share, answers, strength = shrunk_share(cell, 3, 1, says, np.ones(11))
    # Excess (4-2)^2/1 + (1-3)^2/1.5 - 2 = 4.667 of 8 pairs: m = 8/4.667 - 1 = 0.71, below the floor of 2.
    assert share[:2].tolist() == pytest.approx([(4 + 2 * 0.5) / 6, (1 + 2 * 0.5) / 8])
    assert answers.tolist() == [4, 6, 0]
    assert strength[:2].tolist() == [6, 8]
    assert np.isnan(share[2])
    assert np.isnan(strength[2])


def test_each_sector_has_its_own_region():
    cell = np.array([0, 0, 0, 1, 2, 2, 3])  # kelurahan a and b, two sectors each
    says = np.array([1.0, 1, 1, 0, 1, 0, 0])
    share, _, strength = shrunk_share(cell, 4, 2, says, np.ones(7))
    assert share.tolist() == pytest.approx([(3 + 50 * 0.8) / 53, 0, (1 + 50 * 0.8) / 52, 0])
    assert strength.tolist() == [53, 51, 52, 51]


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans(), st.floats(0.1, 20)), min_size=2, max_size=60))
def test_between_the_raw_and_the_pooled_share(rows):
    cell, yes, w = (np.array(part) for part in zip(*rows, strict=True))
    share, answers, strength = shrunk_share(cell, 5, 1, yes.astype(float), w)
    pooled = (w * yes).sum() / w.sum()
    for k in range(5):
        here = cell == k
        assert answers[k] == here.sum()
        if here.any():
            raw = (w * yes)[here].sum() / w[here].sum()
            assert min(raw, pooled) - 1e-9 <= share[k] <= max(raw, pooled) + 1e-9
            assert ALPHA_FLOOR <= strength[k] <= here.sum() + ALPHA_CAP + 1e-9


def test_the_prior_strength_is_recovered():
    """Beta-binomial data of strength 12 over many kelurahan: the moment estimate comes near."""
    rng = np.random.default_rng(7)
    n = rng.integers(5, 40, 4000)
    y = rng.binomial(n, rng.beta(12 * 0.3, 12 * 0.7, 4000))
    assert share_strength(y.astype(float), n.astype(float), 0.3) == pytest.approx(12, rel=0.1)
    chance = rng.binomial(n, 0.3)
    assert share_strength(chance.astype(float), n.astype(float), 0.3) > 40


def test_the_posterior_covers_the_truth_at_its_rate():
    from scipy.stats import beta

    rng = np.random.default_rng(11)
    n = rng.integers(3, 30, 3000)
    truth = rng.beta(8 * 0.4, 8 * 0.6, 3000)
    cell = np.repeat(np.arange(3000), n)
    says = (rng.random(len(cell)) < truth[cell]).astype(float)
    share, _, strength = shrunk_share(cell, 3000, 1, says, np.ones(len(cell)))
    low, high = (beta.ppf(q, share * strength, (1 - share) * strength) for q in (0.05, 0.95))
    assert 0.88 <= ((low <= truth) & (truth <= high)).mean() <= 0.92


def test_nobody_answered():
    share, answers, strength = shrunk_share(np.array([0, 1]), 2, 1, np.full(2, np.nan), np.ones(2))
    assert np.isnan(share).all()
    assert np.isnan(strength).all()
    assert answers.tolist() == [0, 0]
