"""Whether a sum of money tells what one or two businesses have: they make it nearly alone, or alone answered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.measure.counts import count
from mapping.measure.weighting import weights_of
from mapping.settings import Settings

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
Cells = npt.NDArray[np.int64]

ASKED = ("input_spend_idr_month", "revenue_idr_month")
"""What businesses tell of their money."""
HAIR = 1e-9
"""Shares that agree to so much are equal: whether rupiah or millions were added up decides nothing."""


def two_largest(cell: Cells, size: int, amounts: Numbers) -> Numbers:
    """Share of the two largest contributors in the total of each cell: the ``(n, k)`` rule's ``n = 2``.

    ``share = (x_(1) + x_(2)) / sum(x)`` over what was answered; one sort of the amounts.

    Parameters
    ----------
    cell : ndarray of int, shape (businesses,)
        Cell of each business; ``-1`` is left out.
    size : int
        Number of cells.
    amounts : ndarray of float, shape (businesses,)
        What each adds to the total, 0 or more; NaN did not answer.

    Returns
    -------
    ndarray of float, shape (size,)
        0-1; 1 with one or two answers; NaN where nobody answered, or all answers are 0.

    References
    ----------
    Hundepool, A. et al. (2012). Statistical Disclosure Control, Wiley, section 4.2.

    Examples
    --------
    70 and 20 of 100; one alone; nobody answered:

    >>> cell = np.array([0, 0, 0, 1, 2])
    >>> two_largest(cell, 3, np.array([10.0, 70.0, 20.0, 5.0, np.nan])).round(9).tolist()
    [0.9, 1.0, nan]
    """
    known = np.flatnonzero((cell >= 0) & ~np.isnan(amounts))
    order = known[np.lexsort((-amounts[known], cell[known]))]
    where, amount = cell[order], amounts[order]
    # The place of each in its cell: how far it lies from the first of that cell.
    starts = np.searchsorted(where, where)
    largest = np.arange(len(where)) - starts < 2
    total, top = count(where, size, amount), count(where[largest], size, amount[largest])
    return np.divide(top, total, out=np.full(size, np.nan), where=total > 0)


def dominated(cell: Cells, size: int, amounts: Numbers, settings: Settings) -> Flags:
    """Cells whose total tells what one or two businesses have.

    The two largest add more than ``dominance_above`` of it, or fewer than ``suppress_below`` answered.

    Returns
    -------
    ndarray of bool, shape (size,)
        False where nobody answered: there is no total. With ``suppress_below`` 1 nothing is ever withheld.

    Examples
    --------
    Just 85 %, a little more, and only two answers:

    >>> cell = np.repeat([0, 1, 2], [3, 3, 2])
    >>> amounts = np.array([50, 35, 15, 50, 36, 14, 9, 9.0])
    >>> dominated(cell, 3, amounts, Settings()).tolist()
    [False, True, True]
    """
    if settings.suppress_below <= 1:
        return np.zeros(size, dtype=bool)
    answers = count(cell[~np.isnan(amounts)], size)
    few = (answers >= 1) & (answers < settings.suppress_below)
    # NaN (nobody answered) is not above anything.
    return few | (two_largest(cell, size, amounts) > settings.dominance_above + HAIR)


def amounts_of(businesses: pd.DataFrame, column: str) -> Numbers:
    """What each row adds to a total of the businesses that the rows stand for; NaN where it did not say."""
    if column not in businesses:
        return np.full(len(businesses), np.nan)
    return businesses[column].to_numpy(dtype=float) * weights_of(businesses)


def tells(cell: Cells, size: int, amounts: Sequence[Numbers], settings: Settings) -> Flags:
    """Cells of which one kind of money or another is dominated.

    Examples
    --------
    >>> cell, even, uneven = np.zeros(3, dtype=int), np.ones(3), np.array([9.0, 9.0, 1.0])
    >>> tells(cell, 1, [even, even], Settings()).tolist(), tells(cell, 1, [even, uneven], Settings()).tolist()
    ([False], [True])
    """
    return np.logical_or.reduce([dominated(cell, size, amount, settings) for amount in amounts])
