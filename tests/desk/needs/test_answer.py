"""What is done about a need: by whom, in which order, with the version seen; parts that come stay visible."""

from __future__ import annotations

import pandas as pd
import pytest
from sqlalchemy import select

from mapping.desk.models import Need, NeedMessage, Offer
from mapping.desk.needs.answer import close, receive, refuse, say, take, withdraw
from mapping.desk.needs.steps import move, read_messages, read_steps
from mapping.desk.rules import ANYONE, COOPERATIVE, LOCAL, Actor
from mapping.errors import ConflictError, EntryError, NotAllowedError
from mapping.knowledge.needs import read_needs
from tests.desk.rows import row_of

AT, LATER, LAST = "2026-11-23T08:00:00Z", "2026-11-25T20:00:00Z", "2026-11-26T08:00:00Z"


def version_of(desk, number) -> int:
    with desk.reading() as session:
        return session.get(Need, number).version


def go(desk, number, *statuses) -> int:
    """Bring a need along as the office does by choosing and delivering; its version then."""
    for status in statuses:
        with desk.writing(LOCAL, AT) as session:
            move(session, session.get(Need, number), status)
    return version_of(desk, number)


def offer(desk, number, status, **changed) -> int:
    with desk.writing(LOCAL, AT) as session:
        made = row_of(Offer, need_id=number, source="supplier", price_idr=12000, status=status, **changed)
        session.add(made)
        session.flush()
        return int(made.id)


def test_the_way_is_kept_with_its_times(desk, ask, look) -> None:
    number = ask()
    take(desk, LOCAL, AT, number, 1)
    go(desk, number, "offered")
    steps = read_steps(desk, LOCAL, LATER, number)
    assert steps["status"].tolist() == ["new", "taken", "offered"]
    assert steps["days"].tolist() == pytest.approx([7 / 24, 0.0, 2.5])
    need = look(number)
    assert (need["owner"], need["mine"], need["status"]) == ("Dinas", True, "offered")


def test_a_closed_need_stops_the_clock(desk, ask, look) -> None:
    number = ask(kind="problem", item="Timbangan rusak")
    take(desk, LOCAL, AT, number, 1)
    close(desk, LOCAL, LATER, number, 2)
    assert read_steps(desk, LOCAL, "2027-01-01T00:00:00Z", number)["days"].tolist()[:2] == pytest.approx([7 / 24, 2.5])
    assert read_steps(desk, LOCAL, LATER, number)["days"].isna().tolist() == [False, False, True]
    need = look(number, today="2027-01-01")
    assert need["age_days"] == 3.0
    assert pd.isna(need["urgency"])


def test_what_somebody_saw_before_is_refused(desk, ask) -> None:
    number = ask()
    take(desk, LOCAL, AT, number, 1)
    for attempt in (
        lambda: take(desk, LOCAL, AT, number, 1),
        lambda: refuse(desk, LOCAL, AT, number, 1, "habis"),
        lambda: withdraw(desk, LOCAL, AT, number, 1),
        lambda: receive(desk, LOCAL, AT, number, 1, 2),
        lambda: close(desk, LOCAL, AT, number, 1, "selesai"),
    ):
        with pytest.raises(ConflictError):
            attempt()
    assert version_of(desk, number) == 2


def test_parts_add_up_and_what_is_missing_stays_visible(desk, ask, look, two) -> None:
    own = Actor(COOPERATIVE, cooperative_id=two[0])
    number = ask()
    version = go(desk, number, "taken", "offered", "chosen")
    assert receive(desk, own, AT, number, version, "0,5") == 1.5
    assert look(number)["missing_amount"] == 1.5
    assert receive(desk, own, LATER, number, version_of(desk, number), 1) == 0.5
    assert (look(number)["received_amount"], look(number)["status"]) == (1.5, "delivered")
    with pytest.raises(EntryError):
        close(desk, own, LAST, number, version_of(desk, number))
    close(desk, own, LAST, number, version_of(desk, number), "sisanya dibeli sendiri")
    assert (look(number)["missing_amount"], look(number)["status"]) == (0.5, "closed")
    steps = read_steps(desk, own, LAST, number)
    assert steps["status"].tolist().count("delivered") == 1
    assert steps["reason"].iloc[-1] == "sisanya dibeli sendiri"


def test_what_came_whole_closes_without_a_reason(desk, ask, look) -> None:
    number = ask()
    receive(desk, LOCAL, AT, number, go(desk, number, "offered", "chosen"), 2)
    close(desk, LOCAL, AT, number, version_of(desk, number))
    assert look(number)["status"] == "closed"


