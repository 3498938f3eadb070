"""What the lexicon misses: a classifier that learned its letters from the lexicon.

Naive Bayes over groups of two to four letters, trained on every phrase that the rules stand for. A misspelt product
("kripk singkng") shares most of its letter groups with the phrase it was meant to be; a name shares them with nothing
in particular and stays unanswered. Nothing is read from disk or kept on it: it is trained when first needed, in about
a tenth of a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from mapping.intake.meaning.phrases import read_tokens
from mapping.intake.meaning.rules import OUTSIDE, find_cues, phrases_of, read_rules
from mapping.intake.meaning.spelling import normalise_texts, read_words

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

LETTERS = (2, 4)
SMOOTHING = 0.03
"""Small, because there are many letter groups and few phrases."""
SURE = 0.8
"""Below this probability nothing is answered. At 0.8 at least nine answers in ten are right: docs/klasifikasi.md."""
PHRASES_EACH = 60
"""Of a rule with more phrases the shortest are learned, so that no product outweighs the others."""
BATCH = 20_000
SOLD = ("dagang", "jual", "pengepul")
MADE = ("olahan", "hulu")


@dataclass(frozen=True)
class Learner:
    """What was learned: letter groups, their weights, the model, and per class its product and sector."""

    letters: Any
    weights: Any
    model: Any
    products: np.ndarray
    sectors: np.ndarray


def train_learner(rules: pd.DataFrame) -> Learner:
    """A learner trained from rules.

    Parameters
    ----------
    rules : DataFrame
        As ``read_rules`` gives them. Every product is a class, every sector outside the lexicon is one, and so is
        silence (words of names). Classes count alike before a text is read.

    Examples
    --------
    >>> guess = guess_texts(pd.Series(["kerupukk udng", "abcxyz"]), train_learner(read_rules()))
    >>> guess["product"].iloc[0], (guess["product_probability"] >= SURE).tolist()
    ('keripik dan kerupuk', [True, False])
    """
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
    from sklearn.naive_bayes import MultinomialNB

    taught = _lessons(rules)
    tokens = read_tokens(taught["text"])
    letters = CountVectorizer(analyzer="char_wb", ngram_range=LETTERS).fit(tokens["word"].cat.categories)
    weights = TfidfTransformer(sublinear_tf=True)
    table = weights.fit_transform(_count_letters(tokens, len(taught), letters))
    model = MultinomialNB(alpha=SMOOTHING, fit_prior=False).fit(table, taught["label"])
    known = taught.drop_duplicates("label").set_index("label").loc[model.classes_]
    return Learner(letters, weights, model, known["product"].to_numpy(), known["sector"].to_numpy())


@cache
def _shipped_learner() -> Learner:
    return train_learner(read_rules())


def _lessons(rules: pd.DataFrame) -> pd.DataFrame:
    """Texts and what they mean: ``text, label, product, sector`` (``""``: nothing)."""
    columns = ["phrase", "product", "sector"]
    phrases = phrases_of(rules["pattern"]).query("blocks == 0").join(rules[["product", "sector"]], on="rule")[columns]
    labels = rules.loc[rules["product"] != OUTSIDE, ["product", "sector"]]
    labels = labels.assign(phrase=normalise_texts(labels["product"]))
    table = pd.concat([phrases, labels[columns]])
    selling = read_words()["cues"]["dagang"]
    table["phrase"] = strip_silent(table["phrase"])
    sold = phrases_of(pd.Series([selling])).assign(product=OUTSIDE, sector="trade")
    silent = phrases_of(pd.Series([silent_pattern()])).assign(product="", sector="")
    table = pd.concat([table, sold[columns], silent[columns]]).rename(columns={"phrase": "text"})
    table["label"] = table["product"].mask(table["product"] == OUTSIDE, OUTSIDE + table["sector"])
    table["product"] = table["product"].replace(OUTSIDE, "")
    table = table[table["text"] != ""].drop_duplicates(["text", "label"])
    table = table.sort_values("text", key=lambda texts: texts.str.len(), kind="stable")
    return table.groupby("label", sort=False).head(PHRASES_EACH).sort_values(["label", "text"], ignore_index=True)


@cache
def silent_pattern() -> str:
    """Words that say nothing about what a business makes or sells, as one pattern."""
    words = read_words()
    return "|".join([*words["silent"].values(), words["cues"]["jual"], words["cues"]["olahan"]])


def strip_silent(texts: pd.Series) -> pd.Series:
    """Normalised texts without the words that say nothing.

    Examples
    --------
    >>> strip_silent(pd.Series(["produksi rumahan krpik bu siti", "usaha sendiri"])).tolist()
    ['krpik', '']
    """
    rest = texts.str.replace(rf"\b(?:{silent_pattern()})\b|[,;/&+.]", " ", regex=True)
    return rest.str.replace(r" {2,}", " ", regex=True).str.strip()


def _count_letters(tokens: pd.DataFrame, size: int, letters: Any) -> csr_matrix:
    """Letter groups per text. They never cross words, so each distinct word is cut up only once."""
    from scipy.sparse import csr_matrix

    words = tokens["word"].cat
    shape = (size, len(words.categories))
    held = csr_matrix((np.ones(len(tokens)), (tokens["text"].to_numpy(), words.codes.to_numpy())), shape=shape)
    return held @ letters.transform(words.categories) if len(words.categories) else csr_matrix((size, _width(letters)))


def _width(letters: Any) -> int:
    return len(letters.vocabulary_)


def guess_texts(texts: pd.Series, learner: Learner) -> pd.DataFrame:
    """The likeliest product and sector of each text.

    Parameters
    ----------
    texts : Series of str
        Distinct normalised texts; about 20 microseconds each.

    Returns
    -------
    DataFrame
        Index of ``texts``; ``product`` and its ``product_probability``, ``sector`` and its ``sector_probability``
        (0-1; the sum over the sector's products); ``""`` stands for silence.
    """
    said = strip_silent(texts)
    told = said[said != ""]
    guess = pd.DataFrame(
        {"product": "", "product_probability": 1.0, "sector": "", "sector_probability": 1.0}, said.index
    )
    for at in _batches(len(told)):
        part = _guess(told.iloc[at], learner)
        guess.loc[part.index] = part
    return guess


def _batches(size: int) -> Iterator[slice]:
    return (slice(start, start + BATCH) for start in range(0, size, BATCH))


def _guess(texts: pd.Series, learner: Learner) -> pd.DataFrame:
    table = learner.weights.transform(_count_letters(read_tokens(texts), len(texts), learner.letters))
    chance = learner.model.predict_proba(table)
    sector, sectors = pd.factorize(learner.sectors)
    by_sector = chance @ np.eye(len(sectors))[sector]
    likeliest, best = chance.argmax(axis=1), by_sector.argmax(axis=1)
    return pd.DataFrame(
        {
            "product": learner.products[likeliest],
            "product_probability": chance.max(axis=1),
            "sector": sectors[best],
            "sector_probability": by_sector.max(axis=1).clip(max=1.0),
        },
        index=texts.index,
    )


def classify_missed(
    result: pd.DataFrame, texts: pd.Series, prior: pd.Series, rules: pd.DataFrame, edition: str
) -> pd.DataFrame:
    """Fill what neither the lexicon nor a code could say, where the learner is sure.

    A product is taken where its probability is at least ``SURE``, else a sector where that is; never against the
    office's category, and no maker's product where the text speaks of selling. Every answer needs confirmation.

    Parameters
    ----------
    result : DataFrame
        As ``classify_text``, with ``classified_by``.
    texts : Series of str
        What the business is described with, as written.
    prior : Series of str
        Sector by the office's category, ``""`` unknown.

    Returns
    -------
    DataFrame
        ``result`` with the gaps filled, and ``probability`` (NaN where the learner did not answer).
    """
    result = result.assign(probability=np.nan)
    missed = result["classified_by"].isin(["", "category"]) & (result["product"] == "") & (texts != "")
    if not missed.any():
        return result
    at, written = pd.factorize(texts[missed])
    same, plain = pd.factorize(normalise_texts(pd.Series(written, dtype="str")))
    plain = pd.Series(plain, dtype="str")
    learner = train_learner(rules) if rules["own"].any() else _shipped_learner()
    guess = _settle(guess_texts(plain, learner), plain, rules, edition)
    guess = guess.iloc[same[at]].set_axis(result.index[missed])
    wanted = prior[missed]
    fits = (guess["sector"] != "") & (wanted.isin([""]) | (guess["sector"] == wanted))
    guess = guess[fits & ((wanted == "") | (guess["product"] != ""))]
    for column in ("product", "kbli", "sector", "stage", "probability"):
        result.loc[guess.index, column] = guess[column]
    result.loc[guess.index, "needs_confirmation"] = True
    result.loc[guess.index, "classified_by"] = "learner"
    return result


def _settle(guess: pd.DataFrame, plain: pd.Series, rules: pd.DataFrame, edition: str) -> pd.DataFrame:
    """Guesses that are sure enough: ``product, kbli, sector, stage, probability``."""
    known = rules[rules["product"] != OUTSIDE].drop_duplicates("product").set_index("product")
    cues = find_cues(plain)
    stage = guess["product"].map(known["stage"]).fillna("")
    against = stage.isin(MADE) & cues[list(SOLD)].any(axis=1) & ~cues[list(MADE)].any(axis=1)
    # "Kios Nana" resembles "kios baju" by its kios alone: that is trade, of nothing in particular.
    only_sells = (stage == "dagang") & cues["dagang"]
    says_product = (guess["product"] != "") & (guess["product_probability"] >= SURE) & ~against & ~only_sells
    says_sector = (guess["sector"] != "") & (guess["sector_probability"] >= SURE) & ~against
    product = guess["product"].where(says_product, "")
    return pd.DataFrame(
        {
            "product": product,
            "kbli": product.map(known[f"kbli{edition}"]).fillna(""),
            "sector": product.map(known["sector"]).fillna(guess["sector"].where(says_sector, "")),
            "stage": stage.where(says_product, ""),
            "probability": guess["product_probability"].where(says_product, guess["sector_probability"]),
        }
    )
