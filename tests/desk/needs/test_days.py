"""The office's day, wherever the clock of the machine stands."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from mapping.commands import desk_given
from mapping.desk.needs import days
from mapping.ui.desk import open as page

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("zone", ["UTC", "Asia/Jakarta", "America/Los_Angeles"])
@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-11-23T16:59:59Z", "2026-11-23"),
        ("2026-11-23T17:00:00Z", "2026-11-24"),
        ("2026-12-31T18:00:00Z", "2027-01-01"),
    ],
)
def test_today_is_the_offices_on_every_machine(monkeypatch, zone, at, day):
    """On a server in UTC an office's morning was still yesterday: a delivery of the day was refused as too early."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    monkeypatch.setattr(days, "now", lambda: at)
    assert page.today() == desk_given.today() == days.today() == day
    assert desk_given.now() == at
    monkeypatch.undo()
    time.tzset()


def test_every_room_asks_one_clock():
    asks = re.compile(r"datetime\.now\(|date\.today\(|utcnow\(|time\.time\(|_value=\"today\"")
    rooms = [*(ROOT / "mapping").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "app.py"]
    files = [path for path in rooms if asks.search(path.read_text(encoding="utf-8"))]
    assert [path.relative_to(ROOT).as_posix() for path in files] == ["mapping/desk/needs/days.py"]
