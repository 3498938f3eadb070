import datetime as dt
import io

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.errors import InputError
from mapping.intake.sheets import read_csv, read_sheet

HEAD = ["kelurahan", "produk", "omzet"]


def csv_of(rows, separator=","):
    return "\n".join(separator.join(row) for row in rows) + "\n"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separator_and_encoding_are_recognised(separator, encoding):
    sheet = read_sheet(csv_of([HEAD, ["Gundih", "kue", "1"]], separator).encode(encoding), "a.csv")
    assert sheet.rows == [HEAD, ["Gundih", "kue", "1"]]
    assert not sheet.remarks


def test_windows_letters_are_read_and_said():
    sheet = read_sheet(csv_of([HEAD, ["Gundih", "Kafé – “Maju”", "1"]]).encode("cp1252"), "a.csv")
    assert sheet.rows[1][1] == "Kafé – “Maju”"
    assert sheet.remarks[0][0] == "pengodean"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_codes_and_na_stay_text(ending):
    content = ending.join(["kode,nama usaha,produk", "0101,NA,tempe", "0102,null,1e5"]).encode()
    assert read_sheet(content, "a.csv").rows[1:] == [["0101", "NA", "tempe"], ["0102", "null", "1e5"]]


def test_rows_are_numbered_as_a_spreadsheet_shows_them():
    """A quoted line break is inside one row; a blank line is a row."""
    sheet = read_csv(b'kelurahan,produk\na,"kue\nbasah"\n\nb,tempe\n', "a.csv")
    assert dict(zip(sheet.numbers, sheet.rows, strict=True)) == {
        1: ["kelurahan", "produk"],
        2: ["a", "kue\nbasah"],
        3: [],
        4: ["b", "tempe"],
    }


def test_a_quote_never_closed_costs_its_own_row_only():
    lines = ["kelurahan,produk,omzet"] + [f"a{i},kue {i},{i}" for i in range(2, 21)]
    lines[4] = 'a5,"kue 5,5'
    sheet = read_csv("\n".join(lines).encode(), "a.csv")
    assert sheet.broken == [5]
    assert sheet.rows[5] == ["a6", "kue 6", "6"]
    assert len(sheet.rows) == 20


def test_two_quotes_never_closed_cost_two_rows():
    lines = ["kelurahan,produk,omzet"] + [f"a{i},kue {i},{i}" for i in range(2, 21)]
    lines[4], lines[9] = 'a5,"kue 5,5', 'a10,"kue 10,10'
    sheet = read_csv("\n".join(lines).encode(), "a.csv")
    assert sheet.broken == [5, 10]
    assert len(sheet.rows) == 20


def test_an_inch_sign_is_no_quote():
    sheet = read_csv(b'kelurahan,produk,omzet\na,loyang 12" bulat,1\nb,kue,2\n', "a.csv")
    assert sheet.rows[1:] == [["a", 'loyang 12" bulat', "1"], ["b", "kue", "2"]]


@settings(deadline=None)
@given(st.lists(st.lists(st.text(alphabet="ab \",;\n'é|\t", max_size=6), min_size=3, max_size=3), max_size=8))
def test_well_quoted_tables_come_back_whole(rows):
    """What Python's own writer quotes is read back cell by cell, unless a cell looks like records of its own."""
    import csv
    import io

    rows = [[cell.replace("\n", " ") for cell in row] for row in rows]
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([HEAD, *rows])
    assert read_csv(target.getvalue().encode(), "a.csv").rows == [HEAD, *rows]


def test_spreadsheet_numbers_keep_their_value_as_text(workbook):
    content = workbook({"Data": [HEAD, [3578031001, 1.5, 1.234], [True, "0101", dt.date(2026, 8, 9).isoformat()]]})
    assert read_sheet(content, "a.xlsx").rows[1:] == [["3578031001", "1.5", "1.2340"], ["ya", "0101", "2026-08-09"]]


def test_the_sheet_with_most_known_columns_is_read_and_said(workbook):
    content = workbook({"Petunjuk": [["Isi kolom berikut"]], "2025": [HEAD, ["Gundih", "kue", 1]], "Kode": [["kode"]]})
    sheet = read_sheet(content, "a.xlsx")
    assert (sheet.name, sheet.rows[1]) == ("2025", ["Gundih", "kue", "1"])
    assert "Petunjuk" in sheet.remarks[0][2]


def test_spreadsheet_rows_keep_their_numbers_below_empty_ones(workbook):
    sheet = read_sheet(workbook({"A": [["JUDUL"], [], HEAD, ["Gundih", "kue", 1]]}), "a.xlsx")
    assert sheet.rows[3] == ["Gundih", "kue", "1"]
    assert sheet.numbers == [1, 2, 3, 4]


def test_a_far_cell_is_refused_before_the_parser_sees_it(workbook):
    import io
    import zipfile

    source = zipfile.ZipFile(io.BytesIO(workbook({"A": [HEAD, ["Gundih", "kue", 1]]})))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", far)
            archive.writestr(entry.filename, content)
    with pytest.raises(InputError, match="XFD"):
        read_sheet(target.getvalue(), "a.xlsx")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "kata sandi"),
        (b"<html><table><tr><td>id</td></tr></table></html>", "HTML"),
        (b"a,b\0c\n1,2,3", "tidak dikenali"),
        (b"", "kosong"),
    ],
)
def test_what_is_no_table_is_refused_with_the_way_out(content, words):
    with pytest.raises(InputError, match=words):
        read_sheet(content, "a.xlsx")


def test_a_torn_workbook_is_refused(workbook):
    content = workbook({"A": [HEAD] + [[str(i), "kue", i] for i in range(500)]})
    with pytest.raises(InputError, match="rusak"):
        read_sheet(content[: len(content) // 2], "a.xlsx")


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
        assert read_sheet(target.getvalue(), "umkm.xlsx").rows[1][2] == "3000000"
        return
    with pytest.raises(InputError, match=r'"umkm.xlsx", lembar "2025", kolom "Omzet": 3 sel berisi rumus .* sel C2'):
        read_sheet(target.getvalue(), "umkm.xlsx")
