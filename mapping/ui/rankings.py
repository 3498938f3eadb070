"""What ranked lists on several pages share."""

from __future__ import annotations

STYLED_UP_TO = 2_000
"""Longer tables are shown with the browser's own number format: styling cell by cell costs a second."""


def say_range(low: float, high: float) -> str:
    """A rank interval in whole ranks; ``""`` when unknown.

    Examples
    --------
    >>> say_range(8.0, 20.4), say_range(float("nan"), 3.0)
    ('8–20', '')
    """
    return "" if low != low or high != high else f"{low:.0f}–{high:.0f}"
