"""Years and dates as people and spreadsheets write them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.intake.tables.numbers import BLANK, over_distinct, plain_text

MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
OTHER_MONTHS = {"may": 5, "agt": 8, "ags": 8, "aug": 8, "oct": 10, "nop": 11, "dec": 12, "peb": 2}
SERIAL_DAYS = (36526, 73050)
"""Excel's day numbers of 2000 to 2099: what is left of a date whose cell lost its format."""


def read_years(texts: pd.Series) -> pd.DataFrame:
    """A year out of ``2015``, ``2015.0``, ``2.015``, ``sejak 2015`` or ``12/03/2015``; NaN and ``"text"`` without one.

    Examples
    --------
    >>> read_years(pd.Series(["2015.0", "sejak 1998", "2.015", "", "dulu", "20155"]))["value"].tolist()
    [2015.0, 1998.0, 2015.0, nan, nan, nan]
    """
    return over_distinct(texts, _read_distinct_years)


def _read_distinct_years(cells: pd.Series) -> pd.DataFrame:
    text = plain_text(cells)
    found = text.str.replace(r"^([12])[.,](\d{3})$", r"\1\2", regex=True).str.extract(r"(?<!\d)((?:19|20)\d{2})(?!\d)")[
        0
    ]
    value = pd.to_numeric(found, errors="coerce").astype(float)
    return pd.DataFrame({"value": value, "problem": np.where(value.isna() & ~text.isin(BLANK), "text", "")})


def read_dates(texts: pd.Series) -> pd.DataFrame:
    """ISO date text out of ``2025-11-03``, ``3 November 2025``, Excel's ``45964`` or, day first, ``03/11/2025``.

    The month stands first where a cell of the column can only be read so (``11/23/2025``) and none the other way.

    Returns
    -------
    DataFrame
        ``value`` (``""`` unknown) and ``problem`` (``""`` or ``"text"``).

    Examples
    --------
    >>> read_dates(pd.Series(["2025-11-03", "3/11/2025", "3 Nov 2025", "45964", "kemarin", ""]))["value"].tolist()
    ['2025-11-03', '2025-11-03', '2025-11-03', '2025-11-03', '', '']
    >>> read_dates(pd.Series(["11/3/2025", "11/23/2025"]))["value"].tolist()
    ['2025-11-03', '2025-11-23']
    """
    return over_distinct(texts, _read_distinct_dates)


def _read_distinct_dates(cells: pd.Series) -> pd.DataFrame:
    text = plain_text(cells).str.replace(r"^(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu),?\s+", "", regex=True)
    iso = text.str.extract(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
    parts = text.str.extract(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?!\d)")
    named = text.str.extract(r"^(\d{1,2})[\s\-/.]*([a-z]{3})[a-z]*[\s\-/.,]*(\d{4}|\d{2})(?!\d)")
    months = {name: str(number + 1) for number, name in enumerate(MONTHS)} | {
        k: str(v) for k, v in OTHER_MONTHS.items()
    }
    first, second = (pd.to_numeric(parts[i]) for i in (0, 1))
    american = bool((second > 12).any() and not (first > 12).any())
    day, month = (parts[1], parts[0]) if american else (parts[0], parts[1])
    dates = _make_dates(iso[0], iso[1], iso[2]).fillna(_make_dates(_full(parts[2]), month, day))
    dates = dates.fillna(_make_dates(_full(named[2]), named[1].map(months), named[0]))
    serial = pd.to_numeric(text.str.extract(r"^(\d{5})(?:\.\d+)?$")[0]).astype(float)
    serial = serial.where(serial.between(*SERIAL_DAYS))
    dates = dates.fillna(pd.to_datetime(serial, unit="D", origin="1899-12-30"))
    value = dates.dt.strftime("%Y-%m-%d").fillna("").astype("str")
    return pd.DataFrame({"value": value, "problem": np.where((value == "") & ~text.isin(BLANK), "text", "")})


def _full(years: pd.Series) -> pd.Series:
    """Two digits are of this century."""
    return years.mask(years.str.len() == 2, "20" + years)


def _make_dates(years: pd.Series, months: pd.Series, days: pd.Series) -> pd.Series:
    """Dates from their parts; NaT where a part is missing or the day does not exist."""
    joined = years + "-" + months + "-" + days
    return pd.to_datetime(joined, format="%Y-%m-%d", errors="coerce").astype("datetime64[s]")
