"""Trainings: planned, invitations by gap and distance, attendance in numbers, and the effect by hand."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from mapping.desk.rules import ANYONE, COOPERATIVE, LOCAL, Actor
from mapping.desk.training.attend import Came, note_attendance, read_attendance
from mapping.desk.training.effect import pair_changes, training_effect
from mapping.desk.training.invite import invite, propose_invitations
from mapping.desk.training.sessions import change_session, plan_session, read_sessions
from mapping.errors import ConflictError, EntryError, NotAllowedError

AT = "2026-11-23T08:00:00Z"
FINANCE = {"module": "finance", "title": "Buku kas untuk pengurus", "held_on": "2026-11-20"}


@pytest.fixture
def places():
    """Eight squares in a row, a kilometre wide."""
    codes = [f"35.78.03.1{number:03}" for number in range(1, 9)]
    return gpd.GeoDataFrame(
        index=pd.Index(codes, name="kelurahan_code"),
        geometry=[box(112 + 0.01 * x, -7.01, 112.01 + 0.01 * x, -7) for x in range(8)],
        crs="EPSG:4326",
    )


def version_of(desk, number):
    return int(read_sessions(desk, LOCAL).loc[number, "version"])


def test_the_largest_gap_is_invited_first_then_the_nearest_until_the_seats_are_full(desk, many, answer, places):
    numbers = many(8)
    told = {0: 3, 1: 2, 2: 1, 3: 2, 4: 1, 5: 4}
    for place, level in told.items():
        answer(numbers[place], cashbook=level)
    session = plan_session(desk, LOCAL, AT, **FINANCE, kelurahan_code="35.78.03.1001", seats=7)
    table = propose_invitations(desk, LOCAL, session, places)
    order = [numbers[place] for place in (2, 4, 1, 3)]
    assert table.index[:4].tolist() == order
    assert table.loc[order, "gap"].tolist() == [2, 2, 1, 1]
    assert table.loc[order, "invited"].tolist() == [2, 2, 2, 0]
    assert table.loc[numbers[2], "distance_km"] == pytest.approx(2.2, abs=0.05)
    assert table.loc[[numbers[6], numbers[7]], "reason"].tolist() == ["unassessed"] * 2
    assert table.loc[[numbers[0], numbers[5]], "reason"].tolist() == ["none"] * 2
    assert table.loc[table["reason"] != "gap", "invited"].sum() == 0
    with pytest.raises(NotAllowedError):
        propose_invitations(desk, ANYONE, session, places)


def test_who_came_since_the_assessment_is_not_proposed_again_until_a_new_one(desk, many, answer, places):
    numbers = many(2)
    for number in numbers:
        answer(number, "2026-11-01", cashbook=1)
    first = plan_session(desk, LOCAL, AT, **FINANCE)
    note_attendance(desk, LOCAL, AT, first, version_of(desk, first), [Came(numbers[0], came=2)])
    second = plan_session(desk, LOCAL, AT, **(FINANCE | {"held_on": "2026-12-20"}))
    assert propose_invitations(desk, LOCAL, second, places)["reason"].to_dict() == {
        numbers[1]: "gap",
        numbers[0]: "trained",
    }
    assert propose_invitations(desk, LOCAL, second, places)["distance_km"].isna().all()
    answer(numbers[0], "2026-11-22", cashbook=1)
    assert (propose_invitations(desk, LOCAL, second, places)["reason"] == "gap").all()


def test_invitations_and_attendance_are_numbers_and_are_seen_by_those_concerned(desk, two):
    session = plan_session(desk, LOCAL, AT, **FINANCE)
    invite(desk, LOCAL, AT, session, version_of(desk, session), {two[0]: 3, two[1]: 2})
    kept = read_attendance(desk, LOCAL, session)
    versions = dict(zip(kept["cooperative_id"], kept["version"], strict=True))
    rows = [Came(two[0], 3, 2, 40, 70, int(versions[two[0]])), Came(two[1], None, version=int(versions[two[1]]))]
    note_attendance(desk, LOCAL, AT, session, version_of(desk, session), rows)
    row = read_sessions(desk, LOCAL).loc[session]
    assert row["status"] == "held" and row[["invited", "came", "women"]].tolist() == [5, 3, 2]
    public = read_sessions(desk, ANYONE).loc[session]
    assert public["came"] == 3 and public["women"] is pd.NA
    assert read_attendance(desk, ANYONE).empty
    own = read_attendance(desk, Actor(COOPERATIVE, cooperative_id=two[1]))
    assert own["cooperative_id"].tolist() == [two[1]] and own["came"].iloc[0] is pd.NA
    with pytest.raises(ConflictError):
        note_attendance(desk, LOCAL, AT, session, version_of(desk, session), [Came(two[0], 1, version=1)])


def test_an_invitation_goes_with_zero_unless_somebody_came(desk, two):
    session = plan_session(desk, LOCAL, AT, **FINANCE)
    invite(desk, LOCAL, AT, session, 1, {two[0]: 3, two[1]: 2})
    invite(desk, LOCAL, AT, session, 1, {two[0]: 0})
    assert read_attendance(desk, LOCAL)["cooperative_id"].tolist() == [two[1]]
    note_attendance(desk, LOCAL, AT, session, 1, [Came(two[1], 1, version=1)])
    invite(desk, LOCAL, AT, session, version_of(desk, session), {two[1]: 0})
    assert read_attendance(desk, LOCAL)["came"].tolist() == [1]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"came": 2, "women": 3}, "women"),
        ({"came": None, "women": 1}, "women"),
        ({"came": 0, "before": 50}, "came"),
        ({"came": 2, "before": 101}, "before"),
        ({"came": -1}, "came"),
        ({"came": 1001}, "came"),
    ],
)
def test_numbers_that_cannot_be_are_refused(desk, two, row, field):
    session = plan_session(desk, LOCAL, AT, **FINANCE)
    with pytest.raises(EntryError) as failure:
        note_attendance(desk, LOCAL, AT, session, 1, [Came(two[0], **row)])
    assert failure.value.field == field
    assert read_sessions(desk, LOCAL).loc[session, "status"] == "planned"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"module": "silat"}, "module"),
        ({"title": " "}, "title"),
        ({"held_on": ""}, "held_on"),
        ({"kelurahan_code": "3578"}, "kelurahan_code"),
        ({"partner_id": 99}, "partner_id"),
        ({"seats": 0}, "seats"),
        ({"seats": 2000}, "seats"),
        ({"hours": 900}, "hours"),
    ],
)
def test_a_training_that_cannot_be_is_refused(desk, changes, field):
    with pytest.raises(EntryError) as failure:
        plan_session(desk, LOCAL, AT, **(FINANCE | changes))
    assert failure.value.field == field
    assert read_sessions(desk, LOCAL).empty


def test_a_second_tap_plans_no_second_training(desk):
    first = plan_session(desk, LOCAL, AT, **FINANCE)
    assert plan_session(desk, LOCAL, AT, **FINANCE) == first
    assert plan_session(desk, LOCAL, AT, **FINANCE, seats=20) != first
    change_session(desk, LOCAL, AT, first, 1, status="cancelled")
    assert plan_session(desk, LOCAL, AT, **FINANCE) != first


def test_a_training_of_a_coming_day_was_not_held_and_a_cancelled_one_takes_nobody(desk, two):
    session = plan_session(desk, LOCAL, AT, **(FINANCE | {"held_on": "2026-12-01"}))
    with pytest.raises(EntryError):
        note_attendance(desk, LOCAL, AT, session, 1, [Came(two[0], 1)])
    with pytest.raises(EntryError):
        change_session(desk, LOCAL, AT, session, 1, status="held")
    change_session(desk, LOCAL, AT, session, 1, status="cancelled", place="Balai RW")
    with pytest.raises(EntryError):
        invite(desk, LOCAL, AT, session, 2, {two[0]: 2})
    with pytest.raises(ConflictError):
        change_session(desk, LOCAL, AT, session, 1, seats=10)


# Before, after; by hand: those who came rose by 1, 1, 2, 0, 1 (mean 1), the others by 0, 0, 1, 0, 0 (mean 0.2).
CAME, OTHERS = [(1, 2), (1, 2), (1, 3), (2, 2), (2, 3)], [(2, 2), (1, 1), (2, 3), (3, 3), (1, 1)]


def test_the_effect_by_hand(desk, many, answer):
    numbers = many(10)
    session = plan_session(desk, LOCAL, AT, **(FINANCE | {"held_on": "2026-11-05"}))
    for number, (before, after) in zip(numbers, [*CAME, *OTHERS], strict=True):
        answer(number, "2026-11-01", cashbook=before)
        if number != numbers[9]:
            answer(number, "2026-11-20", cashbook=after)
    assert training_effect(desk, LOCAL).loc["finance", "state"] == "none"
    note_attendance(desk, LOCAL, AT, session, 1, [Came(number, came=2) for number in numbers[:5]])
    row = training_effect(desk, LOCAL).loc["finance"]
    assert row[["n_came", "n_others", "state"]].tolist() == [5, 4, "few"] and np.isnan(row["difference"])
    answer(numbers[9], "2026-11-20", cashbook=1)
    row = training_effect(desk, ANYONE).loc["finance"]
    assert row[["n_came", "n_others", "state"]].tolist() == [5, 5, "told"]
    assert row["change_came"] == pytest.approx(1.0) and row["change_others"] == pytest.approx(0.2)
    # Variances 0.5 and 0.2, five each: standard error sqrt(0.14), 6.76 degrees of freedom, t = 1.906 at 90%.
    assert row["low"] == pytest.approx(0.8 - 1.906 * 0.14**0.5, abs=0.005)
    assert row["high"] == pytest.approx(0.8 + 1.906 * 0.14**0.5, abs=0.005)
    assert training_effect(desk, LOCAL).loc["it", "state"] == "none"
    assert training_effect(desk, LOCAL, ["33.25.01.2001"]).loc["finance", "state"] == "none"


def test_only_pairs_of_the_same_judge_and_the_same_questions_count():
    rows = [
        (1, "office", "2026-01-01", 1, 2),
        (1, "self", "2026-01-02", 4, None),
        (1, "self", "2026-03-01", 1, None),
        (1, "office", "2026-03-02", 2, None),
        (2, "self", "2026-01-01", 1, 1),
        (2, "office", "2026-03-01", 4, 4),
        (3, "self", "2026-02-01", 2, 2),
        (3, "self", "2026-03-01", 3, None),
        (3, "self", "2026-04-01", 4, 2),
        (4, "self", "2026-01-01", None, 3),
        (4, "self", "2026-04-01", 3, None),
    ]
    levels = pd.DataFrame(rows, columns=["cooperative_id", "by", "taken_on", "cashbook", "reports"])
    levels = levels.sort_values("taken_on").astype({"cashbook": "Int64", "reports": "Int64"})
    changes = pair_changes(levels, pd.Series("2026-02-01", index=levels.index), ["cashbook", "reports"])
    # 1: the office saw 1 -> 2, which goes before its own 4 -> 1. 2: two judges. 3: the day itself is before.
    assert changes.to_dict() == {1: 1.0, 3: 1.0}
