"""Rank intervals: reproducible, order-free, wide where little is known, honest on average."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import mapping.score.firm.draws as draws_module
import mapping.score.firm.ranks as ranks
import mapping.score.firm.uncertainty as uncertainty
from mapping.errors import SettingsError
from mapping.knowledge.catalog import SECTORS
from mapping.measure.sectors import measure_sectors
from mapping.measure.specialisation import prior_strength
from mapping.score.composite import score_sectors, score_table
from mapping.score.firm.draws import BLOCK, Draws
from mapping.score.firm.uncertainty import SOURCES, rank_intervals, uncertainty_table
from mapping.score.firm.weighing import draw_weights, given_cells, score_values
from mapping.score.weigh.setup import criteria_in_force
from mapping.settings import ScoringSetup, Settings

SETTINGS = Settings(draws=200)
WAYS = [(s, a) for s in ("goalposts", "minmax", "ranks") for a in ("arithmetic", "geometric")]


def under(scaling="goalposts", aggregation="arithmetic", draws=200, **choices):
    return Settings(draws=draws, setup=ScoringSetup(scaling=scaling, aggregation=aggregation, **choices))


def measure(kelurahan, businesses):
    """Indicators of a generated city in which farmers are producers, too."""
    stage = businesses["stage"].mask(businesses["sector"] == "agriculture", "hulu")
    return measure_sectors(kelurahan, businesses.assign(stage=stage), SETTINGS)


def with_gaps(indicators):
    """The third kelurahan answered too little for a score, the fifth has no known quotient."""
    table, codes = indicators.copy(), sorted(indicators.index.get_level_values("kelurahan_code").unique())
    table.loc[codes[2], ["workers", "spend_idr_month", "producers"]] = np.nan
    table.loc[codes[4], "lq"] = np.nan
    return table


def ranked(indicators, setup):
    """Ranks of the score; what differs only by the order of additions is equal."""
    score = score_sectors(indicators, setup)[0]["score"].round(9)
    return score.groupby(level="sector").rank(ascending=False, method="min")


@pytest.fixture
def indicators(city):
    return measure(*city(3, kelurahan=40))


def test_same_seed_same_answer_other_seed_another(indicators):
    for sources in (SOURCES, ("sampling",), ("weights",)):
        first = rank_intervals(indicators, SETTINGS, sources)
        pd.testing.assert_frame_equal(first, rank_intervals(indicators, SETTINGS, sources))
        assert not first.equals(rank_intervals(indicators, replace(SETTINGS, seed=SETTINGS.seed + 1), sources))


@pytest.mark.parametrize(("scaling", "aggregation"), WAYS)
def test_order_of_rows_and_columns_does_not_matter(indicators, scaling, aggregation):
    choice = under(scaling, aggregation)
    first = uncertainty_table(indicators, choice)
    mixed = indicators.sample(frac=1, random_state=9).sample(frac=1, axis=1, random_state=9)
    pd.testing.assert_frame_equal(uncertainty_table(mixed, choice).reindex(first.index), first)


@pytest.mark.parametrize(("scaling", "aggregation"), WAYS)
def test_working_in_pieces_and_keeping_nothing_change_nothing(indicators, monkeypatch, scaling, aggregation):
    choice = under(scaling, aggregation)
    whole = uncertainty_table(indicators, choice)
    monkeypatch.setattr(uncertainty, "CELLS", 77)
    monkeypatch.setattr(uncertainty, "WEIGHED", 1)
    monkeypatch.setattr(ranks, "CELLS", 77)
    monkeypatch.setattr(draws_module, "KEEP_BYTES", 0)
    pd.testing.assert_frame_equal(uncertainty_table(indicators, choice), whole)


def test_draws_made_before_give_the_same_answer_under_every_setup(indicators):
    made = Draws(indicators, SETTINGS)
    for choice in (
        SETTINGS,
        under(weights=(("lq", 3), ("workers", 1))),
        under(weights=(("lq", 1), ("workers", 3))),
        under("minmax", weights=(("lq", 1), ("workers", 3))),
        under(goalposts=(("lq", 0.0, 4.0),)),
        under("ranks", "geometric"),
        SETTINGS,
    ):
        for _ in range(2):
            pd.testing.assert_frame_equal(
                uncertainty_table(indicators, choice, made), uncertainty_table(indicators, choice)
            )


def test_draws_of_other_indicators_or_settings_are_not_used(indicators):
    other = indicators * [1.5 if name == "spend_idr_month" else 1.0 for name in indicators]
    for made in (
        Draws(other, SETTINGS),
        Draws(indicators, replace(SETTINGS, seed=5)),
        Draws(indicators, under(draws=9)),
    ):
        pd.testing.assert_frame_equal(
            uncertainty_table(indicators, SETTINGS, made), uncertainty_table(indicators, SETTINGS)
        )


@pytest.mark.parametrize(("scaling", "aggregation"), WAYS)
def test_interval_holds_the_rank_and_stays_in_range(indicators, scaling, aggregation):
    choice = under(scaling, aggregation)
    scores = score_sectors(indicators, choice.setup)[0].join(uncertainty_table(indicators, choice))
    known = scores.dropna(subset=["rank"])
    for end in ("", "_sampling", "_weights"):
        assert (known[f"rank_low{end}"] <= known["rank"]).all()
        assert (known["rank"] <= known[f"rank_high{end}"]).all()
        assert (known[f"rank_low{end}"] >= 1).all()
        assert (known[f"rank_high{end}"] <= 40).all()
    assert (known["p_best"] <= known["p_top3"]).all()
    best = known.groupby(level="sector")[["p_best", "p_top3"]].sum()
    assert (best["p_best"] >= 1 - 1e-9).all()  # equals all count
    assert (best["p_top3"] >= 3 - 1e-9).all()
    if (scaling, aggregation) == ("goalposts", "arithmetic"):
        assert best["p_best"].to_numpy() == pytest.approx(1, abs=1e-9)


def test_together_is_wider_than_apart(indicators):
    table = uncertainty_table(indicators, under(weight_concentration=3, draws=800)).xs("food", level="sector").dropna()
    widths = [(table[f"rank_high{end}"] - table[f"rank_low{end}"]).mean() for end in ("", "_sampling", "_weights")]
    assert widths[0] > max(widths[1:])


def test_surer_weights_make_narrower_intervals(indicators):
    widths = []
    for concentration in (10, 1_000, 1e6):
        table = rank_intervals(indicators, under(weight_concentration=concentration), ("weights",)).dropna()
        widths.append((table["rank_high"] - table["rank_low"]).mean())
    assert widths[0] > 2 * widths[1] > 0
    assert widths[2] < 0.2


@pytest.mark.parametrize("scaling", ["goalposts", "minmax", "ranks"])
def test_unknown_stays_unknown_and_disturbs_nobody(indicators, scaling):
    code = indicators.index[0][0]
    blank = indicators.copy()
    blank.loc[code] = np.nan
    without = indicators.drop(index=code, level="kelurahan_code")
    answer = uncertainty_table(blank, under(scaling))
    assert answer.loc[code].isna().all(axis=None)
    pd.testing.assert_frame_equal(
        answer.drop(index=code, level="kelurahan_code"), uncertainty_table(without, under(scaling))
    )


def test_more_businesses_make_narrower_intervals(city):
    kelurahan, businesses = city(5, kelurahan=40, mean=10)
    copies = pd.concat([businesses] * 30)
    copies.index = pd.RangeIndex(len(copies)).astype(str)
    few = rank_intervals(measure_sectors(kelurahan, businesses, SETTINGS), SETTINGS, ("sampling",))
    many = rank_intervals(measure_sectors(kelurahan, copies, SETTINGS), SETTINGS, ("sampling",))
    spread = [(t["rank_high"] - t["rank_low"]).xs("crafts", level="sector").mean() for t in (few, many)]
    assert spread[1] < 0.6 * spread[0]


@pytest.mark.parametrize(("scaling", "aggregation"), WAYS)
@pytest.mark.parametrize("sector", ["food", "agriculture"])
def test_one_draw_against_a_hand_made_score(city, sector, scaling, aggregation):
    """The ranks of a draw are the ranks of the score of indicators changed by that draw, under weights of that draw."""
    choice = under(scaling, aggregation, draws=1)
    indicators = measure(*city(3, kelurahan=40, mean=12))
    rows = indicators.xs(sector, level="sector", drop_level=False).sort_index()
    alpha = prior_strength(rows["n"].to_numpy(), rows["expected"].to_numpy())
    indicators = with_gaps(indicators)
    rows = with_gaps(rows)[rows["n"].notna()]
    key = [choice.seed, SECTORS.index(sector), 0, *b"quotient"]
    quotient = np.random.default_rng(key).standard_gamma(rows["n"] + alpha) / (rows["expected"] + alpha)
    scored = score_sectors(rows)[0]["score"].notna()
    rows, quotient = rows[scored], quotient[scored]
    assert (~scored).sum() > 0
    assert rows["lq"].isna().sum() == 1
    assert sector == "food" or {0, 1} <= set(rows["n"])  # the smallest counts are among them
    changed = rows.assign(lq=quotient.where(rows["lq"].notna()))
    for name in ("producers", "workers", "spend_idr_month", "density_1000"):
        changed[name] *= (quotient * rows["expected"] / rows["n"]).where(rows["n"] > 0, 1.0)
    criteria = criteria_in_force(choice.setup)
    weights = draw_weights(criteria, choice.setup, 1, choice.seed)[0]
    drawn = ScoringSetup(
        scaling=scaling, aggregation=aggregation, weights=tuple(zip(criteria["criteria"], weights, strict=True))
    )
    for sources, table, setup in (
        (SOURCES, changed, drawn),
        (("sampling",), changed, choice.setup),
        (("weights",), rows, drawn),
    ):
        rank = ranked(table, setup)
        answer = rank_intervals(indicators, choice, sources).loc[rows.index]
        assert (answer["p_best"] == (rank == 1)).all()
        assert (answer["p_top3"] == (rank <= 3)).all()
        shown = ranked(indicators, choice.setup).loc[rows.index]
        assert (answer["rank_low"] == np.minimum(rank, shown)).all()
        assert (answer["rank_high"] == np.maximum(rank, shown)).all()


def test_shares_are_drawn_from_their_posterior_and_sure_ones_are_held():
    index = pd.MultiIndex.from_product([list("abcd"), ["food"]], names=["kelurahan_code", "sector"])
    share = [0.3, 0.6, 1.0, 0.2]
    table = pd.DataFrame(
        {"n": [10.0, 40.0, 5.0, 0.0], "expected": 10.0, "lq": 1.0, "digital_share": share}, index=index
    ).assign(digital_share_answers=8.0, digital_share_strength=[20.0, 90.0, 12.0, 12.0])
    criteria = criteria_in_force(ScoringSetup(weights=(("lq", 1), ("digital_share", 1))))
    sector = Draws(table, Settings(draws=4_000)).sectors["food"]
    drawn = sector.natural(criteria, np.ones(4, dtype=bool), 0, 4_000)[
        :, list(criteria["criteria"]).index("digital_share")
    ]
    assert drawn[:, :2].mean(axis=0) == pytest.approx(share[:2], abs=0.01)
    spread = [np.sqrt(s * (1 - s) / (k + 1)) for s, k in ((0.3, 20), (0.6, 90))]
    assert drawn[:, :2].std(axis=0) == pytest.approx(spread, rel=0.05)
    assert (drawn[:, 2] == 1.0).all()
    assert np.ptp(drawn[:, 3]) == 0  # no business of the sector: nothing to ask


def test_a_criterion_more_leaves_the_draws_of_the_others(indicators):
    sector = Draws(indicators, SETTINGS).sectors["food"]
    every = np.ones(len(sector.rows), dtype=bool)
    few = criteria_in_force(ScoringSetup(weights=(("lq", 1), ("workers", 1))))
    more = criteria_in_force(ScoringSetup(weights=(("lq", 1), ("workers", 1), ("producers", 2))))
    first = sector.natural(few, every, 0, 16)
    second = sector.natural(more, every, 0, 16)
    for column, name in enumerate(few["criteria"]):
        np.testing.assert_array_equal(first[:, column], second[:, list(more["criteria"]).index(name)])


def test_effective_counts_of_a_weighted_sample_set_the_noise(indicators):
    """The posterior rests on effective interviews, not on rows; totals follow the effective count, too."""
    table = indicators.assign(n_effective=indicators["n"] / 4, expected=indicators["expected"] / 4)
    sector = Draws(table, Settings(draws=4_000)).sectors["food"]
    n, expected = (sector.rows[name].to_numpy() for name in ("n_effective", "expected"))
    alpha = prior_strength(n, expected)
    drawn = sector.quotients(0, 4_000)
    assert drawn.mean(axis=0) == pytest.approx((n + alpha) / (expected + alpha), rel=0.05)
    assert drawn.std(axis=0) == pytest.approx(np.sqrt(n + alpha) / (expected + alpha), rel=0.08)
    criteria = criteria_in_force(ScoringSetup(weights=(("workers", 1),)))
    workers = sector.natural(criteria, np.ones(len(n), dtype=bool), 0, 4_000)[:, 0]
    some = n > 0
    grown = sector.rows["workers"].to_numpy() * drawn * expected / np.where(some, n, np.nan)
    np.testing.assert_allclose(workers[:, some], grown[:, some])


@pytest.mark.parametrize(("scaling", "aggregation"), WAYS)
def test_the_kernel_scores_as_the_composite_does(indicators, scaling, aggregation):
    setup = ScoringSetup(scaling=scaling, aggregation=aggregation)
    blank = indicators.copy()
    blank.iloc[::7, blank.columns.get_loc("workers")] = np.nan
    expected = score_sectors(blank, setup)[0]["score"]
    criteria = criteria_in_force(setup)
    for sector in Draws(blank, SETTINGS).sectors.values():
        given, values, weights = given_cells(sector.rows, criteria)
        mine = score_values(values, weights, criteria)
        assert mine == pytest.approx(expected.loc[sector.rows.index].to_numpy()[given], abs=1e-9)
        assert expected.loc[sector.rows.index].isna().to_numpy()[~given].all()


def test_score_table_has_the_columns_of_the_contract(indicators):
    scores, _ = score_table(indicators, SETTINGS)
    together = ["score", "rank", "rank_low", "rank_high", "p_top3", "p_best", "known_weight"]
    assert list(scores) == together + [f"rank_{end}_{source}" for source in SOURCES for end in ("low", "high")]


def test_weights_vary_around_the_chosen_ones_as_stated():
    criteria = criteria_in_force(ScoringSetup())
    chosen = np.array([criterion["weight"] for criterion in criteria["criteria"].values()])
    drawn = draw_weights(criteria, ScoringSetup(), 20_000, 1)
    assert drawn.sum(axis=1) == pytest.approx(1)
    assert drawn.mean(axis=0) == pytest.approx(chosen, abs=0.003)
    assert drawn.std(axis=0) == pytest.approx(np.sqrt(chosen * (1 - chosen) / 76), rel=0.03)
    assert drawn.std(axis=0)[0] / chosen[0] == pytest.approx(0.2, abs=0.01)  # "by a fifth of itself"


@pytest.mark.parametrize("bad", [0.0, -1.0, np.nan, np.inf])
def test_a_concentration_out_of_range_is_refused(indicators, bad):
    with pytest.raises(SettingsError):
        rank_intervals(indicators, under(weight_concentration=bad))


def test_no_draws_and_unknown_sources_are_refused(indicators):
    with pytest.raises(SettingsError, match="undian"):
        rank_intervals(indicators, under(draws=0))
    with pytest.raises(SettingsError, match="Benih"):
        rank_intervals(indicators, replace(SETTINGS, seed=-1))
    with pytest.raises(SettingsError, match="cuaca"):
        rank_intervals(indicators, SETTINGS, ("cuaca",))


def test_blocks_start_where_pieces_do(indicators):
    sector = Draws(indicators, under(draws=50)).sectors["food"]
    whole = sector.quotients(0, 50)
    parts = [sector.quotients(start, min(start + 2 * BLOCK, 50)) for start in range(0, 50, 2 * BLOCK)]
    np.testing.assert_array_equal(np.concatenate(parts), whole)
