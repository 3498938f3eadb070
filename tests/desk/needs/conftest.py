"""Needs entered by hand, and a look at them."""

from __future__ import annotations

import pytest

from mapping.desk.models import Cooperative
from mapping.desk.needs.enter import enter_need
from mapping.desk.needs.queue import read_need, read_needs
from mapping.desk.rules import LOCAL
from tests.desk.rows import row_of

AT, TODAY = "2026-11-23T01:00:00Z", "2026-11-23"
RICE = {"kind": "goods", "item": "Beras medium", "amount": "2", "unit": "ton", "wanted_by": "2026-11-26"}


@pytest.fixture
def ask(desk, two):
    """Enter a need of the first cooperative: two tonnes of rice unless said otherwise; its number."""

    def enter(actor=LOCAL, at=AT, cooperative_id=None, **changed) -> int:
        return enter_need(desk, actor, at, cooperative_id=cooperative_id or two[0], **RICE | changed)

    return enter


@pytest.fixture
def look(desk):
    """All needs as somebody sees them on a day; one of them where its number is given."""

    def see(number=None, actor=LOCAL, today=TODAY):
        return read_needs(desk, actor, today) if number is None else read_need(desk, actor, today, number)

    return see


@pytest.fixture
def far(desk) -> int:
    """A third cooperative, in a kelurahan of another kecamatan."""
    with desk.writing(LOCAL, AT) as session:
        made = row_of(
            Cooperative,
            name="Koperasi Keputih",
            kelurahan_code="35.78.09.1004",
            kelurahan="Keputih",
            kecamatan="Sukolilo",
        )
        session.add(made)
        session.flush()
        return int(made.id)
