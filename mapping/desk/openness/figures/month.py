"""A month, and the rows of the desk that a report of it counts."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from mapping.desk.models import (
    Agreement,
    Attendance,
    Cooperative,
    CooperativeStep,
    Kept,
    Need,
    NeedMessage,
    NeedStep,
    Offer,
    Partner,
    Purchase,
    Supplier,
    TrailEntry,
    TrainingSession,
)
from mapping.desk.needs.days import day_of, days_of
from mapping.desk.rules import Actor
from mapping.desk.store.frames import read_rows
from mapping.desk.store.writing import ADDED
from mapping.errors import EntryError
from mapping.knowledge.outcomes import days_later, months_later
from mapping.language import tr

MONTH = re.compile(r"(19|20|21)\d{2}-(0[1-9]|1[0-2])")


class Figure(NamedTuple):
    """A value (NaN unknown), on how many it rests (None: it is the count itself), and whether it is withheld because it
    would tell what one or two cooperatives have: then it is NaN, too."""

    value: float
    n: int | None = None
    withheld: bool = False


@dataclass(frozen=True)
class Month:
    """A month as seen on some day: ISO days ``since`` and ``until``, both included; ``until`` is no later than that
    day."""

    since: str
    until: str

    def holds(self, days: pd.Series) -> pd.Series:
        """Which ISO days (``""`` unknown) fall into it."""
        return (days >= self.since) & (days <= self.until)


def read_month(text: str, today: str) -> Month:
    """A month written as ``2026-11``.

    Raises
    ------
    EntryError
        It is none, or has not begun.

    Examples
    --------
    >>> read_month("2026-02", "2026-11-23"), read_month("2026-11", "2026-11-23").until
    (Month(since='2026-02-01', until='2026-02-28'), '2026-11-23')
    """
    if not MONTH.fullmatch(text):
        raise EntryError(tr('Bulan "{text}" tidak dikenal. Tulis seperti 2026-11.', text=text[:20]), "month")
    since = f"{text}-01"
    if since > today:
        raise EntryError(tr("Bulan {text} belum mulai.", text=text), "month")
    return Month(since, min(days_later(months_later(since, 1), -1), today))


def month_before(month: Month) -> Month:
    """The whole month before.

    Examples
    --------
    >>> month_before(Month("2026-03-01", "2026-03-15"))
    Month(since='2026-02-01', until='2026-02-28')
    """
    return Month(months_later(month.since, -1), days_later(month.since, -1))


def local_days(times: pd.Series) -> pd.Series:
    """ISO days of the office of ISO times; ``""`` unknown.

    Examples
    --------
    >>> local_days(pd.Series(["2026-10-31T18:00:00Z", ""])).tolist()
    ['2026-11-01', '']
    """
    return days_of(times.astype("str")).dt.strftime("%Y-%m-%d").fillna("").astype("str")


@dataclass(frozen=True)
class Rows:
    """Tables of one look at the desk, of the cooperatives that a report counts; trail: ``day, role, entity, key,
    action, cooperative_id`` of all of it."""

    cooperatives: pd.DataFrame
    steps: pd.DataFrame
    needs: pd.DataFrame
    need_steps: pd.DataFrame
    messages: pd.DataFrame
    offers: pd.DataFrame
    purchases: pd.DataFrame
    suppliers: pd.DataFrame
    partners: pd.DataFrame
    agreements: pd.DataFrame
    sessions: pd.DataFrame
    attendance: pd.DataFrame
    trail: pd.DataFrame
    entered: pd.DataFrame
    """When each cooperative was put into the register, and with which status: index its number, ``day, status``."""
    left_out: int
    """Made-up cooperatives that are not counted because there are real ones."""
    made_up: bool


def read_counted(session: Session, actor: Actor, codes: Collection[str] | None) -> Rows:
    """The rows of a region: of its real cooperatives, or of made-up ones where there are no others."""

    def rows(model: type[Kept]) -> pd.DataFrame:
        return read_rows(session, model, actor)

    known = rows(Cooperative)
    if codes is not None:
        known = known[known["kelurahan_code"].isin(set(codes))]
    synthetic = known["synthetic"].astype(bool)
    made_up = bool(len(known)) and bool(synthetic.all())
    counted = known if made_up else known[~synthetic]

    def of_ours(model: type[Kept], link: str = "cooperative_id", owners: pd.DataFrame = counted) -> pd.DataFrame:
        table = rows(model)
        return table[table[link].isin(owners.index)]

    needs = of_ours(Need)
    both = (rows(Supplier), rows(Partner))
    suppliers, partners = (table[table["synthetic"].astype(bool) == made_up] for table in both)
    return Rows(
        cooperatives=counted,
        steps=of_ours(CooperativeStep),
        needs=needs,
        need_steps=of_ours(NeedStep, "need_id", needs),
        messages=of_ours(NeedMessage, "need_id", needs),
        offers=of_ours(Offer, "need_id", needs),
        purchases=rows(Purchase).loc[lambda table: table.index.isin(needs["purchase_id"].dropna())],
        suppliers=suppliers,
        partners=partners,
        agreements=of_ours(Agreement),
        sessions=rows(TrainingSession),
        attendance=of_ours(Attendance),
        trail=_read_trail(session),
        entered=_read_entered(session),
        left_out=0 if made_up else int(synthetic.sum()),
        made_up=made_up,
    )


def _read_entered(session: Session) -> pd.DataFrame:
    added = (TrailEntry.entity == Cooperative.__tablename__) & (TrailEntry.action == ADDED)
    told = session.execute(select(TrailEntry.key, TrailEntry.at, TrailEntry.after).where(added)).all()
    rows = [(int(key), day_of(at), str(json.loads(after)["status"])) for key, at, after in told]
    return pd.DataFrame(rows, columns=["id", "day", "status"]).set_index("id").astype("str")


def _read_trail(session: Session) -> pd.DataFrame:
    names = ["at", "role", "entity", "key", "action", "cooperative_id"]
    told = session.execute(select(*[getattr(TrailEntry, name) for name in names]).order_by(TrailEntry.n)).all()
    table = pd.DataFrame(told, columns=names)
    # A trail has far fewer different times than rows.
    days = {at: day_of(at) for at in table["at"].unique()}
    return table.assign(day=table["at"].map(days).astype("str"))
