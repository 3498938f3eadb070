"""A connection to the desk's database: SQLite on a laptop, PostgreSQL by its address."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapping.errors import ConflictError, DeskError
from mapping.language import tr

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

VARIABLE = "DATABASE_URL"
DEFAULT_FILE = Path("data") / "desk" / "meja.sqlite3"
BUSY_S = 60
"""How long a writer waits for those before it."""
TURN = 7_413_002
"""Number of the lock by which writers of PostgreSQL take turns: the trail is one chain, so writes are one queue."""
WRITES = "desk_writes"
READS: dict[str, dict[str, Any]] = {
    "sqlite": {},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
"""What makes every statement of a reader see the same moment: SQLite does so by itself."""


def database_url(root: Path) -> str:
    """Where the desk's data are: ``DATABASE_URL``, or the file of a laptop below ``root``.

    Examples
    --------
    >>> database_url(Path("/srv/peta")) if VARIABLE not in os.environ else "sqlite:////srv/peta/data/desk/meja.sqlite3"
    'sqlite:////srv/peta/data/desk/meja.sqlite3'
    """
    return os.environ.get(VARIABLE) or f"sqlite:///{root / DEFAULT_FILE}"


def make_engine(url: str) -> Engine:
    """An engine for an address; ``postgres://`` and ``postgresql://`` are spoken by psycopg.

    Raises
    ------
    DeskError
        The address is none, or names a database that is neither SQLite nor PostgreSQL.

    Examples
    --------
    >>> make_engine("sqlite://").dialect.name
    'sqlite'
    """
    from sqlalchemy import create_engine, make_url
    from sqlalchemy.exc import ArgumentError

    try:
        address = make_url(url)
    except ArgumentError:
        raise DeskError(tr("{variable} bukan alamat basis data yang dikenal.", variable=VARIABLE)) from None
    if address.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return create_engine(
            address.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=50,
            pool_timeout=BUSY_S,
            connect_args={"connect_timeout": 10},
        )
    if address.drivername in ("sqlite", "sqlite+pysqlite"):
        return _sqlite(address)
    raise DeskError(
        tr(
            "{variable} menunjuk {kind}. Yang bisa dipakai: SQLite atau PostgreSQL.",
            variable=VARIABLE,
            kind=address.drivername,
        )
    )


def _sqlite(address: Any) -> Engine:
    import sqlite3

    import numpy as np
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import NullPool, StaticPool

    # A number out of a table would be kept as eight bytes and never found again.
    sqlite3.register_adapter(np.int64, int)
    name = address.database or ":memory:"
    in_memory, is_address = name == ":memory:", name.startswith("file:")
    # A connection costs less than a millisecond; a pool of them would only hold files open.
    engine = create_engine(
        address,
        poolclass=StaticPool if in_memory else NullPool,
        connect_args={"timeout": BUSY_S, "check_same_thread": False},
    )

    @event.listens_for(engine, "do_connect")
    def _make(*_: Any) -> None:
        if not (in_memory or is_address):
            _make_file(Path(name))

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _: Any) -> None:
        # The driver must not begin transactions by itself: we say when, and of which kind.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_S * 1000}"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes its place before it reads, or two that read first would each wait for the other.
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _make_file(path: Path) -> None:
    """A file for the first connection. Addresses of persons come into it: no other user of the machine reads it."""
    if path.exists():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDONLY, 0o600))
    except OSError as error:
        raise DeskError(tr("Basis data meja tidak bisa dibuat: {why}.", why=error.strerror or "")) from None


def file_of(url: str) -> Path | None:
    """The file that an address names; None for a server or for what lives in memory only.

    Examples
    --------
    >>> file_of("sqlite:////srv/meja.sqlite3"), file_of("postgresql://h/d"), file_of("sqlite://"), file_of("x")
    (PosixPath('/srv/meja.sqlite3'), None, None, None)
    """
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        address = make_url(url)
    except ArgumentError:
        return None
    name = address.database or ":memory:"
    is_file = address.drivername.startswith("sqlite") and not name.startswith((":memory:", "file:"))
    return Path(name) if is_file else None


def take_turn(connection: Connection) -> None:
    """Wait until no other writer is at work; held until the transaction ends."""
    if connection.dialect.name == "postgresql":
        # What is acknowledged is on the disk also where the server is set up to say so earlier.
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_S}s'; SET LOCAL synchronous_commit = on")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({TURN})")


@contextmanager
def plain_faults() -> Iterator[None]:
    """What the database says goes into our own errors, in words; our own pass.

    Raises
    ------
    DeskError
        It cannot be reached, is full, locked for too long, or damaged.
    ConflictError
        A row was changed by somebody else in between, or exists already.
    """
    import sqlite3

    from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError
    from sqlalchemy.orm.exc import StaleDataError

    try:
        yield
    except StaleDataError:
        raise ConflictError(
            tr("Isian ini baru saja diubah orang lain. Muat ulang halaman, lihat keadaan barunya, lalu ulangi.")
        ) from None
    except IntegrityError:
        raise ConflictError(
            tr("Isian ini bertabrakan dengan yang sudah ada. Muat ulang halaman lalu ulangi.")
        ) from None
    except (DataError, OverflowError, UnicodeError):
        raise DeskError(
            tr("Ada isian yang terlalu panjang, terlalu besar, atau memuat tanda yang tidak bisa disimpan.")
        ) from None
    except DBAPIError as error:
        raise DeskError(_say_fault(str(error.orig or error))) from None
    except sqlite3.Error as error:
        raise DeskError(_say_fault(str(error))) from None
    except SQLAlchemyError as error:
        raise DeskError(
            tr("Basis data meja gagal bekerja ({kind}). Tidak ada yang disimpan.", kind=type(error).__name__)
        ) from None


def _say_fault(said: str) -> str:
    said = said.lower()
    if "full" in said or "no space" in said:
        return tr("Penyimpanan basis data meja penuh. Tidak ada yang disimpan; kosongkan ruang lalu ulangi.")
    if "locked" in said or "busy" in said or "timeout" in said:
        return tr("Basis data meja terlalu sibuk. Tidak ada yang disimpan; ulangi sebentar lagi.")
    if "readonly" in said or "read-only" in said or "permission" in said:
        return tr("Basis data meja hanya bisa dibaca. Tidak ada yang disimpan; periksa hak tulis foldernya.")
    if "disk i/o" in said:
        return tr("Disk basis data meja tidak bisa dibaca atau ditulis. Tidak ada yang disimpan; periksa disknya.")
    if "malformed" in said or "not a database" in said:
        return tr("Berkas basis data meja rusak. Pulihkan dari cadangan: python -m mapping desk restore.")
    return tr("Basis data meja tidak bisa dihubungi. Tidak ada yang disimpan; periksa apakah layanannya berjalan.")
