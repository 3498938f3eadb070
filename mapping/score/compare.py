"""Does the order hang on the way scores are put together? The set-up's order beside that of other ways."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from mapping.errors import NotComputableError
from mapping.language import mark, tr
from mapping.score.composite import score_sectors
from mapping.score.criteria import criterion_values, scaled_values, scored_rows
from mapping.score.topsis import topsis, topsis_between_goalposts
from mapping.score.weigh.setup import criteria_in_force
from mapping.score.weigh.weights import share_weights
from mapping.settings import ScoringSetup

TOP = 10
WAYS = {
    "arithmetic": mark("rata-rata biasa"),
    "geometric": mark("rata-rata geometrik"),
    "minmax": mark("diskalakan ke nilai terkecil dan terbesar"),
    "ranks": mark("diskalakan ke urutan"),
    "topsis": mark("TOPSIS (terdekat ke yang terbaik di wilayah)"),
    "topsis_goalposts": mark("TOPSIS (terdekat ke batas tetap)"),
}


def compare_methods(indicators: pd.DataFrame, setup: ScoringSetup | None = None) -> pd.DataFrame:
    """How far the order under a set-up is that of other ways with the same criteria and weights.

    Cost: one score a way; a city takes some 50 ms.

    Parameters
    ----------
    indicators : DataFrame, index (kelurahan_code, sector)
        As in :func:`mapping.score.composite.score_sectors`.
    setup : ScoringSetup, optional

    Returns
    -------
    DataFrame, index (sector, way)
        ``label``; ``spearman`` (rank correlation with the set-up's order, -1 to 1); ``top10_kept`` (0-1: share of the
        set-up's first ten that are among the way's first ten); ``n`` kelurahan compared; ``reason`` why a way could not
        be worked out, ``""`` otherwise. NaN where it could not, or where fewer than three are compared. TOPSIS as
        published compares only kelurahan in which every criterion is known.

    Raises
    ------
    SettingsError, NotComputableError
        The set-up itself cannot be scored.

    Examples
    --------
    >>> codes = [f"k{i}" for i in range(12)]
    >>> index = pd.MultiIndex.from_product([codes, ["food"]], names=["kelurahan_code", "sector"])
    >>> table = pd.DataFrame({"n": 5.0, "lq": np.linspace(0.6, 2.4, 12), "workers": np.arange(12.0)}, index=index)
    >>> answer = compare_methods(table, ScoringSetup(weights=(("lq", 1), ("workers", 1))))
    >>> answer["spearman"].round(9).tolist()
    [1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    """
    setup = setup or ScoringSetup()
    base = score_sectors(indicators, setup)[0]["score"]
    rows = []
    for sector in base.index.unique("sector"):
        mine = scored_rows(indicators)
        mine = mine[mine.index.get_level_values("sector") == sector]
        chosen = base[mine.index]
        mine = mine[chosen.notna().to_numpy()]
        for way, label in WAYS.items():
            try:
                other, reason = _score_way(mine, setup, way), ""
            except NotComputableError as error:
                other, reason = pd.Series(np.nan, index=mine.index), str(error)
            rows.append((sector, way, label, *_agreement(chosen[mine.index], other), reason))
    columns = ["sector", "way", "label", "spearman", "top10_kept", "n", "reason"]
    return pd.DataFrame(rows, columns=columns).set_index(["sector", "way"])


def _score_way(rows: pd.DataFrame, setup: ScoringSetup, way: str) -> pd.Series:
    """What one way gives the kelurahan of one sector; NaN where it says nothing."""
    if way in ("arithmetic", "geometric"):
        return score_sectors(rows, replace(setup, aggregation=way))[0]["score"]
    if way in ("minmax", "ranks"):
        return score_sectors(rows, replace(setup, scaling=way))[0]["score"]
    criteria = criteria_in_force(setup)
    posts = criteria["criteria"].values()
    values, weights = criterion_values(rows, criteria), np.array([post["weight"] for post in posts])
    if way == "topsis_goalposts":
        scaled = scaled_values(values, {**criteria, "scaling": "goalposts"})
        return pd.Series(topsis_between_goalposts(scaled, share_weights(weights, ~np.isnan(values))[0]), rows.index)
    complete = ~np.isnan(values).any(axis=1)
    if not complete.any():
        raise NotComputableError(tr("Tidak ada kelurahan yang semua kriterianya diketahui."))
    directions, labels = [post["low"] < post["high"] for post in posts], [post["label"] for post in posts]
    answer = np.full(len(rows), np.nan)
    answer[complete] = topsis(values[complete], weights, directions, labels)
    return pd.Series(answer, rows.index)


def _agreement(chosen: pd.Series, other: pd.Series) -> tuple[float, float, int]:
    """Spearman's correlation, share of the first ten kept, and how many could be compared."""
    both = chosen.notna() & other.notna()
    # Scores that differ by rounding only are equal.
    first, second = chosen[both].round(9), other[both].round(9)
    if len(first) < 3:
        return np.nan, np.nan, len(first)
    top = first.rank(ascending=False, method="min") <= TOP
    kept = (second.rank(ascending=False, method="min")[top] <= TOP).mean()
    with np.errstate(invalid="ignore", divide="ignore"):
        return float(first.rank().corr(second.rank())), float(kept), len(first)
