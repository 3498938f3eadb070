"""A file is written whole or not at all, and packed the same way every time."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

FIXED_DATE = "2000-01-01T00:00:00.000Z"
"""Stands wherever a format wants the time of making: the same study gives the same bytes."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path beside ``path`` to write to; renamed onto it, synced, only when the block ends well."""
    fresh = path.with_name(f".{path.stem}.baru{path.suffix}")
    fresh.unlink(missing_ok=True)
    try:
        yield fresh
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def write_bytes(content: bytes, path: Path) -> None:
    """The old or the new whole file, whatever happens in between."""
    with whole_file(path) as fresh:
        fresh.write_bytes(content)


def zip_bytes(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Files as one zip, in the order given, without times of making: same members, same bytes.

    Examples
    --------
    >>> zip_bytes([("a.txt", b"1")]) == zip_bytes([("a.txt", b"1")])
    True
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members:
            member = zipfile.ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            packed.writestr(member, content)
    return target.getvalue()
