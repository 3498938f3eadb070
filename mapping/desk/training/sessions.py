"""Trainings: what, when, where, by whom; planned, changed, held or cancelled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import select

from mapping.desk.entries import iso_date, name_text, one_of, shown, whole_number
from mapping.desk.models import Attendance, Partner, TrainingSession
from mapping.desk.rules import ADMIN, OFFICE, Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.store.frames import read_rows
from mapping.desk.training.assess import EARLIEST
from mapping.desk.training.rows import last_day, seen_row
from mapping.errors import EntryError
from mapping.knowledge.competencies import read_competencies
from mapping.knowledge.plans import read_training
from mapping.language import mark, tr

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PLANNED, HELD, CANCELLED = "planned", "held", "cancelled"
STATUSES = {PLANNED: mark("Direncanakan"), HELD: mark("Sudah berlangsung"), CANCELLED: mark("Dibatalkan")}
CODE = re.compile(r"(\d{2}\.\d{2}\.\d{2}\.\d{4})?")
MOST_SEATS, MOST_HOURS, MOST_POINTS = 1000, 200, 100


def plan_session(
    desk: Desk,
    actor: Actor,
    at: str,
    *,
    module: str,
    title: str,
    held_on: str,
    kelurahan_code: str = "",
    place: str = "",
    partner_id: int | None = None,
    hours: int | None = None,
    seats: int | None = None,
) -> int:
    """Plan a training; the number of its row. The same training again (a second tap) is the one planned already.

    Parameters
    ----------
    module : str
        Of ``knowledge/training.toml``.
    held_on : str
        ISO day.
    kelurahan_code : str
        Where it is held, ``""`` not settled yet.
    seats : int, optional
        How many people there is room for; None not known.

    Raises
    ------
    NotAllowedError, EntryError
    """
    check_may(actor, "training.session")
    with desk.writing(actor, at) as session:
        row = TrainingSession(status=PLANNED)
        told = {"kelurahan_code": kelurahan_code, "place": place, "partner_id": partner_id}
        _fill(
            session, row, {"module": module, "title": title, "held_on": held_on, "hours": hours, "seats": seats} | told
        )
        asked = {name: getattr(row, name) for name in _CHECKS} | {"status": PLANNED}
        earlier = session.scalars(select(TrainingSession).filter_by(**asked)).first()
        if earlier is not None:
            return earlier.id
        session.add(row)
        session.flush()
        return row.id


def change_session(desk: Desk, actor: Actor, at: str, session_id: int, version: int, **fields: Any) -> None:
    """Change a planned training: the fields of :func:`plan_session`, and ``status``.

    Raises
    ------
    NotAllowedError, ConflictError
    EntryError
        A value that cannot be, or a training of a coming day said to have been held.
    """
    check_may(actor, "training.session")
    with desk.writing(actor, at) as session:
        row = seen_row(session, TrainingSession, session_id, version)
        status = fields.pop("status", row.status)
        _fill(session, row, fields)
        row.status = one_of(status, STATUSES, tr("Status pelatihan"), field="status")
        if row.status == HELD and row.held_on > last_day(at):
            message = tr("Pelatihan tanggal {day} belum berlangsung.", day=row.held_on)
            raise EntryError(message, "status")


def _fill(session: Session, row: TrainingSession, fields: Mapping[str, Any]) -> None:
    """Put checked values into a row."""
    for name, value in fields.items():
        if name not in _CHECKS:
            raise TypeError(f"The training has no field {name!r}.")
        setattr(row, name, _CHECKS[name](session, value))


def _module(session: Session, value: Any) -> str:
    return one_of(value, read_training()["modules"], tr("Modul"), field="module")


def _title(session: Session, value: Any) -> str:
    return name_text(value, tr("Judul pelatihan"), 200, field="title")


def _day(session: Session, value: Any) -> str:
    return iso_date(value, tr("Tanggal pelatihan"), EARLIEST, required=True, field="held_on")


def _code(session: Session, value: Any) -> str:
    if not CODE.fullmatch(str(value)):
        message = tr(
            'Kode wilayah "{code}" bukan kode kelurahan. Tulis seperti 35.78.03.1001, atau kosongkan.',
            code=shown(value),
        )
        raise EntryError(message, "kelurahan_code")
    return str(value)


def _place(session: Session, value: Any) -> str:
    return name_text(value, tr("Tempat pelatihan"), 200, field="place", required=False)


def _partner(session: Session, value: Any) -> int | None:
    if value is not None and session.get(Partner, int(value)) is None:
        raise EntryError(tr("Mitra ini tidak ada di daftar. Pilih mitra dari daftar."), "partner_id")
    return None if value is None else int(value)


def _hours(session: Session, value: Any) -> int | None:
    return bounded(value, tr("Lama pelatihan (jam)"), MOST_HOURS, "hours", least=1)


def _seats(session: Session, value: Any) -> int | None:
    return bounded(value, tr("Tempat duduk"), MOST_SEATS, "seats", least=1)


_CHECKS = {
    "module": _module,
    "title": _title,
    "held_on": _day,
    "kelurahan_code": _code,
    "place": _place,
    "partner_id": _partner,
    "hours": _hours,
    "seats": _seats,
}


def bounded(value: Any, label: str, most: int, field: str, least: int = 0) -> int | None:
    """A count between two bounds; None where nothing is given.

    Raises
    ------
    EntryError

    Examples
    --------
    >>> bounded("25", "Tempat duduk", 1000, "seats"), bounded("", "Tempat duduk", 1000, "seats")
    (25, None)
    """
    number = whole_number(value, label, least, field=field)
    if number is not None and number > most:
        message = tr("{label} {number} terlalu besar. Paling banyak {most}.", label=label, number=number, most=most)
        raise EntryError(message, field)
    return number


def read_sessions(desk: Desk, actor: Actor) -> pd.DataFrame:
    """All trainings by day, the latest first, with the sums of who was invited and came.

    Returns
    -------
    DataFrame
        Index ``id``; columns of ``TrainingSession``, ``partner`` (its name, ``""`` none), ``partner_synthetic`` (bool),
        ``cooperatives`` (invited or come), ``invited, came, women`` (``Int64``, NA nothing told). To readers other than
        the office a sum of one or two is NA.
    """
    check_may(actor, "training.read")
    with desk.reading() as session:
        table = read_rows(session, TrainingSession, actor)
        partners = read_rows(session, Partner, actor)
        people = read_rows(session, Attendance, actor)
    names = {number: str(name) for number, name in partners["name"].items()}
    of = [None if pd.isna(number) else int(number) for number in table["partner_id"]]
    table["partner"] = pd.array([names.get(number, "") for number in of], dtype="str")
    table["partner_synthetic"] = pd.array([bool(number and partners.at[number, "synthetic"]) for number in of])
    by = people.groupby("session_id")
    table["cooperatives"] = by.size().reindex(table.index).fillna(0).astype("Int64")
    for column in ("invited", "came", "women"):
        table[column] = by[column].sum(min_count=1).reindex(table.index).astype("Int64")
        if actor.role not in (OFFICE, ADMIN):
            few = (table[column] > 0) & (table[column] < read_competencies()["region"]["hide_below"])
            table[column] = table[column].mask(few.fillna(False))
    return table.assign(number=table.index).sort_values(["held_on", "number"], ascending=False).drop(columns="number")


def open_session(session: Session, session_id: int, version: int) -> TrainingSession:
    """A training as a person saw it, unless it was cancelled.

    Raises
    ------
    ConflictError, EntryError
    """
    row = seen_row(session, TrainingSession, session_id, version)
    if row.status == CANCELLED:
        raise EntryError(tr("Pelatihan ini sudah dibatalkan. Rencanakan lagi sebelum mengisinya."), "status")
    return row


def attendance_of(session_id: int) -> Any:
    """The query for what is kept of everybody at a training."""
    return select(Attendance).where(Attendance.session_id == session_id)
