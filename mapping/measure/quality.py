"""How far the data of each kelurahan can be trusted: coverage, age, clarity, answers, and one grade."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from mapping.knowledge.texts import read_toml_texts
from mapping.language import per_language
from mapping.measure.counts import count, locate_kelurahan

GRADES = np.array(["A", "B", "C", "D"])
MONTH_DAYS = 365.25 / 12
COLUMNS = ["n", "expected", "coverage", "age_months", "classified_share", "answered_share", "grade", "weakest"]


@per_language
def read_quality_rules() -> dict[str, Any]:
    """Limits of the grades (``quality.toml``)."""
    return read_toml_texts("quality.toml")


def expected_businesses(n: np.ndarray, population: np.ndarray) -> np.ndarray:
    """Businesses that a kelurahan would have if it were as dense as the surveyed part of the region.

    ``expected = population * sum(n) / sum(population)``, sums over kelurahan with both known and ``n > 0``.

    Parameters
    ----------
    n, population : ndarray of float, shape (kelurahan,)
        Surveyed businesses (0 where none); residents, NaN unknown.

    Returns
    -------
    ndarray of float, shape (kelurahan,)
        NaN where the population is unknown, or everywhere when nothing can be compared.

    Examples
    --------
    >>> expected_businesses(np.array([30.0, 10.0, 0.0, 5.0]), np.array([1000.0, 1000.0, 500.0, np.nan])).tolist()
    [20.0, 20.0, 10.0, nan]
    """
    known = (n > 0) & (population > 0)
    people = population[known].sum()
    rate = n[known].sum() / people if people > 0 else np.nan
    return np.where(population > 0, population * rate, np.nan)


def age_months(surveyed_on: pd.Series, as_of: str) -> pd.Series:
    """Months from an ISO date to ``as_of``; NaN where either is unknown, 0 where the date lies later.

    Examples
    --------
    >>> age_months(pd.Series(["2025-07-01", "", "2026-09-01"]), "2026-07-01").round(1).tolist()
    [12.0, nan, 0.0]
    """
    days = (pd.to_datetime(as_of or None) - pd.to_datetime(surveyed_on, errors="coerce")).dt.days
    return (days.astype(float) / MONTH_DAYS).clip(lower=0.0)


def measure_quality(
    kelurahan: pd.DataFrame, businesses: pd.DataFrame, as_of: str, expected: pd.Series | None = None
) -> pd.DataFrame:
    """Quality of the survey in every kelurahan.

    Parameters
    ----------
    kelurahan, businesses : DataFrame
        As in docs/architecture.md.
    as_of : str
        ISO date to which the age is reckoned; ``""`` leaves the age unknown.
    expected : Series, optional
        Businesses that another source counts, by kelurahan code (NaN unknown): goes before the region's own rate.

    Returns
    -------
    DataFrame
        Index of ``kelurahan``. ``n`` surveyed businesses (0 where none); ``expected``; ``coverage = n / expected``
        (may exceed 1); ``age_months`` (median over its businesses); ``classified_share`` and ``answered_share``
        (0-1; the latter is the mean share of businesses that said their workers and their spend on inputs);
        ``grade`` "A" to "D", the lowest of its parts; ``weakest`` the key of that part in ``quality.toml``,
        the first of equals; ``""`` where all are an A. NaN is unknown. Where nothing was surveyed the grade is D.

    Notes
    -----
    One pass over the businesses per column; no loop over kelurahan.
    """
    size = len(kelurahan)
    place = locate_kelurahan(kelurahan, businesses)
    n = count(place, size)
    population = kelurahan["population"].to_numpy(dtype=float)
    own = expected_businesses(n, population)
    counted = np.full(size, np.nan) if expected is None else expected.reindex(kelurahan.index).to_numpy(dtype=float)
    target = np.where(counted > 0, counted, own)
    answers = businesses[["workers", "input_spend_idr_month"]].notna().mean(axis=1)
    by_place = pd.DataFrame(
        {
            "age_months": age_months(businesses["surveyed_on"], as_of),
            "classified_share": (businesses["product"] != "").astype(float),
            "answered_share": answers,
        }
    ).groupby(businesses["kelurahan_code"].to_numpy())
    table = pd.DataFrame({"n": n, "expected": target, "coverage": n / target}, index=kelurahan.index)
    table["age_months"] = by_place["age_months"].median()
    for name in ("classified_share", "answered_share"):
        table[name] = by_place[name].mean()
    return table.join(grade(table))[COLUMNS]


def grade(table: pd.DataFrame) -> pd.DataFrame:
    """The grade of every row: the lowest of its known parts, and which part that is.

    Examples
    --------
    >>> parts = {"n": [40.0, 0.0], "coverage": [0.5, 0.0], "age_months": [3.0, np.nan],
    ...          "classified_share": [1.0, np.nan], "answered_share": [np.nan, np.nan]}
    >>> grade(pd.DataFrame(parts)).values.tolist()
    [['B', 'coverage'], ['D', 'n']]
    """
    parts = read_quality_rules()["parts"]
    missed = np.column_stack(
        [_limits_missed(table[name].to_numpy(dtype=float), **rule) for name, rule in parts.items()]
    )
    worst = missed.max(axis=1)
    weakest = np.where(worst > 0, np.array(list(parts))[missed.argmax(axis=1)], "")
    return pd.DataFrame({"grade": GRADES[worst], "weakest": weakest}, index=table.index)


def _limits_missed(value: np.ndarray, limits: list[float], most: bool = False, **_: str) -> np.ndarray:
    """How many of the three limits a value misses; none where it is unknown."""
    sign = -1.0 if most else 1.0
    return (sign * value[:, None] < sign * np.array(limits, dtype=float)).sum(axis=1)
