"""Databases for the tests. PostgreSQL is a real server of our own on a socket in a scratch folder."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from mapping.bench.postgres import postgres_programs, postgres_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of a PostgreSQL server that lives as long as the suite, without a database name."""
    if postgres_programs() is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is missing: apt install postgresql")
        pytest.skip("PostgreSQL is not installed")
    # What must outlive the server is tested on servers of its own (test_kills.py).
    with postgres_server(durable=False) as address:
        yield address


def _administer(address: str, command: str) -> None:
    import psycopg

    url = address.format(name="postgres").replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(command)


@pytest.fixture(scope="session")
def _postgres_template(postgres: str) -> str:
    """An empty desk that tests copy."""
    from mapping.desk.store.desk import open_desk

    _administer(postgres, "CREATE DATABASE empty_desk")
    open_desk(postgres.format(name="empty_desk")).engine.dispose()
    return "empty_desk"


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from mapping.desk.store.desk import open_desk

    path = tmp_path_factory.mktemp("desk") / "empty.sqlite3"
    with open_desk(f"sqlite:///{path}").reading() as session:
        session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def desk_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of an empty desk, up to date; the test runs once on each database."""
    if request.param == "sqlite":
        path = tmp_path / "desk.sqlite3"
        shutil.copy(request.getfixturevalue("_sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    address, template = request.getfixturevalue("postgres"), request.getfixturevalue("_postgres_template")
    name = f"t{uuid.uuid4().hex}"
    _administer(address, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield address.format(name=name)
    _administer(address, f"DROP DATABASE {name} WITH (FORCE)")
