"""Degrees as people and devices write them: ``-7,25``, ``7°15'S``, ``112.75 BT``."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.intake.tables.numbers import BLANK, over_distinct, plain_text


def read_coordinates(texts: pd.Series) -> pd.DataFrame:
    """Degrees out of cells: decimal point or comma, degrees-minutes-seconds, N/S/E/W or LU/LS/BT/BB.

    Numbers that lost their decimal point (``105238791.0``, ``-7.250.445``) come out as large numbers; what
    they were is only certain beside the map (``points.py``).

    Returns
    -------
    DataFrame
        ``value`` (float, NaN unknown) and ``problem`` (``""`` or ``"text"``).

    Examples
    --------
    >>> read_coordinates(pd.Series(["-7,25", "112.75", "7°15'0\\"S", "7.250.445", "", "abc"]))["value"].tolist()
    [-7.25, 112.75, -7.25, 7250445.0, nan, nan]
    """
    return over_distinct(texts, _read_degrees)


def _read_degrees(cells: pd.Series) -> pd.DataFrame:
    """Decimal degrees at once, the rest by its patterns."""
    decimal = cells.str.fullmatch(r"-?\d{1,3}(?:\.\d+)?")
    found = pd.DataFrame({"value": pd.to_numeric(cells.where(decimal)).astype(float), "problem": ""}, index=cells.index)
    if not decimal.all():
        found.loc[~decimal] = _read_odd_degrees(cells[~decimal].reset_index(drop=True)).to_numpy()
    return found.astype({"value": float, "problem": "str"})


def _read_odd_degrees(cells: pd.Series) -> pd.DataFrame:
    text = plain_text(cells)
    blank = text.isin(BLANK)
    degrees = text.str.extract(
        r"^(?P<sign>-?)(?P<d>\d{1,3})\s*[°º*]\s*(?P<m>\d{1,2}(?:[.,]\d+)?)\s*['’′]\s*"
        r"(?:(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|''|”|″|’’)?)?\s*(?P<side>n|s|e|w|ls|lu|bt|bb)?\.?$"
    )
    parts = degrees[["d", "m", "s"]].apply(lambda part: pd.to_numeric(part.str.replace(",", "."), errors="coerce"))
    parts = parts.astype(float)
    dms = parts["d"] + parts["m"] / 60 + parts["s"].fillna(0) / 3600
    plain = text.str.extract(r"^(?P<number>[+-]?\d[\d.,]*(?:e[+-]?\d+)?)\s*°?\s*(?P<side>n|s|e|w|ls|lu|bt|bb)?\.?$")
    number = plain["number"].fillna("").astype(str)
    crowded = number.str.count(r"[.,]") > 1
    number = number.mask(crowded, number.str.replace(r"[.,]", "", regex=True)).str.replace(",", ".", regex=False)
    value = pd.to_numeric(number.where(number != ""), errors="coerce").astype(float).fillna(dms)
    south = degrees["side"].fillna(plain["side"]).isin(["s", "ls", "w", "bb"]) | (degrees["sign"] == "-")
    value = value.mask(south, -value.abs())
    value = value.where(np.isfinite(value))
    return pd.DataFrame({"value": value, "problem": np.where(value.isna() & ~blank, "text", "")}, index=text.index)
