"""Early signs, effects and the board of a region: each from what is on record; on both databases."""

import pytest

from mapping.desk.models import Cooperative
from mapping.desk.needs.enter import enter_need
from mapping.desk.openness.board import read_board
from mapping.desk.outcomes.advised import Advised
from mapping.desk.outcomes.effects import read_effects
from mapping.desk.outcomes.hits import read_hits
from mapping.desk.outcomes.ledger import check_outcome, start_outcome
from mapping.desk.outcomes.signs import early_signs
from mapping.desk.rules import ANYONE, COOPERATIVE, LOCAL, Actor

AT, TODAY = "2026-11-23T08:00:00Z", "2026-11-23"
ADVICE = Advised(("B13",), ("B04",), 90.0, "2026-01-10", "k", "", {"B13": 0.9})
STARTED = {"members": 40, "workers": 4, "revenue_idr_month": 10_000_000, "borrowed_idr": 50_000_000}


@pytest.fixture
def checked(desk, two):
    def check(**found) -> None:
        number = start_outcome(
            desk, LOCAL, AT, cooperative_id=two[0], advice=ADVICE, line_id="B13", started_on="2026-01-15", **STARTED
        )
        found = {"trading": True, "covers_costs": True, "paying": True, **found}
        check_outcome(desk, LOCAL, AT, outcome_id=number, month=6, checked_on="2026-08-01", **found)

    return check


@pytest.mark.parametrize(
    ("found", "office", "public"),
    [
        ({}, [], []),
        ({"members": 37, "revenue_idr_month": 8_000_000}, [], []),  # a little less is no sign
        ({"members": 36}, ["members"], ["members"]),
        ({"revenue_idr_month": 7_500_000}, ["revenue"], []),
        ({"paying": False}, ["late"], []),
        ({"covers_costs": False}, ["costs"], ["costs"]),
        ({"paying": None, "covers_costs": None}, [], []),  # unknown is no sign
        ({"trading": False, "covers_costs": None, "members": 0}, ["closed"], ["closed"]),
    ],
)
def test_signs_of_a_check(desk, two, checked, found, office, public) -> None:
    checked(**found)
    assert early_signs(desk, LOCAL, TODAY)["kind"].tolist() == office
    assert early_signs(desk, Actor(COOPERATIVE, two[0]), TODAY)["kind"].tolist() == office
    for actor in (ANYONE, Actor(COOPERATIVE, two[1])):
        assert early_signs(desk, actor, TODAY)["kind"].tolist() == public


def test_a_need_that_waits_too_long_is_a_sign(desk, two) -> None:
    enter_need(desk, LOCAL, "2026-11-09T08:00:00Z", cooperative_id=two[1], kind="problem", item="atap bocor")
    assert early_signs(desk, ANYONE, TODAY).empty
    signs = early_signs(desk, ANYONE, "2026-11-24")
    assert signs["kind"].tolist() == ["needs"] and signs["cooperative_id"].tolist() == [two[1]]
    assert early_signs(desk, ANYONE, "2026-11-24", ["35.78.03.1001"]).empty


def test_a_check_that_nobody_makes_is_a_sign_until_a_later_one(desk, two, checked) -> None:
    checked()
    assert early_signs(desk, ANYONE, "2027-02-14").empty
    assert early_signs(desk, ANYONE, "2027-02-20")["kind"].tolist() == ["silent"]


def test_sums_over_fewer_than_three_are_not_for_everybody(desk, two, checked) -> None:
    checked(members=50)
    office, made_up = read_effects(desk, LOCAL, TODAY)
    assert office.loc[("members", 6)].to_dict() == {"n": 1, "closed": 0, "before": 40, "after": 50, "grew": 1}
    assert made_up
    public, _ = read_effects(desk, ANYONE, TODAY)
    assert public.loc[("members", 6), "n"] == 1
    assert public.loc[("members", 6), ["before", "after", "grew"]].isna().all()


def test_hits_are_the_same_for_whoever_asks_and_keep_made_up_rows_apart(desk, two, checked) -> None:
    checked()
    start_outcome(desk, LOCAL, AT, cooperative_id=two[1], advice=ADVICE)
    hits = read_hits(desk, ANYONE, TODAY)
    assert hits.rates.equals(read_hits(desk, LOCAL, TODAY).rates)
    assert (hits.entries, hits.not_started, hits.made_up) == (2, 1, True)
    with desk.writing(LOCAL, AT) as session:
        session.get(Cooperative, two[1]).synthetic = False
    real = read_hits(desk, ANYONE, TODAY)
    assert (real.entries, real.not_started, real.made_up) == (1, 1, False)


def test_the_board_counts_what_is_there(desk, two, checked) -> None:
    empty = read_board(desk, ANYONE, TODAY, [])
    assert (empty.cooperatives, empty.open_needs, empty.updated_at, empty.due_since) == (0, 0, "", "")
    checked()
    enter_need(desk, LOCAL, "2026-11-09T08:00:00Z", cooperative_id=two[1], kind="problem", item="atap bocor")
    board = read_board(desk, ANYONE, "2027-02-20")
    assert (board.cooperatives, board.open_needs, board.reminders, board.starts) == (2, 1, 1, 1)
    assert board.statuses.loc["founded", "n"] == 2 and board.statuses["n"].sum() == 2
    assert board.ages["n"].tolist() == [0, 0, 0, 0, 1] and board.ages["n"].sum() == board.open_needs
    assert (board.due, board.due_overdue, board.due_since) == (1, 1, "2027-01-15")
    assert board.updated == 0 and board.updated_at == AT
