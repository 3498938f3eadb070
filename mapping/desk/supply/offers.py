"""Offers for a need: made, chosen with a reason, dropped, delivered."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from mapping.desk.entries import amount_of, free_text, iso_date
from mapping.desk.models import Cooperative, Need, Offer
from mapping.desk.needs.days import day_of
from mapping.desk.needs.seen import check_version, find_need
from mapping.desk.needs.steps import move
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.store.writing import WritingSession
from mapping.desk.supply.cover import (
    CHOSEN,
    DECLINED,
    DELIVERED,
    NEARLY,
    OPEN,
    WITHDRAWN,
    left_to_find,
    needs_with,
    offers_of,
)
from mapping.desk.supply.goods import checked_unit
from mapping.desk.supply.prices import check_ceiling
from mapping.desk.supply.stock import from_stock, pass_stock_on, take_stock
from mapping.desk.supply.typed import (
    ANSWERABLE,
    check_answerable,
    checked_figures,
    from_supplier,
    from_survey,
    kind_of,
    passed_on,
)
from mapping.errors import ConflictError, EntryError
from mapping.knowledge.ceilings import ceiling_on
from mapping.knowledge.formats import say_number
from mapping.knowledge.supply import supply_label
from mapping.language import mark, tr

LONGEST_REASON = 500
OTHERS_CHOSEN = mark("Tawaran lain yang dipilih.")
"""Kept with offers that were not chosen; told by whoever shows it in the language in force."""


def make_offer(
    desk: Desk,
    actor: Actor,
    at: str,
    *,
    need_id: int,
    source: str,
    amount: object,
    unit: str,
    price_idr: object = None,
    supplier_id: int | None = None,
    stock_need_id: int | None = None,
    from_code: str = "",
    who: str = "",
    commodity: str = "",
    price_date: object = "",
    distance_km: float | None = None,
    deliver_by: object = "",
) -> int:
    """Note what somebody would supply for a need; its number. The same open offer again is the one that is there.

    Parameters
    ----------
    source : str
        ``"supplier"`` (``supplier_id``, or ``who`` where it is not in the table), ``"stock"`` (``stock_need_id``) or
        ``"survey"`` (``from_code`` and ``who``: what kind of makers where, never a business).
    amount : number or text
        In ``unit``.
    price_idr : number or text
        Rupiah for one ``unit``; None: not asked yet, then it cannot be chosen.
    commodity : str
        What is offered: that of the need (``""``), or a kind of it.
    price_date, deliver_by : date or text
        ``""`` of the price: the day of ``at``.
    distance_km : float or None
        Straight line, as it was shown.

    Raises
    ------
    EntryError
        Something typed cannot be kept, the need wants no goods, or the stock has not so much left.
    ConflictError
        A supplier is chosen already, or the need is closed.
    NotAllowedError
        Only the office notes offers.
    """
    check_may(actor, "offer.make")
    told = checked_figures(at, source, amount, price_idr, price_date, deliver_by, distance_km)
    with desk.writing(actor, at) as session:
        need = find_need(session, actor, "offer.make", need_id)
        check_answerable(need)
        told["commodity"] = kind_of(need, commodity)
        told["unit"] = checked_unit(told["commodity"], unit)
        if source == "supplier":
            told |= from_supplier(session, supplier_id, who)
        elif source == "stock":
            told |= from_stock(session, need, stock_need_id, told)
        else:
            told |= from_survey(from_code, who)
        code = _code_of(session, need)
        ceiling = ceiling_on(told["commodity"], code, day_of(at))
        told["ceiling_idr"] = ceiling.price_idr if ceiling else None
        told["ceiling_source"] = ceiling.source if ceiling else ""
        return _keep_once(session, need, told, at)


def choose_offer(
    desk: Desk, actor: Actor, at: str, offer_id: int, need_version: int, reason: str, enough: bool = False
) -> float:
    """Choose an offer. Once the amount is covered the other offers are declined and the need has its supplier.

    Of needs that are bought as one all get it. A part of the amount may be chosen, and another beside it.

    Parameters
    ----------
    need_version : int
        Version of the need that was seen.
    reason : str
        Why this one.
    enough : bool
        Whether to stop here although the amount is not covered.

    Returns
    -------
    float
        How much is still to be found, in the measure of the need; 0 where all is covered, or no amount is known.

    Raises
    ------
    EntryError
        No reason, no price, or a price above the official ceiling: with the figures and the source.
    ConflictError
        The offer or the need was changed since, or the stock went to another need.
    NotAllowedError
        Only the office chooses.
    """
    check_may(actor, "offer.choose")
    why = free_text(reason, tr("Alasan memilih"), LONGEST_REASON, field="reason", required=True, lines=True)
    with desk.writing(actor, at) as session:
        offer = _find_offer(session, offer_id, OPEN)
        need = find_need(session, actor, "offer.choose", offer.need_id, need_version)
        if need.status != "offered":
            raise passed_on(need)
        if offer.price_idr is None:
            raise EntryError(tr("Harga tawaran ini belum diketahui. Tanyakan, lalu catat tawaran baru."), "price_idr")
        price = offer.price_idr
        ceiling = check_ceiling(offer.commodity, _code_of(session, need), day_of(at), offer.unit, price, need.unit)
        offer.ceiling_idr = ceiling.price_idr if ceiling else None
        offer.ceiling_source = ceiling.source if ceiling else ""
        take_stock(session, offer)
        offer.status, offer.reason, offer.chosen_at = CHOSEN, why, at
        session.flush()
        return _settle(session, need, why, enough)


def _settle(session: WritingSession, need: Need, why: str, enough: bool) -> float:
    """After a choice: the others are declined and the need has its supplier, unless more is to be found."""
    left = left_to_find(session, need) or 0.0
    if left > NEARLY and not enough:
        # Whoever looks at this need now saw less covered than there is.
        flag_modified(need, "status_since")
        return left
    needs = needs_with(session, need)
    for other in offers_of(session, needs):
        if other.status == OPEN:
            other.status, other.reason = DECLINED, OTHERS_CHOSEN
    for each in needs:
        # A need that joined the others after the offer was made has the offer from now on.
        if each.status in ("new", "taken"):
            move(session, each, "offered")
        move(session, each, "chosen", why)
    return left


def drop_offer(desk: Desk, actor: Actor, at: str, offer_id: int, version: int, reason: str) -> None:
    """Note that an offer does not hold any more; where it was chosen the need is open for offers again.

    Raises
    ------
    EntryError
        No reason is given.
    ConflictError
        It was changed since, or is delivered already.
    """
    check_may(actor, "offer.choose")
    why = free_text(reason, tr("Alasan"), LONGEST_REASON, field="reason", required=True, lines=True)
    with desk.writing(actor, at) as session:
        offer = _find_offer(session, offer_id, OPEN, CHOSEN)
        check_version(offer.version, version)
        need = find_need(session, actor, "offer.choose", offer.need_id)
        chosen = offer.status == CHOSEN
        offer.status, offer.reason = WITHDRAWN, why
        stock = session.get(Need, offer.stock_need_id) if offer.stock_need_id else None
        if chosen and stock is not None and stock.status == "chosen":
            move(session, stock, "offered", why)
        for each in needs_with(session, need) if chosen else []:
            if each.status == "chosen":
                move(session, each, "offered", why)


def deliver_offer(
    desk: Desk,
    actor: Actor,
    at: str,
    offer_id: int,
    version: int,
    amount: object = None,
    delivered_on: object = "",
) -> None:
    """Note that a chosen offer was delivered; with the last one the need is.

    Parameters
    ----------
    version : int
        Version of the offer that was seen.
    amount : number or text
        What came, in the unit of the offer; None: all of it.
    delivered_on : date or text
        ``""``: the day of ``at``.

    Raises
    ------
    EntryError
        The amount cannot be meant, or the day lies ahead.
    ConflictError
        It is not chosen, is delivered already, or was changed since.
    """
    check_may(actor, "offer.deliver")
    today = day_of(at)
    number = amount_of(amount, tr("Jumlah yang dikirim"), field="amount")
    if number == 0:
        raise EntryError(tr("Jumlah yang dikirim harus lebih dari 0."), "amount")
    with desk.writing(actor, at) as session:
        offer = _find_offer(session, offer_id, CHOSEN)
        check_version(offer.version, version)
        need = find_need(session, actor, "offer.deliver", offer.need_id)
        if number is not None and offer.amount is not None and number > offer.amount:
            raise EntryError(
                tr(
                    "Jumlah yang dikirim melebihi tawaran ({amount} {unit}). Periksa angkanya.",
                    amount=say_number(offer.amount, 2),
                    unit=tr(offer.unit),
                ),
                "amount",
            )
        label, first = tr("Tanggal dikirim"), day_of(offer.chosen_at)
        offer.delivered_on = iso_date(delivered_on, label, first, today, field="delivered_on") or today
        offer.delivered_amount = offer.amount if number is None else number
        offer.status = DELIVERED
        session.flush()
        needs = needs_with(session, need)
        if not any(other.status == CHOSEN for other in offers_of(session, needs)):
            for each in needs:
                if each.status == "chosen":
                    move(session, each, "delivered")
        pass_stock_on(session, offer)


def _keep_once(session: WritingSession, need: Need, told: dict[str, Any], at: str) -> int:
    same = select(Offer.id).where(Offer.need_id == need.id, Offer.status == OPEN)
    same = same.where(*(getattr(Offer, name) == value for name, value in told.items() if name != "distance_km"))
    there = session.scalars(same).first()
    if there is not None:
        return int(there)
    offer = Offer(need_id=need.id, status=OPEN, reason="", offered_at=at, chosen_at="", delivered_on="", **told)
    session.add(offer)
    for each in needs_with(session, need):
        if each.status in ANSWERABLE:
            move(session, each, "offered")
    session.flush()
    return int(offer.id)


def _find_offer(session: WritingSession, offer_id: int, *statuses: str) -> Offer:
    offer = session.get(Offer, offer_id)
    if offer is None:
        raise EntryError(tr("Tawaran nomor {n} tidak ada.", n=offer_id), "offer_id")
    if offer.status not in statuses:
        raise ConflictError(
            tr(
                "Tawaran ini sudah berstatus {now}. Muat ulang halaman.",
                now=supply_label("statuses", offer.status).lower(),
            )
        )
    return offer


def _code_of(session: WritingSession, need: Need) -> str:
    return session.get_one(Cooperative, need.cooperative_id).kelurahan_code
