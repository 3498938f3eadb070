"""The desk: one database, read by many, written by one after another."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mapping.desk.rules import Actor
from mapping.desk.store.engine import READS, WRITES, make_engine, plain_faults, take_turn

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from mapping.desk.store.writing import WritingSession

TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


@dataclass(frozen=True)
class Desk:
    """An open database, its schema up to date. Safe to share between threads.

    Writers of one process queue here in order, so that none of them starves; those of other processes wait in the
    database.
    """

    engine: Engine
    queue: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One look at the data as they stood when it began, whatever others write meanwhile.

        Raises
        ------
        mapping.errors.DeskError
            The database cannot be read.
        """
        from mapping.desk.store.writing import ReadingSession

        readers = self.engine.execution_options(**READS[self.engine.dialect.name])
        with plain_faults(), ReadingSession(readers, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self, actor: Actor, at: str) -> Iterator[WritingSession]:
        """One transaction: all that happens in the block is kept with its rows in the trail, or nothing is.

        When the block has ended without an error, what was written is on the disk.

        Parameters
        ----------
        actor : Actor
            Who writes. Whether they may is asked by the caller (:func:`mapping.desk.rules.check_may`); here, whether
            they still are who they were when their page was drawn.
        at : str
            ISO time in UTC, ``2026-11-23T08:15:00Z``.

        Raises
        ------
        mapping.errors.NotAllowedError
            The account was dismissed, or given another role, since it was looked up.
        mapping.errors.ConflictError
            Somebody else changed the same row in between.
        mapping.errors.DeskError
            The database cannot be written.
        """
        from mapping.desk.store.writing import WritingSession, check_still, for_whom

        if not TIME.fullmatch(at):
            raise ValueError("The 'at' parameter of writing must be a time such as 2026-11-23T08:15:00Z.")
        writers = self.engine.execution_options(**{WRITES: True})
        with self.queue, plain_faults(), writers.begin() as connection:
            take_turn(connection)
            with WritingSession(connection, expire_on_commit=False) as session:
                check_still(session, actor)
                yield for_whom(session, actor, at)
                session.flush()


def open_desk(url: str) -> Desk:
    """Open a database and bring its schema up to date; an empty one is made ready.

    Raises
    ------
    mapping.errors.DeskError
        It cannot be reached, or was made by a newer program.

    Examples
    --------
    >>> desk = open_desk("sqlite://")
    >>> with desk.reading() as session:
    ...     session.connection().exec_driver_sql("SELECT count(*) FROM need").scalar()
    0
    """
    from mapping.desk.store.schema import upgrade

    engine = make_engine(url)
    with plain_faults():
        upgrade(engine)
    return Desk(engine)


def bare_desk(url: str) -> Desk:
    """Open a database as it is, without making it ready: for what restores into it.

    Raises
    ------
    mapping.errors.DeskError
        The address is none, or its folder cannot be made.
    """
    return Desk(make_engine(url))
