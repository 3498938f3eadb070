"""Which table of a file is the list of cooperatives, and which of its columns is what."""

from __future__ import annotations

from functools import cache

import pandas as pd

from mapping.errors import ColumnsError
from mapping.intake.gate.files import show_name
from mapping.intake.issues import Findings
from mapping.intake.tables.columns import header_key
from mapping.intake.tables.sheets import Sheet
from mapping.intake.wording import say_list
from mapping.knowledge.register import read_register
from mapping.language import mark, tr

HEAD_SEARCH_ROWS = 30


@cache
def _spellings() -> dict[str, tuple[str, int]]:
    """Header key -> (our column, position among its spellings)."""
    return {
        header_key(spelling): (name, position)
        for name, spellings in read_register()["columns"].items()
        for position, spelling in enumerate(spellings)
    }


def recognise(headers: list[str]) -> dict[str, int]:
    """Our columns -> positions in a row of headers; of several the one spelled most plainly.

    Examples
    --------
    >>> recognise(["cooperative_id", "Nama Koperasi", "KECAMATAN", "catatan"])
    {'source_id': 0, 'name': 1, 'kecamatan': 2}
    """
    found: dict[str, tuple[int, int]] = {}
    for position, header in enumerate(headers):
        known = _spellings().get(header_key(header))
        if known and known[1] < found.get(known[0], (1_000, 0))[0]:
            found[known[0]] = (known[1], position)
    return {name: position for name, (_, position) in found.items()}


def _find_head(sheet: Sheet) -> tuple[int, dict[str, int]]:
    """Spreadsheet row of the header and its columns; the row with most of ours wins."""
    rows = sheet.table.iloc[:HEAD_SEARCH_ROWS]
    known = [recognise([str(cell) for cell in row]) for row in rows.to_numpy()]
    best = max(range(len(known)), key=lambda at: len(known[at]), default=-1)
    return (int(rows.index[best]), known[best]) if best >= 0 else (0, {})


def is_list(columns: dict[str, int]) -> bool:
    """Whether columns name cooperatives and something else about each.

    Examples
    --------
    >>> is_list({"name": 0, "kecamatan": 1}), is_list({"name": 0})
    (True, False)
    """
    return "name" in columns and len(columns) > 1


def read_list(sheets: list[Sheet], name: str, findings: Findings) -> pd.DataFrame:
    """The rows of the list: our columns as text, index spreadsheet row.

    Rows that cannot be split are rejected; empty rows and sums are left out; other columns are left out, too.

    Raises
    ------
    ColumnsError
        No table of the file has a column with the cooperatives' names and another one that is known.
    """
    heads = [_find_head(sheet) for sheet in sheets]
    order = sorted(range(len(sheets)), key=lambda at: (sheets[at].hidden, -len(heads[at][1]), at))
    sheet, (head, columns) = sheets[order[0]], heads[order[0]]
    seen = [str(cell) for cell in sheet.table.loc[head]] if head else []
    if not is_list(columns):
        raise ColumnsError(
            tr(
                'Berkas "{name}": tidak ada kolom nama koperasi yang dikenal beserta keterangannya. Beri judul kolom '
                "seperti name, subdistrict, latitude, longitude, atau nama koperasi, kelurahan, kecamatan. "
                "Yang terbaca: {seen}.",
                name=show_name(name),
                seen=say_list([show_name(cell) for cell in seen if cell.strip()]) or "-",
            ),
            headers=seen,
        )
    findings.sheet = sheet.name if len(sheets) > 1 else ""
    if len(sheets) > 1:
        what = tr('lembar "{sheet}" dibaca sebagai daftar koperasi', sheet=sheet.name)
        findings.note(mark("lembar"), what, tr("lembar lain tidak dipakai"), level="info")
    for remark in sheet.remarks:
        findings.note(**remark)
    _note_unused(seen, columns, findings)
    return _body(sheet, head, columns, findings)


def _note_unused(headers: list[str], columns: dict[str, int], findings: Findings) -> None:
    used = set(columns.values())
    others = [show_name(header) for at, header in enumerate(headers) if at not in used and header.strip()]
    if others:
        what = tr("kolom tidak dipakai: {names}", names=say_list(others))
        findings.note(mark("kolom"), what, tr("isinya tidak disimpan"), level="info")


def _body(sheet: Sheet, head: int, columns: dict[str, int], findings: Findings) -> pd.DataFrame:
    table = sheet.table.loc[sheet.table.index > head]
    torn = [row for row in sheet.broken if row > head]
    findings.reject(torn, tr("barisnya tidak terbaca: tanda kutip tidak ditutup"))
    long = [row for row in sheet.tail_rows if row > head and row not in torn]
    findings.reject(long, tr("isinya lebih banyak daripada kolomnya; periksa koma di dalam teks"))
    table = table.drop(index=[*torn, *long], errors="ignore")
    table = table[(table.apply(lambda column: column.str.strip()) != "").any(axis=1)]
    rows = pd.DataFrame({name: table[position].str.strip() for name, position in columns.items()}, index=table.index)
    sums = rows["name"].str.fullmatch(r"(?i)\W*(?:grand\s+)?(?:total|jumlah|sub\s*total)\b.*")
    if sums.any():
        what = tr("baris jumlah, bukan koperasi")
        findings.note(mark("baris jumlah"), what, tr("tidak dipakai"), rows.index[sums], level="info")
    return rows[~sums].astype("str")
