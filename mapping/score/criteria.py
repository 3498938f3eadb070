"""The criteria of the score: their values per kelurahan, and the points they give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.score.scale import scale

GROWS_WITH_N = (
    "n",
    "producers",
    "workers",
    "spend_idr_month",
    "revenue_idr_month",
    "density_1000",
    "density_km2",
)
"""Criteria that are totals over the businesses: were there 10% more, they would be 10% more."""
GEOMETRIC_FLOOR = 0.01
"""Least scaled value under geometric aggregation: one criterion at 0 would otherwise make the whole score 0."""


def scored_rows(indicators: pd.DataFrame) -> pd.DataFrame:
    """The rows of the sectors that get a score; the other sectors are context.

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([["a"], ["food", "trade"]], names=["kelurahan_code", "sector"])
    >>> scored_rows(pd.DataFrame({"n": [1.0, 2.0]}, index=index))["n"].tolist()
    [1.0]
    """
    return indicators[indicators.index.get_level_values("sector").isin(SCORED_SECTORS)]


def criterion_values(rows: pd.DataFrame, criteria: Mapping[str, Any]) -> np.ndarray:
    """Values of the criteria in natural units, one column each.

    Returns
    -------
    ndarray of float, shape (rows, criteria)
        NaN unknown, also where the table has no such column, and where a share rests on fewer answers than
        ``rules.minimum_answers``: a score that weighs little else would give these answers away. Where a survey found
        no business of the sector (``n`` is 0), what the businesses make or lack is not unknown but absent: the
        criterion takes its ``absent`` value of the catalogue, the worst there is.

    Examples
    --------
    >>> rows = pd.DataFrame({"n": [0.0, np.nan], "diversity": [np.nan, np.nan]})
    >>> criterion_values(rows, {"criteria": {"diversity": {"low": 1, "high": 8, "absent": 0}}}).ravel().tolist()
    [0.0, nan]
    """
    values = rows.reindex(columns=list(criteria["criteria"])).to_numpy(dtype=float, copy=True)
    empty = rows["n"].to_numpy(dtype=float) == 0
    fewest = criteria.get("rules", {}).get("minimum_answers", 0)
    for column, (name, criterion) in enumerate(criteria["criteria"].items()):
        if f"{name}_answers" in rows:
            values[rows[f"{name}_answers"].to_numpy(dtype=float) < fewest, column] = np.nan
        if "absent" in criterion:
            values[empty, column] = criterion["absent"]
    return values


def scored_cells(rows: pd.DataFrame, known_weight: np.ndarray, criteria: Mapping[str, Any]) -> np.ndarray:
    """Which rows get a score: enough of the weight is known, and there is something to compare.

    Of a kelurahan without a business of the sector more is known (nobody there spends anything) than
    of one with businesses that did not answer. If only such empty kelurahan could be scored, the best of
    nothing would be shown as rank 1; then the sector gets no score at all.

    Parameters
    ----------
    rows : DataFrame, index with level ``sector``
        ``n`` is read.
    known_weight : ndarray of float, shape (rows,)
        0-1.

    Returns
    -------
    ndarray of bool, shape (rows,)

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([["food", "crafts"], ["a", "b"]], names=["sector", "kelurahan_code"])
    >>> rows = pd.DataFrame({"n": [3.0, 0.0, 3.0, 0.0]}, index=index)
    >>> rules = {"rules": {"minimum_known_weight": 0.6}}
    >>> scored_cells(rows, np.array([0.6, 0.9, 0.5, 0.9]), rules).tolist()
    [True, True, False, False]
    """
    # Weights such as 0.25 + 0.25 + 0.1 may sum to a hair less than 0.6.
    enough = known_weight >= criteria["rules"]["minimum_known_weight"] - 1e-9
    some = pd.Series(enough & (rows["n"].to_numpy(dtype=float) > 0), index=rows.index)
    return enough & some.groupby(level="sector").transform("any").to_numpy(dtype=bool)


def scaled_values(values: np.ndarray, criteria: Mapping[str, Any]) -> np.ndarray:
    """All criteria from natural units to 0-1, as ``criteria["scaling"]`` says (goalposts where it says nothing).

    Parameters
    ----------
    values : ndarray of float, shape (..., kelurahan, criteria)
        Natural units, NaN unknown; the kelurahan of one sector (under min-max and ranks they are each other's measure)
        and only those that get a score. Leading axes are draws.

    Returns
    -------
    ndarray of float, same shape
        0-1; NaN stays NaN.

    Raises
    ------
    SettingsError, NotComputableError
        See :func:`mapping.score.scale.scale`.

    Examples
    --------
    >>> posts = {"criteria": {"lq": {"low": 0.5, "high": 2.5}, "capital_share": {"low": 0.6, "high": 0}}}
    >>> scaled_values(np.array([[1.5, 0.0], [0.5, np.nan]]), posts).tolist()
    [[0.5, 1.0], [0.0, nan]]
    """
    scaling = criteria.get("scaling", "goalposts")
    scaled = np.empty(np.shape(values))
    for column, criterion in enumerate(criteria["criteria"].values()):
        scaled[..., column] = scale(values[..., column], criterion, scaling)
    return scaled


def criterion_points(values: np.ndarray, shared: np.ndarray, criteria: Mapping[str, Any]) -> np.ndarray:
    """Points out of 100 that each criterion gives; each row sums to the score.

    Arithmetic aggregation: ``100 w_c u_c``, with ``w`` the weights and ``u`` the scaled values. Geometric: the score is
    ``G = 100 prod_c max(u_c, 0.01)^w_c``; what it lacks of 100 is shared by ``-w_c ln u_c``, so a criterion gives
    ``100 w_c - (100 - G) w_c ln u_c / sum_k w_k ln u_k``: less than nothing where it drags the score down by more
    than it could have added.

    Parameters
    ----------
    values : ndarray of float, shape (..., rows, criteria)
        Natural units, NaN unknown; see :func:`scaled_values`.
    shared : ndarray of float, shape (..., rows, criteria)
        Weights of each row, 0 for what is unknown, see :func:`mapping.score.weigh.weights.share_weights`.
    criteria : mapping
        As :func:`mapping.score.weigh.setup.criteria_in_force` gives it; ``aggregation`` is arithmetic where it says
        nothing.

    Returns
    -------
    ndarray of float, shape (..., rows, criteria)
        Each row sums to the score; NaN for what is unknown.

    Examples
    --------
    >>> posts = {"criteria": {"lq": {"low": 0.5, "high": 2.5}, "workers": {"low": 0, "high": 120}}}
    >>> values, shared = np.array([[1.0, 120.0]]), np.array([[0.5, 0.5]])
    >>> criterion_points(values, shared, posts).tolist()
    [[12.5, 50.0]]
    >>> criterion_points(values, shared, {**posts, "aggregation": "geometric"}).tolist()
    [[0.0, 50.0]]
    """
    scaled = scaled_values(values, criteria)
    if criteria.get("aggregation", "arithmetic") == "geometric":
        return _geometric_points(scaled, shared)
    return 100.0 * shared * scaled


def _geometric_points(scaled: np.ndarray, shared: np.ndarray) -> np.ndarray:
    pull = shared * np.log(np.maximum(scaled, GEOMETRIC_FLOOR))
    total = np.nansum(pull, axis=-1, keepdims=True)
    part = np.divide(pull, total, out=np.zeros_like(pull), where=total < 0)
    return np.where(np.isnan(scaled), np.nan, 100.0 * shared + 100.0 * np.expm1(total) * part)
