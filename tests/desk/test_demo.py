"""The demonstration desk: written like any other, labelled, the same from one seed, only into an empty desk."""

import pandas as pd
import pytest
from sqlalchemy import select

from mapping.desk.demo import fill_demo, has_demo
from mapping.desk.models import Cooperative, Need, NeedStep, Partner, Supplier, TrailEntry
from mapping.desk.outcomes.advised import Advised
from mapping.desk.rules import ANYONE, LOCAL
from mapping.desk.store.chain import SAID
from mapping.desk.store.verify import head, verify
from mapping.errors import EntryError, NotAllowedError

TODAY = "2026-11-23"


@pytest.fixture
def village() -> pd.DataFrame:
    """Forty kelurahan of a made-up city."""
    rows = [
        (f"35.78.0{1 + n // 10}.10{n % 10:02d}", f"Kelurahan {n}", "kelurahan", f"Kecamatan {n // 10}")
        for n in range(40)
    ]
    columns = ["kelurahan_code", "name", "kind", "kecamatan"]
    table = pd.DataFrame(rows, columns=columns).set_index("kelurahan_code")
    return table.assign(kabupaten="Kota Contoh", lat=-7.3, lon=112.7)


def advised(village: pd.DataFrame) -> dict[str, Advised]:
    return {code: Advised(lines=("B13", "B05"), avoided=("B04",), advised_on=TODAY) for code in village.index}


def test_a_demonstration_is_a_desk_like_any_other(desk, village) -> None:
    assert not has_demo(desk)
    assert fill_demo(desk, LOCAL, TODAY, village, advised(village)) == 40
    assert has_demo(desk)
    assert verify(desk) == []
    with desk.reading() as session:
        assert all(session.scalars(select(Cooperative.synthetic)))
        assert all(session.scalars(select(Supplier.synthetic))) and all(session.scalars(select(Partner.synthetic)))
        closed = session.scalars(select(Need).where(Need.status == "closed")).one()
        assert (closed.item, closed.amount, closed.received_amount) == ("Beras medium", 2_000, 2_000)
        steps = session.scalars(
            select(NeedStep.status).where(NeedStep.need_id == closed.id).order_by(NeedStep.id)
        ).all()
        assert steps == ["new", "taken", "offered", "chosen", "delivered", "closed"]


def test_it_fills_an_empty_desk_only_and_not_for_everybody(desk, two, village) -> None:
    before = head(desk)
    with pytest.raises(EntryError, match="sudah berisi koperasi"):
        fill_demo(desk, LOCAL, TODAY, village, advised(village))
    with pytest.raises(NotAllowedError):
        fill_demo(desk, ANYONE, TODAY, village, advised(village))
    assert head(desk) == before


def test_the_same_seed_gives_the_same_trail(tmp_path, village) -> None:
    from mapping.desk.store.desk import open_desk

    trails = []
    # All but the salt, and the checksums that cover it.
    told = [getattr(TrailEntry, name) for name in SAID if name not in ("salt", "previous")]
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        desk = open_desk(f"sqlite:///{tmp_path / name}.sqlite3")
        fill_demo(desk, LOCAL, TODAY, village, advised(village), seed)
        with desk.reading() as session:
            trails.append(session.execute(select(*told).order_by(TrailEntry.n)).all())
    assert len(trails[0]) > 900 and trails[0] == trails[1] != trails[2]


def test_a_region_too_small_for_the_stories_is_filled_all_the_same(desk, village) -> None:
    assert fill_demo(desk, LOCAL, TODAY, village.head(1), {}) == 1
    assert verify(desk) == []
