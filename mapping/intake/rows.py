"""Which rows of a table are businesses: torn rows, repeated heads, totals, notes and exact doubles are set apart.

This happens before the columns about persons are known and dropped, so a finding names the row and the
reason and never repeats what the row said.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from mapping.errors import InputError
from mapping.intake.columns import coalesce, read_columns
from mapping.intake.issues import Findings
from mapping.intake.privacy import is_personal_header
from mapping.intake.sheets import Sheet

SHORT_HABIT = 0.1
"""Above this share of short rows the file simply leaves trailing blanks out; below, a short row is torn."""
FEW_CATEGORIES = 30

Check = Callable[[str], bool]


def clean_rows(sheet: Sheet, header_at: int, columns: dict[str, list[int]], findings: Findings) -> pd.DataFrame:
    """Rows below the header as a text table.

    Returns
    -------
    DataFrame
        Index: spreadsheet rows; columns: positions 0, 1, ...; text, stripped. Every filled row below the header is
        either here or in the rejects of ``findings``; blank rows are counted only.
    """
    headers = sheet.rows[header_at]
    width = max(i for i, cell in enumerate(headers) if cell.strip()) + 1
    broken = [number for number in sheet.broken if number > sheet.numbers[header_at]]
    if broken:
        findings.reject(broken, "tanda kutip dibuka tetapi tidak ditutup")
    body = dict(zip(sheet.numbers[header_at + 1 :], sheet.rows[header_at + 1 :], strict=True))
    filled = {n: row for n, row in body.items() if any(cell and not cell.isspace() for cell in row)}
    blank = len(body) - len(filled) - len(broken)
    if blank:
        findings.note("baris kosong", f"{blank} baris kosong", "dilewati")
    fitted = _fit_rows(filled, width, sheet, columns, findings)
    table = pd.DataFrame(
        list(fitted.values()), index=pd.Index(list(fitted), name="row"), columns=range(width), dtype="str"
    )
    if table.empty:
        return table
    table = table.fillna("").apply(lambda column: column.str.strip())
    table = _reject_headers(table, [h.strip() for h in headers[:width]], findings)
    table = _reject_totals(table, columns, findings)
    return _reject_doubles(table, headers, columns, findings)


def _fit_rows(
    rows: dict[int, list[str]], width: int, sheet: Sheet, columns: dict[str, list[int]], findings: Findings
) -> dict[int, list[str]]:
    """Every row brought to ``width`` cells, where that is certain."""
    fitted = {n: row if len(row) <= width else _trim(row, width) for n, row in rows.items()}
    trailing = sum(len(rows[n]) > width == len(row) for n, row in fitted.items())
    if trailing:
        findings.note(
            "kolom kosong", f"{trailing} baris berakhir dengan pemisah lebih", "sel kosong di ujung diabaikan"
        )
    long = [n for n, row in fitted.items() if len(row) > width]
    short = [n for n, row in fitted.items() if len(row) < width]
    if len(long) * 2 > len(fitted):
        raise InputError(
            f'Berkas "{findings.file}": judul kolom ada {width}, tetapi {len(long)} dari {len(fitted)} baris lebih. '
            "Periksa judul kolom yang hilang atau tanda pemisah di dalam teks."
        )
    checks = _learn_checks([row for row in fitted.values() if len(row) == width], columns) if long else {}
    for number in long:
        mended = _mend_long(fitted[number], width, sheet.separator, checks)
        if mended is None:
            del fitted[number]
            findings.reject([number], f"berisi lebih dari {width} kolom (pemisah di dalam teks?)")
        else:
            findings.note("baris melar", "pemisah di dalam teks", "sel digabung kembali", [number])
            fitted[number] = mended
    habit = bool(rows) and len(short) > SHORT_HABIT * len(rows)
    if habit:
        findings.note(
            "baris pendek", f"{len(short)} baris tidak menulis sel kosong di ujung", "dilengkapi dengan kosong"
        )
    for number in short:
        if habit:
            fitted[number] = fitted[number] + [""] * (width - len(fitted[number]))
        else:
            findings.reject([number], f"terpotong: hanya {len(fitted.pop(number))} dari {width} kolom")
    return fitted


def _trim(row: list[str], width: int) -> list[str]:
    end = len(row)
    while end > width and not row[end - 1].strip():
        end -= 1
    return row[:end]


def _learn_checks(rows: list[list[str]], columns: dict[str, list[int]]) -> dict[int, Check]:
    """What the whole rows say about a column: degrees, or one of few categories."""
    checks: dict[int, Check] = {position: _is_degree for name in ("lat", "lon") for position in columns.get(name, [])}
    for position in columns.get("category", []):
        values = {row[position].strip().lower() for row in rows}
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


def _reject_headers(table: pd.DataFrame, headers: list[str], findings: Findings) -> pd.DataFrame:
    if table.empty:
        return table
    head = pd.Series([h.lower() for h in headers])
    repeated = pd.Series(
        (table.apply(lambda c: c.str.lower()).to_numpy() == head.to_numpy()).all(axis=1), index=table.index
    )
    first = table.iloc[0].str.strip("() ")
    if len(first) > 2 and first.tolist() == [str(i + 1) for i in range(len(first))]:
        repeated.iloc[0] = True
    findings.reject(table.index[repeated], "judul atau nomor kolom yang terulang, bukan usaha")
    return table[~repeated]


def _reject_totals(table: pd.DataFrame, columns: dict[str, list[int]], findings: Findings) -> pd.DataFrame:
    """Totals and notes: no row with a code or a point is one."""
    placed = pd.Series(False, index=table.index)
    for name in ("code", "bps_code", "point", "lat"):
        if name in columns:
            placed |= coalesce(table, columns[name]) != ""
    rest = table[~placed]
    if rest.empty:
        return table
    patterns = read_columns()["rows"]
    total = rest.apply(lambda c: c.str.fullmatch(patterns["total"], case=False)).any(axis=1)
    few = (rest != "").sum(axis=1) <= 2
    note = few & rest.apply(lambda c: c.str.fullmatch(patterns["note"], case=False)).any(axis=1) & ~total
    for mask, reason in ((total, "baris jumlah, bukan usaha"), (note, "catatan di bawah tabel, bukan usaha")):
        findings.reject(rest.index[mask], reason)
    return table.drop(index=rest.index[total | note])


def _reject_doubles(
    table: pd.DataFrame, headers: list[str], columns: dict[str, list[int]], findings: Findings
) -> pd.DataFrame:
    """Rows equal in every column but the id, when something in them can tell two businesses apart.

    Two makers of tempe in one village are two businesses; only an equal id, name, owner, phone, address or point makes
    them one.
    """
    if table.empty:
        return table
    ids = columns.get("id", [])
    telling = [p for name in ("business_name", "lat", "point") for p in columns.get(name, [])]
    telling += [p for p in table.columns if p not in telling and is_personal_header(headers[p])]
    compared = table.drop(columns=ids).apply(lambda c: c.str.lower())
    same_id = table.duplicated() if ids else pd.Series(False, index=table.index)
    told = (table[telling] != "").any(axis=1) if telling else pd.Series(False, index=table.index)
    double = (compared.duplicated() & told) | (same_id & (table[ids] != "").any(axis=1))
    if not double.any():
        return table
    keys = pd.util.hash_pandas_object(compared, index=False)
    first = pd.Series(table.index, index=table.index).groupby(keys.to_numpy()).transform("min")
    rows = table.index[double]
    findings.reject(rows, "baris ganda dari baris " + first[double].astype(str))
    return table[~double]
