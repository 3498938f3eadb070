"""Sizes of businesses: a survey whose sizes follow the old law is told from one that follows the law in force."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from mapping.intake.gate.files import show_name
from mapping.intake.issues import Findings
from mapping.knowledge.catalog import HERE
from mapping.language import mark, tr

SIZES = ("micro", "small", "medium")
SIZE_SHARE = 0.8
"""A column holds sizes when at least this share of its filled cells are one."""
FEWEST_TELLING = 2
MONTHS = 12


@cache
def read_sizes() -> dict[str, Any]:
    """Limits of both laws and the words for each size, from ``knowledge/sizes.toml``.

    Examples
    --------
    >>> {key: law["micro"] for key, law in read_sizes()["law"].items()}
    {'now': 2000000000, 'before': 300000000}
    """
    return tomllib.loads((HERE / "sizes.toml").read_text(encoding="utf-8"))


def classify_sizes(revenue_idr_month: pd.Series, law: str) -> pd.Series:
    """Size by twelve months' sales under a law (``"now"`` or ``"before"``); ``""`` where unknown or larger than medium.

    Examples
    --------
    >>> month = pd.Series([20e6, 30e6, 170e6, 300e6, 5e9, float("nan")])
    >>> classify_sizes(month, "now").tolist()
    ['micro', 'micro', 'small', 'small', '', '']
    >>> classify_sizes(month, "before").tolist()
    ['micro', 'small', 'small', 'medium', '', '']
    """
    limits, sales = read_sizes()["law"][law], revenue_idr_month * MONTHS
    size = np.select([sales <= limits[name] for name in SIZES], SIZES, default="")
    return pd.Series(size, index=sales.index, dtype="str")


def find_sizes(cells: pd.Series) -> pd.Series | None:
    """The sizes that a column names (``""`` none), whatever its header; None when it is not a column of sizes.

    Examples
    --------
    >>> find_sizes(pd.Series(["Mikro", "usaha kecil", "", "MENENGAH"])).tolist()
    ['micro', 'small', '', 'medium']
    >>> find_sizes(pd.Series(["kue basah", "tempe"])) is None
    True
    """
    distinct = pd.Series(cells.unique(), dtype="str")
    filled = distinct[distinct.str.strip() != ""]
    words = read_sizes()["words"]
    named = {
        name: filled[filled.str.strip().str.fullmatch(rf"(?i)(?:usaha\s+|skala\s+)?(?:{words[name]})(?:\s*\(.*\))?")]
        for name in SIZES
    }
    sizes = {cell: name for name, spellings in named.items() for cell in spellings}
    if not sizes or cells.isin(sizes).sum() < SIZE_SHARE * cells.isin(filled).sum():
        return None
    return cells.map(sizes).fillna("").astype("str")


def note_sizes(
    table: pd.DataFrame, headers: list[str], revenue_idr_month: pd.Series, settled: set[int], findings: Findings
) -> None:
    """Warn of a column of sizes that follows the limits of UU 20/2008 instead of those of PP 7/2021.

    Only rows of which the two laws say different sizes can tell; the column follows the law with which most of them
    agree, when at least ``FEWEST_TELLING`` do.

    Parameters
    ----------
    table, headers
        The survey as text, by position.
    revenue_idr_month : Series
        Sales, NaN unknown, index as ``table``.
    settled : set of int
        Positions that are something else for certain (codes, names, numbers) and need not be looked at.
    """
    now, before = (classify_sizes(revenue_idr_month, law) for law in ("now", "before"))
    telling = (now != before) & (now != "")
    if telling.sum() < FEWEST_TELLING:
        return
    for position in (p for p in table.columns if p not in settled):
        sizes = find_sizes(table.loc[telling, position])
        if sizes is None:
            continue
        old, new = int((sizes == before[telling]).sum()), int((sizes == now[telling]).sum())
        if old >= FEWEST_TELLING and old > new:
            laws = read_sizes()["law"]
            findings.note(
                mark("skala usaha"),
                tr(
                    "skala {old} dari {sum} usaha hanya cocok dengan batas lama {name} (mikro sampai Rp300 "
                    "juta setahun), bukan dengan batas {name2} yang berlaku (mikro sampai Rp2 miliar setahun)",
                    old=old,
                    sum=int((sizes != "").sum()),
                    name=laws["before"]["name"],
                    name2=laws["now"]["name"],
                ),
                tr("kolom ini tidak dipakai; golongkan ulang sebelum dibandingkan dengan data lain"),
                [pd.NA],
                show_name(headers[position]),
            )
