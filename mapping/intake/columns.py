"""Which column is which: headers of offices -> our names, by the synonyms in ``knowledge/columns.toml``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

import pandas as pd

from mapping.knowledge.catalog import HERE

HEADER_SEARCH_ROWS = 30
"""A header is looked for in this many first rows, below titles and merged group heads."""
MINIMUM_KNOWN = 2


@cache
def read_columns() -> dict[str, Any]:
    """The synonyms and row patterns of ``columns.toml``."""
    return tomllib.loads((HERE / "columns.toml").read_text(encoding="utf-8"))


def header_key(header: str) -> str:
    """A header without case, accents, spaces, punctuation and leading numbering.

    Examples
    --------
    >>> header_key("3. Nama_Usaha"), header_key("DESA ATAU KELURAHAN"), header_key("ADM4_EN")
    ('namausaha', 'desaataukelurahan', 'adm4en')
    """
    text = unicodedata.normalize("NFKD", header).encode("ascii", "ignore").decode().lower()
    text = re.sub(r"^\s*(?:\d{1,2}|[a-z])\s*[.)]\s*", "", text)
    return re.sub(r"[^a-z0-9]", "", text)


@cache
def _synonyms(role: str) -> dict[str, tuple[str, int]]:
    """Header key -> (our name, priority) for one role of ``columns.toml``."""
    return {
        header_key(spelling): (name, priority)
        for name, spellings in read_columns()[role].items()
        for priority, spelling in enumerate(spellings)
    }


def recognise_header(header: str, role: str) -> tuple[str, int] | None:
    """Our name for a header and how good the match is (0 best); None when unknown.

    Units in brackets count only when nothing is known with them: ``LATITUDE (Y)``, ``Omzet (Rp)``.

    Examples
    --------
    >>> recognise_header("LATITUDE (Y)", "survey"), recognise_header("KDEPUM", "boundary")
    (('lat', 0), ('code', 0))
    >>> recognise_header("catatan petugas", "survey") is None
    True
    """
    known = _synonyms(role)
    found = known.get(header_key(header))
    if found is None:
        found = known.get(header_key(re.sub(r"[(\[].*?[)\]]", " ", header)))
    return found


def recognise_columns(headers: Sequence[str], role: str) -> dict[str, list[int]]:
    """Our names -> positions of their columns, best first.

    Examples
    --------
    >>> recognise_columns(["NAMOBJ", "WADMKD", "KDEPUM"], "boundary")
    {'name': [1, 0], 'code': [2]}
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for position, header in enumerate(headers):
        known = recognise_header(header, role)
        if known:
            found.setdefault(known[0], []).append((known[1], position))
    columns = {name: [position for _, position in sorted(places)] for name, places in found.items()}
    if role == "survey" and "business_name" not in columns:
        fallback = recognise_columns(headers, "survey_fallback")
        columns |= {name: places[:1] for name, places in fallback.items()}
    return columns


def find_header(rows: Sequence[Sequence[str]], role: str) -> tuple[int, int]:
    """Position of the header among the first rows, and how many of our columns it has.

    The row with most recognised columns wins, the first of equals; ``(-1, 0)`` when no row has ``MINIMUM_KNOWN``.

    Examples
    --------
    >>> find_header([["DATA UMKM 2025"], ["", ""], ["Kelurahan", "Produk"], ["Gundih", "tempe"]], "survey")
    (2, 2)
    """
    known = [len(recognise_columns(row, role)) for row in rows[:HEADER_SEARCH_ROWS]]
    best = max(known, default=0)
    return (known.index(best), best) if best >= MINIMUM_KNOWN else (-1, 0)


def coalesce(table: pd.DataFrame, positions: Sequence[int]) -> pd.Series:
    """Text of the first column, blanks filled from the next; blank stays ``""``.

    Examples
    --------
    >>> coalesce(pd.DataFrame({"a": ["x", " "], "b": ["y", "z"]}), [0, 1]).tolist()
    ['x', 'z']
    """
    text = table.iloc[:, positions[0]].str.strip()
    for position in positions[1:]:
        text = text.mask(text == "", table.iloc[:, position].str.strip())
    return text
