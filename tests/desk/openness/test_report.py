"""The monthly report counted by hand: one story over two months, on both databases."""

import math

import pytest

from mapping.desk.models import (
    Agreement,
    Attendance,
    Cooperative,
    CooperativeStep,
    Need,
    Offer,
    Partner,
    Purchase,
    TrainingSession,
)
from mapping.desk.needs.answer import close, say, take, withdraw
from mapping.desk.needs.enter import enter_need
from mapping.desk.openness.report import report_of
from mapping.desk.outcomes.advised import Advised
from mapping.desk.outcomes.ledger import check_outcome, start_outcome
from mapping.desk.rules import ANYONE, CONSOLE, COOPERATIVE, LOCAL, Actor
from mapping.desk.store.verify import verify
from mapping.errors import EntryError

TODAY = "2026-11-23"
ADVICE = Advised(("B13",), (), 90.0, "2026-01-10", "k", "", {"B13": 0.9})


def value(report, key) -> float:
    return report.figures.loc[key, "value"]


@pytest.fixture
def told(desk, two):
    """October: one need, taken after 2 days. November: it is closed after 12 days, another is asked and withdrawn, a
    third is open and late, a fourth came in the office's November though not in UTC's."""
    mine = Actor(COOPERATIVE, two[0])
    problem = {"cooperative_id": two[0], "kind": "problem"}
    first = enter_need(desk, mine, "2026-10-29T08:00:00Z", item="genset rusak", **problem)
    take(desk, LOCAL, "2026-10-31T08:00:00Z", first, 1)
    close(desk, mine, "2026-11-10T08:00:00Z", first, 2)
    second = enter_need(desk, mine, "2026-11-01T08:00:00Z", item="atap bocor", **problem)
    say(desk, LOCAL, "2026-11-05T08:00:00Z", second, "kami tanyakan")
    withdraw(desk, mine, "2026-11-06T08:00:00Z", second, 1)
    third = {"kind": "goods", "item": "beras", "amount": 2, "unit": "ton", "wanted_by": "2026-11-20"}
    enter_need(desk, LOCAL, "2026-11-12T08:00:00Z", cooperative_id=two[1], **third)
    enter_need(desk, mine, "2026-10-31T18:00:00Z", item="izin belum keluar", **problem)
    return report_of(desk, ANYONE, "2026-11", TODAY)


def test_needs_of_a_month(told) -> None:
    assert value(told, "entered") == 3
    # The first was answered in October, the second by a message on the 5th, the others not at all.
    assert (value(told, "answered"), value(told, "answer_days")) == (1, 4)
    assert (value(told, "closed"), value(told, "close_days")) == (1, 12)
    assert told.figures.loc["close_days", "n"] == 1
    assert value(told, "unmet") == 1
    assert (value(told, "open"), value(told, "overdue")) == (2, 1)
    assert sum(value(told, f"urgency_{tier}") for tier in (1, 2, 3, 4)) == 2
    assert value(told, "urgency_1") == 1


def test_the_month_before_stands_beside_it(desk, told) -> None:
    october = report_of(desk, ANYONE, "2026-10", TODAY)
    assert told.figures["previous"].equals(october.figures["value"])
    assert (value(october, "entered"), value(october, "answered"), value(october, "answer_days")) == (1, 1, 2)
    # On the last of October the first was in work; what happened since changes nothing of it.
    assert (value(october, "open"), value(october, "closed")) == (1, 0)
    assert (october.since, october.until) == ("2026-10-01", "2026-10-31")
    assert (told.since, told.until) == ("2026-11-01", TODAY)


def test_what_opened_and_what_ended_adds_up(desk, told) -> None:
    before = told.figures.loc["open", "previous"]
    assert before + value(told, "entered") - value(told, "closed") - value(told, "unmet") == value(told, "open")


def test_nothing_known_is_not_zero_days(desk, two) -> None:
    report = report_of(desk, ANYONE, "2026-11", TODAY)
    assert math.isnan(value(report, "answer_days")) and report.figures.loc["answer_days", "n"] == 0
    assert value(report, "entered") == 0


def _purchase_and_offers(session, need_id: int) -> None:
    blank = {"commodity": "", "item": "beras", "unit": "kg", "wanted_by": ""}
    session.add(Purchase(lead_id=1, status="ordered", status_since="2026-11-03T08:00:00Z", joined=1, **blank))
    texts = dict.fromkeys(("from_code", "who", "commodity", "price_date", "deliver_by", "ceiling_source", "reason"), "")
    offer = {"need_id": need_id, "source": "survey", "unit": "kg", "offered_at": "", "chosen_at": "", **texts}
    session.add_all(
        [
            Offer(status="delivered", delivered_on="2026-11-04", delivered_amount=1500, price_idr=13_000, **offer),
            Offer(status="delivered", delivered_on="2026-11-05", delivered_amount=500, price_idr=None, **offer),
            Offer(status="delivered", delivered_on="2026-10-31", delivered_amount=9, price_idr=9, **offer),
            Offer(status="open", delivered_on="", **offer),
        ]
    )


