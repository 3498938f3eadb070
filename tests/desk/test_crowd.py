"""Fifty who write at once: nothing is lost, nobody sees a lock, whoever reads sees whole states."""

from __future__ import annotations

import json
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

import pytest
from sqlalchemy import func, select

from mapping.desk.models import Cooperative, Need, NeedStep, TrailEntry
from mapping.desk.needs.enter import enter_need
from mapping.desk.rules import LOCAL
from mapping.desk.store.desk import Desk, open_desk
from mapping.desk.store.verify import verify
from mapping.errors import ConflictError
from tests.desk.conftest import AT, make_two
from tests.desk.writers import start

WRITERS, PROCESSES, EACH = 50, 10, 4


def count_one_more(desk: Desk, cooperative_id: int) -> int:
    """A member more, by somebody who saw the row first and looks again whenever another was faster.

    Returns
    -------
    int
        How often another was faster.
    """
    slower = 0
    while True:
        with desk.reading() as session:
            seen = session.get(Cooperative, cooperative_id)
            version, members = seen.version, seen.members or 0
        try:
            with desk.writing(LOCAL, AT) as session:
                row = session.get(Cooperative, cooperative_id)
                if row.version != version:
                    raise ConflictError("somebody was faster")
                row.members = members + 1
            return slower
        except ConflictError:
            slower += 1


def one_writer(desk: Desk, name: str) -> list[str]:
    """What one of fifty does; gives the keys of the needs that were acknowledged."""
    keys = []
    for position in range(EACH):
        key = f"{name}-{position}"
        enter_need(
            desk, LOCAL, AT, cooperative_id=1 + position % 2, kind="goods", item="beras", amount=1, unit="kg",
            request_key=key,
        )  # fmt: skip
        keys.append(key)
    count_one_more(desk, 1)
    return keys


def look(desk: Desk) -> tuple[int, int, int]:
    """Needs, their steps and the rows of the trail about needs, each asked for by itself."""
    with desk.reading() as session:
        needs = session.scalar(select(func.count()).select_from(Need))
        steps = session.scalar(select(func.count()).select_from(NeedStep))
        told = session.scalar(select(func.count()).select_from(TrailEntry).where(TrailEntry.entity == "need"))
    return needs, steps, told


class Reader(threading.Thread):
    """Looks again and again while others write."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(daemon=True)
        self.desk, self.done, self.looks, self.failed = desk, threading.Event(), [], ""

    def run(self) -> None:
        try:
            while not self.done.is_set():
                self.looks.append(look(self.desk))
        except BaseException:
            self.failed = traceback.format_exc()


def check_all_there(desk: Desk, keys: list[str]) -> None:
    assert len(keys) == len(set(keys)) == WRITERS * EACH
    with desk.reading() as session:
        assert set(session.scalars(select(Need.request_key))) == set(keys)
        assert session.get(Cooperative, 1).members == WRITERS, "an update was lost"
    assert look(desk) == (len(keys),) * 3
    assert verify(desk) == []


def check_looks(reader: Reader) -> None:
    reader.done.set()
    reader.join(30)
    assert not reader.failed, reader.failed
    assert len(set(reader.looks)) > 3, "nobody looked while others wrote"
    assert all(needs == steps == told for needs, steps, told in reader.looks)


def test_fifty_threads(desk, two) -> None:
    reader = Reader(desk)
    reader.start()
    with ThreadPoolExecutor(WRITERS) as pool:
        done = list(pool.map(lambda position: one_writer(desk, f"w{position}"), range(WRITERS)))
    check_looks(reader)
    check_all_there(desk, list(chain.from_iterable(done)))


def several_writers(url: str, process: int, said: Path) -> None:
    """Five of the fifty in a process of their own; what they say is keys, or how they failed."""
    try:
        desk = open_desk(url)
        each = WRITERS // PROCESSES
        with ThreadPoolExecutor(each) as pool:
            done = pool.map(lambda position: one_writer(desk, f"p{process}-{position}"), range(each))
            keys = list(chain.from_iterable(done))
        said.write_text(json.dumps(keys))
    except BaseException:
        said.write_text(traceback.format_exc())
        raise


def test_ten_processes_of_five(desk_url, tmp_path) -> None:
    desk = open_desk(desk_url)
    make_two(desk)
    reader = Reader(desk)
    reader.start()
    files = [tmp_path / f"said{process}" for process in range(PROCESSES)]
    writers = [start(several_writers, desk_url, process, file) for process, file in enumerate(files)]
    for writer, file in zip(writers, files, strict=True):
        writer.join(120)
        assert writer.exitcode == 0, file.read_text() if file.exists() else "still at work"
    check_looks(reader)
    check_all_there(desk, list(chain.from_iterable(json.loads(file.read_text()) for file in files)))
    desk.engine.dispose()


def test_somebody_is_slower_and_is_told_so(desk, two) -> None:
    """The race of this file is one: an update by the version seen fails when another was faster."""
    with desk.reading() as session:
        seen = session.get(Cooperative, two[0])
        session.expunge(seen)
    count_one_more(desk, two[0])
    with pytest.raises(ConflictError), desk.writing(LOCAL, AT) as session:
        session.add(seen)
        seen.members = 1


def test_the_same_form_sent_by_many_at_once_is_one_need(desk, two) -> None:
    def send(_: int) -> int:
        return enter_need(
            desk, LOCAL, AT, cooperative_id=two[0], kind="goods", item="beras", amount=2, unit="ton", request_key="satu"
        )

    with ThreadPoolExecutor(20) as pool:
        assert len(set(pool.map(send, range(20)))) == 1
    assert look(desk) == (1, 1, 1)
