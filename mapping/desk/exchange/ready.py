"""The cells of a filled-in table as the rooms of the desk take them: days, numbers, keys, names as they are kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd

from mapping.desk.entries import amount_of, iso_date, plain_line, shown, whole_rupiah
from mapping.desk.exchange.columns import AMOUNT, DATE, MARK, RUPIAH, SHAPES, choices_of, header_of, keys_of
from mapping.errors import EntryError
from mapping.intake.privacy import LONG_DIGITS, NUMBER_TYPES, TEXT_TYPES, mask_text
from mapping.knowledge.commodities import unit_of
from mapping.language import tr

YES = ("ya", "y", "yes", "true", "1", "benar", "data peraga", "synthetic data")
NO = ("tidak", "t", "no", "n", "false", "0", "salah")
NAMED = {"name": NUMBER_TYPES, "place": NUMBER_TYPES, "item": TEXT_TYPES, "what": TEXT_TYPES}
"""Columns by which a thing is found again, and what about persons is hidden in them before it is kept."""
MOST_KINDS = 20

Row = dict[str, Any]


def ready_rows(rows: pd.DataFrame, table: str) -> list[Row]:
    """Rows in which every cell is what the desk's functions take; what cannot be read stays as written, so that they
    say why. ``""`` is blank.

    Each distinct cell is read once (about 5 ms a day or an amount).

    Examples
    --------
    >>> said = pd.DataFrame({"kind": ["Grosir", "Pedagang grosir"], "price_idr": ["Rp 12.500", "-"]}, dtype="str")
    >>> [row["kind"] for row in ready_rows(said, "pemasok")], [row["price_idr"] for row in ready_rows(said, "pemasok")]
    (['Grosir', 'wholesaler'], [12500, ''])
    """
    keys = keys_of(table)
    done = {}
    for name, cells in rows.items():
        read = _reader(str(name), keys)
        distinct = cells.unique()
        known = dict(zip(distinct, _masked(distinct, str(name)) if name in NAMED else map(read, distinct), strict=True))
        done[name] = [known[cell] for cell in cells]
    return [dict(zip(done, told, strict=True)) for told in zip(*done.values(), strict=True)]


def check_kinds(row: Row, table: str) -> None:
    """Refuse a kind that is none, naming those there are as people call them.

    Raises
    ------
    EntryError
    """
    for column, kinds in choices_of(table).items():
        if row[column] != "" and row[column] not in kinds:
            message = tr(
                '{label} "{value}" tidak dikenal. Pilih salah satu: {keys}.',
                label=header_of(table, column),
                value=shown(row[column]),
                keys=", ".join(str(about["label"]) for about in list(kinds.values())[:MOST_KINDS]),
            )
            raise EntryError(message, column)


def mark_of(text: str, name: str) -> bool:
    """Yes or no.

    Raises
    ------
    EntryError
        It is neither.
    """
    word = text.casefold()
    if word not in YES + NO:
        raise EntryError(tr('"{text}" bukan ya atau tidak.', text=text[:40]), name)
    return word in YES


def _masked(distinct: Any, name: str) -> list[str]:
    """Names as they are kept: only so is a thing found again by them."""
    plain = pd.Series([plain_line(cell) for cell in distinct], dtype="str")
    return [str(cell) for cell in mask_text(plain, LONG_DIGITS, NAMED[name])]


def _reader(name: str, keys: dict[str, dict[str, str]]) -> Callable[[str], Any]:
    if name in keys:
        return lambda cell: keys[name].get(plain_line(cell).casefold(), cell)
    if name == "unit":
        return unit_of
    reads: dict[str, Callable[[str], Any]] = {
        DATE: lambda cell: _tried(cell, lambda: _day(cell)),
        RUPIAH: lambda cell: _tried(cell, lambda: whole_rupiah(cell, name)),
        AMOUNT: lambda cell: _tried(cell, lambda: amount_of(cell, name)),
        MARK: lambda cell: _tried(cell, lambda: mark_of(cell, name)) if cell else "",
    }
    return reads.get(SHAPES.get(name, ""), str)


def _tried(cell: str, read: Callable[[], Any]) -> Any:
    try:
        found = read()
    except EntryError:
        return cell
    return "" if found is None else found


def _day(cell: str) -> dt.date | None:
    day = iso_date(cell, "")
    return dt.date.fromisoformat(day) if day else None
