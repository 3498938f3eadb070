"""Which of a few kelurahan is better, and how surely: their draws side by side, not their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapping.score.firm.draws import BLOCK, Draws
from mapping.score.firm.ranks import CELLS, LEVEL, pieces
from mapping.score.firm.weighing import draw_weights, given_cells, score_values, weigh
from mapping.score.weigh.setup import criteria_in_force
from mapping.settings import Settings

SURE = (1.0 + LEVEL) / 2.0
"""From this share of the draws on two places clearly differ: the 80% interval of their difference leaves out 0."""
EQUAL = 1e-9
"""Scores nearer than this are the same."""


@dataclass(frozen=True)
class Pairs:
    """A few kelurahan of one sector, compared draw by draw.

    Parameters
    ----------
    scores : DataFrame, index kelurahan_code
        ``score_low, score_high`` (0-100): 80% of the draws lie between; widened where needed so that the score shown
        lies inside. NaN where no score is given.
    better : DataFrame, index and columns kelurahan_code
        Share of the draws (0-1) in which the row has the higher score than the column; equals count half, so that the
        two of a pair add up to 1. NaN where one of them has no score, and on the diagonal.
    clear : DataFrame of bool, as ``better``
        The row is clearly better: higher as shown, and in at least ``SURE`` of the draws. Where a small count is drawn
        towards the region, the draws may turn the order of what is shown; then nothing is clear.
    leads : DataFrame, index criterion, columns kelurahan_code
        Share of the draws in which the kelurahan is strictly better by this criterion than every other one that has a
        value. NaN where it has none, where fewer than two have one, and where chance was not drawn (nothing is sure
        then).
    best : DataFrame of bool, as ``leads``
        Clearly the best by this criterion: as shown, and in at least ``SURE`` of the draws.
    """

    scores: pd.DataFrame
    better: pd.DataFrame
    clear: pd.DataFrame
    leads: pd.DataFrame
    best: pd.DataFrame


def compare_draws(
    indicators: pd.DataFrame, settings: Settings, sector: str, codes: Sequence[str], draws: Draws | None = None
) -> Pairs:
    """Compare kelurahan in the same draws of what the survey might have found and the weights might have been.

    Two rank intervals that overlap may still be of places of which one is almost always ahead: the same weights are
    drawn for both. Hence pairs are judged by their own draws.

    Cost: one weighing of the sector, some 20 ms for a city of 153 with 400 draws; memory as in
    :func:`mapping.score.firm.uncertainty.rank_intervals`.

    Parameters
    ----------
    indicators, settings, draws
        As in :func:`mapping.score.firm.uncertainty.rank_intervals`.
    sector : str
        One of the scored sectors.
    codes : sequence of str
        Kelurahan, each once; those that the indicators do not have get NaN.

    Raises
    ------
    SettingsError, NotComputableError
        As in :func:`mapping.score.firm.uncertainty.rank_intervals`.
    """
    criteria = criteria_in_force(settings.setup)
    if draws is None or not draws.fits(indicators, settings):
        draws = Draws(indicators, settings)
    names, asked = list(criteria["criteria"]), list(codes)
    less = np.array([post["low"] > post["high"] for post in criteria["criteria"].values()])
    scores = np.full((draws.count, len(asked)), np.nan)
    values = np.full((draws.count, len(names), len(asked)), np.nan)
    shown, measured = np.full(len(asked), np.nan), np.full((len(names), len(asked)), np.nan)
    drawn = draws.sectors.get(sector)
    if drawn is not None:
        given, held, chosen = given_cells(drawn.rows, criteria)
        here = pd.Index(drawn.codes[given]).get_indexer(asked)
        found = np.flatnonzero(here >= 0)
        if len(found):
            shown[found] = score_values(held, chosen, criteria)[here[found]]
            measured[:, found] = held[here[found]].T
        weights = draw_weights(criteria, settings.setup, draws.count, draws.seed)
        step = max(1, CELLS // max(int(given.sum()), 1) // BLOCK) * BLOCK
        for start, stop in pieces(draws.count, step) if len(found) else ():
            scaled = drawn.scaled(criteria, given, start, stop)
            scored = weigh(scaled, weights[start:stop], ~np.isnan(held.T), criteria)
            scores[start:stop, found] = scored[:, here[found]]
            values[start:stop, :, found] = drawn.natural(criteria, given, start, stop)[:, :, here[found]]
    return _judge(
        scores,
        shown,
        np.where(less[:, None], -values, values),
        np.where(less[:, None], -measured, measured),
        names,
        asked,
    )


def _judge(
    scores: np.ndarray, shown: np.ndarray, values: np.ndarray, measured: np.ndarray, names: list[str], codes: list[str]
) -> Pairs:
    """What the draws say beside what is shown; of ``values`` and ``measured`` more is better."""
    better = _better(scores, codes)
    higher = shown[:, None] > shown[None, :] + EQUAL
    leads = np.array([_leads(values[:, place]) for place in range(len(names))]).reshape(len(names), len(codes))
    top = np.array([_leads(row[None], held=True) for row in measured]).reshape(leads.shape) == 1.0
    return Pairs(
        scores=_ranges(scores, shown, codes),
        better=better,
        clear=(better >= SURE) & higher,
        leads=pd.DataFrame(leads, index=names, columns=codes),
        best=pd.DataFrame((leads >= SURE) & top, index=names, columns=codes),
    )


def _ranges(scores: np.ndarray, shown: np.ndarray, codes: list[str]) -> pd.DataFrame:
    tail = (1.0 - LEVEL) / 2.0
    low, high = np.quantile(scores, [tail, 1.0 - tail], axis=0) if len(codes) else np.empty((2, 0))
    ends = {"score_low": np.minimum(low, shown), "score_high": np.maximum(high, shown)}
    return pd.DataFrame(ends, index=pd.Index(codes, name="kelurahan_code"))


def _better(scores: np.ndarray, codes: list[str]) -> pd.DataFrame:
    apart = scores[:, :, None] - scores[:, None, :]
    apart[np.abs(apart) < EQUAL] = 0.0
    share = (np.sign(apart).mean(axis=0) + 1.0) / 2.0
    np.fill_diagonal(share, np.nan)
    return pd.DataFrame(share, index=codes, columns=codes)


def _leads(values: np.ndarray, held: bool = False) -> np.ndarray:
    """Share of the draws in which each is strictly the highest of those known, shape (kelurahan,).

    Unless ``held`` is meant, values that no draw moves say nothing.
    """
    known = ~np.isnan(values).any(axis=0)
    answer = np.full(values.shape[1], np.nan)
    if known.sum() < 2 or not (held or (values[:, known] != values[:1, known]).any()):
        return answer
    best = values[:, known] == values[:, known].max(axis=1, keepdims=True)
    answer[known] = (best & (best.sum(axis=1, keepdims=True) == 1)).mean(axis=0)
    return answer
