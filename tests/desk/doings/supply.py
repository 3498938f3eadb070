"""What people do with suppliers and offers, one doing for each action of the rules."""

from __future__ import annotations

from collections.abc import Callable

from mapping.desk.models import Need, Offer
from mapping.desk.needs.enter import enter_need
from mapping.desk.rules import LOCAL, Actor
from mapping.desk.store.desk import Desk
from mapping.desk.supply.compare import read_offers
from mapping.desk.supply.offers import choose_offer, deliver_offer, make_offer
from mapping.desk.supply.suppliers import add_supplier, read_suppliers

AT, TODAY = "2026-11-23T08:00:00Z", "2026-11-23"


def rice_needed(desk: Desk, cooperative_id: int) -> int:
    """A need of two tons of rice of a cooperative."""
    fields = {"kind": "goods", "item": "beras SPHP", "amount": 2, "unit": "ton"}
    return enter_need(desk, LOCAL, AT, cooperative_id=cooperative_id, **fields)


def rice_offered(desk: Desk, need_id: int, actor: Actor = LOCAL) -> int:
    """An offer that covers it, below the official ceiling."""
    fields = {"source": "supplier", "who": "UD Padi Jaya", "amount": 2, "unit": "ton", "price_idr": 12_000_000}
    return make_offer(desk, actor, AT, need_id=need_id, **fields)


def rice_chosen(desk: Desk, cooperative_id: int, actor: Actor = LOCAL) -> tuple[int, int]:
    """An offer chosen by ``actor``: its number and its version."""
    need = rice_needed(desk, cooperative_id)
    offer = rice_offered(desk, need)
    with desk.reading() as session:
        seen = session.get_one(Need, need).version
    choose_offer(desk, actor, AT, offer, seen, "cukup dan termurah")
    with desk.reading() as session:
        return offer, session.get_one(Offer, offer).version


def _make(desk: Desk, actor: Actor, cooperative_id: int) -> object:
    return rice_offered(desk, rice_needed(desk, cooperative_id), actor)


def _choose(desk: Desk, actor: Actor, cooperative_id: int) -> object:
    return rice_chosen(desk, cooperative_id, actor)


def _deliver(desk: Desk, actor: Actor, cooperative_id: int) -> None:
    offer, version = rice_chosen(desk, cooperative_id)
    deliver_offer(desk, actor, AT, offer, version)


def _read_offers(desk: Desk, actor: Actor, cooperative_id: int) -> object:
    return read_offers(desk, actor, rice_needed(desk, cooperative_id), TODAY)


DOINGS: dict[str, Callable[[Desk, Actor, int], object]] = {
    "supplier.read": lambda desk, actor, cooperative_id: read_suppliers(desk, actor),
    "supplier.write": lambda desk, actor, cooperative_id: add_supplier(
        desk, actor, AT, name="UD Padi Jaya", kind="wholesaler"
    ),
    "offer.read": _read_offers,
    "offer.make": _make,
    "offer.choose": _choose,
    "offer.deliver": _deliver,
}
