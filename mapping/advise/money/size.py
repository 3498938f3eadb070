"""How large a line is started: between the smallest and the largest capital of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

Line = Mapping[str, Any]
"""A row of ``lines_in_force`` by column."""
Said = Mapping[str, float]
"""The assumptions in force by key."""


@dataclass(frozen=True)
class Costs:
    """Figures of a line at size 0 and how much they rise to size 1; all are straight in between.

    Parameters
    ----------
    startup, working, staff, overhead, capacity : tuple of (float, float)
        At size 0, and the rise to size 1 (never negative). Rupiah, rupiah, people, rupiah a month, units a month.
    wage : float
        Rupiah a month and person.
    margin_high : float
        Gross margin of a unit, rupiah, at the best price and the best margin.
    """

    startup: tuple[float, float]
    working: tuple[float, float]
    staff: tuple[float, float]
    overhead: tuple[float, float]
    capacity: tuple[float, float]
    wage: float
    margin_high: float

    def at(self, name: str, size: np.ndarray) -> np.ndarray:
        """A figure at a size."""
        low, rise = getattr(self, name)
        return low + rise * size

    @property
    def capital(self) -> tuple[float, float]:
        """Start-up and working capital together."""
        return self.startup[0] + self.working[0], self.startup[1] + self.working[1]

    @property
    def fixed(self) -> tuple[float, float]:
        """Wages and overhead, rupiah a month."""
        return self.staff[0] * self.wage + self.overhead[0], self.staff[1] * self.wage + self.overhead[1]


def costs_of(line: Line, said: Said) -> Costs:
    """The costs of a line; NaN where the catalogue gives no figure."""

    def ends(low: str, high: str) -> tuple[float, float]:
        return float(line[low]), float(np.maximum(line[high] - line[low], 0.0))

    return Costs(
        startup=ends("capex_low_idr", "capex_high_idr"),
        working=ends("working_low_idr", "working_high_idr"),
        staff=ends("staff_low", "staff_high"),
        overhead=ends("overhead_low_idr_month", "overhead_high_idr_month"),
        capacity=ends("capacity_low", "capacity_high"),
        wage=said["operating.wage_idr_month"],
        margin_high=float(line["price_high_idr"] * line["margin_high_pct"] / 100),
    )


def may_grow(costs: Costs) -> bool:
    """Whether a larger size never weakens net cash against the instalment, busy or quiet, at any margin of the range.

    With volume ``u`` times the capacity and margin ``m``, net cash against a wholly borrowed capital is
    ``(u m C - F) / K``, and ``C``, ``F``, ``K`` are straight in the size: it rises with the size when
    ``u m (c1 k0 - c0 k1) >= f1 k0 - f0 k1``. That is straight in ``u m``, so the two ends decide: where net cash
    begins, ``u m = f0 / c0`` (fixed costs of a unit of capacity must not rise with the size), and the best margin
    when full.
    Where this fails a larger size would pay in good months and hurt in bad ones: the line stays at its smallest.

    Examples
    --------
    A size with five times the capacity, four times the capital and three times the fixed costs; then one with
    hardly more capacity:

    >>> pairs = {"startup": (10.0, 30.0), "working": (0.0, 0.0), "staff": (0.0, 0.0), "overhead": (2.0, 4.0)}
    >>> may_grow(Costs(**pairs, capacity=(1.0, 4.0), wage=0.0, margin_high=9.0))
    True
    >>> may_grow(Costs(**pairs, capacity=(1.0, 0.5), wage=0.0, margin_high=9.0))
    False
    """
    (capacity, more_capacity), (fixed, more_fixed), (capital, more_capital) = costs.capacity, costs.fixed, costs.capital
    if costs.margin_high * capacity <= fixed:
        return True
    full = costs.margin_high * (more_capacity * capital - capacity * more_capital)
    return bool(more_capacity * fixed >= more_fixed * capacity and full >= more_fixed * capital - fixed * more_capital)


def filled_size(costs: Costs, volume: np.ndarray) -> np.ndarray:
    """The size (0-1) that a volume just fills; 0 where it does not fill the smallest, or where none can handle more."""
    low, rise = costs.capacity
    return np.clip((volume - low) / rise, 0.0, 1.0) if rise > 0 else np.zeros_like(volume)


def payable_size(costs: Costs, own_idr: float, borrows: bool, said: Said) -> float:
    """The largest size (0-1) that own money and loan can pay for; 0 also where they cannot pay for the smallest."""
    if not borrows:
        return free_of_debt(costs, own_idr)
    capital = _reached(costs.capital, own_idr + said["loan.ceiling_idr"])
    return min(capital, _reached(costs.working, own_idr + said["loan.operating_ceiling_idr"]))


def free_of_debt(costs: Costs, own_idr: float) -> float:
    """The largest size (0-1) that own money alone pays for; 0 also where it cannot pay for the smallest."""
    return _reached(costs.capital, own_idr)


def _reached(figure: tuple[float, float], limit: float) -> float:
    """The largest size (0-1) at which a figure stays within a limit; 0 where none does."""
    low, rise = figure
    if rise <= 0:
        return float(low <= limit)
    return min(max((limit - low) / rise, 0.0), 1.0)
