"""What was agreed, read back: a list with what is due, and one agreement with its tasks, commitments and reviews."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from mapping.desk.models import Agreement, AgreementReview, AgreementTask, Commitment, Cooperative, Partner
from mapping.desk.partners.terms import Promise, Task, Terms
from mapping.desk.rules import Actor, check_may, may
from mapping.desk.store.desk import Desk
from mapping.desk.store.frames import read_rows
from mapping.errors import EntryError
from mapping.knowledge.partnership import read_partnership
from mapping.language import tr

INNER = ["goal_cooperative", "goal_partner", "trade_off"]
"""What the two sides wrote for each other: read by them and by the office; so is the value."""
OVERDUE, SOON, OPEN, KEPT = "overdue", "soon", "open", "kept"


@dataclass(frozen=True)
class Agreed:
    """One agreement.

    Parameters
    ----------
    row : Series
        As a row of :func:`read_agreements`; ``name`` is its number.
    tasks, promises, reviews : DataFrame, index id
        Rows of their tables; ``promises`` has ``state`` beside them: ``"kept"``, ``"overdue"``, ``"soon"``, ``"open"``.
    whole : bool
        Whether everything is told; to others goals, value, findings and what was promised are blank.
    """

    row: pd.Series
    tasks: pd.DataFrame
    promises: pd.DataFrame
    reviews: pd.DataFrame
    whole: bool

    def terms(self) -> Terms:
        """What it says, as a form begins with it."""
        fields = ("kind", "title", *INNER, "signed_on", "ends_on", "review_on", "flow")
        value = self.row["value_idr_year"]
        return Terms(
            **{name: str(self.row[name]) for name in fields},
            value_idr_year=None if pd.isna(value) else int(value),
            tasks=[
                Task(row.task, row.does, row.decides, row.asked, row.told, id=int(row.Index))
                for row in self.tasks.itertuples()
            ],
            promises=[Promise(row.side, row.what, row.due_on, id=int(row.Index)) for row in self.promises.itertuples()],
        )


def read_agreements(desk: Desk, actor: Actor, today: str, cooperative_id: int | None = None) -> pd.DataFrame:
    """Agreements of one cooperative or of all, those in force first, then drafts, then ended; newest first.

    Returns
    -------
    DataFrame, index id
        Columns of the table ``agreement`` and ``cooperative, kelurahan_code, partner, nature, synthetic`` (either
        side is)``, whole`` (everything of it is told)``, tasks, promises, overdue, soon`` (how many)``,
        review_due`` (bool), ``lapsed`` (bool: in force by status, but its last day is over). Goals and value are blank
        for whoever neither is a party nor of the office; nor are drafts among the rows then.
    """
    check_may(actor, "agreement.read")
    where = () if cooperative_id is None else (Agreement.cooperative_id == cooperative_id,)
    with desk.reading() as session:
        return _read(session, actor, today, *where)


def _read(session: Session, actor: Actor, today: str, *where: Any) -> pd.DataFrame:
    table = read_rows(session, Agreement, actor, *where)
    # Whatever is told of partners here may be told to everyone; contacts stay in the directory.
    cooperatives = read_rows(session, Cooperative, actor, Cooperative.id.in_(_one_of(Agreement.cooperative_id, where)))
    partners = read_rows(session, Partner, actor, Partner.id.in_(_one_of(Agreement.partner_id, where)))
    parties = cooperatives[["name", "kelurahan_code", "synthetic"]].rename(columns={"name": "cooperative"})
    others = partners[["name", "kind"]].rename(columns={"name": "partner", "kind": "nature"})
    table = table.join(parties, on="cooperative_id").join(others, on="partner_id")
    table["synthetic"] |= table["partner_id"].map(partners["synthetic"])
    numbers = _one_of(Agreement.id, where)
    promises = _promises(session, actor, today, Commitment.agreement_id.in_(numbers))
    tasks = session.execute(select(AgreementTask.agreement_id).where(AgreementTask.agreement_id.in_(numbers))).scalars()
    in_force = table["status"] == "in_force"
    table["tasks"] = _counted(pd.Series(list(tasks), dtype="Int64"), table)
    table["promises"] = _counted(promises["agreement_id"], table)
    for state in (OVERDUE, SOON):
        found = _counted(promises.loc[promises["state"] == state, "agreement_id"], table)
        table[state] = found.where(in_force, 0)
    table["review_due"] = in_force & (table["review_on"] != "") & (table["review_on"] <= _after(today))
    table["lapsed"] = in_force & (table["ends_on"] != "") & (table["ends_on"] < today)
    return _hide(table, actor).sort_index(ascending=False).sort_values("status", key=_order, kind="stable")


def _one_of(column: Any, where: tuple[Any, ...]) -> Any:
    """A column of these agreements; asked inside the database, which takes no list of a nation's numbers."""
    return select(column).where(*where)


def _counted(numbers: pd.Series, table: pd.DataFrame) -> pd.Series:
    return numbers.value_counts().reindex(table.index, fill_value=0).astype("Int64")


def _order(statuses: pd.Series) -> pd.Series:
    return statuses.map({"in_force": 0, "draft": 1, "ended": 2})


def _hide(table: pd.DataFrame, actor: Actor) -> pd.DataFrame:
    other = ~table["cooperative_id"].map(lambda number: may(actor, "agreement.write", int(number))).astype(bool)
    # What is not agreed yet is nobody else's.
    table, other = table[~(other & (table["status"] == "draft"))], other[~(other & (table["status"] == "draft"))]
    table = table.assign(value_idr_year=table["value_idr_year"].mask(other))
    for name in INNER:
        table[name] = table[name].mask(other, "")
    return table.assign(whole=~other)


def _after(today: str) -> str:
    days = read_partnership()["days"]["soon"]
    return (dt.date.fromisoformat(today) + dt.timedelta(days=days)).isoformat()


def _promises(session: Session, actor: Actor, today: str, *where: Any) -> pd.DataFrame:
    """Commitments with their state, first due first."""
    table = read_rows(session, Commitment, actor, *where).sort_values("due_on", kind="stable")
    state = pd.Series(OPEN, index=table.index, dtype="str")
    state = state.mask(table["due_on"] <= _after(today), SOON).mask(table["due_on"] < today, OVERDUE)
    return table.assign(state=state.mask(table["done_on"] != "", KEPT))


def read_agreement(desk: Desk, actor: Actor, agreement_id: int, today: str) -> Agreed:
    """One agreement with everything that whoever asks may read.

    Raises
    ------
    EntryError
        There is none of this number.
    """
    check_may(actor, "agreement.read")
    with desk.reading() as session:
        found = _read(session, actor, today, Agreement.id == agreement_id)
        if found.empty:
            raise EntryError(tr("Kesepakatan ini tidak ada."), "agreement_id")
        tasks = read_rows(session, AgreementTask, actor, AgreementTask.agreement_id == agreement_id)
        promises = _promises(session, actor, today, Commitment.agreement_id == agreement_id)
        reviews = read_rows(session, AgreementReview, actor, AgreementReview.agreement_id == agreement_id)
    whole = bool(found["whole"].iloc[0])
    if not whole:
        promises = promises.assign(what="")
        reviews = reviews.assign(finding="")
    return Agreed(found.iloc[0], tasks, promises, reviews.sort_values("held_on", kind="stable"), whole)
