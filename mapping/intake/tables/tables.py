"""A table about kelurahan, whatever its format: head found, rows cleaned, columns recognised."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from mapping.errors import InputError
from mapping.intake.gate.files import show_name
from mapping.intake.gate.limits import Limits
from mapping.intake.issues import Findings
from mapping.intake.tables.columns import find_header, recognise_columns
from mapping.intake.tables.heads import Head
from mapping.intake.tables.rows import clean_rows
from mapping.intake.tables.sheets import HEAD_ROWS, Sheet
from mapping.intake.tables.surveyfiles import read_sheets
from mapping.language import tr
from mapping.settings import Settings


@dataclass(frozen=True)
class Table:
    """``frame``: text, index spreadsheet rows, columns 0, 1, ...; ``headers`` one per column; ``columns`` our names."""

    frame: pd.DataFrame
    headers: list[str]
    columns: dict[str, list[int]]


def read_table(
    content: bytes, name: str, role: str, settings: Settings, findings: Findings, limits: Limits | None = None
) -> Table:
    """The sheet of a file that has most columns of a role of ``columns.toml``.

    Raises
    ------
    InputError
        The file cannot be read, has no head that is recognised, or no rows.
    """
    sheets = read_sheets(content, name, dict(settings.answers), limits)
    heads = [find_header(sheet.table.iloc[:HEAD_ROWS].to_numpy().tolist(), role) for sheet in sheets]
    best = max(range(len(sheets)), key=lambda i: (not sheets[i].hidden, heads[i][1], len(sheets[i].table), -i))
    sheet, (at, known) = sheets[best], heads[best]
    shown = show_name(name)
    if not known:
        raise InputError(
            tr(
                'Berkas "{shown}": tidak ada baris judul kolom yang dikenal. Beri judul kolom pada baris 1.',
                shown=shown,
            )
        )
    head = _head(sheet, at)
    columns = recognise_columns(head.names, role)
    frame = clean_rows(sheet, head, columns, findings, settings)
    if frame.empty and findings.rejects().empty:
        raise InputError(tr('Berkas "{shown}" hanya berisi judul kolom, tanpa baris data.', shown=shown))
    return Table(frame, head.names, columns)


def _head(sheet: Sheet, at: int) -> Head:
    names = [str(cell).strip() for cell in sheet.table.iloc[at]]
    wide = max((i for i, cell in enumerate(names, 1) if cell), default=0)
    row = int(sheet.table.index[at])
    return Head(row, row, names, wide)
