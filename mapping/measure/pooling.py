"""Totals over the businesses of a cell when some did not answer."""

from __future__ import annotations

import numpy as np
import pandas as pd

KNOWN_SHARE = 0.5
"""At least this share of a cell's businesses must have answered [planning assumption, 2026-11]."""


def pooled_total(cell: np.ndarray, size: int, values: pd.Series, known_share: float = KNOWN_SHARE) -> np.ndarray:
    """Total of ``values`` over the businesses of each cell, scaled up for those that did not answer.

    ``total = (sum of known values) * n / (number of known values)``: who did not answer is taken to
    be like those who did. Where fewer than ``known_share`` answered that is a guess, and the total is NaN.

    Parameters
    ----------
    cell : ndarray of int, shape (businesses,)
        Cell of each business; ``-1`` is left out.
    size : int
        Number of cells.
    values : Series of float, shape (businesses,)
        Natural units, for example rupiah a month; NaN is "did not answer".
    known_share : float
        0-1.

    Returns
    -------
    ndarray of float, shape (size,)
        Same unit as ``values``. 0 in a cell without a business; NaN where too few answered, and
        everywhere when nobody in the whole survey did: then it was not asked.

    Examples
    --------
    Two of three answered, one of three answered, nobody there:

    >>> cell = np.array([0, 0, 0, 1, 1, 1])
    >>> pooled_total(cell, 3, pd.Series([4.0, 2.0, np.nan, 5.0, np.nan, np.nan])).tolist()
    [9.0, nan, 0.0]
    """
    amount = values.to_numpy(dtype=float)
    inside = cell >= 0
    known = inside & ~np.isnan(amount)
    n = np.bincount(cell[inside], minlength=size).astype(float)
    n_known = np.bincount(cell[known], minlength=size)
    total = np.bincount(cell[known], weights=amount[known], minlength=size).astype(float)
    enough = (n_known > 0) & (n_known >= known_share * n)
    scaled = np.full(size, np.nan)
    np.divide(total * n, n_known, out=scaled, where=enough)
    if not np.isnan(amount).all():
        scaled[n == 0] = 0.0
    return scaled


def pooled_spend(cell: np.ndarray, size: int, businesses: pd.DataFrame) -> np.ndarray:
    """Input spend of each cell, rupiah a month: what its businesses could buy together.

    See :func:`pooled_total` for the rule and for what NaN means.

    Examples
    --------
    >>> businesses = pd.DataFrame({"input_spend_idr_month": [4e6, np.nan]})
    >>> pooled_spend(np.array([0, 0]), 1, businesses).tolist()
    [8000000.0]
    """
    return pooled_total(cell, size, businesses["input_spend_idr_month"])
