"""A file is written whole or not at all, and packed the same way every time."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

FIXED_DATE = "2000-01-01T00:00:00.000Z"
"""Stands wherever a format wants the time of making: the same study gives the same bytes."""
PACKED = (".pdf", ".png", ".docx", ".xlsx", ".zip", ".parquet")
"""Endings of files that are compressed already: in a zip they are stored as they are."""
LEFTOVER = re.compile(r"\..+\.baru-(\d+)(\..*)?")


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path beside ``path`` to write to; renamed onto it, synced, only when the block ends well.

    The path is this process's own, so that two programs that write the same file do not mix what they write.

    Raises
    ------
    OSError
        The disk is full, or the folder cannot be written to; the error names the file.
    """
    fresh = path.with_name(f".{path.stem}.baru-{os.getpid()}{path.suffix}")
    try:
        fresh.unlink(missing_ok=True)
        yield fresh
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        # A write that fails half way (a full disk) names no file; one that cannot begin names ours, which goes away.
        if error.filename is None or str(error.filename) == str(fresh):
            error.filename = str(path)
        raise
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)


def remove_leftovers(folder: Path) -> None:
    """What a killed run left half written in a folder and those below it; what another program is writing stays."""
    for path in folder.rglob(".*"):
        named = LEFTOVER.fullmatch(path.name)
        if named and not is_at_work(int(named[1])):
            with contextlib.suppress(OSError):
                path.unlink()


def is_at_work(process: int) -> bool:
    """Whether another process with this number runs. Windows does not say, but lets nobody remove an open file."""
    if process == os.getpid() or os.name == "nt":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def write_bytes(content: bytes, path: Path) -> None:
    """The old or the new whole file, whatever happens in between."""
    with whole_file(path) as fresh:
        fresh.write_bytes(content)


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0))
    member.compress_type = zipfile.ZIP_STORED if name.endswith(PACKED) else zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member


def zip_bytes(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Files as one zip, in the order given, without times of making: same members, same bytes.

    Examples
    --------
    >>> zip_bytes([("a.txt", b"1")]) == zip_bytes([("a.txt", b"1")])
    True
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in members:
            packed.writestr(_member(name), content)
    return target.getvalue()


def zip_folder(folder: Path, names: Iterable[str], path: Path) -> None:
    """Files of a folder as one zip at ``path``, whole or not at all; read and packed piece by piece, so that memory
    stays flat however much there is.

    Raises
    ------
    OSError
        As :func:`whole_file`.
    """
    with whole_file(path) as fresh, zipfile.ZipFile(fresh, "w") as packed:
        for name in names:
            member = _member(name)
            member.file_size = (folder / name).stat().st_size
            with (folder / name).open("rb") as source, packed.open(member, "w") as target:
                shutil.copyfileobj(source, target, 1 << 20)
