"""What would happen to a file, and that nobody's name rides along in the answer."""

import io
import zipfile

import pytest

from mapping.intake.check import check_file
from mapping.settings import Settings

SETTINGS = Settings()
HEAD = "pemilik,produk,kelurahan,kecamatan,no hp\n"
WHOLE = "".join(f"Kanari Sembunyi {i},tempe,Masin,Timur,08120000{i:04d}\n" for i in range(12))


@pytest.fixture
def frame(villages):
    return villages.to_json().encode(), "batas.geojson"


def outcome(content, name, frame=None, settings=SETTINGS):
    answer = check_file(content, name, settings, frame)
    assert answer["rows_in"] == answer["rows_used"] + answer["rows_rejected"]
    assert answer["messages"]
    return answer


def test_good_rows_load_and_the_rest_is_counted(frame):
    answer = outcome((HEAD + WHOLE + "Kanari,tempe,Wonorejo,Selatan,0812\n").encode(), "a.csv", frame)
    assert (answer["role"], answer["outcome"]) == ("survey", "partial")
    assert (answer["rows_in"], answer["rows_used"], answer["rows_rejected"]) == (13, 12, 1)


def test_boundaries_are_told_from_surveys(frame):
    assert outcome(*frame)["role"] == "boundaries"
    assert outcome((HEAD + WHOLE).encode(), "a.csv")["role"] == "survey"


def test_a_file_that_cannot_be_used_is_refused_with_its_name():
    answer = outcome(b"bukan peta", "batas.geojson")
    assert (answer["outcome"], answer["rows_used"]) == ("refuse", 0)
    assert "batas.geojson" in answer["messages"][0]


def test_a_missing_crs_waits_for_one_answer(villages, tmp_path):
    villages.to_file(tmp_path / "desa.shp")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        for part in (".shp", ".shx", ".dbf"):
            bundle.write(tmp_path / f"desa{part}", f"desa{part}")
    assert outcome(packed.getvalue(), "desa.zip")["outcome"] == "confirm"
    answered = outcome(packed.getvalue(), "desa.zip", settings=Settings(answers=(("batas.crs", "EPSG:4326"),)))
    assert answered["rows_used"] == 6


@pytest.mark.parametrize(
    "row",
    [
        "Kanari Sembunyi,tempe\n",
        "Kanari Sembunyi,tempe,Masin,Timur,0812,lebih,lagi\n",
        '"Kanari Sembunyi,tempe,Masin\n',
        "TOTAL,Kanari Sembunyi,,,\n",
        "Petugas: Kanari Sembunyi,,,,\n",
        "Kanari Sembunyi 3,tempe,Masin,Timur,081200000003\n",
        "Kanari Sembunyi,tempe,Wonorejo,Selatan,0812\n",
    ],
)
def test_a_row_that_is_set_apart_does_not_take_a_name_with_it(frame, row):
    """Rows are set apart before the columns about persons are dropped, so what they said is not repeated."""
    answer = outcome((HEAD + WHOLE + row).encode(), "a.csv", frame)
    assert "Kanari" not in " ".join(answer["messages"])
