"""The desk on both databases (``tests/databases.py``), and two cooperatives in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

AT = "2026-11-23T08:00:00Z"


@pytest.fixture
def desk(desk_url: str) -> Iterator[object]:
    """An empty, open desk on each database."""
    from mapping.desk.store.desk import open_desk

    opened = open_desk(desk_url)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def two(desk: object) -> tuple[int, int]:
    """Numbers of two cooperatives of the demonstration city, Kalirungkut and Rungkut Kidul, made by hand."""
    return make_two(desk)


def make_two(desk: object) -> tuple[int, int]:
    """The same in any desk."""
    from mapping.desk.models import Cooperative
    from mapping.desk.rules import LOCAL
    from tests.desk.rows import row_of

    places = [("35.78.03.1001", "Kalirungkut"), ("35.78.03.1002", "Rungkut Kidul")]
    with desk.writing(LOCAL, AT) as session:
        made = [
            row_of(
                Cooperative,
                name=f"Koperasi Kelurahan Merah Putih {name}",
                kelurahan_code=code,
                kelurahan=name,
                kecamatan="Rungkut",
                kabupaten="Kota Surabaya",
                status="founded",
                status_since=AT[:10],
                updated_at=AT,
                synthetic=True,
            )
            for code, name in places
        ]
        session.add_all(made)
        session.flush()
        return made[0].id, made[1].id
