import numpy as np
import pandas as pd
import pytest

from mapping.errors import ColumnsError, InputError, QuestionError
from mapping.intake.tables.amounts import header_factor
from mapping.intake.tables.survey import read_survey
from mapping.settings import Settings

NIK, PHONE, OWNER = "3374019901900001", "081299887766", "PEMILIK-KANARI"


def read(text: str, name: str = "umkm.csv", **more):
    return read_survey(text.encode(), name, Settings(), **more)


def test_a_small_survey_becomes_typed_columns():
    survey, issues, rejects = read(
        "id;kelurahan;kecamatan;produk;pekerja L;pekerja P;omzet;belanja bahan;tahun mulai;tanggal survei;lat;lon\n"
        "U1;Masin;Timur;tas kulit;2;1;Rp 1,5 jt;750rb;2015;3/11/2025;-7,005;110,415\n"
    )
    row = survey.loc["U1"]
    assert (row["row"], row["product"], row["workers"]) == (2, "tas kulit", 3.0)
    assert (row["revenue_idr_month"], row["input_spend_idr_month"]) == (1_500_000, 750_000)
    assert (row["started_year"], row["surveyed_on"]) == (2015.0, "2025-11-03")
    assert (row["lat"], row["lon"]) == (-7.005, 110.415)
    assert set(issues["level"]) <= {"info"}
    assert rejects.empty


def test_missing_is_not_zero():
    survey, issues, _ = read("kode,produk,pekerja L,pekerja P,omzet\n0101,kue,,,-\n0102,kue,,2,0\n")
    assert survey["workers"].isna().tolist() == [True, False]
    assert survey["workers"].iloc[1] == 2
    assert survey["revenue_idr_month"].isna().tolist() == [True, False]
    assert issues.empty


def test_a_bad_number_is_named_and_its_row_stays():
    survey, issues, rejects = read("kode,produk,omzet\n0101,kue,banyak\n0102,kue,500.000/hari\n0103,kue,3-5 juta\n")
    assert len(survey) == 3
    assert rejects.empty
    assert issues[["row", "column", "value"]].values.tolist() == [
        [2, "omzet", "banyak"],
        [3, "omzet", "500.000/hari"],
        [4, "omzet", "3-5 juta"],
    ]
    assert survey["revenue_idr_month"].tolist()[2] == 4_000_000


def test_thousands_are_flagged_not_changed():
    survey, issues, _ = read("kode,produk,omzet\n0101,kue,3500\n0102,kue,9000000000\n")
    assert survey["revenue_idr_month"].tolist() == [3500, 9e9]
    assert issues["kind"].tolist() == ["angka janggal"] * 2


@pytest.mark.parametrize(
    ("header", "cell", "value"),
    [
        ("omzet (ribu rupiah)", "1500", 1_500_000),
        ("omzet (juta)", "1,5", 1_500_000),
        ("omzet (juta)", "750rb", 750_000),
        ("omzet per tahun", "12.000.000", 1_000_000),
        ("omzet/hari", "50000", np.nan),
    ],
)
def test_the_unit_in_the_header_counts_and_is_said(header, cell, value):
    survey, issues, _ = read(f'kode;produk;{header}\n0101;kue;"{cell}"\n')
    np.testing.assert_equal(survey["revenue_idr_month"].iloc[0], value)
    assert "satuan" in issues["kind"].tolist()
    assert header_factor("omzet")[0] == 1.0


def test_people_never_pass_the_door():
    text = (
        "kode,produk,nama_pemilik,NIK,no. HP,alamat rumah,kendala,x9\n"
        f"0101,kue hub {PHONE},{OWNER},{NIK},{PHONE},Jl. Contoh 5,modal NIK {NIK},{PHONE}\n"
    ) + "".join(f"0102,kue,{OWNER},{NIK},{PHONE},Jl. Contoh 6,modal,{PHONE}\n" for _ in range(3))
    survey, issues, rejects = read(text)
    for table in (survey, issues, rejects):
        written = table.to_csv()
        for secret in (NIK, PHONE, OWNER, "Contoh"):
            assert secret not in written
    said = issues.loc[issues["kind"] == "data pribadi", "column"].tolist()
    assert set(said) == {"nama_pemilik", "NIK", "no. HP", "alamat rumah", "x9", "produk", "kendala"}


def test_an_identity_number_under_a_harmless_header_is_dropped_too():
    survey, issues, _ = read(f"id,kode,produk\n{NIK},0101,kue\n3374011208900002,0102,kue\n")
    assert NIK not in survey.to_csv()
    assert survey.index.tolist() == ["baris-2", "baris-3"]
    assert "id" in issues["column"].tolist()


