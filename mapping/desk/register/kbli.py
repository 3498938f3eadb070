"""Whether a deed has the KBLI codes that a line of business needs."""

from __future__ import annotations

import re

from mapping.knowledge.catalog import read_lines

EDITIONS = ("2020", "2025")


def needed_kbli(line_id: str, edition: str) -> list[list[str]]:
    """Codes that a line needs in one edition: one of each group; empty where the catalogue does not know.

    Examples
    --------
    >>> needed_kbli("B10", "2020"), needed_kbli("B15", "2025"), needed_kbli("B06", "2025")
    ([['52109'], ['49431']], [['10307', '10308']], [])
    """
    text = str(read_lines().at[line_id, f"kbli{edition}"])
    groups = [re.findall(r"(?<!\d)\d{5}(?!\d)", part) for part in text.split("+")]
    return [group for group in groups if group]


def missing_kbli(kbli: str, line_id: str) -> list[list[str]]:
    """Groups of codes of which a deed has none, in the edition in which it lacks least.

    Parameters
    ----------
    kbli : str
        Codes of the deed, ``"; "`` between them.
    line_id : str
        Of ``lines.csv``; ``""``: nothing is missing.

    Examples
    --------
    >>> missing_kbli("10307; 47112", "B15"), missing_kbli("47112", "B15")
    ([], [['10307', '10308']])
    >>> missing_kbli("", "")
    []
    """
    if line_id not in read_lines().index:
        return []
    had = set(kbli.split("; "))
    needs = [needed_kbli(line_id, edition) for edition in EDITIONS]
    lacks = [[group for group in groups if not had & set(group)] for groups in needs if groups]
    return min(lacks, key=len, default=[])
