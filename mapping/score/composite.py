"""The sector score: a weighted sum of scaled indicators, explained criterion by criterion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import read_criteria
from mapping.score.criteria import criterion_points, criterion_values, scored_cells, scored_rows
from mapping.score.uncertainty import rank_intervals
from mapping.score.weights import default_weights, normalise_weights, share_weights
from mapping.settings import Settings

SCORE_COLUMNS = ["score", "rank", "rank_low", "rank_high", "p_top3", "p_best", "known_weight"]


def score_sectors(
    indicators: pd.DataFrame,
    weights: Mapping[str, float] | pd.Series | None = None,
    criteria: Mapping[str, Any] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Score every kelurahan in the scored sectors.

    ``score = 100 * sum_c w_c * u_c`` with ``u_c`` the indicator between its goalposts (0-1). The
    weight of an unknown criterion is shared among the known ones in proportion. A kelurahan that was
    surveyed and has none of the sector is known: its diversity is 0, not unknown.

    Parameters
    ----------
    indicators : DataFrame, index (kelurahan_code, sector)
        Sector indicators; a column per criterion and ``n``.
    weights : mapping or Series, optional
        Criterion -> weight; by default the catalogue's.
    criteria : mapping, optional
        As :func:`mapping.knowledge.catalog.read_criteria`, which is the default: ``criteria`` (goalposts)
        and ``rules``.

    Returns
    -------
    scores : DataFrame, index (kelurahan_code, sector), scored sectors only
        ``score`` 0-100; ``rank`` within the sector, 1 is best, equals share the better rank;
        ``known_weight`` 0-1. Score and rank are NaN (unknown) where less than
        ``rules.minimum_known_weight`` is known, or no kelurahan that has the sector can be scored.
    contributions : DataFrame, same index
        One column per criterion, points out of 100; each row sums to ``score``. NaN where the criterion
        is unknown or no score is given.

    Raises
    ------
    SettingsError
        A weight or a goalpost is out of range.

    Examples
    --------
    >>> index = pd.MultiIndex.from_tuples([("a", "food"), ("b", "food")], names=["kelurahan_code", "sector"])
    >>> values = dict(n=[12, 2], lq=[1.5, 0.9], spend_idr_month=[75e6, np.nan], producers=[10, 2], workers=[30, 6])
    >>> table = pd.DataFrame({**values, "density_1000": [0.5, 0.1], "diversity": [2.4, 2.0]}, index=index)
    >>> scores, contributions = score_sectors(table)
    >>> scores.round(2)
                           score  rank  known_weight
    kelurahan_code sector
    a              food    35.17   1.0          1.00
    b              food    10.06   2.0          0.75
    """
    criteria = read_criteria() if criteria is None else criteria
    names = list(criteria["criteria"])
    chosen = normalise_weights(default_weights() if weights is None else weights, names)
    rows = scored_rows(indicators)
    values = criterion_values(rows, criteria)
    shared, known_weight = share_weights(chosen.to_numpy(), ~np.isnan(values))
    given = scored_cells(rows, known_weight, criteria)
    points = np.where(given[:, None], criterion_points(values, shared, criteria), np.nan)
    score = pd.Series(np.where(given, np.nansum(points, axis=1), np.nan), index=rows.index)
    rank = score.groupby(level="sector").rank(ascending=False, method="min")
    scores = pd.DataFrame({"score": score, "rank": rank, "known_weight": known_weight})
    return scores, pd.DataFrame(points, index=rows.index, columns=names)


def score_table(
    indicators: pd.DataFrame, settings: Settings, weights: Mapping[str, float] | pd.Series | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Scores with rank intervals, and the contributions behind them: the tables of docs/architecture.md.

    Cost: see :func:`mapping.score.uncertainty.rank_intervals`, which does nearly all the work.

    Parameters
    ----------
    indicators, weights
        As in :func:`score_sectors`.
    settings : Settings
        ``draws`` and ``seed`` are read.

    Returns
    -------
    scores : DataFrame, index (kelurahan_code, sector), scored sectors only
        ``score, rank, rank_low, rank_high, p_top3, p_best, known_weight``; NaN unknown.
    contributions : DataFrame
        As in :func:`score_sectors`.

    Raises
    ------
    SettingsError
        A weight, a goalpost or the number of draws is out of range.
    """
    scores, contributions = score_sectors(indicators, weights)
    intervals = rank_intervals(indicators, settings, weights)
    return scores.join(intervals)[SCORE_COLUMNS], contributions


def firm(indicators: pd.DataFrame, criteria: Mapping[str, Any] | None = None) -> pd.Series:
    """Whether the sector (or line) surely stands out here: enough businesses, and surely above the region.

    ``P(LQ > 1) >= rules.firm_probability`` and ``n >= rules.firm_businesses``.

    Parameters
    ----------
    indicators : DataFrame
        Sector or line indicators; ``lq_prob`` and ``n`` are read.

    Returns
    -------
    Series of bool, same index
        False where unknown: what is not known is not firm.

    Examples
    --------
    >>> firm(pd.DataFrame({"lq_prob": [0.99, 0.99, 0.80, np.nan], "n": [12, 4, 30, np.nan]})).tolist()
    [True, False, False, False]
    """
    rules = (read_criteria() if criteria is None else criteria)["rules"]
    sure = indicators["lq_prob"] >= rules["firm_probability"]
    return (sure & (indicators["n"] >= rules["firm_businesses"])).rename("firm")
