"""Joint purchases: who could buy together, each joins by itself, keeps its amount, and all is in the trail."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from mapping.desk.models import Need, Offer, Purchase, TrailEntry
from mapping.desk.needs.alike import _gather
from mapping.desk.needs.answer import close, withdraw
from mapping.desk.needs.joint import (
    join_purchase,
    joinable,
    joint_candidates,
    leave_purchase,
    move_purchase,
    need_ids_of,
    propose_purchase,
)
from mapping.desk.needs.purchases import purchase_order, read_purchases
from mapping.desk.needs.steps import move
from mapping.desk.rules import COOPERATIVE, LOCAL, Actor
from mapping.errors import ConflictError, EntryError, NotAllowedError
from mapping.measure.space.neighbours import Neighbours
from tests.desk.rows import row_of

AT, LATER = "2026-11-23T01:00:00Z", "2026-11-24T01:00:00Z"
CODES = ["35.78.03.1001", "35.78.03.1002", "35.78.09.1004"]


def around(*pairs: tuple[int, int]) -> Neighbours:
    one, other = ([pair[side] for pair in pairs] for side in (0, 1))
    return Neighbours.of_pairs(pd.Index(CODES), np.array(one, dtype=int), np.array(other, dtype=int))


def version(desk, number, model=Need) -> int:
    with desk.reading() as session:
        return session.get(model, number).version


@pytest.fixture
def both(ask, two) -> list[int]:
    """Two tonnes and half a tonne of rice of two cooperatives."""
    return [ask(), ask(cooperative_id=two[1], amount=500, unit="kg", wanted_by="2026-11-28")]


@pytest.fixture
def joined(desk, both) -> int:
    purchase = propose_purchase(desk, LOCAL, AT, both)
    for number in both:
        join_purchase(desk, LOCAL, AT, purchase, number, 1)
    return purchase


def test_the_same_need_of_neighbours_is_offered_as_one(both, look, two) -> None:
    group = joint_candidates(look(), around()).iloc[0]
    assert (group["commodity"], group["total"], group["unit"], group["cooperatives"]) == (
        "rice_medium",
        2500.0,
        "kg",
        2,
    )
    assert (group["wanted_by"], group["lead_id"], set(group["need_ids"])) == ("2026-11-26", two[0], set(both))


@pytest.mark.parametrize(
    ("changed", "together"),
    [
        ({}, True),
        ({"item": "gula pasir"}, False),
        ({"item": "beras premium"}, False),
        ({"unit": "karung"}, False),
        ({"kind": "stock"}, False),
        ({"wanted_by": "2026-12-03"}, True),
        ({"wanted_by": "2026-12-04"}, False),
        ({"wanted_by": ""}, True),
    ],
)
def test_only_what_is_alike_and_near_in_time(ask, look, two, changed, together) -> None:
    ask()
    ask(cooperative_id=two[1], **changed)
    assert len(joint_candidates(look(), around())) == int(together)


def test_near_is_the_same_kecamatan_or_a_common_border(ask, look, far) -> None:
    ask()
    ask(cooperative_id=far)
    assert joint_candidates(look(), around()).empty
    assert len(joint_candidates(look(), around((0, 2)))) == 1
    assert joint_candidates(look(), around((1, 2))).empty


def test_two_needs_of_one_cooperative_are_not_a_joint_purchase(ask, look) -> None:
    ask()
    ask()
    assert joint_candidates(look(), around()).empty


def test_an_empty_desk_offers_nothing(look, desk) -> None:
    assert joint_candidates(look(), around()).empty
    assert joinable(look(), read_purchases(desk, LOCAL), around()).empty


@given(st.data())
def test_gathering_is_the_greedy_one(data) -> None:
    n = data.draw(st.integers(0, 12))
    pairs = data.draw(st.sets(st.tuples(st.integers(0, max(n - 1, 0)), st.integers(0, max(n - 1, 0))), max_size=25))
    links = {pair for a, b in pairs if a != b and n for pair in ((a, b), (b, a))}
    order = np.array(data.draw(st.permutations(range(n))), dtype=np.int64)
    one, other = (np.array([link[side] for link in links], dtype=np.int64) for side in (0, 1))
    expected, free = {}, set(range(n))
    for at in np.argsort(order).tolist():
        if at in free:
            for member in {at} | {b for a, b in links if a == at and b in free}:
                expected[member] = at
                free.discard(member)
    assert _gather(order, one, other).tolist() == [expected[at] for at in range(n)]


def test_each_joins_by_itself_and_keeps_its_own_amount(desk, both, look, two) -> None:
    first, second = (Actor(COOPERATIVE, cooperative_id=one) for one in two)
    purchase = propose_purchase(desk, LOCAL, AT, both)
    assert read_purchases(desk, LOCAL).loc[purchase, "joined"] == 0
    with pytest.raises(NotAllowedError):
        join_purchase(desk, first, AT, purchase, both[1], 1)
    join_purchase(desk, first, AT, purchase, both[0], 1)
    assert read_purchases(desk, LOCAL).loc[purchase, "status"] == "proposed"
    join_purchase(desk, second, AT, purchase, both[1], 1)
    told = read_purchases(desk, LOCAL).loc[purchase]
    assert (told["status"], told["joined"], told["total"], told["wanted_by"]) == ("open", 2, 2500.0, "2026-11-26")
    assert look()["amount"].tolist() == [2.0, 500.0]
    assert look()["wanted_by"].tolist() == ["2026-11-26", "2026-11-28"]
    with desk.reading() as session:
        assert need_ids_of(session, purchase) == both
        entities = session.scalars(select(TrailEntry.entity).where(TrailEntry.action == "change")).all()
    assert set(entities) == {"need", "purchase"}


def test_only_the_office_proposes_and_orders(desk, both, two, joined) -> None:
    own = Actor(COOPERATIVE, cooperative_id=two[0])
    with pytest.raises(NotAllowedError):
        propose_purchase(desk, own, AT, both)
    with pytest.raises(NotAllowedError):
        move_purchase(desk, own, AT, joined, version(desk, joined, Purchase), "ordered")


def test_the_same_is_not_proposed_twice(desk, both) -> None:
    propose_purchase(desk, LOCAL, AT, both)
    with pytest.raises(ConflictError):
        propose_purchase(desk, LOCAL, AT, both)


def test_what_is_not_alike_is_not_proposed(desk, ask, two) -> None:
    rice, sugar = ask(), ask(cooperative_id=two[1], item="gula pasir", unit="kg")
    for numbers in ([rice, sugar], [rice], [rice, rice], []):
        with pytest.raises(EntryError):
            propose_purchase(desk, LOCAL, AT, numbers)
    with pytest.raises(EntryError):
        propose_purchase(desk, LOCAL, AT, [rice, 999])


def test_who_joined_may_leave_until_it_is_ordered(desk, both, joined, two) -> None:
    leave_purchase(desk, LOCAL, LATER, both[0], version(desk, both[0]))
    told = read_purchases(desk, LOCAL).loc[joined]
    assert (told["status"], told["joined"], told["lead_id"], told["wanted_by"]) == ("proposed", 1, two[1], "2026-11-28")
    join_purchase(desk, LOCAL, LATER, joined, both[0], version(desk, both[0]))
    move_purchase(desk, LOCAL, LATER, joined, version(desk, joined, Purchase), "ordered")
    with pytest.raises(ConflictError):
        leave_purchase(desk, LOCAL, LATER, both[0], version(desk, both[0]))


def test_an_old_version_neither_joins_nor_orders(desk, both, two) -> None:
    purchase = propose_purchase(desk, LOCAL, AT, both)
    join_purchase(desk, LOCAL, AT, purchase, both[0], 1)
    with pytest.raises(ConflictError):
        leave_purchase(desk, LOCAL, AT, both[0], 1)
    join_purchase(desk, LOCAL, AT, purchase, both[1], 1)
    with pytest.raises(ConflictError):
        move_purchase(desk, LOCAL, AT, purchase, 1, "ordered")


def test_one_alone_orders_nothing_together(desk, both) -> None:
    purchase = propose_purchase(desk, LOCAL, AT, both)
    join_purchase(desk, LOCAL, AT, purchase, both[0], 1)
    with pytest.raises(ConflictError):
        move_purchase(desk, LOCAL, AT, purchase, version(desk, purchase, Purchase), "ordered")


def test_what_found_its_supplier_does_not_join(desk, both, ask, two) -> None:
    purchase = propose_purchase(desk, LOCAL, AT, both)
    with desk.writing(LOCAL, AT) as session:
        for status in ("offered", "chosen"):
            move(session, session.get(Need, both[0]), status)
    with pytest.raises(ConflictError):
        join_purchase(desk, LOCAL, AT, purchase, both[0], version(desk, both[0]))
    sugar = ask(item="gula pasir", unit="kg")
    with pytest.raises(EntryError):
        join_purchase(desk, LOCAL, AT, purchase, sugar, 1)


def test_called_off_every_need_goes_on_by_itself(desk, both, joined, look) -> None:
    move_purchase(desk, LOCAL, LATER, joined, version(desk, joined, Purchase), "cancelled")
    assert look()["purchase_id"].isna().all()
    assert len(joint_candidates(look(), around())) == 1
    with pytest.raises(ConflictError):
        join_purchase(desk, LOCAL, LATER, joined, both[0], version(desk, both[0]))


def test_a_need_that_is_withdrawn_leaves_and_its_offers_stay_with_the_others(desk, both, joined) -> None:
    with desk.writing(LOCAL, AT) as session:
        offer = row_of(Offer, need_id=both[0], source="supplier", status="open")
        session.add(offer)
        session.flush()
        number = offer.id
    withdraw(desk, LOCAL, LATER, both[0], version(desk, both[0]))
    with desk.reading() as session:
        assert need_ids_of(session, joined) == [both[1]]
        assert (session.get(Offer, number).need_id, session.get(Offer, number).status) == (both[1], "open")


def test_the_purchase_ends_with_its_last_need(desk, both, joined) -> None:
    move_purchase(desk, LOCAL, LATER, joined, version(desk, joined, Purchase), "ordered")
    for number, expected in zip(both, ("ordered", "closed"), strict=True):
        with desk.writing(LOCAL, LATER) as session:
            for status in ("offered", "chosen", "delivered"):
                move(session, session.get(Need, number), status)
        close(desk, LOCAL, LATER, number, version(desk, number), "dicatat pemasok")
        assert read_purchases(desk, LOCAL).loc[joined, "status"] == expected


def test_the_collective_order_adds_up(desk, both, joined, two) -> None:
    order = purchase_order(desk, LOCAL, joined)
    assert order["base_amount"].sum() == read_purchases(desk, LOCAL).loc[joined, "total"] == 2500.0
    assert order["need_id"].tolist() == both
    assert order["leads"].tolist() == [True, False]
    assert purchase_order(desk, LOCAL, 999).empty


def test_who_could_join_is_near_and_alike(desk, both, look, ask, far, two) -> None:
    purchase = propose_purchase(desk, LOCAL, AT, both)
    away = ask(cooperative_id=far)
    ask(cooperative_id=two[1], item="gula pasir", unit="kg")
    assert joinable(look(), read_purchases(desk, LOCAL), around())["need_id"].tolist() == both
    near = joinable(look(), read_purchases(desk, LOCAL), around((0, 2)))
    assert sorted(near["need_id"]) == [*both, away]
    join_purchase(desk, LOCAL, AT, purchase, both[0], 1)
    assert both[0] not in joinable(look(), read_purchases(desk, LOCAL), around())["need_id"].tolist()
    with desk.reading() as session:
        assert session.scalar(select(func.count()).select_from(Purchase)) == 1
