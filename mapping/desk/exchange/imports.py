"""Tables that an office has already, taken in row by row through the functions that check what people type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from mapping.desk.exchange.columns import COOPERATIVES, TABLE_LABELS
from mapping.desk.exchange.plans import ACTIONS, ADD, CHANGE, SAME, Plan, Refusals, plan_table, stamp_of
from mapping.desk.exchange.takers import TAKERS
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.store.rehearsal import one_step
from mapping.errors import ConflictError, EntryError
from mapping.intake.gate.files import show_name
from mapping.intake.issues import Findings
from mapping.language import tr
from mapping.settings import Progress, no_progress

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["COOPERATIVES", "Imported", "import_cooperatives", "import_table", "load_plan"]


@dataclass(frozen=True)
class Imported:
    """What became of a table.

    Parameters
    ----------
    added, changed, same : int
        Rows that brought something new, that changed what was there, and that said what was there already.
    rejects, issues : DataFrame
        As for every file (``docs/architecture.md``): rows that were not taken, and what else was noticed.
    """

    added: int
    changed: int
    same: int
    rejects: pd.DataFrame
    issues: pd.DataFrame

    @property
    def known(self) -> int:
        """Rows about something that was there already."""
        return self.changed + self.same


def load_plan(desk: Desk, actor: Actor, at: str, plan: Plan, report: Progress = no_progress) -> Imported:
    """Do what a plan says; the same file again then changes nothing.

    Each row is one step by itself: one that cannot be any more goes to the rejects, the others stay; a load that was
    broken off is finished by loading the file again.

    Raises
    ------
    ConflictError
        The table was changed since the plan was made; nothing was taken.
    NotAllowedError
        Only the office loads tables; or the account lost its role in between (rows before that stay).
    DeskError
        The database cannot be written; rows before that stay.
    """
    check_may(actor, "table.import")
    if stamp_of(desk, plan.table) != plan.stamp:
        raise ConflictError(
            tr("Daftar ini diubah orang lain sejak berkas Anda dibaca. Lihat lagi apa yang akan terjadi, lalu muat.")
        )
    findings = Findings(plan.file)
    findings.extend(plan.issues, plan.rejects)
    refuse = Refusals(findings, plan.table, {}, pd.DataFrame())
    keep = TAKERS[plan.table](desk, actor, at)
    todo = plan.rows[plan.rows["action"] != SAME]
    done = dict.fromkeys(ACTIONS, 0) | {SAME: len(plan.rows) - len(todo)}
    for position, (row, action) in enumerate(todo["action"].items()):
        report(position / len(todo), tr('Memuat "{table}"', table=tr(TABLE_LABELS[plan.table])))
        try:
            with one_step(desk) as step:
                keep(step, plan.cells[row])
        except (EntryError, ConflictError) as error:
            refuse(row, error)
        else:
            done[action] += 1
    report(1.0, tr("Selesai"))
    return Imported(done[ADD], done[CHANGE], done[SAME], findings.rejects(), findings.issues())


def import_table(
    desk: Desk, actor: Actor, at: str, table: str, content: bytes, name: str, report: Progress = no_progress
) -> Imported:
    """Take in suppliers, partners or needs: :func:`plan_table` and :func:`load_plan` in one.

    Raises
    ------
    InputError, NotAllowedError, ConflictError, DeskError
        As these two.
    """
    plan = plan_table(desk, actor, at, table, content, name, report=lambda share, what: report(share / 2, what))
    return load_plan(desk, actor, at, plan, lambda share, what: report(0.5 + share / 2, what))


def import_cooperatives(
    desk: Desk, actor: Actor, at: str, content: bytes, name: str, kelurahan: gpd.GeoDataFrame, source_date: str = ""
) -> Imported:
    """Take in a list of cooperatives as SIMKOPDES and its like give it; the same list again adds nothing.

    Parameters
    ----------
    kelurahan : GeoDataFrame
        Outlines by which each is placed.
    source_date : str
        ISO day that the list speaks of; ``""`` unknown.

    Raises
    ------
    InputError, NotAllowedError, DeskError
        As :func:`import_table`.
    """
    check_may(actor, "table.import")
    from mapping.desk.register.load import load_register
    from mapping.desk.register.simkopdes import read_simkopdes

    found = read_simkopdes(content, name, kelurahan)
    counts = load_register(desk, actor, at, found.rows, show_name(name), source_date)
    same = len(found.rows) - counts["add"] - counts["update"]
    return Imported(counts["add"], counts["update"], same, found.rejects, found.issues)
