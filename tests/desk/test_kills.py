"""Killed in the middle: no need that was acknowledged is lost, and the trail verifies.

``KILL_ROUNDS`` says how often (200 a database before a release); several writers are killed in each round.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from mapping.desk.models import Need, NeedStep
from mapping.desk.store.desk import open_desk
from mapping.desk.store.verify import Anchor, head, verify
from mapping.errors import DeskError
from tests.desk.conftest import make_two
from tests.desk.empty import KINDS, empty_database
from tests.desk.writers import acknowledged, start, write_needs
from tests.postgres import Server

ROUNDS = int(os.environ.get("KILL_ROUNDS", "50"))
WRITERS, ROUNDS_A_DESK = 3, 25
LONGEST_S = 0.8


def kept(desk) -> dict[str, int]:
    with desk.reading() as session:
        rows = session.execute(select(Need.request_key, Need.id)).all()
        steps = session.scalars(select(NeedStep.need_id)).all()
    assert sorted(steps) == sorted(number for _, number in rows), "a need without its step, or a step without its need"
    return dict(map(tuple, rows))


def check_whole(desk, said: dict[str, int], anchor: Anchor) -> Anchor:
    """Everything acknowledged is there under its number, the file is sound, the trail verifies and goes on."""
    there = kept(desk)
    assert said.items() <= there.items(), f"lost: {sorted(set(said.items()) - set(there.items()))[:5]}"
    assert verify(desk, [anchor]) == []
    if desk.engine.dialect.name == "sqlite":
        with desk.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    return head(desk)


def kill_round(url: str, folder: Path, name: str, chance: random.Random) -> list[Path]:
    """Writers set off together and killed at some moment, sometimes before the first has been answered."""
    files = [folder / f"{name}-{position}" for position in range(WRITERS)]
    writers = [start(write_needs, url, file.name, 1 + position % 2, file) for position, file in enumerate(files)]
    began = time.monotonic()
    if chance.random() < 0.9:
        while not any(file.exists() and file.stat().st_size for file in files) and time.monotonic() - began < 30:
            time.sleep(0.005)
    for writer in writers:
        time.sleep(chance.random() * LONGEST_S / WRITERS)
        writer.kill()
    for writer in writers:
        writer.join()
    return files


@pytest.mark.parametrize("kind", KINDS)
def test_no_acknowledged_need_is_lost_when_writers_are_killed(kind, request, tmp_path) -> None:
    chance, answered, present = random.Random(2026), 0, 0
    for first in range(0, ROUNDS, ROUNDS_A_DESK):
        with empty_database(kind, request, tmp_path) as url:
            desk = open_desk(url)
            make_two(desk)
            anchor, files = head(desk), []
            for position in range(first, min(first + ROUNDS_A_DESK, ROUNDS)):
                files += kill_round(url, tmp_path, f"r{position}", chance)
                anchor = check_whole(desk, acknowledged(*files), anchor)
            answered += len(acknowledged(*files))
            present += len(kept(desk))
            desk.engine.dispose()
    counts = f"{kind}: {ROUNDS} rounds, {ROUNDS * WRITERS} kills, {answered} acknowledged, {present} there"
    (tmp_path / "counts.txt").write_text(counts)
    assert present >= answered >= ROUNDS, counts


@pytest.mark.parametrize("kind", KINDS)
def test_a_program_killed_while_it_makes_the_schema_leaves_none_or_the_whole(kind, request, tmp_path) -> None:
    chance = random.Random(11)
    for _ in range(max(ROUNDS // 10, 3)):
        with empty_database(kind, request, tmp_path) as url:
            maker = start(write_needs, url, "nobody", 1, tmp_path / "nobody", 0)
            time.sleep(chance.random() * 0.5)
            maker.kill()
            maker.join()
            desk = open_desk(url)
            make_two(desk)
            assert verify(desk) == []
            desk.engine.dispose()


@pytest.fixture
def server():
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    made = Server(folder)
    yield made
    made.stop()
    shutil.rmtree(folder, ignore_errors=True)


def again(server: Server, how: str) -> None:
    """The server killed in one of three ways, and there again."""
    if how == "backend":
        server.kill_backend()
    elif how == "immediate":
        server.stop("immediate")
        server.start()
    else:
        server.kill_all()
        server.start()


def test_no_acknowledged_need_is_lost_when_the_server_is_killed(server, tmp_path, postgres) -> None:
    """Writers send the same form again until they are answered: each need is there, and once."""
    desk = open_desk(server.url())
    make_two(desk)
    files = [tmp_path / f"w{position}" for position in range(WRITERS)]
    writers = [start(write_needs, server.url(), file.name, 1, file) for file in files]
    anchor, before = head(desk), 0
    for how in ("backend", "immediate", "power", "backend", "power", "immediate"):
        began = time.monotonic()
        while len(acknowledged(*files)) < before + 20 and time.monotonic() - began < 60:
            time.sleep(0.02)
        again(server, how)
        for _ in range(200):
            try:
                anchor = check_whole(desk, acknowledged(*files), anchor)
                break
            except DeskError:
                time.sleep(0.1)
        assert len(acknowledged(*files)) >= before + 20, "writers did not go on"
        before = len(acknowledged(*files))
    assert all(writer.is_alive() for writer in writers)
    for writer in writers:
        writer.kill()
        writer.join()
    check_whole(desk, acknowledged(*files), anchor)
    there = kept(desk)
    numbers = {
        name: sorted(int(key.split("-")[1]) for key in there if key.startswith(f"{name}-")) for name in ("w0", "w1")
    }
    assert all(found == list(range(len(found))) for found in numbers.values()), "a form was lost on the way"
    desk.engine.dispose()
