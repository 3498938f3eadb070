"""How much a line would sell in a month: known figures times what is assumed, factor by factor."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from mapping.advise.money.luck import PRIOR_STRENGTH, Luck, between, gamma_factor
from mapping.advise.money.size import Line, Said

BASES = {"revenue": "revenue_idr_month", "spend": "spend_idr_month", "residents": "population"}
"""Basis of a line's volume -> the column that it starts from."""
RIVAL_STRENGTH = 0.5
"""Prior of the number of sellers (Jeffreys)."""


def has_volume(line: Line) -> bool:
    """Whether a line's figures say how its volume follows from a survey."""
    figures = ["price_low_idr", "price_high_idr", "through_low", "through_high", "capacity_low", "capacity_high"]
    known = line["volume_basis"] in BASES and not any(math.isnan(line[figure]) for figure in figures)
    return known and line["price_low_idr"] > 0


def known_start(rows: pd.DataFrame, line: Line) -> np.ndarray:
    """What the volume starts from: members' revenue or spend (rupiah a month), or residents per seller.

    Returns
    -------
    ndarray of float, shape (rows,)
        NaN where the survey cannot tell. Rivals count as nil only where the catalogue names none.
    """
    start = rows[BASES[line["volume_basis"]]].to_numpy(float)
    return start / (1 + _rivals(rows, line)) if line["volume_basis"] == "residents" else start


def volume_factor(line: Line, luck: Luck, said: Said) -> np.ndarray:
    """Units that one unit of the start brings, shape (draws,): what is assumed, nothing that was surveyed.

    ``revenue`` and ``spend``: share of the members that joins x share of theirs that goes through the cooperative /
    price. ``residents``: units per resident.
    """
    through = between(line["through_low"], line["through_high"], luck.through)
    if line["volume_basis"] == "residents":
        return through
    join = between(said["members.join_low"], said["members.join_high"], luck.join)
    return join * through / between(line["price_low_idr"], line["price_high_idr"], luck.price)


def draw_starts(rows: pd.DataFrame, line: Line, luck: Luck) -> np.ndarray:
    """The start as it may be in truth, had the survey met everybody; residents are known, those who sell to them drawn.

    Returns
    -------
    ndarray of float, shape (rows, draws)
        In every draw: not lower with more members that bring their own, not higher with more sellers.
    """
    if line["volume_basis"] == "residents":
        rivals = _rivals(rows, line)
        drawn = rivals[:, None] * gamma_factor(np.nan_to_num(rivals), RIVAL_STRENGTH, luck.rivals)
        return rows["population"].to_numpy(float)[:, None] / (1 + drawn)
    interviews = rows["n_effective"].fillna(rows["n"]).fillna(0.0).to_numpy(float)
    return known_start(rows, line)[:, None] * gamma_factor(interviews, PRIOR_STRENGTH, luck.sample)


def _rivals(rows: pd.DataFrame, line: Line) -> np.ndarray:
    rivals = rows["rivals"].to_numpy(float)
    return rivals if line["rival_products"] else np.nan_to_num(rivals)
