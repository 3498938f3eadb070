"""Urgency in four tiers: cases by hand, and what must hold for any need."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.desk.needs.urgency import reminders_of, staple_goods, urgency_of
from mapping.knowledge.commodities import read_commodities
from mapping.knowledge.needs import read_needs


def tier(kind="goods", commodity="", status="new", left=float("nan"), waited=0.0) -> int:
    row = {"kind": [kind], "commodity": [commodity], "status": [status], "days_left": [left], "status_days": [waited]}
    return urgency_of(pd.DataFrame(row))["urgency"].iloc[0]


@pytest.mark.parametrize(
    ("need", "expected"),
    [
        ({"left": -4.0}, 1),
        ({"left": 0.0}, 1),
        ({"left": 1.0}, 1),
        ({"left": 2.0}, 2),
        ({"left": 3.0}, 2),
        ({"left": 7.0}, 3),
        ({"left": 8.0}, 4),
        ({"commodity": "rice_medium", "left": 3.0}, 1),
        ({"commodity": "rice_medium", "left": 7.0}, 2),
        ({"commodity": "rice_medium", "left": 7.0, "waited": 9.0}, 2),
        ({"left": 7.0, "waited": 1.0}, 2),
        ({}, 3),
        ({"kind": "stock"}, 4),
        ({"kind": "problem"}, 3),
        ({"kind": "stock", "commodity": "rice_medium"}, 4),
        ({"left": 2.0, "status": "chosen"}, 3),
        ({"left": -4.0, "status": "delivered"}, 4),
        ({"status": "delivered", "waited": 7.0}, 3),
    ],
)
def test_tiers_by_hand(need, expected) -> None:
    assert tier(**need) == expected


ROW = {
    "kind": st.sampled_from(list(read_needs()["kinds"])),
    "commodity": st.sampled_from(["", *read_commodities()]),
    "status": st.sampled_from(list(read_needs()["statuses"])),
    "left": st.one_of(st.just(float("nan")), st.integers(-500, 800).map(float)),
    "waited": st.integers(0, 900).map(float),
}


@given(need=st.fixed_dictionaries(ROW))
def test_open_needs_have_one_of_four_tiers_and_a_reason(need) -> None:
    row = {"days_left": [need["left"]], "status_days": [need["waited"]]}
    row |= {name: [need[name]] for name in ("kind", "commodity", "status")}
    told = urgency_of(pd.DataFrame(row)).iloc[0]
    is_open = read_needs()["statuses"][need["status"]]["open"]
    assert (told["urgency"] in (1, 2, 3, 4)) if is_open else pd.isna(told["urgency"])
    assert bool(told["why"]) == is_open


@given(need=st.fixed_dictionaries(ROW | {"left": st.integers(0, 300).map(float)}), sooner=st.integers(0, 60))
def test_less_time_never_makes_a_need_less_urgent(need, sooner) -> None:
    if read_needs()["statuses"][need["status"]]["open"]:
        assert tier(**need | {"left": need["left"] - sooner}) <= tier(**need)
        assert tier(**need | {"waited": need["waited"] + sooner}) <= tier(**need)


def test_staples_are_commodities_with_their_kinds() -> None:
    assert set(read_needs()["urgency"]["staples"]) <= set(read_commodities())
    assert {"rice", "rice_medium", "rice_sphp"} <= set(staple_goods())
    assert set(read_needs()["form"]["quick"]) <= set(read_commodities())


def test_no_reminder_before_its_day() -> None:
    days = {key: row["remind_days"] for key, row in read_needs()["statuses"].items() if row["open"]}
    needs = pd.DataFrame({"status": [*days, *days], "owned": "office"})
    needs["status_days"] = [*(float(day) for day in days.values()), *(day - 1.0 for day in days.values())]
    assert (reminders_of(needs) != "").tolist() == [True] * len(days) + [False] * len(days)
