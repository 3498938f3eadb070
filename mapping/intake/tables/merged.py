"""Cells that a workbook merged downwards: a place or kind written once for the rows of several businesses."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from mapping.intake.issues import Findings
from mapping.intake.tables.sheets import Range, Sheet
from mapping.language import mark, tr

SHARED = ("code", "bps_code", "kelurahan", "kecamatan", "kabupaten", "category", "surveyed_on")
"""Our columns in which one merged cell holds for each of its rows; an amount or a name does not."""
SPAN = re.compile(rb"<table:table-row\b(?P<row>[^>]*)>|<table:(?:covered-)?table-cell\b(?P<cell>[^>]*)>", re.DOTALL)


def read_merged(table: bytes) -> list[Range]:
    """Merged ranges in the XML of one ODS table, as calamine gives them for other workbooks.

    Examples
    --------
    >>> cell = b'<table:table-cell table:number-rows-spanned="3">'
    >>> read_merged(b'<table:table-row><table:table-cell>' + cell + b'</table:table-row>')
    [((0, 1), (2, 1))]
    """
    if b"number-rows-spanned" not in table:
        return []
    found, row, column, repeated = [], -1, 0, 1
    for token in SPAN.finditer(table):
        if token["row"] is not None:
            row, column, repeated = row + repeated, 0, _number(token["row"], b"number-rows-repeated")
            continue
        down, across = (_number(token["cell"], b"number-%s-spanned" % side) for side in (b"rows", b"columns"))
        if down > 1:
            found.append(((row, column), (row + down - 1, column + across - 1)))
        column += _number(token["cell"], b"number-columns-repeated")
    return found


def _number(tag: bytes, name: bytes) -> int:
    found = re.search(rb"table:" + name + rb'="([0-9]{1,9})"', tag)
    return int(found[1]) if found else 1


def fill_merged(
    table: pd.DataFrame, sheet: Sheet, names: list[str], columns: dict[str, list[int]], findings: Findings
) -> pd.DataFrame:
    """The table with the text of each cell that was merged downwards in all its rows, for columns of ``SHARED``."""
    for position in (p for name in SHARED for p in columns.get(name, [])):
        spans = sheet.merged[sheet.merged["column"] == position]
        spans = spans.assign(last=spans["last"].clip(upper=int(table.index[-1])))
        counts = (spans["last"] - spans["first"]).clip(lower=0)
        if not 0 < counts.sum() <= table.index[-1]:
            continue
        source = np.repeat(spans["first"].to_numpy(), counts)
        rows = source + 1 + np.arange(len(source)) - np.repeat((counts.cumsum() - counts).to_numpy(), counts)
        texts = sheet.table[position].reindex(source).str.strip().set_axis(rows)
        texts = texts[~texts.index.duplicated()].reindex(table.index).fillna("")
        filled = (table[position] == "") & (texts != "")
        if filled.any():
            table = table.copy()
            table[position] = table[position].mask(filled, texts)
            what, done = (
                tr("sel gabung untuk beberapa baris"),
                tr("isinya dipakai juga di {sum} baris di bawahnya", sum=filled.sum()),
            )
            findings.note(mark("sel gabung"), what, done, [pd.NA], names[position], level="info")
    return table
