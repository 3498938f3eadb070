"""How firm the order of the lines is: the share of draws in which a line is first, or among the first three."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.advise.suit.components import Evidence, components, line_score, to_arrays, weights_in_force
from mapping.advise.suit.umbrella import follow, leading_line
from mapping.settings import Settings

CELLS_AT_ONCE = 1_000_000
TENTH = 1.2815515655446004
"""Standard normal value above which a tenth lies: the money is known by its tenths."""


def chances(evidence: pd.DataFrame, candidate: pd.Series, lines: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Share of draws in which a line has the highest suitability of its kelurahan, and one of the three highest.

    Each draw takes the true concentration from its posterior ``Gamma(n + a, E + a)``, lets the number of members and
    their pooled spend move with it, draws rivals from ``Gamma(rivals + 1/2, 1)``, and net cash over instalment between
    its tenths. A line meets the same luck in every kelurahan, so that swapping two kelurahan swaps their answers.

    Parameters
    ----------
    evidence : DataFrame
        As from ``gather_evidence``, with the columns of ``pay``, sorted by index.
    candidate : Series of bool
        Lines to compare. Time grows with candidates x ``settings.draws``; memory stays bounded.
    lines : DataFrame
        The lines in force.

    Returns
    -------
    DataFrame
        ``p_best, p_top3`` 0-1 on the index of ``evidence``; NaN where not a candidate. ``p_best`` sums to 1 and
        ``p_top3`` to 3 (or to the number of candidates, if fewer) over a kelurahan with candidates.
    """
    result = pd.DataFrame(np.nan, index=evidence.index, columns=["p_best", "p_top3"])
    rows = evidence[candidate]
    if rows.empty:
        return result
    leader = leading_line(rows, pd.Series(True, index=rows.index), lines)
    group, _ = pd.factorize(rows.index.get_level_values("kelurahan_code"))
    within = np.arange(len(group)) - np.flatnonzero(np.r_[True, group[1:] != group[:-1]])[group]
    luck, _ = pd.factorize(rows.index.get_level_values("line_id"), sort=True)
    known, weights = to_arrays(rows, settings.advice), weights_in_force(settings.advice)
    random = np.random.default_rng(settings.seed)
    shares = np.zeros((2, len(rows)))
    at_once = max(1, CELLS_AT_ONCE // len(rows))
    for done in range(0, settings.draws, at_once):
        chance = random.standard_normal((min(at_once, settings.draws - done), 3, luck.max() + 1))[:, :, luck]
        score = follow(line_score(components(_draw_evidence(known, chance)), weights), leader)
        shares += _first(score, group, within, 1), _first(score, group, within, 3)
    result.loc[rows.index] = (shares / settings.draws).T
    return result


def _first(score: np.ndarray, group: np.ndarray, within: np.ndarray, places: int) -> np.ndarray:
    """How often each column is among the first ``places`` of its group; equals share the places that are left."""
    table = np.full((len(score), group.max() + 1, max(within.max() + 1, places)), -np.inf)
    table[:, group, within] = score
    last = -np.partition(-table, places - 1, axis=2)[:, :, places - 1]
    above, equal = (table > last[..., None]), (table == last[..., None]) & np.isfinite(table)
    left = places - above.sum(axis=2)
    share = left / np.maximum(equal.sum(axis=2), 1)
    places_taken = above + equal * np.minimum(share, 1.0)[..., None]
    return places_taken.sum(axis=0)[group, within]


def _draw_evidence(known: Evidence, chance: np.ndarray) -> Evidence:
    """The evidence as it might have been, had another sample been surveyed and another year been met.

    ``chance`` is standard normal, shape (draws, 3, rows): members, rivals, money.
    """
    posterior = known["n_effective"] + known["prior_strength"]
    members = known["stands_on_members"] & ~np.isnan(posterior)
    moved = np.where(
        members, _gamma(np.where(members, posterior, 1.0), chance[:, 0]) / np.where(members, posterior, 1), 1
    )
    drawn = {column: known[column] * moved for column in ("lq", "n", "spend_idr_month")}
    money = chance[:, 2] / TENTH
    up, down = known["dscr_high"] - known["dscr"], known["dscr"] - known["dscr_low"]
    shift = np.where(money > 0, money * up, money * down)
    return {
        **known,
        **drawn,
        "rivals": np.where(
            np.isnan(known["rivals"]), np.nan, _gamma(np.nan_to_num(known["rivals"]) + 0.5, chance[:, 1])
        ),
        "dscr": known["dscr"] + shift,
        "dscr_volume_down": known["dscr_volume_down"] + shift,
    }


def _gamma(shape: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Gamma values of standard normal ones (Wilson and Hilferty 1931): one luck for all, whatever the shape."""
    return shape * np.maximum(1 - 1 / (9 * shape) + chance / (3 * np.sqrt(shape)), 0.0) ** 3
