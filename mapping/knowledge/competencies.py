"""Twelve things a board should be able to do, their four levels, and which level a line of business wants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from mapping.knowledge.texts import read_toml_texts
from mapping.language import per_language

LEVELS = (1, 2, 3, 4)


@per_language
def read_competencies() -> dict[str, Any]:
    """``competencies`` with question, levels and steps; their ``areas``; rules of ``plan``, ``region``, ``sessions``;
    the checklist ``online``.

    Examples
    --------
    >>> told = read_competencies()
    >>> len(told["competencies"]), told["competencies"]["reports"]["module"]
    (12, 'finance')
    """
    return read_toml_texts("competencies.toml")


def competency_keys(module: str = "") -> list[str]:
    """Keys of all competencies in order, or of those that a training module teaches.

    Examples
    --------
    >>> competency_keys("production")
    ['quality']
    """
    told = read_competencies()["competencies"]
    return [key for key, of in told.items() if module in ("", of["module"])]


def needs_most(competency: Mapping[str, Any], line: Mapping[str, Any]) -> bool:
    """Whether a line of business (a row of ``lines.csv``) is among those that need a competency most.

    Examples
    --------
    >>> cashbook = read_competencies()["competencies"]["cashbook"]
    >>> needs_most(cashbook, {"group": "keuangan", "stage": "jasa", "driver": "outside"})
    True
    >>> needs_most(cashbook, {"group": "kriya", "stage": "olahan", "driver": "producers"})
    False
    """
    by = competency["needs_most"]
    return any(line[column] in by.get(f"{column}s", ()) for column in ("group", "stage", "driver"))


def wanted_levels(line: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """The level wanted of each competency, for any cooperative or for one that runs a line.

    Parameters
    ----------
    line : mapping, optional
        Its row of :func:`mapping.knowledge.catalog.read_lines`; none where no line is chosen yet.

    Returns
    -------
    DataFrame
        Index ``competency``: ``wanted`` (1 to 4), ``most`` (the line needs it most), ``before_borrowing`` (0 to 4, 0
        does not matter), ``module``.

    Examples
    --------
    >>> from mapping.knowledge.catalog import read_lines
    >>> wanted_levels().loc["buyers", "wanted"], wanted_levels(read_lines().loc["B13"]).loc["buyers", "wanted"]
    (np.int64(2), np.int64(3))
    """
    told = read_competencies()["competencies"]
    most = [line is not None and needs_most(of, line) for of in told.values()]
    return pd.DataFrame(
        {
            "wanted": [min(of["wanted"] + up, LEVELS[-1]) for of, up in zip(told.values(), most, strict=True)],
            "most": most,
            "before_borrowing": [of["before_borrowing"] for of in told.values()],
            "module": [of["module"] for of in told.values()],
        },
        index=pd.Index(told, name="competency"),
    )
