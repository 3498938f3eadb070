"""Workbooks -> sheets: XLSX, XLS and ODS through calamine, after checks of what calamine does not survive or say."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd

from mapping.errors import InputError, MappingError
from mapping.intake.gate.files import check_zip, read_entry, show_name
from mapping.intake.gate.limits import Limits
from mapping.intake.tables.sheetparts import Part, check_ods, check_xlsx, say_empty_formulas
from mapping.intake.tables.sheets import (
    HEAD_ROWS,
    Sheet,
    check_extent,
    filled_width,
    frame_of_columns,
    merged_frame,
    text_column,
)
from mapping.language import tr

ODS_MARK = b"opendocument.spreadsheet"
XLS_LAST_COLUMN = 255
ENCRYPTED, BOOKS, DOCUMENT = (
    [word.encode("utf-16-le") for word in words]
    for words in (("EncryptedPackage", "EncryptionInfo"), ("Workbook", "Book"), ("WordDocument",))
)


def workbook_kind(content: bytes, kind: str, name: str, accepted: str, limits: Limits) -> str:
    """``"xlsx"``, ``"ods"``, ``"xls"``, or ``""`` for what is no workbook; ``kind`` is what ``sniff`` says.

    Raises
    ------
    InputError
        A workbook with a password, a Word document, or Excel's binary format.
    """
    if kind == "zip" and _is_ods(content, name, limits):
        return "ods"
    if kind == "xlsx":
        if b"xl/workbook.bin" in content:
            raise InputError(
                tr(
                    'Berkas "{name}" adalah Excel biner (.xlsb). Buka di Excel, simpan sebagai .xlsx.',
                    name=show_name(name),
                )
            )
        return "xlsx"
    if kind != "ole":
        return ""
    if any(mark in content for mark in ENCRYPTED):
        raise InputError(
            tr('Berkas "{name}" terkunci kata sandi. Buka di Excel, simpan tanpa kata sandi.', name=show_name(name))
        )
    if any(mark in content for mark in BOOKS):
        return "xls"
    if any(mark in content for mark in DOCUMENT):
        raise InputError(
            tr(
                'Berkas "{name}" adalah dokumen Word, bukan tabel. Yang diterima: {accepted}.',
                name=show_name(name),
                accepted=accepted,
            )
        )
    raise InputError(
        tr(
            'Berkas "{name}" rusak, terkunci kata sandi, atau bukan buku kerja Excel. Buka di Excel, '
            "simpan sebagai .xlsx tanpa kata sandi. Yang diterima: {accepted}.",
            name=show_name(name),
            accepted=accepted,
        )
    )


def _is_ods(content: bytes, name: str, limits: Limits) -> bool:
    return any(
        entry.filename == "mimetype" and ODS_MARK in read_entry(content, entry, name)
        for entry in check_zip(content, name, limits)
    )


def read_workbook(content: bytes, kind: str, name: str, limits: Limits) -> list[Sheet]:
    """Every worksheet of a workbook, hidden ones too; chart sheets are left out.

    Raises
    ------
    InputError
        When the file is broken, locked, empty or larger than ``limits``.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    entries = check_zip(content, name, limits) if kind != "xls" else []
    checks = {"xlsx": check_xlsx, "ods": check_ods}
    parts = checks[kind](content, entries, name, limits) if kind in checks else {}
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = []
        for meta in workbook.sheets_metadata:
            if meta.typ == SheetTypeEnum.WorkSheet:
                hidden = meta.visible != SheetVisibleEnum.Visible
                found = workbook.get_sheet_by_name(meta.name)
                if kind == "xls" and found.end and found.end[1] > XLS_LAST_COLUMN:
                    raise ValueError("wider than the format allows")
                rows, part = found.to_python(skip_empty_area=False), parts.get(meta.name, Part())
                part.merged += found.merged_cell_ranges or []
                sheets.append(_make(rows, meta.name, hidden, part, name, limits))
    except MappingError:
        raise
    except Exception as error:  # the parser raises many kinds on broken files
        raise InputError(
            tr(
                'Berkas "{name}" rusak atau terkunci kata sandi. Buka di Excel, simpan ulang sebagai .xlsx.',
                name=show_name(name),
            )
        ) from error
    if not sheets:
        raise InputError(tr('Berkas "{name}" tidak memuat lembar.', name=show_name(name)))
    return sheets


def _make(rows: list[list[Any]], title: str, hidden: bool, part: Part, name: str, limits: Limits) -> Sheet:
    """A sheet of calamine's rows, which all have one length."""
    index = pd.RangeIndex(1, len(rows) + 1, name="row")
    columns = [text_column(cells, index) for cells in zip(*rows, strict=True)]
    head = [list(cells) for cells in zip(*(column.iloc[:HEAD_ROWS] for column in columns), strict=True)]
    width = max(map(filled_width, head), default=0)
    while width < len(columns) and (columns[-1] == "").all():
        columns.pop()
    table = frame_of_columns(columns, index)
    check_extent(len(table), table.shape[1], show_name(name), limits)
    refusal = say_empty_formulas(part.empty, head, title, name)
    widths = pd.DataFrame({"cells": len(columns)}, index=index, dtype="int64")
    merged = merged_frame(part.merged)
    return Sheet(show_name(title), table, widths, remarks=part.remarks, hidden=hidden, merged=merged, refusal=refusal)
