"""The score: what it adds up to, what moves it and what must not."""

import numpy as np
import pandas as pd
import pytest

from mapping.errors import NotComputableError, SettingsError
from mapping.knowledge.catalog import SCORED_SECTORS, read_criteria
from mapping.measure.sectors import measure_sectors
from mapping.score.composite import firm, missing_criteria, score_sectors, score_table
from mapping.score.weigh.weights import default_weights, normalise_weights
from mapping.settings import ScoringSetup, Settings

CATALOGUE = read_criteria()["criteria"]
CRITERIA = [name for name, criterion in CATALOGUE.items() if criterion["weight"]]
WAYS = [
    ScoringSetup(scaling=scaling, aggregation=aggregation)
    for scaling in ("goalposts", "minmax", "ranks")
    for aggregation in ("arithmetic", "geometric")
]
KALIRUNGKUT, GUNDIH, JEPARA, TEMBOK_DUKUH = "35.78.03.1001", "35.78.13.1003", "35.78.13.1004", "35.78.13.1005"


@pytest.fixture
def indicators(tiny):
    return measure_sectors(*tiny, Settings(suppress_below=1))


def test_follows_the_contract(tiny, indicators):
    scores, contributions = score_table(indicators, Settings(draws=50))
    together = ["score", "rank", "rank_low", "rank_high", "p_top3", "p_best", "known_weight"]
    apart = ["rank_low_sampling", "rank_high_sampling", "rank_low_weights", "rank_high_weights"]
    assert scores.columns.tolist() == together + apart
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
    for table in (indicators, measure_sectors(*city(1), Settings(suppress_below=1))):
        scores, contributions = score_sectors(table)
        np.testing.assert_allclose(contributions.sum(axis=1, min_count=1), scores["score"])
        assert scores["score"].dropna().between(0, 100).all()
        weighted = 100 * normalise_weights(default_weights())[CRITERIA]
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
    register = measure_sectors(
        kelurahan, businesses.assign(workers=np.nan, input_spend_idr_month=np.nan), Settings(suppress_below=1)
    )
    scores, _ = score_sectors(register)
    assert scores.loc[(KALIRUNGKUT, "food"), "known_weight"] == pytest.approx(0.6)
    assert scores.loc[(KALIRUNGKUT, "food"), "score"] > 0
    assert np.isnan(scores.loc[(JEPARA, "food"), "score"])  # population unknown as well


def test_the_best_of_nothing_is_not_ranked(tiny):
    kelurahan, businesses = tiny
    # Nobody has crafts: no kelurahan is "first in crafts".
    none = measure_sectors(kelurahan, businesses[businesses["sector"] != "crafts"], Settings(suppress_below=1))
    scores, contributions = score_table(none, Settings(draws=20))
    crafts = scores.xs("crafts", level="sector")
    assert crafts.drop(columns="known_weight").isna().all(axis=None)
    assert contributions.xs("crafts", level="sector").isna().all(axis=None)
    # A register without workers, spend and population says too little of those that have the sector;
    # Gundih, which has no crafts, must not come first for knowing that.
    asked = {"workers": np.nan, "input_spend_idr_month": np.nan}
    register = measure_sectors(
        kelurahan.assign(population=np.nan), businesses.assign(**asked), Settings(suppress_below=1)
    )
    assert score_table(register, Settings(draws=20))[0]["score"].isna().all()


def test_agriculture_not_covered_is_unknown_not_last(tiny):
    scores, _ = score_table(measure_sectors(*tiny, Settings(covers_agriculture=False)), Settings(draws=20))
    farming = scores.xs("agriculture", level="sector")
    assert farming.drop(columns="known_weight").isna().all(axis=None)
    assert scores.loc[(KALIRUNGKUT, "food"), "rank"] == 1


@pytest.mark.parametrize("criterion", CRITERIA)
def test_unit_of_an_indicator_does_not_matter(indicators, criterion):
    post = CATALOGUE[criterion]
    other = ScoringSetup(goalposts=((criterion, 1000 * post["low"], 1000 * post["high"]),))
    scaled = indicators.assign(**{criterion: indicators[criterion] * 1000})
    pd.testing.assert_frame_equal(score_sectors(scaled, other)[0], score_sectors(indicators)[0])


def test_order_of_rows_and_columns_and_scale_of_weights_do_not_matter(indicators):
    scores, contributions = score_sectors(indicators)
    mixed = indicators.sample(frac=1, random_state=5).sample(frac=1, axis=1, random_state=6)
    weights = tuple((name, 7 * weight) for name, weight in default_weights().iloc[::-1].items())
    again, points = score_sectors(mixed, ScoringSetup(weights=weights))
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


def test_rounding_decides_no_rank():
    """All at 0: a geometric score of 1 but for a hair, however the weights are shared out. These are equals."""
    index = pd.MultiIndex.from_product([list("abc"), ["food"]], names=["kelurahan_code", "sector"])
    table = pd.DataFrame({"n": 5.0, "lq": [0.0, 0, np.nan], "workers": [0.0, 0, 0], "diversity": 0.0}, index=index)
    thirds = ScoringSetup(weights=(("lq", 1.0), ("workers", 1.0), ("diversity", 1.0)), aggregation="geometric")
    scores = score_sectors(table, thirds)[0]
    np.testing.assert_allclose(scores["score"], 1)
    assert scores["rank"].tolist() == [1, 1, 1]


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
    for scaling in ("minmax", "ranks"):
        with pytest.raises(NotComputableError, match=r"Skor sektor Pangan .*Kriteria .*hanya diketahui di satu"):
            score_sectors(indicators.loc[[KALIRUNGKUT]], ScoringSetup(scaling=scaling))
    nothing, _ = score_table(indicators.iloc[:0], Settings(draws=10))
    assert nothing.empty


