"""Entering a need: once however often it is sent, recognised, checked, without persons."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from mapping.desk.models import Cooperative, Need, NeedStep, TrailEntry
from mapping.desk.needs.enter import enter_need
from mapping.desk.rules import ANYONE, COOPERATIVE, LOCAL, Actor
from mapping.desk.store.desk import open_desk
from mapping.errors import ConflictError, EntryError, NotAllowedError
from tests.desk.rows import row_of

AT = "2026-11-23T01:00:00Z"


def count(desk, model) -> int:
    with desk.reading() as session:
        return session.scalar(select(func.count()).select_from(model))


def kept(desk, number) -> Need:
    with desk.reading() as session:
        return session.get(Need, number)


def test_rice_is_kept_with_its_first_step_and_its_rows_in_the_trail(desk, ask) -> None:
    before = count(desk, TrailEntry)
    need = kept(desk, ask(price_limit_idr="Rp 13.500", details="untuk gerai"))
    assert (need.commodity, need.amount, need.unit, need.base_amount) == ("rice_medium", 2.0, "ton", 2000.0)
    assert (need.status, need.entered_at, need.status_since, need.closed_at) == ("new", AT, AT, "")
    assert (need.price_limit_idr, need.wanted_by, need.owned, need.owner_id) == (13500, "2026-11-26", "", None)
    with desk.reading() as session:
        assert [(step.status, step.since) for step in session.scalars(select(NeedStep))] == [("new", AT)]
    assert count(desk, TrailEntry) - before == 2


def test_the_same_form_twice_is_one_need(desk, ask, two) -> None:
    first = ask(request_key="k1")
    entries = count(desk, TrailEntry)
    assert ask(request_key="k1", amount="5") == first
    assert (count(desk, Need), count(desk, NeedStep), count(desk, TrailEntry)) == (1, 1, entries)
    assert ask(request_key="k2") != first
    assert ask() != ask()
    with pytest.raises(ConflictError):
        ask(request_key="k1", cooperative_id=two[1])


def test_a_cooperative_enters_for_itself_only_whatever_it_says(desk, ask, two) -> None:
    own = Actor(COOPERATIVE, cooperative_id=two[0])
    assert ask(actor=own)
    for actor, cooperative in ((own, two[1]), (ANYONE, two[0])):
        with pytest.raises(NotAllowedError):
            ask(actor=actor, cooperative_id=cooperative)
    assert count(desk, Need) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "gift"}, "kind"),
        ({"item": "  "}, "item"),
        ({"item": "x" * 121}, "item"),
        ({"amount": ""}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"amount": "-3"}, "amount"),
        ({"amount": "1,500"}, "amount"),
        ({"amount": float("nan")}, "amount"),
        ({"amount": float("inf")}, "amount"),
        ({"amount": "banyak"}, "amount"),
        ({"unit": ""}, "unit"),
        ({"wanted_by": "2026-11-22"}, "wanted_by"),
        ({"wanted_by": "2026-02-30"}, "wanted_by"),
        ({"wanted_by": "2062-11-23"}, "wanted_by"),
        ({"price_limit_idr": "0"}, "price_limit_idr"),
        ({"price_limit_idr": "-1"}, "price_limit_idr"),
        ({"commodity": "unobtainium"}, "commodity"),
        ({"details": "x" * 1001}, "details"),
        ({"request_key": "x" * 41}, "request_key"),
        ({"cooperative_id": 999}, "cooperative_id"),
    ],
)
def test_what_cannot_be_kept_names_its_field_and_leaves_nothing(desk, ask, changed, field) -> None:
    with pytest.raises(EntryError) as refused:
        ask(**changed)
    assert refused.value.field == field
    assert str(refused.value)
    assert count(desk, Need) == 0


def test_today_is_the_office_s_day(ask) -> None:
    # 23.30 UTC is the next morning in the office.
    assert ask(at="2026-11-22T23:30:00Z", wanted_by="2026-11-23")
    with pytest.raises(EntryError):
        ask(at="2026-11-23T23:30:00Z", wanted_by="2026-11-23")


def test_what_is_not_told_is_not_zero(desk, ask) -> None:
    need = kept(desk, ask(item="kursi lipat", amount=12, unit="lusin", wanted_by=None, price_limit_idr=None))
    assert (need.commodity, need.base_amount, need.price_limit_idr, need.wanted_by) == ("", None, None, "")
    need = kept(desk, ask(item="beras", amount=40, unit="karung"))
    assert (need.commodity, need.base_amount) == ("rice", None)


def test_a_problem_is_text_only(desk, ask) -> None:
    need = kept(desk, ask(kind="problem", item="Timbangan rusak", commodity="rice", price_limit_idr="5"))
    assert (need.amount, need.base_amount, need.unit, need.price_limit_idr, need.commodity) == (
        None,
        None,
        "",
        None,
        "",
    )


def test_persons_never_reach_the_database(desk, ask) -> None:
    ask(item="beras titipan Bu Siti Aminah", details="hub 0812-3456-7890, NIK 3578014107900001")
    with desk.reading() as session:
        entries = [str(entry.after) for entry in session.scalars(select(TrailEntry))]
        told = [str(value) for need in session.scalars(select(Need)) for value in (need.item, need.details)]
    for text in (*entries, *told):
        assert not any(secret in text for secret in ("Aminah", "3456", "3578014107900001"))


@settings(max_examples=60, deadline=None)
@given(item=st.text(max_size=150), amount=st.one_of(st.text(max_size=12), st.floats(), st.integers()), unit=st.text())
def test_anything_typed_is_kept_or_refused_in_words(item, amount, unit) -> None:
    desk = open_desk("sqlite://")
    with desk.writing(LOCAL, AT) as session:
        session.add(row_of(Cooperative, kelurahan_code="35.78.03.1001"))
    try:
        number = enter_need(
            desk, LOCAL, AT, cooperative_id=1, kind="goods", item=item, amount=amount, unit=unit, request_key="k"
        )
    except EntryError as error:
        assert error.field in ("item", "amount", "unit")
    else:
        need = kept(desk, number)
        assert need.amount > 0
        assert need.item.strip()
        assert need.unit.strip()
        assert len(need.unit) <= 20
