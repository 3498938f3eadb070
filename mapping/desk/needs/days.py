"""Times of the desk as days of the office, where the day begins some hours before it does in UTC."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from mapping.knowledge.needs import read_needs


def _ahead() -> dt.timedelta:
    return dt.timedelta(hours=read_needs()["office"]["utc_offset_hours"])


def now() -> str:
    """This moment, as the desk writes it: ISO, UTC, whole seconds."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def today() -> str:
    """This day of the office, ISO, wherever the clock of the machine stands: a server's is often that of UTC."""
    return day_of(now())


def day_of(at: str) -> str:
    """The office's day at a time, both ISO.

    Examples
    --------
    >>> day_of("2026-11-23T08:00:00Z"), day_of("2026-11-23T18:30:00Z")
    ('2026-11-23', '2026-11-24')
    """
    return (dt.datetime.fromisoformat(at) + _ahead()).date().isoformat()


def days_of(at: pd.Series) -> pd.Series:
    """As :func:`day_of` for a column of ISO times or days, as midnights; NaT where unknown.

    Examples
    --------
    >>> days_of(pd.Series(["2026-11-23T18:30:00Z", "2026-11-23", ""])).dt.day.tolist()
    [24.0, 23.0, nan]
    """
    told = pd.to_datetime(at.where(at != ""), format="ISO8601", utc=True).dt.tz_localize(None)
    timed = at.str.len() > len("2026-11-23")
    return (told + pd.Series(_ahead(), index=at.index).where(timed, dt.timedelta())).dt.normalize()


def days_between(since: pd.Series, until: pd.Series | str) -> pd.Series:
    """Whole days of the office from one column of times or days to another, or to one day; NaN where one is unknown.

    Examples
    --------
    >>> since = pd.Series(["2026-11-20T08:00:00Z", "2026-11-25", ""])
    >>> days_between(since, "2026-11-23").tolist()
    [3.0, -2.0, nan]
    """
    end = pd.Series(until, index=since.index) if isinstance(until, str) else until
    return ((days_of(end) - days_of(since)).dt.total_seconds() / 86_400).astype("float64")
