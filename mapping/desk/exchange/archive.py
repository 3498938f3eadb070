"""The file of a backup: one zip with a table a member, checked before anything of it is believed."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from mapping.errors import InputError
from mapping.language import tr

MANIFEST = "manifest.json"
FORMAT, EDITION = "peta-koperasi-desk", 1
LONGEST_LINE = 4_000_000
LONGEST_MANIFEST = 1_000_000
RATIO = 100
"""Text of a desk packs 5 to 15 times smaller; what packs a hundred times smaller is there to fill a disk."""
NAMED = re.compile(r"[a-z][a-z0-9_]{0,40}")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
"""What a zip raises that is damaged, locked or packed in a way nobody knows; ``OSError`` also of the disk."""


@dataclass(frozen=True)
class Archive:
    """A backup whose checksums fit.

    Parameters
    ----------
    revision : str
        Schema that it was made from.
    tables : dict
        Name of a table -> number of its rows.
    trail : (int, str)
        Number and checksum of the newest row of the trail.
    """

    packed: zipfile.ZipFile
    revision: str
    program: str
    made_at: str
    tables: dict[str, int]
    trail: tuple[int, str]

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Rows of one table, in the order in which they were written.

        Raises
        ------
        InputError
            A line is not a record.
        """
        with _refused(), self.packed.open(_member(table)) as source:
            for line in _lines(source, table):
                yield _record(line, table)


def write_archive(
    target: IO[bytes], head: dict[str, Any], tables: Iterator[tuple[str, Iterator[dict[str, Any]]]]
) -> dict[str, int]:
    """Write tables one after the other, then what was written.

    Parameters
    ----------
    head : dict
        Of the manifest: ``revision``, ``program``, ``made_at`` and ``trail``.
    tables : iterator of (str, iterator of dict)
        Each table's name and rows; one row at a time is held.

    Returns
    -------
    dict
        Name of a table -> number of rows.
    """
    listed: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for name, rows in tables:
            digest, count = hashlib.sha256(), 0
            with packed.open(_member(name), "w", force_zip64=True) as member:
                for row in rows:
                    line = (json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n").encode()
                    digest.update(line)
                    member.write(line)
                    count += 1
            listed[name] = {"rows": count, "sha256": digest.hexdigest()}
        manifest = {"format": FORMAT, "edition": EDITION, **head, "tables": listed}
        packed.writestr(MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False))
    return {name: about["rows"] for name, about in listed.items()}


@contextmanager
def open_archive(source: IO[bytes]) -> Iterator[Archive]:
    """A backup opened and read through once: names, sizes and checksums are what its manifest says.

    Members are read in place, never unpacked, and a line at a time.

    Raises
    ------
    InputError
        It is no backup, is damaged, holds anything else, or would swell out of proportion.
    """
    with _refused():
        packed = zipfile.ZipFile(source)
    with packed:
        with _refused():
            manifest = _read_manifest(packed)
            for name, about in manifest["tables"].items():
                _check_member(packed, name, about)
        n, said = manifest["trail"]
        yield Archive(
            packed,
            manifest["revision"],
            manifest["program"],
            manifest["made_at"],
            {name: about["rows"] for name, about in manifest["tables"].items()},
            (n, said),
        )


def refuse(why: str) -> InputError:
    """The refusal of a backup: nothing of it was kept."""
    return InputError(tr("Cadangan ini tidak bisa dipulihkan: {why} Tidak ada yang diubah.", why=why))


def _member(table: str) -> str:
    return f"{table}.jsonl"


@contextmanager
def _refused() -> Iterator[None]:
    try:
        yield
    except BROKEN:
        raise refuse(tr("berkasnya rusak, terpotong, atau bukan cadangan meja. Pakai salinan yang lain.")) from None


def _read_manifest(packed: zipfile.ZipFile) -> dict[str, Any]:
    """What the backup says of itself, every part of it of the right kind."""
    entries = packed.infolist()
    inflated, size = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if inflated > LONGEST_MANIFEST and inflated > RATIO * size:
        raise refuse(tr("isinya mengembang di luar kewajaran."))
    about = next((entry for entry in entries if entry.filename == MANIFEST), None)
    if about is None or about.file_size > LONGEST_MANIFEST:
        raise refuse(tr("daftar isinya tidak ada; ini bukan cadangan meja."))
    manifest = _plain(packed.read(about))
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise refuse(tr("daftar isinya bukan milik cadangan meja."))
    if manifest.get("edition") != EDITION:
        raise refuse(tr("bentuknya dari versi program yang lebih baru. Perbarui programnya dahulu."))
    if not all(is_right(manifest.get(key)) for key, is_right in PARTS.items()):
        raise refuse(tr("daftar isinya tidak lengkap."))
    wanted = sorted([MANIFEST, *map(_member, manifest["tables"])])
    if sorted(entry.filename for entry in entries) != wanted:
        raise refuse(tr("isinya bukan yang disebut daftar isinya."))
    return manifest


def _plain(content: bytes) -> Any:
    """JSON, where no number is beyond numbers and nothing is nested beyond reading."""
    try:
        return json.loads(content, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("nested too deep") from None


def _no_constant(text: str) -> None:
    raise ValueError(text)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 40


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_digest(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value) is not None


def _are_tables(value: Any) -> bool:
    return isinstance(value, dict) and all(
        NAMED.fullmatch(name)
        and isinstance(about, dict)
        and _is_count(about.get("rows"))
        and _is_digest(about.get("sha256"))
        for name, about in value.items()
    )


def _is_head(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and _is_count(value[0]) and _is_digest(value[1])


PARTS: dict[str, Callable[[Any], bool]] = {
    "revision": _is_text,
    "program": _is_text,
    "made_at": _is_text,
    "tables": _are_tables,
    "trail": _is_head,
}


def _check_member(packed: zipfile.ZipFile, name: str, about: dict[str, Any]) -> None:
    digest, count = hashlib.sha256(), 0
    with packed.open(_member(name)) as source:
        for line in _lines(source, name):
            digest.update(line)
            count += 1
    if (count, digest.hexdigest()) != (about["rows"], about["sha256"]):
        raise refuse(tr('isi tabel "{table}" bukan yang dicadangkan dahulu.', table=name))


def _lines(source: IO[bytes], name: str) -> Iterator[bytes]:
    while line := source.readline(LONGEST_LINE):
        if not line.endswith(b"\n"):
            raise refuse(tr('tabel "{table}" memuat baris yang terpotong atau terlalu panjang.', table=name))
        yield line


def _record(line: bytes, name: str) -> dict[str, Any]:
    record = _plain(line)
    if not isinstance(record, dict):
        raise refuse(tr('tabel "{table}" memuat baris yang bukan isian.', table=name))
    return record
