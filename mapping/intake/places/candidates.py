"""Which kelurahan a doubtful place may mean: the rows of the repair desk."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from mapping.intake.places.names import PLACE
from mapping.intake.places.places import name_key, name_words
from mapping.language import tr

COLUMNS = [
    *(*PLACE, "n", "row", "position", "kelurahan_code", "name", "candidate_kecamatan"),
    *("score", "problem", "taken", "pattern"),
]
AT_MOST = 5
"""Candidates of one place."""
LOWEST_SCORE = 50.0
LOWEST_LIKENESS = 45.0
"""Of the village's name alone: the right kecamatan makes no candidate of an altogether different name."""
DISTRICTS = 3
"""Kecamatan on the map that are searched when the written one is not on it."""
NAME_WEIGHT = 0.7
"""Weight of the village's name beside that of its kecamatan."""
OTHER_NUMBER = 15.0
"""Taken off when the numbers in two names differ: "Pasar 2" is not "Pasar 3"."""
OTHER_WORDS = 3.0
"""Taken off when two names agree only after one way of speaking is put into the other."""
SAME_MEANING = {
    "lor": "utara",
    "ler": "utara",
    "kaler": "utara",
    "kidul": "selatan",
    "wetan": "timur",
    "kulon": "barat",
    "tengahan": "tengah",
    "hilir": "ilir",
    "hulu": "ulu",
    "anyar": "baru",
}
"""Words of villages in Javanese or Sundanese and in Indonesian."""
OLD_SPELLING = (("oe", "u"), ("tj", "c"), ("dj", "j"), ("sj", "sy"), ("nj", "ny"), ("ch", "kh"))
CHUNK = 500
"""Names compared with the whole map at a time: 500 x 60,000 likenesses of one byte are 30 MB."""


def no_candidates() -> pd.DataFrame:
    """The repair desk's table without a row.

    Examples
    --------
    >>> len(no_candidates())
    0
    """
    numbers = {"n": "int64", "row": "int64", "position": "int64", "score": "float64", "taken": "bool"}
    return pd.DataFrame({c: pd.Series(dtype=numbers.get(c, "str")) for c in COLUMNS})


def place_candidates(asked: pd.DataFrame, matched: pd.DataFrame, book: pd.DataFrame) -> pd.DataFrame:
    """Up to five kelurahan that each doubtful place may mean, best first.

    The score (0-100) weighs the likeness of the village's name (70%) and of the kecamatan's (30%; left out when none is
    written). Compared are the villages of the kecamatan (of the three likest, where it is not on the map), those of
    exactly this name anywhere in the kabupaten and, without a kecamatan, the likest of the whole map. Cost: doubtful
    places x villages of a kecamatan; only places without a kecamatan are compared with the whole map.

    Parameters
    ----------
    asked : DataFrame
        ``kelurahan, kecamatan, kabupaten`` as written, ``n`` (rows), ``row`` (first spreadsheet row).
    matched : DataFrame
        As ``match_places`` answers ``asked``, same index.
    book : DataFrame
        As ``read_gazetteer`` gives it.

    Returns
    -------
    DataFrame
        ``COLUMNS``. ``taken``: the place was read as its first candidate, and a person may overrule it; False: nothing
        was read, its rows wait. A place without any candidate has one row with ``kelurahan_code`` ``""`` and ``score``
        NaN. ``pattern``: what changes between the written place and its first candidate, the same for at least two
        places, for example ``"lor" -> "utara"``; ``""`` none. Places that certainly lie off the map are left out.
    """
    wanted = ~matched["outside"] & (matched["found"].isna() | matched["guessed"])
    if not wanted.any():
        return no_candidates()
    asked, matched = asked[wanted].assign(plain=_plain_keys(asked["kelurahan"][wanted])), matched[wanted]
    spots = book.assign(plain=_plain_keys(book["name"]), at=np.arange(len(book)))
    pairs = _score_pairs(_pair_up(asked, matched, spots), asked, matched, spots)
    pairs["first"] = pairs["kelurahan_code"] == pairs["place"].map(matched["found"])
    pairs = pairs.sort_values(["place", "first", "score", "kelurahan_code"], ascending=[True, False, False, True])
    pairs["position"] = pairs.groupby("place").cumcount() + 1
    table = asked[[*PLACE, "n", "row"]].merge(
        pairs[pairs["position"] <= AT_MOST].set_index("place"), left_index=True, right_index=True, how="left"
    )
    text = {"kelurahan_code": "", "name": "", "candidate_kecamatan": ""}
    table = table.fillna({**text, "position": 1}).astype({"position": "int64", **dict.fromkeys(text, "str")})
    table["taken"] = matched["found"].notna().reindex(table.index)
    table["problem"] = (
        matched["problem"].mask(matched["guessed"], tr("ejaannya berbeda dari peta")).reindex(table.index)
    )
    table = table.sort_values(["n", "row", "position"], ascending=[False, True, True], ignore_index=True)
    return table.assign(pattern=_find_patterns(table))[COLUMNS]


