"""Which column is which: headers of offices -> our names, by the synonyms in ``knowledge/columns.toml``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

import pandas as pd

from mapping.knowledge.catalog import HERE

HEADER_SEARCH_ROWS = 30
"""A header is looked for in this many first rows, below titles and merged group heads."""
MINIMUM_KNOWN = 2
GROUP_SIGNS = "/:-"
"""Between group and question in the headers of KoboToolbox and ODK."""
LOCATED = ("code", "bps_code", "kelurahan", "point")
DESCRIBED = ("product", "business_name", "category", "text", "kbli")


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
    if found is None and ("(" in header or "[" in header):
        found = known.get(header_key(re.sub(r"[(\[].*?[)\]]", " ", header)))
    return found


def known_columns(role: str) -> list[str]:
    """Our column names of a role, for a user who maps them.

    Examples
    --------
    >>> known_columns("survey")[:3]
    ['id', 'code', 'bps_code']
    """
    return list(read_columns()[role])


def recognise_columns(
    headers: Sequence[str], role: str, chosen: Mapping[str, str] = MappingProxyType({})
) -> dict[str, list[int]]:
    """Our names -> positions of their columns, best first.

    Parameters
    ----------
    headers : sequence of str
        As the file has them; form exports with their group before (``grup_usaha/produk``).
    role : str
        ``"boundary"`` or ``"survey"``.
    chosen : mapping
        Header -> our name, or ``"-"`` for none, as the user says; stands above every synonym.

    Examples
    --------
    >>> recognise_columns(["NAMOBJ", "WADMKD", "KDEPUM"], "boundary")
    {'name': [1, 0], 'code': [2]}
    >>> recognise_columns(["desa", "dusun", "catatan"], "survey", {"dusun": "kelurahan", "catatan": "product"})
    {'kelurahan': [1], 'product': [2]}
    """
    said = {p: chosen[h.strip()] for p, h in enumerate(headers) if h.strip() in chosen}
    columns: dict[str, list[int]] = {}
    for position, name in said.items():
        if name in read_columns()[role]:
            columns.setdefault(name, []).append(position)
    free = [("" if p in said else header) for p, header in enumerate(headers)]
    found = _find_columns(bare_headers(free) if role == "survey" else free, role)
    columns = found | columns
    if role == "survey":
        columns = _find_columns(free, "survey_fallback", 1) | _find_form_columns(free) | columns
    return columns


def _find_columns(headers: Sequence[str], role: str, most: int | None = None) -> dict[str, list[int]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for position, header in enumerate(headers):
        known = recognise_header(header, role)
        if known:
            found.setdefault(known[0], []).append((known[1], position))
    return {name: [position for _, position in sorted(places)][:most] for name, places in found.items()}


def _find_form_columns(headers: Sequence[str]) -> dict[str, list[int]]:
    """What a form adds by itself: the parts of a point, and when it was filled in."""
    patterns = read_columns()["form"]
    columns = {}
    for name in ("lat", "lon"):
        places = [p for p, header in enumerate(headers) if re.search(patterns[name], header, re.IGNORECASE)]
        if places:
            columns[name] = places[:1]
    keys = [header_key(header) for header in headers]
    if is_form_export(headers):
        dates = [keys.index(key) for key in map(header_key, patterns["dates"]) if key in keys]
        columns |= {"surveyed_on": dates[:1]} if dates else {}
    return columns


def is_form_export(headers: Sequence[str]) -> bool:
    """Whether a table has the columns that KoboToolbox or ODK add to every export.

    Examples
    --------
    >>> is_form_export(["start", "end", "produk", "_id", "_uuid"]), is_form_export(["id", "produk"])
    (True, False)
    """
    marks = {mark.lower() for mark in read_columns()["form"]["marks"]}
    return len(marks & {header.strip().lower() for header in headers}) >= MINIMUM_KNOWN


def split_group(header: str) -> tuple[str, str]:
    """Group and question of a header of a form export; the group is ``""`` where there is none.

    Examples
    --------
    >>> split_group("usaha/data/produk"), split_group("usaha-produk"), split_group("produk")
    (('usaha/data', 'produk'), ('usaha', 'produk'), ('', 'produk'))
    """
    for sign in GROUP_SIGNS:
        group, _, question = header.rpartition(sign)
        if group.strip() and question.strip():
            return group.strip(), question.strip()
    return "", header


def bare_headers(headers: Sequence[str]) -> list[str]:
    """Headers of a survey without the groups of a form before them; ``""`` for parts of a whole question.

    Groups are taken off only where the whole header is unknown, is not about a person, and either several headers share
    the group or the table is a form's export.

    Examples
    --------
    >>> bare_headers(["grup/produk", "grup/kendala", "grup/kendala/modal", "kel/desa"])
    ['produk', 'kendala', '', 'kel/desa']
    """
    whole = {header.strip() for header in headers}
    tops = Counter(_top(header) for header in headers)
    export = is_form_export(headers)
    bare = []
    for header in headers:
        group, question = split_group(header.strip())
        grouped = bool(group) and (export or tops[_top(header)] > 1)
        if not grouped or recognise_header(header, "survey") or _is_about_person(header):
            bare.append(header)
        else:
            bare.append("" if group in whole else question)
    return bare


def _top(header: str) -> str:
    return re.split(f"[{GROUP_SIGNS}]", header.strip())[0]


@cache
def _personal_keys() -> frozenset[str]:
    return frozenset(map(header_key, read_columns()["personal"]["names"]))


def _is_about_person(header: str) -> bool:
    key = header_key(header)
    return key in _personal_keys() or key.startswith(("pemilik", "alamat", "responden"))


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


def is_survey(columns: Mapping[str, list[int]]) -> bool:
    """Whether columns say where a business is and what it does.

    Examples
    --------
    >>> is_survey({"lat": [0], "lon": [1], "product": [2]}), is_survey({"lat": [0], "product": [2]})
    (True, False)
    """
    located = columns.keys() & set(LOCATED) or {"lat", "lon"} <= columns.keys()
    return bool(located and columns.keys() & set(DESCRIBED))


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
