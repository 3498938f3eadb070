"""How many businesses there are in each cell of a table.

A *cell* is one place of a flattened table, for example ``kelurahan position * 5 + sector position``;
``-1`` stands for "in no cell" (an unclassified business has no sector).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.errors import InputError
from mapping.language import tr


def locate_kelurahan(kelurahan: pd.DataFrame, businesses: pd.DataFrame) -> np.ndarray:
    """Position of each business's kelurahan in ``kelurahan.index``.

    Returns
    -------
    ndarray of int, shape (businesses,)
        ``0`` to ``len(kelurahan) - 1``.

    Raises
    ------
    InputError
        A business lies in a kelurahan that the table does not have; counting on would lose it silently.

    Examples
    --------
    >>> locate_kelurahan(pd.DataFrame(index=["a", "b"]), pd.DataFrame({"kelurahan_code": ["b", "a", "b"]}))
    array([1, 0, 1])
    """
    # Millions of businesses lie in thousands of kelurahan: each code is looked up once.
    code, distinct = pd.factorize(businesses["kelurahan_code"], use_na_sentinel=False)
    position = kelurahan.index.get_indexer(distinct)[code]
    if (position < 0).any():
        first = businesses["kelurahan_code"].to_numpy()[position < 0][0]
        raise InputError(
            tr(
                '{sum} usaha menyebut kode wilayah yang tidak ada di berkas batas, misalnya "{first}". '
                "Periksa kolom kode wilayah atau pakai berkas batas yang lengkap.",
                sum=(position < 0).sum(),
                first=first,
            )
        )
    return position


def count(cell: np.ndarray, size: int, weights: np.ndarray | None = None) -> np.ndarray:
    """Number of businesses in each cell, or how many they stand for: ``sum(w)``.

    Does not see: who was not met (a closed door, a stall that stands only at night, a seller without a shop), nor how
    large a business is.

    Parameters
    ----------
    cell : ndarray of int, shape (businesses,)
        Cell of each business; ``-1`` is counted nowhere.
    size : int
        Number of cells.
    weights : ndarray of float, shape (businesses,), optional
        How many businesses each row stands for; without them rows are counted.

    Returns
    -------
    ndarray of float, shape (size,)
        0 where nothing lies. Whether that zero is known (surveyed) is the caller's to say.

    References
    ----------
    Horvitz, D. G. & Thompson, D. J. (1952). A generalization of sampling without replacement from a finite universe.
    JASA 47(260).

    Examples
    --------
    >>> count(np.array([0, 2, 2, -1]), 4).tolist()
    [1.0, 0.0, 2.0, 0.0]
    >>> count(np.array([0, 2, 2, -1]), 4, np.array([5.0, 2.0, 1.5, 9.0])).tolist()
    [5.0, 0.0, 3.5, 0.0]
    """
    inside = cell >= 0
    return np.bincount(cell[inside], weights=None if weights is None else weights[inside], minlength=size).astype(float)


def count_kinds(
    cell: np.ndarray, size: int, kind: np.ndarray, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How many businesses of each kind there are in each cell, only kinds that occur.

    Parameters
    ----------
    cell, kind : ndarray of int, shape (businesses,)
        ``-1`` in either leaves the business out.
    weights : ndarray of float, shape (businesses,)
        How many businesses each row stands for.

    Returns
    -------
    cell, kind, n : ndarray of int, of int and of float, shape (pairs of cell and kind,)
        Ordered by cell, then by kind.

    Notes
    -----
    A sparse table is filled (scipy): time grows with the businesses, memory with the pairs.

    Examples
    --------
    >>> [part.tolist() for part in count_kinds(np.array([1, 1, 1, -1]), 2, np.array([7, 3, 7, 3]), np.ones(4))]
    [[1, 1], [3, 7], [1.0, 2.0]]
    """
    from scipy.sparse import coo_array

    known = (cell >= 0) & (kind >= 0)
    width = int(kind.max(initial=-1)) + 1
    table = coo_array((weights[known], (cell[known], kind[known])), shape=(size, max(width, 1))).tocsr()
    table.sum_duplicates()
    return np.repeat(np.arange(size), np.diff(table.indptr)), table.indices, table.data
