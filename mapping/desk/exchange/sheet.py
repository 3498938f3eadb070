"""The rows of a table that somebody filled in, as text under our own column names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from mapping.errors import ColumnsError, InputError
from mapping.intake.gate.files import show_name
from mapping.intake.gate.limits import Limits
from mapping.intake.gate.worker import Tick, no_tick
from mapping.intake.issues import Findings
from mapping.intake.privacy import is_personal_column, is_personal_header
from mapping.intake.tables.columns import header_key
from mapping.intake.tables.sheets import Sheet
from mapping.intake.tables.surveyfiles import read_sheets
from mapping.intake.wording import say_list
from mapping.language import SOURCE, language, mark, tr

HEAD_SEARCH_ROWS = 30
DISARMED = r"^'(?=[=+\-@\t\r])"
"""What our own tables put before a text that a spreadsheet would run."""


@dataclass(frozen=True)
class Filled:
    """A table as somebody filled it in.

    Parameters
    ----------
    rows : DataFrame of str
        Index spreadsheet row, every one of our columns; ``""`` blank or missing.
    headers : dict of str
        Our columns that the file has -> their heads as the file writes them.
    """

    rows: pd.DataFrame
    headers: dict[str, str]


def read_filled(
    content: bytes,
    name: str,
    columns: Mapping[str, Sequence[str]],
    required: Sequence[str],
    findings: Findings,
    limits: Limits | None = None,
    tick: Tick = no_tick,
) -> Filled:
    """Rows of the first table of a file that has the columns.

    The bytes are opened in the reading process only. Rows that cannot be split are rejected, empty ones left out;
    columns that are none of ours are dropped, and said so, those about persons by themselves.

    Parameters
    ----------
    name : str
        For messages only.
    columns : mapping of str to sequence of str
        Our names -> headers by which they are known besides.
    required : sequence of str
        Columns without which it is another table.
    limits, tick
        As for surveys.

    Raises
    ------
    InputError
        The file cannot be read.
    ColumnsError
        No table has the required columns.
    """
    sheets = read_sheets(content, name, limits=limits, tick=tick)
    known = {header_key(text): ours for ours, others in columns.items() for text in (ours, *others)}
    heads = [_find_head(sheet, known) for sheet in sheets]
    best = max(range(len(sheets)), key=lambda at: (len(heads[at][1]), -at), default=0)
    head, found = heads[best] if heads else (0, {})
    called = {ours: others[0] if language() == SOURCE else ours for ours, others in columns.items()}
    if missing := [called[ours] for ours in required if ours not in found]:
        seen = [str(cell) for cell in sheets[best].table.loc[head]] if head else []
        raise ColumnsError(
            tr(
                'Berkas "{name}" tidak punya kolom {missing}. Kolom yang dikenal: {known}.',
                name=show_name(name),
                missing=say_list(missing),
                known=say_list(list(called.values())),
            ),
            headers=seen,
        )
    sheet = sheets[best]
    if sheet.refusal:
        raise InputError(sheet.refusal)
    if len(sheets) > 1:
        findings.sheet = sheet.name
        what = tr('lembar "{titles}" yang dibaca', titles=sheet.name)
        findings.note(mark("lembar"), what, tr("lembar lain tidak dipakai"), level="info")
    for remark in sheet.remarks:
        findings.note(**remark)
    _say_others(sheet, head, set(found.values()), findings)
    heads_seen = {ours: show_name(str(sheet.table.at[head, at])) for ours, at in found.items()}
    return Filled(_body(sheet, head, found, list(columns), findings), heads_seen)


def _find_head(sheet: Sheet, known: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """Spreadsheet row of the header, and which of our columns stands where."""
    best: tuple[int, dict[str, int]] = (0, {})
    for row, cells in sheet.table.iloc[:HEAD_SEARCH_ROWS].iterrows():
        found: dict[str, int] = {}
        for position, cell in enumerate(cells):
            if (ours := known.get(header_key(str(cell)))) is not None:
                found.setdefault(ours, position)
        if len(found) > len(best[1]):
            best = (int(row), found)
    return best


def _say_others(sheet: Sheet, head: int, used: set[int], findings: Findings) -> None:
    """Name the columns that are left out; those about persons one by one, as for a survey."""
    others = {at: str(cell) for at, cell in enumerate(sheet.table.loc[head]) if at not in used and str(cell).strip()}
    cells = sheet.table.loc[sheet.table.index > head]
    personal = [at for at, cell in others.items() if is_personal_header(cell) or is_personal_column(cells[at])]
    for at in personal:
        what, done = tr("berisi data pribadi"), tr("kolom dibuang dan tidak disimpan")
        findings.note(mark("data pribadi"), what, done, [pd.NA], show_name(others.pop(at)))
    if others:
        what = tr("kolom tidak dipakai: {names}", names=say_list([show_name(cell) for cell in others.values()]))
        findings.note(mark("kolom"), what, tr("isinya tidak disimpan"), level="info")


def _body(sheet: Sheet, head: int, found: Mapping[str, int], columns: list[str], findings: Findings) -> pd.DataFrame:
    torn = [row for row in sheet.broken if row > head]
    findings.reject(torn, tr("barisnya tidak terbaca: tanda kutip tidak ditutup"))
    long = [row for row in sheet.tail_rows if row > head and row not in torn]
    findings.reject(long, tr("isinya lebih banyak daripada kolomnya; periksa koma di dalam teks"))
    table = sheet.table.loc[sheet.table.index > head].drop(index=[*torn, *long], errors="ignore")
    cells = {ours: table[found[ours]].str.strip() if ours in found else "" for ours in columns}
    rows = pd.DataFrame(cells, index=table.index).astype("str")
    rows = rows.apply(lambda column: column.str.replace(DISARMED, "", regex=True))
    return rows[(rows != "").any(axis=1)]
