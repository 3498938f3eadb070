import pandas as pd
import pytest

from mapping.intake.issues import Findings
from mapping.intake.outlines.attributes import read_attributes

ROWS = pd.RangeIndex(1, 5)


def read(columns: dict, chosen: dict[str, str] | None = None, area: float = 2.0):
    findings = Findings("peta.gpkg")
    table = pd.DataFrame({"nama": ["Satu", "Dua", "Tiga", "Empat"], **columns}, index=ROWS)
    found = read_attributes(table, pd.Series(area, index=ROWS), chosen or {}, findings)
    return found, findings.issues()


PEOPLE = [1000, 2000, 3000, 4000]


@pytest.mark.parametrize(
    ("density", "wrong"),
    [
        ([500, 1000, 1500, 2000], 0),  # people by the outline's area
        ([510.0, 1019.5, 1530.0, 2040.0], 0),  # rounded
        ([500, 1000, 1500, 20], 1),
        ([1, 2, 3, 4], 4),
        ([None, None, None, 2000], 0),
    ],
)
def test_a_density_that_is_not_people_by_area_is_named(density, wrong):
    _, issues = read({"penduduk": PEOPLE, "kepadatan penduduk": density})
    said = issues[issues["kind"] == "kepadatan"]
    assert len(said) == (wrong > 0)
    if wrong:
        assert f"pada {wrong} dari 4 wilayah" in said["what"].iloc[0]


def test_the_file_s_own_area_bears_a_density_out_too():
    columns = {"penduduk": PEOPLE, "kepadatan": [100, 200, 300, 400], "luas_km2": [10.0] * 4}
    assert "kepadatan" not in set(read(columns)[1]["kind"])
    assert "kepadatan" in set(read({**columns, "luas_km2": [5.0] * 4})[1]["kind"])


def test_people_that_are_no_number_stay_unknown():
    found, issues = read({"jumlah penduduk": ["1.200", "banyak", "", "800"], "kk": [300, None, 0, 200]})
    assert found["population"].tolist()[::3] == [1200.0, 800.0]
    assert found["population"].isna().tolist() == [False, True, True, False]
    assert found["households"].tolist()[2] == 0.0
    assert issues.loc[issues["kind"] == "angka", "row"].tolist() == [2]


def test_the_user_s_word_stands_above_the_known_heads():
    found, _ = read({"kampung": ["a", "b", "c", "d"]}, {"kampung": "name", "nama": "-"})
    assert found["name"].tolist() == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    "codes",
    [
        [3578031001, 3578031002, 3578031003, 3578031004],
        [3578031001.0, 3578031002.0, 3578031003.0, 3578031004.0],
        ["35.78.03.1001", "35.78.03.1002", "35.78.03.1003", "35.78.03.1004"],
        ["'3578031001", "3578031002.0", " 35.78.03.1003", "3578031004"],
    ],
)
def test_codes_are_the_same_however_a_program_wrote_them(codes):
    assert read({"kode": codes})[0]["code"].tolist() == [f"35.78.03.100{i}" for i in (1, 2, 3, 4)]


def test_a_column_of_numbers_with_a_blank_keeps_its_codes():
    found, _ = read({"kode": [3578031001.0, None, 3578031003.0, 3578031004.0]})
    assert found["code"].tolist() == ["35.78.03.1001", "", "35.78.03.1003", "35.78.03.1004"]


def test_numbers_beyond_whole_ones_are_no_codes_but_do_no_harm():
    found, _ = read({"kode": [3578031001.0, 1e300, float("inf"), 0.5]})
    assert found["code"].iloc[0] == "35.78.03.1001"
