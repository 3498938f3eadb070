"""Sampling weights: how many businesses one row of a survey stands for."""

from __future__ import annotations

import pandas as pd

from mapping.intake.issues import Findings
from mapping.intake.tables.numbers import BLANK, DECIMALS, plain_text, read_amounts
from mapping.knowledge.formats import say_number
from mapping.language import mark, tr

LARGE_WEIGHT = 1000.0
"""More businesses than one row can stand for within a kelurahan."""


def read_weights(
    table: pd.DataFrame, headers: list[str], columns: dict[str, list[int]], findings: Findings
) -> pd.Series:
    """The weight of every row: above 0, 1 where the survey gives none.

    No row is lost for its weight. A weight that is missing or no number above 0 is taken as the median of those that
    are known (1 would make the row count for nothing where its neighbours stand for fifty), and said. "12.345" is
    twelve and a bit, as statistical programs write it.

    Returns
    -------
    Series of float
        Index of ``table``; never NaN.

    Examples
    --------
    >>> table = pd.DataFrame({0: ["12,5", "0", "", "10"]})
    >>> found = Findings("a.csv")
    >>> read_weights(table, ["bobot sampel"], {"sampling_weight": [0]}, found).tolist()
    [12.5, 11.25, 11.25, 10.0]
    >>> found.issues()["level"].tolist()
    ['info', 'warn', 'warn']
    """
    if "sampling_weight" not in columns:
        return pd.Series(1.0, index=table.index)
    position = columns["sampling_weight"][0]
    header, cells = headers[position], table[position]
    read = read_amounts(cells, DECIMALS)
    weight = read["value"].where((read["value"] > 0) & (read["problem"] == "")).astype(float)
    known = weight.notna()
    typical = float(weight.median()) if known.any() else 1.0
    weight = weight.fillna(typical)
    blank = ~known & plain_text(cells).isin(BLANK)
    wrong = ~known & ~blank
    stands = tr("{weight} baris mewakili sekitar {sum} usaha", weight=len(weight), sum=say_number(weight.sum()))
    findings.note(
        mark("bobot"), tr("bobot sampel terbaca"), tr("dipakai: {stands}", stands=stands), [pd.NA], header, level="info"
    )
    done = (
        tr("dipakai nilai tengah bobot yang terbaca ({typical})", typical=say_number(typical, 2))
        if known.any()
        else tr("dianggap 1")
    )
    if wrong.any():
        what = tr("bukan bobot sampel (harus angka di atas 0)")
        findings.note(mark("bobot"), what, done, cells.index[wrong], header, cells[wrong])
    if blank.any():
        findings.note(mark("bobot"), tr("{sum} baris tanpa bobot sampel", sum=blank.sum()), done, [pd.NA], header)
    large = known & (weight > LARGE_WEIGHT)
    if large.any():
        what = tr("bobot terlalu besar untuk usaha di satu kelurahan")
        findings.note(mark("bobot"), what, tr("tidak diubah; periksa"), cells.index[large], header, cells[large])
    return weight
