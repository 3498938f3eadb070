"""Boundary files of six publishers, as received. Counts are those of the data's own README."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from mapping.intake.boundaries import read_boundaries
from mapping.settings import Settings

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "boundaries"
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="real boundary files are not beside the checkout")

FILES = [
    # file, villages, kinds, first letters of the codes
    ("surabaya_kemendagri2025.gpkg", 153, {"kelurahan": 153}, "35.78."),
    ("batang_kemendagri2025.gpkg", 248, {"desa": 239, "kelurahan": 9}, "33.25."),
    ("surabaya_hdx_bps2020.gpkg", 154, {"": 154}, "bps:3578"),
    ("batang_hdx_bps2020.gpkg", 248, {"": 248}, "bps:3325"),
    ("surabaya_hdx_names_reconstructed.geojson", 154, {"": 154}, "bps:3578"),
    ("big2022_kota_malang_57.geojson", 57, {"kelurahan": 57}, "35.73."),
    ("big2022_batang_gringsing_14.geojson", 14, {"desa": 14}, "33.25.07."),
    ("big_pesawaran_desa.geojson", 10, {"desa": 10}, "18.09.10."),
    ("mapid_dukcapil_kota_bogor_68.geojson", 68, {"kelurahan": 68}, "32.71."),
    ("invalid_rings_pekanbaru_58.geojson", 58, {"kelurahan": 58}, "tanpa-kode-"),
]


def read(name: str):
    return read_boundaries((FOLDER / name).read_bytes(), name, Settings())


@pytest.mark.parametrize(("name", "count", "kinds", "code"), FILES)
def test_every_publisher_is_read_whole(name, count, kinds, code):
    kelurahan, _, rejects = read(name)
    assert len(kelurahan) == count
    assert rejects.empty
    assert kelurahan["kind"].value_counts().to_dict() == kinds
    assert kelurahan.index.is_unique
    assert kelurahan.index.str.startswith(code).all()
    assert kelurahan.is_valid.all()
    assert not kelurahan.has_z.any()
    assert (kelurahan["name"].str.strip() != "").all()
    assert (kelurahan["kecamatan"] != "").all()
    assert kelurahan["area_km2"].gt(0).all()


def test_areas_are_those_measured_in_utm():
    kelurahan, _, _ = read("surabaya_kemendagri2025.gpkg")
    assert kelurahan["area_km2"].sum() == pytest.approx(335.97, rel=0.002)
    np.testing.assert_allclose(kelurahan["area_km2"], kelurahan.to_crs(32749).area / 1e6, rtol=0.002)


def test_population_is_read_where_it_stands():
    kelurahan, _, _ = read("mapid_dukcapil_kota_bogor_68.geojson")
    cibadak = kelurahan.set_index("name").loc["Cibadak"]
    assert (cibadak["population"], cibadak["households"]) == (28391.0, 8767.0)
    assert read("surabaya_kemendagri2025.gpkg")[0]["population"].isna().all()


def test_four_rings_are_mended_and_prefixes_go():
    kelurahan, issues, _ = read("invalid_rings_pekanbaru_58.geojson")
    assert issues.loc[issues["kind"] == "garis batas", "row"].tolist() == [11, 16, 50, 55]
    assert not kelurahan["name"].str.match("Kel").any()
    assert not kelurahan["kecamatan"].str.match("Kec").any()


def test_the_old_shapefile_has_names_only():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in (FOLDER / "rbi25k_banten").iterdir():
            archive.write(part, part.name)
    kelurahan, issues, rejects = read_boundaries(target.getvalue(), "rbi25k.zip", Settings())
    assert (len(kelurahan), len(rejects)) == (62, 0)
    assert "Cikoneng" in set(kelurahan["name"])
    assert kelurahan.index.str.startswith("tanpa-kode-").all()
    assert "kode wilayah" in set(issues["kind"])
