"""Everything the desk knows in one file, and back into an empty desk of either database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from sqlalchemy import Connection, MetaData, Table, func, insert, inspect, select, text

import mapping
from mapping.desk.exchange.archive import Archive, open_archive, refuse, write_archive
from mapping.desk.models import Base
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.store.engine import WRITES, plain_faults, take_turn
from mapping.desk.store.fits import fits_of
from mapping.desk.store.schema import check_known, revision_of, upgrade_within
from mapping.desk.store.verify import CHUNK, Anchor, Finding, head_of, verify_within
from mapping.errors import DeskError
from mapping.language import tr
from mapping.settings import Progress, no_progress, part_of

REVISIONS = "alembic_version"
TRAIL = "trail"


@dataclass(frozen=True)
class Restored:
    """What came back.

    Parameters
    ----------
    tables : dict
        Name of a table -> number of rows.
    trail : (int, str)
        Number and checksum of the newest row of the trail, as before.
    made_at, revision : str
        When the backup was made, and from which schema.
    findings : list of Finding
        What did not fit already when the backup was made; empty unless that was accepted.
    """

    tables: dict[str, int]
    trail: Anchor
    made_at: str
    revision: str
    findings: list[Finding]


def backup(desk: Desk, actor: Actor, at: str, target: IO[bytes], report: Progress = no_progress) -> dict[str, int]:
    """Write everything, contacts and accounts included, as it stood at one moment; others go on writing meanwhile.

    Parameters
    ----------
    target : binary file
        Gets a zip of JSON Lines; only its owner should be able to read it.

    Returns
    -------
    dict
        Name of a table -> number of rows.

    Raises
    ------
    NotAllowedError
        Only an admin makes backups.
    DeskError
        The database cannot be read.
    """
    check_may(actor, "store.backup")
    with desk.reading() as session:
        connection = session.connection()
        head = {
            "revision": revision_of(connection),
            "program": mapping.__version__,
            "made_at": at,
            "trail": list(head_of(connection)),
        }
        tables = Base.metadata.sorted_tables
        everything = ((table.name, _rows(connection, table, _share(report, tables, table))) for table in tables)
        counts = write_archive(target, head, everything)
    report(1.0, tr("Selesai"))
    return counts


def _share(report: Progress, tables: list[Table], table: Table) -> Progress:
    """The part of the bar that belongs to one table."""
    position = tables.index(table)
    return part_of(report, position / len(tables), (position + 1) / len(tables))


def _rows(connection: Connection, table: Table, report: Progress) -> Iterator[dict[str, Any]]:
    total = connection.execute(select(func.count()).select_from(table)).scalar_one()
    (key,) = table.primary_key.columns
    found = connection.execution_options(yield_per=CHUNK).execute(select(table).order_by(key))
    for position, row in enumerate(found.mappings()):
        if position % CHUNK == 0:
            report(position / max(total, 1), tr('Mencadangkan "{table}"', table=table.name))
        yield dict(row)


def restore(
    desk: Desk,
    actor: Actor,
    source: IO[bytes],
    report: Progress = no_progress,
    despite_findings: bool = False,
) -> Restored:
    """Put a backup into an empty desk: rows, numbers, versions and trail as they were; all of it or nothing.

    A backup of an older schema is loaded as it was and then brought up to date; for that the database must be new
    altogether (:func:`mapping.desk.store.desk.bare_desk`). At the end the trail is verified as by ``desk verify``.

    Parameters
    ----------
    source : binary file
        From :func:`backup`, of SQLite or PostgreSQL alike.
    despite_findings : bool
        Keep it also where the trail does not fit the tables: the last way to data that somebody changed.

    Raises
    ------
    NotAllowedError
        Only an admin restores.
    InputError
        No backup, a damaged or a foreign one; the desk stays empty.
    DeskError
        The desk is not empty or of another schema, or the backup is of a newer program.
    """
    check_may(actor, "store.backup")
    writers = desk.engine.execution_options(**{WRITES: True})
    with open_archive(source) as archive:
        check_known(archive.revision)
        with desk.queue, plain_faults(), writers.begin() as connection:
            take_turn(connection)
            _check_empty(connection)
            tables = _ready_schema(connection, archive)
            _load_all(connection, archive, tables, part_of(report, 0.0, 0.6))
            upgrade_within(connection)
            _go_on_counting(connection)
            findings = verify_within(connection, [archive.trail], part_of(report, 0.6, 1.0))
            if findings and not despite_findings:
                raise refuse(
                    tr(
                        "isi dan catatannya tidak cocok pada {n} hal, yang pertama: {table} {key}: {what}",
                        n=len(findings),
                        table=findings[0].table,
                        key=findings[0].key,
                        what=findings[0].what,
                    )
                )
    return Restored(archive.tables, archive.trail, archive.made_at, archive.revision, findings)


def _check_empty(connection: Connection) -> None:
    present = inspect(connection).get_table_names()
    tables = [table for table in Base.metadata.sorted_tables if table.name in present]
    there = sum(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)
    if there:
        raise DeskError(
            tr(
                "Meja tujuan sudah berisi {n} baris, dan cadangan hanya dipulihkan ke meja kosong. Tunjuk basis data "
                "baru dengan --database atau DATABASE_URL, lalu ulangi.",
                n=there,
            )
        )


def _ready_schema(connection: Connection, archive: Archive) -> dict[str, Table]:
    """The empty tables as they were when the backup was made."""
    present = revision_of(connection)
    if present is None:
        upgrade_within(connection, archive.revision)
    elif present != archive.revision:
        raise DeskError(
            tr(
                "Cadangan ini dari skema {revision}, sedangkan meja tujuan sudah berskema {present}. Tunjuk basis data "
                "yang benar-benar baru dengan --database atau DATABASE_URL, lalu ulangi.",
                revision=archive.revision,
                present=present,
            )
        )
    found = MetaData()
    found.reflect(connection)
    tables = {table.name: table for table in found.sorted_tables if table.name != REVISIONS}
    if set(tables) != set(archive.tables):
        raise refuse(tr("tabelnya bukan tabel meja versi {revision}.", revision=archive.revision))
    return tables


def _load_all(connection: Connection, archive: Archive, tables: dict[str, Table], report: Progress) -> None:
    total, done = max(sum(archive.tables.values()), 1), 0
    for name, table in tables.items():
        checks = {column.name: fits_of(column) for column in table.columns}
        rows = (_checked(row, checks, name) for row in archive.rows(name))
        while several := list(islice(rows, CHUNK)):
            report(done / total, tr('Memulihkan "{table}"', table=name))
            connection.execute(insert(table), several)
            done += len(several)


def _checked(row: dict[str, Any], checks: dict[str, Callable[[Any], bool]], name: str) -> dict[str, Any]:
    if row.keys() != checks.keys():
        raise refuse(tr('kolom tabel "{table}" bukan kolom meja.', table=name))
    if wrong := [column for column, fits in checks.items() if not fits(row[column])]:
        raise refuse(
            tr('tabel "{table}", kolom "{column}": nilainya bukan jenis yang seharusnya.', table=name, column=wrong[0])
        )
    return row


def _go_on_counting(connection: Connection) -> None:
    """PostgreSQL counts apart from the rows: the next number is one that no row ever had, removed ones included."""
    if connection.dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        if table.name == TRAIL:
            continue
        told = f"SELECT max(key::bigint) FROM {TRAIL} WHERE entity = '{table.name}' AND key ~ '^[0-9]{{1,18}}$'"
        most = connection.execute(text(f"SELECT greatest(max(id), ({told})) FROM {table.name}")).scalar()
        if most is not None:
            connection.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), :most)"), {"most": most}
            )
