"""Totals over the businesses of a cell when some did not answer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.errors import SettingsError
from mapping.knowledge.assumptions import read_assumptions
from mapping.language import tr
from mapping.measure.counts import count

KNOWN_SHARE = 0.5
"""At least this share of a cell's businesses must have answered [planning assumption, 2026-11]."""


def pooled_total(
    cell: np.ndarray,
    size: int,
    values: pd.Series,
    weights: np.ndarray | None = None,
    known_share: float = KNOWN_SHARE,
) -> np.ndarray:
    """Total of ``values`` over the businesses of each cell, scaled up for those that did not answer.

    ``total = sum_known(w * value) * sum(w) / sum_known(w)``: who did not answer is taken to be like those who did
    (a ratio estimator). Where fewer than ``known_share`` of the rows answered that is a guess, and the total is NaN.

    Does not see: whether those who kept silent are larger or smaller, and whether an answer was honest.

    Parameters
    ----------
    cell : ndarray of int, shape (businesses,)
        Cell of each business; ``-1`` is left out.
    size : int
        Number of cells.
    values : Series of float, shape (businesses,)
        Natural units, for example rupiah a month; NaN is "did not answer".
    weights : ndarray of float, shape (businesses,), optional
        How many businesses each row stands for; 1 when not given.
    known_share : float
        0-1.

    Returns
    -------
    ndarray of float, shape (size,)
        Same unit as ``values``. 0 in a cell without a business; NaN where too few answered, and
        everywhere when nobody in the whole survey did: then it was not asked.

    References
    ----------
    Cochran, W. G. (1977). Sampling Techniques, 3rd ed., Wiley, chapter 6.

    Examples
    --------
    Two of three answered, one of three answered, nobody there:

    >>> cell = np.array([0, 0, 0, 1, 1, 1])
    >>> pooled_total(cell, 3, pd.Series([4.0, 2.0, np.nan, 5.0, np.nan, np.nan])).tolist()
    [9.0, nan, 0.0]
    """
    amount = values.to_numpy(dtype=float)
    weight = np.ones(len(amount)) if weights is None else weights
    known = (cell >= 0) & ~np.isnan(amount)
    n, n_known = count(cell, size), count(cell[known], size)
    answered = count(cell[known], size, weight[known])
    total = count(cell[known], size, weight[known] * amount[known])
    enough = (n_known > 0) & (n_known >= known_share * n)
    scaled = np.full(size, np.nan)
    np.divide(total * count(cell, size, weight), answered, out=scaled, where=enough)
    if not np.isnan(amount).all():
        scaled[n == 0] = 0.0
    return scaled


def workers(cell: np.ndarray, size: int, values: pd.Series, weights: np.ndarray | None = None) -> np.ndarray:
    """People at work in each cell; businesses that did not answer are taken as the mean of those that did.

    See :func:`pooled_total` for the rule and for what NaN means.

    Does not see: hours (a helper on market days counts like a full-time worker), pay, and one person with two jobs.

    Examples
    --------
    >>> workers(np.array([0, 0, 1, 1, 1]), 2, pd.Series([3, np.nan, 1, np.nan, np.nan])).tolist()
    [6.0, nan]
    """
    return pooled_total(cell, size, values, weights)


def pooled_spend(
    cell: np.ndarray, size: int, businesses: pd.DataFrame, weights: np.ndarray | None = None
) -> np.ndarray:
    """Input spend of each cell, rupiah a month: what its businesses could buy together.

    See :func:`pooled_total` for the rule and for what NaN means.

    Does not see: whether they buy the same thing (spend of one sector, many inputs), on credit, or would buy together.

    Examples
    --------
    >>> businesses = pd.DataFrame({"input_spend_idr_month": [4e6, np.nan]})
    >>> pooled_spend(np.array([0, 0]), 1, businesses).tolist()
    [8000000.0]
    """
    return pooled_total(cell, size, businesses["input_spend_idr_month"], weights)


def pooled_saving(spend: np.ndarray, rate: float | None = None) -> np.ndarray:
    """What buying together would save, rupiah a month: ``spend * rate``.

    The rate is an assumption that a user may edit (``knowledge/assumptions.toml``, with its source); by default the
    cautious end of its range.

    Does not see: transport, storage, spoilage and the work of ordering, which eat into the saving.

    Parameters
    ----------
    spend : ndarray of float
        Rupiah a month; NaN unknown.
    rate : float, optional
        Share of the spend, 0-1.

    Returns
    -------
    ndarray of float
        NaN where the spend is unknown.

    Raises
    ------
    SettingsError
        The rate is not between 0 and 1.

    Examples
    --------
    >>> pooled_saving(np.array([90e6, np.nan])).tolist()
    [4500000.0, nan]
    """
    rate = float(read_assumptions()["pooling.saving_low"]["value"]) if rate is None else rate
    if not 0 <= rate <= 1:
        raise SettingsError(tr("Bagian belanja yang dihemat harus antara 0 dan 1; yang diberikan {rate}.", rate=rate))
    return spend * rate
