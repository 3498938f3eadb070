"""Boundary files of six publishers, as received. Counts are those of the data's own README."""

from pathlib import Path

import numpy as np
import pytest

from mapping.intake.outlines.boundaries import read_boundaries, read_boundary_report
from mapping.intake.outlines.shapefiles import pack_files
from mapping.settings import Settings, SourceFile

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


def loose() -> SourceFile:
    return pack_files([SourceFile(part.name, part.read_bytes()) for part in (FOLDER / "rbi25k_banten").iterdir()])


def test_the_old_shapefile_has_names_only():
    packed = loose()
    kelurahan, issues, rejects = read_boundaries(packed.content, packed.name, Settings())
    assert (len(kelurahan), len(rejects)) == (62, 0)
    assert "Cikoneng" in set(kelurahan["name"])
    assert kelurahan.index.str.startswith("tanpa-kode-").all()
    assert "kode wilayah" in set(issues["kind"])
    assert "Samangraya" in issues.set_index("kind").loc["nama berulang", "what"]


PUBLISHERS = {
    "surabaya_kemendagri2025.gpkg": "Kemendagri, kode",
    "batang_kemendagri2025.gpkg": "Kemendagri, kode",
    "surabaya_hdx_bps2020.gpkg": "HDX COD-AB",
    "batang_hdx_bps2020.gpkg": "HDX COD-AB",
    "surabaya_hdx_names_reconstructed.geojson": "HDX COD-AB (BPS",
    "big2022_kota_malang_57.geojson": "BIG, batas wilayah",
    "big2022_batang_gringsing_14.geojson": "BIG, batas wilayah",
    "big_pesawaran_desa.geojson": "BIG, batas wilayah",
    "mapid_dukcapil_kota_bogor_68.geojson": "Dukcapil",
    "rbi25k": "BIG, peta rupabumi",
    "invalid_rings_pekanbaru_58.geojson": "",
}


@pytest.mark.parametrize("name", PUBLISHERS)
def test_who_published_it_is_said(name):
    file = loose() if name == "rbi25k" else SourceFile(name, (FOLDER / name).read_bytes())
    _, issues, _ = read_boundaries(file.content, file.name, Settings())
    said = issues.loc[issues["kind"] == "penerbit", "what"].tolist()
    assert len(said) == bool(PUBLISHERS[name])
    assert all(PUBLISHERS[name] in words for words in said)


@pytest.mark.parametrize(
    ("name", "pairs", "pairs_km2", "gaps"),
    [
        ("surabaya_kemendagri2025.gpkg", 248, 0.206, 369),
        ("batang_kemendagri2025.gpkg", 476, 0.347, 1291),
        ("surabaya_hdx_bps2020.gpkg", 0, 0.0, 0),
        ("batang_hdx_bps2020.gpkg", 0, 0.0, 0),
        ("big2022_kota_malang_57.geojson", 0, 0.0, 0),
        ("mapid_dukcapil_kota_bogor_68.geojson", 0, 0.0, 0),
    ],
)
def test_overlaps_and_gaps_are_those_measured_elsewhere(name, pairs, pairs_km2, gaps):
    report = read_boundary_report((FOLDER / name).read_bytes(), name, Settings())
    found = report.topology.set_index("kind")
    assert found.loc["tumpang tindih", "n"] == pairs
    assert found.loc["tumpang tindih", "area_km2"] == pytest.approx(pairs_km2, abs=5e-4)
    assert found.loc["celah", "n"] == gaps
    assert {"tumpang tindih", "celah"} & set(report.issues["kind"]) == ({"tumpang tindih", "celah"} if pairs else set())


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("surabaya_kemendagri2025.gpkg", ["Wonorejo"]),
        (
            "batang_kemendagri2025.gpkg",
            ["Adinuso", "Bawang", "Gondang", "Kalisalak", "Kalisari", "Karanganyar", "Kebumen", "Lebo", "Sendang"]
            + ["Sidorejo", "Wonokerso"],
        ),
    ],
)
def test_names_that_stand_twice_are_named(name, names):
    _, issues, _ = read(name)
    said = issues.set_index("kind").loc["nama berulang", "what"]
    assert said.startswith(f"{len(names)} nama")
    assert all(each in said for each in names)


def test_the_village_left_out_of_gringsing_is_named_and_its_place_measured():
    _, issues, _ = read("big2022_batang_gringsing_14.geojson")
    said = issues.set_index("kind")
    assert "Lebo (33.25.07.2015)" in said.loc["desa tidak ada di peta", "what"]
    assert "3,157 km2" in said.loc["lubang", "what"]


def test_the_false_density_of_bogor_is_found():
    _, issues, _ = read("mapid_dukcapil_kota_bogor_68.geojson")
    said = issues.set_index("kind").loc["kepadatan"]
    assert "tidak sama dengan penduduk/luas pada 68 dari 68" in said["what"]
    assert said["level"] == "warn"


def test_the_official_list_knows_every_village_of_both_regions():
    for name in ("surabaya_kemendagri2025.gpkg", "batang_kemendagri2025.gpkg", "big2022_kota_malang_57.geojson"):
        kinds = set(read(name)[1]["kind"])
        assert not {"desa tidak ada di peta", "kode tidak resmi"} & kinds