def test_supply_partners_training_and_outcomes(desk, two) -> None:
    need = enter_need(desk, LOCAL, "2026-11-02T08:00:00Z", cooperative_id=two[0], kind="problem", item="beras")
    with desk.writing(LOCAL, "2026-11-03T08:00:00Z") as session:
        _purchase_and_offers(session, need)
        texts = dict.fromkeys(("kelurahan_code", "place", "contact", "source", "checked_on"), "")
        partner = Partner(name="Kampus", kind="campus", active=True, synthetic=True, **texts)
        held = TrainingSession(
            module="m", title="Buku kas", held_on="2026-11-09", kelurahan_code="", place="", status="held"
        )
        session.add_all([partner, held])
        session.flush()
        session.add(Attendance(session_id=held.id, cooperative_id=two[0], invited=12, came=9))
        session.add(Attendance(session_id=held.id, cooperative_id=two[1], invited=5))
        texts = dict.fromkeys(("title", "goal_cooperative", "goal_partner", "trade_off", "ends_on", "review_on"), "")
        signed = {"cooperative_id": two[0], "partner_id": partner.id, "kind": "finance", "flow": "none", **texts}
        session.add(Agreement(signed_on="2026-11-08", status="in_force", **signed))
        session.add(Agreement(signed_on="2026-11-08", status="draft", **signed))
    with desk.writing(LOCAL, "2026-11-04T08:00:00Z") as session:
        session.get(Need, need).purchase_id = 1
    start_outcome(
        desk,
        LOCAL,
        "2026-11-05T08:00:00Z",
        cooperative_id=two[0],
        advice=ADVICE,
        line_id="B13",
        started_on="2026-11-05",
    )
    report = report_of(desk, ANYONE, "2026-11", TODAY)
    expected = {
        "purchases": 1, "joined": 1, "deliveries": 2, "partners": 1, "agreements": 1,
        "sessions": 1, "invited": 17, "came": 9, "starts": 1, "checks": 0, "checks_due": 0,
    }  # fmt: skip
    assert {key: value(report, key) for key in expected} == expected
    assert report.figures.loc["came", "n"] == 1


DELIVERED = [(0, 1500, 10_000), (1, 500, 20_000), (2, 1000, 10_000)]
"""Cooperative, kg, rupiah a kg: 15, 10 and 10 million."""


@pytest.mark.parametrize(
    ("delivered", "said"),
    [
        (DELIVERED, 35e6),
        (DELIVERED[:2], None),
        # The first cooperative a second time is still one of two.
        ([*DELIVERED[:2], (0, 1500, 10_000)], None),
        # Two of three have 25 of 29 million, over 85 %; then 24 of 29.
        ([*DELIVERED[:2], (2, 400, 10_000)], None),
        ([(0, 1400, 10_000), (1, 500, 20_000), (2, 500, 10_000)], 29e6),
        # A price that is unknown is not part of the sum.
        ([*DELIVERED, (0, 999, None)], 35e6),
        ([*DELIVERED[:2], (2, 999, None)], None),
        ([], 0.0),
        ([(0, 5, None)], math.nan),
    ],
)
def test_a_sum_that_would_tell_the_price_of_one_is_withheld(desk, two, delivered, said) -> None:
    """Amounts are public, prices are not."""
    blank = dict.fromkeys(("from_code", "who", "commodity", "price_date", "deliver_by", "ceiling_source", "reason"), "")
    blank |= {"source": "survey", "unit": "kg", "offered_at": "", "chosen_at": "", "status": "delivered"}
    with desk.writing(LOCAL, "2026-11-03T08:00:00Z") as session:
        first = session.get(Cooperative, two[0])
        copied = {column.key: getattr(first, column.key) for column in Cooperative.__table__.c}
        third = Cooperative(**{**copied, "id": None, "source_id": "lain", "version": None})
        session.add(third)
        session.flush()
        whose = [*two, third.id]
    needs = [
        enter_need(desk, LOCAL, "2026-11-03T08:00:00Z", cooperative_id=number, kind="problem", item="beras")
        for number in whose
    ]
    with desk.writing(LOCAL, "2026-11-04T08:00:00Z") as session:
        for at, amount, price in delivered:
            offer = {"need_id": needs[at], "delivered_amount": amount, "price_idr": price, **blank}
            session.add(Offer(delivered_on="2026-11-04", **offer))
    for actor in (ANYONE, LOCAL):
        row = report_of(desk, actor, "2026-11", TODAY).figures.loc["delivered_idr"]
        assert row["withheld"] == (said is None)
        assert row["value"] == pytest.approx(math.nan if said is None else said, nan_ok=True)
        assert row["n"] == sum(price is not None for _, _, price in delivered)
    december = report_of(desk, LOCAL, "2026-12", "2026-12-05").figures.loc["delivered_idr"]
    assert december["previous_withheld"] == (said is None) and december["value"] == 0


