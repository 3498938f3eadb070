"""What each criterion really does to a score, and what happens without it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from mapping.score.criteria import criterion_points, scaled_values
from mapping.score.firm.ranks import rank_draws
from mapping.score.firm.weighing import score_values
from mapping.score.weigh.weights import share_weights

TOP = 10
CORRELATED = 3
"""Kelurahan with both values known, below which no correlation is given."""


def importance(values: np.ndarray, weights: np.ndarray, criteria: Mapping[str, Any]) -> pd.DataFrame:
    """How much of the differences between scores each criterion makes, beside its weight.

    ``effective_c = cov(p_c, s) / var(s)`` with ``p_c`` the points of the criterion and ``s`` the score. Since the
    points sum to the score, the shares sum to 1. A criterion that hardly differs between kelurahan has little
    effect however large its weight; one that runs against the others has a negative share: it lessens the differences.

    Parameters
    ----------
    values : ndarray of float, shape (kelurahan, criteria)
        Natural units, NaN unknown; only kelurahan of one sector that get a score, and not all with the same score.
    weights : ndarray of float, shape (criteria,)
        Sum to 1.

    Returns
    -------
    DataFrame, index criterion
        ``weight`` (0-1); ``effective`` (sums to 1, may be negative); ``correlation`` of the scaled criterion with the
        score (-1 to 1; NaN where it does not vary or fewer than 3 are known).

    References
    ----------
    Paruolo, P., Saisana, M. & Saltelli, A. (2013). Ratings and rankings: voodoo or science? JRSS A 176(3).

    Examples
    --------
    >>> posts = {"criteria": {"lq": {"low": 0, "high": 1}, "workers": {"low": 0, "high": 100}}}
    >>> values = np.array([[0.1, 50.0], [0.5, 50.0], [0.9, 50.0]])
    >>> importance(values, np.array([0.5, 0.5]), posts).round(2).values.tolist()
    [[0.5, 1.0, 1.0], [0.5, 0.0, nan]]
    """
    shared, _ = share_weights(weights, ~np.isnan(values))
    points = np.nan_to_num(criterion_points(values, shared, criteria))
    score = points.sum(axis=1)
    apart = score - score.mean()
    scaled = pd.DataFrame(scaled_values(values, criteria), columns=list(criteria["criteria"]))
    return pd.DataFrame(
        {
            "weight": weights,
            "effective": (points - points.mean(axis=0)).T @ apart / (apart @ apart),
            "correlation": correlations(scaled.assign(score=score))["score"].drop("score").to_numpy(),
        },
        index=pd.Index(criteria["criteria"], name="criterion"),
    )


def correlations(scaled: pd.DataFrame) -> pd.DataFrame:
    """Correlation (Pearson) between scaled criteria, over the kelurahan where both are known.

    Returns
    -------
    DataFrame, criterion x criterion
        -1 to 1; NaN where one does not vary or fewer than 3 kelurahan have both.

    Examples
    --------
    >>> correlations(pd.DataFrame({"lq": [0.0, 0.5, 1.0], "workers": [0.9, 0.5, 0.1], "diversity": 0.3})).round(2)
                lq  workers  diversity
    lq         1.0     -1.0        NaN
    workers   -1.0      1.0        NaN
    diversity  NaN      NaN        NaN
    """
    # A column that is the same but for rounding has no correlation, not one of rounding errors.
    varies = (scaled.max() - scaled.min()) > 1e-9
    return scaled.where(varies, other=np.nan, axis=1).corr(min_periods=CORRELATED)


def drop_one(values: np.ndarray, weights: np.ndarray, criteria: Mapping[str, Any]) -> pd.DataFrame:
    """How ranks move when one criterion is left out and its weight is shared among the others.

    Parameters
    ----------
    values, weights, criteria
        As in :func:`importance`.

    Returns
    -------
    DataFrame, index criterion
        ``mean_shift`` and ``max_shift`` of ranks (places), among the kelurahan that still have a known criterion;
        ``spearman`` between ranks before and after; ``top10_kept`` (share of the first ten that stay among them, 0-1;
        NaN with ten kelurahan or fewer). NaN where it is the only criterion.

    Examples
    --------
    >>> posts = {"criteria": {"lq": {"low": 0, "high": 1}, "workers": {"low": 0, "high": 100}}}
    >>> values = np.array([[0.9, 10.0], [0.5, 20.0], [0.1, 30.0]])
    >>> drop_one(values, np.array([0.8, 0.2]), posts)[["mean_shift", "max_shift", "spearman"]].round(2).values.tolist()
    [[1.33, 2.0, -1.0], [0.0, 0.0, 1.0]]
    """
    scores = score_values(values, weights, criteria)
    answer = pd.DataFrame(
        np.nan,
        index=pd.Index(criteria["criteria"], name="criterion"),
        columns=["mean_shift", "max_shift", "spearman", "top10_kept"],
    )
    known = ~np.isnan(values)
    for column, name in enumerate(answer.index):
        left = np.delete(weights, column)
        still = np.delete(known, column, axis=1).any(axis=1)
        if left.sum() > 0 and still.sum() > 1:
            rest = {**criteria, "criteria": {k: v for k, v in criteria["criteria"].items() if k != name}}
            without = score_values(np.delete(values, column, axis=1), left / left.sum(), rest)
            answer.loc[name] = _compare(scores[still], without[still])
    return answer


def _compare(before: np.ndarray, after: np.ndarray) -> list[float]:
    first, second = rank_draws(np.vstack([before, after]))
    shift = np.abs(first - second)
    kept = (second[first <= TOP] <= TOP).mean() if len(first) > TOP else np.nan
    return [float(shift.mean()), float(shift.max()), spearman(before, after), float(kept)]


def spearman(a: np.ndarray, b: np.ndarray) -> float:
    """Rank correlation; NaN where one of them is the same everywhere.

    Examples
    --------
    >>> round(spearman(np.array([1.0, 2.0, 3.0]), np.array([10.0, 30.0, 20.0])), 3)
    0.5
    """
    ranks = pd.DataFrame({"a": a, "b": b}).round(9).rank()
    return float(ranks["a"].corr(ranks["b"]))
