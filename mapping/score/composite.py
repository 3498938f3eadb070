"""The sector score: a weighted sum of scaled indicators, explained criterion by criterion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from mapping.errors import NotComputableError
from mapping.knowledge.catalog import read_criteria, read_sectors
from mapping.language import tr
from mapping.score.criteria import criterion_points, criterion_values, scored_cells, scored_rows
from mapping.score.firm.ranks import rank_draws
from mapping.score.firm.uncertainty import APART, COLUMNS, uncertainty_table
from mapping.score.weigh.setup import criteria_in_force
from mapping.score.weigh.weights import share_weights
from mapping.settings import ScoringSetup, Settings

SCORE_COLUMNS = ["score", "rank", *COLUMNS, "known_weight", *APART]


def score_sectors(
    indicators: pd.DataFrame,
    setup: ScoringSetup | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Score every kelurahan in the scored sectors.

    ``score = 100 * sum_c w_c * u_c`` with ``u_c`` the indicator between its goalposts (0-1); under geometric
    aggregation ``100 * prod_c u_c ** w_c``. The weight of an unknown criterion is shared among the known ones in
    proportion. A kelurahan that was surveyed and has none of the sector is known: its diversity is 0, not unknown.
    Under min-max and ranks the scored kelurahan of a sector are each other's measure.

    Cost: a few passes over rows times criteria; 84,000 kelurahan in three sectors take about two tenths of a second.

    Parameters
    ----------
    indicators : DataFrame, index (kelurahan_code, sector)
        Sector indicators; a column per criterion and ``n``.
    setup : ScoringSetup, optional
        Criteria, weights, goalposts, scaling, aggregation; by default the catalogue's.

    Returns
    -------
    scores : DataFrame, index (kelurahan_code, sector), scored sectors only
        ``score`` 0-100; ``rank`` within the sector, 1 is best, equals (to some 1e-12) share the better rank;
        ``known_weight`` 0-1. Score and rank are NaN (unknown) where less than
        ``rules.minimum_known_weight`` is known, or no kelurahan that has the sector can be scored.
    contributions : DataFrame, same index
        One column per criterion with weight, points out of 100; each row sums to ``score``. NaN where the criterion
        is unknown or no score is given.

    Raises
    ------
    SettingsError
        The set-up says something impossible (:func:`mapping.score.weigh.choices.check_setup`).
    NotComputableError
        Min-max or ranks cannot be worked out: a criterion without data or without differences, one kelurahan only.

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
    criteria = criteria_in_force(setup or ScoringSetup())
    names = list(criteria["criteria"])
    chosen = np.array([criterion["weight"] for criterion in criteria["criteria"].values()])
    rows = scored_rows(indicators)
    values = criterion_values(rows, criteria)
    shared, known_weight = share_weights(chosen, ~np.isnan(values))
    given = scored_cells(rows, known_weight, criteria)
    points, score, rank = np.full(values.shape, np.nan), np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    sector = rows.index.get_level_values("sector")
    for name in sector.unique():
        place = np.flatnonzero(given & (sector == name))
        if len(place):
            points[place] = _sector_points(name, values[place], shared[place], criteria)
            score[place] = np.nansum(points[place], axis=1)
            rank[place] = rank_draws(score[place][None])[0]
    scores = pd.DataFrame({"score": score, "rank": rank, "known_weight": known_weight}, index=rows.index)
    return scores, pd.DataFrame(points, index=rows.index, columns=names)


def _sector_points(name: str, values: np.ndarray, shared: np.ndarray, criteria: Mapping[str, Any]) -> np.ndarray:
    """Points of one sector; a refusal says which sector it is about."""
    try:
        return criterion_points(values, shared, criteria)
    except NotComputableError as error:
        sector = read_sectors()["sectors"][name]["label"]
        raise NotComputableError(
            tr("Skor sektor {sector} tidak bisa dihitung. {error}", sector=sector, error=error)
        ) from None


def missing_criteria(indicators: pd.DataFrame, setup: ScoringSetup | None = None) -> pd.DataFrame:
    """Criteria with weight of which a sector knows nothing at all: their weight goes to the others.

    Parameters
    ----------
    indicators, setup
        As in :func:`score_sectors`.

    Returns
    -------
    DataFrame
        ``sector, criterion, label, weight`` (0-1); no rows where every criterion is known somewhere, nor for a sector
        that the survey does not cover (``n`` unknown everywhere): there nothing is known.

    Examples
    --------
    >>> index = pd.MultiIndex.from_tuples([("a", "food")], names=["kelurahan_code", "sector"])
    >>> table = pd.DataFrame({"n": [5.0], "lq": [1.2], "workers": [np.nan]}, index=index)
    >>> missing_criteria(table, ScoringSetup(weights=(("lq", 3), ("workers", 1)))).to_numpy().tolist()
    [['food', 'workers', 'Tenaga kerja', 0.25]]
    """
    criteria = criteria_in_force(setup or ScoringSetup())
    rows = scored_rows(indicators)
    rows = rows[rows["n"].notna().groupby(level="sector").transform("any").to_numpy(dtype=bool)]
    known = pd.DataFrame(~np.isnan(criterion_values(rows, criteria)), index=rows.index, columns=[*criteria["criteria"]])
    some = known.groupby(level="sector", sort=False).any()
    missing = [
        (sector, name, criterion["label"], criterion["weight"])
        for name, criterion in criteria["criteria"].items()
        for sector in some.index[~some[name]]
    ]
    return pd.DataFrame(missing, columns=["sector", "criterion", "label", "weight"])


def score_table(indicators: pd.DataFrame, settings: Settings) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Scores with rank intervals, and the contributions behind them: the tables of docs/architecture.md.

    Cost: see :func:`mapping.score.firm.uncertainty.uncertainty_table`, which does nearly all the work.

    Parameters
    ----------
    indicators
        As in :func:`score_sectors`.
    settings : Settings
        ``setup``, ``draws`` and ``seed`` are read.

    Returns
    -------
    scores : DataFrame, index (kelurahan_code, sector), scored sectors only
        ``score, rank, rank_low, rank_high, p_top3, p_best, known_weight``, then the intervals from each source apart:
        ``rank_low_sampling, rank_high_sampling, rank_low_weights, rank_high_weights``; NaN unknown.
    contributions : DataFrame
        As in :func:`score_sectors`.

    Raises
    ------
    SettingsError, NotComputableError
        As in :func:`score_sectors`, or the number of draws is out of range.
    """
    scores, contributions = score_sectors(indicators, settings.setup)
    intervals = uncertainty_table(indicators, settings)
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
