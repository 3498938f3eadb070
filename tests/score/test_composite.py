"""The score: what it adds up to, what moves it and what must not."""

from copy import deepcopy

import numpy as np
import pandas as pd
import pytest

from mapping.errors import SettingsError
from mapping.knowledge.catalog import SCORED_SECTORS, read_criteria
from mapping.measure.sectors import measure_sectors
from mapping.score.composite import firm, score_sectors, score_table
from mapping.score.weights import default_weights
from mapping.settings import Settings

CRITERIA = list(read_criteria()["criteria"])
KALIRUNGKUT, GUNDIH, JEPARA, TEMBOK_DUKUH = "35.78.03.1001", "35.78.13.1003", "35.78.13.1004", "35.78.13.1005"


@pytest.fixture
def indicators(tiny):
    return measure_sectors(*tiny, Settings())


def test_follows_the_contract(tiny, indicators):
    scores, contributions = score_table(indicators, Settings(draws=50))
    assert scores.columns.tolist() == ["score", "rank", "rank_low", "rank_high", "p_top3", "p_best", "known_weight"]
    assert contributions.columns.tolist() == CRITERIA
    assert scores.index.equals(contributions.index)
    assert scores.index.names == ["kelurahan_code", "sector"]
    assert set(scores.index) == {(code, sector) for code in tiny[0].index for sector in SCORED_SECTORS}
    assert (scores.dtypes == "float64").all()


def test_hand_computed_food_in_kalirungkut(indicators):
    scores, contributions = score_sectors(indicators)
    row = contributions.loc[(KALIRUNGKUT, "food")]
    assert row["spend_idr_month"] == pytest.approx(25 * 52.8 / 150)
    assert row["producers"] == pytest.approx(20 * 10 / 40)
    assert row["workers"] == pytest.approx(15 * 36 / 120)
    assert row["density_1000"] == pytest.approx(10 * 0.5 / 12)
    assert row["lq"] == pytest.approx(25 * (indicators.loc[(KALIRUNGKUT, "food"), "lq"] - 0.5) / 2)
    assert scores.loc[(KALIRUNGKUT, "food"), "rank"] == 1


def test_contributions_sum_to_the_score(indicators, city):
    for table in (indicators, measure_sectors(*city(1), Settings())):
        scores, contributions = score_sectors(table)
        np.testing.assert_allclose(contributions.sum(axis=1, min_count=1), scores["score"])
        assert scores["score"].dropna().between(0, 100).all()
        weighted = 100 * default_weights() / default_weights().sum()
        assert (contributions[scores["known_weight"] == 1] <= weighted + 1e-9).all(axis=None)


def test_unknown_gives_no_score_and_no_rank(indicators):
    scores, contributions = score_sectors(indicators)
    assert scores.loc[TEMBOK_DUKUH, ["score", "rank"]].isna().all(axis=None)
    assert (scores.loc[TEMBOK_DUKUH, "known_weight"] == 0).all()
    assert contributions.loc[TEMBOK_DUKUH].isna().all(axis=None)
    # Jepara, food: spend (25), workers (15) and population (10) unknown, half of the weight is too little.
    assert scores.loc[(JEPARA, "food"), "known_weight"] == pytest.approx(0.5)
    assert np.isnan(scores.loc[(JEPARA, "food"), "score"])
    # Jepara, agriculture: only the population is unknown; its weight is shared by the others.
    assert scores.loc[(JEPARA, "agriculture"), "known_weight"] == pytest.approx(0.9)
    row = contributions.loc[(JEPARA, "agriculture")]
    assert np.isnan(row["density_1000"])
    assert row["producers"] == pytest.approx(20 / 0.9 * 5 / 40)


def test_surveyed_and_none_there_is_low_not_unknown(indicators):
    scores, contributions = score_sectors(indicators)
    assert scores.loc[(GUNDIH, "crafts"), "known_weight"] == pytest.approx(1)
    assert contributions.loc[(GUNDIH, "crafts")].drop("lq").tolist() == [0] * 5
    ranks = scores["rank"].xs("crafts", level="sector").dropna()
    assert ranks[GUNDIH] == len(ranks)


def test_sixty_percent_known_is_just_enough(tiny):
    """A register with population but without workers (15) and spend (25), the usual case."""
    kelurahan, businesses = tiny
    register = measure_sectors(kelurahan, businesses.assign(workers=np.nan, input_spend_idr_month=np.nan), Settings())
    scores, _ = score_sectors(register)
    assert scores.loc[(KALIRUNGKUT, "food"), "known_weight"] == pytest.approx(0.6)
    assert scores.loc[(KALIRUNGKUT, "food"), "score"] > 0
    assert np.isnan(scores.loc[(JEPARA, "food"), "score"])  # population unknown as well


def test_the_best_of_nothing_is_not_ranked(tiny):
    kelurahan, businesses = tiny
    # Nobody has crafts: no kelurahan is "first in crafts".
    none = measure_sectors(kelurahan, businesses[businesses["sector"] != "crafts"], Settings())
    scores, contributions = score_table(none, Settings(draws=20))
    crafts = scores.xs("crafts", level="sector")
    assert crafts.drop(columns="known_weight").isna().all(axis=None)
    assert contributions.xs("crafts", level="sector").isna().all(axis=None)
    # A register without workers, spend and population says too little of those that have the sector;
    # Gundih, which has no crafts, must not come first for knowing that.
    asked = {"workers": np.nan, "input_spend_idr_month": np.nan}
    register = measure_sectors(kelurahan.assign(population=np.nan), businesses.assign(**asked), Settings())
    assert score_table(register, Settings(draws=20))[0]["score"].isna().all()


