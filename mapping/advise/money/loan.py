"""What a line needs and what a loan costs."""

from __future__ import annotations

import math

import pandas as pd


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
