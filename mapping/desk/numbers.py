"""What people type as a number: how much, how many, how many rupiah."""

from __future__ import annotations

import math
import re
from typing import Any

import pandas as pd

from mapping.desk.texts import plain_line, shown
from mapping.errors import EntryError
from mapping.intake.tables.numbers import BLANK, LARGEST, read_amounts, read_decimals
from mapping.intake.wording import say_number
from mapping.language import mark, tr

LARGEST_WHOLE = 2_000_000_000
"""What a whole-number column holds on every database."""
LARGEST_AMOUNT = 1e12
_SEPARATED = re.compile(r"\d[\d.,]*")
_EITHER_WAY = re.compile(r"[1-9]\d{0,2},\d{3}")
_NOT_ONE_AMOUNT = {
    "range": mark("berisi rentang; tulis satu angka"),
    "bound": mark("hanya menyebut batas; tulis satu angka"),
    "year": mark("menyebut jangka waktu; tulis angkanya saja"),
    "period": mark("menyebut jangka waktu; tulis angkanya saja"),
    "unclear": mark("bisa dibaca dua cara; tulis tanpa titik, misalnya 1500"),
    "negative": mark("bernilai minus; tulis angka 0 atau lebih"),
    "huge": mark("terlalu besar; periksa nolnya"),
}


def amount_of(value: object, label: str, *, field: str = "") -> float | None:
    """How much, as a number of 0 or more; None where nothing is given.

    Dots before three digits are thousand signs, a comma is the decimal sign; ``1,500``, which others read as 1500, is
    refused.

    Raises
    ------
    EntryError
        No number, negative, not finite, too large, or readable in two ways.

    Examples
    --------
    >>> amount_of("2.000,5", "Jumlah"), amount_of("2000.5", "Jumlah"), amount_of("2.000", "Jumlah"), amount_of(2, "n")
    (2000.5, 2000.5, 2000.0, 2.0)
    >>> amount_of("", "Jumlah") is None
    True
    >>> amount_of("1,500", "Jumlah")
    Traceback (most recent call last):
    ...
    mapping.errors.EntryError: Jumlah "1,500" bisa dibaca dua cara; tulis tanpa titik, misalnya 1500.
    """
    number = _number(value, label, field, money=False)
    if number is not None and number > LARGEST_AMOUNT:
        raise _not_one(label, value, "huge", field)
    return number


def whole_rupiah(value: object, label: str, least: int = 0, *, field: str = "") -> int | None:
    """Money in whole rupiah, as ``13.500``, ``Rp 13.500,-`` or ``1,5 juta``; None where nothing is given.

    Raises
    ------
    EntryError
        No amount, less than ``least``, with parts of a rupiah, too large, or readable in two ways.

    Examples
    --------
    >>> whole_rupiah("Rp 13.500,-", "Harga"), whole_rupiah("1,5 juta", "Harga"), whole_rupiah(None, "Harga")
    (13500, 1500000, None)
    >>> whole_rupiah("-5000", "Harga")
    Traceback (most recent call last):
    ...
    mapping.errors.EntryError: Harga "-5000" bernilai minus; tulis angka 0 atau lebih.
    """
    number = _number(value, label, field, money=True)
    return None if number is None else _whole(number, value, label, least, int(LARGEST), field)


def whole_number(value: object, label: str, least: int = 0, *, field: str = "") -> int | None:
    """A count (members, seats, hours); None where nothing is given.

    Raises
    ------
    EntryError
        No whole number, less than ``least``, or too large.

    Examples
    --------
    >>> whole_number("1.250", "Anggota"), whole_number(" 40 ", "Anggota"), whole_number("", "Anggota")
    (1250, 40, None)
    >>> whole_number("2,5", "Anggota")
    Traceback (most recent call last):
    ...
    mapping.errors.EntryError: Anggota "2,5" bukan bilangan bulat. Tulis tanpa koma.
    """
    number = _number(value, label, field, money=False)
    return None if number is None else _whole(number, value, label, least, LARGEST_WHOLE, field)


def _whole(number: float, value: object, label: str, least: int, most: int, field: str) -> int:
    if number > most:
        raise _not_one(label, value, "huge", field)
    if number != int(number):
        message = tr('{label} "{value}" bukan bilangan bulat. Tulis tanpa koma.', label=label, value=shown(value))
        raise EntryError(message, field)
    if number < least:
        message = tr("{label} paling sedikit {least}.", label=label, least=say_number(least))
        raise EntryError(message, field)
    return int(number)


def _number(value: object, label: str, field: str, money: bool) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool):
        raise _not_one(label, value, "text", field)
    text = plain_line(value)
    # Numbers of Python and numpy write themselves with a decimal point, never with thousand signs.
    number = _read_number(text, money) if isinstance(value, str) else _float_of(value)
    if isinstance(number, str):
        if number == "":
            return None
        raise _not_one(label, value, number, field)
    if not math.isfinite(number):
        raise _not_one(label, value, "text", field)
    if number < 0:
        raise _not_one(label, value, "negative", field)
    return number


def _float_of(value: Any) -> float | str:
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return "text"


def _read_number(text: str, money: bool) -> float | str:
    """A typed number, or the kind of its problem; ``""`` for none at all."""
    if text.lower() in BLANK - {"nan"}:
        return ""
    if _SEPARATED.fullmatch(text) and not money:
        if _EITHER_WAY.fullmatch(text):
            return "unclear"
        found = float(read_decimals(pd.Series([text])).iloc[0])
        return "text" if math.isnan(found) else found
    read = read_amounts(pd.Series([text])).iloc[0]
    if read["problem"]:
        return str(read["problem"])
    return "text" if math.isnan(read["value"]) else float(read["value"])


def _not_one(label: str, value: object, problem: str, field: str) -> EntryError:
    why = _NOT_ONE_AMOUNT.get(problem)
    if why is None:
        message = tr('{label} "{value}" bukan angka. Tulis angkanya saja.', label=label, value=shown(value))
    else:
        message = tr('{label} "{value}" {why}.', label=label, value=shown(value), why=tr(why))
    return EntryError(message, field)
