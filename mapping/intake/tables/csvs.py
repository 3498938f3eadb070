"""CSV text of any encoding, separator and quoting that offices use -> a sheet.

Regular text goes through Arrow as a whole; text with quotes that run over lines or never close goes record by record.
Both give the same sheet.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from mapping.intake.gate.files import refuse_kind, show_name
from mapping.intake.gate.limits import Limits
from mapping.intake.gate.worker import parse_apart
from mapping.intake.tables.columns import find_header
from mapping.intake.tables.nested import unwrap_lines
from mapping.intake.tables.sheets import (
    HEAD_ROWS,
    Remark,
    Sheet,
    check_extent,
    filled_width,
    frame_of,
    frame_of_columns,
    make_sheet,
)
from mapping.language import mark, tr

SEPARATORS = ",;\t|"
ACCEPTED = mark(
    "CSV, Excel (.xlsx, .xls), OpenDocument (.ods), GeoJSON atau GeoPackage berisi titik, atau zip dari satu itu"
)
LONGEST_CELL_LINES = 100
"""A quoted cell that runs over more lines than this is taken for a quote that was never closed."""
ODD_SHARE = 0.1
"""Above this share of rows with another width than most, the text is not regular."""
BLOCK = 4 * 1024**2
SEPARATOR_NAMES = {",": mark("koma"), ";": mark("titik koma"), "\t": "tab", "|": mark("garis tegak")}


def read_csv(content: bytes, name: str, limits: Limits) -> Sheet:
    """A CSV as text cells; a quote that is never closed costs its own row only, not the rows after it.

    Runs in a process of its own unless ``limits.apart`` is off.

    Raises
    ------
    InputError
        When the bytes are no text, or the table is larger than ``limits``.

    Examples
    --------
    >>> from mapping.intake.gate.limits import read_limits
    >>> text = b"kelurahan;produk\\nGundih;tempe\\n\\nJepara;\\"kue\\nbasah\\"\\n"
    >>> sheet = read_csv(text, "a.csv", read_limits())
    >>> sheet.table.to_numpy().tolist(), sheet.table.index.tolist()
    ([['kelurahan', 'produk'], ['Gundih', 'tempe'], ['', ''], ['Jepara', 'kue\\nbasah']], [1, 2, 3, 4])
    """
    if limits.apart:
        apart: Sheet = parse_apart("csv", content, name, {}, limits)
        return apart
    shown = show_name(name)
    data, encoding = _utf8(content, name)
    remarks = _say_encoding(encoding)
    hint = data[:4].lower() == b"sep=" and data[4:6].strip(b"\n") in (s.encode() for s in SEPARATORS)
    data = data[6:] if hint else data
    if b'"' not in data:  # every line is a row: known before any of them is read
        check_extent(data.count(b"\n") - 1, 0, shown, limits)
    head = data[: 64 * 1024].decode("utf-8", errors="replace").split("\n")[:HEAD_ROWS]
    separator = _sniff_separator(head)
    nested = unwrap_lines(data, head, separator, SEPARATORS)
    if nested is not None:
        rows, separator, remark = nested
        sheet = make_sheet(rows, remarks=[*remarks, remark], separator=separator)
    else:
        if separator != ",":
            what = tr("kolom dipisah dengan {separator_names}", separator_names=tr(SEPARATOR_NAMES[separator]))
            remarks.append({"kind": mark("pemisah"), "what": what, "done": "", "level": "info"})
        sheet = _read_regular(data, separator, remarks) or _read_records(data, separator, remarks)
    check_extent(len(sheet.table), sheet.table.shape[1], shown, limits)
    return sheet


def _utf8(content: bytes, name: str) -> tuple[bytes, str]:
    """The text as UTF-8 with plain line ends and a last one, and the encoding it came in."""
    utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "cp1252", "latin-1"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        plain = content.removeprefix(b"\xef\xbb\xbf") if encoding == "utf-8-sig" else text.encode("utf-8", "replace")
        if b"\r" in plain:
            plain = plain.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return plain if plain.endswith(b"\n") else plain + b"\n", encoding
    raise refuse_kind("binary", name, ACCEPTED)


def _say_encoding(encoding: str) -> list[Remark]:
    if encoding in ("utf-8-sig", "utf-16"):
        return []
    what = tr("bukan UTF-8; huruf dibaca sebagai {encoding}", encoding=encoding)
    done = tr("periksa nama yang memuat huruf khusus")
    return [{"kind": mark("pengodean"), "what": what, "done": done, "level": "warn"}]


def _sniff_separator(head: Sequence[str]) -> str:
    """The separator with which the header is best recognised; of equals, the one that gives most cells."""

    def quality(separator: str) -> tuple[int, int]:
        rows = [split_line(line, separator) or [] for line in head]
        return find_header(rows, "survey")[1], sum(len(row) for row in rows)

    return max(SEPARATORS, key=quality)


def split_line(line: str, separator: str) -> list[str] | None:
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


def _read_regular(data: bytes, separator: str, remarks: list[Remark]) -> Sheet | None:
    """The sheet of a text in which every line is a record; None when some cell runs over lines or a quote is open.

    Lines of the usual width go to Arrow together, the few others one by one.
    """
    import pyarrow as pa

    signs = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(signs == ord("\n"))
    quotes = np.flatnonzero(signs == ord('"'))
    if (np.diff(np.searchsorted(quotes, ends), prepend=0) % 2).any():
        return None
    between = np.flatnonzero(signs == ord(separator))
    if len(quotes):
        between = between[np.searchsorted(quotes, between) % 2 == 0]
    starts = np.concatenate([[0], ends[:-1] + 1])
    widths = np.diff(np.searchsorted(between, ends), prepend=0) + 1
    widths[starts == ends] = 0
    usual = int(np.bincount(widths).argmax())
    odd = widths != usual
    odd[np.searchsorted(ends, _stray_quotes(signs, quotes, separator))] = True
    if usual == 0 or odd.sum() > ODD_SHARE * len(odd) + HEAD_ROWS:
        return None
    regular = signs[np.repeat(~odd, ends + 1 - starts)].tobytes() if odd.any() else data
    try:
        table = _read_arrow(regular, separator, usual)
    except pa.ArrowInvalid:  # a line longer than a block of Arrow's
        return None
    numbers = pd.RangeIndex(1, len(odd) + 1, name="row")
    lines = [data[starts[i] : ends[i]].decode() for i in np.flatnonzero(odd)]
    cells = [(split_line(line, separator) or [line]) if line else [] for line in lines]
    widths[odd] = [len(row) for row in cells]
    return _put_together(table, numbers, odd, cells, widths, remarks, separator)


def _stray_quotes(signs: np.ndarray, quotes: np.ndarray, separator: str) -> np.ndarray:
    """Positions of quotes that neither open, close nor double, where every line has an even number of them."""
    if not len(quotes):
        return quotes
    stops = (ord(separator), ord("\n"))
    opening, closing = quotes[0::2], quotes[1::2]
    doubled = opening[1:] == closing[:-1] + 1
    opens = np.isin(signs[opening - 1], stops) | (opening == 0) | np.concatenate([[False], doubled])
    closes = np.isin(signs[closing + 1], stops) | np.concatenate([doubled, [False]])
    return np.concatenate([opening[~opens], closing[~closes]])


def _read_arrow(data: bytes, separator: str, width: int) -> pd.DataFrame:
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    names = [str(i) for i in range(width)]
    table = arrow_csv.read_csv(
        pa.py_buffer(data),
        read_options=arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=BLOCK),
        parse_options=arrow_csv.ParseOptions(delimiter=separator, ignore_empty_lines=False),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()),
            check_utf8=False,
            strings_can_be_null=False,
            quoted_strings_can_be_null=False,
        ),
    )
    return table.to_pandas().set_axis(range(width), axis=1)


def _put_together(
    regular: pd.DataFrame,
    numbers: pd.Index,
    odd: np.ndarray,
    cells: list[list[str]],
    widths: np.ndarray,
    remarks: list[Remark],
    separator: str,
) -> Sheet:
    """Rows of the usual width and the odd ones in their order, as wide as the first rows are."""
    regular = regular.set_axis(numbers[~odd])
    head = [row for number, row in zip(numbers[odd], cells, strict=True) if number <= HEAD_ROWS]
    head += regular.loc[:HEAD_ROWS].to_numpy().tolist()
    width = max(map(filled_width, head), default=0)
    beyond = regular.iloc[:, width:]
    late = beyond[(beyond.apply(lambda column: column.str.strip()) != "").any(axis=1)]
    long = dict(zip(late.index.tolist(), late.to_numpy().tolist(), strict=True))
    long |= {n: row[width:] for n, row in zip(numbers[odd], cells, strict=True) if any(map(str.strip, row[width:]))}
    rows = [int(number) for number in sorted(long)]
    columns = [regular.iloc[:, i] for i in range(min(width, regular.shape[1]))]
    columns += [pd.Series("", regular.index, dtype="str")] * (width - len(columns))
    table = frame_of_columns(columns, regular.index)
    if odd.any():
        table = pd.concat([table, frame_of(cells, numbers[odd], width)]).sort_index()
    counted = pd.DataFrame({"cells": widths}, index=numbers)
    return Sheet("", table, counted, [long[row] for row in rows], rows, remarks=remarks, separator=separator)


def _read_records(data: bytes, separator: str, remarks: list[Remark]) -> Sheet:
    """The sheet of a text read record by record, whatever its quotes."""
    lines = data.decode("utf-8").removesuffix("\n").split("\n")
    rows: list[list[str]] = []
    broken: list[int] = []
    for record in split_records(lines, separator):
        if record is None:
            broken.append(len(rows) + 1)
        rows.append(record or [])
    return make_sheet(rows, broken=broken, remarks=remarks, separator=separator)


def split_records(lines: list[str], separator: str) -> Iterator[list[str] | None]:
    """Records of a CSV; None for a line whose quote is never closed.

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


def _one_record(line: str, separator: str, is_open: bool) -> list[str] | None:
    if not line:
        return []
    unclosed = is_open and any(cell.startswith('"') for cell in line.split(separator) if cell.count('"') % 2)
    return None if unclosed else split_line(line, separator)


def _join(lines: list[str], start: int, end: int, separator: str) -> list[str] | None:
    """The record over several lines, or None when the lines between look like records of their own."""
    if end - start > LONGEST_CELL_LINES or not any(
        cell.lstrip().startswith('"') for cell in lines[start].split(separator) if cell.count('"') % 2
    ):
        return None
    cells = split_line("\n".join(lines[start : end + 1]), separator)
    if cells is None:
        return None
    inner = [line.count(separator) + 1 for line in lines[start + 1 : end + 1]]
    return None if len(cells) > 1 and len(cells) in inner else cells
