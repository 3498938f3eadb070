"""Tables that are already counts are told from lists of businesses, used at the kelurahan, refused above it."""

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from mapping.errors import InputError
from mapping.intake.tables.aggregates import recognise_aggregate
from mapping.intake.tables.survey import read_survey
from mapping.settings import Settings

ROOT = Path(__file__).parents[3]
REAL = ROOT.parent / "shared" / "data" / "survey"
ANSWERED = Settings(answers=(("survei.ganda", "buang"),))
LONG = [
    ["Kecamatan", "Desa/Kelurahan", "Jenis Usaha", "Jumlah UMKM", "Tahun"],
    ["Timur", "Masin", "Kuliner", "3", "2025"],
    ["Timur", "Masin", "Kerajinan", "2", "2025"],
    ["Timur", "Sodong", "Kuliner", "0", "2025"],
    ["Barat", "Silurah", "Kuliner", "1", "2025"],
]
WIDE = [
    ["No", "Kecamatan", "Kelurahan", "Kuliner", "Fashion", "Kerajinan", "Jasa", "Jumlah"],
    ["1", "Timur", "Masin", "2", "-", "1", "", "3"],
    ["2", "Timur", "Sodong", "1", "1", "0", "2", "4"],
    ["", "Jumlah", "", "3", "1", "1", "2", "7"],
]


def read(rows, name="rekap.csv"):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return read_survey(text.getvalue().encode(), name, Settings())


def recognise(rows, titles=()):
    return recognise_aggregate(pd.DataFrame(rows[1:]), rows[0], titles)


def test_counts_per_kelurahan_become_that_many_businesses():
    survey, issues, rejects = read(LONG)
    assert len(survey) == 3 + 2 + 0 + 1
    assert survey.groupby(["kelurahan", "category"]).size().to_dict() == {
        ("Masin", "Kerajinan"): 2,
        ("Masin", "Kuliner"): 3,
        ("Silurah", "Kuliner"): 1,
    }
    assert survey["row"].tolist() == [2, 2, 2, 3, 3, 5]
    assert survey.index.is_unique
    assert survey[["workers", "revenue_idr_month", "lat"]].isna().all(axis=None)
    assert issues.loc[issues["kind"] == "tabel jumlah", "level"].tolist() == ["warn"]
    assert rejects.empty


def test_a_column_for_each_type_is_read_without_its_total():
    survey, _, rejects = read(WIDE)
    assert survey.groupby(["kelurahan", "category"]).size().to_dict() == {
        ("Masin", "Kerajinan"): 1,
        ("Masin", "Kuliner"): 2,
        ("Sodong", "Fashion"): 1,
        ("Sodong", "Jasa"): 2,
        ("Sodong", "Kuliner"): 1,
    }
    assert rejects["row"].tolist() == [4]


def test_a_column_for_each_kelurahan_is_read_too():
    rows = [
        ["Jumlah UMKM menurut kelurahan, 2025", "", "", ""],
        ["Sektor Usaha", "Masin", "Sodong", "Silurah"],
        ["Perdagangan", "2", "1", "0"],
        ["Jasa lainnya", "0", "1", "1"],
    ]
    survey, _, _ = read(rows)
    assert survey.groupby(["kelurahan", "category"]).size().to_dict() == {
        ("Masin", "Perdagangan"): 2,
        ("Silurah", "Jasa lainnya"): 1,
        ("Sodong", "Jasa lainnya"): 1,
        ("Sodong", "Perdagangan"): 1,
    }


def test_of_several_years_the_latest_counts():
    survey, _, rejects = read([*LONG, ["Timur", "Masin", "Kuliner", "9", "2024"]])
    assert len(survey) == 6
    assert rejects["row"].tolist() == [6]
    assert "2025" in rejects["reason"].iloc[0]


