"""A list of cooperatives brought into the register: again and again, nothing twice, nothing lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from mapping.desk.entries import free_text, iso_date, one_of
from mapping.desk.models import Cooperative, CooperativeStep
from mapping.desk.register.checks import LABELS, latest_day
from mapping.desk.register.names import core_names
from mapping.desk.register.write import put_cooperatives
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.store.frames import read_rows
from mapping.desk.store.writing import WritingSession
from mapping.knowledge.register import ladder, read_register
from mapping.language import tr

ACTIONS = ("add", "update", "same", "clash")
STEP = ("status", "status_since")
CARRIED = (*(name for name in LABELS if name not in ("source", "source_date", "note", *STEP)), "point_state")
"""Columns that a list may bring."""


@dataclass(frozen=True)
class Planned:
    """What loading would do with one row: ``action`` of ``ACTIONS``, with which cooperative (None: a new one), which
    columns change, and which the file would change but a person filled in here."""

    action: str
    cooperative_id: int | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    kept: tuple[str, ...] = ()


def plan_load(present: pd.DataFrame, rows: pd.DataFrame, source_date: str = "") -> dict[int, Planned]:
    """What loading a list would do, row by row; nothing is written.

    A row is a cooperative that is there already when it has its number and its name or kelurahan, else when kelurahan
    and name are the same. An empty cell changes nothing; a list older than the last one fills only what is empty; what
    a person changed here stays; demonstration rows are never touched. Cost: one look-up a row.

    Parameters
    ----------
    present : DataFrame
        As :func:`~mapping.desk.store.frames.read_rows` gives the table of cooperatives.
    rows : DataFrame
        ``rows`` of :class:`~mapping.desk.register.simkopdes.Register`.
    source_date : str
        ISO day that the list speaks of, ``""`` unknown (newer than all).

    Returns
    -------
    dict
        Row of the file -> :class:`Planned`. ``"clash"``: its number belongs to another cooperative here, or an earlier
        row of the file is the same one.
    """
    real = present[~present["synthetic"].astype(bool)]
    numbered = {number: key for key, number in real["source_id"].items() if number}
    cores = core_names(real["name"])
    named = dict(zip(zip(real["kelurahan_code"], cores, strict=True), real.index, strict=True))
    taken: set[int] = set()
    plan = {}
    for row, core, cells in zip(rows.index, core_names(rows["name"]), rows.to_dict("records"), strict=True):
        by_number = numbered.get(cells.get("source_id", ""))
        found = named.get((cells["kelurahan_code"], core))
        if by_number is not None:
            there = real.loc[by_number]
            if cores[by_number] == core or there["kelurahan_code"] == cells["kelurahan_code"]:
                found = by_number
            elif found is None:
                plan[int(row)] = Planned("clash", int(by_number))
                continue
        if found is None:
            plan[int(row)] = Planned("add", None, _filled(cells))
            continue
        plan[int(row)] = (
            Planned("clash", int(found)) if found in taken else _compare(real.loc[found], cells, source_date)
        )
        taken.add(found)
    return plan


def _filled(cells: dict[str, Any]) -> dict[str, Any]:
    """Cells that say something, as the database takes them."""
    told = {}
    for name in (*CARRIED, *STEP):
        value = cells.get(name)
        if value is not None and not pd.isna(value) and value != "":
            told[name] = value.item() if hasattr(value, "item") else value
    return told


def _compare(there: pd.Series, cells: dict[str, Any], source_date: str) -> Planned:
    number, edited = int(there.name), set(there["edited"].split("; "))
    older = bool(source_date) and source_date < there["source_date"]
    changes, kept = {}, []
    for name, value in _filled(cells).items():
        old = there[name]
        blank = old == "" or pd.isna(old)
        if (not blank and old == value) or name in (*STEP, "point_state"):
            continue
        if {"lat": "lat", "lon": "lat"}.get(name, name) in edited or name in edited:
            kept.append(name)
        elif blank or not older:
            changes[name] = value
    if {"lat", "lon"} & changes.keys() or ("lat" not in kept and cells.get("lat") == there["lat"]):
        state = cells.get("point_state", "")
        if state and state != there["point_state"]:
            changes["point_state"] = state
    changes |= _step_change(there, cells, edited, older, kept)
    return Planned("update" if changes else "same", number, changes, tuple(kept))


def _step_change(
    there: pd.Series, cells: dict[str, Any], edited: set[str], older: bool, kept: list[str]
) -> dict[str, Any]:
    """A later step that the list tells; a list never takes a cooperative back."""
    steps, told = ladder(), cells.get("status", "")
    if told not in steps or there["status"] not in steps or steps.index(told) <= steps.index(there["status"]):
        return {}
    if "status" in edited:
        kept.append("status")
        return {}
    return {} if older else {"status": told, "status_since": cells.get("status_since", "") or ""}


def load_register(
    desk: Desk, actor: Actor, at: str, rows: pd.DataFrame, source: str, source_date: str, status: str = "founded"
) -> dict[str, int]:
    """Bring a list into the register in one step: all rows, or none.

    Parameters
    ----------
    rows : DataFrame
        ``rows`` of :class:`~mapping.desk.register.simkopdes.Register`.
    source : str
        Name of the file, kept with each row.
    source_date : str
        ISO day that the list speaks of, ``""`` unknown.
    status : str
        The step of cooperatives of which the list tells none; only new ones, or ones that stand lower, take it.

    Returns
    -------
    dict of int
        ``add, update, same, clash`` (rows) and ``kept`` (cells that a person had filled in here and that stay).

    Raises
    ------
    EntryError
        The date or the step cannot be.
    NotAllowedError
        Only the office loads lists.
    """
    check_may(actor, "register.import")
    day = iso_date(source_date, tr(LABELS["source_date"]), latest=latest_day(at), field="source_date")
    status = one_of(status, read_register()["statuses"], tr(LABELS["status"]), field="status")
    source = free_text(source, tr(LABELS["source"]), 200, field="source", required=True)
    rows = with_status(rows, status)
    with desk.writing(actor, at) as session:
        plan = plan_load(read_rows(session, Cooperative, actor), rows, day)
        new = [planned.changes for planned in plan.values() if planned.action == "add"]
        put_cooperatives(session, [told | {"source": source, "source_date": day} for told in new], at)
        for planned in plan.values():
            if planned.action in ("update", "same"):
                _update(session, planned, at, source, day)
    counts = {action: sum(planned.action == action for planned in plan.values()) for action in ACTIONS}
    return counts | {"kept": sum(len(planned.kept) for planned in plan.values())}


def with_status(rows: pd.DataFrame, status: str) -> pd.DataFrame:
    """The rows with a step for all: that of the file, else ``status``.

    Examples
    --------
    >>> with_status(pd.DataFrame({"status": ["trading", ""]}), "legal")["status"].tolist()
    ['trading', 'legal']
    """
    told = rows["status"] if "status" in rows else pd.Series("", index=rows.index, dtype="str")
    return rows.assign(status=told.mask(told == "", status))


def _update(session: WritingSession, planned: Planned, at: str, source: str, day: str) -> None:
    row = session.get_one(Cooperative, planned.cooperative_id)
    newer = day > row.source_date
    if not planned.changes and not newer:
        return
    for name, value in planned.changes.items():
        setattr(row, name, value)
    if "status" in planned.changes:
        session.add(CooperativeStep(cooperative_id=row.id, status=row.status, since=row.status_since, note=source))
    row.updated_at = at
    if newer or not row.source:
        row.source, row.source_date = source, max(day, row.source_date)
