"""Other ways from values to one figure, to see whether the order hangs on the way: weighted sum and TOPSIS."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mapping.errors import NotComputableError
from mapping.language import tr


def weighted_sum(matrix: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weighted sum model: ``sum_c w_c a_kc``.

    Parameters
    ----------
    matrix : ndarray of float, shape (alternatives, criteria)
        In one unit; more is better.
    weights : ndarray of float, shape (criteria,)

    Returns
    -------
    ndarray of float, shape (alternatives,)
        In that unit; NaN where anything is unknown.

    References
    ----------
    Fishburn, P. C. (1967). Tzeng, G. H. & Huang, J. J. (2011). Multiple Attribute Decision Making. CRC Press.

    Examples
    --------
    >>> weighted_sum(np.array([[1.0, 0.0, 3.0], [0.0, 5.0, 6.0]]), np.ones(3)).tolist()
    [4.0, 11.0]
    """
    return np.asarray(np.asarray(matrix, dtype=float) @ np.asarray(weights, dtype=float))


def topsis(
    matrix: np.ndarray, weights: np.ndarray, more_is_better: Sequence[bool] | None = None, labels: Sequence[str] = ()
) -> np.ndarray:
    """TOPSIS as published: closeness to the best of the data after dividing each column by its length.

    ``v_kc = w_c a_kc / sqrt(sum_k a_kc^2)``; closeness is the distance to the worst of each ``v_c`` over the
    sum of the distances to worst and best. A further alternative changes best and worst: the order may move.

    Parameters
    ----------
    matrix : ndarray of float, shape (alternatives, criteria)
        Natural units, no NaN.
    weights : ndarray of float, shape (criteria,)
    more_is_better : sequence of bool, optional
        By criterion; all True by default.
    labels : sequence of str
        What the criteria are called, for messages.

    Returns
    -------
    ndarray of float, shape (alternatives,)
        0 (worst in everything) to 1 (best in everything).

    Raises
    ------
    NotComputableError
        A value is unknown, a criterion is zero everywhere, or no criterion tells two alternatives apart.

    References
    ----------
    Hwang, C. L. & Yoon, K. (1981). Multiple Attribute Decision Making. Springer. Tzeng & Huang (2011), CRC Press.

    Examples
    --------
    >>> matrix = np.array([[5.0, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]])
    >>> topsis(matrix, np.array([0.3, 0.4, 0.3])).round(4).tolist()
    [0.5037, 0.6581, 0.7482, 0.334]
    """
    matrix = np.asarray(matrix, dtype=float)
    names = list(labels) or [f"{column + 1}" for column in range(matrix.shape[1])]
    if (broken := ~np.isfinite(matrix).all(axis=0)).any():
        raise NotComputableError(
            tr('Kriteria "{names}" tidak diketahui di sebagian kelurahan.', names=names[int(np.argmax(broken))])
        )
    length = np.sqrt((matrix**2).sum(axis=0))
    if (empty := length == 0).any():
        raise NotComputableError(tr('Kriteria "{names}" nol di semua kelurahan.', names=names[int(np.argmax(empty))]))
    signs = np.ones(matrix.shape[1]) if more_is_better is None else np.where(more_is_better, 1.0, -1.0)
    weighted = signs * np.asarray(weights, dtype=float) * matrix / length
    return _closeness(weighted, weighted.min(axis=0), weighted.max(axis=0))


def topsis_between_goalposts(scaled: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """TOPSIS with best and worst fixed at the goalposts, so that a further alternative moves nobody.

    Parameters
    ----------
    scaled : ndarray of float, shape (alternatives, criteria)
        0-1; NaN unknown.
    weights : ndarray of float, shape (criteria,) or (alternatives, criteria)
        0 for what is unknown.

    Returns
    -------
    ndarray of float, shape (alternatives,)
        0 (at the lower goalpost everywhere) to 1; NaN where nothing with weight is known.

    Examples
    --------
    >>> topsis_between_goalposts(np.array([[1.0, 1.0], [0.5, 0.5], [1.0, 0.0]]), np.array([0.5, 0.5])).tolist()
    [1.0, 0.5, 0.5]
    """
    weights = np.broadcast_to(np.asarray(weights, dtype=float), scaled.shape)
    weighted = np.where(np.isnan(scaled), 0.0, weights * np.nan_to_num(scaled))
    best = np.where(np.isnan(scaled), 0.0, weights)
    worst_off = np.sqrt((weighted**2).sum(axis=1))
    best_off = np.sqrt(((best - weighted) ** 2).sum(axis=1))
    total = worst_off + best_off
    return np.divide(worst_off, total, out=np.full(len(total), np.nan), where=total > 0)


def _closeness(weighted: np.ndarray, worst: np.ndarray, best: np.ndarray) -> np.ndarray:
    worst_off = np.sqrt(((weighted - worst) ** 2).sum(axis=1))
    best_off = np.sqrt(((weighted - best) ** 2).sum(axis=1))
    if not (worst_off + best_off > 0).all():
        raise NotComputableError(
            tr("Semua kelurahan bernilai sama di setiap kriteria; TOPSIS tidak bisa mengurutkannya.")
        )
    return worst_off / (worst_off + best_off)
