"""Rank intervals: reproducible, order-free, wide where little is known, honest on average."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mapping.knowledge.catalog import SECTORS
from mapping.measure.sectors import measure_sectors
from mapping.measure.specialisation import quotient_posterior
from mapping.score import uncertainty
from mapping.score.composite import score_sectors, score_table
from mapping.score.uncertainty import rank_intervals
from mapping.settings import Settings

SETTINGS = Settings(draws=200)


@pytest.fixture
def indicators(city):
    return measure_sectors(*city(3, kelurahan=40), SETTINGS)


def test_same_seed_same_answer_other_seed_another(indicators):
    first = rank_intervals(indicators, SETTINGS)
    pd.testing.assert_frame_equal(first, rank_intervals(indicators, SETTINGS))
    assert not first.equals(rank_intervals(indicators, replace(SETTINGS, seed=SETTINGS.seed + 1)))


def test_order_of_rows_does_not_matter(indicators):
    mixed = rank_intervals(indicators.sample(frac=1, random_state=9), SETTINGS)
    first = rank_intervals(indicators, SETTINGS)
    pd.testing.assert_frame_equal(mixed.reindex(first.index), first)


def test_working_in_pieces_changes_nothing(indicators, monkeypatch):
    whole = rank_intervals(indicators, SETTINGS)
    monkeypatch.setattr(uncertainty, "CHUNK", 77)
    pd.testing.assert_frame_equal(rank_intervals(indicators, SETTINGS), whole)


def test_interval_holds_the_rank_and_stays_in_range(indicators):
    scores, _ = score_table(indicators, SETTINGS)
    known = scores.dropna(subset=["rank"])
    assert (known["rank_low"] <= known["rank"]).all()
    assert (known["rank"] <= known["rank_high"]).all()
    assert (known["rank_low"] >= 1).all()
    assert (known["rank_high"] <= 40).all()
    assert (known["p_best"] <= known["p_top3"]).all()
    best = known.groupby(level="sector")[["p_best", "p_top3"]].sum()
    assert best["p_best"].to_numpy() == pytest.approx(1, abs=1e-9)
    assert best["p_top3"].to_numpy() == pytest.approx(3, abs=1e-9)


def test_unknown_stays_unknown_and_disturbs_nobody(indicators):
    code = indicators.index[0][0]
    blank = indicators.copy()
    blank.loc[code] = np.nan
    without = indicators.drop(index=code, level="kelurahan_code")
    answer = rank_intervals(blank, SETTINGS)
    assert answer.loc[code].isna().all(axis=None)
    pd.testing.assert_frame_equal(answer.drop(index=code, level="kelurahan_code"), rank_intervals(without, SETTINGS))


def test_more_businesses_make_narrower_intervals(city):
    kelurahan, businesses = city(5, kelurahan=40, mean=10)
    copies = pd.concat([businesses] * 30)
    copies.index = pd.RangeIndex(len(copies)).astype(str)
    few = rank_intervals(measure_sectors(kelurahan, businesses, SETTINGS), SETTINGS)
    many = rank_intervals(measure_sectors(kelurahan, copies, SETTINGS), SETTINGS)
    spread = [(t["rank_high"] - t["rank_low"]).xs("crafts", level="sector").mean() for t in (few, many)]
    assert spread[1] < 0.6 * spread[0]


@pytest.mark.parametrize("sector", ["food", "agriculture"])
def test_one_draw_against_a_hand_made_score(city, sector):
    """The ranks of a draw are the ranks of the score of indicators changed by that draw."""
    settings = replace(SETTINGS, draws=1)
    indicators = measure_sectors(*city(3, kelurahan=40, mean=12), SETTINGS)
    rows = indicators.xs(sector, level="sector", drop_level=False).sort_index()
    alpha = uncertainty.prior_strength(rows["n"].to_numpy(), rows["expected"].to_numpy())
    rows = rows[score_sectors(rows)[0]["score"].notna()]
    assert sector == "food" or {0, 1} <= set(rows["n"])  # the smallest counts are among them
    rng = np.random.default_rng([settings.seed, SECTORS.index(sector)])
    quotient = rng.standard_gamma(rows["n"] + alpha) / (rows["expected"] + alpha)
    changed = rows.assign(lq=quotient)
    for name in ("producers", "workers", "spend_idr_month", "density_1000"):
        changed[name] *= (quotient * rows["expected"] / rows["n"]).where(rows["n"] > 0, 1.0)
    rank = score_sectors(changed)[0]["rank"]
    answer = rank_intervals(indicators, settings).loc[rows.index]
    assert (answer["p_best"] == (rank == 1)).all()
    assert (answer["p_top3"] == (rank <= 3)).all()
    shown = score_sectors(indicators)[0]["rank"].loc[rows.index]
    assert (answer["rank_low"] == np.minimum(rank, shown)).all()
    assert (answer["rank_high"] == np.maximum(rank, shown)).all()


@pytest.mark.parametrize("alpha", [3.0, 8.0, 30.0])
@pytest.mark.parametrize("mean", [15.0, 40.0])
def test_nominal_80_percent_interval_covers_the_true_rank(alpha, mean):
    """Regions drawn from the model: the true rank, made from the true quotients, lies inside 76-88 times of 100."""
    inside = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        expected = rng.gamma(4, mean / 4, 60) + 0.2
        truth = rng.gamma(alpha, 1 / alpha, 60)
        n = rng.poisson(expected * truth).astype(float)
        per_thousand = 1000 / rng.uniform(4e3, 3e4, 60)
        index = pd.MultiIndex.from_product(
            [[f"{i:03d}" for i in range(60)], ["food"]], names=["kelurahan_code", "sector"]
        )

        def table(count, quotient, index=index, expected=expected, per_thousand=per_thousand):
            totals = {"producers": 0.7 * count, "workers": 2.2 * count, "spend_idr_month": 3e6 * count}
            rates = {"density_1000": count * per_thousand, "lq": quotient, "diversity": 2.0}
            return pd.DataFrame({"n": count, "expected": expected, **totals, **rates}, index=index)

        shrunk = quotient_posterior(n, expected, uncertainty.prior_strength(n, expected))["lq"]
        answer = rank_intervals(table(n, shrunk), SETTINGS)
        rank = score_sectors(table(expected * truth, truth))[0]["rank"]
        inside.append(((answer["rank_low"] <= rank) & (rank <= answer["rank_high"])).mean())
    assert 0.76 <= np.mean(inside) <= 0.88
