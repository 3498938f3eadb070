"""Changes tried out on a copy in memory of a part of the desk; several writings kept together or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, event, insert, select

from mapping.desk.models import Base, Kept, TrailEntry
from mapping.desk.rules import Actor
from mapping.desk.store.desk import Desk
from mapping.desk.store.engine import WRITES, make_engine, plain_faults, take_turn
from mapping.desk.store.writing import ReadingSession, WritingSession, check_still, for_whom

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

Changes = dict[tuple[str, str], tuple[Any, Any]]
"""Table and column -> before and after."""


@contextmanager
def rehearsing(desk: Desk, copied: Mapping[type[Kept], ColumnElement[bool] | None]) -> Iterator[Desk]:
    """A desk in memory that holds these rows and is gone after the block. The true one is read once and never waits.

    Parameters
    ----------
    copied : mapping
        Table -> which of its rows (None: all). What they point at need not be there.
    """
    with desk.reading() as session:
        held = {}
        for model, which in copied.items():
            query = select(model.__table__).where(*([] if which is None else [which]))
            held[model] = [dict(row) for row in session.connection().execute(query).mappings()]
    engine = make_engine("sqlite://")
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=OFF"))
    try:
        with plain_faults(), engine.begin() as connection:
            Base.metadata.create_all(connection)
            for model, rows in held.items():
                if rows:
                    connection.execute(insert(model), rows)
        yield Desk(engine)
    finally:
        engine.dispose()


@dataclass(frozen=True)
class _Step(Desk):
    """A desk within one transaction that is under way."""

    connection: Connection | None = None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with ReadingSession(self.connection, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self, actor: Actor, at: str) -> Iterator[WritingSession]:
        with WritingSession(self.connection, expire_on_commit=False) as session:
            check_still(session, actor)
            yield for_whom(session, actor, at)
            session.flush()


@contextmanager
def one_step(desk: Desk) -> Iterator[Desk]:
    """A desk whose writings in this block are kept together, or none of them where the block raises.

    Raises
    ------
    mapping.errors.ConflictError, mapping.errors.DeskError
        As :meth:`~mapping.desk.store.desk.Desk.writing`.
    """
    writers = desk.engine.execution_options(**{WRITES: True})
    with desk.queue, plain_faults(), writers.begin() as connection:
        take_turn(connection)
        yield _Step(desk.engine, desk.queue, connection)


def changes_since(desk: Desk, n: int) -> tuple[int, Changes]:
    """What became different in rows that were there, after a number of the trail; with the trail's newest number.

    Of private columns the trail shows only that they changed.
    """
    with desk.reading() as session:
        entries = session.scalars(select(TrailEntry).where(TrailEntry.n > n).order_by(TrailEntry.n)).all()
    changes: Changes = {}
    for entry in entries:
        if entry.action != "change":
            continue
        before, after = json.loads(entry.before), json.loads(entry.after)
        private = _private()[entry.entity]
        changes |= {
            (entry.entity, name): (before.get(name), value)
            for name, value in after.items()
            if name != "version" and (before.get(name) != value or name in private)
        }
    return (entries[-1].n if entries else n), changes


def _private() -> dict[str, frozenset[str]]:
    """Table -> its columns about persons."""
    kept = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Kept)]
    return {model.__tablename__: model.private_columns() for model in kept}
