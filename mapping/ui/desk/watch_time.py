"""Times of the desk as the office's clock shows them."""

from __future__ import annotations

import datetime as dt

from mapping.knowledge.formats import say_date
from mapping.knowledge.needs import read_needs
from mapping.language import tr

ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


def say_time(at: str) -> str:
    """A time in UTC as day and hour of the office; ``""`` is said as unknown.

    Examples
    --------
    >>> say_time("2026-11-23T18:30:00Z"), say_time("")
    ('24 November 2026 01.30 WIB', 'tanggal tidak diketahui')
    """
    if not at:
        return say_date("")
    hours = read_needs()["office"]["utc_offset_hours"]
    local = dt.datetime.fromisoformat(at) + dt.timedelta(hours=hours)
    zone = ZONES.get(hours, f"UTC+{hours}")
    return tr("{day} {clock} {zone}", day=say_date(local.date().isoformat()), clock=f"{local:%H.%M}", zone=zone)
