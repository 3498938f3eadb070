"""Whether like lies beside like: Moran's I, local Moran and Getis-Ord Gi*, with permutation p-values."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.errors import NotComputableError
from mapping.language import tr
from mapping.measure.space.neighbours import Neighbours, lag, neighbour_sum
from mapping.measure.space.permutations import neighbour_p, set_p, two_sided

PERMUTATIONS = 999
BLOCK = 64
ROUNDING = 1e-12
"""Values that differ by no more than this part of themselves differ by rounding only."""


def check_computable(values: np.ndarray, neighbours: Neighbours) -> None:
    """Refuse what says nothing about neighbourhoods.

    Raises
    ------
    NotComputableError
        No value is known, only one is, all are equal, or no two kelurahan with a value touch.

    Examples
    --------
    >>> row = Neighbours.of_pairs(pd.Index(["a", "b"]), np.array([0]), np.array([1]))
    >>> check_computable(np.array([3.0, 3.0]), row)
    Traceback (most recent call last):
    mapping.errors.NotComputableError: Nilainya sama di semua kelurahan, jadi tidak ada kelompok yang bisa dicari.
    """
    known = ~np.isnan(values)
    if not known.any():
        raise NotComputableError(tr("Nilainya tidak diketahui di satu pun kelurahan, jadi kelompok tidak bisa dicari."))
    if known.sum() == 1:
        raise NotComputableError(
            tr("Nilainya hanya diketahui di satu kelurahan, jadi tidak ada yang bisa dibandingkan.")
        )
    if np.ptp(values[known]) <= ROUNDING * np.abs(values[known]).max():
        raise NotComputableError(tr("Nilainya sama di semua kelurahan, jadi tidak ada kelompok yang bisa dicari."))
    if not neighbours.among(known).counts.any():
        raise NotComputableError(tr("Tidak ada dua kelurahan bersebelahan yang nilainya diketahui."))


def global_moran(
    values: np.ndarray, neighbours: Neighbours, permutations: int = PERMUTATIONS, seed: int = 0
) -> dict[str, float]:
    """Moran's I: how strongly neighbours resemble each other in the whole region.

    ``I = (n / S0) sum_i z_i sum_j w_ij z_j / sum_i z_i^2`` over the kelurahan with a known value, each kelurahan's
    weights summing to one (``S0`` is the number that have a neighbour). It sees that there is a pattern, not where.

    Parameters
    ----------
    values : ndarray of float, shape (kelurahan,)
        NaN unknown: left out.
    neighbours : Neighbours
        Islands stay in ``n`` and in the mean.
    permutations : int
        Shuffles of the values over the kelurahan behind ``p``. 0 takes the normal approximation under randomisation
        (Cliff & Ord), which costs nothing and is close for some hundred kelurahan and more; NaN for fewer than four.
    seed : int

    Returns
    -------
    dict of float
        ``moran_i`` (about -1 to 1; above ``expected_i`` alike, below unlike), ``expected_i`` (-1 / (n - 1)), ``p``
        (two-sided), ``n`` (kelurahan with a value).

    Raises
    ------
    NotComputableError
        As :func:`check_computable`.

    References
    ----------
    Cliff, A. D. & Ord, J. K. (1981). Spatial Processes. Pion.

    Examples
    --------
    >>> row = Neighbours.of_pairs(pd.Index(list("abcdef")), np.arange(5), np.arange(1, 6))
    >>> answer = global_moran(np.array([1.0, 1, 2, 8, 9, 9]), row)
    >>> round(answer["moran_i"], 3), round(answer["expected_i"], 3), answer["n"]
    (0.768, -0.2, 6.0)
    """
    check_computable(values, neighbours)
    known = ~np.isnan(values)
    z, graph = _standardise(values[known]), neighbours.among(known)
    found = float(z @ np.nan_to_num(lag(z, graph))) / int(np.count_nonzero(graph.counts))
    expected = -1.0 / (len(z) - 1)
    if permutations:
        p = _shuffled_p(z, graph, found, permutations, seed)
    else:
        p = float(_normal_p((found - expected) / np.sqrt(_randomisation_variance(z, graph))))
    return {"moran_i": found, "expected_i": expected, "p": p, "n": float(len(z))}


def local_moran(
    values: np.ndarray, neighbours: Neighbours, permutations: int = PERMUTATIONS, seed: int = 0
) -> pd.DataFrame:
    """Local Moran's I: which kelurahan lie among others like themselves, and which among their opposites.

    ``I_i = (n - 1) / n * z_i * mean of z over the neighbours``, ``z`` standardised over all known values.

    Parameters
    ----------
    values, neighbours, seed
        As in :func:`global_moran`.
    permutations : int
        Random sets of neighbours behind each p (``permutations.py``); 0 takes the normal approximation with the exact
        conditional moments (:func:`conditional_moments`).

    Returns
    -------
    DataFrame, one row per kelurahan
        ``lag`` (mean of the neighbours, in the unit of ``values``), ``moran``, ``p`` (two-sided; small: the neighbours
        are unlike a random set), ``kind`` (``"HH"`` high among high, ``"LL"`` low among low, ``"HL"``, ``"LH"``; ``""``
        unknown or exactly at the mean). NaN where the value is unknown or no neighbour's is.

    Raises
    ------
    NotComputableError
        As :func:`check_computable`.

    References
    ----------
    Anselin, L. (1995). Local indicators of spatial association. Geographical Analysis 27(2).

    Examples
    --------
    >>> row = Neighbours.of_pairs(pd.Index(list("abcdef")), np.arange(5), np.arange(1, 6))
    >>> local_moran(np.array([1.0, 1, 2, 8, 9, 9]), row)[["moran", "kind"]].round(3).T.values.tolist()
    [[0.976, 0.854, 0.091, 0.091, 0.854, 0.976], ['LL', 'LL', 'LL', 'HH', 'HH', 'HH']]
    """
    check_computable(values, neighbours)
    known = ~np.isnan(values)
    z, graph = _standardise(values[known]), neighbours.among(known)
    around = lag(z, graph)
    found = (len(z) - 1) / len(z) * z * around
    if permutations:
        p = neighbour_p(z, graph, permutations, seed)
    else:
        mean, variance = conditional_moments(z, graph)
        p = _normal_p((found - mean) / np.sqrt(variance))
    high, beside = np.where(z > 0, "H", "L"), np.where(around > 0, "H", "L")
    kind = np.where(np.isnan(around) | (z == 0) | (around == 0), "", np.char.add(high, beside))
    table = pd.DataFrame({"lag": np.nan, "moran": np.nan, "p": np.nan, "kind": ""}, index=neighbours.index)
    for column, filled in (("moran", found), ("p", p), ("kind", kind)):
        table.loc[known, column] = filled
    table.loc[known, "lag"] = lag(values[known], graph)
    return table


def getis_ord(
    values: np.ndarray, neighbours: Neighbours, permutations: int = PERMUTATIONS, seed: int = 0
) -> pd.DataFrame:
    """Gi*: where a kelurahan and its neighbours together are high (hot spot) or low (cold spot).

    ``Gi* = (sum of y over i and its k neighbours - (k + 1) mean) / (s sqrt((k + 1) (n - k - 1) / (n - 1)))``: standard
    deviations from what a random set of ``k + 1`` kelurahan has. It does not tell a high kelurahan among low ones from
    a set of middling ones; local Moran does.

    Parameters
    ----------
    values, neighbours, permutations, seed
        As in :func:`local_moran`; without permutations ``p`` is that of a normal ``gi``.

    Returns
    -------
    DataFrame, one row per kelurahan
        ``gi`` (standard deviations), ``p`` (two-sided, among random sets of ``k + 1`` kelurahan). NaN where the value
        is unknown, no neighbour's is, or every other kelurahan is a neighbour.

    Raises
    ------
    NotComputableError
        As :func:`check_computable`.

    Notes
    -----
    Packages often hold the own value fixed when they permute Gi*. Then it asks of the neighbours exactly what local
    Moran asks, and the two-sided p is the same number; here the own value is drawn too, as in the formula of ``gi``.

    References
    ----------
    Ord, J. K. & Getis, A. (1995). Local spatial autocorrelation statistics. Geographical Analysis 27(4).

    Examples
    --------
    >>> row = Neighbours.of_pairs(pd.Index(list("abcdef")), np.arange(5), np.arange(1, 6))
    >>> getis_ord(np.array([1.0, 1, 2, 8, 9, 9]), row)["gi"].round(2).tolist()
    [-1.71, -2.22, -0.81, 0.81, 2.22, 1.71]
    """
    check_computable(values, neighbours)
    known = ~np.isnan(values)
    z, graph = _standardise(values[known]), neighbours.among(known)
    n, size = len(z), graph.counts + 1.0
    tested = (graph.counts > 0) & (size < n)
    spread = np.sqrt(np.where(tested, size * (n - size) / (n - 1), np.nan))
    found = (neighbour_sum(z, graph) + z) / spread
    p = set_p(z, graph, permutations, seed) if permutations else _normal_p(found)
    table = pd.DataFrame({"gi": np.nan, "p": np.nan}, index=neighbours.index)
    table.loc[known, "gi"], table.loc[known, "p"] = found, np.where(tested, p, np.nan)
    return table


def conditional_moments(z: np.ndarray, neighbours: Neighbours) -> tuple[np.ndarray, np.ndarray]:
    """Mean and variance of local Moran's I when the other values are shuffled around a kelurahan.

    The mean of ``k`` neighbours is that of a sample without replacement from the ``n - 1`` others, whose moments are
    known: no draws are needed.

    Parameters
    ----------
    z : ndarray of float, shape (n,)
        Standardised, none unknown.

    Returns
    -------
    (ndarray, ndarray) of float
        NaN for islands.

    References
    ----------
    Sokal, R. R., Oden, N. L. & Thomson, B. A. (1998). Local spatial autocorrelation in a biological model.
    Geographical Analysis 30(4), equations A7 and A8.
    """
    n = len(z)
    scale = (n - 1) / n
    count = np.where(neighbours.counts > 0, neighbours.counts, np.nan)
    mean = -(z**2) / n
    others = n / max(n - 2, 1) * (1.0 - z**2 / (n - 1))
    return np.where(np.isnan(count), np.nan, mean), (scale * z) ** 2 * others * (1.0 / count - 1.0 / (n - 1))


def _standardise(values: np.ndarray) -> np.ndarray:
    return (values - values.mean()) / values.std()


def _normal_p(score: np.ndarray | float) -> np.ndarray:
    from scipy.special import ndtr

    return 2.0 * ndtr(-np.abs(score))


def _shuffled_p(z: np.ndarray, neighbours: Neighbours, found: float, permutations: int, seed: int) -> float:
    """Two-sided p of Moran's I among shuffles of the values, a block of shuffles at a time."""
    from scipy.sparse import csr_array

    weight = 1.0 / np.repeat(neighbours.counts, neighbours.counts)
    weights = csr_array((weight, neighbours.neighbour, neighbours.start), shape=(len(z), len(z)))
    rng, shuffled = np.random.default_rng(seed), []
    for done in range(0, permutations, BLOCK):
        block = rng.permuted(np.tile(z, (min(BLOCK, permutations - done), 1)), axis=1).T
        shuffled.append(np.einsum("ij,ij->j", block, weights @ block))
    sums = np.concatenate(shuffled) / np.count_nonzero(neighbours.counts)
    # Sums in another order differ in the last bits: what is equal up to those is a tie.
    slack = 1e-12 * max(abs(found), 1.0)
    above, below = np.array([(sums >= found - slack).sum()]), np.array([(sums <= found + slack).sum()])
    return float(two_sided(above, below, permutations)[0])


def _randomisation_variance(z: np.ndarray, neighbours: Neighbours) -> float:
    """Variance of Moran's I over all shuffles of the values (Cliff & Ord 1981)."""
    n, counts = len(z), neighbours.counts
    weight = 1.0 / np.where(counts > 0, counts, 1)
    received = neighbour_sum(weight, neighbours)
    s0 = float(np.count_nonzero(counts))
    s1 = float(((weight[neighbours.owner] + weight[neighbours.neighbour]) ** 2).sum()) / 2.0
    s2 = float((((counts > 0) + received) ** 2).sum())
    if n < 4:
        return np.nan
    kurtosis = float((z**4).mean() / (z**2).mean() ** 2)
    even = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    peaked = kurtosis * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    return (even - peaked) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - 1.0 / (n - 1) ** 2
