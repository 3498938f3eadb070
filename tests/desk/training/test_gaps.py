"""Gaps of a board by hand, and of a region without telling who."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.desk.rules import ANYONE, COOPERATIVE, LOCAL, Actor
from mapping.desk.training.gaps import (
    board_gaps,
    cooperative_gaps,
    kecamatan_gaps,
    ready_to_borrow,
    region_gaps,
    share_interval,
)
from mapping.errors import NotAllowedError
from mapping.knowledge.competencies import read_competencies


def test_a_gap_is_what_is_missing_to_the_wanted_level_of_the_line():
    plain = cooperative_gaps({"cashbook": 2, "reports": 4, "tasks": 1})
    assert plain.loc[["cashbook", "reports", "tasks"], "wanted"].tolist() == [3, 3, 3]
    assert plain.loc[["cashbook", "reports", "tasks"], "gap"].tolist() == [1, 0, 2]
    savings = cooperative_gaps({"cashbook": 2, "reports": 4, "tasks": 1}, "B05")
    assert savings.loc[["cashbook", "reports", "tasks"], "wanted"].tolist() == [4, 4, 3]
    assert savings.loc[["cashbook", "reports", "tasks"], "gap"].tolist() == [2, 0, 2]
    assert savings["gap"].isna().sum() == 9


def test_an_own_line_of_the_user_has_the_levels_of_any_cooperative():
    assert cooperative_gaps({}, "U01").equals(cooperative_gaps({}))


@given(st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=12, max_size=12))
def test_a_higher_level_never_makes_a_gap_larger_and_unknown_never_becomes_zero(levels):
    keys = list(read_competencies()["competencies"])
    gaps = cooperative_gaps(dict(zip(keys, levels, strict=True)), "B13")
    better = cooperative_gaps({k: level and min(level + 1, 4) for k, level in zip(keys, levels, strict=True)}, "B13")
    assert gaps["gap"].isna().tolist() == [level is None for level in levels]
    assert (better["gap"] <= gaps["gap"]).fillna(True).all()
    assert ((gaps["gap"] >= 0) & (gaps["gap"] <= 3)).fillna(True).all()


def test_ready_to_borrow_is_said_only_when_all_that_matters_is_known():
    matters = {k: of["before_borrowing"] for k, of in read_competencies()["competencies"].items()}
    matters = {key: least for key, least in matters.items() if least}
    assert ready_to_borrow(cooperative_gaps(matters)) == "ready"
    for key in matters:
        assert ready_to_borrow(cooperative_gaps(matters | {key: None})) == "unknown"
        assert ready_to_borrow(cooperative_gaps(matters | {key: matters[key] - 1})) == "not_yet"


def test_the_interval_closes_when_all_are_assessed_and_widens_with_those_who_are_not():
    assert share_interval(3, 12, 12, 0.9) == (0.25, 0.25)
    widths = [np.diff(share_interval(3, 12, everybody, 0.9))[0] for everybody in (13, 24, 153)]
    assert widths == sorted(widths) and widths[0] > 0
    low, high = share_interval(0, 6, 12, 0.9)
    assert low == 0 and 0 < high < 0.5


def test_the_interval_of_very_many_is_that_of_jeffreys():
    from scipy.stats import beta

    low, high = share_interval(8, 20, 10_000_000, 0.9)
    assert (low, high) == pytest.approx(tuple(beta(8.5, 12.5).ppf([0.05, 0.95])), abs=1e-4)


def test_the_region_counts_each_board_against_its_own_line(desk, many, answer):
    plain, savings = many(5), many(1, "35.79", line_id="B05")
    for number in (*plain, *savings):
        answer(number, cashbook=3)
    row = region_gaps(desk, LOCAL).loc["cashbook"]
    assert row[["cooperatives", "answered", "below"]].tolist() == [6, 6, 1]
    assert row["share"] == pytest.approx(1 / 6) and row["low"] == row["high"] == row["share"]
    other = region_gaps(desk, LOCAL).loc["tasks"]
    assert other["answered"] == 0 and np.isnan(other["share"]) and other["state"] == "few"


def test_under_five_answers_there_is_no_share(desk, many, answer):
    numbers = many(9)
    for number in numbers[:4]:
        answer(number, cashbook=1)
    row = region_gaps(desk, LOCAL).loc["cashbook"]
    assert row["state"] == "few" and np.isnan(row["share"]) and row["below"] == 4
    answer(numbers[4], cashbook=3)
    row = region_gaps(desk, LOCAL).loc["cashbook"]
    assert row["state"] == "told" and row["share"] == pytest.approx(0.8)
    assert row["low"] < 0.8 < row["high"]


@pytest.mark.parametrize(
    ("below", "state"), [(0, "told"), (1, "hidden"), (2, "hidden"), (3, "told"), (6, "hidden"), (8, "told")]
)
def test_to_the_public_one_or_two_cooperatives_are_never_told(desk, many, answer, below, state):
    for place, number in enumerate(many(8)):
        answer(number, cashbook=1 if place < below else 3)
    told = region_gaps(desk, ANYONE).loc["cashbook"]
    assert told["state"] == state
    assert (told["below"] is pd.NA) == np.isnan(told["share"]) == (state == "hidden")
    assert region_gaps(desk, Actor(COOPERATIVE, cooperative_id=1)).loc["cashbook", "state"] == state
    assert region_gaps(desk, LOCAL).loc["cashbook", "below"] == below


def test_the_public_cannot_take_one_kelurahan_out_of_the_sum(desk, many, answer):
    for place, number in enumerate(many(8)):
        answer(number, cashbook=1 if place < 4 else 3)
    codes = [f"35.78.03.1{number:03}" for number in range(1, 9)]
    whole, part = region_gaps(desk, ANYONE, codes), region_gaps(desk, ANYONE, codes[1:])
    pd.testing.assert_frame_equal(whole, part)
    assert region_gaps(desk, LOCAL, codes[1:]).loc["cashbook", "below"] == 3
    assert region_gaps(desk, ANYONE, []).loc["cashbook", "cooperatives"] == 0


def test_a_kecamatan_is_drawn_towards_the_region_and_is_for_the_office(desk, many, answer):
    here, there = many(2, kecamatan="A"), many(8, "35.79", kecamatan="B")
    for number in here:
        answer(number, cashbook=1)
    for number in there:
        answer(number, cashbook=3)
    table = kecamatan_gaps(desk, LOCAL).set_index(["kecamatan", "competency"])
    row = table.loc[("A", "cashbook")]
    assert (row["answered"], row["below"]) == (2, 2)
    assert 0.2 < row["share"] < 1
    assert np.isnan(table.loc[("A", "tasks"), "share"])
    for actor in (ANYONE, Actor(COOPERATIVE, cooperative_id=here[0])):
        with pytest.raises(NotAllowedError):
            kecamatan_gaps(desk, actor)


def test_boards_stand_by_name_and_only_the_office_sees_others(desk, many, answer):
    numbers = many(3)
    answer(numbers[1], cashbook=1)
    table = board_gaps(desk, LOCAL)
    assert table["name"].is_monotonic_increasing and len(table) == 3
    assert table.loc[numbers[1], "cashbook"] == 2 and table.loc[numbers[0], "cashbook"] is pd.NA
    assert board_gaps(desk, ANYONE).empty
    assert board_gaps(desk, Actor(COOPERATIVE, cooperative_id=numbers[2])).index.tolist() == [numbers[2]]
