"""How much of a need is covered by offers, and how much of a stalled stock is left."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from mapping.desk.models import Need, Offer, Purchase
from mapping.desk.needs.joint import need_ids_of
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.supply.prices import in_measure
from mapping.errors import EntryError
from mapping.language import tr

OPEN, CHOSEN, DECLINED, DELIVERED, WITHDRAWN = "open", "chosen", "declined", "delivered", "withdrawn"
TAKEN = (CHOSEN, DELIVERED)
NEARLY = 1e-6
"""An amount below which nothing is left: 0.1 + 0.2 is not quite 0.3."""
WAITING = ("new", "taken", "offered", "chosen", "delivered")
"""Statuses of needs for which an offer can still matter."""


def read_need(session: Session, need_id: int) -> Need:
    """A need to look at.

    Raises
    ------
    EntryError
        There is none of this number.
    """
    need = session.get(Need, need_id)
    if need is None:
        raise EntryError(tr("Kebutuhan nomor {n} tidak ada.", n=need_id), "need_id")
    return need


def needs_with(session: Session, need: Need) -> list[Need]:
    """The needs that are bought as one with this one, oldest first; itself alone where nothing is bought together."""
    if need.purchase_id is None:
        return [need]
    purchase = session.get(Purchase, need.purchase_id)
    if purchase is None or purchase.status in ("cancelled", "closed"):
        return [need]
    query = select(Need).where(Need.id.in_(need_ids_of(session, purchase.id)), Need.status.in_(WAITING))
    found = list(session.scalars(query.order_by(Need.id)))
    return found if need in found else [need]


def wanted_amount(needs: Iterable[Need]) -> float | None:
    """How much is asked for by all these needs, in their measure; None where one does not say."""
    rows = list(needs)
    first = rows[0]
    amounts = [in_measure(row.commodity, row.unit, row.amount, first.unit) for row in rows]
    return None if any(amount is None for amount in amounts) else sum(amount for amount in amounts if amount)


def offers_of(session: Session, needs: Iterable[Need]) -> list[Offer]:
    """Every offer for these needs, oldest first."""
    ids = [need.id for need in needs]
    return list(session.scalars(select(Offer).where(Offer.need_id.in_(ids)).order_by(Offer.id)))


def taken_amount(offers: Iterable[Offer], commodity: str, counted_in: str) -> float | None:
    """How much is taken by the offers that were chosen: what came where it came, what was agreed where it will.

    Returns
    -------
    float or None
        In the measure of the need; None where a chosen offer does not say how much.
    """
    total = 0.0
    for offer in offers:
        if offer.status not in TAKEN:
            continue
        amount = offer.amount if offer.delivered_amount is None else offer.delivered_amount
        measured = in_measure(offer.commodity or commodity, offer.unit, amount, counted_in)
        if measured is None:
            return None
        total += measured
    return total


def left_to_find(session: Session, need: Need) -> float | None:
    """How much of a need, or of the needs bought as one with it, no chosen offer covers; None where unknown."""
    needs = needs_with(session, need)
    wanted = wanted_amount(needs)
    taken = taken_amount(offers_of(session, needs), need.commodity, need.unit)
    return None if wanted is None or taken is None else max(wanted - taken, 0.0)


def read_left(desk: Desk, actor: Actor, need_id: int) -> float | None:
    """As :func:`left_to_find`, for whoever may look.

    Raises
    ------
    EntryError
        There is no such need.
    """
    check_may(actor, "offer.read")
    with desk.reading() as session:
        return left_to_find(session, read_need(session, need_id))


def offers_from(session: Session, stock: Need) -> list[Offer]:
    """Every offer made from a stalled stock, for whatever need."""
    return list(session.scalars(select(Offer).where(Offer.stock_need_id == stock.id).order_by(Offer.id)))


def left_of_stock(session: Session, stock: Need) -> float | None:
    """How much of a stalled stock nobody has taken, in its own measure; None where its amount is not known."""
    amount = in_measure(stock.commodity, stock.unit, stock.amount, stock.unit)
    taken = taken_amount(offers_from(session, stock), stock.commodity, stock.unit)
    return None if amount is None or taken is None else max(amount - taken, 0.0)
