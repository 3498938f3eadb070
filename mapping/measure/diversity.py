"""How many kinds of product are really alive in a cell, and how much hangs on a few of them."""

from __future__ import annotations

import numpy as np

from mapping.measure.counts import count_kinds


def diversity(cell: np.ndarray, size: int, product: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """Effective number of products: the exponential of Shannon's entropy.

    ``D = exp(-sum_p s_p ln s_p)`` with ``s_p`` the share of product ``p`` among the businesses of
    the cell: as many equally common products would be as mixed as these are. Its logarithm is the entropy.

    Does not see: products that the lexicon does not know, how alike two products are (two cakes count like cake and
    rope), and products missed because few businesses were asked: it grows with the number of interviews.

    Parameters
    ----------
    cell : ndarray of int, shape (businesses,)
        Cell of each business; ``-1`` is left out.
    size : int
        Number of cells.
    product : ndarray of int, shape (businesses,)
        Code of each business's product; ``-1`` (product unknown) is left out.
    weights : ndarray of float, shape (businesses,), optional
        How many businesses each row stands for; 1 when not given.

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
    where, _, times = count_kinds(cell, size, product, np.ones(len(cell)) if weights is None else weights)
    return entropy_number(where, size, times)


def entropy_number(where: np.ndarray, size: int, times: np.ndarray) -> np.ndarray:
    """:func:`diversity` of products already counted by :func:`mapping.measure.counts.count_kinds`."""
    n = np.bincount(where, weights=times, minlength=size)
    spread = np.bincount(where, weights=times * np.log(times), minlength=size)
    effective = np.full(size, np.nan)
    some = n > 0
    effective[some] = n[some] * np.exp(-spread[some] / n[some])
    return effective


def herfindahl(where: np.ndarray, size: int, times: np.ndarray) -> np.ndarray:
    """Concentration on few products: ``H = sum_p s_p^2``, the chance that two businesses make the same.

    Does not see: what :func:`diversity` does not see. With few businesses it is high by chance: four businesses cannot
    fall below 0.25.

    Parameters
    ----------
    where : ndarray of int, shape (pairs of cell and product,)
        Cell of each pair, as :func:`mapping.measure.counts.count_kinds` gives it.
    size : int
        Number of cells.
    times : ndarray of float, shape (pairs,)
        Businesses of the product in the cell.

    Returns
    -------
    ndarray of float, shape (size,)
        Above 0, up to 1 (one product only); NaN in a cell without a known product.

    References
    ----------
    Hirschman, A. O. (1964). The paternity of an index. American Economic Review 54(5).

    Examples
    --------
    >>> herfindahl(np.array([0, 0, 1]), 3, np.array([1.0, 1.0, 3.0])).tolist()
    [0.5, 1.0, nan]
    """
    n = np.bincount(where, weights=times, minlength=size)
    squares = np.bincount(where, weights=times * times, minlength=size)
    return np.divide(squares, n * n, out=np.full(size, np.nan), where=n > 0)
