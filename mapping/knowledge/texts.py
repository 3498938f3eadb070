"""Texts of the data files that people read: found for the catalogue, and said in the language in force when loaded."""

from __future__ import annotations

import csv
import io
import tomllib
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapping.language import tr

if TYPE_CHECKING:
    import pandas as pd

HERE = Path(__file__).parent


@cache
def _told() -> dict[str, dict[str, Any]]:
    """The entries of ``texts.toml`` by data file."""
    told = tomllib.loads((HERE / "texts.toml").read_text(encoding="utf-8"))
    return {entry["file"]: entry for entry in told.values()}


def text_fields(kind: str = "paths") -> dict[str, list[list[str]]]:
    """Data file -> the paths of its fields that people read, as lists of keys.

    Parameters
    ----------
    kind : str
        ``"paths"``: translated when the file is loaded; ``"shown"``: identifiers, which whoever shows them translates.

    Examples
    --------
    >>> text_fields()["roadmap.csv"], text_fields("shown")["lexicon.csv"]
    ([['reason']], [['product']])
    """
    return {file: [path.split(".") for path in entry.get(kind, [])] for file, entry in _told().items()}


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
    if key == "@":
        return {change(name): item for name, item in value.items()}
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


def read_csv_texts(name: str) -> pd.DataFrame:
    """A data file with ``;`` between its columns, all text, ``""`` where empty; texts in the language in force.

    Examples
    --------
    >>> read_csv_texts("roadmap.csv").columns.tolist()
    ['line_id', 'position', 'next_id', 'reason']
    """
    import pandas as pd

    table = pd.read_csv(HERE / name, sep=";", dtype=str, keep_default_na=False)
    for (column,) in text_fields().get(name, []):
        table[column] = [tr(text) for text in table[column]]
    return table


def read_toml_texts(name: str) -> dict[str, Any]:
    """A data file in TOML, what people read in the language in force.

    Examples
    --------
    >>> read_toml_texts("sectors.toml")["sectors"]["food"]["label"]
    'Pangan'
    """
    told: dict[str, Any] = change_texts(name, tomllib.loads((HERE / name).read_text(encoding="utf-8")))
    return told


def data_texts() -> dict[str, list[str]]:
    """Every text of the data files that people read -> the files that say it."""
    found: dict[str, list[str]] = defaultdict(list)
    for file, entry in _told().items():
        text = (HERE / file).read_text(encoding="utf-8")
        told = tomllib.loads(text) if file.endswith(".toml") else list(csv.DictReader(io.StringIO(text), delimiter=";"))
        for kind, between in (("paths", None), ("shown", entry.get("split"))):
            for said in _texts_at(told, text_fields(kind)[file], between):
                found[said].append(f"mapping/knowledge/{file}")
    return dict(found)


def _texts_at(told: Any, paths: list[list[str]], between: str | None) -> list[str]:
    """The texts at these places, in order, empty ones left out."""
    seen: list[str] = []

    def note(said: str) -> str:
        seen.extend(part.strip() for part in said.split(between)) if between else seen.append(said)
        return said

    for path in paths:
        _change(told, path, note)
    return [said for said in seen if said.strip()]