def test_agriculture_not_covered_is_unknown_not_last(tiny):
    scores, _ = score_table(measure_sectors(*tiny, Settings(covers_agriculture=False)), Settings(draws=20))
    farming = scores.xs("agriculture", level="sector")
    assert farming.drop(columns="known_weight").isna().all(axis=None)
    assert scores.loc[(KALIRUNGKUT, "food"), "rank"] == 1


@pytest.mark.parametrize("criterion", CRITERIA)
def test_unit_of_an_indicator_does_not_matter(indicators, criterion):
    criteria = deepcopy(read_criteria())
    for post in ("low", "high"):
        criteria["criteria"][criterion][post] *= 1000
    other = indicators.assign(**{criterion: indicators[criterion] * 1000})
    pd.testing.assert_frame_equal(score_sectors(other, criteria=criteria)[0], score_sectors(indicators)[0])


def test_order_of_rows_and_columns_and_scale_of_weights_do_not_matter(indicators):
    scores, contributions = score_sectors(indicators)
    mixed = indicators.sample(frac=1, random_state=5).sample(frac=1, axis=1, random_state=6)
    again, points = score_sectors(mixed, weights=default_weights().iloc[::-1] * 7)
    pd.testing.assert_frame_equal(again.reindex(scores.index), scores)
    pd.testing.assert_frame_equal(points.reindex(scores.index), contributions)


def test_a_very_bad_kelurahan_moves_nobody(indicators):
    scores, contributions = score_sectors(indicators)
    bad = indicators.loc[[KALIRUNGKUT]].rename(index={KALIRUNGKUT: "99.99.99.1001"})
    bad = bad * 0.0
    after, points = score_sectors(pd.concat([indicators, bad]))
    pd.testing.assert_frame_equal(after.loc[scores.index], scores)
    pd.testing.assert_frame_equal(points.loc[scores.index], contributions)


def test_equals_share_the_better_rank(indicators):
    twin = indicators.loc[[KALIRUNGKUT]].rename(index={KALIRUNGKUT: "35.78.03.1999"})
    rank = score_sectors(pd.concat([indicators, twin]))[0]["rank"].xs("food", level="sector")
    assert rank[KALIRUNGKUT] == rank["35.78.03.1999"] == 1
    assert sorted(rank.dropna())[2] == 3


def test_better_indicator_never_lowers_the_score(indicators):
    before = score_sectors(indicators)[0]["score"]
    for criterion in CRITERIA:
        after = score_sectors(indicators.assign(**{criterion: indicators[criterion] * 1.5}))[0]["score"]
        assert (after >= before - 1e-9).loc[before.notna()].all()
        assert (after > before + 1e-9).any()


def test_degenerate_tables_do_not_crash(indicators):
    unknown = indicators * np.nan
    scores, contributions = score_table(unknown, Settings(draws=10))
    assert scores.drop(columns="known_weight").isna().all(axis=None)
    assert contributions.isna().all(axis=None)
    alone, _ = score_table(indicators.loc[[KALIRUNGKUT]], Settings(draws=10))
    assert (alone[["rank", "rank_low", "rank_high", "p_best", "p_top3"]] == 1).all(axis=None)
    nothing, _ = score_table(indicators.iloc[:0], Settings(draws=10))
    assert nothing.empty


def test_impossible_settings_are_refused(indicators):
    with pytest.raises(SettingsError, match="Jumlah undian"):
        score_table(indicators, Settings(draws=0))
    with pytest.raises(SettingsError, match="Bobot"):
        score_table(indicators, Settings(), weights={"lq": -3})


def test_firm_needs_enough_businesses_and_certainty():
    table = pd.DataFrame({"lq_prob": [0.95, 0.949, 0.99, np.nan], "n": [5.0, 50.0, 4.0, 9.0]})
    assert firm(table).tolist() == [True, False, False, False]


def firm_rate(indicators):
    some = firm(indicators.loc[indicators.index.get_level_values("sector").isin(SCORED_SECTORS)])
    surveyed = indicators["n_kelurahan"].groupby(level="kelurahan_code").max() > 0
    return some.groupby(level="kelurahan_code").any()[surveyed].mean()


def test_shuffled_sectors_make_almost_nobody_firm(city):
    """Falsification: where sector and place have nothing to do with each other, nothing stands out.

    The twin test below shows that real differences are found, so silence here is no deafness.
    """
    rates = []
    for seed in range(20):
        kelurahan, businesses = city(seed)
        shuffled = businesses["sector"].sample(frac=1, random_state=seed).to_numpy()
        rates.append(firm_rate(measure_sectors(kelurahan, businesses.assign(sector=shuffled), Settings())))
    assert max(rates) <= 0.05


def test_planted_clusters_are_firm(city):
    for seed in range(5):
        kelurahan, businesses = city(seed)
        # The ten largest kelurahan turn two thirds of their businesses to crafts.
        largest = businesses["kelurahan_code"].value_counts().index[:10]
        turned = businesses["kelurahan_code"].isin(largest) & (np.arange(len(businesses)) % 3 > 0)
        planted = businesses.assign(sector=businesses["sector"].mask(turned, "crafts"))
        crafts = firm(measure_sectors(kelurahan, planted, Settings())).xs("crafts", level="sector")
        assert crafts[largest].all()
        assert crafts.drop(largest).mean() <= 0.05
