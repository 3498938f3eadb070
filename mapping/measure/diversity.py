"""How many kinds of product are really alive in a cell."""

from __future__ import annotations

import numpy as np


def diversity(cell: np.ndarray, size: int, product: np.ndarray) -> np.ndarray:
    """Effective number of products: the exponential of Shannon's entropy.

    ``D = exp(-sum_p s_p ln s_p)`` with ``s_p`` the share of product ``p`` among the businesses of
    the cell: as many equally common products would be as mixed as these are.

    Parameters
    ----------
    cell : ndarray of int, shape (businesses,)
        Cell of each business; ``-1`` is left out.
    size : int
        Number of cells.
    product : ndarray of int, shape (businesses,)
        Code of each business's product; ``-1`` (product unknown) is left out.

    Returns
    -------
    ndarray of float, shape (size,)
        1 (all the same) up to the number of products; NaN in a cell without a known product.

    References
    ----------
    Hill, M. O. (1973). Diversity and evenness. Ecology 54(2), the number of order 1.

    Examples
    --------
    Two products half and half, one product three times, nothing:

    >>> diversity(np.array([0, 0, 1, 1, 1]), 3, np.array([7, 8, 7, 7, 7])).round(6).tolist()
    [2.0, 1.0, nan]
    """
    known = (cell >= 0) & (product >= 0)
    width = int(product.max(initial=-1)) + 1
    pairs, times = np.unique(cell[known].astype(np.int64) * max(width, 1) + product[known], return_counts=True)
    where = pairs // max(width, 1)
    n = np.bincount(where, weights=times, minlength=size)
    spread = np.bincount(where, weights=times * np.log(times), minlength=size)
    effective = np.full(size, np.nan)
    some = n > 0
    effective[some] = n[some] * np.exp(-spread[some] / n[some])
    return effective
