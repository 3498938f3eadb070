"""Tables as received: CSV text and XLSX sheets -> rows of text with the numbers a spreadsheet shows."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from mapping.errors import InputError, MappingError
from mapping.intake.columns import find_header
from mapping.intake.files import check_size, check_zip, read_entry, refuse_kind, show_name, sniff

SEPARATORS = ",;\t|"
ACCEPTED = "CSV atau Excel (.xlsx)"
MAX_COLUMNS = 200
MAX_ROWS = 1_048_576
MAX_CELLS = 40_000_000
SNIFF_LINES = 60
LONGEST_CELL_LINES = 100
"""A quoted cell that runs over more lines than this is taken for a quote that was never closed."""


FORMULA_WITHOUT_VALUE = re.compile(
    rb"<c\b[^>]*?\br\s*=\s*[\"']([A-Za-z]{1,3}[0-9]{1,7})[\"'][^>]*>\s*"
    rb"<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
"""A cell with a formula and no cached result, as OOXML writes it."""


@dataclass(frozen=True)
class Sheet:
    """One table as received.

    ``rows`` are lists of text, ``numbers`` the spreadsheet row of each (1 is the first), ``broken`` the
    spreadsheet rows that could not be split into cells; ``remarks`` are
    ``(kind, what, done)`` about the whole file; ``separator`` is ``""`` for a spreadsheet.
    """

    name: str
    rows: list[list[str]]
    numbers: list[int]
    broken: list[int] = field(default_factory=list)
    remarks: list[tuple[str, str, str]] = field(default_factory=list)
    separator: str = ""


def read_sheet(content: bytes, name: str) -> Sheet:
    """The table of a CSV, or the sheet of an XLSX that has most of our columns.

    Raises
    ------
    InputError
        When the file is too large, is not a table, is broken or locked.
    """
    check_size(content, name)
    kind = sniff(content)
    if kind == "xlsx":
        return _read_workbook(content, name)
    if kind == "text":
        return read_csv(content, name)
    raise refuse_kind(kind, name, ACCEPTED)


def read_csv(content: bytes, name: str) -> Sheet:
    """A CSV of any encoding and separator that offices use; cells stay text.

    A quote that is never closed costs its own row only, not the rows after it.

    Examples
    --------
    >>> sheet = read_csv(b"kelurahan;produk\\nGundih;tempe\\n\\nJepara;\\"kue\\nbasah\\"\\n", "a.csv")
    >>> sheet.rows, sheet.numbers
    ([['kelurahan', 'produk'], ['Gundih', 'tempe'], [], ['Jepara', 'kue\\nbasah']], [1, 2, 3, 4])
    """
    text, encoding = _decode(content, name)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    separator = _sniff_separator(lines)
    rows: list[list[str]] = []
    broken: list[int] = []
    for record in _records(lines, separator):
        if isinstance(record, str):
            broken.append(len(rows) + 1)
            rows.append([])
        else:
            rows.append(record)
    remarks = []
    if encoding not in ("utf-8-sig", "utf-16"):
        remarks.append(
            ("pengodean", f"bukan UTF-8; huruf dibaca sebagai {encoding}", "periksa nama yang memuat huruf khusus")
        )
    return Sheet("", rows, list(range(1, len(rows) + 1)), broken, remarks, separator)


def _decode(content: bytes, name: str) -> tuple[str, str]:
    utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "cp1252", "latin-1"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text, encoding
    raise refuse_kind("binary", name, ACCEPTED)


def _sniff_separator(lines: Sequence[str]) -> str:
    """The separator with which the header is best recognised; of equals, the one that gives most cells."""
    head = lines[:SNIFF_LINES]

    def quality(separator: str) -> tuple[int, int]:
        rows = [_split(line, separator) or [] for line in head]
        return find_header(rows, "survey")[1], sum(len(row) for row in rows)

    return max(SEPARATORS, key=quality)


def _split(line: str, separator: str) -> list[str] | None:
    """Cells of one record; None when a quote in it is not closed."""
    if '"' not in line:
        return line.split(separator)
    try:
        rows = list(csv.reader([line], delimiter=separator, strict=True))
    except csv.Error:
        try:  # a stray quote inside a cell (a 12" pan) is just a sign
            rows = list(csv.reader([line], delimiter=separator))
        except csv.Error:
            return None
        if "\n" in rows[0][-1] and not line.endswith('"'):
            return None
    return rows[0] if len(rows) == 1 else None


def _records(lines: list[str], separator: str) -> Iterator[list[str] | str]:
    """Records of a CSV, or the text of a line whose quote is never closed.

    Only lines with an odd number of quotes can open a cell that runs on, so each line is looked at twice at most.
    """
    odd = [i for i, line in enumerate(lines) if line.count('"') % 2]
    closes = dict(pairwise(odd))
    at = 0
    while at < len(lines):
        line = lines[at]
        if at not in closes:
            yield _one_record(line, separator, at in odd[-1:])
            at += 1
            continue
        end = closes[at]
        joined = _join(lines, at, end, separator)
        if joined is None:
            yield _one_record(line, separator, True)
            at += 1
        else:
            yield joined
            at = end + 1


def _one_record(line: str, separator: str, is_open: bool) -> list[str] | str:
    if line.strip() == "":
        return []
    cells = _split(line, separator)
    unclosed = is_open and any(cell.startswith('"') for cell in line.split(separator) if cell.count('"') % 2)
    return line if cells is None or unclosed else cells


def _join(lines: list[str], start: int, end: int, separator: str) -> list[str] | None:
    """The record over several lines, or None when the lines between look like records of their own."""
    if end - start > LONGEST_CELL_LINES or not any(
        cell.lstrip().startswith('"') for cell in lines[start].split(separator) if cell.count('"') % 2
    ):
        return None
    cells = _split("\n".join(lines[start : end + 1]), separator)
    if cells is None:
        return None
    inner = [line.count(separator) + 1 for line in lines[start + 1 : end + 1]]
    return None if len(cells) > 1 and len(cells) in inner else cells


def _read_workbook(content: bytes, name: str) -> Sheet:
    from python_calamine import CalamineWorkbook

    _check_extent(content, name)
    shown = show_name(name)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [(title, workbook.get_sheet_by_name(title)) for title in workbook.sheet_names]
        tables = [(title, _cells(sheet.to_python(skip_empty_area=False))) for title, sheet in sheets]
    except MappingError:
        raise
    except Exception as error:  # the parser raises many kinds on broken files
        raise InputError(
            f'Berkas "{shown}" rusak atau terkunci kata sandi. Buka di Excel, simpan ulang sebagai .xlsx.'
        ) from error
    if not tables:
        raise InputError(f'Berkas "{shown}" tidak memuat lembar.')
    known = [find_header(rows, "survey")[1] for _, rows in tables]
    best = max(range(len(tables)), key=lambda i: (known[i], len(tables[i][1]), -i))
    title, rows = tables[best]
    _check_formulas(content, name, title, best, rows)
    remarks = []
    if len(tables) > 1:
        others = ", ".join(f'"{show_name(other)}"' for i, (other, _) in enumerate(tables) if i != best)
        remarks.append(("lembar", f'lembar "{show_name(title)}" yang dibaca', f"lembar lain tidak dibaca: {others}"))
    return Sheet(show_name(title), rows, list(range(1, len(rows) + 1)), [], remarks)


def _check_extent(content: bytes, name: str) -> None:
    """Refuse a workbook whose far cells would make the parser allocate the whole sheet."""
    for entry in check_zip(content, name):
        if not entry.filename.endswith(".xml") or "sharedStrings" in entry.filename:
            continue
        xml = read_entry(content, entry, name)
        letters = set(re.findall(rb"\br\s*=\s*[\"']([A-Za-z]{1,4})[0-9]", xml))
        rows = set(re.findall(rb"\br\s*=\s*[\"'](?:[A-Za-z]{1,4})?([0-9]{1,9})[\"']", xml))
        width = max(map(_column_number, letters), default=0)
        height = max(map(int, rows), default=0)
        if width > MAX_COLUMNS or height > MAX_ROWS or width * height > MAX_CELLS:
            far = max(letters, key=_column_number, default=b"").decode()
            raise InputError(
                f'Berkas "{show_name(name)}" memuat sel jauh (sampai kolom {far}, baris {height}); batasnya '
                f"{MAX_COLUMNS} kolom. Hapus sel di luar tabel (mungkin XFD1048576), lalu simpan ulang."
            )


def _check_formulas(content: bytes, name: str, title: str, position: int, rows: list[list[str]]) -> None:
    """Refuse a sheet whose formulas were saved without their results: they would all read as blank.

    Some programs write workbooks that way; Excel and LibreOffice fill the results in when they save.
    """
    part = f"xl/worksheets/sheet{position + 1}.xml"
    entry = next((entry for entry in check_zip(content, name) if entry.filename == part), None)
    empty = FORMULA_WITHOUT_VALUE.findall(read_entry(content, entry, name)) if entry else []
    if not empty:
        return
    letters = re.match(rb"[A-Za-z]+", empty[0])
    column = _column_number(letters[0]) - 1 if letters else 0
    header_at, _ = find_header(rows, "survey")
    header = rows[header_at][column] if header_at >= 0 and column < len(rows[header_at]) else ""
    where = f'Berkas "{show_name(name)}", lembar "{show_name(title)}", kolom "{show_name(header)}"'
    raise InputError(
        f"{where}: {len(empty)} sel berisi rumus (formula) tanpa hasil tersimpan, mulai sel {empty[0].decode()}. "
        "Buka di Excel atau LibreOffice, simpan, lalu kirim ulang."
    )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _cells(rows: list[list[Any]]) -> list[list[str]]:
    return [[_cell_text(cell) for cell in row] for row in rows]


def _cell_text(cell: Any) -> str:
    """A cell as text that reads back as the same number: codes without ``.0``, decimals never with three digits."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        text = repr(cell)
        return text + "0" if re.fullmatch(r"-?\d+\.\d{3}", text) else text
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)
