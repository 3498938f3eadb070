"""One table as received: rows of text with the numbers a spreadsheet shows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from mapping.errors import InputError
from mapping.intake.gate.limits import Limits
from mapping.intake.wording import say_number
from mapping.language import tr

HEAD_ROWS = 60
"""No head reaches below this many rows; the widest of them says how wide the table is."""
WHOLE = 1e16
"""Whole numbers from here on are written with an exponent."""
PLAIN = (1e-4, 1e10)
"""Sizes of decimals that Arrow writes without an exponent."""
Range = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell of merged ones, each row and column, counted from 0 as calamine does."""
Remark = dict[str, str]
"""A finding about the whole file as ``Findings.note`` takes it: ``kind, what, done, level``."""


@dataclass(frozen=True)
class Sheet:
    """One table as received; made of frames, lists and texts only, so that it travels between processes.

    Parameters
    ----------
    name : str
        Title of the sheet, or name of the file within a zip; ``""`` for a lone CSV.
    table : DataFrame of str
        Index: spreadsheet rows (1 is the first); columns 0..w-1, as wide as the widest of the first ``HEAD_ROWS`` rows.
        ``""`` where a cell is blank or missing.
    widths : DataFrame of int
        Same index, one column ``cells``: how many each row really had.
    tails, tail_rows : list of list of str, list of int
        Cells beyond the last column of ``table``, and their rows; only rows that have some.
    broken : list of int
        Rows that could not be split into cells; blank in ``table``.
    remarks : list of Remark
        Findings about the whole sheet.
    separator : str
        Between cells; ``""`` for a spreadsheet.
    hidden : bool
        Whether the workbook hides this sheet.
    merged : DataFrame of int
        Cells merged downwards: ``column`` of ``table``, ``first`` and ``last`` row.
    refusal : str
        Why this sheet must not be used, as a sentence; ``""`` for most.
    """

    name: str
    table: pd.DataFrame
    widths: pd.DataFrame
    tails: list[list[str]] = field(default_factory=list)
    tail_rows: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    separator: str = ""
    hidden: bool = False
    merged: pd.DataFrame = field(default_factory=lambda: merged_frame([]))
    refusal: str = ""


def merged_frame(ranges: Sequence[Range]) -> pd.DataFrame:
    """Ranges of one column and several rows, with spreadsheet rows, as ``Sheet.merged``.

    Examples
    --------
    >>> merged_frame([((1, 0), (3, 0)), ((0, 0), (0, 4))]).to_numpy().tolist()
    [[0, 2, 4]]
    """
    tall = [(left, top + 1, bottom + 1) for (top, left), (bottom, right) in ranges if left == right and top < bottom]
    return pd.DataFrame(tall, columns=["column", "first", "last"], dtype="int64")


def make_sheet(
    rows: Sequence[list[str]],
    broken: Sequence[int] = (),
    remarks: Sequence[Remark] = (),
    separator: str = "",
) -> Sheet:
    """A nameless sheet of rows of any length, numbered from 1.

    Examples
    --------
    >>> sheet = make_sheet([["a", "b", ""], [], ["c"]])
    >>> sheet.table.to_numpy().tolist(), sheet.widths["cells"].tolist(), sheet.tails
    ([['a', 'b'], ['', ''], ['c', '']], [3, 0, 1], [])
    """
    width = max((filled_width(row) for row in rows[:HEAD_ROWS]), default=0)
    index = pd.RangeIndex(1, len(rows) + 1, name="row")
    widths = pd.DataFrame({"cells": [len(row) for row in rows]}, index=index, dtype="int64")
    long = {number: row[width:] for number, row in enumerate(rows, 1) if any(map(str.strip, row[width:]))}
    table = frame_of(rows, index, width)
    return Sheet("", table, widths, list(long.values()), list(long), list(broken), list(remarks), separator)


def filled_width(row: Sequence[str]) -> int:
    """Cells of a row up to its last filled one."""
    return max((i for i, cell in enumerate(row, 1) if cell.strip()), default=0)


def frame_of(rows: Sequence[list[str]], index: pd.Index, width: int) -> pd.DataFrame:
    """Rows cut or filled to one width, as text columns."""
    fitted = [row[:width] + [""] * (width - len(row)) for row in rows]
    columns = zip(*fitted, strict=True) if fitted else [()] * width
    return frame_of_columns([pd.Series(column, index=index, dtype="str") for column in columns], index)


