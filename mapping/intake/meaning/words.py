"""Words that the lexicon does not know, for the list from which a user adds rows to it."""

from __future__ import annotations

from functools import cache

import pandas as pd

from mapping.intake.meaning.learner import silent_pattern
from mapping.intake.meaning.phrases import read_tokens
from mapping.intake.meaning.rules import phrases_of, read_rules
from mapping.intake.meaning.spelling import normalise_texts, read_words
from mapping.intake.privacy import MASK

COLUMNS = ["word", "businesses", "kelurahan", "example"]
MINIMUM_BUSINESSES = 3
MINIMUM_KELURAHAN = 2
MOST = 100
LONGEST_EXAMPLE = 80
FIRST_WORDS = 12


def unmatched_words(businesses: pd.DataFrame) -> pd.DataFrame:
    """The most frequent words and pairs of words in texts of which the lexicon knows no word.

    A word of one or two businesses in one kelurahan may be a person's name and is left out; so are words that say
    nothing (``words.toml``: ``[silent]``, ``[prose]``), words of the lexicon itself, numbers, and a single word that
    never stands without the pair it is in. Of a long text the first words count.

    Parameters
    ----------
    businesses : DataFrame
        As ``read_businesses`` gives it; ``description`` is masked there.

    Returns
    -------
    DataFrame
        ``word``, ``businesses`` and ``kelurahan`` (how many), ``example`` (one such text, shortened; never one with
        a masked part), most businesses first, at most ``MOST`` rows.

    Notes
    -----
    Works on distinct texts, about 2 microseconds a word.

    Examples
    --------
    >>> texts = pd.DataFrame({
    ...     "description": ["lampion kertas", "bikin lampion kertas", "lampion kertas"],
    ...     "kelurahan_code": ["a", "a", "b"], "product": "", "candidates": "", "classified_by": ""})
    >>> unmatched_words(texts)[["word", "businesses", "kelurahan"]].values.tolist()
    [['lampion kertas', 3, 2]]
    """
    missed = businesses["classified_by"].isin(["", "learner", "category"]) | (
        (businesses["product"] == "") & (businesses["candidates"] == "")
    )
    held = businesses.loc[missed & (businesses["description"] != ""), ["description", "kelurahan_code"]]
    at, texts = pd.factorize(held["description"])
    texts = pd.Series(texts, dtype="str")
    open_ = ~texts.str.contains(MASK, regex=False)
    plain = normalise_texts(texts.str.replace(MASK, " , ", regex=False))
    said = _words(_first_words(plain)).merge(
        pd.DataFrame({"text": at, "place": held["kelurahan_code"].to_numpy()}), on="text"
    )
    if said.empty:
        return pd.DataFrame({c: pd.Series(dtype="int64" if c in COLUMNS[1:3] else "str") for c in COLUMNS})
    said["shown"] = open_.to_numpy()[said["text"]]
    grouped = said.groupby("word")
    table = grouped.agg(businesses=("place", "size"), kelurahan=("place", "nunique"), shown=("shown", "any"))
    table = table[(table["businesses"] >= MINIMUM_BUSINESSES) | (table["kelurahan"] >= MINIMUM_KELURAHAN)].reset_index()
    first = said[said["shown"]].drop_duplicates("word").set_index("word")["text"]
    example = texts.reindex(table["word"].map(first)).fillna("").str.slice(0, LONGEST_EXAMPLE)
    table["example"] = example.to_numpy()
    table = _without_parts(table).sort_values(["businesses", "kelurahan", "word"], ascending=[False, False, True])
    return table[COLUMNS].head(MOST).reset_index(drop=True)


def _first_words(texts: pd.Series) -> pd.Series:
    """What stands before the examples of a normalised text, words that say nothing made a comma."""
    examples, prose = read_words()["description"]["examples"], read_words()["prose"]["words"]
    head = texts.str.replace(rf"\b(?:{examples})\b.*$", "", regex=True)
    head = head.str.replace(rf"^((?:\S+ ){{{FIRST_WORDS}}}).*$", r"\1", regex=True)
    return head.str.replace(rf"\b(?:{silent_pattern()}|{prose})\b", ",", regex=True)


@cache
def _known_phrases() -> frozenset[str]:
    return frozenset(phrases_of(pd.concat([read_rules()["pattern"], pd.Series(read_words()["cues"])]))["phrase"])


def _words(texts: pd.Series) -> pd.DataFrame:
    """Each word and each pair of neighbouring words of each text, once: ``text, word``."""
    tokens = read_tokens(texts).astype({"word": "str"})
    tokens = tokens[tokens["word"].str.len() > 2]
    tokens = tokens[~tokens["word"].str.contains(r"\d", regex=True)].reset_index(drop=True)
    after = tokens.shift(-1)
    beside = tokens["joined"] & (after["text"] == tokens["text"]) & (after["start"] == tokens["end"] + 1)
    pairs = pd.DataFrame({"text": tokens["text"], "word": tokens["word"] + " " + after["word"]}).where(beside)
    known = pairs["word"].isin(_known_phrases())
    single = tokens.loc[~known & ~known.shift(fill_value=False), ["text", "word"]]
    found = pd.concat([single, pairs[beside]]).drop_duplicates(ignore_index=True)
    return found[~found["word"].isin(_known_phrases())].astype({"text": "int64"})


def _without_parts(table: pd.DataFrame) -> pd.DataFrame:
    """Single words less those that stand in one listed pair as often as on their own."""
    pairs = table[table["word"].str.contains(" ", regex=False)]
    parts = pairs.assign(word=pairs["word"].str.split(" ")).explode("word")[["word", "businesses"]].drop_duplicates()
    held = pd.MultiIndex.from_frame(table[["word", "businesses"]]).isin(pd.MultiIndex.from_frame(parts))
    return table[~held]
