"""Texts of the data files that people read: found for the catalogue, and said in the language in force when loaded."""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from mapping.language import tr

HERE = Path(__file__).parent


@cache
def text_fields() -> dict[str, list[list[str]]]:
    """Data file -> the paths of its fields that people read, as lists of keys."""
    told = tomllib.loads((HERE / "texts.toml").read_text(encoding="utf-8"))
    return {entry["file"]: [path.split(".") for path in entry["paths"]] for entry in told.values()}


def _change(value: Any, path: list[str], change: Callable[[str], str]) -> Any:
    if not path:
        if isinstance(value, str):
            return change(value)
        return [_change(item, path, change) for item in value] if isinstance(value, list) else value
    key, *rest = path
    if isinstance(value, list):
        return [_change(item, rest if key == "*" else path, change) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: _change(item, rest, change) if key in ("*", name) else item for name, item in value.items()}


def change_texts(file: str, told: Any, change: Callable[[str], str] = tr) -> Any:
    """What a data file says, with ``change`` done to the fields that people read; the rest is as it was.

    Parameters
    ----------
    file : str
        Name in ``knowledge/``.
    told : dict or list of dict
        A parsed TOML file, or the rows of a CSV file.

    Examples
    --------
    >>> told = {"criteria": {"lq": {"label": "kekhasan", "low": 0}}}
    >>> change_texts("criteria.toml", told, str.upper)
    {'criteria': {'lq': {'label': 'KEKHASAN', 'low': 0}}}
    """
    for path in text_fields().get(file, []):
        told = _change(told, path, change)
    return told


def data_texts() -> dict[str, list[str]]:
    """Every text of the data files that people read -> the files that say it."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in text_fields():
        path = HERE / file
        text = path.read_text(encoding="utf-8")
        told = tomllib.loads(text) if path.suffix == ".toml" else list(csv.DictReader(text.splitlines()))
        seen: list[str] = []

        def note(said: str, seen: list[str] = seen) -> str:
            seen.append(said)
            return said

        change_texts(file, told, note)
        for said in seen:
            if said.strip():
                found[said].append(f"mapping/knowledge/{file}")
    return dict(found)
