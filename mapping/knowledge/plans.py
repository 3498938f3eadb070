"""From a chosen line to work: what follows it, what it must ask for, who does what, who teaches and who helps."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mapping.knowledge.texts import read_csv_texts, read_toml_texts
from mapping.language import per_language


@per_language
def read_roadmap_rules() -> dict[str, Any]:
    """The three stages, what must be reached before the second and the third, and what makes no relation.

    Examples
    --------
    >>> read_roadmap_rules()["before"]["2"]["coverage"]
    1.2
    """
    return read_toml_texts("roadmap.toml")


@per_language
def read_roadmap() -> pd.DataFrame:
    """What may follow a line where the data of a place do not say, best first.

    Returns
    -------
    DataFrame
        ``line_id`` (a line, or a sector for what its lines have in common), ``position`` (int, from 2),
        ``next_id`` (a line), ``reason`` (goes on after "karena").

    Examples
    --------
    >>> read_roadmap().query("line_id == 'B13'")["next_id"].tolist()
    ['B11', 'B12']
    """
    table = read_csv_texts("roadmap.csv")
    return table.assign(position=table["position"].astype(int))


@per_language
def read_permits() -> dict[str, Any]:
    """The steps of any cooperative in order (``general``), and the permits that lines ask for (``permits``).

    Examples
    --------
    >>> [step["key"] for step in read_permits()["general"]]
    ['akta', 'nik', 'npwp', 'nib', 'rekening']
    """
    return read_toml_texts("permits.toml")


@per_language
def read_roles() -> dict[str, Any]:
    """Roles with their labels, and tasks with who does, decides, is asked and is told.

    Examples
    --------
    >>> read_roles()["roles"]["kepala"]["label_kelurahan"]
    'Lurah'
    """
    return read_toml_texts("roles.toml")


@per_language
def read_training() -> dict[str, Any]:
    """Training modules (``modules``), those of every cooperative (``required``), and ``gaps`` that call for them.

    Examples
    --------
    >>> sorted(read_training()["modules"])
    ['finance', 'it', 'management', 'marketing', 'production']
    """
    return read_toml_texts("training.toml")


@per_language
def read_partners() -> dict[str, Any]:
    """The five kinds of partnership (``types``), and organisations that may be there already (``overlap``).

    Examples
    --------
    >>> list(read_partners()["types"])
    ['technical', 'finance', 'marketing', 'research', 'advocacy']
    """
    return read_toml_texts("partners.toml")
