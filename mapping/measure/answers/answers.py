"""Free answers of a survey, read by phrase lists: each distinct text once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import HERE


@cache
def read_phrases() -> dict[str, Any]:
    """The phrase lists of ``knowledge/answers.toml``."""
    return tomllib.loads((HERE / "answers.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Answers:
    """The answers to one question, cut into clauses.

    Parameters
    ----------
    text : ndarray of int, shape (businesses,)
        Which distinct text each business answered.
    clauses : Series of str
        Clauses in plain letters; index: the distinct text that each belongs to, in the order they were said. A text
        without an answer has none.
    texts : int
        How many distinct texts there are.
    """

    text: np.ndarray
    clauses: pd.Series
    texts: int

    def matching(self, words: Sequence[str], without: Sequence[str] = ()) -> np.ndarray:
        """Clauses in which one of the words stands, and none of ``without``; bool, in the order of ``clauses``.

        Examples
        --------
        >>> read_answers(pd.Series(["kurang modal, alat", "lokal"])).matching(["modal", "lokal"]).tolist()
        [True, False, True]
        """
        hit = search_words(self.clauses, words)
        return hit & ~search_words(self.clauses, without) if without else hit

    def any_clause(self, hit: np.ndarray) -> np.ndarray:
        """Whether some clause of each distinct text was hit; bool, shape (texts,)."""
        return np.bincount(self.clauses.index[hit], minlength=self.texts) > 0

    def per_business(self, yes: np.ndarray, answered: np.ndarray) -> np.ndarray:
        """What each business says: 1 yes, 0 no, NaN no answer; from what each distinct text says."""
        return np.where(answered, yes.astype(float), np.nan)[self.text]


def read_answers(texts: pd.Series) -> Answers:
    """Cut the answers to a question into clauses.

    Cost: one pass to find the distinct texts; the rest grows with these.

    Parameters
    ----------
    texts : Series of str
        As answered, ``""`` where there is no answer.

    Examples
    --------
    >>> answers = read_answers(pd.Series(["Modal & pengiriman", "", "modal", "tidak tahu"]))
    >>> answers.clauses.tolist(), answers.text.tolist()
    (['modal', 'pengiriman', 'modal'], [0, 1, 2, 3])
    """
    rules = read_phrases()["clauses"]
    code, distinct = pd.factorize(texts)
    cells = pd.Series(np.append(np.asarray(distinct, dtype=object), ""), dtype="str").fillna("")
    parts = plain_letters(cells).str.split(rules["separators"], regex=True).explode()
    parts = parts.str.replace(r"[^a-z0-9]+", " ", regex=True).str.strip()
    said = parts.str.contains("[a-z0-9]", regex=True) & ~parts.str.fullmatch(rules["unanswered"])
    return Answers(np.where(code < 0, len(distinct), code), parts[said], len(cells))


def plain_letters(texts: pd.Series) -> pd.Series:
    """Lower case without accents; "alat2" and "alat-alat" are "alat".

    Examples
    --------
    >>> plain_letters(pd.Series(["Alat2 & Mesin-mesin", "MODÁL"])).tolist()
    ['alat & mesin', 'modal']
    """
    text = texts.str.normalize("NFKD").str.replace("[\u0300-\u036f]", "", regex=True).str.lower().str.replace("_", " ")
    for twice in (r"\b([a-z]{3,})2\b", r"\b([a-z]{3,})-\1\b"):
        text = text.str.replace(twice, r"\1", regex=True)
    return text


def search_words(texts: pd.Series, words: Sequence[str]) -> np.ndarray:
    """Whether one of the words (regular expressions) stands in each text as a whole word.

    Examples
    --------
    >>> search_words(pd.Series(["kurang modal", "modalitas"]), ["modal"]).tolist()
    [True, False]
    """
    if not len(texts):
        return np.zeros(0, dtype=bool)
    found = re.compile(r"\b(?:" + "|".join(words) + r")\b").search
    code, distinct = pd.factorize(texts)
    return np.array([found(text) is not None for text in distinct], dtype=bool)[code]
