"""How rarely chance alone would do it: p-values from random neighbours, and which of many p-values stand."""

from __future__ import annotations

import numpy as np

from mapping.measure.space.neighbours import Neighbours, neighbour_sum

FIXED_POINT = 2.0**32
"""Standardised values are summed as whole multiples of this fraction, so that equal sums are equal to the bit."""


def neighbour_p(z: np.ndarray, neighbours: Neighbours, permutations: int, seed: int) -> np.ndarray:
    """How rarely random neighbours would be so high, or so low: the conditional permutation p of local Moran.

    The own value stays, its ``k`` neighbours are drawn from all others without replacement. A set of ``k`` serves every
    kelurahan with ``k`` neighbours that is not in it; for those in it the next one drawn takes their place, which is a
    random set of the others again. So ``permutations * k`` draws serve any number of kelurahan.

    Returns
    -------
    ndarray of float, shape (n,)
        Twice the smaller of the two one-sided p ``(1 + as extreme) / (1 + permutations)``, at most 1; 1 where the own
        value is exactly the mean or all others are neighbours; NaN for islands.
    """
    values, total = _whole(z), neighbour_sum(_whole(z).astype(float), neighbours)
    counts, n = neighbours.counts, len(z)
    drawn = _random_sets(n, min(int(counts.max(initial=0)) + 1, n), permutations, seed)
    p = np.where(counts > 0, 1.0, np.nan)
    for k in np.unique(counts[(counts > 0) & (counts < n - 1)]):
        sums = values[drawn[:, :k]].sum(axis=1)
        here = np.flatnonzero((counts == k) & (z != 0))
        above, below = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
        above[here], below[here] = _tails(sums, total[here])
        inside = drawn[:, :k].ravel()
        kept = np.flatnonzero((counts == k)[inside])
        inside, draw = inside[kept], kept // k
        other = sums[draw] - values[inside] + values[drawn[draw, k]]
        above += _difference(inside, other >= total[inside], sums[draw] >= total[inside], n)
        below += _difference(inside, other <= total[inside], sums[draw] <= total[inside], n)
        p[here] = two_sided(above[here], below[here], permutations)
    return p


def set_p(z: np.ndarray, neighbours: Neighbours, permutations: int, seed: int) -> np.ndarray:
    """How rarely a random set of kelurahan would be so high, or so low, as one with its neighbours (p of Gi*).

    Returns
    -------
    ndarray of float, shape (n,)
        As in :func:`neighbour_p`.
    """
    values, counts, n = _whole(z), neighbours.counts, len(z)
    total = neighbour_sum(values.astype(float), neighbours) + values
    drawn = _random_sets(n, min(int(counts.max(initial=0)) + 1, n), permutations, seed)
    p = np.full(n, np.nan)
    for k in np.unique(counts[counts > 0]):
        here = np.flatnonzero(counts == k)
        p[here] = two_sided(*_tails(values[drawn[:, : k + 1]].sum(axis=1), total[here]), permutations)
    return p


def false_discovery(p: np.ndarray, share: float) -> np.ndarray:
    """Which p-values stand when at most so large a share of those that stand may be false alarms.

    Benjamini and Hochberg's procedure; unknown p-values are not counted as tests.

    Returns
    -------
    ndarray of bool
        False where ``p`` is NaN.

    References
    ----------
    Benjamini, Y. & Hochberg, Y. (1995). Controlling the false discovery rate. JRSS B 57(1). Caldas de Castro, M. &
    Singer, B. H. (2006) show it for local statistics. Geographical Analysis 38(2).

    Examples
    --------
    >>> false_discovery(np.array([0.001, 0.04, 0.5, np.nan]), 0.1).tolist()
    [True, True, False, False]
    """
    from scipy.stats import false_discovery_control

    firm, tested = np.zeros(len(p), dtype=bool), ~np.isnan(p)
    if tested.any():
        firm[tested] = false_discovery_control(p[tested]) <= share
    return firm


def two_sided(above: np.ndarray, below: np.ndarray, permutations: int) -> np.ndarray:
    """Two-sided p of what so many permutations reached from above and from below: twice the smaller tail, at most 1.

    Examples
    --------
    >>> two_sided(np.array([4, 999]), np.array([995, 999]), 999).tolist()
    [0.01, 1.0]
    """
    return np.minimum(2.0 * (1.0 + np.minimum(above, below)) / (1.0 + permutations), 1.0)


def _whole(z: np.ndarray) -> np.ndarray:
    return np.rint(z * FIXED_POINT).astype(np.int64)


def _tails(sums: np.ndarray, observed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How many sums are at least, and at most, each observed one."""
    ordered = np.sort(sums)
    return len(sums) - np.searchsorted(ordered, observed, "left"), np.searchsorted(ordered, observed, "right")


def _difference(place: np.ndarray, now: np.ndarray, before: np.ndarray, size: int) -> np.ndarray:
    change = now.astype(float) - before
    return np.bincount(place, weights=change, minlength=size).astype(np.int64)


def _random_sets(n: int, size: int, sets: int, seed: int) -> np.ndarray:
    """Ordered samples without replacement of ``range(n)``, one a row: shape (sets, size).

    Each next one is a random one of those left: its rank among them is drawn and lifted over those already taken.
    """
    rng = np.random.default_rng(seed)
    drawn = np.empty((sets, size), dtype=np.int64)
    taken = np.empty((sets, 0), dtype=np.int64)
    for at in range(size):
        pick = rng.integers(0, n - at, sets)
        for column in range(at):
            pick += pick >= taken[:, column]
        drawn[:, at] = pick
        taken = np.sort(np.column_stack([taken, pick]), axis=1)
    return drawn
