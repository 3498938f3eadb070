import pandas as pd
import pytest
import shapely
from shapely.geometry import box

from mapping.errors import InputError
from mapping.intake.outlines.boundaries import read_boundary_report
from mapping.settings import Settings


def read(frame):
    return read_boundary_report(frame.to_json().encode(), "peta.geojson", Settings())


def double(villages, **changes):
    """The first village once more, as feature 7, with some cells changed."""
    again = villages.iloc[[0]].assign(**changes)
    return pd.concat([villages, again], ignore_index=True)


def halves(villages, **changes):
    """Feature 1 is the west half of the first village, feature 7 the east half."""
    west, south, east, north = villages.geometry[0].bounds
    middle = (west + east) / 2
    frame = double(villages, **changes)
    frame.loc[0, "geometry"] = box(west, south, middle, north)
    frame.loc[6, "geometry"] = box(middle, south, east, north)
    return frame


def test_the_same_outline_twice_is_used_once(villages):
    report = read(double(villages))
    plain = read(villages)
    assert report.kelurahan.geometry.geom_equals(plain.kelurahan.geometry).all()
    assert report.rejects["row"].tolist() == [7]
    assert "fitur 1" in report.rejects["reason"].iloc[0]
    said = report.issues[report.issues["kind"] == "bidang kembar"]
    assert (said["row"].tolist(), said["level"].tolist()) == ([7], ["repair"])


def test_the_same_outline_twice_under_two_names_is_for_a_person_to_look_at(villages):
    report = read(double(villages, nama="Entah"))
    assert report.issues.loc[report.issues["kind"] == "bidang kembar", "level"].tolist() == ["warn"]
    assert report.kelurahan.loc["33.25.01.2001", "name"] == "Silurah"


def test_parts_of_one_village_become_one(villages):
    report = read(halves(villages))
    whole = read(villages).kelurahan
    assert report.rejects.empty
    assert report.features == 7
    assert report.kelurahan["area_km2"].tolist() == pytest.approx(whole["area_km2"].tolist())
    said = report.issues[report.issues["kind"] == "bagian desa"]
    assert (said["row"].tolist(), said["level"].tolist()) == ([1], ["repair"])
    assert "2 bagian" in said["done"].iloc[0]


def test_islands_of_one_village_stay_apart_in_one_outline(villages):
    frame = double(villages)
    frame.loc[6, "geometry"] = shapely.transform(frame.geometry[0], lambda xy: xy + [0.5, 0])
    outline = read(frame).kelurahan.loc["33.25.01.2001"].geometry
    assert outline.geom_type == "MultiPolygon"
    assert len(outline.geoms) == 2


def test_people_of_parts_count_once_and_contradictions_not_at_all(villages):
    same = read(halves(villages.assign(penduduk=1200))).kelurahan
    assert same["population"].tolist() == [1200.0] * 6
    frame = halves(villages.assign(penduduk=1200))
    frame.loc[6, "penduduk"] = 800
    assert read(frame).kelurahan["population"].isna().tolist() == [True] + [False] * 5


@pytest.mark.parametrize("changes", [{"nama": "Entah"}, {"kecamatan": "Lain"}])
def test_one_code_for_two_villages_is_refused_with_code_and_features(villages, changes):
    with pytest.raises(InputError, match=r'"33\.25\.01\.2001" pada fitur 1 dan 7'):
        read(halves(villages, **changes))


def test_two_versions_of_one_village_are_refused(villages):
    frame = halves(villages)
    frame.loc[6, "geometry"] = villages.geometry[0]
    with pytest.raises(InputError, match="fitur 1 dan 7"):
        read(frame)


def test_villages_without_code_are_joined_never_and_dropped_only_as_copies(villages):
    nameless = villages.drop(columns="kode")
    assert len(read(double(nameless)).kelurahan) == 6
    assert len(read(halves(nameless)).kelurahan) == 7


@pytest.mark.parametrize("blank", ["-", "0", "00.00.00.0000", "NULL", " "])
def test_a_filler_is_no_code(villages, blank):
    villages["kode"] = [*villages["kode"][:4], blank, blank]
    assert read(villages).kelurahan.index.str.startswith("tanpa-kode-").sum() == 2
