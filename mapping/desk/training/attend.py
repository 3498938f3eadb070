"""Who came to a training, numbers only, and what the tests before and after said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import select

from mapping.desk.models import Attendance, Cooperative
from mapping.desk.rules import ADMIN, COOPERATIVE, OFFICE, Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.store.frames import read_rows
from mapping.desk.training.rows import last_day, the_cooperative
from mapping.desk.training.sessions import HELD, MOST_POINTS, MOST_SEATS, attendance_of, bounded, open_session
from mapping.errors import ConflictError, EntryError
from mapping.language import tr


@dataclass(frozen=True)
class Came:
    """How many of a cooperative came, of them women, and the mean scores (0-100) of its group; None not known.

    ``version``: of the row that the person saw, None where there was none."""

    cooperative_id: int
    came: int | None
    women: int | None = None
    before: int | None = None
    after: int | None = None
    version: int | None = None


def note_attendance(desk: Desk, actor: Actor, at: str, session_id: int, version: int, rows: Sequence[Came]) -> None:
    """Keep who came, numbers only; the training has been held then.

    Raises
    ------
    NotAllowedError
    ConflictError
        The training or a row was changed in between.
    EntryError
        A number that cannot be, more women than people, a score without people, or a training of a coming day.
    """
    check_may(actor, "training.attend")
    with desk.writing(actor, at) as session:
        training = open_session(session, session_id, version)
        if training.held_on > last_day(at):
            raise EntryError(tr("Pelatihan tanggal {day} belum berlangsung.", day=training.held_on), "held_on")
        kept = {row.cooperative_id: row for row in session.scalars(attendance_of(training.id))}
        for told in rows:
            row = kept.get(told.cooperative_id)
            if (row.version if row else None) != told.version:
                raise ConflictError(tr("Kehadiran ini baru saja diubah orang lain. Muat ulang halaman lalu ulangi."))
            if row is None:
                cooperative = the_cooperative(session, told.cooperative_id)
                row = Attendance(session_id=training.id, cooperative_id=cooperative.id, invited=0)
                session.add(row)
            row.came, row.women, row.before, row.after = _checked(told)
        training.status = HELD


def _checked(told: Came) -> tuple[int | None, int | None, int | None, int | None]:
    came = bounded(told.came, tr("Banyak yang hadir"), MOST_SEATS, "came")
    women = bounded(told.women, tr("Perempuan yang hadir"), MOST_SEATS, "women")
    before = bounded(told.before, tr("Nilai tes sebelum"), MOST_POINTS, "before")
    after = bounded(told.after, tr("Nilai tes sesudah"), MOST_POINTS, "after")
    if women is not None and (came is None or women > came):
        message = tr("Perempuan yang hadir ({women}) melebihi semua yang hadir.", women=women)
        raise EntryError(message, "women")
    if not came and (before is not None or after is not None):
        raise EntryError(tr("Nilai tes terisi, tetapi tidak ada yang hadir. Isi dulu banyak yang hadir."), "came")
    return came, women, before, after


def read_attendance(desk: Desk, actor: Actor, session_id: int | None = None) -> pd.DataFrame:
    """Who was invited and came, one row per training and cooperative: all for the office, its own for a cooperative.

    Returns
    -------
    DataFrame
        Index ``id``; columns of ``Attendance`` and the cooperative's ``name``, by name.
    """
    check_may(actor, "training.read")
    wanted = () if session_id is None else (Attendance.session_id == int(session_id),)
    with desk.reading() as session:
        table = read_rows(session, Attendance, actor, *wanted)
        names = {row.id: row.name for row in session.execute(select(Cooperative.id, Cooperative.name))}
    table = table.assign(name=table["cooperative_id"].map(names).astype("str")).sort_values("name")
    if actor.role in (OFFICE, ADMIN):
        return table
    own = actor.cooperative_id if actor.role == COOPERATIVE else None
    return table[table["cooperative_id"] == (own or 0)]
