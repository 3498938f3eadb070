"""One line in some kelurahan, drawn many times: what it would sell, at which size, earning and owing what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from mapping.advise.money.loan import borrow, instalment, months_to_repay
from mapping.advise.money.luck import Luck, between
from mapping.advise.money.size import Costs, Line, Said, costs_of, filled_size, free_of_debt, may_grow, payable_size
from mapping.advise.money.volume import draw_starts, known_start, volume_factor
from mapping.settings import AdviceSetup

TRIED = (np.arange(31) / 30) ** 2
"""Sizes that are compared where there is own money; closer together where the capacity grows fastest."""


@dataclass(frozen=True)
class Plan:
    """A line in kelurahan where its volume is known.

    The middle case takes the survey at its word and draws what is assumed; its size is the plan's. The drawn cases also
    draw whom the survey missed. That is known before anything is bought, when members sign up, so each drawn case is
    sized to the members that it has.

    Parameters
    ----------
    start : ndarray, shape (rows,)
        Members' revenue or spend, or residents per seller.
    starts : ndarray, shape (rows, draws)
        The same as it may be in truth.
    factor : ndarray, shape (draws,)
        Units a month that one unit of the start brings.
    size, most : ndarray, shape (rows,)
        Size of the middle case, and the size that no case goes beyond.
    price, margin : ndarray, shape (draws,)
        Rupiah per unit that the buyer pays, and rupiah of it that stay after the purchase.
    spread : ndarray, shape (draws,)
        Capital against the planned, about 1.
    """

    start: np.ndarray
    starts: np.ndarray
    factor: np.ndarray
    size: np.ndarray
    most: np.ndarray
    price: np.ndarray
    margin: np.ndarray
    spread: np.ndarray
    costs: Costs
    setup: AdviceSetup
    said: Said

    @cached_property
    def usual(self) -> float:
        """The median factor."""
        return float(lower_quantiles(self.factor, (0.5,))[0])

    @cached_property
    def middle_sold(self) -> np.ndarray:
        """Units a month of the middle case: what is wanted, at most what the size can handle; shape (rows, draws)."""
        return np.minimum(self.start[:, None] * self.factor, self.costs.at("capacity", self.size)[:, None])

    @cached_property
    def wanted(self) -> np.ndarray:
        """Units a month that each drawn case could sell with endless capacity; shape (rows, draws)."""
        return self.starts * self.factor

    @cached_property
    def sizes(self) -> np.ndarray:
        """Size of each drawn case."""
        return np.minimum(filled_size(self.costs, self.starts * self.usual), self.most[:, None])

    @cached_property
    def sold(self) -> np.ndarray:
        """Units a month of each drawn case."""
        return np.minimum(self.wanted, self.costs.at("capacity", self.sizes))

    @cached_property
    def fixed(self) -> np.ndarray:
        """Wages and overhead of each drawn case, rupiah a month."""
        return self.costs.at("fixed", self.sizes)

    @cached_property
    def capital(self) -> np.ndarray:
        """Capital of each drawn case, rupiah."""
        return self.costs.at("capital", self.sizes) * self.spread

    @cached_property
    def owed(self) -> np.ndarray:
        """Instalment after the grace of each drawn case, rupiah a month."""
        working = self.costs.at("working", self.sizes) * self.spread
        return loan_of(self.capital - working, working, self.setup, self.said) * per_rupiah(self.said)


def draw_plan(rows: pd.DataFrame, line: Line, luck: Luck, setup: AdviceSetup, said: Said) -> Plan:
    """The plan of a line in kelurahan whose volume is known.

    Parameters
    ----------
    rows : DataFrame
        The evidence of :func:`mapping.advise.money.pay.pay` for this line.
    """
    price = between(line["price_low_idr"], line["price_high_idr"], luck.price)
    margin = price * between(line["margin_low_pct"], line["margin_high_pct"], luck.margin) / 100
    costs, start, factor = costs_of(line, said), known_start(rows, line), volume_factor(line, luck, said)
    size, most = choose_size(start, factor, margin, costs, setup, said)
    return Plan(
        start=start,
        starts=draw_starts(rows, line, luck),
        factor=factor,
        size=size,
        most=most,
        price=price,
        margin=margin,
        spread=1 + said["operating.capital_spread"] * (2 * luck.capital - 1),
        costs=costs,
        setup=setup,
        said=said,
    )


def choose_size(
    start: np.ndarray, factor: np.ndarray, margin: np.ndarray, costs: Costs, setup: AdviceSetup, said: Said
) -> tuple[np.ndarray, np.ndarray]:
    """The size for which the instalment is lightest, never more than the median volume fills or than can be paid for.

    A line whose larger sizes can weaken it stays at its smallest (:func:`may_grow`). For the others net cash against a
    wholly borrowed capital never falls with the size that is filled, in any draw, so without own money the largest is
    best. Own money covers a larger part of a smaller size: what it pays for alone comes first, else the sizes of
    ``TRIED`` are compared, and the one with the most net cash for its instalment is taken.

    Returns
    -------
    size, most : ndarray, shape (rows,)
        0-1: the size, and the size beyond which it would not go with more volume.
    """
    own = setup.own_capital_idr
    filled = filled_size(costs, start * lower_quantiles(factor, (0.5,))[0])
    most = np.full(len(start), payable_size(costs, own, setup.borrows, said) if may_grow(costs) else 0.0)
    if setup.borrows and own > 0:
        if costs.capital[0] <= own:
            most = np.minimum(most, free_of_debt(costs, own))
        else:
            rows = np.flatnonzero(np.minimum(filled, most) > 0)
            wanted = start[rows, None] * factor
            most[rows] = _lightest(wanted, margin, costs, np.minimum(filled, most)[rows], setup, said)
    return np.minimum(filled, most), most


def _lightest(
    wanted: np.ndarray, margin: np.ndarray, costs: Costs, most: np.ndarray, setup: AdviceSetup, said: Said
) -> np.ndarray:
    """Of the sizes up to ``most``, the one whose median net cash pays its instalment most often over; the larger of two
    alike."""
    chosen, best = np.zeros_like(most), np.zeros_like(most)
    for size in [*TRIED[most.max(initial=0.0) >= TRIED], None]:
        rows = np.arange(len(most)) if size is None else np.flatnonzero(most >= size)
        sizes = most if size is None else np.full(len(rows), size)
        sold = np.minimum(wanted[rows], costs.at("capacity", sizes)[:, None])
        net = lower_quantiles(sold * margin, (0.5,))[0] - costs.at("fixed", sizes)
        loan = loan_of(costs.at("startup", sizes), costs.at("working", sizes), setup, said)
        times = times_paid(net, loan * per_rupiah(said))
        better = (times > 0) & (times >= best[rows])
        chosen[rows[better]], best[rows[better]] = sizes[better], times[better]
    return chosen


def loan_of(startup: np.ndarray, working: np.ndarray, setup: AdviceSetup, said: Said) -> np.ndarray:
    """The loan of a founder with these answers, rupiah."""
    return borrow(startup, working, setup.own_capital_idr, setup.borrows, said)


def per_rupiah(said: Said) -> float:
    """Monthly instalment of one rupiah of loan after the grace."""
    return instalment(1.0, said["loan.rate_year"], months_to_repay(said["loan.months"], said["loan.grace_months"]))


def times_paid(net_cash: np.ndarray, owed: np.ndarray) -> np.ndarray:
    """How many times net cash pays the instalment.

    A month that earns nothing pays none of it: 0, however large the loss. Infinite without an instalment, unless there
    is a loss.

    Examples
    --------
    >>> times_paid(np.array([3.0, -1.0, 2.0, -2.0]), np.array([2.0, 2.0, 0.0, 0.0])).tolist()
    [1.5, 0.0, inf, 0.0]
    """
    without = np.where(net_cash >= 0, np.inf, 0.0)
    return np.divide(np.maximum(net_cash, 0.0), owed, out=without, where=owed > 0)


def lower_quantiles(draws: np.ndarray, shares: tuple[float, ...]) -> np.ndarray:
    """Order statistics along the last axis (never an average of two draws); shape (shares, rows).

    Sorting whole rows of a few hundred draws is faster than partitioning them: numpy does it in vector registers.

    Examples
    --------
    >>> lower_quantiles(np.array([[4.0, 1.0, 3.0, 2.0]]), (0.5, 1.0)).tolist()
    [[2.0], [4.0]]
    """
    places = [int(share * (draws.shape[-1] - 1)) for share in shares]
    return np.sort(draws, axis=-1)[..., places].T
