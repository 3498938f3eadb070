"""Clusters: a planted one is found, noise is not, and thorough surveying in one corner is no cluster."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.knowledge.catalog import SCORED_SECTORS, SECTORS
from mapping.measure.space.autocorrelation import local_moran
from mapping.measure.space.clusters import measure_clusters, standardised_quotient
from mapping.measure.space.neighbours import Neighbours
from mapping.measure.specialisation import ALPHA_CAP, ALPHA_FLOOR, prior_strength, shrunk_location_quotient
from mapping.settings import Settings

SIDE = 15
SETTINGS = Settings()


def grid(side=SIDE):
    """Squares that touch at edges and corners."""
    place = np.arange(side * side).reshape(side, side)
    steps = [(place[:, :-1], place[:, 1:]), (place[:-1], place[1:])]
    steps += [(place[:-1, :-1], place[1:, 1:]), (place[:-1, 1:], place[1:, :-1])]
    one, other = (np.concatenate([step[at].ravel() for step in steps]) for at in (0, 1))
    return Neighbours.of_pairs(pd.Index([f"k{i:03d}" for i in place.ravel()], name="kelurahan_code"), one, other)


def indicators_of(counts, neighbours, n_kelurahan=None):
    """Sector indicators of counts by kelurahan and sector."""
    counts = np.asarray(counts, dtype=float)
    classified = counts.sum(axis=1)
    index = pd.MultiIndex.from_product([neighbours.index, SECTORS], names=["kelurahan_code", "sector"])
    found = [shrunk_location_quotient(counts[:, s], classified) for s in range(len(SECTORS))]
    told = {name: np.column_stack([table[name] for table in found]).ravel() for name in ("lq", "expected")}
    total = np.repeat(classified if n_kelurahan is None else n_kelurahan, len(SECTORS))
    return pd.DataFrame({"n_effective": counts.ravel(), "n_kelurahan": total, **told}, index=index)


def survey(seed, quotient=None, businesses=None, side=SIDE):
    """Poisson counts of five sectors; ``quotient`` multiplies what is expected of food."""
    rng = np.random.default_rng(seed)
    businesses = np.full(side * side, 60.0) if businesses is None else businesses
    mean = businesses[:, None] * np.array([0.3, 0.2, 0.1, 0.25, 0.15])
    if quotient is not None:
        mean[:, 0] *= quotient
    return rng.poisson(mean)


BLOCK = (slice(5, 8), slice(9, 12))


def planted(high=3.0):
    quotient = np.ones((SIDE, SIDE))
    quotient[BLOCK] = high
    return quotient.ravel()


def test_a_planted_cluster_is_found_with_its_middle_high_among_high():
    neighbours = grid()
    clusters, clustering = measure_clusters(indicators_of(survey(1, planted()), neighbours), neighbours, SETTINGS)
    food = clusters.xs("food", level="sector")
    block = np.zeros((SIDE, SIDE), dtype=bool)
    block[BLOCK] = True
    inside = pd.Series(block.ravel(), index=neighbours.index)
    assert (food.loc[inside, "moran_kind"] == "HH").all()
    assert food.loc[f"k{6 * SIDE + 10:03d}", "moran_firm"]
    assert food.loc[inside, "moran_firm"].mean() > 0.5
    assert food.loc[inside, "gi_firm"].all()
    assert food["gi"].idxmax() == f"k{6 * SIDE + 10:03d}"
    assert clustering.loc["food", "p"] < 0.01
    # Where so many make food, the others' share is lower: crafts may be firm there, but never as high among high.
    crafts = clusters.xs("crafts", level="sector")
    assert not (crafts["moran_firm"] & (crafts["moran_kind"] == "HH")).any()


def test_a_lone_high_kelurahan_is_an_outlier_and_not_a_hot_spot_by_itself():
    quotient = np.ones(SIDE * SIDE)
    quotient[7 * SIDE + 7] = 3.5
    neighbours = grid()
    clusters, _ = measure_clusters(indicators_of(survey(4, quotient), neighbours), neighbours, SETTINGS)
    lone = clusters.loc[(f"k{7 * SIDE + 7:03d}", "food")]
    assert lone["value"] > 3
    assert lone["moran_kind"] in ("HL", "HH")
    assert not lone["moran_firm"]


def test_under_noise_one_sector_in_ten_at_most_has_anything_firm():
    neighbours = grid(12)
    alarms = []
    for seed in range(25):
        indicators = indicators_of(survey(seed, side=12), neighbours)
        firm = measure_clusters(indicators, neighbours, SETTINGS)[0].groupby("sector")[["moran_firm", "gi_firm"]].any()
        alarms += [firm["moran_firm"].to_numpy(), firm["gi_firm"].to_numpy()]
    rate = np.mean(alarms)
    assert rate <= 0.10 + 3 * np.sqrt(0.09 / (25 * len(SCORED_SECTORS)))


def test_thorough_surveying_in_one_corner_is_no_cluster():
    """True quotients differ at random from place to place; one corner was surveyed twenty times as thoroughly.

    There the shrunk quotient and its logarithm spread wider, so that what lies around a kelurahan of that corner is
    more often extreme than chance allows. The standardised quotient spreads alike everywhere.
    """
    neighbours, shares = grid(), {"value": [], "log": []}
    businesses = np.full((SIDE, SIDE), 30.0)
    corner = np.zeros((SIDE, SIDE), dtype=bool)
    corner[:6, :6] = True
    businesses[corner] = 600.0
    for seed in range(30):
        differ = np.random.default_rng(seed).gamma(8.0, 1 / 8.0, SIDE * SIDE)
        indicators = indicators_of(survey(seed, differ, businesses.ravel()), neighbours)
        food = indicators.xs("food", level="sector")
        value = standardised_quotient(food["n_effective"].to_numpy(), food["expected"].to_numpy())
        for name, series in (("value", value), ("log", np.log(food["lq"].to_numpy()))):
            p = local_moran(series, neighbours, 999, seed)["p"].to_numpy()
            shares[name].append((p[corner.ravel()] <= 0.05).mean())
    assert np.mean(shares["value"]) < 0.075
    assert np.mean(shares["log"]) > 0.09


@given(st.integers(0, 9_999), st.floats(3.0, 40.0))
def test_value_and_shrunk_quotient_are_the_empirical_bayes_measures_of_pysal(seed, strength):
    """With the expected count as population: Assuncao and Reis' index, and the Empirical_Bayes rate."""
    from esda.smoothing import Empirical_Bayes, assuncao_rate

    rng = np.random.default_rng(seed)
    classified = rng.integers(20, 400, 200).astype(float)
    n = rng.poisson(0.3 * classified * rng.gamma(strength, 1 / strength, 200)).astype(float)
    table = shrunk_location_quotient(n, classified)
    expected, found = table["expected"].to_numpy(), prior_strength(n, table["expected"].to_numpy())
    if not ALPHA_FLOOR < found < ALPHA_CAP:  # ours is kept within bounds, theirs is not
        return
    np.testing.assert_allclose(standardised_quotient(n, expected), assuncao_rate(n, expected), atol=1e-9)
    np.testing.assert_allclose(table["lq"], np.ravel(Empirical_Bayes(n, expected).r), atol=1e-9)


