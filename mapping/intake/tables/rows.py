"""Which rows of a table are businesses: torn rows, repeated heads, totals, notes and exact doubles are set apart.

This happens before the columns about persons are known and dropped, so a finding names the row and the
reason and never repeats what the row said.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from mapping.errors import InputError
from mapping.intake.issues import Findings
from mapping.intake.tables.columns import coalesce, read_columns
from mapping.intake.tables.doubles import reject_doubles
from mapping.intake.tables.eaten import mend_cells
from mapping.intake.tables.heads import Head
from mapping.intake.tables.merged import fill_merged
from mapping.intake.tables.sheets import Sheet, match_cells
from mapping.language import mark, tr, tr_rows
from mapping.settings import Settings

SHORT_HABIT = 0.1
"""Above this share of short rows the file simply leaves trailing blanks out; below, a short row is torn."""
FEW_CATEGORIES = 30

Check = Callable[[str], bool]


def clean_rows(
    sheet: Sheet, head: Head, columns: dict[str, list[int]], findings: Findings, settings: Settings
) -> pd.DataFrame:
    """Rows below the head as a text table.

    Works on whole columns; only rows of an odd width are looked at one by one.

    Returns
    -------
    DataFrame
        Index: spreadsheet rows; columns: positions 0, 1, ... of ``head.names``; text, stripped. Every filled row below
        the head is either here or in the rejects of ``findings``; blank rows are counted only.

    Raises
    ------
    InputError
        Most rows have more cells than the head.
    QuestionError
        ``survei.ganda``: records stand there twice with the same id.
    """
    broken = [number for number in sheet.broken if number > head.last]
    if broken:
        findings.reject(broken, tr("tanda kutip dibuka tetapi tidak ditutup"))
    below = sheet.table.index > head.last
    body = sheet.table[below].apply(lambda column: column.str.strip())
    widths = sheet.widths["cells"][below]
    tails = {n: cells for n, cells in zip(sheet.tail_rows, sheet.tails, strict=True) if n > head.last}
    filled = _any_filled(body) | body.index.isin(list(tails))
    blank = len(body) - int(filled.sum()) - len(broken)
    if blank:
        findings.note(mark("baris kosong"), tr("{blank} baris kosong", blank=blank), "dilewati", level="info")
    if not filled.all():
        body, widths = body[filled], widths[filled]
    table = _fit_rows(body, widths, tails, head, sheet, columns, findings)
    if table.empty:
        return table
    if len(sheet.merged):
        table = fill_merged(table, sheet, head.names, columns, findings)
    table = _reject_headers(table, head.names, findings)
    table = _reject_totals(table, columns, findings)
    table = mend_cells(table, head.names, columns, findings)
    return reject_doubles(table, head.names, columns, findings, settings)


def _any_filled(table: pd.DataFrame) -> pd.Series:
    filled = pd.Series(False, index=table.index)
    for position in table.columns:
        filled |= table[position] != ""
        if filled.all():
            break
    return filled


def _fit_rows(
    body: pd.DataFrame,
    widths: pd.Series,
    tails: dict[int, list[str]],
    head: Head,
    sheet: Sheet,
    columns: dict[str, list[int]],
    findings: Findings,
) -> pd.DataFrame:
    """Every row brought to the width of the head, where that is certain."""
    width = len(head.names)
    table, beyond = body.iloc[:, :width], body.iloc[:, width:]
    is_long = _any_filled(beyond) | body.index.isin(list(tails))
    is_short = widths < head.wide
    trailing = int(((widths > width) & ~is_long).sum())
    if trailing:
        findings.note(
            mark("kolom kosong"),
            tr("{trailing} baris berakhir dengan pemisah lebih", trailing=trailing),
            tr("sel kosong di ujung diabaikan"),
        )
    if is_long.sum() * 2 > len(body):
        raise InputError(
            tr(
                'Berkas "{file}": judul kolom ada {width}, tetapi {sum} dari {body} baris lebih. Periksa '
                "judul kolom yang hilang atau tanda pemisah di dalam teks.",
                file=findings.file,
                width=width,
                sum=is_long.sum(),
                body=len(body),
            )
        )
    checks = _learn_checks(table[~(is_long | is_short)], columns) if is_long.any() else {}
    table = _mend_rows(table, sheet, tails, table.index[is_long], checks, findings)
    if is_short.sum() > SHORT_HABIT * len(body):
        what = tr("{sum} baris tidak menulis sel kosong di ujung", sum=is_short.sum())
        findings.note(mark("baris pendek"), what, tr("dilengkapi dengan kosong"), level="info")
    elif is_short.any():
        said = tr_rows("terpotong: hanya {had} dari {wide} kolom", had=widths[is_short], wide=str(head.wide))
        findings.reject(body.index[is_short], said.tolist())
        table = table.drop(index=body.index[is_short])
    return table


def _mend_rows(
    table: pd.DataFrame,
    sheet: Sheet,
    tails: dict[int, list[str]],
    long: pd.Index,
    checks: dict[int, Check],
    findings: Findings,
) -> pd.DataFrame:
    """Rows too long with their split text joined again, or rejected."""
    if long.empty:
        return table
    width, raw = table.shape[1], sheet.table.loc[long]
    mended: dict[int, list[str]] = {}
    for number, cells in zip(long.tolist(), raw.to_numpy().tolist(), strict=True):
        row = [*cells, *tails.get(number, [])]
        while not row[-1].strip():
            row.pop()
        whole = _mend_long(row, width, sheet.separator, checks)
        if whole is not None:
            mended[number] = [cell.strip() for cell in whole]
    lost = [number for number in long if number not in mended]
    if lost:
        findings.reject(lost, tr("berisi lebih dari {width} kolom (pemisah di dalam teks?)", width=width))
        table = table.drop(index=lost)
    if mended:
        what, done = tr("pemisah di dalam teks"), tr("sel digabung kembali")
        findings.note(mark("baris melar"), what, done, list(mended), level="repair")
        table = table.copy()
        table.loc[list(mended)] = list(mended.values())
    return table


def _learn_checks(whole: pd.DataFrame, columns: dict[str, list[int]]) -> dict[int, Check]:
    """What the whole rows say about a column: degrees, or one of few categories."""
    checks: dict[int, Check] = {position: _is_degree for name in ("lat", "lon") for position in columns.get(name, [])}
    for position in columns.get("category", []):
        values = set(whole[position].str.lower().unique())
        if len(values) <= FEW_CATEGORIES:
            checks[position] = lambda cell, values=values: cell.strip().lower() in values  # type: ignore[misc]
    return checks


def _is_degree(cell: str) -> bool:
    try:
        return abs(float(cell.strip())) <= 180
    except ValueError:
        return False


def _mend_long(row: list[str], width: int, separator: str, checks: dict[int, Check]) -> list[str] | None:
    """The one way of joining neighbouring cells after which every known column holds; None if none or several."""
    extra = len(row) - width
    if not checks or extra > width or not separator:
        return None
    ways = [[*row[:i], separator.join(row[i : i + extra + 1]), *row[i + extra + 1 :]] for i in range(width)]
    fits = [way for way in ways if all(check(way[position]) for position, check in checks.items())]
    return fits[0] if len(fits) == 1 else None


def _reject_headers(table: pd.DataFrame, names: list[str], findings: Findings) -> pd.DataFrame:
    """Heads that stand again on a later printed page, and the rows below them that number the columns."""
    head = _rows_like(table, [name.lower() for name in names])
    below = head.shift(1, fill_value=False)
    below.iloc[0] = True
    numbers = [str(i + 1) for i in range(len(names))]
    repeated = head | (_rows_like(table, numbers) & below) | _rows_like(table, [f"({n})" for n in numbers])
    findings.reject(table.index[repeated], tr("judul atau nomor kolom yang terulang, bukan usaha"))
    return table[~repeated] if repeated.any() else table


def _rows_like(table: pd.DataFrame, cells: list[str]) -> pd.Series:
    alike = pd.Series(True, index=table.index)
    for position, cell in enumerate(cells):
        alike &= table[position].str.lower() == cell
        if not alike.any():
            break
    return alike


def _reject_totals(table: pd.DataFrame, columns: dict[str, list[int]], findings: Findings) -> pd.DataFrame:
    """Totals and notes: no row with a code or a point is one."""
    placed = pd.Series(False, index=table.index)
    for name in ("code", "bps_code", "point", "lat"):
        if name in columns:
            placed |= coalesce(table, columns[name]) != ""
    rest = table[~placed] if placed.any() else table
    if rest.empty:
        return table
    patterns = read_columns()["rows"]
    total, note = (_any_matches(rest, patterns[name]) for name in ("total", "note"))
    note &= ~total
    note[note] = (rest[note] != "").sum(axis=1) <= 2
    for mask, reason in ((total, tr("baris jumlah, bukan usaha")), (note, tr("catatan di bawah tabel, bukan usaha"))):
        findings.reject(rest.index[mask], reason)
    out = rest.index[total | note]
    return table.drop(index=out) if len(out) else table


def _any_matches(table: pd.DataFrame, pattern: str) -> pd.Series:
    """Rows in which some cell is wholly of a pattern."""
    found = pd.Series(False, index=table.index)
    for position in table.columns:
        found |= match_cells(table[position], pattern)
    return found
