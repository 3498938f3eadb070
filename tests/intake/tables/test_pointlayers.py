import io
import zipfile

import geopandas as gpd
import pytest
from shapely.geometry import MultiPoint, Point, box

from mapping.errors import InputError, QuestionError
from mapping.intake.tables.survey import read_survey
from mapping.intake.tables.surveyfiles import read_sheets
from mapping.settings import Settings

POINTS = gpd.GeoDataFrame(
    {"Nama UMKM": ["Keripik Ani", "Tempe Budi"], "Jenis UMKM": ["keripik", "tempe"], "Pekerja": [2, 3]},
    geometry=[Point(110.028563, -6.961031), Point(110.0249, -6.961141)],
    crs="EPSG:4326",
)


def saved(frame, driver):
    target = io.BytesIO()
    frame.to_file(target, driver=driver)
    return target.getvalue()


@pytest.mark.parametrize(("driver", "crs"), [("GeoJSON", "EPSG:4326"), ("GPKG", "EPSG:4326"), ("GPKG", "EPSG:32749")])
def test_points_are_rows_with_longitude_and_latitude(driver, crs):
    (sheet,) = read_sheets(saved(POINTS.to_crs(crs), driver), "a.bin")
    assert sheet.table.loc[1].tolist() == ["longitude", "latitude", "Nama UMKM", "Jenis UMKM", "Pekerja"]
    assert sheet.table.loc[2, 2:].tolist() == ["Keripik Ani", "keripik", "2"]
    assert sheet.table.loc[[2, 3], 0].astype(float).tolist() == pytest.approx([110.028563, 110.0249], abs=1e-6)
    assert sheet.table.loc[[2, 3], 1].astype(float).tolist() == pytest.approx([-6.961031, -6.961141], abs=1e-6)


def test_the_point_stands_above_the_columns_and_they_fill_where_it_lacks():
    frame = POINTS.assign(Latitude=[-6.9, -6.8], Longitude=[110.0, 110.1])
    frame.loc[1, "geometry"] = None
    survey, issues, _ = read_survey(saved(frame, "GeoJSON"), "a.geojson", Settings())
    assert survey["lat"].tolist() == [-6.961031, -6.8]
    assert survey["lon"].tolist() == [110.028563, 110.1]
    assert survey["row"].tolist() == [2, 3]
    assert "kolom kembar" not in issues["kind"].tolist()


def test_several_points_of_one_business_are_its_middle():
    frame = POINTS.set_geometry([MultiPoint([(110, -7), (110.002, -7)]), Point(110.1, -7)])
    (sheet,) = read_sheets(saved(frame, "GPKG"), "a.gpkg")
    assert sheet.table.loc[[2, 3], 0].tolist() == ["110.0010000", "110.1000000"]


def test_outlines_are_no_survey():
    with pytest.raises(InputError, match="bidang, garis"):
        read_sheets(saved(POINTS.set_geometry([box(0, 0, 1, 1)] * 2, crs=4326), "GPKG"), "a.gpkg")


def test_point_layers_are_told_from_outlines_and_from_each_other(tmp_path):
    path = tmp_path / "a.gpkg"
    POINTS.to_file(path, layer="umkm")
    POINTS.set_geometry([box(0, 0, 1, 1)] * 2, crs=4326).to_file(path, layer="desa")
    assert [sheet.name for sheet in read_sheets(path.read_bytes(), "a.gpkg")] == ["umkm"]
    POINTS.to_file(path, layer="umkm 2024")
    with pytest.raises(QuestionError) as asked:
        read_survey(path.read_bytes(), "a.gpkg", Settings())
    assert asked.value.options == {"umkm": "2 baris", "umkm 2024": "2 baris"}


def test_a_zipped_shapefile_of_points_is_read(tmp_path):
    POINTS.rename(columns={"Nama UMKM": "nama_usaha", "Jenis UMKM": "jenis"}).to_file(tmp_path / "umkm.shp")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for part in tmp_path.iterdir():
            archive.write(part, part.name)
    (sheet,) = read_sheets(target.getvalue(), "a.zip")
    assert sheet.table.loc[2, 2] == "Keripik Ani"


def test_metres_without_a_name_are_asked_about():
    metres = POINTS.to_crs("EPSG:32749").set_crs(None, allow_override=True)
    with pytest.warns(UserWarning, match="crs"):
        content = saved(metres, "GPKG")
    with pytest.raises(QuestionError) as asked:
        read_sheets(content, "a.gpkg")
    assert asked.value.key == "survei.crs"
    (sheet,) = read_sheets(content, "a.gpkg", {"survei.crs": "EPSG:32749"})
    assert float(sheet.table.loc[2, 0]) == pytest.approx(110.028563, abs=1e-6)
    with pytest.raises(InputError, match="tidak dikenal"):
        read_sheets(content, "a.gpkg", {"survei.crs": "jawa"})
