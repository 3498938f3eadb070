"""The region on one board: how far its cooperatives are, who waits, what was held and started; as of a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from mapping.desk.needs.urgency import reminders_of
from mapping.desk.openness.figures.month import Rows, local_days, read_counted
from mapping.desk.openness.figures.needs import open_needs
from mapping.desk.openness.figures.work import statuses_on
from mapping.desk.outcomes.read import checks_due, whole_ledger
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.knowledge.outcomes import days_later
from mapping.knowledge.register import read_register

AGES = (0, 3, 8, 15, 31)
"""Ages in days from which a group of open needs begins."""
RECENT_DAYS = 90
"""How far back trainings are counted."""


@dataclass(frozen=True)
class Board:
    """What stands on the board, of the same cooperatives as the monthly report.

    Parameters
    ----------
    cooperatives : int
    statuses : DataFrame
        Index status: ``label, n, latest`` (ISO day of the latest that came to it, ``""`` none).
    ages : DataFrame
        One row per group of open needs: ``least, most`` (days; NA open end)``, n, oldest`` (ISO day of entry).
    open_needs, overdue, reminders : int
        Open needs; past their date; waiting longer than their status should.
    held, held_on, planned, planned_on : int, str
        Trainings of the last 90 days with these cooperatives and the latest; those to come and the next (of the desk).
    starts, started_on, due, due_overdue, due_since : int, str
        Starts and the latest; checks to make now, those long awaited, and since when the first waits.
    updated, updated_at : int, str
        Cooperatives about which something was written in 30 days; time of the latest (ISO UTC).
    made_up, left_out : bool, int
        As in the monthly report.
    """

    cooperatives: int
    statuses: pd.DataFrame
    ages: pd.DataFrame
    open_needs: int
    overdue: int
    reminders: int
    held: int
    held_on: str
    planned: int
    planned_on: str
    starts: int
    started_on: str
    due: int
    due_overdue: int
    due_since: str
    updated: int
    updated_at: str
    made_up: bool
    left_out: int


def read_board(desk: Desk, actor: Actor, today: str, codes: Collection[str] | None = None) -> Board:
    """The board of a day; the same for whoever asks."""
    check_may(actor, "report.read")
    with desk.reading() as session:
        rows = read_counted(session, actor, codes)
    left = open_needs(rows, today)
    ledger = whole_ledger(desk, actor, today)
    ledger = ledger[ledger["cooperative_id"].isin(rows.cooperatives.index) & (ledger["line_id"] != "")]
    due = checks_due(ledger)
    held, planned = _trainings(rows, today)
    touched = rows.trail[rows.trail["cooperative_id"].isin(rows.cooperatives.index)]
    return Board(
        cooperatives=len(rows.cooperatives),
        statuses=_statuses(rows, today),
        ages=_ages(left),
        open_needs=len(left),
        overdue=int((left["days_left"] < 0).sum()),
        reminders=int((reminders_of(left) != "").sum()),
        held=len(held),
        held_on=_latest(held),
        planned=len(planned),
        planned_on=min(planned, default=""),
        starts=len(ledger),
        started_on=_latest(ledger["started_on"]),
        due=len(due),
        due_overdue=int(due["overdue"].sum()),
        due_since=str(due["since"].iloc[0]) if len(due) else "",
        updated=int(touched.loc[touched["day"] >= days_later(today, -30), "cooperative_id"].nunique()),
        updated_at=_latest(touched["at"]),
        made_up=rows.made_up,
        left_out=rows.left_out,
    )


def _latest(days: pd.Series) -> str:
    return str(max(days, default=""))


def _statuses(rows: Rows, today: str) -> pd.DataFrame:
    now = statuses_on(rows, today)
    since = rows.cooperatives["status_since"].reindex(now.index)
    table = pd.DataFrame({"label": {key: row["label"] for key, row in read_register()["statuses"].items()}})
    table["n"] = now.value_counts().reindex(table.index).fillna(0).astype("int64")
    table["latest"] = since.groupby(now).max().reindex(table.index).fillna("").astype("str")
    return table.rename_axis("status")


def _ages(left: pd.DataFrame) -> pd.DataFrame:
    """Open needs by age."""
    days = local_days(left["entered_at"])
    rows = []
    for least, following in zip(AGES, [*AGES[1:], None], strict=True):
        mine = (left["age_days"] >= least) & ((left["age_days"] < following) if following else True)
        most = following - 1 if following else None
        rows.append({"least": least, "most": most, "n": int(mine.sum()), "oldest": min(days[mine], default="")})
    return pd.DataFrame(rows).astype({"most": "Int64", "oldest": "str"})


def _trainings(rows: Rows, today: str) -> tuple[pd.Series, pd.Series]:
    """Days of the trainings held of late with these cooperatives, and of those to come."""
    sessions = rows.sessions
    ours = sessions.index.isin(rows.attendance["session_id"])
    recent = (sessions["held_on"] >= days_later(today, -RECENT_DAYS)) & (sessions["held_on"] <= today)
    held = sessions[(sessions["status"] == "held") & ours & recent]["held_on"]
    return held, sessions[(sessions["status"] == "planned") & (sessions["held_on"] >= today)]["held_on"]
