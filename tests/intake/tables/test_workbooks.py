import datetime as dt
import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from mapping.errors import InputError
from mapping.intake.gate.limits import read_limits
from mapping.intake.tables.surveyfiles import choose_sheet, read_sheets

HEAD = ["kelurahan", "produk", "omzet"]
LIMITS = replace(read_limits(), columns=200)


def rows_of(sheet):
    return sheet.table.to_numpy().tolist()


def remarks_of(sheet):
    return [(remark["kind"], remark["level"], remark["what"]) for remark in sheet.remarks]


def with_part(content, name, change):
    """The same zip with one part changed."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in source.infolist():
            part = source.read(entry)
            archive.writestr(entry.filename, change(part) if entry.filename.endswith(name) else part)
    return target.getvalue()


def saved(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def xls(rows):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            style = xlwt.easyxf(num_format_str="DD-MM-YYYY") if isinstance(cell, dt.date) else xlwt.Style.default_style
            sheet.write(r, c, cell, style)
    return saved(book)


def ods_cell(value):
    if isinstance(value, bool | str):
        cell = TableCell(valuetype="string")
    elif isinstance(value, dt.date):
        cell = TableCell(valuetype="date", datevalue=value.isoformat())
    else:
        cell = TableCell(valuetype="float", value=value)
    cell.addElement(P(text=str(value)))
    return cell


def ods(rows):
    book = OpenDocumentSpreadsheet()
    table = Table(name="Data & isi")
    for row in rows:
        line = TableRow()
        for cell in row:
            line.addElement(ods_cell(cell))
        table.addElement(line)
    rest = TableRow(numberrowsrepeated=1_048_000)
    rest.addElement(TableCell(numbercolumnsrepeated=16_384))
    table.addElement(rest)
    book.spreadsheet.addElement(table)
    return saved(book)


def xlsx(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


@pytest.mark.parametrize("make", [xlsx, xls, ods])
def test_every_kind_of_workbook_gives_the_same_text(make):
    rows = [[*HEAD, "tanggal"], ["Gundih", "kue", 3578031001, dt.date(2025, 11, 3)], ["Jepara", "0101", 1.234, ""]]
    (sheet,) = read_sheets(make(rows), "a.bin")
    assert rows_of(sheet) == [
        [*HEAD, "tanggal"],
        ["Gundih", "kue", "3578031001", "2025-11-03"],
        ["Jepara", "0101", "1.2340", ""],
    ]
    assert sheet.table.index.tolist() == [1, 2, 3]
    assert not sheet.remarks


def test_spreadsheet_rows_keep_their_numbers_below_empty_ones(workbook):
    (sheet,) = read_sheets(workbook({"A": [["JUDUL"], [], HEAD, ["Gundih", "kue", 1]]}), "a.xlsx")
    assert sheet.table.loc[4].tolist() == ["Gundih", "kue", "1"]


def test_hidden_things_are_read_and_said():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (HEAD, ["Gundih", "kue", 1], ["Jepara", "tempe", 2]):
        sheet.append(row)
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    book.create_sheet("Lama").sheet_state = "veryHidden"
    shown, hidden = read_sheets(saved(book), "a.xlsx")
    assert rows_of(shown)[2] == ["Jepara", "tempe", "2"]
    assert remarks_of(shown) == [
        ("tersembunyi", "info", "kolom yang disembunyikan di Excel: B"),
        ("tersembunyi", "info", "baris yang disembunyikan di Excel: 3"),
    ]
    assert (shown.hidden, hidden.hidden) == (False, True)


def test_error_cells_are_blank_and_named():
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    book.active.append(["Gundih", "kue", "#N/A"])
    book.active["C2"].data_type = "e"
    (sheet,) = read_sheets(saved(book), "a.xlsx")
    assert rows_of(sheet)[1] == ["Gundih", "kue", ""]
    assert [(kind, level) for kind, level, _ in remarks_of(sheet)] == [("sel galat", "warn")]
    assert "(C2)" in sheet.remarks[0]["what"]


def test_parts_belong_to_titles_not_to_places_in_the_file():
    """Sheets that were moved keep their part; the formula check must name the right one."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.add_worksheet("Sampul")
    sheet = book.add_worksheet("2025")
    sheet.write_row(0, 0, ["Kelurahan", "Produk", "Omzet"])
    sheet.write_row(1, 0, ["Masin", "tempe"])
    sheet.write_formula(1, 2, "=1+1", value="")
    book.close()

    def swap(links):
        return links.replace(b"sheet1.xml", b"#").replace(b"sheet2.xml", b"sheet1.xml").replace(b"#", b"sheet2.xml")

    content = with_part(target.getvalue(), "workbook.xml.rels", swap)
    with pytest.raises(InputError, match='lembar "Sampul", kolom "Omzet"'):
        choose_sheet(read_sheets(content, "a.xlsx"), "a.xlsx", {"survei.lembar": "Sampul"})


