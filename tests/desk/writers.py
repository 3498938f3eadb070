"""Processes that write at the desk until they are killed, and say what was acknowledged to them.

A line of a writer's file stands for a need whose entering was answered: what stands there may never be lost.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path

AT = "2026-11-23T08:00:00Z"
FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.desk.writers", "mapping.desk.needs.enter", "alembic.command"])
PATIENCE_S = 60
"""How long a writer tries again while its server is away."""


def start(target, *given) -> multiprocessing.Process:
    """A process of its own, with nothing inherited from this one."""
    process = FORKED.Process(target=target, args=given, daemon=True)
    process.start()
    return process


def write_needs(url: str, name: str, cooperative_id: int, said: Path, most: int = 1_000_000) -> None:
    """Enter needs one after the other; each answer is one line ``key id``. What fails is tried again."""
    from mapping.desk.needs.enter import enter_need
    from mapping.desk.rules import LOCAL
    from mapping.desk.store.desk import open_desk
    from mapping.errors import DeskError

    desk = open_desk(url)
    file = os.open(said, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    for position in range(most):
        key, begun = f"{name}-{position}", time.monotonic()
        while True:
            try:
                number = enter_need(
                    desk,
                    LOCAL,
                    AT,
                    cooperative_id=cooperative_id,
                    kind="goods",
                    item="beras",
                    amount=position + 1,
                    unit="kg",
                    request_key=key,
                )
                break
            except DeskError:
                if time.monotonic() - begun > PATIENCE_S:
                    raise
                time.sleep(0.05)
        os.write(file, f"{key} {number}\n".encode())


def acknowledged(*files: Path) -> dict[str, int]:
    """What was answered: key of each need -> its number."""
    lines = [line.split() for file in files if file.exists() for line in file.read_text().splitlines()]
    return {key: int(number) for key, number in lines}
