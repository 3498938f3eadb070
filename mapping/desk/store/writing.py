"""Sessions in which no change goes unrecorded: every new, changed and removed row gets its row in the trail."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import event, insert, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from mapping.desk.models import Account, Cooperative, Kept, TrailEntry
from mapping.desk.rules import Actor
from mapping.desk.store.chain import FIRST, MASKED, entry_hash, new_salt, plain_json
from mapping.desk.store.fits import fits_of
from mapping.errors import EntryError, NotAllowedError
from mapping.language import tr

ADDED, CHANGED, REMOVED = "add", "change", "remove"


class ReadingSession(Session):
    """A session that only reads; what is put into it is never written."""


class WritingSession(Session):
    """A session that writes for someone at some time; see :func:`for_whom`."""


def for_whom(session: WritingSession, actor: Actor, at: str) -> WritingSession:
    """Say who writes in a session, and when.

    Parameters
    ----------
    at : str
        ISO time in UTC, ``2026-11-23T08:15:00Z``.
    """
    session.info["actor"], session.info["at"] = actor, at
    return session


def check_still(session: WritingSession, actor: Actor) -> None:
    """Whether an account still has the role with which its page was drawn; those without an account always do.

    Raises
    ------
    NotAllowedError
        It was dismissed, or given another role or cooperative.
    """
    if actor.account_id is None:
        return
    account = session.get(Account, actor.account_id)
    if account is None or not account.active or Actor(account.role, account.cooperative_id, account.id) != actor:
        raise NotAllowedError(tr("Peran Anda di meja baru saja berubah. Muat ulang halaman."))


def written_at(session: Session) -> str:
    """The time that a writing session stands for."""
    return str(session.info["at"])


def _said(row: Kept, names: set[str] | None = None) -> dict[str, Any]:
    """Columns of a row as the trail keeps them."""
    columns = [attribute.key for attribute in inspect(row).mapper.column_attrs]
    return _masked(row, {name: getattr(row, name) for name in columns if names is None or name in names})


def _kept(session: Session, row: Kept, names: set[str] | None = None) -> dict[str, Any]:
    """The same as the database holds them before this flush: the session's own memory of it has holes."""
    table = row.__table__
    columns = [column for column in table.columns if names is None or column.name in names]
    found = session.connection().execute(select(*columns).where(table.c.id == row.id)).mappings().first()
    return _masked(row, dict(found or {}))


def _masked(row: Kept, said: dict[str, Any]) -> dict[str, Any]:
    hidden = row.private_columns()
    return {name: MASKED if name in hidden and value else value for name, value in said.items()}


def _place(row: Kept) -> tuple[str, int]:
    """Where a kept row stands in the trail among others of one moment: the same work gives the same chain."""
    return row.__tablename__, row.id


@event.listens_for(ReadingSession, "before_flush")
def _refuse(session: Session, context: UOWTransaction, instances: Any) -> None:
    raise RuntimeError("a reading session was asked to write")


@event.listens_for(WritingSession, "do_orm_execute")
def _refuse_bulk(state: ORMExecuteState) -> None:
    if not state.is_select:
        raise RuntimeError("bulk changes pass the trail by: load the rows and change them")


@cache
def _fits(model: type[Kept]) -> dict[str, Callable[[Any], bool]]:
    columns = (column for column in model.__table__.columns if column.name not in ("id", "version"))
    return {column.name: fits_of(column) for column in columns if column.default is None}


def _check_fits(row: Kept, names: set[str] | None = None) -> None:
    """The last line: what a room let pass that a database would refuse, or keep as something else."""
    for name, fits in _fits(type(row)).items():
        if (names is None or name in names) and not fits(getattr(row, name)):
            raise EntryError(
                tr(
                    'Isian "{field}" tidak bisa disimpan: kosong, terlalu panjang, terlalu besar, atau bukan jenisnya. '
                    "Perbaiki isiannya lalu ulangi.",
                    field=name,
                ),
                name,
            )


@event.listens_for(WritingSession, "before_flush")
def _note(session: Session, context: UOWTransaction, instances: Any) -> None:
    noted: list[tuple[Kept, str, set[str], dict[str, Any]]] = []
    for row in sorted(session.new, key=lambda row: inspect(row).insert_order):
        _check_fits(row)
        noted.append((row, ADDED, set(), {}))
    for row in sorted(session.dirty, key=_place):
        changed = {name for name, attribute in inspect(row).attrs.items() if attribute.history.has_changes()}
        if changed:
            _check_fits(row, changed)
            changed.add("version")
            noted.append((row, CHANGED, changed, _kept(session, row, changed)))
    noted.extend((row, REMOVED, set(), _kept(session, row)) for row in sorted(session.deleted, key=_place))
    session.info["noted"] = noted


@event.listens_for(WritingSession, "after_flush")
def _append(session: Session, context: UOWTransaction) -> None:
    noted = session.info.pop("noted", [])
    if not noted:
        return
    actor, at = session.info["actor"], session.info["at"]
    connection = session.connection()
    last = connection.execute(select(TrailEntry.n, TrailEntry.hash).order_by(TrailEntry.n.desc()).limit(1)).first()
    n, previous = last or (0, FIRST)
    entries = []
    for row, action, changed, before in noted:
        after = {} if action == REMOVED else _said(row, changed or None)
        n += 1
        entry: dict[str, Any] = {
            "n": n,
            "at": at,
            "account_id": actor.account_id,
            "role": actor.role,
            "action": action,
            "entity": row.__tablename__,
            "key": str(row.id),
            "cooperative_id": row.id if isinstance(row, Cooperative) else getattr(row, "cooperative_id", None),
            "before": plain_json(before) if action != ADDED else "",
            "after": plain_json(after) if action != REMOVED else "",
            "salt": new_salt(),
            "previous": previous,
        }
        previous = entry["hash"] = entry_hash(entry)
        entries.append(entry)
    connection.execute(insert(TrailEntry), entries)
