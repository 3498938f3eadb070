"""What a line needs, what may be borrowed for it, and what a loan costs month by month."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

RATES = ("loan.local_rate_year", "loan.rate_year", "loan.bank_rate_year")
"""The rates that are laid side by side: a local loan, the programme's, a bank's."""


def instalment(principal_idr: float, rate_year: float, months: int) -> float:
    """Level monthly instalment of an annuity loan.

    ``A = P r / (1 - (1 + r)^-m)`` with ``r = rate_year / 12``; ``P / m`` without interest.

    Returns
    -------
    float
        Rupiah per month.

    Raises
    ------
    ValueError
        When ``months`` is not positive.

    References
    ----------
    Any textbook of financial mathematics; checked against the programme's own figure: Rp 3 billion at
    6% over 72 months is about Rp 49.7 million a month.

    Examples
    --------
    >>> round(instalment(3e9, 0.06, 72) / 1e6, 1)
    49.7
    >>> instalment(7.2e6, 0.0, 72)
    100000.0
    """
    if months <= 0:
        raise ValueError(f"The 'months' parameter of instalment must be positive. Got {months} instead.")
    rate = rate_year / 12
    if rate == 0:
        return principal_idr / months
    return principal_idr * rate / -math.expm1(-months * math.log1p(rate))


def months_to_repay(months: float, grace_months: float) -> int:
    """Months in which the principal is repaid: the tenor without the grace, one at least.

    Examples
    --------
    >>> months_to_repay(72, 6), months_to_repay(6, 24)
    (66, 1)
    """
    return max(int(months) - int(grace_months), 1)


def schedule(principal_idr: float, rate_year: float, months: int, grace_months: int = 0) -> pd.DataFrame:
    """The repayment plan: interest only during the grace, then level instalments over what is left of the tenor.

    The whole loan is drawn at once and interest of a month is a twelfth of the year's on what is still owed.

    Parameters
    ----------
    principal_idr : float
        Rupiah, zero or more.
    rate_year : float
        Share a year, for example 0.06.
    months, grace_months : int
        Tenor with the grace in it, and the grace; a grace as long as the tenor leaves the last month for the principal.

    Returns
    -------
    DataFrame, index ``month`` (1 first)
        ``pays_idr = interest_idr + principal_idr``, ``owed_idr`` after paying; it ends at exactly 0.

    Raises
    ------
    ValueError
        When ``months`` is not positive.

    Examples
    --------
    >>> schedule(1000.0, 0.12, 3, 1).round(2).values.tolist()
    [[10.0, 10.0, 0.0, 1000.0], [507.51, 10.0, 497.51, 502.49], [507.51, 5.02, 502.49, 0.0]]
    """
    if months <= 0:
        raise ValueError(f"The 'months' parameter of schedule must be positive. Got {months} instead.")
    rate = rate_year / 12
    repaying = min(months_to_repay(months, grace_months), months)
    waits = months - repaying
    level = instalment(principal_idr, rate_year, repaying)
    paid = np.arange(1, repaying + 1)
    if rate == 0:
        left = principal_idr - level * paid
    else:
        left = (
            principal_idr * -np.expm1((paid - repaying) * math.log1p(rate)) / -math.expm1(-repaying * math.log1p(rate))
        )
    left[-1] = 0.0
    owed = np.r_[np.full(waits, float(principal_idr)), left]
    before = np.r_[float(principal_idr), owed[:-1]]
    interest, repaid = before * rate, before - owed
    return pd.DataFrame(
        {"pays_idr": interest + repaid, "interest_idr": interest, "principal_idr": repaid, "owed_idr": owed},
        index=pd.RangeIndex(1, months + 1, name="month"),
    )


def compare_rates(principal_idr: float, said: Mapping[str, float]) -> pd.DataFrame:
    """The same loan at each of the rates of ``RATES``, with the tenor and grace in force.

    Returns
    -------
    DataFrame, index the assumption's key
        ``rate_year``, ``grace_idr_month`` (interest only; NaN without a grace), ``instalment_idr_month`` (after it),
        ``interest_idr`` (in all).

    Examples
    --------
    >>> from mapping.knowledge.assumptions import assumptions_in_force
    >>> from mapping.settings import AdviceSetup
    >>> (compare_rates(3e9, assumptions_in_force(AdviceSetup()))["instalment_idr_month"] / 1e6).round(1).tolist()
    [49.4, 53.5, 62.3]
    """
    months, grace = int(said["loan.months"]), int(said["loan.grace_months"])
    repaying = months_to_repay(months, grace)
    rows = {}
    for key in RATES:
        rate = said[key]
        level = instalment(principal_idr, rate, repaying)
        waits = max(months - repaying, 0)
        waiting = principal_idr * rate / 12 if waits else math.nan
        interest = level * repaying - principal_idr + (waiting * waits if waits else 0.0)
        rows[key] = (rate, waiting, level, interest)
    columns = ["rate_year", "grace_idr_month", "instalment_idr_month", "interest_idr"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def borrow(
    startup_idr: np.ndarray, working_idr: np.ndarray, own_idr: float, borrows: bool, said: Mapping[str, float]
) -> np.ndarray:
    """The loan, rupiah: what own money does not cover, at most the ceiling, its working part at most its own ceiling.

    Own money pays first for working capital beyond that ceiling, then for the rest. What neither covers is missing:
    ``startup + working - own - loan`` where that is positive.

    Examples
    --------
    >>> said = {"loan.ceiling_idr": 3e9, "loan.operating_ceiling_idr": 5e8}
    >>> borrow(np.array([1e8, 4e9, 0.0]), np.array([1e8, 0.0, 6e8]), 5e7, True, said).tolist()
    [150000000.0, 3000000000.0, 500000000.0]
    """
    if not borrows:
        return np.zeros_like(startup_idr) * (startup_idr + working_idr)
    most = np.minimum(
        startup_idr + np.minimum(working_idr, said["loan.operating_ceiling_idr"]), said["loan.ceiling_idr"]
    )
    return above_a_rupiah(np.minimum(startup_idr + working_idr - own_idr, most))


def above_a_rupiah(amount_idr: np.ndarray) -> np.ndarray:
    """An amount of money, or 0 where it is negative or less than a rupiah: what rounding leaves is no debt.

    Examples
    --------
    >>> above_a_rupiah(np.array([-3.0, 1e-8, 2.0, np.nan])).tolist()
    [0.0, 0.0, 2.0, nan]
    """
    return np.where(amount_idr < 1.0, 0.0, amount_idr)


def capital_need(lines: pd.DataFrame) -> pd.DataFrame:
    """Start-up plus working capital of each line, as the catalogue's range.

    Returns
    -------
    DataFrame
        Index ``line_id``; ``capital_low_idr``, ``capital_high_idr``, ``capital_idr`` (the middle), rupiah.
        NaN where the catalogue gives no figure.

    Examples
    --------
    >>> from mapping.knowledge.catalog import read_lines
    >>> capital_need(read_lines()).loc["B13"].tolist()
    [25000000.0, 120000000.0, 72500000.0]
    """
    low = lines["capex_low_idr"] + lines["working_low_idr"]
    high = lines["capex_high_idr"] + lines["working_high_idr"]
    return pd.DataFrame({"capital_low_idr": low, "capital_high_idr": high, "capital_idr": (low + high) / 2})