@pytest.mark.parametrize(("value", "refused"), [("", True), (3_000_000, False)])
def test_formulas_saved_without_their_results_are_refused_by_column_and_cell(value, refused):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("2025")
    sheet.write_row(0, 0, ["Kelurahan", "Produk", "Omzet"])
    for row in range(1, 4):
        sheet.write_row(row, 0, ["Masin", "tempe"])
        sheet.write_formula(row, 2, f"=1000000*{row}", value=value)
    book.close()
    if not refused:
        assert rows_of(read_sheets(target.getvalue(), "umkm.xlsx")[0])[1][2] == "3000000"
        return
    with pytest.raises(InputError, match=r'"umkm.xlsx", lembar "2025", kolom "Omzet": 3 sel berisi rumus .* sel C2'):
        choose_sheet(read_sheets(target.getvalue(), "umkm.xlsx"), "umkm.xlsx", {})


def test_formulas_of_a_sheet_that_is_not_used_do_no_harm():
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("2025")
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, ["Masin", "tempe", 3])
    book.add_worksheet("Rekap").write_formula(0, 0, "=SUM(1)", value="")
    book.close()
    assert choose_sheet(read_sheets(target.getvalue(), "umkm.xlsx"), "umkm.xlsx", {}).name == "2025"


@pytest.mark.parametrize(
    "far",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r = '9'><c\nr = 'XFD9'><v>1</v></c></row>",
        b'<row r="3"><c r="C1048577"><v>1</v></c></row>',
        b'<row r="3"><c r="GR1048576"><v>1</v></c></row>',
    ],
)
def test_a_far_cell_is_refused_before_the_parser_sees_it(workbook, far):
    content = workbook({"A": [HEAD, ["Gundih", "kue", 1]]})
    content = with_part(content, "sheet1.xml", lambda xml: xml.replace(b"</sheetData>", far + b"</sheetData>"))
    with pytest.raises(InputError, match="XFD"):
        read_sheets(content, "a.xlsx", limits=LIMITS)


def test_a_far_cell_hides_in_no_oddly_named_part(workbook):
    """The workbook may call any part a sheet."""
    content = workbook({"A": [HEAD, ["Gundih", "kue", 1]]})
    content = with_part(content, "workbook.xml.rels", lambda xml: xml.replace(b"worksheets/sheet1.xml", b"styles.xml"))
    cells = b'<row r="9"><c r="XFD9"/></row>'
    content = with_part(content, "xl/styles.xml", lambda xml: re.sub(rb"</styleSheet>", cells + b"</styleSheet>", xml))
    with pytest.raises(InputError, match="sel jauh"):
        read_sheets(content, "a.xlsx", limits=LIMITS)


def test_filled_cells_repeated_a_million_times_are_refused():
    rows = [HEAD, ["Gundih", "kue", 1]]
    cell, row = b"<table:table-cell ", b"<table:table-row>"
    many_cells, many_rows = b'table:number-columns-repeated="9999" ', b' table:number-rows-repeated="99999999">'
    wide = with_part(ods(rows), "content.xml", lambda xml: xml.replace(cell, cell + many_cells, 1))
    tall = with_part(ods(rows), "content.xml", lambda xml: xml.replace(row, row[:-1] + many_rows, 1))
    for content in (wide, tall):
        with pytest.raises(InputError, match="sel jauh"):
            read_sheets(content, "a.ods", limits=LIMITS)


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("EncryptedPackage", "terkunci kata sandi"),
        ("WordDocument", "dokumen Word"),
        ("Workbook", "rusak"),
        ("", "Excel"),
    ],
)
def test_old_containers_are_told_apart(inside, words):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + inside.encode("utf-16-le") + b"\0" * 200
    with pytest.raises(InputError, match=words):
        read_sheets(content, "a.xls")


def test_a_torn_workbook_is_refused(workbook):
    content = workbook({"A": [HEAD] + [[str(i), "kue", i] for i in range(500)]})
    for torn in (content[: len(content) // 2], xls([HEAD] * 50)[:3000], ods([HEAD])[:-400]):
        with pytest.raises(InputError, match="rusak"):
            read_sheets(torn, "a.xlsx")


def test_the_binary_kind_is_refused_with_the_way_out(workbook):
    content = workbook({"A": [HEAD]})
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/workbook.bin", b"x")
    with pytest.raises(InputError, match=r"simpan sebagai \.xlsx"):
        read_sheets(target.getvalue(), "a.xlsb")
