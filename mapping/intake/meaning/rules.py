"""The lexicon as rules: which phrases speak of which product, and which only of a sector or of what is done."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pandas as pd

from mapping.intake.meaning.phrases import PhraseTree, find_phrases, plant_phrases, read_tokens, spell_out
from mapping.intake.meaning.spelling import normalise_texts, read_words
from mapping.knowledge.catalog import read_lexicon

OUTSIDE = "~"
"""Stands for a product where a rule says a sector only."""
COLUMNS = ["product", "pattern", "kbli2020", "kbli2025", "sector", "stage"]


def read_rules(extra: pd.DataFrame | None = None) -> pd.DataFrame:
    """One rule per lexicon row, and per sector for businesses outside the lexicon; the user's own rows first.

    Parameters
    ----------
    extra : DataFrame, optional
        Rows of the user, as ``read_lexicon_rows`` gives them. Where one names a product of the shipped lexicon, its
        codes, sector and stage hold for that product.

    Returns
    -------
    DataFrame
        ``product`` (``"~"`` for a sector only), ``pattern, kbli2020, kbli2025, sector, stage``, ``own`` (bool).

    Examples
    --------
    >>> read_rules().query("product == 'tempe'")[["kbli2020", "stage", "own"]].values.tolist()
    [['10391', 'olahan', False]]
    """
    shipped = _shipped_rules()
    if extra is None or extra.empty:
        return shipped
    own = extra[COLUMNS].assign(own=True)
    said = own.drop_duplicates("product").set_index("product")[["kbli2020", "kbli2025", "sector", "stage"]]
    shipped = shipped.copy()
    for column in said:
        shipped[column] = shipped["product"].map(said[column]).fillna(shipped[column])
    return pd.concat([own, shipped], ignore_index=True)


@cache
def _shipped_rules() -> pd.DataFrame:
    words = read_words()
    table = read_lexicon()[COLUMNS].reset_index(drop=True)
    more = table["product"].map(words["extra"]).fillna("")
    table["pattern"] = table["pattern"].mask(more != "", table["pattern"] + "|" + more)
    outside = pd.DataFrame({"pattern": words["outside"].values(), "sector": words["outside"].keys()})
    outside = outside.assign(product=OUTSIDE, kbli2020="", kbli2025="", stage="")
    return pd.concat([table, outside[COLUMNS]], ignore_index=True).assign(own=False)


def phrases_of(patterns: pd.Series) -> pd.DataFrame:
    """The phrases that patterns stand for.

    Returns
    -------
    DataFrame
        ``rule`` (index of ``patterns``), ``phrase`` (normalised), ``blocks`` (0, or how many of the last words only
        forbid the phrase before them: a look-ahead).

    Examples
    --------
    >>> phrases_of(pd.Series(["tahu(?! isi)|Kripik"])).values.tolist()
    [[0, 'tahu', 0], [0, 'tahu isi', 1], [0, 'keripik', 0]]
    """
    rows = []
    for rule, pattern in patterns.items():
        for text in spell_out(pattern.lower()):
            phrase, _, forbidden = text.partition("(?!")
            rows.append((rule, phrase, 0))
            rows += [(rule, phrase + after, len(after.split())) for after in spell_out(forbidden[:-1]) if forbidden]
    table = pd.DataFrame(rows, columns=["rule", "phrase", "blocks"])
    table["phrase"] = normalise_texts(table["phrase"]).str.replace(r" +", " ", regex=True)
    return table[table["phrase"] != ""].drop_duplicates(ignore_index=True)


def compile_rules(rules: pd.DataFrame) -> list[re.Pattern[str]]:
    """Each rule as a regular expression over normalised texts, its longest phrases first.

    What ``find_matches`` is held against: slower, and plain.

    Examples
    --------
    >>> compile_rules(pd.DataFrame({"pattern": ["tahu(?! isi)|tahu tek"]}))[0].pattern
    '\\\\b(?:tahu\\\\ tek|tahu(?! (?:isi)\\\\b))\\\\b'
    """
    table = phrases_of(rules["pattern"].reset_index(drop=True))
    return [_compile(part) for _, part in table.groupby("rule")]


def _compile(phrases: pd.DataFrame) -> re.Pattern[str]:
    after: dict[str, list[str]] = {}
    for phrase, words in phrases.loc[phrases["blocks"] > 0, ["phrase", "blocks"]].itertuples(index=False):
        parts = phrase.split(" ")
        after.setdefault(" ".join(parts[:-words]), []).append(" ".join(parts[-words:]))
    texts = [
        re.escape(phrase) + (rf"(?! (?:{'|'.join(after[phrase])})\b)" if phrase in after else "")
        for phrase in sorted(phrases.loc[phrases["blocks"] == 0, "phrase"], key=len, reverse=True)
    ]
    return re.compile(rf"\b(?:{'|'.join(texts)})\b")


@cache
def _shipped_tree() -> PhraseTree:
    return plant_phrases(phrases_of(_shipped_rules()["pattern"]))


@cache
def _cue_tree() -> PhraseTree:
    return plant_phrases(phrases_of(pd.Series(list(read_words()["cues"].values()))))


def find_matches(texts: pd.Series, rules: pd.DataFrame | None = None) -> pd.DataFrame:
    """All places where a rule matches.

    Parameters
    ----------
    texts : Series of str
        Distinct normalised texts.
    rules : DataFrame, optional
        As ``read_rules`` gives them; the shipped ones when left out.

    Returns
    -------
    DataFrame
        ``text`` (index of ``texts``), ``rule``, ``start``, ``end``, ``words``.

    Examples
    --------
    >>> find_matches(pd.Series(["keripik tempe"]))[["start", "end", "words"]].values.tolist()
    [[0, 7, 'keripik'], [8, 13, 'tempe']]
    """
    own = rules is not None and bool(rules["own"].any())
    tree = plant_phrases(phrases_of(rules["pattern"])) if rules is not None and own else _shipped_tree()
    found = find_phrases(read_tokens(texts), tree)
    found["text"] = texts.index.to_numpy()[found["text"]]
    return found


def find_cues(texts: pd.Series) -> pd.DataFrame:
    """Which kinds of cue words each text holds.

    Returns
    -------
    DataFrame
        Index of ``texts``, one bool column per kind of ``words.toml``.

    Examples
    --------
    >>> found = find_cues(pd.Series(["toko batik"]))
    >>> found.columns[found.iloc[0]].tolist()
    ['dagang', 'warung']
    """
    found = find_phrases(read_tokens(texts), _cue_tree())
    kinds = list(read_words()["cues"])
    held = np.zeros((len(texts), len(kinds)), dtype=bool)
    held[found["text"], found["rule"]] = True
    return pd.DataFrame(held, index=texts.index, columns=kinds)
