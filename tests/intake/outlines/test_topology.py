"""The six villages share all corners; each test spoils something of known size."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from shapely.geometry import box

from mapping.intake.outlines.holes import find_holes
from mapping.intake.outlines.topology import topology

FIRST = "33.25.01.2001"
SIDE = 0.01
CELL_KM2 = 1.2212
DEGREE_KM2 = CELL_KM2 / SIDE**2


def report(kelurahan, **options) -> pd.DataFrame:
    return topology(kelurahan, **options).set_index("kind")


@pytest.fixture
def grid(kelurahan):
    """The villages on corners that are the same numbers exactly."""
    snapped = shapely.set_precision(kelurahan.geometry.array, 0.001)
    return kelurahan.set_geometry(shapely.set_precision(snapped, 0))


def test_what_fits_gives_noughts_and_no_sentence(grid):
    found = report(grid)
    assert found.loc[["tumpang tindih", "celah", "lubang", "serpihan", "nama kembar"], "n"].tolist() == [0] * 5
    assert found.loc["tumpang tindih", "area_km2"] == 0
    assert set(found.loc[found["n"] == 0, "level"]) == {""}


def test_rounding_of_coordinates_is_no_overlap(kelurahan):
    assert report(kelurahan).loc[["tumpang tindih", "celah"], "n"].tolist() == [0, 0]


def test_an_overlap_is_measured_and_named(grid):
    x, y, east, north = grid.geometry.iloc[0].bounds
    bump = [(east, y + 0.004), (east + 0.002, y + 0.004), (east + 0.002, y + 0.006), (east, y + 0.006)]
    grid.loc[FIRST, "geometry"] = shapely.Polygon([(x, y), (east, y), *bump, (east, north), (x, north)])
    found = report(grid).loc["tumpang tindih"]
    assert found["n"] == 1
    assert found["area_km2"] == pytest.approx(0.002 * 0.002 * DEGREE_KM2, rel=5e-3)
    assert found["codes"] == "33.25.01.2001; 33.25.01.2002"
    assert found["level"] == "warn"


def test_outlines_in_each_others_place_are_stacked(grid):
    grid.loc[FIRST, "geometry"] = grid.geometry.iloc[1]
    found = report(grid).loc["bidang bertumpuk"]
    assert found["n"] == 1
    assert found["area_km2"] == pytest.approx(CELL_KM2, rel=2e-3)


def nine(middle) -> gpd.GeoDataFrame:
    """Three by three cells with something else in the middle."""
    cells = [
        box(110 + i * SIDE, -7 + j * SIDE, 110 + (i + 1) * SIDE, -7 + (j + 1) * SIDE)
        for i in range(3)
        for j in range(3)
    ]
    cells = shapely.set_precision(np.array(cells), 0.00001)
    cells[4] = middle
    table = pd.DataFrame(
        {"name": list("abcdefghi"), "kecamatan": "K", "kabupaten": "P"}, index=[f"{i}" for i in range(9)]
    )
    frame = gpd.GeoDataFrame(table, geometry=cells, crs="EPSG:4326")
    return frame[~frame.geometry.is_empty]


def test_a_missing_village_is_a_hole_and_the_sea_is_none():
    found = report(nine(shapely.Polygon()))
    assert found.loc["lubang", "n"] == 1
    assert found.loc["lubang", "area_km2"] == pytest.approx(CELL_KM2, rel=5e-3)
    assert "110,015" in found.loc["lubang", "what"]
    assert found.loc["celah", "n"] == 0
    assert found.loc["tumpang tindih", "n"] == 0


def test_a_lake_set_aside_is_no_hole():
    lake = gpd.GeoSeries([box(110.01, -6.99, 110.02, -6.98)], crs="EPSG:4326")
    assert report(nine(shapely.Polygon()), aside=lake).loc["lubang", "n"] == 0


def test_an_island_in_a_lake_is_no_part_of_the_hole():
    found = report(nine(box(110.0125, -6.9875, 110.0175, -6.9825))).loc["lubang"]
    assert found["area_km2"] == pytest.approx(CELL_KM2 * 0.75, rel=5e-3)


def test_a_thin_hole_is_a_gap():
    found = report(nine(box(110.01, -6.99, 110.0199, -6.98)))
    assert found.loc["celah", "n"] == 1
    assert found.loc["celah", "area_km2"] == pytest.approx(CELL_KM2 / 100, rel=5e-3)
    assert found.loc["lubang", "n"] == 0


def test_a_splinter_is_named_and_an_island_is_not(grid):
    home = grid.geometry.iloc[0]
    grid.loc[FIRST, "geometry"] = shapely.union_all(
        [home, box(111, -7, 111.00005, -6.99995), box(112, -7, 112.01, -6.99)]
    )
    found = report(grid).loc["serpihan"]
    assert (found["n"], found["codes"]) == (1, "33.25.01.2001")


def test_names_twice_in_one_kecamatan_are_worse_than_in_two(grid):
    found = report(grid)
    assert found.loc["nama berulang", "n"] == 1
    assert "Karanganyar" in found.loc["nama berulang", "what"]
    assert found.loc["nama kembar", "n"] == 0
    grid["kecamatan"] = "Barat"
    found = report(grid)
    assert (found.loc["nama kembar", "n"], found.loc["nama kembar", "level"]) == (1, "warn")


def test_official_villages_that_are_missing_are_named():
    """Pabean Cantian has four: Bongkaran, Nyamplungan, Krembangan Utara, Tanjung Perak."""
    codes = ["35.78.12.1001", "35.78.12.1002", "35.78.12.1003", "35.78.12.1999"]
    table = pd.DataFrame({"name": list("abcd"), "kecamatan": "K", "kabupaten": "P"}, index=codes)
    shapes = [box(112 + i, -7, 112.9 + i, -6) for i in range(4)]
    found = report(gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326"))
    missing, strange = found.loc["desa tidak ada di peta"], found.loc["kode tidak resmi"]
    assert missing["n"] == 1
    assert "Tanjung Perak" in missing["what"]
    assert "lebih tua" in missing["done"]
    assert missing["level"] == "warn"
    assert strange["codes"] == "35.78.12.1999"
    part = report(gpd.GeoDataFrame(table[:1], geometry=shapes[:1], crs="EPSG:4326")).loc["desa tidak ada di peta"]
    assert (part["n"], part["level"]) == (3, "info")


def test_what_another_chunk_covers_is_no_hole():
    ring = [box(0, 0, 3, 1), box(0, 2, 3, 3), box(0, 1, 1, 2), box(2, 1, 3, 2)]
    assert len(find_holes(np.array([*ring, box(1, 1, 2, 2)]), 4)) == 0
    assert shapely.area(find_holes(np.array([*ring, box(1, 1, 2, 1.25)]), 4)).tolist() == [0.75]


@given(st.integers(1, 12), st.integers(0, 10_000))
@hypothesis_settings(max_examples=100, deadline=None)
def test_holes_do_not_depend_on_chunks_or_order(chunk, seed):
    rng = np.random.default_rng(seed)
    corners = rng.integers(0, 12, (25, 2))
    size = np.where(rng.random((25, 1)) < 0.5, [1, 7], [7, 1])  # strips, so that every chunk has holes of its own
    shapes = shapely.box(*corners.T, *(corners + size).T)
    whole = shapely.union_all(shapes)
    rings = [shapely.Polygon(ring) for part in shapely.get_parts(whole) for ring in part.interiors]
    wanted = shapely.get_parts(shapely.union_all(rings).difference(whole))
    found = find_holes(rng.permutation(shapes), chunk)
    assert shapely.area(found).sum() == pytest.approx(shapely.area(wanted).sum())
    assert shapely.union_all(found).symmetric_difference(shapely.union_all(wanted)).area == pytest.approx(0)


def test_the_same_report_for_any_order(grid):
    grid.loc[FIRST, "geometry"] = box(110.4, -7.02, 110.4123, -7.01)
    pd.testing.assert_frame_equal(topology(grid), topology(grid.iloc[::-1]))
