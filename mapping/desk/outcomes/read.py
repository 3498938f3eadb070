"""The ledger as a table: one row a start, its checks beside it, and which of them are awaited."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd
from sqlalchemy import select

from mapping.desk.models import Cooperative, Outcome, OutcomeCheck
from mapping.desk.rules import COOPERATIVE, Actor, check_may, may
from mapping.desk.store.desk import Desk
from mapping.desk.store.frames import read_rows
from mapping.knowledge.outcomes import MONTHS, days_later, months_later, read_outcome_rules

PLACE = ["cooperative", "kelurahan_code", "kelurahan", "kecamatan", "synthetic"]
FINDINGS = ["checked_on", "trading", "line_id", "paying", "covers_costs", "members", "workers", "revenue_idr_month"]
OF_CHECK = [*FINDINGS, "note", "version"]
MONEY = ("note", "revenue_idr_month", "paying")
SENSITIVE = [*MONEY[:2], "borrowed_idr", *(f"{name}_{month}" for month in MONTHS for name in MONEY)]
"""Money and free text of one cooperative: its own business and the office's. Whether it trades and covers its costs is
told, so that everybody can work out the tool's hits."""
EARLY, DUE, OVERDUE, LOST, CHECKED = "early", "due", "overdue", "lost", "checked"


def read_ledger(desk: Desk, actor: Actor, today: str, codes: Collection[str] | None = None) -> pd.DataFrame:
    """The ledger on a day, oldest entry first.

    Parameters
    ----------
    today : str
        ISO day from which the states of the checks follow.
    codes : collection of str, optional
        Kelurahan of a region; all without it.

    Returns
    -------
    DataFrame
        Index ``id``. ``cooperative_id``, place and ``synthetic`` of the cooperative, the columns of an outcome, and for
        each month 6 and 12 ``checked_on_6``, ``trading_6``, ``line_id_6``, ``paying_6``, ``covers_costs_6``,
        ``members_6``, ``workers_6``, ``revenue_idr_month_6``, ``note_6``, ``version_6`` (NA, ``""`` where not checked),
        ``from_6`` (first day on which it can be checked, ``""`` where nothing was started) and ``state_6``: ``""``
        (nothing started), ``"early"``, ``"due"``, ``"overdue"``, ``"lost"`` (nobody looked in time) or ``"checked"``.
        ``as_of`` is ``today``. Notes, revenue, loans and instalments are blank for whoever is neither the own
        cooperative nor the office.
    """
    check_may(actor, "outcome.read")
    ledger = whole_ledger(desk, actor, today, codes)
    own = ledger["cooperative_id"].map(lambda number: may_see(actor, number)).astype(bool)
    for name in SENSITIVE:
        ledger[name] = ledger[name].where(own, "" if name.startswith("note") else pd.NA)
    return ledger


def whole_ledger(desk: Desk, actor: Actor, today: str, codes: Collection[str] | None = None) -> pd.DataFrame:
    """As :func:`read_ledger` with nothing blank: for sums over many cooperatives, never to be shown row by row."""
    with desk.reading() as session:
        where = [] if codes is None else [Outcome.cooperative_id.in_(_of_region(codes))]
        rows = read_rows(session, Outcome, actor, *where)
        checks = read_rows(session, OutcomeCheck, actor, *_of_outcomes(where))
        places = read_rows(
            session, Cooperative, actor, *([] if codes is None else [Cooperative.kelurahan_code.in_(list(codes))])
        )
    ledger = rows.join(places.rename(columns={"name": "cooperative"})[PLACE], on="cooperative_id")
    for month in MONTHS:
        found = checks[checks["month"] == month].set_index("outcome_id")[OF_CHECK]
        texts = [f"{name}_{month}" for name in ("checked_on", "line_id", "note")]
        ledger = ledger.join(found.add_suffix(f"_{month}"))
        ledger[texts] = ledger[texts].fillna("")
        ledger[f"from_{month}"], ledger[f"state_{month}"] = _awaited(ledger, month, today)
    return ledger.assign(as_of=today)


def _of_region(codes: Collection[str]) -> Any:
    return select(Cooperative.id).where(Cooperative.kelurahan_code.in_(list(codes)))


def _of_outcomes(where: list[Any]) -> list[Any]:
    return [OutcomeCheck.outcome_id.in_(select(Outcome.id).where(*where))] if where else []


def may_see(actor: Actor, cooperative_id: int | None) -> bool:
    """Whether what concerns a cooperative itself is this actor's business: all of it the office's, its own a
    cooperative's."""
    own = actor.role == COOPERATIVE and cooperative_id is not None and cooperative_id == actor.cooperative_id
    return own or may(actor, "private.read")


def _awaited(ledger: pd.DataFrame, month: int, today: str) -> tuple[pd.Series, pd.Series]:
    """First day of each check, and its state; ISO days compare as texts."""
    rules = read_outcome_rules()["checks"][str(month)]
    started = ledger["started_on"].where(ledger["line_id"] != "", "")
    # A ledger has few distinct days.
    bounds = {day: _bounds(day, rules) for day in started.unique() if day}
    first, late, until = (started.map(lambda day, at=at: bounds[day][at] if day else "") for at in range(3))
    state = pd.Series(DUE, index=ledger.index, dtype="object")
    state = state.mask(late < today, OVERDUE).mask(until <= today, LOST).mask(first > today, EARLY)
    state = state.mask(ledger[f"checked_on_{month}"] != "", CHECKED).mask(started == "", "")
    return first.astype("str"), state.astype("str")


def _bounds(day: str, rules: dict[str, int]) -> tuple[str, str, str]:
    first = months_later(day, rules["from_month"])
    return first, days_later(first, rules["late_days"]), months_later(day, rules["until_month"])


def checks_due(ledger: pd.DataFrame) -> pd.DataFrame:
    """Checks that somebody should make now, longest awaited first.

    Returns
    -------
    DataFrame
        ``outcome_id, cooperative_id, cooperative, kelurahan_code, kelurahan, line_id, month, since`` (ISO)``, overdue``
        (bool).
    """
    parts = []
    for month in MONTHS:
        rows = ledger[ledger[f"state_{month}"].isin([DUE, OVERDUE])]
        kept = rows[["cooperative_id", "cooperative", "kelurahan_code", "kelurahan", "line_id"]].copy()
        kept["month"], kept["since"] = month, rows[f"from_{month}"]
        kept["overdue"] = rows[f"state_{month}"] == OVERDUE
        parts.append(kept.rename_axis("outcome_id").reset_index())
    return pd.concat(parts, ignore_index=True).sort_values(["since", "outcome_id"], ignore_index=True)
