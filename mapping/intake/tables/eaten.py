"""What a spreadsheet program did to cells: codes turned into numbers, ``1-2`` into a date, errors for values."""

from __future__ import annotations

import pandas as pd

from mapping.intake.issues import Findings
from mapping.intake.tables.sheets import match_cells
from mapping.language import mark, tr

ERRORS = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"]
ERRORS += ["#N/A N/A", "#TAKTERSEDIA", "#REF", "Err:502", "Err:504", "Err:508", "Err:509", "Err:522"]
CODES = ("code", "bps_code", "kbli", "id")
NO_DATES = (
    *("code", "bps_code", "kbli", "workers", "workers_male", "workers_female", "lat", "lon"),
    *("revenue_idr_month", "input_spend_idr_month"),
)
MONTH = r"(?:jan|feb|peb|mar|apr|mei|may|jun|jul|agu|agt|aug|sep|okt|oct|nov|nop|des|dec)[a-z]*"
DATE = rf"\d{{4}}-\d{{2}}-\d{{2}}(?:[ T].*)?|\d{{1,2}}[-/ ]{MONTH}(?:[-/ ]\d{{2,4}})?|{MONTH}[-/ ]\d{{2,4}}"


def mend_cells(
    table: pd.DataFrame, names: list[str], columns: dict[str, list[int]], findings: Findings
) -> pd.DataFrame:
    """The table with codes as they were typed, and with blanks where the value itself is lost; each with a finding.

    Examples
    --------
    >>> findings = Findings("umkm.csv")
    >>> table = pd.DataFrame({0: ["3374001010.0", "0101"], 1: ["2-Jan", "#N/A"]}, index=[2, 3], dtype="str")
    >>> mend_cells(table, ["kode", "pekerja"], {"code": [0], "workers": [1]}, findings).to_numpy().tolist()
    [['3374001010', ''], ['0101', '']]
    >>> findings.issues()["kind"].tolist()
    ['kode dimakan Excel', 'tanggal dari Excel', 'sel galat']
    """
    blank: dict[int, pd.Series] = {}
    mended: dict[int, pd.Series] = {}
    for position, name in enumerate(names):
        if position not in table.columns:
            continue
        errors = table[position].isin(ERRORS)
        if errors.any():
            rows = table.index[errors]
            what, done = tr("galat Excel, bukan isi"), tr("dibaca sebagai kosong")
            findings.note(mark("sel galat"), what, done, rows, name, table.loc[rows, position])
            blank[position] = errors
    for position in (p for name in CODES for p in columns.get(name, [])):
        mended |= _mend_codes(table[position], names[position], findings)
    for position in (p for name in NO_DATES for p in columns.get(name, [])):
        dates = _note_dates(table[position], names[position], findings)
        if dates.any():
            blank[position] = blank.get(position, dates) | dates
    changed = {p: mended.get(p, table[p]).mask(blank[p], "") if p in blank else mended[p] for p in blank | mended}
    return _with_columns(table, changed) if changed else table


def _with_columns(table: pd.DataFrame, changed: dict[int, pd.Series]) -> pd.DataFrame:
    return pd.concat([changed.get(p, table[p]) for p in table.columns], axis=1, keys=table.columns)


def _mend_codes(cells: pd.Series, header: str, findings: Findings) -> dict[int, pd.Series]:
    """Codes without ``.0``; those written with an exponent have lost digits and are only named."""
    short = match_cells(cells, r"\d+[.,]0+")
    lost = match_cells(cells, r"\d(?:[.,]\d+)?E\+?\d+")
    if lost.any():
        what = tr("kode ditulis Excel sebagai bilangan berpangkat; angka di belakangnya hilang")
        done = tr("tidak diubah; ketik ulang kode sebagai teks")
        findings.note(mark("kode dimakan Excel"), what, done, cells.index[lost], header, cells[lost])
    if not short.any():
        return {}
    what, done = (
        tr("{sum} kode berakhiran .0 karena Excel menganggapnya bilangan", sum=short.sum()),
        tr("akhiran .0 dihapus"),
    )
    findings.note(mark("kode dimakan Excel"), what, done, [pd.NA], header, level="repair")
    return {int(cells.name): cells.str.replace(r"^(\d+)[.,]0+$", r"\1", regex=True)}


def _note_dates(cells: pd.Series, header: str, findings: Findings) -> pd.Series:
    """Dates in a column of numbers or codes: Excel turns ``1-2`` into 2 January, and what stood there is lost."""
    found = match_cells(cells, DATE)
    if found.any():
        what = tr("tanggal di kolom angka; Excel mengubah isian seperti 1-2 menjadi tanggal")
        done = tr("dibaca sebagai kosong; periksa isian aslinya")
        findings.note(mark("tanggal dari Excel"), what, done, cells.index[found], header, cells[found])
    return found