def test_ids_are_kept_only_when_unique():
    assert read("id,kode,produk\nA,0101,kue\nB,0102,kue\n")[0].index.tolist() == ["A", "B"]
    assert read("id,kode,produk\nA,0101,kue\nA,0102,kue\n")[0].index.tolist() == ["baris-2", "baris-3"]


def test_permits_keep_their_kind_not_their_number():
    assert read("kode,produk,izin\n0101,kue,NIB 1234567890123\n")[0]["permits"].iloc[0] == "NIB NIB"


def test_one_cell_may_hold_both_coordinates():
    survey, _, _ = read('nama usaha,koordinat\nKue Ani,"-7.005, 110.415"\n')
    assert survey[["lat", "lon"]].iloc[0].tolist() == [-7.005, 110.415]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,nama usaha,omzet\n1,Kue,5\n", "letak usaha"),
        ("kode,omzet\n0101,5\n", "apa usahanya"),
        ("apa,saja\n1,2\n", "tidak ditemukan kolom"),
    ],
)
def test_a_table_without_place_or_business_is_refused_by_what_is_missing(text, words):
    with pytest.raises(ColumnsError, match=words):
        read(text)


def test_a_header_alone_is_refused():
    with pytest.raises(InputError, match="hanya berisi judul"):
        read("kode,produk\n\n\n")


def test_corrections_are_applied_and_said():
    corrections = pd.DataFrame(
        [
            ["umkm.csv", "nilai", "kelurahan", "Rungkut Lor", "Kalirungkut", "nama kampung"],
            ["lain.csv", "nilai", "kelurahan", "X", "Y", "z"],
        ],
        columns=["file", "kind", "column", "value", "replacement", "reason"],
    )
    survey, issues, _ = read("kelurahan,produk\nRungkut Lor,kue\nX,kue\n", corrections=corrections)
    assert survey["kelurahan"].tolist() == ["Kalirungkut", "X"]
    assert issues[["row", "value", "what"]].values.tolist() == [[2, "Rungkut Lor", "nama kampung"]]


def test_a_workbook_reads_like_its_csv(workbook):
    rows = [["kode", "produk", "omzet"], ["0101", "kue", 1500000.5], [3325022002, "tas", "2 jt"]]
    survey, _, _ = read_survey(workbook({"Data": rows}), "umkm.xlsx", Settings())
    assert survey["revenue_idr_month"].tolist() == [1500000.5, 2_000_000]
    assert survey["code"].tolist() == ["0101", "3325022002"]


def test_a_refusal_for_columns_says_which_heads_were_read():
    for text in ("dusun,warung siapa,nama pemilik\nLor,Ani,Ani\n", "produk,omzet,dusun\nkue,5,Lor\n"):
        with pytest.raises(ColumnsError) as refused:
            read(text)
        assert refused.value.role == "survey"
        assert refused.value.headers == text.split("\n")[0].split(",")


def test_a_table_without_a_head_gives_no_person_away():
    with pytest.raises(ColumnsError) as refused:
        read(f"Warung Bu Siti Aminah,{PHONE},{NIK}\nKue,{PHONE},{NIK}\n")
    assert not {PHONE, NIK, "Warung Bu Siti Aminah"} & set(refused.value.headers)
    assert PHONE not in str(refused.value)


def test_lone_thousands_are_asked_about_and_the_answer_decides():
    text = "kode;produk;omzet\n" + "0101;kue;1.500\n" * 3 + "0102;tempe;2.750\n"
    with pytest.raises(QuestionError) as asked:
        read(text)
    assert asked.value.key == "survei.ribuan.omzet"
    assert list(asked.value.options) == ["ribuan", "desimal"]
    assert asked.value.options["desimal"] == '"1.500" berarti 1,5'
    for word in ("umkm.csv", "omzet", "1.500"):
        assert word in str(asked.value)
    for answer, values in (("ribuan", [1500, 2750]), ("desimal", [1.5, 2.75])):
        settings = Settings(answers=(("survei.ribuan.omzet", answer),))
        survey, _, _ = read_survey(text.encode(), "umkm.csv", settings)
        assert sorted(set(survey["revenue_idr_month"])) == values


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        (["1.500", "1.250.000"], 1500),
        (["1.500", "1.500,75"], 1500),
        (["1.500", "Rp 2 jt"], 1500),
        (["Rp 1.500", "Rp 1.500"], 1500),
        (["350.000", "750.000"], 350_000),
        (["350,000", "750,000"], 350_000),
        (["350.000", "1.250.000", "1012345.5"], 350_000),
        (["1500", "2000"], 1500),
    ],
)
def test_certain_thousands_are_not_asked_about(cells, first):
    survey, _, _ = read("kode;produk;omzet\n" + "".join(f"0101;kue;{cell}\n" for cell in cells))
    assert survey["revenue_idr_month"].iloc[0] == first


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("omzet", ["1,500", "2,250"]),
        ("omzet", ["350.000", "1012345.5"]),
        ("omzet (juta)", ["1.500", "2.250"]),
        ("belanja bahan", ["1.500 - 2.500"]),
    ],
)
def test_what_two_hands_can_mean_is_asked(header, cells):
    with pytest.raises(QuestionError, match="bisa berarti"):
        read(f"kode;produk;{header}\n" + "".join(f"0101;kue;{cell}\n" for cell in cells))


