"""A PostgreSQL server for a measurement: one that is named, or one of our own on a socket in a scratch folder."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VARIABLE = "MAPPING_BENCH_POSTGRES"
"""Address of a server on which databases may be made and dropped; never that of a desk in use."""


def postgres_programs() -> Path | None:
    """Where the newest server on this machine has its programs; None where there is none."""
    found = [
        *Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"),
        *Path("/opt/homebrew/opt").glob("postgresql*/bin/pg_ctl"),
    ]
    on_path = shutil.which("pg_ctl")
    newest = max(found, default=Path(on_path) if on_path else None)
    return newest.parent if newest else None


def has_postgres() -> bool:
    """Whether a measurement on PostgreSQL can be made here."""
    return bool(os.environ.get(VARIABLE)) or postgres_programs() is not None


class Server:
    """A server of our own with its data in a folder, on a socket there; started as it is made.

    Parameters
    ----------
    folder : Path
        An empty folder with a short name: the address of a socket has room for about a hundred letters.
    durable : bool
        Whether what it acknowledged is on the disk, as servers do unless told otherwise; else it is faster.
    """

    def __init__(self, folder: Path, durable: bool = True) -> None:
        self.folder, self.programs = folder, postgres_programs()
        self.swift = "" if durable else " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        # The server refuses to run as root.
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(folder, self.user, self.user)
        self._run("initdb", "-U", "desk", "--auth=trust", "--encoding=UTF8", "--no-locale", "-N")
        self.start()

    def url(self, name: str = "postgres") -> str:
        """Address of one of its databases."""
        return f"postgresql+psycopg://desk@/{name}?host={self.folder}"

    def start(self) -> None:
        """Begin to serve; returns when it does."""
        options = f"-k {self.folder} -c listen_addresses='' -c max_connections=200{self.swift}"
        self._run("pg_ctl", "-o", options, "-l", f"{self.folder}/log", "-w", "start")

    def stop(self, how: str = "immediate") -> None:
        """End it: ``smart``, ``fast`` or ``immediate``."""
        self._run("pg_ctl", "-m", how, "stop")

    def _run(self, program: str, *given: str) -> None:
        command = [f"{self.programs}/{program}", "-D", f"{self.folder}/data", *given]
        groups: dict[str, Any] = {"group": self.user, "extra_groups": []} if self.user else {}
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, user=self.user, **groups)


def _memory(needed: int = 2_000_000_000) -> str | None:
    """A folder that lies in memory, where there is one with so many bytes free: copying an empty database takes a
    twentieth of the time there."""
    folder = "/dev/shm"
    return folder if os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > needed else None


@contextlib.contextmanager
def postgres_server(durable: bool = True) -> Iterator[str]:
    """Address of a server, without the name of a database (``{name}``); our own is gone afterwards."""
    if given := os.environ.get(VARIABLE):
        head, _, tail = given.partition("?")
        yield f"{head.rsplit('/', 1)[0]}/{{name}}{'?' + tail if tail else ''}"
        return
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=None if durable else _memory()))
    try:
        server = Server(folder, durable)
        try:
            yield server.url("{name}")
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def fresh_databases(address: str, count: int) -> Iterator[list[str]]:
    """Addresses of databases of our own on a server, dropped afterwards."""
    from mapping.desk.store.engine import make_engine

    names = [f"bench_{uuid.uuid4().hex}" for _ in range(count)]
    engine = make_engine(address.format(name="postgres")).execution_options(isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            for name in names:
                connection.exec_driver_sql(f"CREATE DATABASE {name}")
        yield [address.format(name=name) for name in names]
    finally:
        with engine.connect() as connection:
            for name in names:
                connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        engine.dispose()
