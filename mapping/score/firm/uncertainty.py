"""How firm a rank is: a survey meets a few businesses more or less, and weights are a matter of taste."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from mapping.errors import SettingsError
from mapping.language import tr
from mapping.score.criteria import scaled_values
from mapping.score.firm.draws import BLOCK, Draws, SectorDraws
from mapping.score.firm.ranks import CELLS, in_threads, rank_draws, rank_pieces, rank_summary
from mapping.score.firm.weighing import draw_weights, given_cells, weigh, weighable
from mapping.score.weigh.setup import criteria_in_force
from mapping.settings import Settings

SOURCES = ("sampling", "weights")
COLUMNS = ["rank_low", "rank_high", "p_top3", "p_best"]
APART = [f"{column}_{source}" for source in SOURCES for column in COLUMNS[:2]]
WEIGHED = 64
"""Sets of weights that one product of matrices serves at least."""


def rank_intervals(
    indicators: pd.DataFrame,
    settings: Settings,
    sources: tuple[str, ...] = SOURCES,
    draws: Draws | None = None,
) -> pd.DataFrame:
    """Rank every kelurahan again in many draws of what the survey might have found and the weights might have been.

    Sampling noise is drawn as :class:`mapping.score.firm.draws.Draws` says, weights as
    :func:`mapping.score.firm.weighing.draw_weights` says. A source that is not named is held at what it is.
    Which kelurahan get a score is not drawn.

    Cost: a city of 153 with 400 draws takes a few ms a sector. Memory: 4 bytes * draws * kelurahan for the
    ranks of one sector (0.25 MB for that city, 135 MB for 84,000) and some 100 MB to work in.

    Parameters
    ----------
    indicators
        As in :func:`mapping.score.composite.score_sectors`.
    settings : Settings
        ``setup``, ``draws`` (1 or more) and ``seed`` are read.
    sources : tuple of str
        Of ``"sampling"``, ``"weights"``.
    draws : Draws, optional
        Of these indicators and settings, from before: the same answer, sooner. Others are made anew.

    Returns
    -------
    DataFrame, index (kelurahan_code, sector), scored sectors only
        ``rank_low`` and ``rank_high``: 80% of the draws lie between; widened where needed so
        that the rank shown lies in its own interval. ``p_top3``, ``p_best``: share of draws with rank 3 or
        better, with rank 1 (0-1; equals all count). NaN where no score is given.

    Raises
    ------
    SettingsError
        A weight, a goalpost, the concentration, the number of draws or the seed is out of range, or a source is not
        known.
    NotComputableError
        A criterion cannot be scaled by min-max or ranks.

    References
    ----------
    Goldstein, H. & Spiegelhalter, D. (1996). League tables and their limitations. JRSS A 159(3).
    """
    return _frame(indicators, settings, draws, [sources])[COLUMNS]


def uncertainty_table(indicators: pd.DataFrame, settings: Settings, draws: Draws | None = None) -> pd.DataFrame:
    """Rank intervals from both sources together and from each apart.

    Parameters
    ----------
    indicators, settings, draws
        As in :func:`rank_intervals`.

    Returns
    -------
    DataFrame, index (kelurahan_code, sector), scored sectors only
        The columns of :func:`rank_intervals` with both sources, then ``rank_low_sampling, rank_high_sampling,
        rank_low_weights, rank_high_weights``. NaN where no score is given.

    Raises
    ------
    SettingsError, NotComputableError
        As in :func:`rank_intervals`.
    """
    table = _frame(indicators, settings, draws, [SOURCES, *[(source,) for source in SOURCES]])
    return table[[*COLUMNS, *APART]]


def _frame(
    indicators: pd.DataFrame, settings: Settings, draws: Draws | None, wanted: list[tuple[str, ...]]
) -> pd.DataFrame:
    """The columns of every wanted set of sources; those of the first without a suffix."""
    if unknown := {source for sources in wanted for source in sources} - set(SOURCES):
        raise SettingsError(
            tr(
                'Sumber ketidakpastian "{unknown}" tidak dikenal. Pilih dari: {sources}.',
                unknown=min(unknown),
                sources=", ".join(SOURCES),
            )
        )
    criteria = criteria_in_force(settings.setup)
    if draws is None or not draws.fits(indicators, settings):
        draws = Draws(indicators, settings)
    weights = draw_weights(criteria, settings.setup, draws.count, draws.seed)
    columns = COLUMNS + [f"{column}_{'_'.join(sources)}" for sources in wanted[1:] for column in COLUMNS]
    answer = np.full((len(draws.index), len(columns)), np.nan)

    def fill(sector: SectorDraws) -> None:
        answer[sector.place] = _sector_table(sector, weights, criteria, wanted)

    # A small region is shared out by sectors; in a large one each sector is shared out by itself.
    small = len(answer) * draws.count <= CELLS
    in_threads(fill, [(sector,) for sector in draws.sectors.values()], at_once=small)
    return pd.DataFrame(answer, index=draws.index, columns=columns)


def _sector_table(
    sector: SectorDraws, weights: np.ndarray, criteria: Mapping[str, Any], wanted: list[tuple[str, ...]]
) -> np.ndarray:
    """The columns of one sector, shape (rows, 4 for each wanted set of sources)."""
    given, values, chosen = given_cells(sector.rows, criteria)
    answer = np.full((len(given), len(COLUMNS) * len(wanted)), np.nan)
    if not given.any():
        return answer
    known = ~np.isnan(values.T)
    held = weighable(scaled_values(values, criteria), criteria).T[None]
    shown = rank_draws(weigh(held, chosen[None], known, criteria))[0]

    def draw_ranks(sources: tuple[str, ...]) -> np.ndarray:
        def score(start: int, stop: int) -> np.ndarray:
            mine = weights[start:stop] if "weights" in sources else np.broadcast_to(chosen, (stop - start, len(chosen)))
            scaled = sector.scaled(criteria, given, start, stop) if "sampling" in sources else held
            return weigh(scaled, mine, known, criteria)

        return rank_pieces(score, len(weights), int(given.sum()), _piece(int(given.sum()), "sampling" in sources))

    answer[given] = np.hstack([rank_summary(draw_ranks(sources), shown) for sources in wanted])
    return answer


def _piece(size: int, sampled: bool) -> int:
    """Draws in a piece of work: whole blocks; where nothing is sampled one product of matrices serves many draws."""
    fit = max(1, CELLS // size // BLOCK) * BLOCK
    return fit if sampled else max(fit, WEIGHED)
