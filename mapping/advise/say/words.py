"""Numbers and counts in words for whole columns."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from mapping.intake.contracts import read_context_rules
from mapping.knowledge.formats import UNKNOWN, say_number, say_rupiah
from mapping.language import mark, tr
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


def each_once(values: pd.Series, say: Callable[[float], str]) -> pd.Series:
    """``say`` of every value, called once for each different one: counts repeat, and wording a number is slow."""
    texts = {value: say(value) for value in values.dropna().unique()}
    return values.map(texts).astype(object).where(values.notna(), UNKNOWN).astype(str)


def numbers(values: pd.Series, digits: int = 0) -> pd.Series:
    """Numbers with Indonesian separators."""
    return each_once(values.round(digits), lambda value: say_number(value, digits))


def units(values: pd.Series) -> pd.Series:
    """Amounts of a month: whole from ten on, one digit below."""
    return numbers(values).where(~(values.abs() < 10), numbers(values, 1))


def times(values: pd.Series) -> pd.Series:
    """How many times: one digit, "lebih dari 20" above that, where more says nothing."""
    return numbers(values, 1).mask(values > 20, tr("lebih dari 20")) + " kali"


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
    return f"minus {say_rupiah(-rounded)}" if rounded < 0 else say_rupiah(rounded)


def exact_rupiah(values: pd.Series) -> pd.Series:
    """Rupiah in words as measured."""
    return each_once(values, say_rupiah)


def counts(values: pd.Series, rows: pd.Series, settings: Settings) -> pd.Series:
    """Counts of businesses; where they rest on one or two rows they could point at a person: "kurang dari 3"."""
    few = (rows >= 1) & (rows < settings.suppress_below)
    return numbers(values).mask(few, tr("kurang dari {suppress_below}", suppress_below=settings.suppress_below))


def bands(values: pd.Series, rows: pd.Series, suppress_below: int) -> pd.Series:
    """Counts that add up several kelurahan, as a band: two exact sums would tell a hidden cell by their difference.

    Few are few interviews (``rows``), not the businesses that they stand for: with weights those may be many more.

    Examples
    --------
    >>> bands(pd.Series([0.0, 12.0, 250.0]), pd.Series([0.0, 12.0, 2.0]), 3).tolist()
    ['0', '10 sampai 29', 'kurang dari 3']
    """
    least = [0, *(end for end, _ in BANDS[:-1])]
    words = np.select([values >= low for low in least[::-1]], [text for _, text in BANDS[::-1]], UNKNOWN)
    told = pd.Series(words, index=values.index).mask(values == 0, "0")
    return told.mask(
        (rows >= 1) & (rows < suppress_below), tr("kurang dari {suppress_below}", suppress_below=suppress_below)
    )


def plenty(lq: pd.Series) -> pd.Series:
    """How many there are against the region, in words."""
    limits = [lq >= limit for limit, _ in PLENTY]
    return pd.Series(np.select([*limits, lq >= 0.8], [*(text for _, text in PLENTY), USUAL], SCARCE), index=lq.index)


def distances(metres: pd.Series) -> pd.Series:
    """How far: here, in hundreds of metres, or in kilometres."""
    near = each_once((metres / 100).round().clip(lower=1) * 100, lambda value: f"{say_number(value)} m")
    far = each_once((metres / 1000).round(1), lambda value: f"{say_number(value, 1)} km")
    return far.mask(metres < 1000, near).mask(metres == 0, tr("di kelurahan ini"))


def buyer_kinds(kinds: pd.Series) -> pd.Series:
    """Kinds of points by their label, products as they are."""
    labels = {kind: str(point["label"]) for kind, point in read_context_rules()["points"].items()}
    return kinds.map(lambda kind: labels.get(kind, kind))
