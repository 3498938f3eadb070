"""How far two orders of the same kelurahan are the same order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

TOP = 10


@dataclass(frozen=True)
class Agreement:
    """Two orders compared over the kelurahan that have a rank in both.

    Parameters
    ----------
    n : int
        Kelurahan compared.
    top, top_kept : int
        How many stand among the first ten before, and how many of these still do.
    same_order : float
        Share of the pairs, 0-1, that stand in the same order in both, of those that have an order in both (equals have
        none); 0.5 is as by chance. NaN without such a pair.
    spearman : float
        Rank correlation, -1 to 1; NaN with fewer than two different ranks.
    moved : int
        How many have another rank.
    """

    n: int
    top: int
    top_kept: int
    same_order: float
    spearman: float
    moved: int


def agreement(before: pd.Series, after: pd.Series) -> Agreement:
    """Compare two rankings of the same kelurahan.

    ``same_order`` is ``(tau + 1) / 2`` with Kendall's tau over the pairs without equals: concordant / (concordant +
    discordant). Cost: n log n.

    Parameters
    ----------
    before, after : Series of float, same index
        Ranks, 1 is best; NaN unknown.

    References
    ----------
    Kendall, M. G. (1938). A new measure of rank correlation. Biometrika 30.

    Examples
    --------
    >>> agreement(pd.Series([1.0, 2.0, 3.0, 4.0]), pd.Series([1.0, 2.0, 4.0, 3.0])).same_order
    0.8333333333333334
    """
    both = before.notna() & after.notna()
    first, second = before[both].to_numpy(float), after[both].to_numpy(float)
    top = first <= TOP
    return Agreement(
        n=len(first),
        top=int(top.sum()),
        top_kept=int((second[top] <= TOP).sum()),
        same_order=_same_order(first, second),
        spearman=_spearman(first, second),
        moved=int((first != second).sum()),
    )


def _spearman(first: np.ndarray, second: np.ndarray) -> float:
    if len(np.unique(first)) < 2 or len(np.unique(second)) < 2:
        return float("nan")
    return float(pd.Series(first).rank().corr(pd.Series(second).rank()))


def _same_order(first: np.ndarray, second: np.ndarray) -> float:
    """Concordant pairs over concordant and discordant ones."""
    from scipy.stats import kendalltau

    pairs = len(first) * (len(first) - 1) / 2
    tied_first, tied_second = _tied(first), _tied(second)
    ordered = pairs - tied_first - tied_second + _tied(first + 1j * second)
    if ordered <= 0:
        return float("nan")
    tau_b = float(kendalltau(first, second).statistic)
    surplus = tau_b * np.sqrt((pairs - tied_first) * (pairs - tied_second))
    return float((round(surplus) + ordered) / 2 / ordered)


def _tied(values: np.ndarray) -> float:
    """How many pairs are equal."""
    counts = np.unique(values, return_counts=True)[1].astype(float)
    return float((counts * (counts - 1) / 2).sum())
