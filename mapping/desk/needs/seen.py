"""A row as somebody saw it: looked up, allowed for its own cooperative, unchanged since."""

from __future__ import annotations

from mapping.desk.models import Need, Purchase
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.writing import WritingSession
from mapping.errors import ConflictError, EntryError
from mapping.language import tr

LARGEST_ID = 2**31
"""Numbers in addresses may be longer than what a database takes; numbers out of tables are not Python's own."""


def find_need(session: WritingSession, actor: Actor, action: str, need_id: int, version: int | None = None) -> Need:
    """A need that somebody may do something with.

    Parameters
    ----------
    version : int or None
        The version that they saw; None where it does not matter.

    Raises
    ------
    NotAllowedError
        The action is not theirs for the cooperative of this need.
    EntryError
        There is no such need.
    ConflictError
        It was changed since.
    """
    need = session.get(Need, int(need_id)) if 0 < need_id < LARGEST_ID else None
    # Whoever may nothing here does not learn which numbers exist.
    check_may(actor, action, need.cooperative_id if need else None)
    if need is None:
        raise EntryError(tr("Kebutuhan nomor {n} tidak ada.", n=need_id), "need_id")
    check_version(need.version, version)
    return need


def find_purchase(session: WritingSession, purchase_id: int, version: int | None = None) -> Purchase:
    """A joint purchase, unchanged since somebody saw it.

    Raises
    ------
    EntryError
        There is no such purchase.
    ConflictError
        It was changed since.
    """
    purchase = session.get(Purchase, int(purchase_id)) if 0 < purchase_id < LARGEST_ID else None
    if purchase is None:
        raise EntryError(tr("Belanja bersama nomor {n} tidak ada.", n=purchase_id), "purchase_id")
    check_version(purchase.version, version)
    return purchase


def check_version(present: int, seen: int | None) -> None:
    """Refuse to change what looks different now from what somebody saw.

    Raises
    ------
    ConflictError

    Examples
    --------
    >>> check_version(3, 3)
    """
    if seen is not None and seen != present:
        raise ConflictError(
            tr("Isian ini baru saja diubah orang lain. Muat ulang halaman, lihat keadaan barunya, lalu ulangi.")
        )