def test_pysals_empirical_bayes_rates_of_north_carolina_are_ours():
    """SIDS deaths against births 1974, libpysal's bundled counties; expected deaths stand for the population."""
    import geopandas as gpd
    import libpysal
    from esda.smoothing import Empirical_Bayes

    counties = gpd.read_file(libpysal.examples.get_path("sids2.shp"))
    deaths, births = (counties[name].to_numpy(dtype=float) for name in ("SID74", "BIR74"))
    overall = deaths.sum() / births.sum()
    ours = shrunk_location_quotient(deaths, births)["lq"].to_numpy() * overall
    np.testing.assert_allclose(ours, np.ravel(Empirical_Bayes(deaths, births).r), rtol=1e-9)


def test_thin_kelurahan_are_unknown_and_their_neighbours_do_without_them():
    neighbours = grid(5)
    businesses = np.full(25, 60.0)
    businesses[12] = 4.0
    counts = survey(2, businesses=businesses, side=5)
    clusters, clustering = measure_clusters(indicators_of(counts, neighbours), neighbours, SETTINGS)
    food = clusters.xs("food", level="sector")
    assert food.loc["k012", ["value", "lag", "moran", "moran_p", "gi", "gi_p"]].isna().all()
    assert food.loc["k012", ["neighbours", "moran_kind", "moran_firm", "gi_firm"]].tolist() == [0, "", False, False]
    assert food.loc["k006", "neighbours"] == 7
    assert clustering.loc["food", "n"] == 24


def test_a_sector_of_farm_households_is_compared_without_a_survey():
    neighbours = grid(5)
    indicators = indicators_of(survey(3, side=5), neighbours)
    farms = indicators.index.get_level_values("sector") == "agriculture"
    indicators.loc[farms, "n_effective"] = np.nan
    indicators.loc[farms, "n_kelurahan"] = 0.0
    indicators.loc[farms, "expected"] *= 100
    clusters, clustering = measure_clusters(indicators, neighbours, SETTINGS)
    assert clusters.xs("agriculture", level="sector")["value"].notna().all()
    assert clustering.loc["agriculture", "reason"] == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda table: table.assign(lq=np.nan), "tidak diketahui"),
        (lambda table: table.assign(n_effective=5.0, expected=5.0), "sama di semua"),
        (lambda table: table.assign(lq=table["lq"].where(table.index.get_level_values(0) == "k003")), "satu kelurahan"),
    ],
)
def test_what_cannot_be_said_has_a_reason_and_no_number(change, words):
    neighbours = grid(3)
    indicators = change(indicators_of(survey(1, side=3), neighbours))
    clusters, clustering = measure_clusters(indicators, neighbours, SETTINGS)
    assert clustering["reason"].str.contains(words).all()
    assert clustering[["moran_i", "expected_i", "p"]].isna().all().all()
    assert len(clusters) == 9 * len(SCORED_SECTORS)
    assert clusters[["moran", "moran_p", "gi", "gi_p"]].isna().all().all()
    assert not clusters[["moran_firm", "gi_firm"]].any().any()


def test_kelurahan_that_all_lie_apart_have_a_reason():
    apart = Neighbours.of_pairs(grid(3).index, np.array([], dtype=int), np.array([], dtype=int))
    _, clustering = measure_clusters(indicators_of(survey(1, side=3), apart), apart, SETTINGS)
    assert clustering["reason"].str.contains("bersebelahan").all()


def test_the_same_seed_gives_the_same_table_and_rows_in_another_order_too():
    neighbours = grid(6)
    indicators = indicators_of(survey(5, side=6), neighbours)
    first, _ = measure_clusters(indicators, neighbours, SETTINGS)
    again, _ = measure_clusters(indicators.sample(frac=1.0, random_state=1), neighbours, SETTINGS)
    pd.testing.assert_frame_equal(first, again)
