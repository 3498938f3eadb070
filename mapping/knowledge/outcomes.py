"""When starts are looked at again, and how many of them it takes to speak of hits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mapping.knowledge.texts import read_toml_texts
from mapping.language import per_language

MONTHS = (6, 12)
"""After how many months a start is looked at."""


@per_language
def read_outcome_rules() -> dict[str, Any]:
    """The rules of ``outcomes.toml``.

    Examples
    --------
    >>> read_outcome_rules()["checks"]["6"]["until_month"]
    12
    """
    return read_toml_texts("outcomes.toml")


def months_later(day: str, months: int) -> str:
    """The same day some months on, or the last of a shorter month; ISO.

    Examples
    --------
    >>> months_later("2025-08-31", 6), months_later("2025-08-31", 12), months_later("2024-02-29", 12)
    ('2026-02-28', '2026-08-31', '2025-02-28')
    """
    start = dt.date.fromisoformat(day)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(start.day, last)).isoformat()


def days_later(day: str, days: int) -> str:
    """A day some days on, ISO.

    Examples
    --------
    >>> days_later("2026-02-27", 2)
    '2026-03-01'
    """
    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()


def day_at(at: str, hours: int) -> str:
    """The day of a UTC time on a clock some hours ahead, ISO.

    Examples
    --------
    >>> day_at("2026-10-31T18:00:00Z", 7)
    '2026-11-01'
    """
    return (dt.datetime.fromisoformat(at) + dt.timedelta(hours=hours)).date().isoformat()


def latest_day(at: str) -> str:
    """The latest day that has begun anywhere in the country at a UTC time, ISO.

    Examples
    --------
    >>> latest_day("2026-11-23T14:00:00Z"), latest_day("2026-11-23T15:00:00Z")
    ('2026-11-23', '2026-11-24')
    """
    return day_at(at, read_outcome_rules()["clock"]["latest_hours"])
