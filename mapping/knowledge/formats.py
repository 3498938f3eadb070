"""Numbers, rupiah and dates as Indonesians read them; unknown is said, never printed as NaN."""

from __future__ import annotations

import datetime as dt
import math
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal, format_percent

from mapping.language import LOCALES, language, mark, tr

UNKNOWN = mark("belum diketahui")


def _locale() -> str:
    return LOCALES[language()]


def say_number(value: float, digits: int = 0) -> str:
    """A number with Indonesian separators; NaN is "belum diketahui".

    Examples
    --------
    >>> say_number(1234567.8, 1), say_number(71), say_number(float("nan"))
    ('1.234.567,8', '71', 'belum diketahui')
    """
    if math.isnan(value):
        return tr(UNKNOWN)
    # Minus nothing is nothing.
    return _write_number(round(value, digits) or 0, digits, _locale())


@lru_cache(maxsize=16_384)
def _write_number(value: float, digits: int, locale: str) -> str:
    """Kept, since the same figures of a region are said to every reader."""
    return format_decimal(value, format="#,##0" + ("." + "0" * digits if digits else ""), locale=locale)


def say_rupiah(value: float) -> str:
    """Rupiah in words for thousands, millions and billions.

    Examples
    --------
    >>> say_rupiah(1_230_000_000), say_rupiah(71_500_000), say_rupiah(950)
    ('Rp 1,2 miliar', 'Rp 71,5 juta', 'Rp 950')
    """
    if math.isnan(value):
        return tr(UNKNOWN)
    return "Rp " + _write_compact(value, _locale())


@lru_cache(maxsize=16_384)
def _write_compact(value: float, locale: str) -> str:
    return format_compact_decimal(value, format_type="long", locale=locale, fraction_digits=1)


def say_percent(share: float) -> str:
    """A share 0-1 as whole percent.

    Examples
    --------
    >>> say_percent(0.977)
    '98%'
    """
    return tr(UNKNOWN) if math.isnan(share) else format_percent(share, format="#,##0%", locale=_locale())


def say_chance(probability: float) -> str:
    """A probability in whole percent that never claims certainty.

    Examples
    --------
    >>> say_chance(0.9997), say_chance(0.977), say_chance(0.0001)
    ('lebih dari 99%', '98%', 'kurang dari 1%')
    """
    if probability > 0.99:
        return tr("lebih dari 99%")
    return tr("kurang dari 1%") if probability < 0.01 else say_percent(probability)


def say_date(iso: str) -> str:
    """An ISO date as ``31 Juli 2025``; ``""`` is "tanggal tidak diketahui".

    Examples
    --------
    >>> say_date("2025-07-31"), say_date("")
    ('31 Juli 2025', 'tanggal tidak diketahui')
    """
    if not iso:
        return tr("tanggal tidak diketahui")
    return format_date(dt.date.fromisoformat(iso), format="d MMMM y", locale=_locale())
