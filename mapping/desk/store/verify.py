"""Whether the trail is whole and the tables are what it says: every row is told again and compared."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, select

from mapping.desk.models import Base, Kept, TrailEntry
from mapping.desk.store.chain import FIRST, SAID, entry_hash
from mapping.desk.store.desk import Desk
from mapping.desk.store.told import Told
from mapping.desk.store.writing import ADDED, CHANGED, REMOVED
from mapping.language import tr
from mapping.settings import Progress, no_progress

CHUNK = 2_000
TRAIL = TrailEntry.__tablename__
Anchor = tuple[int, str]
LARGEST_KEY = 2**63


@dataclass(frozen=True)
class Finding:
    """One thing that is not as the trail says.

    Parameters
    ----------
    n : int or None
        Number of the row of the trail; None where no row of it speaks of the matter.
    table, key : str
        The row concerned; ``"trail"`` and the number for one of the trail itself.
    what : str
        One sentence for the reader, without any value of the row.
    """

    n: int | None
    table: str
    key: str
    what: str


@dataclass
class _Tale:
    """What the trail has told so far."""

    tables: dict[str, Table]
    hidden: dict[str, frozenset[str]]
    state: Told
    told: int = 0
    previous: str = FIRST


def kept_tables() -> dict[str, tuple[Table, frozenset[str]]]:
    """Name of each table whose rows are in the trail -> the table, and its columns about persons.

    Examples
    --------
    >>> tables = kept_tables()
    >>> "trail" in tables, sorted(tables["account"][1])
    (False, ['email'])
    """
    models = (mapper.class_ for mapper in Base.registry.mappers)
    kept = {str(model.__tablename__): model for model in models if issubclass(model, Kept)}
    return {
        table.name: (table, kept[table.name].private_columns())
        for table in Base.metadata.sorted_tables
        if table.name in kept
    }


def head(desk: Desk) -> Anchor:
    """Number and checksum of the newest row of the trail: what to publish, so that a rewritten trail is found later.

    Returns
    -------
    (int, str)
        ``(0, "000...")`` while nothing was ever written.

    Examples
    --------
    >>> from mapping.desk.store.desk import open_desk
    >>> head(open_desk("sqlite://"))[0]
    0
    """
    with desk.reading() as session:
        return head_of(session.connection())


def head_of(connection: Connection) -> Anchor:
    """As :func:`head`, within a look at the data that is open already."""
    newest = select(TrailEntry.n, TrailEntry.hash).order_by(TrailEntry.n.desc()).limit(1)
    n, said = connection.execute(newest).first() or (0, FIRST)
    return int(n), str(said)


def verify(desk: Desk, anchors: Collection[Anchor] = (), report: Progress = no_progress) -> list[Finding]:
    """Compare the trail with itself, with what was published of it and with every table.

    Found are: numbers left out, a row that says something else than when it was written, a removed, added or changed
    row of a table of which the trail does not know, and rows cut from the end (the tables know more than the trail).
    Not found without an anchor is a trail written anew from its first row together with the tables: whoever can do
    that can make every checksum fit. Columns about persons are not in the trail, so a change of them past the desk
    is not found either. Every row is read once, in pieces; memory grows neither with the trail nor with the tables:
    what was told of each row is kept in a nameless file, about as large as the tables, that is gone afterwards.

    Parameters
    ----------
    anchors : collection of (int, str)
        Number and checksum as published earlier (:func:`head`).
    report : Progress
        Told the share done, 0 to 1.

    Returns
    -------
    list of Finding
        Empty when everything is as the trail says; in the order of the trail, then of the tables.

    Raises
    ------
    mapping.errors.DeskError
        The database cannot be read.

    Examples
    --------
    >>> from mapping.desk.store.desk import open_desk
    >>> desk = open_desk("sqlite://")
    >>> verify(desk)
    []
    >>> verify(desk, [(3, "ab" * 32)])[0].what
    'Catatan nomor 3 pernah ada dan sekarang tidak ada lagi: catatan dipotong atau ditulis ulang.'
    """
    with desk.reading() as session:
        return verify_within(session.connection(), anchors, report)


def verify_within(
    connection: Connection, anchors: Collection[Anchor] = (), report: Progress = no_progress
) -> list[Finding]:
    """As :func:`verify`, within a look at the data that is open already."""
    kept = kept_tables()
    tale = _Tale(
        {name: table for name, (table, _) in kept.items()},
        {name: hidden for name, (_, hidden) in kept.items()},
        Told(kept),
    )
    findings = list(_follow(connection, tale, dict.fromkeys(anchors), report))
    for name in kept:
        report(0.9, tr("Membandingkan tabel dengan catatan"))
        findings.extend(_compare(connection, tale, name))
    report(1.0, tr("Selesai"))
    return findings


def _follow(connection: Connection, tale: _Tale, anchors: dict[Anchor, None], report: Progress) -> Iterator[Finding]:
    """The trail from its first row to its last: numbers, links, checksums, and what each row says happened."""
    total = connection.execute(select(func.count()).select_from(TrailEntry)).scalar_one()
    wanted: dict[int, set[str]] = {}
    for n, said in anchors:
        if n > 0:  # Before the first row there is nothing that could have been changed.
            wanted.setdefault(int(n), set()).add(said.strip().lower())
    columns = [getattr(TrailEntry, name) for name in (*SAID, "hash")]
    rows = connection.execution_options(yield_per=CHUNK).execute(select(*columns).order_by(TrailEntry.n)).mappings()
    for position, row in enumerate(rows):
        if position % CHUNK == 0:
            report(0.9 * position / max(total, 1), tr("Memeriksa catatan perubahan"))
        yield from _check_link(row, tale)
        if wanted.pop(row["n"], {row["hash"]}) != {row["hash"]}:
            yield _of_trail(
                row["n"], tr("Catatan nomor {n} tidak sama dengan yang pernah diumumkan: ditulis ulang.", n=row["n"])
            )
        tale.told, tale.previous = row["n"], row["hash"]
        yield from _retell(row, tale)
    for n in sorted(wanted):
        yield _of_trail(
            n,
            tr("Catatan nomor {n} pernah ada dan sekarang tidak ada lagi: catatan dipotong atau ditulis ulang.", n=n),
        )


def _of_trail(n: int, what: str) -> Finding:
    return Finding(n, TRAIL, str(n), what)


def _check_link(row: Any, tale: _Tale) -> Iterator[Finding]:
    n = row["n"]
    if n != tale.told + 1:
        yield _of_trail(
            n,
            tr(
                "Nomor catatan meloncat dari {last} ke {n}: ada yang dihapus atau disisipkan.",
                last=tale.told,
                n=n,
            ),
        )
    if row["previous"] != tale.previous:
        yield _of_trail(n, tr("Catatan nomor {n} tidak bersambung dengan catatan sebelumnya.", n=n))
    if row["hash"] != entry_hash(row):
        yield _of_trail(n, tr("Isi catatan nomor {n} tidak cocok dengan tanda periksanya: isinya diubah.", n=n))


def _retell(row: Any, tale: _Tale) -> Iterator[Finding]:
    """Do again what a row says was done, where it can have been done."""
    n, entity, action, after = row["n"], row["entity"], row["action"], row["after"] or "{}"
    try:
        key = int(row["key"])
        old, new = json.loads(row["before"] or "{}"), json.loads(after)
    except ValueError:
        key, old, new = LARGEST_KEY, None, None
    readable = isinstance(old, dict) and isinstance(new, dict) and entity in tale.state
    if not readable or not -LARGEST_KEY <= key < LARGEST_KEY:
        yield _of_trail(n, tr("Catatan nomor {n} tidak bisa dibaca kembali.", n=n))
        return
    told = tale.state.of(entity, key)
    present = None if told is None else json.loads(told)
    fits = present is None if action == ADDED else present is not None and old.items() <= present.items()
    if not fits or action not in (ADDED, CHANGED, REMOVED):
        yield Finding(
            n, entity, str(key), tr("Catatan nomor {n} tidak cocok dengan catatan lama tentang baris ini.", n=n)
        )
    if action == REMOVED:
        tale.state.keep(entity, key, None, n)
    else:
        tale.state.keep(entity, key, json.dumps(present | new) if present else after, n)


def _compare(connection: Connection, tale: _Tale, name: str) -> Iterator[Finding]:
    """Every row of a table against the last that the trail told of it, both in the order of their numbers."""
    table = tale.tables[name]
    columns = [column for column in table.columns if column.name not in tale.hidden[name]]
    rows = connection.execution_options(yield_per=CHUNK).execute(select(*columns).order_by(table.c.id)).mappings()
    gone: list[tuple[int, int]] = []
    for key, row, said, n in _side_by_side(rows, tale.state.rows(name)):
        if row is None:
            gone += [] if said is None else [(key, n or 0)]
        elif said is None:
            yield Finding(n, name, str(key), tr("Baris ini ada di tabel tetapi tidak menurut catatan perubahan."))
        elif wrong := _wrong_columns(row, json.loads(said)):
            what = tr("Isi kolom {columns} bukan yang terakhir dicatat.", columns=", ".join(wrong))
            yield Finding(n, name, str(key), what)
    for key, n in gone:
        yield Finding(n, name, str(key), tr("Baris ini tercatat tetapi tidak ada lagi di tabelnya."))


def _side_by_side(
    rows: Iterator[Any], told: Iterator[tuple[int, str | None, int]]
) -> Iterator[tuple[int, Any, str | None, int | None]]:
    """Number of each row, the row (None: not in the table), what was told of it and by which row of the trail."""
    row: Any = next(rows, None)
    tale: Any = next(told, None)
    while row is not None or tale is not None:
        if tale is None or (row is not None and row["id"] < tale[0]):
            yield row["id"], row, None, None
            row = next(rows, None)
        elif row is None or tale[0] < row["id"]:
            yield tale[0], None, tale[1], tale[2]
            tale = next(told, None)
        else:
            yield row["id"], row, tale[1], tale[2]
            row, tale = next(rows, None), next(told, None)


def _wrong_columns(row: Any, said: dict[str, Any]) -> list[str]:
    """Columns that hold something else than was told; one younger than that is blank until somebody fills it."""
    return sorted(column for column, value in row.items() if said.get(column, value if value == "" else None) != value)
