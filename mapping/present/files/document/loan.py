"""The loan of a proposal in whole rupiah: what it pays for, when it is drawn, how it is repaid. Every sum closes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from mapping.advise.money.loan import schedule

YEAR = 12


def budget(row: Mapping[str, Any], own_idr: float, said: Mapping[str, float]) -> pd.DataFrame:
    """What the capital is spent on and who pays for it, whole rupiah.

    Own money pays first for working capital beyond its ceiling, then for the start-up, as in
    :func:`mapping.advise.money.loan.borrow`: of the loan as much as is needed and allowed goes into working capital.

    Parameters
    ----------
    row : mapping
        A row of :func:`mapping.advise.money.pay.pay`.
    own_idr : float
        Money of the cooperative.

    Returns
    -------
    DataFrame, index ``startup, working``
        ``needed_idr = own_idr + loan_idr + missing_idr``; int64.

    Examples
    --------
    >>> row = {"startup_idr": 60e6, "working_idr": 40e6, "loan_idr": 70e6}
    >>> budget(row, 30e6, {"loan.operating_ceiling_idr": 5e8}).to_numpy().tolist()
    [[60000000, 30000000, 30000000, 0], [40000000, 0, 40000000, 0]]
    """
    startup, working, loan = (round(row[name]) for name in ("startup_idr", "working_idr", "loan_idr"))
    for_working = min(working, round(said["loan.operating_ceiling_idr"]), loan)
    for_startup = min(loan - for_working, startup)
    left = round(min(own_idr, startup + working))
    own_working = min(working - for_working, left)
    own_startup = min(startup - for_startup, left - own_working)
    rows = [(startup, own_startup, for_startup), (working, own_working, for_working)]
    table = pd.DataFrame(rows, index=["startup", "working"], columns=["needed_idr", "own_idr", "loan_idr"])
    return table.assign(missing_idr=table["needed_idr"] - table["own_idr"] - table["loan_idr"])


def drawdown(parts: pd.DataFrame) -> list[int]:
    """The loan in three stages, whole rupiah: the start-up, and working capital in two halves; they add up to it.

    Examples
    --------
    >>> drawdown(pd.DataFrame({"loan_idr": [30, 41]}, index=["startup", "working"]))
    [30, 20, 21]
    """
    working = int(parts.at["working", "loan_idr"])
    return [int(parts.at["startup", "loan_idr"]), working // 2, working - working // 2]


def yearly_plan(principal_idr: float, rate_year: float, months: int, grace_months: int) -> pd.DataFrame:
    """The repayment plan by year, whole rupiah: principal adds up to the loan, payments to loan and interest.

    Returns
    -------
    DataFrame, index year (1 first)
        ``pays_idr = interest_idr + principal_idr``, ``owed_idr`` at its end, ``months`` (of the last year); int64.

    Examples
    --------
    >>> yearly_plan(1200.0, 0.0, 24, 0).to_numpy().tolist()
    [[600, 0, 600, 600, 12], [600, 0, 600, 0, 12]]
    """
    plan = schedule(round(principal_idr), rate_year, months, grace_months)
    year = pd.Index((np.arange(months) // YEAR) + 1, name="year")
    owed = plan["owed_idr"].groupby(year).last().round()
    interest = plan["interest_idr"].cumsum().groupby(year).last().round()
    principal = -owed.diff().fillna(owed.iloc[0] - round(principal_idr))
    paid = interest.diff().fillna(interest.iloc[0])
    table = pd.DataFrame(
        {
            "pays_idr": paid + principal,
            "interest_idr": paid,
            "principal_idr": principal,
            "owed_idr": owed,
            "months": plan["owed_idr"].groupby(year).size(),
        }
    )
    return table.astype("int64")
