"""What a study was made of: checksums of files, settings and program, by which a kept study is known to be current."""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mapping import __version__
from mapping.settings import Settings, Sources

LIBRARIES = ("geopandas", "numpy", "pandas", "pyogrio", "scipy", "shapely")


def versions() -> dict[str, str]:
    """This program, Python, and the libraries that a result depends on, with their versions."""
    return {"mapping": __version__, "python": platform.python_version()} | {name: version(name) for name in LIBRARIES}


def describe_inputs(counted: list[dict[str, Any]], sources: Sources) -> list[dict[str, Any]]:
    """Every file with its checksum, in the order of ``Sources.files``; rows where the file has rows."""
    rows = {(entry["role"], entry["name"]): entry for entry in counted}
    return [
        {
            "role": role,
            "name": file.name,
            "sha256": hashlib.sha256(file.content).hexdigest(),
            "bytes": len(file.content),
            **rows.get((role, file.name), {}),
        }
        for role, file in sources.files()
    ]


def study_key(settings: Settings, sources: Sources) -> str:
    """Checksum of everything that a study's figures depend on: the files, the settings, this program.

    Decisions of meetings are kept beside the figures and change none: with them the key stays as it was.
    """
    digest = hashlib.sha256(code_fingerprint().encode())
    digest.update(json.dumps(asdict(settings), sort_keys=True).encode())
    for role, file in ((role, file) for role, file in sources.files() if role != "decisions"):
        digest.update(f"{role} {file.name}".encode() + hashlib.sha256(file.content).digest())
    return digest.hexdigest()


@cache
def code_fingerprint() -> str:
    """Checksum of the rooms that a result depends on, so that a changed formula rebuilds the studies."""
    here = Path(__file__).parent
    rooms = ("knowledge", "intake", "measure", "score", "advise")
    files = [here / "study.py", here / "settings.py"]
    files += [path for room in rooms for path in (here / room).rglob("*") if path.suffix in {".py", ".csv", ".toml"}]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(here).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def is_current(folder: Path, settings: Settings, sources: Sources) -> bool:
    """Whether the folder already holds the study of exactly these inputs by exactly this program."""
    manifest = folder / "manifest.json"
    if not manifest.exists():
        return False
    return json.loads(manifest.read_text(encoding="utf-8")).get("key") == study_key(settings, sources)