def _pair_up(asked: pd.DataFrame, matched: pd.DataFrame, spots: pd.DataFrame) -> pd.DataFrame:
    """``place`` (index of ``asked``) and ``at`` (row of ``spots``) of all pairs that are worth comparing."""
    left = matched[["regency", "district", "village"]].assign(place=matched.index, plain=asked["plain"])
    unknown = left[(left["district"] == "") & (asked["kecamatan"] != "")]
    bare = left[(left["district"] == "") & (asked["kecamatan"] == "")]
    hinted = left.assign(code=matched["hint"])
    parts = [
        _join(left[left["district"] != ""], spots, "district"),
        _join(_near_districts(unknown, asked, spots), spots, "district"),
        _join(left, spots, "plain"),
        _join(_near_villages(bare, spots), spots, "village"),
        _join(hinted[hinted["code"] != ""], spots, "code"),
    ]
    return pd.concat(parts, ignore_index=True).drop_duplicates(ignore_index=True)


def _join(left: pd.DataFrame, spots: pd.DataFrame, key: str) -> pd.DataFrame:
    known = left["regency"] != ""
    within = left[known].merge(spots[["regency", key, "at"]], on=["regency", key])
    anywhere = left[~known].merge(spots[[key, "at"]], on=key)
    return pd.concat([within, anywhere])[["place", "at"]]


def _plain_keys(texts: pd.Series) -> pd.Series:
    """Name keys in Indonesian and in today's spelling, each distinct text once."""
    plain = {}
    for text in texts.unique():
        key = "".join(SAME_MEANING.get(word, word) for word in name_words(text))
        for old, new in OLD_SPELLING:
            key = key.replace(old, new)
        plain[text] = key
    return texts.map(plain).astype(str)


def _near_districts(left: pd.DataFrame, asked: pd.DataFrame, spots: pd.DataFrame) -> pd.DataFrame:
    """The likest kecamatan of places whose own is not on the map."""
    from rapidfuzz import fuzz, process

    written = asked.loc[left.index, "kecamatan"].map({t: name_key(t) for t in asked["kecamatan"].unique()})
    left = left.drop(columns="district").assign(written=written)
    known = {regency: sorted(part.unique()) for regency, part in spots["district"].groupby(spots["regency"])}
    known[""] = sorted(spots["district"].unique())
    near = [
        (regency, key, name)
        for regency, key in left[["regency", "written"]].drop_duplicates().itertuples(index=False)
        for name, _, _ in process.extract(key, known[regency], scorer=fuzz.ratio, score_cutoff=50, limit=DISTRICTS)
    ]
    return left.merge(pd.DataFrame(near, columns=["regency", "written", "district"], dtype="str"))


