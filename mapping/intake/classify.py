"""Free text about a business -> product, KBLI, sector and stage, with doubt said openly."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import read_lexicon

HERE = Path(__file__).parent
RESULT = ["product", "keyword", "kbli", "sector", "stage", "needs_confirmation", "candidates"]
MADE = ("olahan", "hulu")
SEVERAL = re.compile(r"[,;/&+]|\b(?:dan|serta|juga)\b")
"""Between two product words: two products. Without it the second tells what the first is made of."""
OUTSIDE = "~"


@cache
def read_words() -> dict[str, Any]:
    """Spellings, cue words and other words for products (``words.toml``)."""
    return tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))


def _respell(text: str) -> str:
    spelling = read_words()["spelling"]
    return re.sub(r"[a-z]+", lambda m: spelling.get(m[0], m[0]), text)


def normalise(text: str) -> str:
    """Lower case, one spelling for each word, punctuation kept only where it separates products.

    Examples
    --------
    >>> normalise("KRIPIK  singkong & Krupuk-ikan"), normalise("Jualan kuwe")
    ('keripik singkong & kerupuk ikan', 'jual kue')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    plain = _respell(re.sub(r"[^a-z0-9,;/&+.]+", " ", plain))
    return re.sub(r"(?<=[a-z])\.(?=[a-z])|(?<!\d)\.(?!\d)", " ", plain).strip()


@cache
def read_rules() -> pd.DataFrame:
    """One compiled pattern per lexicon row, and per sector for businesses outside the lexicon."""
    extra, outside = read_words()["extra"], read_words()["outside"]
    table = read_lexicon()[["product", "pattern", "sector", "stage"]].reset_index(drop=True)
    more = table["product"].map(extra).fillna("")
    table["pattern"] = table["pattern"].mask(more != "", table["pattern"] + "|" + more)
    table["pattern"] = table["pattern"].map(_respell)  # texts are matched after the same respelling
    rest = pd.DataFrame({"product": OUTSIDE, "pattern": outside.values(), "sector": outside.keys(), "stage": ""})
    table = pd.concat([table, rest], ignore_index=True)
    table["compiled"] = [re.compile(rf"\b(?:{_longest_first(pattern)})\b", re.I) for pattern in table["pattern"]]
    return table


def _longest_first(pattern: str) -> str:
    """The alternatives of a pattern, longest first, so that "nasi goreng" is found before "nasi".

    Examples
    --------
    >>> _longest_first("nasi|nasi (goreng|uduk)")
    'nasi (goreng|uduk)|nasi'
    """
    parts, depth = [""], 0
    for sign in pattern:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return "|".join(sorted(parts, key=len, reverse=True))


@cache
def _anchors() -> pd.DataFrame:
    """Words of which a text must hold one before a rule is tried: (word, rule)."""
    pairs = []
    for rule, pattern in read_rules()["pattern"].items():
        bare = _without_lookahead(pattern.lower())
        words = set(re.findall(r"[a-z0-9]+", re.sub(r"\\.", " ", bare)))
        words |= {a + b for a, b in re.findall(r"([a-z0-9]+)\(([a-z]+)\)\?", bare)}
        words |= {a + b for a, b in re.findall(r"([a-z0-9]+) \?([a-z0-9]+)", bare)}
        pairs += [(word, rule) for word in words]
    return pd.DataFrame(pairs, columns=["word", "rule"])


def _without_lookahead(pattern: str) -> str:
    """The pattern without ``(?!...)``, whose words need not be in the text."""
    while (at := pattern.find("(?!")) >= 0:
        depth, end = 1, at + 3
        while depth:
            depth += {"(": 1, ")": -1}.get(pattern[end], 0)
            end += 1
        pattern = pattern[:at] + " " + pattern[end:]
    return pattern


def find_matches(texts: pd.Series) -> pd.DataFrame:
    """All places where a rule matches.

    Parameters
    ----------
    texts : Series of str
        Distinct normalised texts.

    Returns
    -------
    DataFrame
        ``text`` (index of ``texts``), ``rule``, ``start``, ``end``, ``words``.

    Notes
    -----
    A rule is tried only on texts that hold one of its words: on average some eight of 160 rules a text, one regular
    expression search each (about 1 microsecond).
    """
    tokens = texts.str.findall(r"[a-z0-9]+").explode().dropna()
    held = pd.DataFrame({"word": tokens.to_numpy(), "text": tokens.index}).drop_duplicates()
    tried = held.merge(_anchors(), on="word")[["text", "rule"]].drop_duplicates().sort_values(["text", "rule"])
    compiled, written = read_rules()["compiled"].tolist(), texts.to_dict()
    hits = [
        (text, rule, m.start(), m.end(), m.group())
        for text, rule in zip(tried["text"].tolist(), tried["rule"].tolist(), strict=True)
        for m in compiled[rule].finditer(written[text])
    ]
    return pd.DataFrame(hits, columns=["text", "rule", "start", "end", "words"])


