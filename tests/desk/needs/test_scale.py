"""A desk of the country: what is opened costs what it costs in a city, and tells the same."""

from __future__ import annotations

import tracemalloc

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal, assert_series_equal
from sqlalchemy import event

from mapping.bench.cases import run_cases
from mapping.bench.desk import desk_cases
from mapping.bench.desk_rows import LAST_DAY, OVER, fill_desk
from mapping.bench.national import generate_codes
from mapping.desk.models import Cooperative, Need
from mapping.desk.needs.purchases import purchase_order, read_purchases
from mapping.desk.needs.queue import read_need, read_needs
from mapping.desk.needs.release import release
from mapping.desk.rules import ANYONE, COOPERATIVE, LOCAL, Actor
from mapping.desk.store.desk import open_desk
from mapping.desk.store.frames import among, read_rows
from mapping.desk.store.verify import verify

TODAY = LAST_DAY.isoformat()
CITY = generate_codes(12)
ACTORS = (LOCAL, ANYONE, Actor(COOPERATIVE, cooperative_id=3))


def _filled(cooperatives: int, needs: int):
    desk = open_desk("sqlite://")
    fill_desk(desk, cooperatives, needs)
    return desk


@pytest.fixture(scope="module")
def city():
    """Twelve cooperatives with five needs each."""
    return _filled(12, 60)


@pytest.fixture(scope="module")
def country():
    """The same twelve among thirty times as many."""
    return _filled(360, 1_800)


@pytest.fixture
def filled(desk):
    """A small desk on each database."""
    fill_desk(desk, 30, 120)
    return desk


def _cost(desk, work) -> tuple[int, int, int]:
    """Statements sent, steps that the machine of SQLite took for them, and rows that came of it."""
    sent, steps = [], []

    def note(*args) -> None:
        sent.append(args[2])

    event.listen(desk.engine, "before_cursor_execute", note)
    with desk.engine.connect() as connection:
        driver = connection.connection.driver_connection
    driver.set_progress_handler(lambda: steps.append(1) and 0, 10)
    rows = len(work(desk))
    driver.set_progress_handler(None, 10)
    event.remove(desk.engine, "before_cursor_execute", note)
    return len(sent), 10 * len(steps), rows


READS = {
    "one need": lambda desk: [read_need(desk, LOCAL, TODAY, 40)],
    "one of a purchase": lambda desk: [read_need(desk, LOCAL, TODAY, 50)],
    "of one cooperative": lambda desk: read_needs(desk, LOCAL, TODAY, cooperative_id=5),
    "queue of the city": lambda desk: read_needs(desk, LOCAL, TODAY, CITY),
    "the city's latest": lambda desk: read_needs(desk, LOCAL, TODAY, CITY, ended=5),
    "what waits in the city": lambda desk: read_needs(desk, LOCAL, TODAY, CITY, ended=0),
    "collective order": lambda desk: purchase_order(desk, LOCAL, 1),
}


@pytest.mark.parametrize("what", READS)
def test_the_country_costs_what_the_city_costs(city, country, what) -> None:
    few, many = _cost(city, READS[what]), _cost(country, READS[what])
    assert few[2] and many[2]
    assert many[0] == few[0], "statements"
    # A row more or less; thirty times as many rows lie around them.
    assert many[1] / many[2] < 2 * few[1] / few[2] + 200, "steps for one row"


def test_a_need_that_ends_is_not_looked_for_among_all_offers(city, country) -> None:
    def look(desk) -> list[int]:
        with desk.reading() as session:
            release(session, session.get(Need, 40))
        return [1]

    assert _cost(country, look)[1] < 2 * _cost(city, look)[1] + 200


@pytest.mark.parametrize("actor", ACTORS, ids=lambda actor: actor.role)
def test_a_part_is_told_as_the_whole_tells_it(filled, actor) -> None:
    whole = read_needs(filled, actor, TODAY)
    assert len(whole) == 120 and whole["supplier_kind"].ne("").any() and whole["purchase_id"].notna().any()
    assert_frame_equal(read_needs(filled, actor, TODAY, CITY), whole[whole["kelurahan_code"].isin(CITY)])
    assert_frame_equal(read_needs(filled, actor, TODAY, cooperative_id=3), whole[whole["cooperative_id"] == 3])
    for number in (50, 51, 100, 101, 120):
        assert_series_equal(read_need(filled, actor, TODAY, number), whole.loc[number])


@pytest.mark.parametrize("codes", [None, CITY])
@pytest.mark.parametrize("ended", [0, 1, 7, 1_000])
def test_of_what_is_over_the_latest_are_told(filled, codes, ended) -> None:
    whole = read_needs(filled, LOCAL, TODAY, codes)
    over = whole["status"].isin(OVER)
    wanted = pd.concat([whole[~over], whole[over].head(ended)])
    assert_frame_equal(read_needs(filled, LOCAL, TODAY, codes, ended=ended), wanted)


def test_purchases_of_some_kelurahan(filled) -> None:
    whole = read_purchases(filled, LOCAL)
    part = read_purchases(filled, LOCAL, CITY)
    assert len(whole) and whole["cooperatives"].gt(0).all()
    assert_frame_equal(part, whole[whole["lead_code"].isin(CITY)])
    assert read_purchases(filled, LOCAL, []).empty


@pytest.mark.parametrize("number", [0, -1, 10**12, 10**30])
def test_a_number_that_no_need_has(filled, number) -> None:
    assert read_need(filled, LOCAL, TODAY, number) is None


def test_a_list_of_any_length_is_one_value(desk, two) -> None:
    codes = ["35.78.03.1002", *generate_codes(100_000), "' OR 1=1", '"', None]
    with desk.reading() as session:
        found = read_rows(session, Cooperative, LOCAL, among(session, Cooperative.kelurahan_code, codes))
        numbers = pd.Series([*range(100_000), None], dtype="Int64")
        assert read_rows(session, Cooperative, LOCAL, among(session, Cooperative.id, numbers)).index.tolist() == [*two]
        assert read_rows(session, Cooperative, LOCAL, among(session, Cooperative.id, []), only=("name",)).empty
    assert found.index.tolist() == [two[1]]


def test_verification_holds_neither_the_trail_nor_the_tables(city, country, monkeypatch) -> None:
    monkeypatch.setattr("mapping.desk.store.verify.CHUNK", 50)

    def peak(desk) -> int:
        tracemalloc.start()
        assert verify(desk) == []
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert verify(country) == []  # What is worked out once stays.
    peak(city)
    assert peak(country) < 2 * peak(city)


def test_every_peer_of_the_measurement_gives_the_same_answer(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr("mapping.bench.desk.ENTERED", 4)
    monkeypatch.setattr("mapping.bench.desk.has_postgres", lambda: False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    records = run_cases(desk_cases(3), runs=1)
    assert len(records) == 6
    assert [record["name"] for record in records if not record["same"]] == []
    assert list(tmp_path.iterdir()) == []
