"""What the open-data interface gives away: its tables, their columns, where each comes from and what it is."""

from __future__ import annotations

from typing import Any

from mapping.knowledge.texts import read_toml_texts
from mapping.language import per_language

CHANGED = ("changed_n", "changed_at")
"""Columns that every table has besides its own: the trail's number and time of the last change of a row."""


@per_language
def read_open_tables() -> dict[str, dict[str, Any]]:
    """Table -> ``label, about``, ``of`` (the desk's table), ``place`` (column with a region's code) and ``columns``:
    column -> ``told`` (what it is) and ``from`` (``"table.column"`` of the desk, ``""`` where it is worked out).

    Examples
    --------
    >>> tables = read_open_tables()
    >>> tables["kebutuhan"]["columns"]["cooperative"]
    {'told': 'nama koperasi', 'from': 'cooperative.name'}
    >>> list(tables["koperasi"]["columns"])[-2:]
    ['changed_n', 'changed_at']
    """
    told = read_toml_texts("open.toml")
    return {name: _table(table, told["shared"]) for name, table in told["tables"].items()}


@per_language
def read_open_trail() -> dict[str, Any]:
    """The same for the trail.

    Examples
    --------
    >>> read_open_trail()["columns"]["n"]
    {'told': 'nomor urut', 'from': 'trail.n'}
    """
    told = read_toml_texts("open.toml")["trail"]
    columns = {name: {"told": told["told"][name], "from": f"trail.{name}"} for name in told["columns"].split()}
    return {"label": told["label"], "about": told["about"], "columns": columns}


def _table(table: dict[str, Any], shared: dict[str, str]) -> dict[str, Any]:
    words, origins = shared | table["told"], table["from"]
    columns = {
        name: {"told": words[name], "from": origins.get(name, f"{table['of']}.{name}")}
        for name in table["columns"].split()
    }
    columns |= {name: {"told": shared[name], "from": ""} for name in CHANGED}
    return {**{name: table[name] for name in ("label", "about", "of", "place")}, "columns": columns}
