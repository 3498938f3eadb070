"""The schema brought up to date by Alembic, in one transaction, while nobody else writes."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from mapping.desk.store.engine import WRITES, take_turn
from mapping.errors import DeskError
from mapping.language import tr

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection, Engine

MIGRATIONS = Path(__file__).parents[1] / "migrations"


def _configuration(connection: Connection | None = None) -> Config:
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    configuration.attributes["connection"] = connection
    return configuration


def known_revisions() -> set[str]:
    """Every revision that this program can bring up to date.

    Examples
    --------
    >>> newest() in known_revisions()
    True
    """
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(_configuration()).walk_revisions()}


def newest() -> str:
    """The revision that this program works with.

    Examples
    --------
    >>> newest()
    '0003'
    """
    from alembic.script import ScriptDirectory

    return str(ScriptDirectory.from_config(_configuration()).get_current_head())


def revision_of(connection: Connection) -> str | None:
    """The revision of a database; None for an empty one."""
    from alembic.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine, target: str = "head") -> None:
    """Bring a database to a revision; nothing is done where it is there already.

    All of it happens or nothing does. An older file of SQLite stays beside the new one under the name of its
    revision (``meja.sqlite3.0001``).

    Raises
    ------
    DeskError
        The database was made by a newer program, or its old state cannot be kept.
    """
    with engine.connect() as connection:
        present = revision_of(connection)
    if present == (newest() if target == "head" else target):
        return
    check_known(present)
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        take_turn(connection)
        present = revision_of(connection)
        path = Path(engine.url.database or "")
        if present is not None and engine.dialect.name == "sqlite" and path.is_file():
            _keep_old(path, present)
        upgrade_within(connection, target)


def upgrade_within(connection: Connection, target: str = "head") -> None:
    """As :func:`upgrade`, in a transaction of writers that is open already; it keeps no copy."""
    from alembic import command

    command.upgrade(_configuration(connection), target)


def check_known(revision: str | None) -> None:
    """Refuse a schema that this program has not heard of.

    Raises
    ------
    DeskError
        Saying which revision it is and what to do.
    """
    if revision is not None and revision not in known_revisions():
        raise DeskError(
            tr(
                "Basis data meja dibuat oleh versi program yang lebih baru ({revision}). Perbarui programnya dahulu.",
                revision=revision,
            )
        )


def _keep_old(path: Path, revision: str) -> None:
    """A copy of a file of SQLite as it stands, whole or not at all; we hold the only right to write meanwhile."""
    kept, fresh = path.with_name(f"{path.name}.{revision}"), path.with_name(f".{path.name}.{revision}.baru")
    try:
        fresh.unlink(missing_ok=True)
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, path.stat().st_mode & 0o777))
        with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(fresh)) as copy:
            old.backup(copy)
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        fresh.replace(kept)
    except (OSError, sqlite3.Error):
        fresh.unlink(missing_ok=True)
        raise DeskError(
            tr(
                "Basis data meja perlu diperbarui, tetapi salinan keadaan lamanya tidak bisa disimpan. "
                "Tidak ada yang diubah; kosongkan ruang atau periksa hak tulis foldernya, lalu ulangi."
            )
        ) from None
