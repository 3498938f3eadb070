"""Does a line pay for itself and for its loan, in every kelurahan at once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.advise.money.cases import RANGE, middle_net_cash
from mapping.advise.money.loan import above_a_rupiah
from mapping.advise.money.luck import draw_luck
from mapping.advise.money.plan import Plan, draw_plan, loan_of, lower_quantiles, per_rupiah, times_paid
from mapping.advise.money.size import Costs, Line, Said, costs_of
from mapping.advise.money.volume import has_volume, known_start
from mapping.knowledge.assumptions import assumptions_in_force
from mapping.settings import AdviceSetup

NUMBERS = [
    "volume_month",
    "volume_low",
    "volume_high",
    "wanted_month",
    "capacity_month",
    "size",
    "startup_idr",
    "working_idr",
    "capital_idr",
    "capital_low_idr",
    "capital_high_idr",
    "staff",
    "fixed_idr_month",
    "unit_margin_idr",
    "break_even_units_month",
    "running_units_month",
    "net_cash_idr_month",
    "net_cash_low_idr_month",
    "net_cash_high_idr_month",
    "loan_idr",
    "missing_idr",
    "instalment_idr_month",
    "dscr",
    "dscr_low",
    "dscr_high",
    "dscr_volume_down",
    "dscr_price_down",
    "dscr_price_up",
    "p_carries",
    "payback_months",
]
COLUMNS = [*NUMBERS, "carries"]
CELLS_AT_ONCE = 200_000


def pay(
    evidence: pd.DataFrame, lines: pd.DataFrame, setup: AdviceSetup, draws: int = 400, seed: int = 20260101
) -> pd.DataFrame:
    """Capital, break-even, net cash, loan and how well it is repaid, for every kelurahan and line.

    What is assumed (who joins, how much goes through the cooperative, price, margin, capital) is drawn from its range
    and, for the ranges and ``p_carries``, whom the survey missed, with the same luck for every kelurahan of a line
    (:class:`mapping.advise.money.plan.Plan`). Hence swapping two kelurahan swaps their figures, another line changes
    none, and members with their revenue or spend, or residents, never lower ``dscr`` nor ``p_carries``; rivals never
    raise them; more own money never lowers ``dscr`` nor raises ``missing_idr``. (Where own money pays for a part of the
    smallest size only, a busier place may borrow for a larger one: there ``p_carries`` may fall, and ``dscr`` holds
    within the steps tried, a hundredth.) ``n`` alone, without what the members bring, only narrows the ranges.

    The size (0-1 between the smallest and the largest capital) is the one whose instalment is lightest among those that
    the median volume fills (``choose_size``); a line whose larger sizes could weaken it stays at its smallest. What is
    wanted beyond the capacity is not sold: ``wanted_month > capacity_month`` says that capacity binds.

    Parameters
    ----------
    evidence : DataFrame, index (kelurahan_code, line_id)
        ``n, n_effective, revenue_idr_month, spend_idr_month, population, rivals``.
    lines : DataFrame
        As :func:`mapping.knowledge.lines.lines_in_force` gives them; every line of the evidence.
    setup : AdviceSetup
        Own money, whether to borrow, assumptions.
    draws : int
        Draws per line; time grows with rows x draws, memory does not.
    seed : int
        Seed of the draws.

    Returns
    -------
    DataFrame, on the index of ``evidence``
        ``NUMBERS``: units or rupiah a month, rupiah, shares, months. ``volume_*`` is what is sold,
        ``wanted_month`` what could be with endless capacity; ``_low``, ``_high`` are 10% and 90% of the draws.
        ``unit_margin_idr`` is the gross margin at the median over the median
        volume, so that ``net_cash = volume x unit_margin - fixed`` and ``dscr = net_cash / instalment`` (0 for a loss)
        hold as read. ``break_even_units_month`` pays running costs and instalment, ``running_units_month`` running
        costs. ``carries``: ``"yes"``, ``"no"``, ``"unknown"``. NaN is unknown: the volume where the survey cannot tell
        (then costs are those of the smallest size), ``dscr`` without a loan, ``payback_months`` without net cash.

    Raises
    ------
    SettingsError
        An assumption that cannot be.
    """
    said = assumptions_in_force(setup)
    figures = lines.to_dict("index")
    values = np.full((len(evidence), len(NUMBERS)), np.nan)
    numbers, names = pd.factorize(evidence.index.get_level_values("line_id"))
    order = np.argsort(numbers, kind="stable")
    counts = np.bincount(numbers, minlength=len(names))
    for line_id, count, end in zip(names, counts, np.cumsum(counts), strict=True):
        line, places = figures[line_id], order[end - count : end]
        values[places] = _as_columns(_costs_alone(line, setup, said))
        if not has_volume(line):
            continue
        rows = evidence.iloc[places]
        known = np.flatnonzero(~np.isnan(known_start(rows, line)))
        luck = draw_luck(str(line_id), draws, seed)
        at_once = max(1, CELLS_AT_ONCE // draws)
        for first in range(0, len(known), at_once):
            part = known[first : first + at_once]
            values[places[part]] = _as_columns(_figures(draw_plan(rows.iloc[part], line, luck, setup, said), line))
    table = pd.DataFrame(values, index=evidence.index, columns=NUMBERS)
    return table.assign(carries=_carries(table, said))


def _as_columns(figures: dict[str, np.ndarray]) -> np.ndarray:
    return np.stack([figures[name] for name in NUMBERS], axis=-1)


def _costs_alone(line: Line, setup: AdviceSetup, said: Said) -> dict[str, np.ndarray]:
    """The figures of a line's smallest size, where its volume is unknown; shape ()."""
    figures = dict.fromkeys(NUMBERS, np.array(np.nan))
    price = (line["price_low_idr"] + line["price_high_idr"]) / 2
    margin = np.array(price * (line["margin_low_pct"] + line["margin_high_pct"]) / 200)
    figures |= _needs(costs_of(line, said), np.array(0.0), setup, said) | {"size": np.array(np.nan)}
    return figures | _break_even(figures, margin)


