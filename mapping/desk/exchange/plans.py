"""What a filled-in table would do to the desk, tried on a copy of it: nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, func, select

from mapping.desk.entries import shown
from mapping.desk.exchange.columns import COOPERATIVES, TABLE_LABELS, TABLES, header_of
from mapping.desk.exchange.ready import Row, check_kinds, ready_rows
from mapping.desk.exchange.said import say_changes, say_row
from mapping.desk.exchange.sheet import read_filled
from mapping.desk.exchange.takers import TAKERS, things_of, with_cooperatives
from mapping.desk.models import Cooperative, Kept, Need, Partner, PartnerService, Supplier, SupplierGood
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.store.rehearsal import changes_since, one_step, rehearsing
from mapping.errors import ConflictError, EntryError, InputError
from mapping.intake.gate.files import show_name
from mapping.intake.gate.limits import Limits
from mapping.intake.issues import Findings
from mapping.language import tr
from mapping.settings import Progress, no_progress

ADD, CHANGE, SAME = ACTIONS = ("add", "change", "same")
DIRECTORIES: dict[str, tuple[type[Kept], ...]] = {
    "pemasok": (Supplier, SupplierGood),
    "mitra": (Partner, PartnerService),
    "kebutuhan": (),
}
"""Tables whose rows a file may change."""
MOST_NAMED = 10_000
"""Rows of a file that a query can name one by one."""
Said = dict[tuple[Any, ...], tuple[int, Any]]


@dataclass(frozen=True)
class Plan:
    """What loading a table would do; nothing is written yet.

    Parameters
    ----------
    table, file : str
        Which table, and the file's name as shown in messages.
    rows : DataFrame
        Index spreadsheet row: ``name`` and ``what`` (who and what the row is about), ``action`` of ``ACTIONS``,
        ``changes`` (in words, what becomes different; ``""`` where nothing does).
    cells : dict
        Spreadsheet row -> its cells as the desk's functions take them.
    rejects, issues : DataFrame
        As for every file (``docs/architecture.md``).
    stamp : tuple
        By which is seen whether the table was changed since.
    """

    table: str
    file: str
    rows: pd.DataFrame
    cells: dict[int, Row]
    rejects: pd.DataFrame
    issues: pd.DataFrame
    stamp: tuple[int, ...]


def plan_table(
    desk: Desk,
    actor: Actor,
    at: str,
    table: str,
    content: bytes,
    name: str,
    limits: Limits | None = None,
    report: Progress = no_progress,
) -> Plan:
    """What loading suppliers with their goods, partners with their services, or needs would do, row by row.

    The load itself is tried on a copy of those tables in memory, so that what is said here is what will be done; the
    desk is only read, nobody waits. A row that speaks otherwise of a thing than an earlier row of the file is refused:
    which of them holds, nobody can tell. Cost: about 20 ms a row.

    Parameters
    ----------
    table : str
        ``"pemasok"``, ``"mitra"`` or ``"kebutuhan"``; cooperatives come by :func:`import_cooperatives`.
    content : bytes
        CSV, XLSX or ODS.
    name : str
        For messages only.
    limits : Limits, optional
        Those of the command line when not given.

    Raises
    ------
    InputError
        No table of the file has the columns, or it cannot be read.
    NotAllowedError
        Only the office loads tables.
    DeskError
        The database cannot be read.
    """
    check_may(actor, "table.import")
    if table not in TABLES:
        tables = ", ".join([*TABLES, COOPERATIVES])
        raise InputError(tr("Tabel {table} tidak dikenal. Pilih {tables}.", table=table[:40], tables=tables))
    findings = Findings(show_name(name))
    filled = read_filled(content, name, *TABLES[table], findings, limits)
    if filled.rows.empty and findings.rejects().empty:
        raise InputError(
            tr('Berkas "{name}" tidak memuat satu baris pun di bawah judul kolomnya.', name=show_name(name))
        )
    stamp = stamp_of(desk, table)
    cells = dict(zip(map(int, filled.rows.index), ready_rows(filled.rows, table), strict=True))
    refuse = Refusals(findings, table, filled.headers, filled.rows)
    if table == "kebutuhan":
        cells = with_cooperatives(desk, actor, cells, refuse)
    rows = _rehearse(desk, actor, at, table, cells, refuse, report)
    return Plan(table, findings.file, rows, cells, findings.rejects(), findings.issues(), stamp)


@dataclass(frozen=True)
class Refusals:
    """Rows that cannot be taken, each with the cell that is why, as the file writes it."""

    findings: Findings
    table: str
    headers: Mapping[str, str]
    rows: pd.DataFrame

    def __call__(self, row: int, error: Exception) -> None:
        field = str(getattr(error, "field", ""))
        known = field in TABLES[self.table][0]
        column = self.headers.get(field) or (header_of(self.table, field) if known else "")
        cell = self.rows.at[row, field] if field in self.rows else ""
        # The value stands in a column of its own: not twice in one sentence.
        _, found, why = str(error).partition(f'"{shown(cell)}" ') if cell else ("", "", "")
        self.findings.reject([row], (why if found else str(error)).removesuffix("."), column, cell)


def stamp_of(desk: Desk, table: str) -> tuple[int, ...]:
    """Changes whenever a row of a directory is added, changed or removed: versions only rise."""
    told: list[int] = []
    with desk.reading() as session:
        for model in DIRECTORIES[table]:
            count, last, versions = session.execute(
                select(func.count(model.id), func.max(model.id), func.sum(model.version))
            ).one()
            told += [int(count), int(last or 0), int(versions or 0)]
    return tuple(told)


def _rehearse(
    desk: Desk, actor: Actor, at: str, table: str, cells: dict[int, Row], refuse: Refusals, report: Progress
) -> pd.DataFrame:
    """``rows`` of a :class:`Plan`: each row taken in on a copy, and what that did."""
    told: dict[int, list[str]] = {}
    said: Said = {}
    n = 0
    with rehearsing(desk, _copied(table, cells)) as copy:
        # The copy holds no accounts; whether the account still stands is asked when something is written.
        keep = TAKERS[table](copy, replace(actor, account_id=None), at)
        for position, (row, cell) in enumerate(cells.items()):
            report(position / len(cells), tr('Memeriksa "{table}"', table=tr(TABLE_LABELS[table])))
            try:
                check_kinds(cell, table)
                _check_said(said, table, row, cell)
                with one_step(copy) as step:
                    is_new = keep(step, cell)
            except (EntryError, ConflictError) as error:
                refuse(row, error)
                continue
            _remember_said(said, table, row, cell)
            n, changes = changes_since(copy, n)
            action = ADD if is_new else CHANGE if changes else SAME
            told[row] = [*say_row(table, cell), action, say_changes(table, changes, refuse.headers)]
    return pd.DataFrame.from_dict(told, orient="index", columns=["name", "what", "action", "changes"])


def _copied(table: str, cells: dict[int, Row]) -> dict[type[Kept], ColumnElement[bool] | None]:
    """What a rehearsal needs: a directory, or the cooperatives of a file and its needs that are there already."""
    if table != "kebutuhan":
        return dict.fromkeys(DIRECTORIES[table])
    if len(cells) > MOST_NAMED:
        return {Cooperative: None, Need: None}
    numbers = {cell["cooperative_id"] for cell in cells.values()}
    keys = {cell["request_key"] for cell in cells.values()}
    return {Cooperative: Cooperative.id.in_(numbers), Need: Need.request_key.in_(keys)}


def _check_said(said: Said, table: str, row: int, cell: Row) -> None:
    for thing, columns in things_of(table, cell):
        for column in columns:
            before, value = said.get((thing, column), (row, cell[column]))
            if cell[column] != "" and value != cell[column]:
                raise EntryError(tr("lain dari baris {row}, padahal tentang hal yang sama", row=before), column)


def _remember_said(said: Said, table: str, row: int, cell: Row) -> None:
    for thing, columns in things_of(table, cell):
        for column in columns:
            if cell[column] != "":
                said.setdefault((thing, column), (row, cell[column]))