def _longest(matches: pd.DataFrame) -> pd.DataFrame:
    """Matches that no longer match overlaps; equally long ones at one place stay side by side."""
    left = matches.reset_index(names="match")
    pairs = left.merge(left, on="text", suffixes=("", "_by"))
    overlap = (
        (pairs["start"] < pairs["end_by"]) & (pairs["start_by"] < pairs["end"]) & (pairs["match"] != pairs["match_by"])
    )
    length, by = pairs["end"] - pairs["start"], pairs["end_by"] - pairs["start_by"]
    beaten = overlap & ((by > length) | ((by == length) & (pairs["start_by"] < pairs["start"])))
    return matches.drop(index=pairs.loc[beaten, "match"].unique())


def _cues(texts: pd.Series) -> pd.DataFrame:
    """Which kinds of cue words each text holds: one bool column per kind."""
    return pd.DataFrame(
        {k: texts.str.contains(rf"\b(?:{p})\b") for k, p in read_words()["cues"].items()}, index=texts.index
    )


def classify_text(descriptions: pd.Series, edition: str = "2020", sectors: pd.Series | None = None) -> pd.DataFrame:
    """What people write about a business -> what it makes or sells.

    Rules (domain dossier 3.4): one spelling; the longest match at a place wins; cue words (tanam, produksi, warung,
    toko ...) pick the stage; of what is left the first word is the product, later ones say what it is made of;
    products joined by a comma or "dan" stay as candidates; where a cue contradicts the product ("toko keripik",
    "warung lele") the doubt is kept for a person.

    Parameters
    ----------
    descriptions : Series of str
        Text as written.
    edition : str
        KBLI edition of the result, ``"2020"`` or ``"2025"``.
    sectors : Series of str, optional
        Sector by the office's own coarse category (``""`` unknown), to decide ties.

    Returns
    -------
    DataFrame
        Index of ``descriptions``; ``product`` (``""`` unclassified), ``keyword``, ``kbli``, ``sector``, ``stage``,
        ``needs_confirmation``, ``candidates`` (joined by ``"; "``).

    Examples
    --------
    >>> classify_text(pd.Series(["produksi kripik tempe", "tempe", "toko batik"]))[["product", "kbli", "stage"]]
                    product   kbli   stage
    0  keripik dan kerupuk  10794  olahan
    1                tempe  10391  olahan
    2         toko pakaian  47711  dagang
    """
    prior = pd.Series("", index=descriptions.index) if sectors is None else sectors
    texts = descriptions.map({text: normalise(text) for text in descriptions.unique()})
    asked = pd.DataFrame({"text": texts.astype(str), "prior": prior})
    unique = asked.drop_duplicates().reset_index(drop=True)
    answers = pd.concat([unique, _classify_unique(unique["text"], unique["prior"])], axis=1)
    result = asked.merge(answers, on=["text", "prior"], how="left").set_axis(descriptions.index)
    codes = read_lexicon().set_index("product")[f"kbli{edition}"]
    result["kbli"] = result["product"].map(codes).fillna("")
    return result[RESULT]


def _classify_unique(texts: pd.Series, prior: pd.Series) -> pd.DataFrame:
    found = _longest(find_matches(texts))
    found = found.join(read_rules()[["product", "sector", "stage"]], on="rule").sort_values(["text", "start", "rule"])
    cues = _cues(texts)
    inside = found[found["product"] != OUTSIDE]
    chosen, others = _choose(inside, cues, prior, texts)
    answer = pd.DataFrame("", index=texts.index, columns=["product", "keyword", "sector", "stage", "candidates"])
    answer["needs_confirmation"] = False
    answer.update(chosen[["product", "sector", "stage"]])
    answer.update(inside.groupby("text")["words"].agg(lambda words: " ".join(dict.fromkeys(words))).rename("keyword"))
    answer["candidates"] = others.reindex(texts.index).fillna("")
    answer["needs_confirmation"] = answer["candidates"] != ""
    answer = _settle_contradictions(answer, cues, prior)
    return _fill_sector(answer, found[found["product"] == OUTSIDE], cues["pengepul"], prior)