def test_an_answer_overrules_what_the_column_seems_to_say():
    settings = Settings(answers=(("survei.ribuan.omzet", "ribuan"),))
    text = b"kode;produk;omzet\n0101;kue;350.000\n0102;kue;1012345.5\n"
    survey, _, _ = read_survey(text, "umkm.csv", settings)
    assert survey["revenue_idr_month"].tolist() == [350_000, 1012345.5]


def test_workers_are_never_asked_about_and_never_guessed():
    survey, issues, _ = read("kode;produk;pekerja\n0101;kue;1.500\n0102;kue;3\n")
    assert survey["workers"].isna().tolist() == [True, False]
    assert issues.loc[issues["column"] == "pekerja", "level"].tolist() == ["warn"]
    assert read("kode;produk;pekerja\n0101;kue;2.000\n0102;kue;3.000\n")[0]["workers"].tolist() == [2, 3]


def test_findings_carry_the_level_that_they_ask_for():
    text = "kode;produk;omzet;belanja bahan;warna\n0101;kue;3-5 juta;banyak;biru\n0102;kue;24 jt/thn;< 1 juta;hijau\n"
    issues = read(text)[1]
    levels = dict(zip(issues["what"], issues["level"], strict=True))
    assert levels["adalah rentang"] == levels["adalah nilai setahun"] == levels["hanya menyebut batas"] == "repair"
    assert levels["bukan angka"] == "warn"
    assert levels["beberapa kolom tidak dikenal"] == "info"


def test_names_of_persons_under_an_odd_head_are_dropped():
    people = ["Siti Aminah", "Budi Santoso", "Sri Wahyuni", "H. Agus Widodo"]
    text = "kode,produk,ybs,nama\n" + "".join(f"0101,kue,{name},{name}\n" for name in people)
    survey, issues, rejects = read(text)
    for table in (survey, issues, rejects):
        assert not any(name.split()[-1] in table.to_csv() for name in people)
    said = issues.loc[issues["kind"] == "data pribadi", "column"].tolist()
    assert set(said) == {"ybs", "nama"}


def test_names_of_businesses_are_no_persons():
    names = ["Warung Bu Siti", "Keripik Dua Putri", "Indra Meuble", "Bakso Pak Min", "Toko Sahabat"]
    survey, issues, _ = read("kode,nama usaha\n" + "".join(f"0101,{name}\n" for name in names))
    assert survey["business_name"].tolist() == names
    assert issues.empty


def test_numbers_of_persons_in_a_column_that_is_not_read_are_reported():
    issues = read(f"kode,produk,keterangan lain\n0101,kue,hubungi {PHONE} NIK {NIK}\n0102,kue,\n")[1]
    said = issues[issues["kind"] == "data pribadi"].iloc[0]
    assert (said["column"], said["level"]) == ("keterangan lain", "warn")
    assert "NIK" in said["what"] and "telepon" in said["what"]
    assert PHONE not in issues.to_csv() and NIK not in issues.to_csv()


def test_a_users_own_mapping_counts():
    chosen = pd.DataFrame(
        [["umkm.csv", "kolom", "", "wilayah kerja", "kelurahan", ""], ["umkm.csv", "kolom", "", "isi", "product", ""]],
        columns=["file", "kind", "column", "value", "replacement", "reason"],
    )
    survey, _, _ = read("wilayah kerja,isi\nMasin,tempe\n", corrections=chosen)
    assert survey[["kelurahan", "product"]].iloc[0].tolist() == ["Masin", "tempe"]
