"""The criteria of the score: their values per kelurahan, and the points they give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.score.scale import scale_goalposts

GROWS_WITH_N = ("producers", "workers", "spend_idr_month", "density_1000")
"""Criteria that are totals over the businesses: were there 10% more, they would be 10% more."""


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
        NaN unknown. Where a survey found no business of the sector (``n`` is 0) the products are not
        unknown but absent: diversity is 0 there.

    Examples
    --------
    >>> rows = pd.DataFrame({"n": [0.0, np.nan], "diversity": [np.nan, np.nan]})
    >>> criterion_values(rows, {"criteria": {"diversity": {"low": 1, "high": 8}}}).ravel().tolist()
    [0.0, nan]
    """
    values = rows[list(criteria["criteria"])].to_numpy(dtype=float, copy=True)
    for column, name in enumerate(criteria["criteria"]):
        if name == "diversity":
            absent = (rows["n"].to_numpy(dtype=float) == 0) & np.isnan(values[:, column])
            values[absent, column] = 0.0
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


def criterion_points(values: np.ndarray, shared: np.ndarray, criteria: Mapping[str, Any]) -> np.ndarray:
    """Points out of 100 that each criterion gives: ``100 * weight * scaled value``.

    Parameters
    ----------
    values : ndarray of float, shape (rows, criteria)
        Natural units, NaN unknown.
    shared : ndarray of float, shape (rows, criteria)
        Weights of each row, 0 for what is unknown, see :func:`mapping.score.weights.share_weights`.

    Returns
    -------
    ndarray of float, shape (rows, criteria)
        Each row sums to the score; NaN for what is unknown.

    Examples
    --------
    >>> criterion_points(np.array([[1.5]]), np.array([[1.0]]), {"criteria": {"lq": {"low": 0.5, "high": 2.5}}}).tolist()
    [[50.0]]
    """
    posts = criteria["criteria"].values()
    scaled = [scale_goalposts(values[:, c], post["low"], post["high"]) for c, post in enumerate(posts)]
    return 100.0 * shared * np.column_stack(scaled)
