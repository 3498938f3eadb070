"""How old businesses are on the day they were asked."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.measure.counts import count_kinds

ESTABLISHED_YEARS = 5
"""A business older than this is past the years in which most fail [planning assumption, 2026-11]."""


def age_years(started_year: pd.Series, surveyed_on: pd.Series, survey_date: str = "") -> np.ndarray:
    """Age of each business at the survey: year of the survey less year of start.

    Does not see: the businesses that closed. One wave of a survey meets survivors only, so a young median may mean many
    births or many deaths; survival itself needs two waves. Only years are known: the age is right within a year.

    Parameters
    ----------
    started_year : Series of float
        NaN unknown.
    surveyed_on : Series of str
        ISO date of the interview, ``""`` unknown.
    survey_date : str
        ISO date that stands for the unknown ones; ``""``: there is none.

    Returns
    -------
    ndarray of float, shape (businesses,)
        Years, 0 or more; NaN where a year is unknown or the business would have started after the survey.

    Examples
    --------
    >>> age_years(pd.Series([2015.0, 2020.0, 2030.0]), pd.Series(["2025-11-03", "", ""]), "2026-01-01").tolist()
    [10.0, 6.0, nan]
    """
    code, dates = pd.factorize(surveyed_on)
    days = pd.Series(dates, dtype="str").mask(lambda text: text == "", survey_date)
    year = pd.to_numeric(days.str[:4], errors="coerce")
    age = np.append(year.to_numpy(dtype=float), np.nan)[code] - started_year.to_numpy(dtype=float)
    return np.where(age >= 0, age, np.nan)


def is_established(age: np.ndarray) -> np.ndarray:
    """Whether each business is older than ``ESTABLISHED_YEARS``: 1 yes, 0 no, NaN age unknown.

    Does not see: what :func:`age_years` does not see.

    Examples
    --------
    >>> is_established(np.array([6.0, 5.0, np.nan])).tolist()
    [1.0, 0.0, nan]
    """
    return np.where(np.isnan(age), np.nan, age > ESTABLISHED_YEARS)


def median(cell: np.ndarray, size: int, values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Median of whole years in each cell: half of the businesses that the rows stand for lie on either side.

    Where the half falls exactly between two values, their middle is taken; with all weights alike this is the ordinary
    median.

    Parameters
    ----------
    cell : ndarray of int, shape (businesses,)
        ``-1`` is left out.
    size : int
        Number of cells.
    values : ndarray of float, shape (businesses,)
        Whole numbers, 0 or more; NaN is left out.
    weights : ndarray of float, shape (businesses,)
        Above 0.

    Returns
    -------
    ndarray of float, shape (size,)
        NaN in a cell without a known value.

    Examples
    --------
    >>> median(np.array([0, 0, 0, 0, 1]), 3, np.array([9.0, 1.0, 2.0, 4.0, 5.0]), np.ones(5)).tolist()
    [3.0, 5.0, nan]
    >>> median(np.zeros(3, dtype=int), 1, np.array([1.0, 2.0, 9.0]), np.array([1.0, 1.0, 5.0])).tolist()
    [9.0]
    """
    where, value, weight = count_kinds(cell, size, np.nan_to_num(values, nan=-1.0).astype(np.int64), weights)
    middle = np.full(size, np.nan)
    if not len(where):
        return middle
    below = np.cumsum(weight)
    first = np.flatnonzero(np.diff(where, prepend=-1))
    last = np.append(first[1:], len(where)) - 1
    before = below[first] - weight[first]
    half = before + (below[last] - before) / 2
    # The first value at or past the half, and the first past it: equal unless the half falls between two.
    low = np.minimum(np.searchsorted(below, half, side="left"), last)
    high = np.minimum(np.searchsorted(below, half, side="right"), last)
    middle[where[first]] = (value[low] + value[high]) / 2
    return middle
