"""The cells of a list of cooperatives, cleaned; what cannot be kept is left empty and said."""

from __future__ import annotations

import lokal
import pandas as pd

from mapping.desk.entries import name_text, plain_line
from mapping.desk.register.checks import LABELS, clean_field
from mapping.errors import EntryError
from mapping.intake.issues import Findings
from mapping.intake.tables.columns import header_key
from mapping.intake.tables.dates import read_dates
from mapping.intake.tables.degrees import read_coordinates
from mapping.intake.tables.numbers import read_amounts
from mapping.knowledge.register import read_register
from mapping.language import mark, tr

TEXTS = {"name": 200, "kelurahan": 100, "kecamatan": 100, "kabupaten": 100}
LATEST = "2199-12-30T00:00:00Z"
"""Days of a file are looked at against its own date when it is loaded, not here."""


def clean_cells(rows: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Every column of a list as it may be kept.

    Each distinct cell is cleaned once (about 20 microseconds; columns of numbers and dates at once).

    Parameters
    ----------
    rows : DataFrame of str
        As :func:`~mapping.desk.register.columns.read_list` gives it.

    Returns
    -------
    DataFrame
        Same index and columns; ``members, capital_idr`` ``Int64``; ``lat, lon`` float as written, NaN unknown; all
        else text.
    """
    done = {name: _clean_column(name, cells, findings) for name, cells in rows.items()}
    return pd.DataFrame(done, index=rows.index)


def _clean_column(name: str, cells: pd.Series, findings: Findings) -> pd.Series:
    if name in ("lat", "lon"):
        found = read_coordinates(cells)
        _note(findings, name, cells, found["problem"] != "", tr("bukan derajat"))
        return found["value"]
    if name in ("members", "capital_idr"):
        return _clean_numbers(name, cells, findings)
    if name in ("deed_date", "status_since"):
        found = read_dates(cells)
        _note(findings, name, cells, found["problem"] != "", tr("bukan tanggal yang ada"))
        return found["value"]
    plain = cells.map({cell: plain_line(cell) for cell in cells.unique()}).astype("str")
    if name in TEXTS:
        return _shorten(name, plain, findings)
    if name == "status":
        return _read_statuses(plain, findings)
    if name == "source_id":
        return _clean_ids(plain, findings)
    if name in ("kelurahan_code", "synthetic"):
        return plain
    return _clean_each(name, plain, findings)


def _note(findings: Findings, name: str, cells: pd.Series, odd: pd.Series, what: str) -> None:
    at = cells.index[odd.to_numpy()]
    findings.note(mark("isian"), what, tr("dibiarkan kosong"), at, tr(LABELS[name]), cells[at])


def _clean_numbers(name: str, cells: pd.Series, findings: Findings) -> pd.Series:
    found = read_amounts(cells)
    whole = (found["value"] % 1 == 0) & found["value"].lt(2e9 if name == "members" else 1e15)
    odd = (found["problem"] != "") | (found["value"].notna() & ~whole)
    _note(findings, name, cells, odd, tr("bukan bilangan bulat"))
    return found["value"].mask(odd).astype("Int64")


def _shorten(name: str, plain: pd.Series, findings: Findings) -> pd.Series:
    long = plain.str.len() > TEXTS[name]
    what = tr("terlalu panjang")
    findings.note(mark("isian"), what, tr("dipotong"), plain.index[long], tr(LABELS[name]), plain[long], "repair")
    cut = plain.str.slice(0, TEXTS[name])
    return cut.map({cell: name_text(cell, "", TEXTS[name], required=False) for cell in cut.unique()}).astype("str")


def _read_statuses(plain: pd.Series, findings: Findings) -> pd.Series:
    words = {header_key(word): key for key, said in read_register()["status_words"].items() for word in said}
    words |= {header_key(key): key for key in read_register()["statuses"]}
    keys = plain.map({cell: words.get(header_key(cell), "") for cell in plain.unique()}).astype("str")
    _note(findings, "status", plain, (keys == "") & ~plain.isin(["", "-"]), tr("bukan tahap yang dikenal"))
    return keys


def _clean_ids(plain: pd.Series, findings: Findings) -> pd.Series:
    """Numbers of the source; one that is a person's NIK is none."""
    odd = plain.map({cell: lokal.is_valid_nik(cell) or len(cell) > 40 for cell in plain.unique()}).astype(bool)
    _note(findings, "source_id", plain, odd, tr("bukan nomor koperasi"))
    return plain.mask(odd, "").str.replace(r"^(\d+)\.0+$", r"\1", regex=True)


def _clean_each(name: str, plain: pd.Series, findings: Findings) -> pd.Series:
    kept, said = {}, {}
    for cell in plain.unique():
        try:
            kept[cell] = "" if cell == "-" else str(clean_field(name, cell, LATEST))
        except EntryError as error:
            kept[cell], said[cell] = "", str(error)
    odd = plain.isin(said.keys())
    what = plain[odd].map(said).str.rstrip(".")
    findings.note(mark("isian"), what, tr("dibiarkan kosong"), plain.index[odd], tr(LABELS[name]))
    return plain.map(kept).astype("str")
