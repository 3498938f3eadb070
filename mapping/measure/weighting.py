"""Businesses that stand for others: the weights of a sample, and how many equal interviews they are worth."""

from __future__ import annotations

import numpy as np
import pandas as pd


def weights_of(businesses: pd.DataFrame) -> np.ndarray:
    """How many businesses of its kelurahan each row stands for; 1 everywhere where the table has no weights.

    Returns
    -------
    ndarray of float, shape (businesses,)
        Above 0, never NaN.

    Examples
    --------
    >>> weights_of(pd.DataFrame({"sampling_weight": [2.5, 1.0]})).tolist()
    [2.5, 1.0]
    >>> weights_of(pd.DataFrame({"product": ["tempe"]})).tolist()
    [1.0]
    """
    if "sampling_weight" not in businesses:
        return np.ones(len(businesses))
    return businesses["sampling_weight"].to_numpy(dtype=float)


def kish_rate(cell: np.ndarray, size: int, weights: np.ndarray) -> np.ndarray:
    """Equal interviews that one unit of weight is worth in each cell: ``sum(w) / sum(w^2)``.

    Times ``sum(w)`` it is Kish's effective number of interviews ``n_eff = (sum w)^2 / sum w^2``, at most the number of
    rows. Weights that are all alike, of whatever size, cost nothing: ``n_eff`` is then the number of rows.

    Does not see: clusters (neighbours interviewed together tell less than strangers) and strata.

    Parameters
    ----------
    cell : ndarray of int, shape (businesses,)
        Cell of each business; ``-1`` is left out.
    size : int
        Number of cells.
    weights : ndarray of float, shape (businesses,)
        Above 0.

    Returns
    -------
    ndarray of float, shape (size,)
        0 in a cell without a business.

    References
    ----------
    Kish, L. (1965). Survey Sampling. Wiley, section 11.7.

    Examples
    --------
    Three interviews worth 1, 1 and 2 businesses tell as much as 16/6 equal ones:

    >>> rate = kish_rate(np.array([0, 0, 0]), 2, np.array([1.0, 1.0, 2.0]))
    >>> (rate * 4.0).round(3).tolist()
    [2.667, 0.0]
    """
    inside = cell >= 0
    w = weights[inside]
    total = np.bincount(cell[inside], weights=w, minlength=size)
    squares = np.bincount(cell[inside], weights=w * w, minlength=size)
    return np.divide(total, squares, out=np.zeros(size), where=squares > 0)
