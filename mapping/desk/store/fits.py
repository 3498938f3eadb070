"""What may stand in a column: the same on both databases, also where only one of them would mind."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from sqlalchemy import BigInteger, Boolean, Float, Integer, String

SMALL, LARGE = 2**31, 2**63


def fits_of(column: Any) -> Callable[[Any], bool]:
    """A test of values for one column of a table.

    SQLite keeps longer texts and larger numbers than PostgreSQL; a desk is to move between them without loss. A
    column that names a row of another table takes numbers of eight bytes whatever it calls itself.

    Raises
    ------
    TypeError
        A kind of column that no table of the desk has yet.

    Examples
    --------
    >>> from mapping.desk.models import Need
    >>> fits = fits_of(Need.__table__.c.amount)
    >>> fits(2000), fits(None), fits(float("nan")), fits("2000"), fits(True)
    (True, True, False, False, False)
    >>> fits_of(Need.__table__.c.unit)("x" * 21), fits_of(Need.__table__.c.unit)(None)
    (False, False)
    """
    fits = _fits(column)
    if column.nullable:
        return lambda value: value is None or fits(value)
    return fits


def _fits(column: Any) -> Callable[[Any], bool]:
    kind = column.type
    if isinstance(kind, Boolean):
        return lambda value: isinstance(value, bool)
    if isinstance(kind, Float):
        return lambda value: _is_number(value, float) and math.isfinite(value)
    if isinstance(kind, Integer):
        wide = isinstance(kind, BigInteger) or column.primary_key or bool(column.foreign_keys)
        most = LARGE if wide else SMALL
        return lambda value: _is_number(value) and -most <= value < most
    if isinstance(kind, String):
        longest = kind.length
        return lambda value: _is_text(value) and (longest is None or len(value) <= longest)
    raise TypeError(f"a column of a kind unknown here: {column}")


def _is_number(value: Any, *more: type) -> bool:
    return isinstance(value, (int, *more)) and not isinstance(value, bool)


def _is_text(value: Any) -> bool:
    """Text that every database can hold: no zero byte, no half of a letter."""
    return isinstance(value, str) and "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
