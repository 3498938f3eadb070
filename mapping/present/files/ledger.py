"""What a batch has written so far, so that a second run goes on where the first one stopped."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import mapping
from mapping.language import language
from mapping.present.files.stamp import manifest_bytes
from mapping.present.files.whole import write_bytes
from mapping.provenance import versions
from mapping.study import TABLES, Study

if TYPE_CHECKING:
    import pandas as pd

NAME = "batch.json"
WRITERS = ("pyarrow", "python-docx", "typst", "xlsxwriter")
"""Libraries whose version changes the bytes of a file."""
SCREENS = ("bench", "demo", "ui")


@cache
def program_key() -> str:
    """Checksum of all code, templates and texts that a file can depend on, and of the libraries that write it."""
    here = Path(mapping.__file__).parent
    rooms = [path for path in sorted(here.rglob("*")) if path.is_file() and path.suffix != ".pyc"]
    digest = hashlib.sha256(json.dumps([versions(), [version(name) for name in WRITERS]]).encode())
    for path in rooms:
        part = path.relative_to(here)
        if part.parts[0] not in SCREENS:
            digest.update(part.as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def _table_key(table: pd.DataFrame) -> bytes:
    import pandas as pd

    plain = {str(name): column.to_wkb() if name == "geometry" else column for name, column in table.items()}
    rows = pd.util.hash_pandas_object(pd.DataFrame(plain, index=table.index))
    return json.dumps(list(plain)).encode() + rows.to_numpy().tobytes()


def edition_key(study: Study) -> str:
    """Checksum of everything that the files of a study depend on: its tables, its manifest, the language in force and
    this program. Some 60 ms for a city."""
    digest = hashlib.sha256(program_key().encode() + language().encode() + manifest_bytes(study))
    for name in TABLES:
        digest.update(name.encode() + _table_key(getattr(study, name)))
    return digest.hexdigest()


def file_sha256(path: Path) -> str:
    """Checksum of a file, read piece by piece; ``""`` where there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


class Ledger:
    """The files of one edition in a folder: name -> checksum, kept in ``batch.json`` beside them.

    Parameters
    ----------
    folder : Path
        Where the files lie.
    edition : str
        ``edition_key``: what another edition wrote there counts for nothing.
    """

    def __init__(self, folder: Path, edition: str) -> None:
        self.path, self.edition = folder / NAME, edition
        self.files: dict[str, str] = {}
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
            if kept["edition"] == edition:
                self.files = {str(name): str(sha256) for name, sha256 in kept["files"].items()}
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            # None there, or no ledger: then nothing is known to be whole, and all is written.
            self.files = {}

    def is_whole(self, name: str) -> bool:
        """Whether the file lies there as this edition wrote it: checked by its bytes, not by its name."""
        return name in self.files and file_sha256(self.path.parent / name) == self.files[name]

    def write(self) -> None:
        """Keep what has been written so far."""
        told = {"edition": self.edition, "files": dict(sorted(self.files.items()))}
        write_bytes((json.dumps(told, indent=1) + "\n").encode(), self.path)
