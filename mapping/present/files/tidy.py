"""Tables as CSV and as a plain workbook; nothing in them can run as a formula."""

from __future__ import annotations

import io
from datetime import datetime

import pandas as pd

from mapping.present.files.whole import FIXED_DATE

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def disarm(table: pd.DataFrame) -> pd.DataFrame:
    """Text that a spreadsheet would run as a formula gets a leading apostrophe.

    Examples
    --------
    >>> disarm(pd.DataFrame({"name": ["=1+1", "Kue", ""], "n": [-1, 2, 3]}))["name"].tolist()
    ["'=1+1", 'Kue', '']
    """
    text = table.select_dtypes(["object", "string"]).columns
    shielded = {
        column: table[column].mask(
            table[column].map(lambda value: isinstance(value, str) and value.startswith(FORMULA_STARTS)),
            "'" + table[column].astype(str),
        )
        for column in text
    }
    return table.assign(**shielded)


def csv_bytes(table: pd.DataFrame, exact: bool = False) -> bytes:
    """The same CSV for a download button: six digits, or ``exact`` ones, from which the same ranks follow."""
    form = None if exact else "%.6g"
    return disarm(table).to_csv(index=False, lineterminator="\n", float_format=form).encode("utf-8")


def xlsx_bytes(table: pd.DataFrame, sheet: str, created: str = FIXED_DATE) -> bytes:
    """A table as a workbook of one sheet: frozen header, filter, widths to read; no cell is a formula or a link.

    Text stays as written (a cell that begins with ``=`` is text, not a formula); blank is unknown. Same table, same
    bytes.

    Examples
    --------
    >>> xlsx_bytes(pd.DataFrame({"nama": ["=1+1"]}), "data")[:2]
    b'PK'
    """
    import xlsxwriter

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": datetime.fromisoformat(created)})
        page = book.add_worksheet(sheet)
        page.write_row(0, 0, table.columns, book.add_format({"bold": True, "bottom": 1}))
        plain = table.astype(object).where(table.notna(), None)
        for position, name in enumerate(table.columns):
            page.write_column(1, position, plain[name])
            longest = table[name].astype(str).str.len().quantile(0.9) if len(table) else 0
            page.set_column(position, position, min(max(len(str(name)), longest) + 2, 60))
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, max(len(table), 1), len(table.columns) - 1)
    return target.getvalue()
