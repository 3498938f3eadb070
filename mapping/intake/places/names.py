"""Which kelurahan a written place names: exactly, by a slip of the pen that has one reading, or not surely."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd

from mapping.intake.places.official import find_elsewhere, official_children, official_regencies, split_official
from mapping.intake.places.places import is_kemendagri, name_keys, regency_key, regency_kind
from mapping.language import tr, tr_rows

FUZZY_SCORE = 90.0
"""rapidfuzz ratio (0-100) from which a misspelled name is taken for a known one ..."""
FUZZY_LEAD = 5.0
"""... when the next best is at least this much worse."""
ONE_SLIP_LENGTH = 6
"""From this many letters on, one slip (a wrong, missing, added or swapped letter) is forgiven if only one name fits."""
PLACE = ["kelurahan", "kecamatan", "kabupaten"]
_KIND = re.compile(r"^\s*(?:(?P<kelurahan>kelurahan|kel)|(?P<desa>desa|ds))\b", re.I)


def read_gazetteer(kelurahan: pd.DataFrame) -> pd.DataFrame:
    """Names of the map as keys to look up.

    Returns
    -------
    DataFrame
        One row per kelurahan: ``code, kind, name, kecamatan``, ``regency`` (kabupaten as the map writes it),
        ``district``, ``village`` (name keys).
    """
    book = pd.DataFrame(
        {
            "code": kelurahan.index.astype(str),
            "kind": kelurahan["kind"].to_numpy(),
            "name": kelurahan["name"].to_numpy(),
            "kecamatan": kelurahan["kecamatan"].to_numpy(),
            "regency": kelurahan["kabupaten"].to_numpy(),
        }
    )
    return book.assign(district=name_keys(book["kecamatan"]), village=name_keys(book["name"]))


def match_places(asked: pd.DataFrame, book: pd.DataFrame) -> pd.DataFrame:
    """The kelurahan that each distinct written place names.

    Whole columns by merging; only places that stand on no map are looked at one by one, each against the names of its
    own kecamatan. A misspelled name without a kecamatan is never guessed, unless the map has a single one.

    Parameters
    ----------
    asked : DataFrame
        ``kelurahan, kecamatan, kabupaten`` as written; ``""`` unknown; ``kelurahan`` is filled.
    book : DataFrame
        As ``read_gazetteer`` gives it.

    Returns
    -------
    DataFrame
        Same index: ``found`` (code, NaN none), ``problem`` (Indonesian, ``""`` none), ``guessed`` (bool: another
        spelling was taken), ``outside`` (bool: certainly not on this map), ``hint`` (code that the official list
        suggests, ``""`` none), ``regency``, ``district`` (as the gazetteer writes them, ``""`` unknown), ``village``.

    Examples
    --------
    >>> map_ = pd.DataFrame({"name": ["Masin", "Silurah"], "kecamatan": "Barat", "kabupaten": "", "kind": "desa"})
    >>> book = read_gazetteer(map_.set_axis(["1", "2"]))
    >>> asked = pd.DataFrame([["Ds. Masin", "", ""], ["Silurha", "Barat", ""], ["Brokoh", "", ""]], columns=PLACE)
    >>> match_places(asked, book)[["found", "guessed"]].values.tolist()
    [['1', False], ['2', True], [nan, False]]
    """
    places = pd.DataFrame({"village": name_keys(asked["kelurahan"])}, index=asked.index)
    places = places.join(_find_regencies(asked["kabupaten"], book))
    places = places.join(_find_districts(asked["kecamatan"], places["regency"], book))
    places = _look_elsewhere(places, name_keys(asked["kecamatan"]))
    lost = places["regency_problem"] + places["district_problem"].where(places["regency_problem"] == "", "")
    found = _look_up(asked, places, book).where(lost == "")
    inside = tr_rows('"{name}" di kecamatan "{kecamatan}"', name=asked["kelurahan"], kecamatan=asked["kecamatan"])
    named = inside.where(asked["kecamatan"] != "", '"' + asked["kelurahan"] + '"')
    levels = [places["district"] == "", places["regency"] == ""]
    what = np.select(levels, [tr("kecamatannya"), tr("kabupatennya")], default=tr("kodenya"))
    several = tr_rows(
        "kelurahan/desa {named} ada {n} pada peta; {what} perlu disebut",
        named=named,
        n=found.astype("str"),
        what=pd.Series(what, index=asked.index),
    )
    problem = lost.mask((lost == "") & found.map(type).eq(int), several)
    found = found.where(found.map(type).eq(str))
    spelled = _respell(places[found.isna() & (problem == "")], book)
    found = found.fillna(spelled["found"])
    problem = problem.mask(
        found.isna() & (problem == ""), tr_rows("kelurahan/desa {named} tidak ada pada peta", named=named)
    )
    away = pd.Series(False, index=asked.index).mask(spelled["outside"].reindex(asked.index, fill_value=False), True)
    problem = problem.mask(away, problem + tr(", padahal ada di daftar resmi"))
    respelled = places.index.isin(spelled.index[spelled["found"].notna()])
    return places[["regency", "district", "village"]].assign(
        found=found.astype("object"),
        problem=problem.astype(str),
        guessed=found.notna() & (respelled | places["regency_guessed"] | places["district_guessed"]),
        outside=places["regency_outside"] | places["district_outside"] | away,
        hint=spelled["hint"].reindex(asked.index, fill_value=""),
    )


def _find_regencies(texts: pd.Series, book: pd.DataFrame) -> pd.DataFrame:
    """``regency`` as the map writes it, whether guessed, whether outside, and the problem; each distinct text once."""
    known: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(set(book["regency"]) - {""}):
        known.setdefault(regency_key(name), []).append((name, regency_kind(name)))
    columns = ["regency", "regency_guessed", "regency_outside"]
    unknown = known and {regency_key(text) for text in texts.unique() if text} - set(known)
    official = official_regencies() if unknown else set(known)
    answers = {text: _find_regency(text, known, official) for text in texts.unique()}
    table = pd.DataFrame([answers[text] for text in texts], columns=columns, index=texts.index)
    problem = tr_rows('kabupaten/kota "{text}" di luar peta', text=texts).where(table["regency"].isna(), "")
    return table.assign(regency=table["regency"].fillna(""), regency_problem=problem)


def _find_regency(
    text: str, known: dict[str, list[tuple[str, str]]], official: set[str]
) -> tuple[str | None, bool, bool]:
    """The regency of the map that a text names; one that only says "Bogor" fits Kota and Kabupaten Bogor."""
    if not text or not known:
        return "", False, False
    key, kind = regency_key(text), regency_kind(text)
    near = key if key in known else None if key in official else closest(key, known)
    if near is None:
        return None, False, key in official
    fitting = [(name, its) for name, its in known[near] if not kind or its in ("", kind)]
    exact = [name for name, its in fitting if its == kind] or [name for name, _ in fitting]
    if not exact:
        return None, False, True
    return exact[0] if len(exact) == 1 else "", near != key, False


def _find_districts(texts: pd.Series, regencies: pd.Series, book: pd.DataFrame) -> pd.DataFrame:
    """``district`` as the gazetteer writes it, and the same three; each distinct pair with its regency once."""
    written = pd.DataFrame({"regency": regencies, "key": name_keys(texts)}, index=texts.index)
    columns = ["district", "district_guessed", "district_outside"]
    pairs = written.drop_duplicates()
    by_regency = dict(list(book.groupby("regency")))
    answers = []
    for regency, part in pairs.groupby("regency", sort=False):
        mine = by_regency.get(regency, book)
        answers += _find_in_regency(part["key"], mine)
    table = pd.DataFrame(answers, columns=["key", *columns])
    table["regency"] = [r for r, part in pairs.groupby("regency", sort=False) for _ in range(len(part))]
    table = written.merge(table, on=["regency", "key"], how="left").set_axis(texts.index)[columns]
    problem = tr_rows('kecamatan "{text}" tidak ada pada peta', text=texts).where(table["district"].isna(), "")
    return table.assign(district=table["district"].fillna(""), district_problem=problem)


def _look_elsewhere(places: pd.DataFrame, districts: pd.Series) -> pd.DataFrame:
    """Mark places without a kabupaten whose kecamatan is not on the map but lies, with this village, elsewhere."""
    open_ = (places["district_problem"] != "") & ~places["district_outside"]
    unknown = places.index[open_ & (places["regency"] == "")]
    if unknown.empty:
        return places
    where = pd.Series(find_elsewhere(districts[unknown], places.loc[unknown, "village"]), index=unknown, dtype="str")
    known = where[where != ""]
    places.loc[known.index, "district_outside"] = True
    places.loc[known.index, "district_problem"] += tr_rows("; ada di {known}", known=known)
    return places


def _find_in_regency(keys: pd.Series, book: pd.DataFrame) -> list[tuple[str, str | None, bool, bool]]:
    known = set(book["district"]) - {""}
    if not known:
        return [(key, "", False, False) for key in keys]
    answers: list[tuple[str, str | None, bool, bool]] = []
    aliases: dict[str, str] = {}
    absent: set[str] | None = None
    by_code = _by_parent(book)
    for key in keys:
        if key in known or not key:
            answers.append((key, key, False, False))
            continue
        if absent is None:
            children = official_children(code[:5] for code in by_code).values()
            found, _, absent = split_official(itertools.chain(*children), by_code)
            aliases = {name: by_code[code] for name, code in found.items()} | {name: name for name in known}
        near = key if key in aliases else None if key in absent else closest(key, aliases)
        answers.append((key, aliases[near] if near else None, near is not None, key in absent))
    return answers


def _by_parent(book: pd.DataFrame) -> dict[str, str]:
    """District key by Kemendagri code of the kecamatan."""
    mine = book[is_kemendagri(book["code"]) & (book["district"] != "")]
    return dict(zip(mine["code"].str[:8], mine["district"], strict=True))


def _look_up(asked: pd.DataFrame, places: pd.DataFrame, book: pd.DataFrame) -> pd.Series:
    """The code where one kelurahan has this name there, the number of them where several have, NaN where none."""
    found = pd.Series(np.nan, index=places.index, dtype="object")
    for known in ([], ["district"], ["regency"], ["regency", "district"]):
        here = (places[["regency", "district"]] != "") == np.isin(["regency", "district"], known)
        part = places.loc[here.all(axis=1), ["village", *known]]
        if part.empty:
            continue
        pairs = part.reset_index(names="place").merge(book[["code", "kind", "village", *known]], on=["village", *known])
        count = pairs.groupby("place")["code"].size()
        pairs = pairs[pairs["place"].map(count).eq(1) | pairs["kind"].eq(_written_kind(asked, pairs["place"]))]
        count.update(pairs.groupby("place")["code"].size())
        found[count.index] = count.astype(int).astype("object").map(int)
        first = pairs.drop_duplicates("place", keep=False).set_index("place")["code"]
        found[first.index] = first
    return found


def _written_kind(asked: pd.DataFrame, places: pd.Series) -> np.ndarray:
    """Whether "Kel." or "Desa" stands before the name: a kecamatan may have one of each with the same name."""
    kinds = {text: getattr(_KIND.match(text), "lastgroup", "") for text in asked.loc[places, "kelurahan"].unique()}
    return asked.loc[places, "kelurahan"].map(kinds).to_numpy()


def _respell(places: pd.DataFrame, book: pd.DataFrame) -> pd.DataFrame:
    """``found``, ``outside``, ``hint`` of places that stand on the map under no such name, kecamatan by kecamatan."""
    single = book["district"].nunique() == 1
    places = places[(places["district"] != "") | single]
    mine = book if single else book[book["district"].isin(set(places["district"]))]
    blocks: dict[tuple[str, str], dict[str, str]] = {}
    for code, regency, district, village in mine[["code", "regency", "district", "village"]].itertuples(index=False):
        for place in {(regency, district), ("", district), *([(regency, ""), ("", "")] if single else [])}:
            blocks.setdefault(place, {})[code] = village
    official = official_children(mine.loc[is_kemendagri(mine["code"]), "code"].str[:8])
    answers: dict[object, tuple[object, bool, str]] = {}
    for block, part in places.groupby(["regency", "district"]):
        known = blocks.get(block, {})
        children = itertools.chain(*(official.get(parent, []) for parent in {code[:8] for code in known}))
        aliases, renamed, absent = split_official(children, known)
        times = Counter(known.values())
        codes = {village: code for code, village in known.items() if times[village] == 1} | aliases
        for place, village in zip(part.index, part["village"], strict=True):
            near = village if village in aliases else None if village in absent else closest(village, codes)
            answers[place] = (codes[near] if near else np.nan, village in absent, renamed.get(village, ""))
    table = pd.DataFrame.from_dict(answers, orient="index", columns=["found", "outside", "hint"])
    return table.astype({"found": "object", "outside": bool, "hint": "str"})


def closest(key: str, known: Collection[str] | Iterable[str]) -> str | None:
    """The one known name that ``key`` can be a misspelling of; None when there is none or more than one.

    Numbers in names are never misspelled: "Pasar 2" is not "Pasar 3".

    Examples
    --------
    >>> closest("silurha", ["silurah", "brokoh"]), closest("pasar2", ["pasar3"])
    ('silurah', None)
    """
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import OSA

    digits = re.sub(r"\D", "", key)
    names = sorted(name for name in known if re.sub(r"\D", "", name) == digits)
    if len(key) >= ONE_SLIP_LENGTH:
        slips = process.extract(key, names, scorer=OSA.distance, score_cutoff=1, limit=2)
        if len(slips) == 1:
            return slips[0][0]
    near = process.extract(key, names, scorer=fuzz.ratio, score_cutoff=FUZZY_SCORE - FUZZY_LEAD, limit=2)
    if not near or near[0][1] < FUZZY_SCORE or (len(near) > 1 and near[0][1] - near[1][1] < FUZZY_LEAD):
        return None
    return near[0][0]
