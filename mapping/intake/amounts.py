"""The number columns of a survey: each cell through its reader, every problem a finding."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd

from mapping.intake.issues import Findings
from mapping.intake.numbers import read_amounts

MONEY_COLUMNS = ("revenue_idr_month", "input_spend_idr_month")
SMALL_IDR = 100_000.0
"""Monthly money below this looks as if written in thousands or millions."""
LARGE_IDR = 4.2e9
"""Monthly money above this is more than a medium business may sell (50 billion a year, PP 7/2021)."""
LARGE_WORKERS = 500.0
SAYS = {
    "text": ("bukan angka", "dibiarkan kosong"),
    "range": ("adalah rentang", "dipakai nilai tengahnya"),
    "year": ("adalah nilai setahun", "dibagi 12"),
    "period": ("bukan nilai sebulan; hari kerja sebulan tidak diketahui", "dibiarkan kosong"),
    "negative": ("bernilai minus", "dibiarkan kosong"),
    "unclear": ("bisa dibaca dua cara", "dibiarkan kosong; tulis tanpa titik, misalnya 1,25 juta"),
    "huge": ("terlalu besar", "dibiarkan kosong"),
}


def read_column(
    table: pd.DataFrame,
    name: str,
    headers: list[str],
    columns: dict[str, list[int]],
    findings: Findings,
    reader: Callable[[pd.Series], pd.DataFrame],
    unknown: float | str,
) -> pd.Series:
    """One column through its reader; every problem becomes a finding."""
    if name not in columns:
        return pd.Series(unknown, index=table.index)
    position = columns[name][0]
    found = reader(table[position])
    for problem, (what, done) in SAYS.items():
        rows = table.index[found["problem"] == problem]
        if len(rows):
            findings.note("angka", what, done, rows=rows, column=headers[position], values=table.loc[rows, position])
    if len(columns[name]) > 1:
        others = ", ".join(f'"{headers[p]}"' for p in columns[name][1:])
        findings.note(
            "kolom kembar", f"kolom lain bermakna sama ({others})", "tidak dipakai", [pd.NA], headers[position]
        )
    return found["value"]


def header_factor(header: str) -> tuple[float, str]:
    """Unit and period in the head of a money column: factor to rupiah, and ``"month"``, ``"year"`` or ``"other"``.

    Examples
    --------
    >>> header_factor("Omzet (ribu rupiah)"), header_factor("omzet per tahun (juta)"), header_factor("omzet/hari")
    ((1000.0, 'month'), (1000000.0, 'year'), (1.0, 'other'))
    """
    text = header.lower()
    factor = (
        1e6
        if re.search(r"\b(juta|jutaan|jt)\b", text)
        else 1e3
        if re.search(r"\b(ribu|ribuan|rb|000)\b", text)
        else 1.0
    )
    if re.search(r"tahun|thn", text):
        return factor, "year"
    return factor, "other" if re.search(r"hari|minggu", text) else "month"


def read_number_column(
    table: pd.DataFrame, name: str, headers: list[str], columns: dict[str, list[int]], findings: Findings
) -> pd.Series:
    """A number column; money by the unit and period that its head names, in rupiah a month."""
    value = read_column(table, name, headers, columns, findings, read_amounts, np.nan).astype(float)
    if name not in columns or name not in MONEY_COLUMNS:
        return value
    position = columns[name][0]
    header = headers[position]
    factor, period = header_factor(header)
    bare = ~table[position].str.contains("[a-zA-Z]", regex=True)  # a cell that names its own unit keeps it
    if factor > 1:
        value = value.mask(bare, value * factor)
        findings.note(
            "satuan", "judul kolom menyebut ribuan atau jutaan", f"angka dikalikan {factor:,.0f}", [pd.NA], header
        )
    if period == "year":
        value = value.mask(bare, value / 12)
        findings.note("satuan", "judul kolom menyebut nilai setahun", "angka dibagi 12", [pd.NA], header)
    if period == "other":
        value = value.mask(bare)
        what = "judul kolom menyebut nilai harian atau mingguan; hari kerja sebulan tidak diketahui"
        findings.note("satuan", what, "dibiarkan kosong", [pd.NA], header)
    return value


def note_odd(survey: pd.DataFrame, findings: Findings) -> None:
    """Values that are possible but look wrong: said, not changed."""
    labels = {"revenue_idr_month": "omzet", "input_spend_idr_month": "belanja bahan"}
    for name, label in labels.items():
        value = survey[name]
        for odd, what in (
            (value.gt(0) & value.lt(SMALL_IDR), "tampak ditulis dalam ribuan atau jutaan"),
            (value > LARGE_IDR, "lebih besar daripada usaha menengah mana pun"),
        ):
            findings.note(
                "angka janggal",
                what,
                "tidak diubah; periksa",
                survey.loc[odd, "row"],
                label,
                value[odd].map("{:.0f}".format),
            )
    many = survey["workers"] > LARGE_WORKERS
    values = survey.loc[many, "workers"].map("{:.0f}".format)
    findings.note(
        "angka janggal",
        "pekerja terlalu banyak untuk UMKM",
        "tidak diubah; periksa",
        survey.loc[many, "row"],
        "pekerja",
        values,
    )
