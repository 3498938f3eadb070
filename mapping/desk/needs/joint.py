"""The same need of several cooperatives bought as one: proposed, joined, left, ordered, called off."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mapping.desk.models import Need, Purchase
from mapping.desk.needs.alike import CAN_JOIN, joinable, joint_candidates
from mapping.desk.needs.enter import GOODS
from mapping.desk.needs.seen import find_need, find_purchase
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.store.writing import WritingSession, written_at
from mapping.errors import ConflictError, EntryError
from mapping.knowledge.commodities import commodity_label, read_commodities
from mapping.knowledge.needs import open_statuses, read_needs, status_label
from mapping.language import tr

__all__ = [
    "finish_purchase",
    "join_purchase",
    "joinable",
    "joint_candidates",
    "leave",
    "leave_purchase",
    "move_purchase",
    "need_ids_of",
    "propose_purchase",
]
PROPOSED, OPEN, ORDERED, CLOSED, CANCELLED = "proposed", "open", "ordered", "closed", "cancelled"


def need_ids_of(session: Session, purchase_id: int | None) -> list[int]:
    """Numbers of the needs that have joined a purchase; none for None."""
    if purchase_id is None:
        return []
    return [
        int(one) for one in session.scalars(select(Need.id).where(Need.purchase_id == purchase_id).order_by(Need.id))
    ]


def _needs_of(session: Session, purchase_id: int) -> list[Need]:
    return list(session.scalars(select(Need).where(Need.purchase_id == purchase_id).order_by(Need.id)))


def propose_purchase(desk: Desk, actor: Actor, at: str, need_ids: Sequence[int], lead_id: int | None = None) -> int:
    """Propose to several cooperatives to buy as one; its number. Each joins by itself, nobody is joined here.

    Parameters
    ----------
    need_ids : sequence of int
        Open needs of one commodity, of at least two cooperatives.
    lead_id : int or None
        The cooperative that leads; None: the one with the largest need.

    Raises
    ------
    EntryError
        The needs are not alike, or of one cooperative only.
    ConflictError
        The same is proposed already, or a need has found its supplier in between.
    """
    check_may(actor, "purchase.propose")
    with desk.writing(actor, at) as session:
        needs = [find_need(session, actor, "purchase.propose", need_id) for need_id in dict.fromkeys(need_ids)]
        commodity = _check_alike(needs)
        lead = lead_id or _largest(needs).cooperative_id
        if lead not in {need.cooperative_id for need in needs}:
            raise EntryError(tr("Pemimpin belanja bersama harus salah satu koperasi yang membutuhkan."), "lead_id")
        _check_first(session, commodity, int(lead))
        purchase = Purchase(
            commodity=commodity,
            item=commodity_label(commodity),
            unit=read_commodities()[commodity]["base_unit"],
            wanted_by=_earliest(needs),
            lead_id=int(lead),
            status=PROPOSED,
            status_since=at,
            joined=0,
        )
        session.add(purchase)
        session.flush()
        return int(purchase.id)


def join_purchase(desk: Desk, actor: Actor, at: str, purchase_id: int, need_id: int, version: int) -> None:
    """Have a need bought with those of others; it keeps its own amount and date.

    Parameters
    ----------
    version : int
        Of the need, as it was seen.

    Raises
    ------
    EntryError
        It is another commodity, or its amount cannot be told in the base unit.
    ConflictError
        The purchase takes no more needs, or this need is bought already.
    """
    check_may(actor, "purchase.join", actor.cooperative_id)
    with desk.writing(actor, at) as session:
        need = find_need(session, actor, "purchase.join", need_id, version)
        purchase = find_purchase(session, purchase_id)
        _check_takes(purchase)
        if need.purchase_id == purchase.id:
            return
        _check_joins(need)
        if need.commodity != purchase.commodity:
            raise EntryError(
                tr("Belanja bersama ini untuk {item}, bukan {other}.", item=purchase.item, other=need.item), "need_id"
            )
        need.purchase_id = purchase.id
        session.flush()
        _settle(session, purchase)


def leave_purchase(desk: Desk, actor: Actor, at: str, need_id: int, version: int) -> None:
    """Take a need out of a purchase that is not ordered yet; it goes on by itself.

    Raises
    ------
    ConflictError
        It is in none, or the purchase is ordered already.
    """
    check_may(actor, "purchase.join", actor.cooperative_id)
    with desk.writing(actor, at) as session:
        need = find_need(session, actor, "purchase.join", need_id, version)
        if need.purchase_id is None:
            raise ConflictError(tr("Kebutuhan ini tidak sedang ikut belanja bersama. Muat ulang halaman."))
        _check_takes(find_purchase(session, need.purchase_id))
        leave(session, need)


def leave(session: WritingSession, need: Need) -> None:
    """Take a need out of whatever purchase it is in; when the leading one goes, the largest that stays leads."""
    if need.purchase_id is None:
        return
    purchase = find_purchase(session, need.purchase_id)
    need.purchase_id = None
    session.flush()
    staying = _needs_of(session, purchase.id)
    if staying and purchase.lead_id not in {one.cooperative_id for one in staying}:
        purchase.lead_id = _largest(staying).cooperative_id
    _settle(session, purchase)


def move_purchase(desk: Desk, actor: Actor, at: str, purchase_id: int, version: int, status: str) -> None:
    """Order a purchase, close it, or call it off; when it is called off every need goes on by itself.

    Raises
    ------
    ConflictError
        The status cannot follow, fewer than two cooperatives have joined, or it was changed since ``version``.
    """
    check_may(actor, "purchase.move")
    with desk.writing(actor, at) as session:
        purchase = find_purchase(session, purchase_id, version)
        needs = _needs_of(session, purchase.id)
        if status == ORDERED and len({need.cooperative_id for need in needs}) < 2:
            raise ConflictError(tr("Baru satu koperasi yang ikut. Belanja bersama memerlukan paling sedikit dua."))
        if status in (OPEN, PROPOSED):
            # These follow from who has joined.
            raise ConflictError(tr("Belanja bersama hanya bisa dipesan, diselesaikan, atau dibatalkan."))
        _step(session, purchase, status)
        if status == CANCELLED:
            for need in needs:
                need.purchase_id = None
            purchase.joined = 0


def finish_purchase(session: WritingSession, need: Need) -> None:
    """Close the ordered purchase of a need that was closed last of all in it."""
    if need.purchase_id is None:
        return
    purchase, still = find_purchase(session, need.purchase_id), open_statuses()
    if purchase.status == ORDERED and not any(one.status in still for one in _needs_of(session, purchase.id)):
        _step(session, purchase, CLOSED)


def _step(session: WritingSession, purchase: Purchase, status: str) -> None:
    statuses = read_needs()["purchases"]
    if purchase.status == status:
        return
    if status not in statuses[purchase.status]["next"]:
        raise ConflictError(
            tr("Belanja bersama ini sudah berstatus {now}. Muat ulang halaman.", now=statuses[purchase.status]["label"])
        )
    purchase.status, purchase.status_since = status, written_at(session)


def _settle(session: WritingSession, purchase: Purchase) -> None:
    """What follows from who has joined: how many, the day that suits all, and whether it is more than a proposal."""
    needs = _needs_of(session, purchase.id)
    purchase.joined = len(needs)
    purchase.wanted_by = _earliest(needs) or purchase.wanted_by
    if read_needs()["purchases"][purchase.status]["joins"]:
        _step(session, purchase, OPEN if len({need.cooperative_id for need in needs}) >= 2 else PROPOSED)


def _largest(needs: Sequence[Need]) -> Need:
    return max(needs, key=lambda need: (need.base_amount or 0.0, -need.id))


def _earliest(needs: Sequence[Need]) -> str:
    return min((need.wanted_by for need in needs if need.wanted_by), default="")


def _check_alike(needs: Sequence[Need]) -> str:
    """The one commodity of needs that several cooperatives could buy together."""
    commodities = {need.commodity for need in needs}
    if len(commodities) != 1 or len({need.cooperative_id for need in needs}) < 2:
        raise EntryError(
            tr("Belanja bersama memerlukan barang yang sama dari paling sedikit dua koperasi."), "need_ids"
        )
    for need in needs:
        _check_joins(need)
    return commodities.pop()


def _check_first(session: Session, commodity: str, lead_id: int) -> None:
    """Nobody proposed the same before."""
    taking = [key for key, status in read_needs()["purchases"].items() if status["joins"]]
    same = select(Purchase).where(
        Purchase.commodity == commodity, Purchase.lead_id == lead_id, Purchase.status.in_(taking)
    )
    if session.scalars(same).first() is not None:
        raise ConflictError(tr("Belanja bersama barang ini dengan pemimpin yang sama sudah diusulkan."))


def _check_joins(need: Need) -> None:
    if need.kind != GOODS or not need.commodity or need.base_amount is None:
        raise EntryError(
            tr("{item}: barang atau satuannya tidak bisa dijumlahkan dengan yang lain.", item=need.item), "need_id"
        )
    if need.status not in CAN_JOIN or need.purchase_id is not None:
        raise ConflictError(
            tr(
                "Kebutuhan nomor {n} ({status}) tidak bisa lagi ikut belanja bersama. Muat ulang halaman.",
                n=need.id,
                status=status_label(need.status).lower(),
            )
        )


def _check_takes(purchase: Purchase) -> None:
    status = read_needs()["purchases"][purchase.status]
    if not status["joins"]:
        raise ConflictError(
            tr("Belanja bersama ini sudah berstatus {now}. Muat ulang halaman.", now=status["label"].lower())
        )
