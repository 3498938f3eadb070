"""What is done about a need: taken, talked about, refused, withdrawn, received in parts, closed."""

from __future__ import annotations

from mapping.desk.entries import amount_of, free_text
from mapping.desk.models import Need, NeedMessage
from mapping.desk.needs.enter import PROBLEM, STOCK
from mapping.desk.needs.joint import finish_purchase, leave
from mapping.desk.needs.release import release
from mapping.desk.needs.seen import find_need
from mapping.desk.needs.steps import move
from mapping.desk.rules import OFFICE, Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.errors import ConflictError, EntryError
from mapping.knowledge.needs import read_needs, status_label
from mapping.language import tr

LONGEST_MESSAGE, LONGEST_REASON = 1000, 500
MOST_TIMES = 10
"""A delivery of more than so many times what was asked is a slip of the finger."""


def say(desk: Desk, actor: Actor, at: str, need_id: int, text: str) -> int:
    """Write a message to whoever is at the other side; its number. A closed need can still be talked about."""
    check_may(actor, "need.say", actor.cooperative_id)
    told = free_text(text, tr("Pesan"), LONGEST_MESSAGE, field="text", required=True, lines=True)
    with desk.writing(actor, at) as session:
        need = find_need(session, actor, "need.say", need_id)
        message = NeedMessage(need_id=need.id, role=actor.role, said_at=at, text=told)
        session.add(message)
        session.flush()
        return int(message.id)


def take(desk: Desk, actor: Actor, at: str, need_id: int, version: int) -> None:
    """Look after a need from now on; one that was refused is taken up again.

    Raises
    ------
    ConflictError
        It is closed or withdrawn, or was changed since ``version``.
    """
    check_may(actor, "need.take")
    with desk.writing(actor, at) as session:
        need = find_need(session, actor, "need.take", need_id, version)
        if need.status == "new" or not _is_open(need):
            move(session, need, "taken")
        need.owned, need.owner_id = OFFICE, actor.account_id


def refuse(desk: Desk, actor: Actor, at: str, need_id: int, version: int, reason: str) -> None:
    """Say that a need cannot be met, and why; the cooperative reads it.

    Raises
    ------
    EntryError
        No reason is given.
    ConflictError
        A supplier is chosen already, it is closed, or it was changed since ``version``.
    """
    check_may(actor, "need.refuse")
    why = free_text(reason, tr("Alasan"), LONGEST_REASON, field="reason", required=True, lines=True)
    with desk.writing(actor, at) as session:
        need = find_need(session, actor, "need.refuse", need_id, version)
        _check_open(need)
        release(session, need)
        move(session, need, "unmet", why)
        leave(session, need)


def withdraw(desk: Desk, actor: Actor, at: str, need_id: int, version: int, reason: str = "") -> None:
    """Take back a need that is not there any more.

    Raises
    ------
    ConflictError
        The goods have come already, it is closed, or it was changed since ``version``.
    """
    check_may(actor, "need.withdraw", actor.cooperative_id)
    why = free_text(reason, tr("Alasan"), LONGEST_REASON, field="reason", lines=True)
    with desk.writing(actor, at) as session:
        need = find_need(session, actor, "need.withdraw", need_id, version)
        _check_open(need)
        release(session, need)
        move(session, need, "withdrawn", why)
        leave(session, need)


def receive(desk: Desk, actor: Actor, at: str, need_id: int, version: int, amount: object) -> float:
    """Note what has come, in the unit of the need; parts add up. Gives what is still missing, 0 where all is there.

    Raises
    ------
    EntryError
        No amount, or one that cannot be meant.
    ConflictError
        No supplier is chosen, it is closed, or it was changed since ``version``.
    """
    check_may(actor, "need.receive", actor.cooperative_id)
    number = amount_of(amount, tr("Jumlah yang diterima"), field="amount")
    if not number:
        raise EntryError(tr("Jumlah yang diterima belum diisi. Tulis angka lebih dari 0."), "amount")
    with desk.writing(actor, at) as session:
        need = find_need(session, actor, "need.receive", need_id, version)
        _check_open(need)
        total = (need.received_amount or 0.0) + number
        if need.amount is not None and total > MOST_TIMES * need.amount:
            raise EntryError(
                tr("Jumlah yang diterima jauh melebihi yang diminta. Periksa angka dan satuannya."), "amount"
            )
        move(session, need, "delivered")
        need.received_amount = total
        return max((need.amount or 0.0) - total, 0.0)


def close(desk: Desk, actor: Actor, at: str, need_id: int, version: int, reason: str = "") -> None:
    """End a case. Where less has come than was asked the reason is kept beside it.

    Raises
    ------
    EntryError
        Less has come than was asked, and no reason is given.
    ConflictError
        It cannot be closed yet, is closed, or was changed since ``version``.
    """
    check_may(actor, "need.close", actor.cooperative_id)
    why = free_text(reason, tr("Alasan"), LONGEST_REASON, field="reason", lines=True)
    with desk.writing(actor, at) as session:
        need = find_need(session, actor, "need.close", need_id, version)
        _check_open(need)
        if is_short(need) and not why:
            raise EntryError(
                tr("Yang diterima kurang dari yang diminta. Tulis mengapa kebutuhan ini tetap ditutup."), "reason"
            )
        move(session, need, "closed", why)
        finish_purchase(session, need)


def is_short(need: Need) -> bool:
    """Whether goods were asked for and less has come. Stalled stock and problems have nothing to come."""
    if need.kind in (PROBLEM, STOCK) or need.amount is None:
        return False
    return (need.received_amount or 0.0) < need.amount


def _is_open(need: Need) -> bool:
    return bool(read_needs()["statuses"][need.status]["open"])


def _check_open(need: Need) -> None:
    """A need that was ended stays as it was ended; ending it in another way again would add to its record."""
    if not _is_open(need):
        raise ConflictError(
            tr("Kebutuhan ini sudah berstatus {now}. Muat ulang halaman.", now=status_label(need.status).lower())
        )
