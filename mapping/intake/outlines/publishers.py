"""Who published a boundary file, told by its columns, and what that says about its codes and rows."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from mapping.intake.tables.columns import header_key
from mapping.knowledge.catalog import HERE

UNKNOWN = "tidak dikenali"


@dataclass(frozen=True)
class Publisher:
    """One entry of ``publishers.toml``.

    ``codes`` is ``"kemendagri"``, ``"bps"``, ``"pbb"``, ``"own"``, or ``""`` for a file of nobody we know.
    """

    name: str
    codes: str = ""
    columns: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    level_column: str = ""
    villages: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


NOBODY = Publisher(UNKNOWN)


@cache
def read_publishers() -> tuple[Publisher, ...]:
    """All signatures, in the order in which they are tried."""
    entries = tomllib.loads((HERE / "publishers.toml").read_text(encoding="utf-8"))["publisher"]
    return tuple(_make(entry) for entry in entries)


def _make(entry: dict[str, Any]) -> Publisher:
    level = entry.get("level", {})
    return Publisher(
        entry["name"],
        entry["codes"],
        tuple(header_key(column) for column in entry["columns"]),
        tuple(header_key(column) for column in entry.get("without", [])),
        header_key(level.get("column", "")),
        tuple(level.get("villages", ())),
        tuple(level.get("others", ())),
    )


def recognise_publisher(headers: Sequence[str]) -> Publisher:
    """The publisher whose columns a file has; ``NOBODY`` where none fits.

    Examples
    --------
    >>> recognise_publisher(["ADM4_EN", "ADM4_PCODE", "ADM3_EN"]).codes
    'bps'
    >>> recognise_publisher(["Kelurahan", "luas_ha"]) is NOBODY
    True
    """
    keys = {header_key(header) for header in headers}
    fitting = (p for p in read_publishers() if keys.issuperset(p.columns) and keys.isdisjoint(p.without))
    return next(fitting, NOBODY)


def read_levels(table: pd.DataFrame, publisher: Publisher) -> tuple[pd.Series, pd.Series]:
    """What level of regions each row says it is, and whether that is a village.

    Of several levels that can be villages, the first one present is taken: OpenStreetMap draws desa at 7, in some
    places at 8, where 8 elsewhere is a dusun.

    Returns
    -------
    levels : Series of str
        As written, lower case; ``""`` unknown.
    villages : Series of bool
        True also where the level is unknown.

    Examples
    --------
    >>> table = pd.DataFrame({"name": ["Kota", "Gundih", "RW 1"], "admin_level": ["5", "7", "8"]})
    >>> read_levels(table, recognise_publisher(table.columns))[1].tolist()
    [False, True, False]
    """
    columns = [p for p, header in enumerate(table.columns) if header_key(str(header)) == publisher.level_column]
    if not publisher.level_column or not columns:
        return pd.Series("", index=table.index), pd.Series(True, index=table.index)
    levels = table.iloc[:, columns[0]].astype("object").fillna("").astype(str)
    levels = levels.str.strip().str.lower().str.removesuffix(".0")
    taken = next((level for level in publisher.villages if (levels == level).any()), "")
    return levels, (levels == taken) | ~levels.isin([*publisher.villages, *publisher.others])
