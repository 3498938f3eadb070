"""The public tables for other systems: the public's own view, each row with when it last changed, within a region."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from sqlalchemy import func, select

from mapping.desk.exchange.exports import COLUMNS, public_table
from mapping.desk.models import CooperativeStep, Need, NeedStep, TrailEntry
from mapping.desk.openness.changes import last_changes
from mapping.desk.partners.lists import parts_of
from mapping.desk.rules import ANYONE, check_may
from mapping.desk.store.chain import FIRST
from mapping.desk.store.desk import Desk
from mapping.desk.store.frames import read_rows
from mapping.desk.store.writing import REMOVED
from mapping.knowledge.open import CHANGED, read_open_tables

STEPS = {"riwayat_koperasi": CooperativeStep, "riwayat_kebutuhan": NeedStep}
AREAS = "area"
"""Column whose codes are those of regions served, not of a place."""


@dataclass(frozen=True)
class Moment:
    """Where the trail stood: number, time and the desk's own checksum of its newest row (never told to anybody)."""

    n: int
    at: str
    seal: str


@dataclass(frozen=True)
class PublicTable:
    """One table as everybody may have it.

    Parameters
    ----------
    rows : DataFrame
        Columns of :func:`mapping.knowledge.open.read_open_tables`, ascending by ``id``; ``changed_n`` (Int64) and
        ``changed_at`` of the last change of anything that a row shows (NA, ``""`` where the trail tells of none).
    removed : DataFrame
        ``id, n``: rows that are gone, and the trail's number of that.
    """

    rows: pd.DataFrame
    removed: pd.DataFrame


def read_moment(desk: Desk) -> Moment:
    """Where the trail stands now; asked before a table is read, it is never ahead of the table."""
    newest = select(TrailEntry.n, TrailEntry.at, TrailEntry.hash).order_by(TrailEntry.n.desc()).limit(1)
    with desk.reading() as session:
        found = session.execute(newest).first()
    return Moment(*found) if found else Moment(0, "", FIRST)


def moment_before(desk: Desk, at: str) -> int:
    """Number of the last row of the trail before the first one of this ISO time or later."""
    with desk.reading() as session:
        first = session.execute(select(func.min(TrailEntry.n)).where(TrailEntry.at >= at)).scalar_one()
        return first - 1 if first else session.execute(select(func.max(TrailEntry.n))).scalar_one() or 0


def read_public_table(desk: Desk, name: str, today: str) -> PublicTable:
    """One table, whole. Whoever asks is the public: there is nobody to tell apart.

    Cost: the table and the trail's rows of its entities are read once; keep the result while the trail stands still.
    """
    told = read_open_tables()[name]
    columns = [column for column in told["columns"] if column not in CHANGED]
    rows = public_table(desk, name, today, columns) if name in COLUMNS else _steps(desk, name, columns)
    with desk.reading() as session:
        changed = last_changes(session, name).reindex(rows["id"])
        gone = select(TrailEntry.key, TrailEntry.n).where(TrailEntry.entity == told["of"], TrailEntry.action == REMOVED)
        removed = pd.DataFrame(session.execute(gone.order_by(TrailEntry.n)).all(), columns=["id", "n"], dtype="object")
    rows = rows.assign(changed_n=changed["n"].astype("Int64").array, changed_at=changed["at"].fillna("").array)
    return PublicTable(rows.sort_values("id", ignore_index=True), removed.astype({"id": "int64", "n": "int64"}))


def within(rows: pd.DataFrame, place: str, code: str) -> pd.DataFrame:
    """Rows of a region: their code is this one or below it; of areas served, those that overlap with it.

    Examples
    --------
    >>> rows = pd.DataFrame({"kelurahan_code": ["35.78.03.1001", "35.78.13.1001", ""]})
    >>> within(rows, "kelurahan_code", "35.78.03").index.tolist()
    [0]
    >>> within(pd.DataFrame({"area": ["35.78", "33; 35.78.03.1001", "33", ""]}), "area", "35.78.03").index.tolist()
    [0, 1, 3]
    """
    if place != AREAS:
        return rows[(rows[place] == code) | rows[place].str.startswith(f"{code}.")]
    known = {area: _overlaps(area, code) for area in rows[place].unique()}
    return rows[rows[place].map(known).astype(bool)]


def _overlaps(area: str, code: str) -> bool:
    parts = parts_of(area)
    return not parts or any(f"{part}.".startswith(f"{code}.") or f"{code}.".startswith(f"{part}.") for part in parts)


def _steps(desk: Desk, name: str, columns: list[str]) -> pd.DataFrame:
    """Steps of cooperatives or of needs, without the reasons."""
    check_may(ANYONE, "need.read" if name == "riwayat_kebutuhan" else "register.read")
    with desk.reading() as session:
        steps = read_rows(session, STEPS[name], ANYONE).reset_index()
        if name == "riwayat_kebutuhan":
            needs = read_rows(session, Need, ANYONE)
            steps["cooperative_id"] = needs["cooperative_id"].reindex(steps["need_id"]).array
    register = public_table(desk, "koperasi", "", ["id", "kelurahan_code", "data"]).set_index("id")
    of = register.reindex(steps["cooperative_id"]).set_axis(steps.index)
    return steps.assign(kelurahan_code=of["kelurahan_code"], data=of["data"])[columns]
