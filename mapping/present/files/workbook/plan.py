"""Where everything stands on the sheet of workings, and how formulas refer to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from mapping.present.files.workbook.book import TOP
from mapping.present.files.workbook.working import Working

KEY = 1_000_000
"""A row is found by the number of its sector times this, plus its place in the sector's list."""
NONE = "–"
PLAIN = (
    *(
        "sector",
        "kelurahan_code",
        "name",
        "kecamatan",
        "why",
        "has",
        "rank_low",
        "rank_high",
        "hidden_above",
        "rank_study",
        "count",
    ),
)


ANY, OK = 2, 3
"""Columns of the small table of sectors, after name and number."""


@dataclass
class Plan:
    """Where everything stands on the sheet: rows and columns from 0.

    Parameters
    ----------
    working : Working
    columns : dict of str to int
        Column of a thing; of a block of criteria, its first column.
    first : int
        Row of the first kelurahan.
    """

    working: Working
    columns: dict[str, int] = field(default_factory=dict)
    first: int = 0

    def __post_init__(self) -> None:
        count, place = len(self.working.criteria), 0
        blocks = {"goalposts": (), "minmax": ("used",), "ranks": ("used", "below")}[self.working.scaling]
        geometric = ("pull",) if self.working.aggregation == "geometric" else ()
        named = (
            [(name, 1) for name in PLAIN] + [("value", count)] + [(name, 1) for name in ("known", "enough", "given")]
        )
        named += [(name, count) for name in (*blocks, "scaled", "shared")] + [(name, 1) for name in geometric]
        named += [("points", count)]
        named += [(name, 1) for name in ("score", "rounded", "shown", "rank", "interval", "order", "key")]
        for name, width in named:
            self.columns[name] = place
            place += width
        helped = {"goalposts": 0, "minmax": 4, "ranks": 2}[self.working.scaling]
        self.first = TOP + 6 + len(self.working.sectors) * (1 + helped) + 2

    @property
    def last(self) -> int:
        """Row of the last kelurahan."""
        return self.first + len(self.working.rows) - 1

    def row_of(self, sector: int) -> int:
        """Row of a sector in the small table at the top."""
        return TOP + 5 + sector

    def helper(self, sector: int, what: int) -> int:
        """Row of a sector's extremes (min-max: low, high, least and most among the hidden) or counts (ranks)."""
        helped = 4 if self.working.scaling == "minmax" else 2
        return TOP + 5 + len(self.working.sectors) + helped * sector + what


def local(row: int, column: int) -> str:
    """Reference to a cell of the same sheet."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column))


def span(row: int, column: int, count: int, fixed: bool = False) -> str:
    """Cells of one row, from a column on."""
    from xlsxwriter.utility import xl_range, xl_range_abs

    return str((xl_range_abs if fixed else xl_range)(row, column, row, column + count - 1))


def down(plan: Plan, sector: int, column: int) -> str:
    """A column of the rows of one sector."""
    from xlsxwriter.utility import xl_range_abs

    block = plan.working.block(sector)
    return str(xl_range_abs(plan.first + block.start, column, plan.first + block.stop - 1, column))