def frame_of_columns(columns: Sequence[pd.Series], index: pd.Index) -> pd.DataFrame:
    """Text columns side by side, headed 0, 1, ...; keeps its rows where there is no column."""
    if not columns:
        return pd.DataFrame(index=index)
    return pd.concat(list(columns), axis=1, keys=range(len(columns)))


def check_extent(rows: int, columns: int, shown: str, limits: Limits) -> None:
    """Refuse a table larger than ``limits``.

    Raises
    ------
    InputError
        Naming the file, its size and the limit.
    """
    if limits.columns and columns > limits.columns:
        raise InputError(
            tr(
                'Berkas "{shown}" memuat {columns} kolom; batasnya {columns2}. Hapus kolom yang tidak perlu.',
                shown=shown,
                columns=columns,
                columns2=limits.columns,
            )
        )
    if limits.rows and rows > limits.rows:
        counts = {"rows": say_number(rows), "limit": say_number(limits.rows)}
        raise InputError(
            tr('Berkas "{shown}" memuat {rows} baris; batasnya {limit}. Pecah per kecamatan.', shown=shown, **counts)
        )


def match_cells(cells: pd.Series, pattern: str) -> pd.Series:
    """Which cells are wholly of a pattern, whatever their case; by Arrow's engine (RE2), without a Python loop.

    Examples
    --------
    >>> match_cells(pd.Series(["Total", "total cell", ""], dtype="str"), "total|jumlah").tolist()
    [True, False, False]
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    found = pc.match_substring_regex(pa.array(cells, pa.large_string()), f"^({pattern})$", ignore_case=True)
    return pd.Series(np.asarray(found), index=cells.index)


def text_column(values: Sequence[Any], index: pd.Index) -> pd.Series:
    """Cells of a spreadsheet column as text that reads back as the same value.

    Whole numbers come without ``.0``, decimals never with exactly three digits (which would read as thousands), dates
    as ISO text. Plain texts and numbers are converted whole; only other kinds are looked at one by one.

    Examples
    --------
    >>> text_column(["kode", 3374001010.0, 1.234, None, True], pd.RangeIndex(5)).tolist()
    ['kode', '3374001010', '1.2340', '', 'ya']
    """
    kinds = set(map(type, values))
    if kinds <= {str}:
        return pd.Series(values, index=index, dtype="str")
    if kinds <= {str, float, int}:
        return _number_column(values, index)
    return pd.Series([_cell_text(value) for value in values], index=index, dtype="str")


def _number_column(values: Sequence[Any], index: pd.Index) -> pd.Series:
    """Texts and numbers mixed; numbers of ordinary size are written by Arrow, which agrees with ``number_text``."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pa.array([value if type(value) is str else None for value in values], pa.large_string())
    numbers = np.array([np.nan if type(value) is str else value for value in values], dtype=float)
    size = np.abs(numbers)
    whole = (size < WHOLE) & (numbers == np.floor(numbers))
    broken = ~whole & (size >= PLAIN[0]) & (size < PLAIN[1])
    wholes = pc.cast(pa.array(np.where(whole, numbers, 0).astype("int64"), mask=~whole), pa.large_string())
    decimals = pc.cast(pa.array(numbers, mask=~broken), pa.large_string())
    decimals = pc.replace_substring_regex(decimals, r"^(-?\d+\.\d{3})$", r"\10")
    odd = {int(i): number_text(float(numbers[i])) for i in np.flatnonzero(~(whole | broken | np.isnan(numbers)))}
    text = pd.Series(pc.fill_null(pc.coalesce(texts, wholes, decimals), ""), index=index, dtype="str")
    if odd:
        text.iloc[list(odd)] = list(odd.values())
    return text


def number_text(value: float) -> str:
    """A number as text without ``.0`` and never with exactly three decimals; ``""`` for NaN."""
    if value != value:
        return ""
    if isinstance(value, int) or (value.is_integer() and abs(value) < WHOLE):
        return str(int(value))
    text = repr(float(value))
    return text + "0" if re.fullmatch(r"-?\d+\.\d{3}", text) else text


def _cell_text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if cell is None or cell is pd.NaT or cell is pd.NA:
        return ""
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    if isinstance(cell, int | float):
        return number_text(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)