def test_impossible_settings_are_refused(indicators):
    with pytest.raises(SettingsError, match="Jumlah undian"):
        score_table(indicators, Settings(draws=0))
    with pytest.raises(SettingsError, match="Bobot"):
        score_table(indicators, Settings(setup=ScoringSetup(weights=(("lq", -3),))))


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
        rates.append(
            firm_rate(measure_sectors(kelurahan, businesses.assign(sector=shuffled), Settings(suppress_below=1)))
        )
    assert max(rates) <= 0.05


def test_planted_clusters_are_firm(city):
    for seed in range(5):
        kelurahan, businesses = city(seed)
        # The ten largest kelurahan turn two thirds of their businesses to crafts.
        largest = businesses["kelurahan_code"].value_counts().index[:10]
        turned = businesses["kelurahan_code"].isin(largest) & (np.arange(len(businesses)) % 3 > 0)
        planted = businesses.assign(sector=businesses["sector"].mask(turned, "crafts"))
        crafts = firm(measure_sectors(kelurahan, planted, Settings(suppress_below=1))).xs("crafts", level="sector")
        assert crafts[largest].all()
        assert crafts.drop(largest).mean() <= 0.05


def test_geometric_by_hand():
    """u = (0.25, 1), weights one half each: 100 * sqrt(0.25) = 50; all of the missing 50 is the first criterion's."""
    index = pd.MultiIndex.from_tuples([("a", "food"), ("b", "food")], names=["kelurahan_code", "sector"])
    table = pd.DataFrame({"n": 5.0, "lq": [1.0, 0.5], "workers": [120.0, 120.0]}, index=index)
    setup = ScoringSetup(weights=(("lq", 1), ("workers", 1)), aggregation="geometric")
    scores, contributions = score_sectors(table, setup)
    # b: u = (0, 1); 0 counts as 0.01: 100 * sqrt(0.01) = 10; lq gives 50 - 90 points.
    np.testing.assert_allclose(scores["score"], [50, 10])
    np.testing.assert_allclose(contributions, [[0, 50], [-40, 50]], atol=1e-12)


def test_refusals_name_sector_criterion_and_what_to_do(indicators):
    same = indicators.assign(workers=indicators["workers"].where(indicators["workers"].isna(), 3.0))
    with pytest.raises(NotComputableError, match=r'Pangan .*"Tenaga kerja" bernilai sama .*Pilih batas tetap'):
        score_sectors(same, ScoringSetup(scaling="minmax"))
    unknown = indicators.assign(diversity=np.nan)
    unknown["n"] = unknown["n"].replace(0, 1)
    for scaling in ("minmax", "ranks"):
        with pytest.raises(NotComputableError, match=r'"Ragam produk" tidak punya satu pun data.*bobot 0'):
            score_sectors(unknown, ScoringSetup(scaling=scaling))
    missing = missing_criteria(unknown)
    assert set(missing["criterion"]) == {"diversity"}
    assert set(missing["sector"]) == {"food", "crafts", "agriculture"}
    uncovered = unknown.copy()
    uncovered.loc[(slice(None), "agriculture"), :] = np.nan
    assert set(missing_criteria(uncovered)["sector"]) == {"food", "crafts"}
    assert missing["weight"].eq(0.05).all()


def test_a_sector_that_nobody_scores_in_refuses_nothing(tiny):
    """Agriculture is not covered: unknown, and no reason to refuse the other sectors."""
    table = measure_sectors(*tiny, Settings(covers_agriculture=False, suppress_below=1))
    for setup in (ScoringSetup(scaling="minmax"), ScoringSetup(scaling="ranks")):
        scores, _ = score_sectors(table.loc[[KALIRUNGKUT, GUNDIH]], setup)
        assert scores.xs("agriculture", level="sector")["score"].isna().all()
        assert scores.loc[(KALIRUNGKUT, "food"), "score"] > 0


def test_a_column_that_the_table_lacks_is_unknown(indicators):
    lone = indicators[["n", "lq"]]
    scores, contributions = score_sectors(lone, ScoringSetup(weights=(("lq", 60), ("neighbour_lq", 40))))
    assert scores["known_weight"].max() == pytest.approx(0.6)
    assert contributions.columns.tolist() == ["lq", "neighbour_lq"]


def test_where_nobody_has_the_sector_shares_are_the_worst_there_is_not_unknown(indicators):
    table = indicators.assign(capital_share=0.3, outside_share=0.4)
    setup = ScoringSetup(weights=(("capital_share", 1), ("outside_share", 1)))
    contributions = score_sectors(table, setup)[1]
    assert contributions.loc[(GUNDIH, "crafts")].tolist() == [0, 0]
    assert contributions.loc[(KALIRUNGKUT, "food"), "capital_share"] == pytest.approx(25)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way.scaling}-{way.aggregation}")
def test_the_rank_lies_in_its_own_interval_in_every_way(city, way):
    """The draws score by another road (mapping/score/firm/draws.py): both must say the same of the data as they are."""
    table = measure_sectors(*city(4, kelurahan=30), Settings(suppress_below=1)).drop("agriculture", level="sector")
    scores, _ = score_table(table, Settings(draws=30, setup=way))
    known = scores["rank"].notna()
    assert known.any()
    for suffix in ("", "_sampling", "_weights"):
        assert scores["rank"].between(scores[f"rank_low{suffix}"], scores[f"rank_high{suffix}"])[known].all()