def _near_villages(left: pd.DataFrame, spots: pd.DataFrame) -> pd.DataFrame:
    """The likest village names of the whole map, for places without a kecamatan."""
    from rapidfuzz import fuzz, process

    names = spots["village"].unique()
    wanted = left["village"].unique()
    near = []
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        likeness = process.cdist(part, names, scorer=fuzz.ratio, score_cutoff=60, dtype=np.uint8)
        best = np.argpartition(likeness, -min(AT_MOST, len(names)), axis=1)[:, -AT_MOST:]
        query, rank = np.nonzero(np.take_along_axis(likeness, best, axis=1))
        near.append(pd.DataFrame({"village": part[query], "near": names[best[query, rank]]}))
    found = pd.concat(near) if near else pd.DataFrame({"village": [], "near": []}, dtype="str")
    return left.merge(found, on="village").drop(columns="village").rename(columns={"near": "village"})


def _score_pairs(pairs: pd.DataFrame, asked: pd.DataFrame, matched: pd.DataFrame, spots: pd.DataFrame) -> pd.DataFrame:
    """``place, kelurahan_code, name, candidate_kecamatan, score`` of the pairs that are like enough."""
    spot = spots.iloc[pairs["at"]].reset_index(drop=True)
    district = asked.loc[pairs["place"], "kecamatan"].reset_index(drop=True)
    keys = matched.loc[pairs["place"], "village"].reset_index(drop=True)
    name = _likeness(keys, spot["village"])
    plain = _likeness(asked.loc[pairs["place"], "plain"], spot["plain"]) - OTHER_WORDS
    other = _digits(keys) != _digits(spot["village"])
    name = np.maximum(np.maximum(name, plain) - OTHER_NUMBER * other.to_numpy(), 0.0)
    written = district.map({text: name_key(text) for text in district.unique()}).astype(str)
    both = NAME_WEIGHT * name + (1 - NAME_WEIGHT) * _likeness(written, spot["district"])
    table = pairs[["place"]].assign(
        kelurahan_code=spot["code"], name=spot["name"], candidate_kecamatan=spot["kecamatan"]
    )
    table["score"] = np.round(np.where(written == "", name, both), 1)
    found = table["kelurahan_code"] == table["place"].map(matched["found"])
    hinted = table["kelurahan_code"] == table["place"].map(matched["hint"])
    likely = (table["score"] >= LOWEST_SCORE) & (name >= LOWEST_LIKENESS)
    return table[likely | found | hinted].copy()


def _likeness(one: pd.Series, other: pd.Series) -> np.ndarray:
    from rapidfuzz import fuzz, process

    return process.cpdist(one.tolist(), other.tolist(), scorer=fuzz.ratio).astype(float)


def _digits(keys: pd.Series) -> pd.Series:
    return keys.str.replace(r"\D", "", regex=True)


def _find_patterns(table: pd.DataFrame) -> pd.Series:
    """What changes from the written place to its first candidate, where at least two places change alike."""
    first = table[(table["position"] == 1) & (table["kelurahan_code"] != "")]
    columns = [*PLACE[:2], "name", "candidate_kecamatan"]
    said = [_say_change(*row) for row in first[columns].itertuples(index=False)]
    pattern = pd.Series(said, index=first.index, dtype="str")
    repeats = pattern.map(pattern.value_counts()).ge(2) if len(pattern) else pattern == ""
    return pattern.where(repeats, "").reindex(table.index, fill_value="")


def _say_change(kelurahan: str, kecamatan: str, name: str, candidate: str) -> str:
    old, new = name_words(kelurahan), name_words(name)
    if kecamatan and name_key(kecamatan) != name_key(candidate):
        return (
            tr('kecamatan "{kecamatan}" -> "{candidate}"', kecamatan=kecamatan, candidate=candidate)
            if "".join(old) == "".join(new)
            else ""
        )
    shared = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    old, new = old[shared:], new[shared:]
    while old and new and old[-1] == new[-1]:
        shared += 1
        old.pop()
        new.pop()
    return f'"{" ".join(old)}" -> "{" ".join(new)}"' if old and shared else ""
