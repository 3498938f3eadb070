import numpy as np
import pandas as pd
import pytest

from mapping.errors import ColumnsError, InputError
from mapping.intake.amounts import header_factor
from mapping.intake.survey import read_survey
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
    assert issues.empty
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
