"""The desk of a province or the country, on both databases: written, read and verified beside the plain way."""

from __future__ import annotations

import contextlib
import json
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapping.bench.cases import Case, Work
from mapping.bench.desk_rows import LAST_DAY, fill_desk
from mapping.bench.national import PER_KABUPATEN, PER_KECAMATAN, generate_codes
from mapping.bench.postgres import fresh_databases, has_postgres, postgres_server

if TYPE_CHECKING:
    from mapping.desk.store.desk import Desk

AT, TODAY = f"{LAST_DAY}T08:00:00Z", LAST_DAY.isoformat()
NEEDS_EACH = 2.4
"""Needs of one cooperative in two years: 200,000 in the country."""
WRITERS, ENTERED = (1, 8, 50), 200
FORM = {"kind": "goods", "item": "Beras", "commodity": "rice", "unit": "kg"}
GOALS = {"queue": 5.0, "need": 10.0, "enter": 0.05, "verify": 0.2}
"""Reading must stay far below a look at everything; a need with its step and its trail, checked and without persons,
may cost twenty bare rows."""


def desk_cases(cooperatives: int) -> list[Callable[[], Case]]:
    """One case for each database that can be had here: SQLite always, PostgreSQL where there is a server."""
    return [
        partial(_case, kind, cooperatives) for kind in ("SQLite", "PostgreSQL") if kind == "SQLite" or has_postgres()
    ]


def _case(kind: str, cooperatives: int) -> Case:
    from mapping.desk.store.desk import open_desk

    stack = contextlib.ExitStack()
    try:
        ours, plain = map(open_desk, stack.enter_context(_addresses(kind)))
        for desk in (ours, plain):
            stack.callback(desk.engine.dispose)
        cooperatives = max(cooperatives, 2)
        fill_desk(ours, cooperatives, round(cooperatives * NEEDS_EACH))
        fill_desk(plain, 1, 0)
        # What is imported at first use is no part of the work.
        _our_queue(plain, _city(2)), _enter(plain, 1, 1, 1)
    except BaseException:
        stack.close()
        raise
    steps, peers, goals, rows = _reads(kind, ours, cooperatives)
    for writers in WRITERS:
        step, peer = (
            f"{kind}: isi kebutuhan, {writers} penulis",
            f"{_driver(kind)}, INSERT dan commit, {writers} penulis",
        )
        steps[step], peers[peer] = partial(_enter, ours, writers, cooperatives), partial(_insert, plain, writers)
        goals[step, peer], rows[step] = GOALS["enter"], ENTERED
    return Case(steps, peers, goals, _same, rows=rows, close=stack.close)


@contextlib.contextmanager
def _addresses(kind: str) -> Iterator[list[str]]:
    """Two empty databases, gone afterwards."""
    with contextlib.ExitStack() as stack:
        if kind == "SQLite":
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            yield [f"sqlite:///{folder / name}.sqlite3" for name in ("ours", "plain")]
        else:
            yield stack.enter_context(fresh_databases(stack.enter_context(postgres_server()), 2))


def _driver(kind: str) -> str:
    return "sqlite3" if kind == "SQLite" else "psycopg"


def _same(ours: Any, theirs: Any) -> bool:
    return bool(ours == theirs)


