"""How firm a rank is, given that a survey meets a few businesses more or less by chance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from mapping.errors import SettingsError
from mapping.knowledge.catalog import SECTORS, read_criteria
from mapping.measure.specialisation import prior_strength
from mapping.score.criteria import GROWS_WITH_N, criterion_points, criterion_values, scored_cells, scored_rows
from mapping.score.weights import default_weights, normalise_weights, share_weights
from mapping.settings import Settings

LEVEL = 0.80
COLUMNS = ["rank_low", "rank_high", "p_top3", "p_best"]
CHUNK = 1_000_000
"""Cells (draws x kelurahan) worked on at a time: 8 MB an array."""


def rank_intervals(
    indicators: pd.DataFrame,
    settings: Settings,
    weights: Mapping[str, float] | pd.Series | None = None,
    criteria: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """Rank every kelurahan again in many draws of what the counts might have been.

    Each draw takes a true quotient for every kelurahan from its posterior, ``L ~ Gamma(n + a, E + a)``,
    independently; the count that goes with it is ``n* = E * L``. The quotient of the score becomes ``L``;
    producers, workers, spend and density become ``n* / n`` times what they are, since they are totals over the
    same businesses (0 stays 0); diversity is held. Only this sampling noise is in the interval: not
    the choice of weights, nor wrong answers, nor businesses that no survey would meet.

    Cost: ``draws * kelurahan`` gamma numbers and one sort a draw, sector by sector. Memory: 4 bytes *
    draws * kelurahan for the ranks of one sector (0.25 MB for a city of 153 with 400 draws, 135 MB for 84,000)
    and some 50 MB to work in.

    Parameters
    ----------
    indicators, weights, criteria
        As in :func:`mapping.score.composite.score_sectors`.
    settings : Settings
        ``draws`` (1 or more) and ``seed``. Draws are made in the order of the codes, so the
        order of the rows does not matter.

    Returns
    -------
    DataFrame, index (kelurahan_code, sector), scored sectors only
        ``rank_low`` and ``rank_high``: 80% of the draws lie between; widened where needed so
        that the rank shown lies in its own interval. ``p_top3``, ``p_best``: share of draws with rank 3 or
        better, with rank 1 (0-1; equals all count). NaN where no score is given.

    Raises
    ------
    SettingsError
        A weight, a goalpost or the number of draws is out of range.

    References
    ----------
    Goldstein, H. & Spiegelhalter, D. (1996). League tables and their limitations. JRSS A 159(3).
    """
    if settings.draws < 1:
        raise SettingsError(f"Jumlah undian harus 1 atau lebih; yang diberikan {settings.draws}.")
    criteria = read_criteria() if criteria is None else criteria
    chosen = normalise_weights(default_weights() if weights is None else weights, criteria["criteria"]).to_numpy()
    rows = scored_rows(indicators)
    answer = pd.DataFrame(np.nan, index=rows.index, columns=COLUMNS)
    sector = rows.index.get_level_values("sector").to_numpy()
    code = rows.index.get_level_values("kelurahan_code").to_numpy()
    for name in pd.unique(sector):
        place = np.flatnonzero(sector == name)
        place = place[np.argsort(code[place].astype(str), kind="stable")]
        rng = np.random.default_rng([settings.seed, SECTORS.index(name)])
        answer.iloc[place] = _sector_intervals(rows.iloc[place], chosen, criteria, settings.draws, rng)
    return answer


def _sector_intervals(
    rows: pd.DataFrame, weights: np.ndarray, criteria: Mapping[str, Any], draws: int, rng: np.random.Generator
) -> np.ndarray:
    """The columns of one sector, shape (rows, 4)."""
    values = criterion_values(rows, criteria)
    shared, known_weight = share_weights(weights, ~np.isnan(values))
    given = scored_cells(rows, known_weight, criteria)
    answer = np.full((len(rows), len(COLUMNS)), np.nan)
    if not given.any():
        return answer
    n, expected = rows["n"].to_numpy(dtype=float), rows["expected"].to_numpy(dtype=float)
    alpha_ = prior_strength(n, expected)
    values, shared = values[given], shared[given]
    ranks = _draw_ranks(values, shared, n[given], expected[given], alpha_, criteria, draws, rng)
    shown = _rank(np.nansum(criterion_points(values, shared, criteria), axis=1))

    p_top3, p_best = (ranks <= 3).mean(axis=1), (ranks == 1).mean(axis=1)
    tail = (1.0 - LEVEL) / 2.0
    low, high = int(np.floor(tail * (draws - 1))), int(np.ceil((1.0 - tail) * (draws - 1)))
    ranks.partition([low, high], axis=1)
    answer[given] = np.column_stack(
        [np.minimum(ranks[:, low], shown), np.maximum(ranks[:, high], shown), p_top3, p_best]
    )
    return answer


def _draw_ranks(
    values: np.ndarray,
    shared: np.ndarray,
    n: np.ndarray,
    expected: np.ndarray,
    alpha_: float,
    criteria: Mapping[str, Any],
    draws: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Ranks in each draw, shape (kelurahan, draws), int32."""
    # Where nothing was expected the quotient says nothing and carries no weight; totals stay as counted.
    drawn = ~np.isnan(expected)
    shape, rate = np.where(drawn, n + alpha_, 1.0), np.where(drawn, expected + alpha_, 1.0)
    growth = np.divide(expected, n, out=np.zeros(len(n)), where=drawn & (n > 0))
    filled = np.nan_to_num(values)
    ranks = np.empty((len(values), draws), dtype=np.int32)
    step = max(1, CHUNK // len(values))
    for start in range(0, draws, step):
        stop = min(start + step, draws)
        quotient = rng.standard_gamma(shape, size=(stop - start, len(values))) / rate
        factor = np.where(drawn, quotient * growth, 1.0)
        score = np.zeros_like(quotient)
        for column, (name, post) in enumerate(criteria["criteria"].items()):
            score += shared[:, column] * _scale_drawn(name, post, filled[:, column], quotient, factor)
        for row in range(stop - start):
            ranks[:, start + row] = _rank(score[row])
    return ranks


def _scale_drawn(
    name: str, post: Mapping[str, float], value: np.ndarray, quotient: np.ndarray, factor: np.ndarray
) -> np.ndarray:
    """One criterion between its goalposts, in all draws; the goalposts were checked by criterion_points."""
    drawn = quotient if name == "lq" else value * factor if name in GROWS_WITH_N else value
    return np.clip((drawn - post["low"]) / (post["high"] - post["low"]), 0.0, 1.0)


def _rank(score: np.ndarray) -> np.ndarray:
    """1 is best; equals share the better rank. One more than how many are strictly better."""
    return len(score) - np.searchsorted(np.sort(score), score, side="right") + 1
