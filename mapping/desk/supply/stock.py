"""Stalled stock of one cooperative that goes to another: never more than there is, never twice."""

from __future__ import annotations

from typing import Any

from mapping.desk.models import Cooperative, Need, Offer
from mapping.desk.needs.steps import move
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.store.writing import WritingSession
from mapping.desk.supply.cover import CHOSEN, NEARLY, left_of_stock, offers_from, read_need
from mapping.desk.supply.prices import in_measure, measure_unit
from mapping.errors import ConflictError, EntryError
from mapping.knowledge.formats import say_number
from mapping.knowledge.needs import read_needs
from mapping.language import tr


def read_stock_left(desk: Desk, actor: Actor, need_id: int) -> float | None:
    """How much of a stalled stock nobody has taken, in its measure; None where its amount is not known.

    Raises
    ------
    EntryError
        There is no such need.
    """
    check_may(actor, "offer.read")
    with desk.reading() as session:
        return left_of_stock(session, read_need(session, need_id))


def from_stock(session: WritingSession, need: Need, stock_need_id: int | None, told: dict[str, Any]) -> dict[str, Any]:
    """What an offer says of the stock that it comes from.

    Raises
    ------
    ConflictError
        It is sold or withdrawn, or less is left than is offered.
    EntryError
        There is no such stock, or it is that of the cooperative which needs it.
    """
    stock = session.get(Need, stock_need_id) if stock_need_id is not None else None
    if stock is None or stock.kind != "stock":
        raise EntryError(tr("Stok ini tidak ada. Muat ulang halaman."), "stock_need_id")
    if stock.cooperative_id == need.cooperative_id:
        raise EntryError(tr("Stok ini milik koperasi yang membutuhkan sendiri."), "stock_need_id")
    check_left(session, stock, told["commodity"], told["unit"], told["amount"])
    if stock.status in ("new", "taken"):
        move(session, stock, "offered")
    return {"stock_need_id": stock.id, "who": session.get_one(Cooperative, stock.cooperative_id).name}


def check_left(session: WritingSession, stock: Need, commodity: str, unit: str, amount: float | None) -> None:
    """Refuse to take more of a stalled stock than is left of it.

    Raises
    ------
    ConflictError
        It is sold or withdrawn, or less is left.
    EntryError
        What is left cannot be compared with what is asked.
    """
    if not read_needs()["statuses"][stock.status]["open"]:
        raise ConflictError(tr("Stok ini sudah tidak ditawarkan lagi. Muat ulang halaman."))
    left = left_of_stock(session, stock)
    asked = in_measure(commodity or stock.commodity, unit, amount, stock.unit)
    if left is None or asked is None:
        raise EntryError(
            tr('Satuan "{unit}" tidak bisa dibandingkan dengan satuan stok "{stock}".', unit=unit, stock=stock.unit),
            "unit",
        )
    if asked > left * (1 + NEARLY) + NEARLY:
        raise ConflictError(
            tr(
                "Stok ini tinggal {left} {unit}; selebihnya sudah diambil. Kurangi jumlahnya atau pilih yang lain.",
                left=say_number(left, 0 if left == round(left) else 2),
                unit=tr(measure_unit(stock.commodity, stock.unit)),
            )
        )


def take_stock(session: WritingSession, offer: Offer) -> None:
    """Take what an offer needs from a stalled stock; a stock that is all taken has found its buyer."""
    if offer.stock_need_id is None:
        return
    stock = session.get_one(Need, offer.stock_need_id)
    check_left(session, stock, offer.commodity, offer.unit, offer.amount)
    taken = in_measure(offer.commodity or stock.commodity, offer.unit, offer.amount, stock.unit) or 0.0
    left = (left_of_stock(session, stock) or 0.0) - taken
    if left <= NEARLY * max(taken, 1.0) and stock.status in ("new", "taken", "offered"):
        move(session, stock, "offered")
        move(session, stock, "chosen")


def pass_stock_on(session: WritingSession, offer: Offer) -> None:
    """A stock of which all was taken and all has gone is delivered, too."""
    if offer.stock_need_id is None:
        return
    stock = session.get_one(Need, offer.stock_need_id)
    left = left_of_stock(session, stock)
    waiting = any(other.status == CHOSEN for other in offers_from(session, stock))
    if stock.status == "chosen" and not waiting and left is not None and left <= NEARLY:
        move(session, stock, "delivered")
