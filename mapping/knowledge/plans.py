"""From a chosen line to work: what follows it, what it must ask for, who does what, who teaches and who helps."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

import pandas as pd

from mapping.knowledge.catalog import HERE


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


@cache
def read_roadmap_rules() -> dict[str, Any]:
    """The three stages, what must be reached before the second and the third, and what makes no relation.

    Examples
    --------
    >>> read_roadmap_rules()["before"]["2"]["coverage"]
    1.2
    """
    return _read("roadmap.toml")


@cache
def read_roadmap() -> pd.DataFrame:
    """What may follow a line where the data of a place do not say, best first.

    Returns
    -------
    DataFrame
        ``line_id`` (a line, or a sector for what its lines have in common), ``position`` (int, from 2),
        ``next_id`` (a line), ``reason`` (Indonesian, goes on after "karena").

    Examples
    --------
    >>> read_roadmap().query("line_id == 'B13'")["next_id"].tolist()
    ['B11', 'B12']
    """
    table = pd.read_csv(HERE / "roadmap.csv", sep=";", dtype=str, keep_default_na=False)
    return table.assign(position=table["position"].astype(int))


@cache
def read_permits() -> dict[str, Any]:
    """The steps of any cooperative in order (``general``), and the permits that lines ask for (``permits``).

    Examples
    --------
    >>> [step["key"] for step in read_permits()["general"]]
    ['akta', 'nik', 'npwp', 'nib', 'rekening']
    """
    return _read("permits.toml")


@cache
def read_roles() -> dict[str, Any]:
    """Roles with their labels, and tasks with who does, decides, is asked and is told.

    Examples
    --------
    >>> read_roles()["roles"]["kepala"]["label_kelurahan"]
    'Lurah'
    """
    return _read("roles.toml")


@cache
def read_training() -> dict[str, Any]:
    """Training modules (``modules``), those of every cooperative (``required``), and ``gaps`` that call for them.

    Examples
    --------
    >>> sorted(read_training()["modules"])
    ['finance', 'it', 'management', 'marketing', 'production']
    """
    return _read("training.toml")


@cache
def read_partners() -> dict[str, Any]:
    """The five kinds of partnership (``types``), and organisations that may be there already (``overlap``).

    Examples
    --------
    >>> list(read_partners()["types"])
    ['technical', 'finance', 'marketing', 'research', 'advocacy']
    """
    return _read("partners.toml")
