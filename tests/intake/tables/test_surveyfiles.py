import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.errors import InputError, MappingError, QuestionError
from mapping.intake.gate.limits import read_limits
from mapping.intake.gate.parcels import pack_value, unpack_value
from mapping.intake.tables.surveyfiles import choose_sheet, read_sheets

HEAD = ["Kelurahan", "Produk", "Omzet"]
ROW = ["Gundih", "kue", 1]
STARTS = [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{", b"sep="]


def zipped(**files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return target.getvalue()


def choose(content, answers=None):
    return choose_sheet(read_sheets(content, "umkm.xlsx"), "umkm.xlsx", answers or {})


def test_one_survey_among_covers_and_references_needs_no_question(workbook):
    codes = [["kode", "arti"], *[[i, "x"] for i in range(50)]]
    sheet = choose(
        workbook({"Petunjuk": [["Isi kolom berikut"]], "2025": [HEAD, ROW], "Kode": codes, "Kosong": [HEAD]})
    )
    assert (sheet.name, sheet.table.loc[2].tolist()) == ("2025", ["Gundih", "kue", "1"])
    assert [(r["kind"], r["level"]) for r in sheet.remarks] == [("lembar", "info")]
    assert '"Petunjuk"' in sheet.remarks[0]["done"]


def test_two_surveys_are_asked_about_and_the_answer_picks(workbook):
    content = workbook({"Sampul": [["Data UMKM"]], "2024": [HEAD, ROW], "2025": [HEAD, ROW, ["Jepara", "tempe", 2]]})
    with pytest.raises(QuestionError, match=r'"umkm.xlsx" memuat 2 lembar .* "2024" \(1 baris\), "2025"') as asked:
        choose(content)
    assert asked.value.key == "survei.lembar"
    assert asked.value.options == {"2024": "1 baris", "2025": "2 baris"}
    assert choose(content, {"survei.lembar": "2025"}).table.loc[3, 0] == "Jepara"
    with pytest.raises(InputError, match='tidak memuat lembar "2026"'):
        choose(content, {"survei.lembar": "2026"})


def test_a_hidden_sheet_is_taken_only_where_no_visible_one_is_a_survey():
    import openpyxl

    def make(visible):
        book = openpyxl.Workbook()
        for row in visible:
            book.active.append(row)
        old = book.create_sheet("Lama")
        old.sheet_state = "hidden"
        for row in (HEAD, ROW, ROW):
            old.append(row)
        target = io.BytesIO()
        book.save(target)
        return target.getvalue()

    assert choose(make([HEAD, ROW])).name == "Sheet"
    sheet = choose(make([["Sampul"]]))
    assert sheet.name == "Lama"
    assert "disembunyikan" in sheet.remarks[0]["what"]


def test_a_zip_holds_one_table_or_is_asked_about():
    text = b"kelurahan,produk\nGundih,kue\n"
    assert read_sheets(zipped(umkm__csv=text, baca__md=b"x"), "a.zip")[0].table.loc[2, 1] == "kue"
    with pytest.raises(QuestionError, match=r"2024\.csv"):
        choose(zipped(**{"2024__csv": text, "2025__csv": text}))
    with pytest.raises(InputError, match="tidak memuat data yang dikenal"):
        read_sheets(zipped(baca__md=b"x"), "a.zip")
    with pytest.raises(InputError, match="tidak memuat data yang dikenal"):
        read_sheets(zipped(dalam__csv=zipped(umkm__csv=text)), "a.zip")


def test_unmarked_utf16_is_text():
    (sheet,) = read_sheets("kelurahan;produk\nGundih;kue\n".encode("utf-16-le"), "a.csv")
    assert sheet.table.loc[2].tolist() == ["Gundih", "kue"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html><table><tr><td>id</td></tr></table></html>", "HTML"),
        (b"%PDF-1.4", "PDF"),
        (b"", "kosong"),
    ],
)
def test_what_is_no_table_is_refused_with_the_way_out(content, words):
    with pytest.raises(InputError, match=words):
        read_sheets(content, "a.xlsx")


def test_limits_hold_for_every_format(workbook):
    few = replace(read_limits(), rows=2, columns=2)
    for content in (b"kelurahan,produk,omzet\na,b,c\n", workbook({"A": [HEAD]})):
        with pytest.raises(InputError, match="batasnya 2"):
            read_sheets(content, "a", limits=few)
    for content in (b"kelurahan,produk\n" + b"a,b\n" * 2, workbook({"A": [HEAD[:2]] * 3})):
        with pytest.raises(InputError, match="memuat 3 baris"):
            read_sheets(content, "a", limits=few)


def test_sheets_travel_between_processes_as_they_are():
    (sheet,) = read_sheets(b"kelurahan;produk;\nGundih;kue;;x\n\n" + b"a;b\n" * 70 + b"a;b;c;d\n", "a.csv")
    (back,) = unpack_value(*pack_value([sheet]))
    assert back.table.equals(sheet.table)
    assert back.table.columns.tolist() == sheet.table.columns.tolist()
    assert back.widths.equals(sheet.widths)
    assert (back.tails, back.tail_rows, back.remarks) == (sheet.tails, sheet.tail_rows, sheet.remarks)


@settings(deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{", b"sep="])
)
def test_any_bytes_give_sheets_or_our_own_error(content, start):
    try:
        sheets = read_sheets(start + content, "a")
        choose_sheet(sheets, "a", {})
    except MappingError as error:
        assert '"a"' in str(error)