def test_outcomes_are_told_as_they_were_known_on_the_last_day(desk, two) -> None:
    number = start_outcome(
        desk, LOCAL, f"{TODAY}T08:00:00Z", cooperative_id=two[0], advice=ADVICE, line_id="B13", started_on="2026-04-10"
    )
    check_outcome(
        desk,
        LOCAL,
        f"{TODAY}T08:00:00Z",
        outcome_id=number,
        month=6,
        checked_on="2026-11-02",
        trading=True,
        covers_costs=True,
    )
    november, october = (report_of(desk, ANYONE, month, TODAY) for month in ("2026-11", "2026-10"))
    assert (value(november, "checks"), value(november, "checks_due")) == (1, 0)
    assert (value(october, "checks"), value(october, "checks_due")) == (0, 1)
    assert november.rates.loc[("first", 6, "holds"), "hits"] == 1
    assert tuple(october.rates.loc[("first", 6, "holds"), ["n", "waiting"]]) == (0, 1)


def test_cooperatives_are_counted_by_the_status_of_the_last_day(desk, two) -> None:
    with desk.writing(LOCAL, "2026-12-10T08:00:00Z") as session:
        session.add(CooperativeStep(cooperative_id=two[0], status="trading", since="2026-12-05", note=""))
        session.get(Cooperative, two[0]).status = "trading"
    december = report_of(desk, ANYONE, "2026-12", "2026-12-31")
    assert december.statuses.loc[["founded", "trading"], "n"].tolist() == [1, 1] and december.statuses["n"].sum() == 2
    assert december.statuses.loc[["founded", "trading"], "previous"].tolist() == [2, 0]
    assert value(december, "trading") == 1
    assert value(december, "cooperatives") == 2 and december.figures.loc["cooperatives", "previous"] == 2


def test_changes_are_counted_by_role_and_the_head_anchors_the_chain(desk, two, told) -> None:
    assert value(told, "changes_office") > 0 and value(told, "changes_cooperative") > 0
    assert verify(desk, [(told.trail_rows, told.head)]) == []
    assert verify(desk, [(told.trail_rows, "0" * 64)]) != []
    # What is written later changes nothing of what was printed.
    enter_need(desk, LOCAL, "2026-11-24T08:00:00Z", cooperative_id=two[0], kind="problem", item="lain")
    assert verify(desk, [(told.trail_rows, told.head)]) == []


def test_the_report_is_the_same_for_whoever_asks(desk, two, told) -> None:
    for actor in (LOCAL, CONSOLE, Actor(COOPERATIVE, two[1])):
        assert report_of(desk, actor, "2026-11", TODAY).figures.equals(told.figures)


def test_a_region_counts_its_own(desk, two, told) -> None:
    mine = report_of(desk, ANYONE, "2026-11", TODAY, ["35.78.03.1002"])
    assert (value(mine, "cooperatives"), value(mine, "entered"), value(mine, "closed")) == (1, 1, 0)
    nobody = report_of(desk, ANYONE, "2026-11", TODAY, [])
    assert value(nobody, "cooperatives") == 0 and nobody.places == () and not nobody.made_up


def test_made_up_cooperatives_are_said_and_never_join_real_ones(desk, two, told) -> None:
    assert told.made_up and told.left_out == 0
    with desk.writing(LOCAL, "2026-11-20T08:00:00Z") as session:
        session.get(Cooperative, two[1]).synthetic = False
    real = report_of(desk, ANYONE, "2026-11", TODAY)
    assert not real.made_up and real.left_out == 1
    assert (value(real, "cooperatives"), value(real, "entered")) == (1, 1)


@pytest.mark.parametrize("month", ["2026-13", "november", "", "2026-1", "26-11", "2026-12", "9999-01", "2026-11; DROP"])
def test_a_month_that_is_none_or_lies_ahead_is_refused(desk, month) -> None:
    with pytest.raises(EntryError) as refused:
        report_of(desk, LOCAL, month, TODAY)
    assert refused.value.field == "month"
