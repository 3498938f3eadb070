"""A row of the desk as a person saw it: found, or said to be gone or changed."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from sqlalchemy.orm import Session

from mapping.desk.models import Cooperative, Kept
from mapping.errors import ConflictError, EntryError
from mapping.language import tr

Row = TypeVar("Row", bound=Kept)


def seen_row(session: Session, model: type[Row], number: int, version: int) -> Row:
    """The row that a person saw, if it is still as they saw it.

    Raises
    ------
    ConflictError
        It was changed or removed in between.
    """
    # A number out of a frame is numpy's, which SQLite does not know.
    row = session.get(model, int(number))
    if row is None or row.version != version:
        raise ConflictError(
            tr("Isian ini baru saja diubah orang lain. Muat ulang halaman, lihat keadaan barunya, lalu ulangi.")
        )
    return row


def the_cooperative(session: Session, cooperative_id: int) -> Cooperative:
    """A cooperative of the register.

    Raises
    ------
    EntryError
        There is none of this number.
    """
    row = session.get(Cooperative, int(cooperative_id))
    if row is None:
        raise EntryError(tr("Koperasi ini tidak ada di daftar. Pilih koperasi dari daftar."), "cooperative_id")
    return row


def last_day(at: str) -> str:
    """The latest day that it can be anywhere in Indonesia at a moment (UTC): its clocks are up to nine hours ahead.

    Examples
    --------
    >>> last_day("2026-11-23T08:00:00Z"), last_day("2026-11-23T20:00:00Z")
    ('2026-11-23', '2026-11-24')
    """
    moment = dt.datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ")
    return (moment + dt.timedelta(hours=9)).date().isoformat()
