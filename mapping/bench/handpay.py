"""Whether a line pays, worked out by hand: the arithmetic by which lines are planted.

Written apart from :mod:`mapping.advise.money`, so that one can be held against the other: no draws, every figure at its
middle, everything borrowed, the whole loan an annuity after the grace period.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.knowledge.assumptions import assumptions_in_force
from mapping.settings import AdviceSetup


def carries(line: pd.Series, units: np.ndarray) -> np.ndarray:
    """Net cash over the instalment.

    Parameters
    ----------
    line : Series
        A row of the catalogue.
    units : ndarray
        Units a month that could be sold.

    Returns
    -------
    ndarray
        1 where net cash just covers the instalment; below zero where running costs are not covered.
    """
    known = assumptions_in_force(AdviceSetup())
    size = np.clip((units - line["capacity_low"]) / (line["capacity_high"] - line["capacity_low"]), 0, 1)
    capital = along(line, "capex", size) + along(line, "working", size)
    margin = middle(line, "price", "_idr") * middle(line, "margin", "_pct") / 100
    net = np.minimum(units, line["capacity_high"]) * margin - running_costs(line, size)
    rate, months = known["loan.rate_year"] / 12, known["loan.months"] - known["loan.grace_months"]
    return net / (capital * rate / (1 - (1 + rate) ** -months))


def running_costs(line: pd.Series, size: np.ndarray | float) -> np.ndarray | float:
    """Wages and overhead a month at a size 0-1."""
    known = assumptions_in_force(AdviceSetup())
    staff = line["staff_low"] + size * (line["staff_high"] - line["staff_low"])
    overhead = line["overhead_low_idr_month"]
    return staff * known["operating.wage_idr_month"] + overhead + size * (line["overhead_high_idr_month"] - overhead)


def along(line: pd.Series, name: str, size: np.ndarray) -> np.ndarray:
    """Rupiah at a size 0-1 between a line's low and high figure."""
    low, high = line[f"{name}_low_idr"], line[f"{name}_high_idr"]
    return low + size * (high - low)


def middle(line: pd.Series, name: str, unit: str = "") -> float:
    """Half-way between a line's low and high figure."""
    return float(line[f"{name}_low{unit}"] + line[f"{name}_high{unit}"]) / 2


def joined_share(line: pd.Series) -> float:
    """Units sold a month for a rupiah of the members' revenue or spend, at the middle of every figure."""
    known = assumptions_in_force(AdviceSetup())
    joining = (known["members.join_low"] + known["members.join_high"]) / 2
    return joining * middle(line, "through") / middle(line, "price", "_idr")


def least_units(line: pd.Series, times: float) -> float:
    """The smallest monthly volume at which net cash is so many times the instalment, or nearly as many as it can be."""
    units = np.linspace(0, line["capacity_high"], 2_001)[1:]
    brought = carries(line, units)
    return float(units[(brought >= min(times, 0.95 * brought.max())).argmax()])