def test_a_count_that_is_no_number_is_a_reject():
    survey, _, rejects = read([*LONG[:2], ["Timur", "Masin", "Kerajinan", "banyak", "2025"], *LONG[3:]])
    assert survey["category"].tolist() == ["Kuliner"] * 4
    assert rejects[["row", "column", "value"]].values.tolist() == [[3, "Jumlah UMKM", "banyak"]]


@pytest.mark.parametrize(
    ("area", "level", "words"),
    [
        ("Kecamatan", "kecamatan", "kecamatan"),
        ("nama_kabupaten_kota", "kabupaten", "kabupaten/kota"),
        ("Provinsi", "provinsi", "provinsi"),
    ],
)
def test_counts_above_the_kelurahan_are_refused_with_what_to_ask_for(area, level, words):
    rows = [[area, "Jenis Usaha", "Jumlah UMKM"], ["A", "Kuliner", "120"], ["A", "Jasa", "30"], ["B", "Kuliner", "7"]]
    assert recognise(rows).level == level
    with pytest.raises(InputError) as refused:
        read(rows)
    for word in ("rekap.csv", f"per {words}", f"2 {words}", "kelurahan/desa", "Mintalah"):
        assert word in str(refused.value)


def test_counts_without_types_are_refused():
    rows = [["Kelurahan", "Jumlah UMKM"], ["Masin", "120"], ["Sodong", "30"], ["Silurah", "7"]]
    with pytest.raises(InputError, match="jenis usahanya"):
        read(rows)


@pytest.mark.parametrize(
    "rows",
    [
        [["kelurahan", "produk", "jumlah"], ["Masin", "kue", "2"], ["Masin", "tempe", "5"]],
        [["kelurahan", "nama usaha", "jumlah usaha"], ["Masin", "Kue Ani", "1"], ["Masin", "Tempe Dua", "2"]],
        [["kelurahan", "jenis usaha", "jumlah unit usaha", "NIK"], ["Masin", "Kuliner", "1", "3374019901900001"]],
        [["kelurahan", "sektor", "jumlah umkm", "lat", "lon"], ["Masin", "Jasa", "1", "-7.0", "110.4"]],
        [["kelurahan", "produk", "pekerja L", "pekerja P", "omzet"], ["Masin", "kue", "1", "2", "1500000"]],
        [["kelurahan", "jenis usaha", "jumlah umkm"], *[["Masin", "Kuliner", "1"]] * 8],
    ],
)
def test_lists_of_businesses_are_not_taken_for_counts(rows):
    assert recognise(rows) is None


@pytest.mark.parametrize("name", ["surabaya_umkm.csv", "batang_umkm.csv"])
def test_the_demonstration_surveys_are_lists(name):
    survey, issues, _ = read_survey((ROOT / "data" / "raw" / name).read_bytes(), name, ANSWERED)
    assert len(survey) > 5000
    assert "tabel jumlah" not in issues["kind"].tolist()


@pytest.mark.skipif(not REAL.exists(), reason="real files are not beside the checkout")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("opendata_jabar_umkm_jenis_usaha_kabkota_1215.csv", ("27 kabupaten/kota", "2019", "2021")),
        ("sleman_umkm_sektor_kapanewon_2022_messy.csv", ("17 kecamatan", "2022")),
    ],
)
def test_real_counts_are_refused_by_their_level(name, words):
    with pytest.raises(InputError) as refused:
        read_survey((REAL / name).read_bytes(), name, Settings())
    for word in (name, *words):
        assert word in str(refused.value)


@pytest.mark.skipif(not REAL.exists(), reason="real files are not beside the checkout")
@pytest.mark.parametrize(
    "name", ["umkm_pesawaran_452.csv", "umkm_sorong_malawele_274.csv", "umkm_batang_lebo_11_redacted.geojson"]
)
def test_real_lists_are_lists(name):
    _, issues, _ = read_survey((REAL / name).read_bytes(), name, Settings())
    assert "tabel jumlah" not in issues["kind"].tolist()
