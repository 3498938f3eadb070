"""Databases that hold nothing at all yet, not even a schema."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.databases import _administer

KINDS = ("sqlite", "postgresql")


@contextmanager
def empty_database(kind: str, request, tmp_path: Path) -> Iterator[str]:
    """Address of an empty database of a kind; it goes away again with the test."""
    name = f"e{uuid.uuid4().hex}"
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path / name}.sqlite3"
        return
    address = request.getfixturevalue("postgres")
    _administer(address, f"CREATE DATABASE {name}")
    yield address.format(name=name)
    _administer(address, f"DROP DATABASE {name} WITH (FORCE)")