def _choose(
    found: pd.DataFrame, cues: pd.DataFrame, prior: pd.Series, texts: pd.Series
) -> tuple[pd.DataFrame, pd.Series]:
    """The product of each text, and other products named beside it."""
    if found.empty:
        return found.set_index("text"), pd.Series(dtype="object")
    at = found["text"].to_numpy()
    # A warung sells groceries or meals: it speaks for both.
    speaks = cues.assign(dagang=cues["dagang"] | cues["jual"] | cues["warung"])
    stages = [stage for stage in speaks if stage in set(found["stage"])]
    cue = np.select(
        [found["stage"] == s for s in stages], [speaks.loc[at, s].to_numpy() for s in stages], default=False
    )
    ranked = found.assign(
        off_sector=((found["sector"] != prior[at].to_numpy()) & (prior[at].to_numpy() != "")).astype(int),
        off_stage=(~cue).astype(int),
    )
    ranked = ranked.sort_values(["text", "off_stage", "off_sector", "start", "rule"])
    chosen = ranked.drop_duplicates("text").set_index("text")
    rest = found.merge(chosen[["product", "start", "end"]].add_suffix("_chosen"), left_on="text", right_index=True)
    rest = rest[rest["product"] != rest["product_chosen"]]
    low, high = rest[["end", "end_chosen"]].min(axis=1), rest[["start", "start_chosen"]].max(axis=1)
    between = [texts[t][a:b] for t, a, b in zip(rest["text"], low, high, strict=True)]
    same_place = rest["start"] == rest["start_chosen"]
    beside = pd.Series([bool(SEVERAL.search(gap)) for gap in between], index=rest.index, dtype=bool) | same_place
    return chosen, rest[beside].groupby("text")["product"].agg(lambda p: "; ".join(dict.fromkeys(p)))


def _settle_contradictions(answer: pd.DataFrame, cues: pd.DataFrame, prior: pd.Series) -> pd.DataFrame:
    """Cue words that speak against the product's own stage."""
    made = answer["stage"].isin(MADE)
    supported = (
        (answer["sector"] == prior)
        | (cues["olahan"] & (answer["stage"] == "olahan"))
        | (cues["hulu"] & (answer["stage"] == "hulu"))
    )
    raw = (answer["stage"] == "hulu") & ~supported
    sold = made & ~supported & cues["dagang"]
    sold |= made & ~supported & cues["jual"] & (prior == "trade")
    sold |= (raw & cues["jual"]) | (made & cues["pengepul"] & ~cues["olahan"])
    cooked = raw & cues["siap-makan"] & ~sold & ~cues["olahan"]
    processed = raw & cues["olahan"] & ~sold & ~cues["siap-makan"]
    # The office says that it is no farm: then a crop's name is what is sold or served there.
    elsewhere = raw & ~sold & ~cooked & ~processed & ~prior.isin(["", "agriculture"])
    perhaps_sold = (answer["stage"] == "olahan") & cues["jual"] & ~cues["olahan"] & ~sold & (answer["sector"] != prior)
    doubt = sold | cooked | processed | elsewhere
    for mask, product, sector, stage in (
        (sold, "", "trade", "dagang"),
        (cooked, "warung makan", "food", "siap-makan"),
        (processed, "", "food", "olahan"),
        (elsewhere, "", prior, ""),
    ):
        joined = answer["product"] + ("; " + answer["candidates"]).where(answer["candidates"] != "", "")
        answer["candidates"] = answer["candidates"].mask(mask, joined)
        for column, value in (("product", product), ("sector", sector), ("stage", stage)):
            answer[column] = answer[column].mask(mask, value)
    answer["needs_confirmation"] |= doubt | perhaps_sold
    return answer


def _fill_sector(answer: pd.DataFrame, outside: pd.DataFrame, collects: pd.Series, prior: pd.Series) -> pd.DataFrame:
    """A sector where no product is known: by words outside the lexicon, else the office's category."""
    open_ = (answer["product"] == "") & (answer["sector"] == "")
    first = outside.sort_values(["text", "start"]).drop_duplicates("text").set_index("text")["sector"]
    said = first.reindex(answer.index).fillna("").astype(str).mask(collects, "trade")
    answer["sector"] = answer["sector"].mask(open_, said.mask(said == "", prior))
    answer["stage"] = answer["stage"].mask(open_ & collects, "dagang")
    answer["needs_confirmation"] |= open_
    return answer