def _figures(plan: Plan, line: Line) -> dict[str, np.ndarray]:
    """``NUMBERS`` of a plan, each of shape (rows,)."""
    figures = _needs(plan.costs, plan.size, plan.setup, plan.said) | {"size": plan.size}
    fixed, owed = figures["fixed_idr_month"], figures["instalment_idr_month"]
    volume = np.minimum(plan.start * plan.usual, figures["capacity_month"])
    nets = middle_net_cash(plan, line)
    net = nets["base"]
    gross = net + fixed
    known_margin = np.full(len(gross), float(np.median(plan.margin)))
    figures |= _break_even(figures, np.divide(gross, volume, out=known_margin, where=volume > 0))
    figures |= {
        "volume_month": volume,
        "wanted_month": plan.start * plan.usual,
        "net_cash_idr_month": net,
        "dscr": _dscr(net, owed),
        "payback_months": np.divide(figures["capital_idr"], net, out=np.full(len(net), np.nan), where=net > 0),
    }
    for case in ("volume_down", "price_down", "price_up"):
        figures[f"dscr_{case}"] = _dscr(nets[case], owed)
    return figures | _ranges(plan, owed)


def _needs(costs: Costs, size: np.ndarray, setup: AdviceSetup, said: Said) -> dict[str, np.ndarray]:
    """What a size costs, what of it is borrowed and what is missing."""
    startup, working = costs.at("startup", size), costs.at("working", size)
    capital, spread = startup + working, said["operating.capital_spread"]
    loan = loan_of(startup, working, setup, said)
    return {
        "capacity_month": costs.at("capacity", size),
        "startup_idr": startup,
        "working_idr": working,
        "capital_idr": capital,
        "capital_low_idr": capital * (1 - spread),
        "capital_high_idr": capital * (1 + spread),
        "staff": costs.at("staff", size),
        "fixed_idr_month": costs.at("fixed", size),
        "loan_idr": loan,
        "missing_idr": above_a_rupiah(capital - setup.own_capital_idr - loan),
        "instalment_idr_month": loan * per_rupiah(said),
    }


def _break_even(figures: dict[str, np.ndarray], unit_margin: np.ndarray) -> dict[str, np.ndarray]:
    fixed, owed = figures["fixed_idr_month"], figures["instalment_idr_month"]
    unit = np.where(unit_margin > 0, unit_margin, np.nan)
    return {
        "unit_margin_idr": unit_margin,
        "running_units_month": fixed / unit,
        "break_even_units_month": (fixed + owed) / unit,
    }


def _ranges(plan: Plan, owed: np.ndarray) -> dict[str, np.ndarray]:
    """What the drawn cases span, and the share of them in which the loan is carried."""
    net = plan.sold * plan.margin - plan.fixed
    cover_low, cover_high = lower_quantiles(times_paid(net, plan.owed), RANGE)
    figures = {"p_carries": (net >= plan.said["loan.least_dscr"] * plan.owed).mean(axis=1)}
    figures["dscr_low"] = np.where((owed > 0) & np.isfinite(cover_low), cover_low, np.nan)
    figures["dscr_high"] = np.where((owed > 0) & np.isfinite(cover_high), cover_high, np.nan)
    for name, case in (("volume_{}", plan.sold), ("net_cash_{}_idr_month", net)):
        figures |= dict(zip((name.format("low"), name.format("high")), lower_quantiles(case, RANGE), strict=True))
    return figures


def _dscr(net_cash: np.ndarray, owed: np.ndarray) -> np.ndarray:
    """Net cash over the instalment; NaN where there is none to pay."""
    return np.where(owed > 0, times_paid(net_cash, owed), np.nan)


def _carries(table: pd.DataFrame, said: Said) -> np.ndarray:
    unknown = table[["net_cash_idr_month", "missing_idr"]].isna().any(axis=1)
    without_loan = table["instalment_idr_month"] <= 0
    paid = np.where(without_loan, table["net_cash_idr_month"] >= 0, table["dscr"] >= said["loan.least_dscr"])
    return np.select([unknown, paid & (table["missing_idr"] <= 0)], ["unknown", "yes"], "no")