@pytest.mark.parametrize("amount", ["", 0, -1, "x", float("nan"), 21])
def test_an_amount_that_cannot_be_meant_is_refused(desk, ask, amount) -> None:
    number = ask()
    version = go(desk, number, "offered", "chosen")
    with pytest.raises(EntryError):
        receive(desk, LOCAL, AT, number, version, amount)
    assert version_of(desk, number) == version


def test_nothing_is_received_before_a_supplier_is_chosen(desk, ask) -> None:
    with pytest.raises(ConflictError):
        receive(desk, LOCAL, AT, ask(), 1, 2)


def test_refusing_takes_a_reason_which_the_cooperative_reads_and_nobody_else(desk, ask, two) -> None:
    number = ask()
    with pytest.raises(EntryError):
        refuse(desk, LOCAL, AT, number, 1, "  ")
    refuse(desk, LOCAL, AT, number, 1, "Alokasi habis, hub Pak Budi 081234567890")
    own, other = (Actor(COOPERATIVE, cooperative_id=one) for one in two)
    assert read_steps(desk, own, AT, number)["reason"].iloc[-1].startswith("Alokasi habis")
    assert "0812" not in read_steps(desk, own, AT, number)["reason"].iloc[-1]
    for actor in (other, ANYONE):
        assert set(read_steps(desk, actor, AT, number)["reason"]) == {""}
    take(desk, LOCAL, LATER, number, version_of(desk, number))
    assert read_steps(desk, LOCAL, LATER, number)["status"].tolist() == ["new", "unmet", "taken"]


def test_messages_are_for_the_own_cooperative_and_the_office(desk, ask, two) -> None:
    number = ask()
    own, other = (Actor(COOPERATIVE, cooperative_id=one) for one in two)
    say(desk, own, AT, number, "Kapan datang?\nGudang kosong")
    say(desk, LOCAL, LATER, number, "Besok pagi, NIK 3578014107900001")
    for actor in (own, LOCAL):
        told = read_messages(desk, actor, number)
        assert told["role"].tolist() == ["cooperative", "office"]
        assert "3578014107900001" not in " ".join(told["text"])
    for actor in (other, ANYONE):
        assert read_messages(desk, actor, number).empty
        with pytest.raises(NotAllowedError):
            say(desk, actor, AT, number, "halo")
    with pytest.raises(EntryError):
        say(desk, own, AT, number, " ")
    with desk.reading() as session:
        assert len(list(session.scalars(select(NeedMessage)))) == 2


def test_what_is_over_stays_as_it_ended(desk, ask) -> None:
    number = ask()
    withdraw(desk, LOCAL, AT, number, 1, "sudah dapat")
    version = version_of(desk, number)
    for attempt in (
        lambda: withdraw(desk, LOCAL, AT, number, version),
        lambda: refuse(desk, LOCAL, AT, number, version, "habis"),
        lambda: take(desk, LOCAL, AT, number, version),
        lambda: close(desk, LOCAL, AT, number, version, "x"),
    ):
        with pytest.raises(ConflictError):
            attempt()
    assert version_of(desk, number) == version


@pytest.mark.parametrize("number", [0, -1, 999, 10**30])
def test_a_number_that_nobody_has_is_said_in_words(desk, two, number) -> None:
    with pytest.raises(EntryError):
        take(desk, LOCAL, AT, number, 1)
    with pytest.raises(NotAllowedError):
        withdraw(desk, Actor(COOPERATIVE, cooperative_id=two[0]), AT, number, 1)


def test_offers_do_not_outlive_their_need(desk, ask, two) -> None:
    stock = ask(kind="stock", cooperative_id=two[1])
    number = ask()
    first, taken = offer(desk, number, "open"), offer(desk, number, "chosen", stock_need_id=stock)
    go(desk, stock, "offered", "chosen")
    withdraw(desk, LOCAL, AT, number, go(desk, number, "offered", "chosen"))
    with desk.reading() as session:
        assert {session.get(Offer, one).status for one in (first, taken)} == {"withdrawn"}
        assert session.get(Need, stock).status == "offered"


def test_a_stock_that_somebody_counts_on_cannot_be_withdrawn(desk, ask, two) -> None:
    stock, number = ask(kind="stock", cooperative_id=two[1]), ask()
    offer(desk, number, "chosen", stock_need_id=stock)
    with pytest.raises(ConflictError):
        withdraw(desk, LOCAL, AT, stock, 1)


def test_every_status_can_be_left_or_is_over() -> None:
    statuses = read_needs()["statuses"]
    for key, status in statuses.items():
        assert set(status["next"]) <= set(statuses)
        assert bool(status["open"]) == ("remind_days" in status)
        assert not status["open"] or status["waits_for"] in ("office", "cooperative")
        assert key in ("closed", "withdrawn") or status["next"]
