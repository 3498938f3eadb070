"""Which cooperative a row of the trail is about, also where the row itself does not say."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, literal, or_, select
from sqlalchemy.orm import Session

from mapping.desk.models import (
    Agreement,
    AgreementReview,
    AgreementTask,
    Assessment,
    AssessmentLevel,
    Commitment,
    Kept,
    Need,
    NeedMessage,
    NeedStep,
    Offer,
    Outcome,
    OutcomeCheck,
    Purchase,
    TrailEntry,
)

PARENTS: tuple[tuple[type[Kept], str, type[Kept]], ...] = (
    (NeedStep, "need_id", Need),
    (NeedMessage, "need_id", Need),
    (Offer, "need_id", Need),
    (AgreementTask, "agreement_id", Agreement),
    (Commitment, "agreement_id", Agreement),
    (AgreementReview, "agreement_id", Agreement),
    (AssessmentLevel, "assessment_id", Assessment),
    (OutcomeCheck, "outcome_id", Outcome),
)
"""Tables whose rows belong to a cooperative through another row."""


def _owned() -> list[tuple[str, Any]]:
    """Table -> its rows (as the trail names them) and their cooperative."""
    parts: list[tuple[str, Any]] = [
        (
            child.__tablename__,
            select(cast(child.id, String).label("key"), parent.cooperative_id.label("owner")).join(  # type: ignore[attr-defined]
                parent, parent.id == getattr(child, link)
            ),
        )
        for child, link, parent in PARENTS
    ]
    lead = select(cast(Purchase.id, String).label("key"), Purchase.lead_id.label("owner"))
    return [*parts, (Purchase.__tablename__, lead)]


def is_about(cooperatives: Collection[int] | Select[Any]) -> ColumnElement[bool]:
    """Rows of the trail about any of these cooperatives."""
    wanted = cooperatives if isinstance(cooperatives, Select) else list(cooperatives)
    found: list[ColumnElement[bool]] = [TrailEntry.cooperative_id.in_(wanted)]
    for table, rows in _owned():
        inner = rows.subquery()
        mine = select(inner.c.key).where(inner.c.owner.in_(wanted))
        found.append((TrailEntry.entity == table) & TrailEntry.key.in_(mine))
    return or_(*found)


def owners_of(session: Session, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Cooperative of rows of the trail that do not name it themselves.

    Parameters
    ----------
    keys : collection of (str, str)
        Table and key of each.

    Returns
    -------
    dict
        Only those that still stand in their table.
    """
    found: dict[tuple[str, str], int] = {}
    for table, rows in _owned():
        wanted = {key for name, key in keys if name == table}
        if wanted:
            inner = rows.subquery()
            told = session.execute(select(literal(table), inner.c.key, inner.c.owner).where(inner.c.key.in_(wanted)))
            found |= {(name, key): owner for name, key, owner in told}
    return found