def _reads(
    kind: str, desk: Desk, cooperatives: int
) -> tuple[dict[str, Work], dict[str, Work | None], dict[tuple[str, str], float], dict[str, int]]:
    """Steps that read: the queue of one city, one need opened, the trail verified; and each one's peer."""
    from mapping.desk.store.verify import head

    city = _city(cooperatives)
    number = max(round(cooperatives * NEEDS_EACH) // 2, 1)
    queue, need, verify = (
        f"{kind}: {what}" for what in ("antrean satu kota", "buka satu kebutuhan", "periksa catatan")
    )
    whole, one, chain = (
        f"{kind}: pandas, seluruh tabel, satu kota",
        f"{kind}: pandas, seluruh tabel, satu kebutuhan",
        f"{_driver(kind)} dan hashlib, rantainya saja",
    )
    return (
        {queue: lambda: _our_queue(desk, city), need: lambda: _our_need(desk, number), verify: lambda: _verify(desk)},
        {
            whole: lambda: _their_queue(desk, city),
            one: lambda: _their_need(desk, number),
            chain: lambda: _check_chain(desk),
        },
        {(queue, whole): GOALS["queue"], (need, one): GOALS["need"], (verify, chain): GOALS["verify"]},
        {verify: head(desk)[0]},
    )


def _city(cooperatives: int) -> list[str]:
    """The first kabupaten, without the last cooperative: that one is entered for, and the queue stays as it is."""
    return generate_codes(min(cooperatives - 1, PER_KECAMATAN * PER_KABUPATEN))


def _our_queue(desk: Desk, codes: list[str]) -> list[tuple[int, str]]:
    from mapping.desk.needs.queue import read_needs
    from mapping.desk.rules import LOCAL

    needs = read_needs(desk, LOCAL, TODAY, codes)
    waiting = needs[needs["urgency"].notna()]
    return sorted(zip(waiting.index.tolist(), waiting["cooperative"].tolist(), strict=True))


def _their_queue(desk: Desk, codes: list[str]) -> list[tuple[int, str]]:
    needs = _whole(desk)
    waiting = needs[needs["kelurahan_code"].isin(codes) & needs["closed_at"].eq("")]
    waiting = waiting.sort_values("wanted_by")
    return sorted(zip(waiting["id"].tolist(), waiting["name"].tolist(), strict=True))


def _our_need(desk: Desk, number: int) -> tuple[str, str, float]:
    from mapping.desk.needs.queue import read_need
    from mapping.desk.rules import LOCAL

    need = read_need(desk, LOCAL, TODAY, number)
    assert need is not None
    return str(need["cooperative"]), str(need["status"]), float(need["amount"])


def _their_need(desk: Desk, number: int) -> tuple[str, str, float]:
    needs = _whole(desk).set_index("id")
    return str(needs["name"][number]), str(needs["status"][number]), float(needs["amount"][number])


def _whole(desk: Desk) -> Any:
    """Needs with their cooperatives as a notebook reads them: the tables as they are, joined."""
    import pandas as pd

    with desk.engine.connect() as connection:
        needs = pd.read_sql("SELECT * FROM need", connection)
        places = pd.read_sql("SELECT id AS cooperative_id, name, kelurahan_code FROM cooperative", connection)
    return needs.merge(places, on="cooperative_id")


def _verify(desk: Desk) -> bool:
    from mapping.desk.store.verify import verify

    return verify(desk) == []


def _check_chain(desk: Desk) -> bool:
    """Every checksum worked out again and held to the next row, as anybody can with the driver alone."""
    import hashlib

    names = (
        "n",
        "at",
        "account_id",
        "role",
        "action",
        "entity",
        "key",
        "cooperative_id",
        "before",
        "after",
        "salt",
        "previous",
    )
    before, fits = "0" * 64, True
    with desk.engine.connect() as connection:
        streamed = connection.execution_options(stream_results=True, max_row_buffer=2_000)
        for row in streamed.exec_driver_sql(f"SELECT {', '.join(names)}, hash FROM trail ORDER BY n"):
            said = json.dumps(list(row[:-1]), ensure_ascii=False, separators=(",", ":"))
            fits &= row[-2] == before and hashlib.sha256(said.encode()).hexdigest() == row[-1]
            before = row[-1]
    return fits


def _enter(desk: Desk, writers: int, cooperative_id: int, entered: int = 0) -> tuple[int, float]:
    """Needs entered by so many at once, each with its step and its trail; how many are there, and their sum."""
    from mapping.desk.needs.enter import enter_need
    from mapping.desk.rules import LOCAL

    batch = uuid.uuid4().hex[:12]

    def enter(position: int) -> int:
        key = f"{batch}-{position}"
        return enter_need(desk, LOCAL, AT, cooperative_id=cooperative_id, amount=position + 1, request_key=key, **FORM)

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(enter, range(entered or ENTERED)))
    return _there(desk, batch)


def _insert(desk: Desk, writers: int) -> tuple[int, float]:
    """Bare rows of the same table by the driver alone: one INSERT and one commit each, as durable as ours."""
    batch, of = uuid.uuid4().hex[:12], threading.local()
    row = {
        "cooperative_id": 1,
        "base_amount": 1.0,
        "price_limit_idr": None,
        "wanted_by": "",
        "details": "",
        "version": 1,
    }
    row |= {"status": "new", "status_since": AT, "owned": "", "entered_at": AT, "closed_at": "", **FORM}
    names = [*row, "amount", "request_key"]
    mark = "?" if desk.engine.dialect.name == "sqlite" else "%s"
    statement = f"INSERT INTO need ({', '.join(names)}) VALUES ({', '.join([mark] * len(names))})"
    opened = []

    def insert(position: int) -> None:
        if not hasattr(of, "connection"):
            of.connection = desk.engine.raw_connection()
            opened.append(of.connection)
        cursor = of.connection.cursor()
        if mark == "?":
            cursor.execute("BEGIN IMMEDIATE")
        cursor.execute(statement, [*row.values(), position + 1, f"{batch}-{position}"])
        of.connection.commit()

    try:
        with ThreadPoolExecutor(writers) as pool:
            list(pool.map(insert, range(ENTERED)))
    finally:
        for connection in opened:
            connection.close()
    return _there(desk, batch)


def _there(desk: Desk, batch: str) -> tuple[int, float]:
    with desk.engine.connect() as connection:
        told = connection.exec_driver_sql(
            f"SELECT count(*), sum(amount) FROM need WHERE request_key >= '{batch}-' AND request_key < '{batch}.'"
        ).one()
    return int(told[0]), float(told[1])
