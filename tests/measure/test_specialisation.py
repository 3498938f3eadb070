"""The location quotient: golden numbers of the domain dossier, its identity, its intervals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mapping.measure.specialisation import (
    ALPHA_CAP,
    ALPHA_FLOOR,
    expected_count,
    location_quotient,
    prior_strength,
    quotient_posterior,
    shrunk_location_quotient,
)

# Domain dossier 2.3: kelurahan A, B, C times food, crafts, trade; 224 businesses.
GOLDEN = np.array([[12.0, 3.0, 5.0], [2.0, 1.0, 1.0], [40.0, 30.0, 130.0]])
CLASSIFIED = GOLDEN.sum(axis=1)


def test_golden_raw_quotients():
    assert GOLDEN.sum() == 224
    food, trade = location_quotient(GOLDEN[:, 0], CLASSIFIED), location_quotient(GOLDEN[:, 2], CLASSIFIED)
    assert np.round([food[0], food[1], trade[2]], 4).tolist() == [2.4889, 2.0741, 1.0706]


def test_golden_expected_and_shrunk():
    food = shrunk_location_quotient(GOLDEN[:, 0], CLASSIFIED, alpha=5)
    trade = shrunk_location_quotient(GOLDEN[:, 2], CLASSIFIED, alpha=5)
    assert food["expected"].round(4).tolist()[:2] == [4.8214, 0.9643]
    assert [round(float(v), 4) for v in (food["lq"][0], food["lq"][1], trade["lq"][2])] == [1.7309, 1.1737, 1.0678]
    assert food["lq_prob"].round(3).tolist()[:2] == [0.977, 0.612]
    assert food.loc[0, ["lq_low", "lq_high"]].round(3).tolist() == [1.103, 2.474]
    assert food.loc[1, ["lq_low", "lq_high"]].round(3).tolist() == [0.551, 1.986]


def test_posterior_agrees_with_scipy_stats():
    from scipy.stats import gamma

    n, expected, alpha = np.array([0.0, 1.0, 7.0, 71.0]), np.array([0.3, 4.0, 2.0, 25.0]), 3.7
    mine = quotient_posterior(n, expected, alpha)
    theirs = gamma(a=n + alpha, scale=1 / (expected + alpha))
    np.testing.assert_allclose(mine["lq"], theirs.mean())
    np.testing.assert_allclose(mine["lq_prob"], theirs.sf(1))
    np.testing.assert_allclose([mine["lq_low"], mine["lq_high"]], theirs.ppf([[0.05], [0.95]]))


MATRICES = hnp.arrays(np.int64, st.tuples(st.integers(1, 12), st.integers(2, 6)), elements=st.integers(0, 60))


@given(MATRICES)
def test_quotients_average_to_one(counts):
    counts = counts.astype(float)
    classified = counts.sum(axis=1)
    for s in range(counts.shape[1]):
        if counts[:, s].sum() == 0:
            continue
        quotient = location_quotient(counts[:, s], classified)
        weighted = np.nansum(classified / classified.sum() * quotient)
        assert weighted == pytest.approx(1.0)


@given(MATRICES, st.sampled_from([None, 2.0, 5.0, 50.0]))
def test_shrunk_lies_between_raw_and_one(counts, alpha):
    counts = counts.astype(float)
    classified = counts.sum(axis=1)
    raw = location_quotient(counts[:, 0], classified)
    table = shrunk_location_quotient(counts[:, 0], classified, alpha)
    known = ~np.isnan(raw)
    assert (table["lq"].isna() == ~known).all()
    shrunk = table["lq"].to_numpy()[known]
    assert (shrunk <= np.maximum(raw[known], 1) + 1e-9).all()
    assert (shrunk >= np.minimum(raw[known], 1) - 1e-9).all()
    assert (table["lq_low"].dropna() < table["lq_high"].dropna()).all()
    assert table["lq_prob"].dropna().between(0, 1).all()


def test_more_businesses_shrink_less():
    few = shrunk_location_quotient(np.array([2.0, 50.0]), np.array([4.0, 200.0]), alpha=5)
    many = shrunk_location_quotient(np.array([20.0, 500.0]), np.array([40.0, 2000.0]), alpha=5)
    assert few["lq"][0] < many["lq"][0] < location_quotient(np.array([2.0, 50.0]), np.array([4.0, 200.0]))[0]
    assert many["lq_high"][0] - many["lq_low"][0] < few["lq_high"][0] - few["lq_low"][0]


def test_unknown_count_stays_unknown_and_out_of_the_region():
    classified = np.array([10.0, 10.0, 0.0])
    with_unknown = expected_count(np.array([6.0, 2.0, np.nan]), classified)
    np.testing.assert_allclose(with_unknown, [4.0, 4.0, np.nan])
    assert shrunk_location_quotient(np.array([6.0, 2.0, np.nan]), classified).iloc[2].isna().all()


@pytest.mark.parametrize(
    "n, classified",
    [([0, 0], [5, 7]), ([0, 0], [0, 0]), ([4], [9]), ([np.nan, np.nan], [0, 0]), ([], []), ([3, 3], [6, 6])],
    ids=["none of the sector", "zero total", "one kelurahan", "all missing", "empty", "constant"],
)
def test_degenerate_regions_do_not_crash(n, classified):
    table = shrunk_location_quotient(np.array(n, dtype=float), np.array(classified, dtype=float))
    assert len(table) == len(n)
    if len(n) == 1:
        assert table["lq"].tolist() == [1.0]  # a region is like itself
    if np.nansum(np.array(n, dtype=float)) == 0:
        assert table.isna().all(axis=None)


@pytest.mark.parametrize("alpha", [3.0, 10.0, 25.0])
def test_prior_strength_is_recovered(alpha):
    rng = np.random.default_rng(7)
    expected = rng.uniform(5, 60, 4000)
    n = rng.poisson(expected * rng.gamma(alpha, 1 / alpha, 4000)).astype(float)
    assert prior_strength(n, expected) == pytest.approx(alpha, rel=0.15)


def test_prior_strength_is_kept_within_bounds():
    expected = np.full(200, 10.0)
    assert prior_strength(expected.copy(), expected) == ALPHA_CAP
    assert prior_strength(np.where(np.arange(200) % 10 == 0, 100.0, 0.0), expected) == ALPHA_FLOOR


@pytest.mark.parametrize("estimated", [False, True], ids=["given prior", "estimated prior"])
@pytest.mark.parametrize("alpha", [3.0, 8.0, 30.0])
def test_nominal_90_percent_interval_covers_88_to_92(alpha, estimated):
    """Where five or more are expected, in regions of 200 kelurahan drawn from the model."""
    rng = np.random.default_rng(11)
    inside = total = 0
    for _ in range(60):
        expected = rng.uniform(5, 40, 200)
        truth = rng.gamma(alpha, 1 / alpha, 200)
        n = rng.poisson(expected * truth).astype(float)
        answer = quotient_posterior(n, expected, prior_strength(n, expected) if estimated else alpha)
        inside += int(((answer["lq_low"] <= truth) & (truth <= answer["lq_high"])).sum())
        total += 200
    assert 0.88 <= inside / total <= 0.92


def test_published_location_quotient():
    """Farhauer & Kröll (2013), as worked in the R package REAT: 1,714 of 79,006 against 879,213 of 15,593,224."""
    n = np.array([1_714.0, 879_213.0 - 1_714.0])
    total = np.array([79_006.0, 15_593_224.0 - 79_006.0])
    assert location_quotient(n, total)[0] == pytest.approx(0.3847623, abs=5e-8)
