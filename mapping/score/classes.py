"""Where to cut values into classes for a map."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mapping.errors import NotComputableError, SettingsError
from mapping.language import tr


def fisher_jenks(values: np.ndarray, classes: int) -> np.ndarray:
    """The cuts that make classes as alike within as they can be: least sum of squared distances to the class means.

    Exact, by dynamic programming over the sorted distinct values; the best first value of a class never moves left as
    its last value moves right, so each layer is worked out by halves.

    Parameters
    ----------
    values : ndarray of float
        Any unit; NaN is left out.
    classes : int
        2 or more.

    Returns
    -------
    ndarray of float, shape (classes,)
        Highest value of each class, ascending; the last is the maximum. A value belongs to the first class whose cut it
        does not exceed.

    Raises
    ------
    SettingsError
        Fewer than two classes.
    NotComputableError
        Fewer distinct values than classes.

    Notes
    -----
    Cost: ``classes * m * log(m)`` for ``m`` distinct values.

    References
    ----------
    Fisher, W. D. (1958). On grouping for maximum homogeneity. JASA 53(284). Jenks, G. F. (1977). Optimal data
    classification for choropleth maps.

    Examples
    --------
    >>> fisher_jenks(np.array([1.0, 2.0, 2.0, 9.0, 10.0, 30.0, np.nan]), 3).tolist()
    [2.0, 10.0, 30.0]
    """
    if classes < 2:
        raise SettingsError(tr("Jumlah kelas harus 2 atau lebih; yang diberikan {classes}.", classes=classes))
    given = np.asarray(values, dtype=float)
    distinct, times = np.unique(given[~np.isnan(given)], return_counts=True)
    if len(distinct) < classes:
        raise NotComputableError(
            tr(
                "Hanya ada {distinct} nilai yang berbeda; tidak cukup untuk {classes} kelas. Kurangi jumlah kelas.",
                distinct=len(distinct),
                classes=classes,
            )
        )
    # Sums are taken from the middle of the data: of large numbers far from 0 the squares would lose the differences.
    shifted = distinct - distinct.mean()
    weight, total, square = (np.concatenate([[0.0], np.cumsum(times * shifted**power)]) for power in range(3))

    def spread(first: np.ndarray, last: int) -> np.ndarray:
        """Sum of squared distances to the mean within distinct values ``first..last``."""
        part = total[last + 1] - total[first]
        return square[last + 1] - square[first] - part**2 / (weight[last + 1] - weight[first])

    cost = square[1:] - total[1:] ** 2 / weight[1:]
    begins = []
    for _ in range(classes - 1):
        cost, begin = _add_class(cost, spread)
        begins.append(begin)
    cuts = [len(distinct) - 1]
    for begin in reversed(begins):
        cuts.append(int(begin[cuts[-1]]) - 1)
    return distinct[cuts[::-1]]


def _add_class(cost: np.ndarray, spread: Callable[[np.ndarray, int], np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Cost of each prefix with one class more, and the first value of that last class."""
    size = len(cost)
    more, begin = np.full(size, np.inf), np.zeros(size, dtype=int)
    waiting = [(1, size - 1, 1, size - 1)]
    while waiting:
        low, high, from_, to = waiting.pop()
        if low > high:
            continue
        last = (low + high) // 2
        first = np.arange(from_, min(last, to) + 1)
        tried = cost[first - 1] + spread(first, last)
        best = int(np.argmin(tried))
        more[last], begin[last] = tried[best], first[best]
        waiting += [(low, last - 1, from_, first[best]), (last + 1, high, first[best], to)]
    return more, begin
