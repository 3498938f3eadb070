"""Sentences, numbers and counts in words for whole columns."""

from __future__ import annotations

from collections.abc import Callable
from string import Formatter

import numpy as np
import pandas as pd

from mapping.intake.contracts import read_context_rules
from mapping.knowledge.formats import UNKNOWN, say_number, say_rupiah
from mapping.language import mark, plural, tr
from mapping.settings import Settings

BANDS = (
    (10, mark("3 sampai 9")),
    (30, mark("10 sampai 29")),
    (100, mark("30 sampai 99")),
    (np.inf, mark("100 atau lebih")),
)
"""Counts over several kelurahan: below so many, in words."""
PLENTY = ((3.0, mark("jauh lebih banyak daripada biasanya")), (1.5, mark("lebih banyak daripada biasanya")))
USUAL, SCARCE = mark("kira-kira sebanyak biasanya"), mark("lebih sedikit daripada biasanya")


def sentence(text: str, **columns: pd.Series) -> pd.Series:
    """A text of the catalogue in the language in force for every row, each of its places filled by a column of texts.

    The text is cut at its places once and joined to whole columns: a translator may move the places about, and no row
    is formatted by itself.

    Parameters
    ----------
    text : str
        Marked for the catalogue; at least one place.
    columns : Series of str
        One for each place, all of one index. NaN in any of them leaves the row NaN.

    Examples
    --------
    >>> sentence("{n} usaha {what}.", n=pd.Series(["3", "9"]), what=pd.Series(["tempe", "batik"])).tolist()
    ['3 usaha tempe.', '9 usaha batik.']
    """
    said: pd.Series | str = ""
    for words, place, _, _ in Formatter().parse(tr(text)):
        said = said + words if words else said
        said = said + columns[place] if place is not None else said
    return said


def one_after_another(*sentences: pd.Series) -> pd.Series:
    """Sentences of each row with a space between; where one is ``""`` there is none.

    Examples
    --------
    >>> one_after_another(pd.Series(["Satu.", ""]), pd.Series(["Dua.", "Dua."])).tolist()
    ['Satu. Dua.', 'Dua.']
    """
    said = sentences[0]
    for more in sentences[1:]:
        said = (said + " " + more).mask(said == "", more).mask(more == "", said)
    return said


def everywhere(text: str, index: pd.Index) -> pd.Series:
    """One text on every row."""
    return pd.Series(text, index=index, dtype="str")


def each_once(values: pd.Series, say: Callable[[float], str]) -> pd.Series:
    """``say`` of every value, called once for each different one: counts repeat, and wording a number is slow."""
    texts = {value: say(value) for value in values.dropna().unique()}
    return values.map(texts).astype(object).where(values.notna(), tr(UNKNOWN)).astype(str)


def numbers(values: pd.Series, digits: int = 0) -> pd.Series:
    """Numbers with the separators of the language in force."""
    return each_once(values.round(digits), lambda value: say_number(value, digits))


def units(values: pd.Series) -> pd.Series:
    """Amounts of a month: whole from ten on, one digit below."""
    return numbers(values).where(~(values.abs() < 10), numbers(values, 1))


def times(values: pd.Series) -> pd.Series:
    """How many times: one digit, "lebih dari 20" above that, where more says nothing."""

    def say(value: float) -> str:
        return tr("lebih dari 20 kali") if value > MANY_TIMES else tr("{n} kali", n=say_number(value, 1))

    # A hair above the limit must not round back to it.
    told = each_once(values.round(1).where(~(values > MANY_TIMES), np.inf), say)
    return told.where(values.notna(), tr("{n} kali", n=tr(UNKNOWN)))


MANY_TIMES = 20.0


def rupiah(values: pd.Series) -> pd.Series:
    """Rupiah in words, two figures of it at most."""
    return each_once(values, about_rupiah)


def about_rupiah(value: float) -> str:
    """An estimate in two figures, which is more than anyone knows; a loss is said as such.

    Examples
    --------
    >>> about_rupiah(82_345_678.0), about_rupiah(-61_234.0)
    ('Rp 82 juta', 'minus Rp 61 ribu')
    """
    rounded = float(f"{value:.2g}")
    return tr("minus {rupiah}", rupiah=say_rupiah(-rounded)) if rounded < 0 else say_rupiah(rounded)


def exact_rupiah(values: pd.Series) -> pd.Series:
    """Rupiah in words as measured."""
    return each_once(values, say_rupiah)


def fewer_than(least: int) -> str:
    """ "kurang dari 3": a count that could point at a person."""
    return tr("kurang dari {suppress_below}", suppress_below=least)


def counts(values: pd.Series, rows: pd.Series, settings: Settings) -> pd.Series:
    """Counts of businesses; where they rest on one or two rows they could point at a person: "kurang dari 3"."""
    few = (rows >= 1) & (rows < settings.suppress_below)
    return numbers(values).mask(few, fewer_than(settings.suppress_below))


def bands(values: pd.Series, rows: pd.Series, suppress_below: int) -> pd.Series:
    """Counts that add up several kelurahan, as a band: two exact sums would tell a hidden cell by their difference.

    Few are few interviews (``rows``), not the businesses that they stand for: with weights those may be many more.

    Examples
    --------
    >>> bands(pd.Series([0.0, 12.0, 250.0]), pd.Series([0.0, 12.0, 2.0]), 3).tolist()
    ['0', '10 sampai 29', 'kurang dari 3']
    """
    least = [0, *(end for end, _ in BANDS[:-1])]
    words = np.select([values >= low for low in least[::-1]], [tr(text) for _, text in BANDS[::-1]], tr(UNKNOWN))
    told = pd.Series(words, index=values.index).mask(values == 0, "0")
    return told.mask((rows >= 1) & (rows < suppress_below), fewer_than(suppress_below))


def big_buyers(values: pd.Series) -> pd.Series:
    """Kitchens, hotels, markets and factories, counted exactly: they are public places."""
    return each_once(values, lambda value: plural("{n} pembeli besar", value, n=say_number(value)))


def plenty(lq: pd.Series) -> pd.Series:
    """How many there are against the region, in words."""
    limits = [lq >= limit for limit, _ in PLENTY]
    texts = [*(tr(text) for _, text in PLENTY), tr(USUAL)]
    return pd.Series(np.select([*limits, lq >= 0.8], texts, tr(SCARCE)), index=lq.index)


def distances(metres: pd.Series) -> pd.Series:
    """How far: here, in hundreds of metres, or in kilometres."""
    near = each_once((metres / 100).round().clip(lower=1) * 100, lambda value: f"{say_number(value)} m")
    far = each_once((metres / 1000).round(1), lambda value: f"{say_number(value, 1)} km")
    return far.mask(metres < 1000, near).mask(metres == 0, tr("di kelurahan ini"))


def product_names(products: pd.Series) -> pd.Series:
    """Products of the lexicon in the language in force; in tables they stay as they are, because tables are joined
    on them."""
    return products.map({product: tr(product) for product in products.dropna().unique()})


def buyer_kinds(kinds: pd.Series) -> pd.Series:
    """Kinds of points by their label, products by their name."""
    labels = {kind: str(point["label"]) for kind, point in read_context_rules()["points"].items()}
    return kinds.map({kind: labels.get(kind) or tr(kind) for kind in kinds.dropna().unique()})
