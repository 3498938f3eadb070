"""How a line fares when things go worse or better: less volume, other prices."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.advise.money.luck import draw_luck
from mapping.advise.money.plan import Plan, draw_plan, loan_of, lower_quantiles, per_rupiah, times_paid
from mapping.advise.money.size import Line
from mapping.advise.money.volume import has_volume, known_start
from mapping.knowledge.assumptions import assumptions_in_force
from mapping.settings import AdviceSetup

CASES = ("base", "volume_down", "price_down", "price_up")
RANGE = (0.1, 0.9)
COLUMNS = [
    f"{figure}{end}" for figure in ("net_cash_idr_month", "dscr", "payback_months") for end in ("", "_low", "_high")
]


def margins(plan: Plan, line: Line) -> dict[str, np.ndarray]:
    """What a unit of the planned volume leaves in each case, rupiah, shape (draws,).

    A fall in volume leaves the margin on fewer units. Where ``price_risk`` is ``"price"`` the purchase stays as dear
    when the selling price moves; else it moves along and the margin stays the same share.
    """
    swing = plan.said["operating.price_swing"]
    moved = plan.price if line["price_risk"] == "price" else plan.margin
    return {
        "base": plan.margin,
        "volume_down": plan.margin * (1 - plan.said["operating.volume_down"]),
        "price_down": plan.margin - swing * moved,
        "price_up": plan.margin + swing * moved,
    }


def middle_net_cash(plan: Plan, line: Line) -> dict[str, np.ndarray]:
    """Net cash of the middle case in each of ``CASES``, rupiah a month, shape (rows,)."""
    fixed = plan.costs.at("fixed", plan.size)
    return {
        case: lower_quantiles(plan.middle_sold * margin, (0.5,))[0] - fixed
        for case, margin in margins(plan, line).items()
    }


def compare_cases(
    evidence: pd.DataFrame, lines: pd.DataFrame, setup: AdviceSetup, draws: int = 400, seed: int = 20260101
) -> pd.DataFrame:
    """Net cash, cover of the instalment and time to earn back the capital, in each of ``CASES``, for one row.

    Parameters
    ----------
    evidence : DataFrame, index (kelurahan_code, line_id), one row
        As for :func:`mapping.advise.money.pay.pay`; the middle figures here are the same as there.

    Returns
    -------
    DataFrame, index ``CASES``
        ``COLUMNS``: the middle, and 10% and 90% of the draws (``_low`` the worse end, also of ``payback_months``). NaN:
        unknown, no instalment (``dscr``), or never earned back (``payback_months``).
    """
    table = pd.DataFrame(np.nan, index=pd.Index(CASES, name="case"), columns=COLUMNS)
    line_id = evidence.index.get_level_values("line_id")[0]
    line = lines.loc[line_id].to_dict()
    if not has_volume(line) or np.isnan(known_start(evidence, line)[0]):
        return table
    said = assumptions_in_force(setup)
    plan = draw_plan(evidence, line, draw_luck(str(line_id), draws, seed), setup, said)
    capital = plan.costs.at("capital", plan.size)[0]
    working = plan.costs.at("working", plan.size)
    owed = loan_of(capital - working, working, setup, said) * per_rupiah(said)
    middle = middle_net_cash(plan, line)
    for case, margin in margins(plan, line).items():
        net = plan.sold * margin - plan.fixed
        covers = times_paid(net, plan.owed)
        months = np.divide(plan.capital, net, out=np.full(net.shape, np.inf), where=net > 0)
        table.loc[case] = [
            middle[case][0],
            *lower_quantiles(net, RANGE)[:, 0],
            *(_covers(times_paid(middle[case], owed)[0], covers, bool(owed[0] > 0))),
            capital / middle[case][0] if middle[case][0] > 0 else np.nan,
            *lower_quantiles(months, RANGE[::-1])[:, 0],
        ]
    return table.replace(np.inf, np.nan)


def _covers(middle: float, covers: np.ndarray, borrowed: bool) -> list[float]:
    return [middle, *lower_quantiles(covers, RANGE)[:, 0]] if borrowed else [np.nan] * 3
