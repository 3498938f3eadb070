"""Many cooperatives, and their answers in one line."""

from __future__ import annotations

import pytest

AT = "2026-11-23T08:00:00Z"


@pytest.fixture
def many(desk):
    """``many(8)``: numbers of so many cooperatives of Rungkut, codes 35.78.03.1001 and on."""
    from mapping.desk.models import Cooperative
    from mapping.desk.rules import LOCAL

    blank = dict.fromkeys(("deed_number", "deed_date", "nik", "nib", "kbli", "line_id", "point_state", "note"), "")
    blank |= dict.fromkeys(("source", "source_id", "source_date"), "")

    def make(count: int, kabupaten: str = "35.78", kecamatan: str = "Rungkut", **fields) -> list[int]:
        with desk.writing(LOCAL, AT) as session:
            made = [
                Cooperative(
                    name=f"Koperasi {number:02}",
                    kelurahan_code=f"{kabupaten}.03.1{number:03}",
                    kelurahan=f"Tempat {number:02}",
                    kecamatan=kecamatan,
                    kabupaten="Kota Surabaya",
                    status="founded",
                    status_since=AT[:10],
                    updated_at=AT,
                    synthetic=True,
                    **(blank | fields),
                )
                for number in range(1, count + 1)
            ]
            session.add_all(made)
            session.flush()
            return [row.id for row in made]

    return make


@pytest.fixture
def answer(desk):
    """``answer(number, "2026-11-01", cashbook=2)``: one assessment by the office."""
    from mapping.desk.rules import LOCAL
    from mapping.desk.training.assess import assess

    def keep(number: int, day: str = "2026-11-01", by: str = "office", note: str = "", **levels) -> int:
        told = {"cooperative_id": number, "taken_on": day, "by": by, "levels": levels, "note": note}
        return assess(desk, LOCAL, AT, **told)

    return keep
