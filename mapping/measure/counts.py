"""How many businesses and how many workers there are in each cell of a table.

A *cell* is one place of a flattened table, for example ``kelurahan position * 5 + sector position``;
``-1`` stands for "in no cell" (an unclassified business has no sector).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.errors import InputError
from mapping.measure.pooling import pooled_total


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
    position = kelurahan.index.get_indexer(businesses["kelurahan_code"])
    if (position < 0).any():
        first = businesses["kelurahan_code"].to_numpy()[position < 0][0]
        raise InputError(
            f'{(position < 0).sum()} usaha menyebut kode wilayah yang tidak ada di berkas batas, misalnya "{first}". '
            "Periksa kolom kode wilayah atau pakai berkas batas yang lengkap."
        )
    return position


def count(cell: np.ndarray, size: int) -> np.ndarray:
    """Number of businesses in each cell.

    Parameters
    ----------
    cell : ndarray of int, shape (businesses,)
        Cell of each business; ``-1`` is counted nowhere.
    size : int
        Number of cells.

    Returns
    -------
    ndarray of float, shape (size,)
        0 where nothing lies. Whether that zero is known (surveyed) is the caller's to say.

    Examples
    --------
    >>> count(np.array([0, 2, 2, -1]), 4).tolist()
    [1.0, 0.0, 2.0, 0.0]
    """
    return np.bincount(cell[cell >= 0], minlength=size).astype(float)


def workers(cell: np.ndarray, size: int, values: pd.Series) -> np.ndarray:
    """People at work in each cell; businesses that did not answer are taken as the mean of those that did.

    See :func:`mapping.measure.pooling.pooled_total` for the rule and for what NaN means.

    Examples
    --------
    >>> workers(np.array([0, 0, 1, 1, 1]), 2, pd.Series([3, np.nan, 1, np.nan, np.nan])).tolist()
    [6.0, nan]
    """
    return pooled_total(cell, size, values)
