import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.intake.tables.columns import recognise_columns
from mapping.intake.tables.heads import find_head, join_choices, looks_like_survey, read_head
from mapping.intake.tables.sheets import make_sheet
from mapping.intake.tables.survey import read_survey
from mapping.settings import Settings

HEAD = ["Kelurahan", "Produk", "Omzet"]
ROW = ["Gundih", "tempe", "1000000"]


def head_of(*rows):
    return find_head(make_sheet([list(row) for row in rows]))


def test_titles_and_group_heads_stand_above_the_head():
    head = head_of(["DATA UMKM 2025"], [], ["IDENTITAS", "", "NILAI"], HEAD, ROW)
    assert (head.first, head.last, head.names) == (4, 4, HEAD)


def test_a_second_line_completes_heads_that_say_nothing_alone():
    head = head_of(["No", "Desa", "Produk", "Tenaga Kerja", "", "Omzet"], ["", "", "", "L", "P", ""], ROW * 2)
    assert (head.first, head.last) == (1, 2)
    assert head.names == ["No", "Desa", "Produk", "Tenaga Kerja L", "Tenaga Kerja P", "Omzet"]


def test_three_lines_merged_downwards_and_sideways():
    head = head_of(
        ["REKAP"],
        ["Desa", "Usaha", "", "Jumlah", "", ""],
        ["", "Nama Usaha", "Produk", "Pekerja", "", "Omzet per bulan"],
        ["", "", "", "Laki-laki", "Perempuan", ""],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["Lor", "Ani", "tempe", "1", "2", "3"],
    )
    assert (head.first, head.last) == (2, 5)
    known = recognise_columns(head.names, "survey")
    assert {name: known[name] for name in ("kelurahan", "workers_male", "workers_female", "revenue_idr_month")} == {
        "kelurahan": [0],
        "workers_male": [3],
        "workers_female": [4],
        "revenue_idr_month": [5],
    }


def test_parts_of_a_head_that_mean_nothing_to_us_are_no_business():
    head = head_of(["Desa", "Produk", "Pasar", ""], ["", "", "lokal", "luar"], ["Lor", "tempe", "ya", "tidak"])
    assert (head.last, head.names) == (2, ["Desa", "Produk", "Pasar lokal", "Pasar luar"])


def test_a_first_row_with_gaps_is_a_row():
    assert head_of(["Desa", "Produk", "", "Omzet"], ["Lor", "tempe", "x", ""], ["Lor", "", "a", "b"]).last == 1


@pytest.mark.parametrize("numbers", [["1", "2", "3"], ["(1)", "(2)", "(3)"], ["", "1", "2", "3"]])
def test_a_line_that_numbers_the_columns_belongs_to_the_head(numbers):
    head = ["Kecamatan", *HEAD] if numbers[0] == "" else HEAD
    assert head_of(head, numbers, ROW).last == 2


def test_a_business_is_no_numbering():
    assert head_of(["no", "kelurahan", "produk"], ["1", "Lor", "tempe"]).last == 1
    assert head_of(["no", "kode", "omzet"], ["1", "0102", "3"]).last == 1


def test_what_the_user_says_of_a_column_finds_the_head_too():
    sheet = make_sheet([["wil", "barang"], ["Lor", "tempe"]])
    assert find_head(sheet) is None
    assert read_head(sheet)[1].names == []
    assert read_head(sheet, {"wil": "kelurahan", "barang": "product"})[1].names == ["wil", "barang"]


def test_only_a_sheet_with_places_and_businesses_is_a_survey():
    assert looks_like_survey(make_sheet([HEAD, ROW, [], ROW])) == 2
    assert looks_like_survey(make_sheet([["kecamatan", "omzet"], ["a", "1"]])) == 0
    assert looks_like_survey(make_sheet([HEAD])) == 0


def test_the_joined_question_stands_above_its_split_columns():
    names = ["desa", "produk", "kendala", "kendala/modal", "kendala/bahan"]
    _, head = read_head(make_sheet([names, ["Lor", "tempe", "modal bahan", "1", "1"]]))
    assert head.names == names
    known = recognise_columns(head.names, "survey")
    assert known["constraint"] == [2]
    assert "input_name" not in known


@pytest.mark.parametrize("yes,no", [("1", "0"), ("True", "False"), ("1.0", "")])
def test_split_columns_alone_are_joined(yes, no):
    names = ["desa", "produk", "usaha/kendala/modal", "usaha/kendala/bahan_baku"]
    rows = [["Lor", "tempe", yes, yes], ["Lor", "tahu", no, yes], ["Lor", "tas", no, no]]
    sheet, head = read_head(make_sheet([names, *rows]))
    assert head.names[2] == "usaha/kendala"
    assert sheet.table.loc[2:, 2].tolist() == ["modal; bahan baku", "bahan baku", ""]
    assert recognise_columns([*head.names, "usaha/lain"], "survey")["constraint"] == [2]


def test_columns_that_only_look_split_are_left_alone():
    sheet = make_sheet([["desa", "produk", "izin/nomor", "izin/tahun"], ["Lor", "tempe", "123", "2020"]])
    head = find_head(sheet)
    assert join_choices(sheet, head) == (sheet, head)


KOBO = {
    "start": "2025-11-03T09:12:33.000+07:00",
    "end": "2025-11-03T09:20:00.000+07:00",
    "deviceid": "collect:x",
    "identitas/kelurahan": "Gundih",
    "identitas/kecamatan": "Bubutan",
    "usaha/produk": "tempe",
    "usaha/jumlah_pekerja": "3",
    "usaha/omzet": "2000000",
    "usaha/kendala": "modal bahan_baku",
    "usaha/kendala/modal": "1",
    "usaha/kendala/bahan_baku": "1",
    "usaha/titik": "-7.25 112.73 4 5",
    "usaha/_titik_latitude": "-7.25",
    "usaha/_titik_longitude": "112.73",
    "usaha/_titik_altitude": "4",
    "_id": "17",
    "_uuid": "b2",
    "_submission_time": "2025-11-04T01:00:00",
    "__version__": "v1",
    "_index": "1",
}


@pytest.mark.parametrize("sign", ["/", "-", ":"])
def test_an_export_of_a_form_needs_no_mapping(sign):
    heads = [h if h.startswith("_") else h.replace("/", sign) for h in KOBO]
    text = "\n".join([";".join(heads), ";".join(KOBO.values())])
    survey, _, rejects = read_survey(text.encode(), "umkm.csv", Settings())
    row = survey.loc["17"]
    assert (row["kelurahan"], row["kecamatan"], row["product"]) == ("Gundih", "Bubutan", "tempe")
    assert (row["workers"], row["revenue_idr_month"], row["constraint"]) == (3, 2_000_000, "modal bahan_baku")
    assert (row["lat"], row["lon"], row["surveyed_on"]) == (-7.25, 112.73, "2025-11-03")
    assert rejects.empty


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(["", "Desa", "Produk", "L", "1", "(2)", "Omzet"]), max_size=5), max_size=6))
def test_any_first_rows_have_a_head_within_the_sheet_or_none(rows):
    sheet = make_sheet(rows)
    head = find_head(sheet)
    if head is not None:
        assert 1 <= head.first <= head.last <= len(rows)
        assert len(head.names) == max(head.wide, len(head.names)) <= sheet.table.shape[1]
        assert all(name == "" for name in head.names[head.wide :])
