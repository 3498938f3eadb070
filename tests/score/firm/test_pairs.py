"""Pairs of kelurahan are judged by their own draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mapping.score.firm.draws import Draws
from mapping.score.firm.pairs import SURE, compare_draws
from mapping.score.firm.uncertainty import rank_intervals
from mapping.settings import ScoringSetup, Settings

CODES = [f"35.78.01.10{place:02d}" for place in range(1, 13)]


def region(counts: list[float], expected: float = 20.0) -> pd.DataFrame:
    """Twelve kelurahan of one sector, told apart by their counts alone."""
    n = np.array(counts, dtype=float)
    index = pd.MultiIndex.from_product([CODES[: len(n)], ["food"]], names=["kelurahan_code", "sector"])
    lq = np.where(np.isnan(n), np.nan, (n + 2) / (expected + 2))
    table = {"n": n, "expected": expected, "lq": lq, "workers": n * 2, "producers": n, "diversity": 3.0}
    return pd.DataFrame(table, index=index)


@pytest.fixture
def settings() -> Settings:
    weights = (("lq", 60.0), ("workers", 20.0), ("diversity", 20.0))
    return Settings(draws=400, setup=ScoringSetup(weights=weights))


@pytest.fixture
def indicators() -> pd.DataFrame:
    return region([60, 58, 30, 20, 18, 12, 10, 8, 6, 4, 2, np.nan])


def test_the_two_of_a_pair_add_up_to_one(indicators, settings):
    better = compare_draws(indicators, settings, "food", CODES[:4]).better
    whole = better.to_numpy() + better.to_numpy().T
    assert whole[~np.eye(4, dtype=bool)] == pytest.approx(1.0)
    assert np.isnan(np.diag(better)).all()


def test_far_apart_is_clear_and_close_together_is_not(indicators, settings):
    pairs = compare_draws(indicators, settings, "food", CODES[:4])
    assert pairs.clear.at[CODES[0], CODES[3]] and not pairs.clear.at[CODES[3], CODES[0]]
    assert not pairs.clear.at[CODES[0], CODES[1]] and not pairs.clear.at[CODES[1], CODES[0]]
    assert 0.3 < pairs.better.at[CODES[0], CODES[1]] < SURE


def test_the_order_asked_for_changes_nothing(indicators, settings):
    asked = [CODES[3], CODES[0], CODES[6]]
    one, other = (compare_draws(indicators, settings, "food", codes) for codes in (asked, asked[::-1]))
    pd.testing.assert_frame_equal(one.better, other.better.loc[asked, asked])
    pd.testing.assert_frame_equal(one.leads, other.leads[asked])


def test_who_else_is_compared_does_not_move_a_pair(indicators, settings):
    few = compare_draws(indicators, settings, "food", CODES[:2]).better
    many = compare_draws(indicators, settings, "food", CODES[:6]).better
    pd.testing.assert_frame_equal(few, many.loc[CODES[:2], CODES[:2]])


def test_draws_from_before_give_the_same_answer(indicators, settings):
    kept = Draws(indicators, settings)
    one, other = (compare_draws(indicators, settings, "food", CODES[:3], draws) for draws in (None, kept))
    pd.testing.assert_frame_equal(one.scores, other.scores)
    pd.testing.assert_frame_equal(one.better, other.better)


def test_the_shares_are_those_of_the_ranks(indicators, settings):
    """Where two alone can be first, the one ahead is first: equals count half here."""
    better = compare_draws(indicators, settings, "food", CODES[:11]).better
    best = rank_intervals(indicators, settings)["p_best"].xs("food", level="sector")
    assert best[CODES[2:11]].eq(0).all()
    equal = best[CODES[0]] + best[CODES[1]] - 1.0
    assert better.at[CODES[0], CODES[1]] == pytest.approx(best[CODES[0]] - equal / 2)


def test_scores_lie_in_their_intervals(indicators, settings):
    from mapping.score.composite import score_sectors

    shown = score_sectors(indicators, settings.setup)[0]["score"].xs("food", level="sector")
    ends = compare_draws(indicators, settings, "food", CODES[:11]).scores
    assert (ends["score_low"] <= shown[CODES[:11]] + 1e-9).all()
    assert (ends["score_high"] >= shown[CODES[:11]] - 1e-9).all()


def test_what_has_no_score_is_not_compared(indicators, settings):
    pairs = compare_draws(indicators, settings, "food", [CODES[0], CODES[11], "tidak ada"])
    assert pairs.better.isna().all(axis=None) and not pairs.clear.any(axis=None)
    assert pairs.scores.loc[[CODES[11], "tidak ada"]].isna().all(axis=None)
    assert compare_draws(indicators, settings, "agriculture", CODES[:2]).better.isna().all(axis=None)
    assert compare_draws(indicators, settings, "food", []).better.empty


def test_the_best_of_a_measure_is_marked_only_where_firm(indicators, settings):
    pairs = compare_draws(indicators, settings, "food", [CODES[0], CODES[1], CODES[8]])
    assert not pairs.best.loc["workers"].any(), "60 and 58 businesses are as good as equal"
    far = compare_draws(indicators, settings, "food", [CODES[0], CODES[3], CODES[8]])
    assert far.best.loc["workers"].tolist() == [True, False, False]
    assert far.leads.loc["diversity"].isna().all() and not far.best.loc["diversity"].any(), "its chance is not drawn"


def test_less_is_better_turns_the_best_around(indicators, settings):
    turned = replace(settings, setup=replace(settings.setup, goalposts=(("workers", 120.0, 0.0),)))
    best = compare_draws(indicators, turned, "food", [CODES[0], CODES[3], CODES[8]]).best
    assert best.loc["workers"].tolist() == [False, False, True]
    assert best.loc["lq"].tolist() == [True, False, False]


def test_what_is_shown_lower_is_never_clearly_better(settings):
    """A large count that nobody met is drawn towards the region; the shown order is not turned by that."""
    table = region([0.0, 6.0], expected=60.0)
    table["lq"] = [0.9, 0.2]
    pairs = compare_draws(table, settings, "food", CODES[:2])
    higher = pairs.clear.to_numpy() & (pairs.better.to_numpy() < SURE)
    assert not higher.any()
    from mapping.score.composite import score_sectors

    shown = score_sectors(table, settings.setup)[0]["score"].to_numpy()
    assert not (pairs.clear.to_numpy() & (shown[:, None] <= shown[None, :])).any()


def test_twins_are_alike(settings):
    pairs = compare_draws(region([20, 20, 5]), replace(settings, draws=64), "food", CODES[:2])
    assert not pairs.clear.any(axis=None)
