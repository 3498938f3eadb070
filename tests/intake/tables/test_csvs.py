import csv
import io

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mapping.intake.tables.csvs as csvs
from mapping.errors import InputError
from mapping.intake.gate.limits import read_limits
from mapping.intake.tables.csvs import read_csv

HEAD = ["kelurahan", "produk", "omzet"]
LIMITS = read_limits()


def read(content):
    return read_csv(content if isinstance(content, bytes) else content.encode(), "a.csv", LIMITS)


def rows_of(sheet):
    return sheet.table.to_numpy().tolist()


def csv_of(rows, separator=","):
    return "\n".join(separator.join(row) for row in rows) + "\n"


def kinds_of(sheet, level="warn"):
    return [remark["kind"] for remark in sheet.remarks if remark["level"] == level]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separator_and_encoding_are_recognised(separator, encoding):
    sheet = read(csv_of([HEAD, ["Gundih", "kue", "1"]], separator).encode(encoding))
    assert rows_of(sheet) == [HEAD, ["Gundih", "kue", "1"]]
    assert sheet.separator == separator
    assert not kinds_of(sheet)


def test_windows_letters_are_read_and_said():
    sheet = read(csv_of([HEAD, ["Gundih", "Kafé – “Maju”", "1"]]).encode("cp1252"))
    assert sheet.table.loc[2, 1] == "Kafé – “Maju”"
    assert kinds_of(sheet) == ["pengodean"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_codes_and_na_stay_text(ending):
    content = ending.join(["kode,nama usaha,produk", "0101,NA,tempe", "0102,null,1e5"])
    assert rows_of(read(content))[1:] == [["0101", "NA", "tempe"], ["0102", "null", "1e5"]]


def test_the_hint_of_excel_is_no_row():
    sheet = read("sep=;\nkelurahan;produk\nGundih;tempe, tahu\n")
    assert rows_of(sheet) == [["kelurahan", "produk"], ["Gundih", "tempe, tahu"]]
    assert sheet.table.index.tolist() == [1, 2]


def test_rows_are_numbered_as_a_spreadsheet_shows_them():
    """A quoted line break is inside one row; a blank line is a row."""
    sheet = read('kelurahan,produk\na,"kue\nbasah"\n\nb,tempe\n')
    assert dict(zip(sheet.table.index, rows_of(sheet), strict=True)) == {
        1: ["kelurahan", "produk"],
        2: ["a", "kue\nbasah"],
        3: ["", ""],
        4: ["b", "tempe"],
    }


def test_a_quote_never_closed_costs_its_own_row_only():
    lines = ["kelurahan,produk,omzet"] + [f"a{i},kue {i},{i}" for i in range(2, 21)]
    lines[4], lines[9] = 'a5,"kue 5,5', 'a10,"kue 10,10'
    sheet = read("\n".join(lines))
    assert sheet.broken == [5, 10]
    assert rows_of(sheet)[5] == ["a6", "kue 6", "6"]
    assert len(sheet.table) == 20


def test_an_inch_sign_is_no_quote():
    sheet = read('kelurahan,produk,omzet\na,loyang 12" bulat,1\nb,kue,2\n')
    assert rows_of(sheet)[1:] == [["a", 'loyang 12" bulat', "1"], ["b", "kue", "2"]]


CELL = st.text(alphabet="ab \",;\n'é|\t", max_size=6)


@settings(deadline=None)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=8), st.sampled_from(csvs.SEPARATORS))
def test_well_quoted_tables_come_back_whole(rows, separator):
    """What Python's own writer quotes is read back cell by cell, unless a cell looks like records of its own."""
    rows = [[cell.replace("\n", " ") for cell in row] for row in rows]
    target = io.StringIO()
    csv.writer(target, delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([HEAD, *rows])
    sheet = read(target.getvalue())
    assert rows_of(sheet) == [HEAD, *rows]
    assert not sheet.tails


LINE = st.text(alphabet='ab,"é ;', max_size=12)
CELLS = ["a", "", " b ", '"c,d"', '"e""f"', '""', 'g"h"', '"i"j', ' "k"', '""l', '"', '"m', '12" x 3"']
THREE = st.lists(st.sampled_from(CELLS), min_size=3, max_size=3).map(",".join)


@settings(deadline=None, max_examples=300)
@given(st.lists(THREE | LINE, max_size=60))
def test_the_fast_way_and_the_careful_way_agree(lines):
    """Whatever a file holds, Arrow's reading and the record by record reading are the same sheet."""
    data = ("\n".join([",".join(HEAD), *["a,b,c"] * 30, *lines]) + "\n").encode()
    fast, careful = csvs._read_regular(data, ",", []), csvs._read_records(data, ",", [])
    if fast is None:
        return
    pd.testing.assert_frame_equal(fast.table, careful.table, check_index_type=False)
    pd.testing.assert_frame_equal(fast.widths, careful.widths, check_index_type=False)
    assert (fast.tails, fast.tail_rows, fast.broken) == (careful.tails, careful.tail_rows, careful.broken)


def test_blank_lines_of_a_single_column_are_blank_rows():
    data = b"produk\ntempe\n\ntahu\n"
    fast, careful = csvs._read_regular(data, ",", []), csvs._read_records(data, ",", [])
    assert fast.widths["cells"].tolist() == careful.widths["cells"].tolist() == [1, 1, 0, 1]


def test_regular_text_takes_the_fast_way(monkeypatch):
    monkeypatch.setattr(csvs, "_read_records", None)
    lines = ['a,"kue, basah",1', "", "b,tempe", 'c,"panci ""besar""",3', "d,e,f,g"]
    sheet = read(csv_of([HEAD, *[["x", "y", "z"]] * 100]) + "\n".join(lines))
    assert rows_of(sheet)[101:] == [
        ["a", "kue, basah", "1"],
        ["", "", ""],
        ["b", "tempe", ""],
        ["c", 'panci "besar"', "3"],
        ["d", "e", "f"],
    ]
    assert (sheet.tail_rows, sheet.tails) == ([106], [["g"]])
    assert sheet.widths["cells"].iloc[101:].tolist() == [3, 0, 2, 3, 4]


@pytest.mark.parametrize("content", [b"a,b\0c\n1,2,3", b"\xff\xfea\0\0\0"])
def test_what_is_no_text_is_refused(content):
    with pytest.raises(InputError, match="tidak dikenali"):
        read(content)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_sheet_or_a_refusal(content):
    try:
        sheet = read(content)
    except InputError:
        return
    assert sheet.table.index.is_unique
    assert len(sheet.table) == len(sheet.widths)
