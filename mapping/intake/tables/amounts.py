"""The number columns of a survey: each cell through its reader, every problem a finding, what is open a question."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd

from mapping.errors import QuestionError
from mapping.intake.issues import Findings
from mapping.intake.tables.numbers import DECIMALS, THOUSANDS, read_amounts
from mapping.intake.wording import say_number
from mapping.language import mark, tr
from mapping.settings import Settings

MONEY_COLUMNS = ("revenue_idr_month", "input_spend_idr_month")
SMALL_IDR = 100_000.0
"""Monthly money below this looks as if written in thousands or millions."""
LARGE_IDR = 4.2e9
"""Monthly money above this is more than a medium business may sell (50 billion a year, PP 7/2021)."""
LARGE_WORKERS = 500.0
LONE = r"(?:^|[^\d.,])([1-9]\d{0,2}[.,]\d{3})(?:[^\d.,]|$)"
"""A number whose one separator stands before three digits, as ``numbers.read_amounts`` leaves it open."""
SAYS = {
    "text": (mark("bukan angka"), mark("dibiarkan kosong"), "warn"),
    "range": (mark("adalah rentang"), mark("dipakai nilai tengahnya"), "repair"),
    "bound": (mark("hanya menyebut batas"), mark("dipakai batasnya"), "repair"),
    "year": (mark("adalah nilai setahun"), mark("dibagi 12"), "repair"),
    "period": (mark("bukan nilai sebulan; hari kerja sebulan tidak diketahui"), mark("dibiarkan kosong"), "warn"),
    "negative": (mark("bernilai minus"), mark("dibiarkan kosong"), "warn"),
    "unclear": (mark("bisa dibaca dua cara"), mark("dibiarkan kosong; tulis tanpa titik, misalnya 1,25 juta"), "warn"),
    "lone": (mark("bisa dibaca dua cara"), mark("dibiarkan kosong; tulis tanpa titik, misalnya 1500"), "warn"),
    "huge": (mark("terlalu besar"), mark("dibiarkan kosong"), "warn"),
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
    odd = found.loc[found["problem"] != "", "problem"]
    for problem, (what, done, level) in SAYS.items():
        rows = odd.index[odd == problem]
        if len(rows):
            values = table.loc[rows, position]
            findings.note(
                mark("angka"), tr(what), tr(done), rows=rows, column=headers[position], values=values, level=level
            )
    if len(columns[name]) > 1:
        others = ", ".join(f'"{headers[p]}"' for p in columns[name][1:])
        what = tr("kolom lain bermakna sama ({others})", others=others)
        findings.note(mark("kolom kembar"), what, tr("tidak dipakai"), [pd.NA], headers[position])
    return found["value"]


def header_factor(header: str) -> tuple[float, str]:
    """Unit and period in the head of a money column: factor to rupiah, and ``"month"``, ``"year"`` or ``"other"``.

    Examples
    --------
    >>> header_factor("Omzet (ribu rupiah)"), header_factor("omzet per tahun (juta)"), header_factor("omzet/hari")
    ((1000.0, 'month'), (1000000.0, 'year'), (1.0, 'other'))
    """
    text = header.lower().replace("_", " ")
    millions, thousands = r"\b(juta|jutaan|jt)\b", r"\b(ribu|ribuan|rb|000)\b"
    factor = 1e6 if re.search(millions, text) else 1e3 if re.search(thousands, text) else 1.0
    if re.search(r"tahun|thn", text):
        return factor, "year"
    return factor, "other" if re.search(r"hari|minggu", text) else "month"


def read_money(
    table: pd.DataFrame,
    name: str,
    headers: list[str],
    columns: dict[str, list[int]],
    findings: Findings,
    settings: Settings,
) -> pd.Series:
    """A money column by the unit and period that its head names, in rupiah a month (NaN unknown).

    Raises
    ------
    QuestionError
        ``survei.ribuan.<header>`` when cells like "1.500" stand in it and nothing tells 1500 from 1,5.
    """
    if name not in columns:
        return pd.Series(np.nan, index=table.index)
    position = columns[name][0]
    header = headers[position]
    factor, period = header_factor(header)
    lone = choose_lone(table[position], header, factor / 12 if period == "year" else factor, findings, settings)

    def reader(cells: pd.Series) -> pd.DataFrame:
        return read_amounts(_join_lone(cells) if lone == THOUSANDS else cells, lone)

    value = read_column(table, name, headers, columns, findings, reader, np.nan).astype(float)
    if factor == 1 and period == "month":
        return value
    bare = ~table[position].str.contains("[a-zA-Z]", regex=True)  # a cell that names its own unit keeps it
    if factor > 1:
        value = value.mask(bare, value * factor)
        what, done = (
            tr("judul kolom menyebut ribuan atau jutaan"),
            tr("angka dikalikan {factor}", factor=say_number(factor)),
        )
        findings.note(mark("satuan"), what, done, [pd.NA], header, level="info")
    if period == "year":
        value = value.mask(bare, value / 12)
        what = tr("judul kolom menyebut nilai setahun")
        findings.note(mark("satuan"), what, tr("angka dibagi 12"), [pd.NA], header, level="info")
    if period == "other":
        value = value.mask(bare)
        what = tr("judul kolom menyebut nilai harian atau mingguan; hari kerja sebulan tidak diketahui")
        findings.note(mark("satuan"), what, tr("dibiarkan kosong"), [pd.NA], header)
    return value


def choose_lone(cells: pd.Series, header: str, factor: float, findings: Findings, settings: Settings) -> str:
    """What "1.500" means in a money column: ``"ribuan"``, ``"desimal"`` or, where the cells tell, ``""``.

    Other cells decide first (``read_amounts``). Then the amounts: when most are plausible monthly money only as
    thousands ("350.000" is 350 thousand rupiah, not 350), they are thousands. Decimals are never taken unasked.

    Raises
    ------
    QuestionError
        When neither decides, or other cells and amounts contradict each other.
    """
    lone = _lone_cells(cells)
    if lone.empty:
        return ""
    read = read_amounts(cells, lone="")
    mine = cells.isin(lone)
    open_ = bool((read.loc[mine, "problem"] == "lone").any())
    parts = lone.str.extract(LONE, expand=False)
    groups = pd.to_numeric(parts.str.replace(r"[.,]", "", regex=True)) * factor
    thousands = bool(groups.between(SMALL_IDR, LARGE_IDR).mean() > 0.5 and (groups / 1000 < SMALL_IDR).mean() > 0.5)
    as_decimals = not open_ and bool((read.loc[mine, "value"] < 1000).any())
    answer = settings.answer(f"survei.ribuan.{header}")
    if answer in (THOUSANDS, DECIMALS):
        return answer
    if open_ and thousands:
        return THOUSANDS
    if open_ or (as_decimals and thousands):
        raise _ask_lone(str(parts.iloc[0]), header, int(mine.sum()), findings)
    return ""


def _lone_cells(cells: pd.Series) -> pd.Series:
    """The distinct cells with a lone separator and nothing beside it that tells what it means."""
    distinct = pd.Series(cells.unique(), dtype="str")
    close = distinct[distinct.str.contains(r"\d[.,]\d{3}", regex=True)]
    lone = close[close.str.extract(LONE, expand=False).notna()]
    return lone[~lone.str.contains(r"(?i)rp|idr|jt|juta|rb|ribu|mil", regex=True)]


def _join_lone(cells: pd.Series) -> pd.Series:
    """Those cells without their separators."""
    lone = _lone_cells(cells)
    joined = lone.str.replace(r"(\d)[.,](\d{3})\b", r"\1\2", regex=True)
    return cells.map(dict(zip(lone, joined, strict=True))).fillna(cells).astype("str") if len(lone) else cells


def _ask_lone(example: str, header: str, count: int, findings: Findings) -> QuestionError:
    whole, decimal = re.sub("[.,]", "", example), re.sub("[.,]", ",", example).rstrip("0").rstrip(",")
    sheet = tr(', lembar "{sheet}"', sheet=findings.sheet) if findings.sheet else ""
    return QuestionError(
        tr(
            'Berkas "{file}"{sheet}, kolom "{header}": {count} sel seperti "{example}" bisa berarti '
            "{whole} atau {decimal}, dan tidak ada sel lain di kolom ini yang memastikannya. Pilih "
            "artinya.",
            file=findings.file,
            sheet=sheet,
            header=header,
            count=count,
            example=example,
            whole=whole,
            decimal=decimal,
        ),
        f"survei.ribuan.{header}",
        {
            THOUSANDS: tr('"{example}" berarti {number}', example=example, number=whole),
            DECIMALS: tr('"{example}" berarti {number}', example=example, number=decimal),
        },
    )


def read_workers(
    table: pd.DataFrame, name: str, headers: list[str], columns: dict[str, list[int]], findings: Findings
) -> pd.Series:
    """A column of workers (NaN unknown); "1.500" is left open unless the column tells: it may be one and a half.

    A spreadsheet's fixed decimals ("3.000" for 3) are read as such when every number of the column has them.
    """
    value = read_column(table, name, headers, columns, findings, _read_counts, np.nan)
    return value.astype(float)


def _read_counts(cells: pd.Series) -> pd.DataFrame:
    filled = cells[cells != ""]
    fixed = len(filled) > 1 and bool(filled.str.fullmatch(r"\d{1,2}[.,]000").all())
    return read_amounts(cells, DECIMALS if fixed else "")


def note_odd(survey: pd.DataFrame, findings: Findings) -> None:
    """Values that are possible but look wrong: said, not changed."""
    labels = {"revenue_idr_month": "omzet", "input_spend_idr_month": "belanja bahan"}
    for name, label in labels.items():
        value = survey[name]
        for odd, what in (
            (value.gt(0) & value.lt(SMALL_IDR), tr("tampak ditulis dalam ribuan atau jutaan")),
            (value > LARGE_IDR, tr("lebih besar daripada usaha menengah mana pun")),
        ):
            _note_odd(survey, name, odd, label, what, findings)
    many = survey["workers"] > LARGE_WORKERS
    _note_odd(survey, "workers", many, "pekerja", tr("pekerja terlalu banyak untuk UMKM"), findings)


def _note_odd(survey: pd.DataFrame, name: str, odd: pd.Series, label: str, what: str, findings: Findings) -> None:
    if odd.any():
        values = survey.loc[odd, name].map("{:.10g}".format)
        findings.note(mark("angka janggal"), what, tr("tidak diubah; periksa"), survey.loc[odd, "row"], label, values)
