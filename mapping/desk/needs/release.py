"""What becomes of offers when a need or a stock is not there any more: no stock stays bound."""

from __future__ import annotations

from sqlalchemy import select

from mapping.desk.models import Need, Offer
from mapping.desk.needs.joint import need_ids_of
from mapping.desk.needs.steps import move
from mapping.desk.store.writing import WritingSession
from mapping.errors import ConflictError
from mapping.language import mark, tr

STANDING = ("open", "chosen")
NEED_GONE = mark("Kebutuhannya sudah tidak ada.")
STOCK_GONE = mark("Stoknya sudah tidak ditawarkan.")
"""Kept with the offer; told by whoever shows it in the language in force."""


def release(session: WritingSession, need: Need) -> None:
    """Let go of the offers for a need that ends without goods, and of those from a stock that is withdrawn.

    Offers for needs that are bought as one stay with those that remain. A neighbour's stock that was taken for the
    need is offered again.

    Raises
    ------
    ConflictError
        Somebody else's need counts on this stock.
    """
    staying = [one for one in need_ids_of(session, need.purchase_id) if one != need.id]
    for offer in session.scalars(select(Offer).where(Offer.need_id == need.id, Offer.status.in_(STANDING))):
        if staying:
            offer.need_id = staying[0]
            continue
        was_chosen = offer.status == "chosen"
        offer.status, offer.reason = "withdrawn", NEED_GONE
        stock = session.get(Need, offer.stock_need_id) if offer.stock_need_id else None
        if was_chosen and stock is not None and stock.status == "chosen":
            move(session, stock, "offered")
    for offer in session.scalars(select(Offer).where(Offer.stock_need_id == need.id, Offer.status.in_(STANDING))):
        if offer.status == "chosen":
            raise ConflictError(
                tr(
                    "Stok ini sudah dipilih untuk kebutuhan nomor {n}. Batalkan dulu tawarannya di sana.",
                    n=offer.need_id,
                )
            )
        offer.status, offer.reason = "withdrawn", STOCK_GONE
