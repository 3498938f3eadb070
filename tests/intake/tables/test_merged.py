import io

import openpyxl
import pandas as pd
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from mapping.intake.tables.survey import read_survey
from mapping.settings import Settings

HEAD = ["Kelurahan", "Nama Usaha", "Produk", "Omzet"]
ROWS = [
    ["Masin", "Tempe Ani", "tempe", 1_000_000],
    ["", "Tahu Budi", "tahu", ""],
    ["", "Tas Cici", "tas", 3_000_000],
    ["Sodong", "Kue Dedi", "kue", 2_000_000],
    ["", "Roti Edi", "roti", 1_000_000],
]


def saved(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def xlsx():
    """The first village is merged over three rows, a turnover over two; the last village is not merged."""
    book = openpyxl.Workbook()
    for row in [["DATA UMKM"], HEAD, *ROWS]:
        book.active.append([cell or None for cell in row])
    for cells in ("A1:D1", "A3:A5", "D3:D4"):
        book.active.merge_cells(cells)
    return saved(book)


def xls():
    book = xlwt.Workbook()
    sheet = book.add_sheet("A")
    sheet.write_merge(0, 0, 0, 3, "DATA UMKM")
    for r, row in enumerate([HEAD, *ROWS], 1):
        for c, cell in enumerate(row):
            if cell and (r, c) not in ((2, 0), (2, 3)):
                sheet.write(r, c, cell)
    sheet.write_merge(2, 4, 0, 0, "Masin")
    sheet.write_merge(2, 3, 3, 3, 1_000_000)
    return saved(book)


def ods():
    book, table = OpenDocumentSpreadsheet(), Table(name="A")
    spans = {(2, 0): 3, (2, 3): 2}
    covered = {(3, 0), (4, 0), (3, 3)}
    for r, row in enumerate([["DATA UMKM", "", "", ""], HEAD, *ROWS]):
        line = TableRow()
        for c, value in enumerate(row):
            span = {"numberrowsspanned": spans[r, c]} if (r, c) in spans else {}
            if (r, c) in covered:
                line.addElement(CoveredTableCell())
                continue
            kind = {"valuetype": "string"} if isinstance(value, str) else {"valuetype": "float", "value": value}
            cell = TableCell(**kind, **span)
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    return saved(book)


@pytest.mark.parametrize("make", [xlsx, xls, ods])
def test_a_place_merged_over_rows_is_the_place_of_each(make):
    survey, issues, rejects = read_survey(make(), "umkm.bin", Settings())
    assert survey["kelurahan"].tolist() == ["Masin", "Masin", "Masin", "Sodong", ""]
    assert rejects.empty
    said = issues[issues["kind"] == "sel gabung"]
    assert said[["column", "level"]].to_numpy().tolist() == [["Kelurahan", "info"]]
    assert "2 baris" in said["done"].iloc[0]


@pytest.mark.parametrize("make", [xlsx, xls, ods])
def test_an_amount_merged_over_rows_is_counted_once(make):
    survey, _, _ = read_survey(make(), "umkm.bin", Settings())
    assert survey["revenue_idr_month"].sum() == 7_000_000
    assert pd.isna(survey["revenue_idr_month"].iloc[1])
