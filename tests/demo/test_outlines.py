"""The outlines are a clean coverage of the right size around the official points."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely

from mapping.demo.outlines import say_geojson
from mapping.knowledge.regions import REGIONS, read_villages

OFFICIAL_KM2 = {"surabaya": 338.05, "batang": 857.07}
VILLAGES = {"surabaya": 153, "batang": 248}

each_region = pytest.mark.parametrize("key", REGIONS)


@each_region
def test_every_village_has_one_valid_cell_around_its_own_point(outlines, key):
    cells, villages = outlines[key], read_villages(key)
    assert len(cells) == VILLAGES[key]
    assert cells.index.equals(villages.index)
    assert cells.is_valid.all()
    assert (cells.geom_type == "Polygon").all()
    assert shapely.contains_xy(cells.geometry.values, villages["lon"], villages["lat"]).all()


@each_region
def test_cells_share_their_borders_without_gap_or_overlap(outlines, key):
    cells = outlines[key].geometry.values
    assert shapely.coverage_is_valid(cells)
    whole = shapely.coverage_union_all(cells)
    assert whole.geom_type == "Polygon"
    assert shapely.get_num_interior_rings(whole) == 0


@each_region
def test_the_sixth_decimal_is_the_last(outlines, key):
    xy = shapely.get_coordinates(outlines[key].geometry.values)
    assert np.array_equal(xy, np.round(xy, 6))


@each_region
def test_total_area_is_the_official_area(outlines, key):
    area = outlines[key].to_crs("EPSG:32749").area.sum() / 1e6
    assert area == pytest.approx(OFFICIAL_KM2[key], rel=0.03)


@each_region
def test_a_place_belongs_to_the_nearest_point(outlines, key):
    """The law of Thiessen: anywhere inside the hull, the cell is that of the nearest village point."""
    cells, villages = outlines[key], read_villages(key)
    points = gpd.GeoSeries.from_xy(villages["lon"], villages["lat"], crs="EPSG:4326").to_crs("EPSG:32749")
    where = cells.to_crs("EPSG:32749").sample_points(5, rng=7).explode(index_parts=False)
    xy, homes = shapely.get_coordinates(where.values), shapely.get_coordinates(points.values)
    distance = np.hypot(*(xy[:, None, :] - homes[None, :, :]).transpose(2, 0, 1))
    own = distance[np.arange(len(xy)), cells.index.get_indexer(where.index)]
    assert (own <= distance.min(axis=1) + 1.0).all()


@each_region
def test_geojson_has_one_feature_a_line_and_reads_back_equal(outlines, key, tmp_path):
    text = say_geojson(outlines[key], key)
    assert sum(line.startswith('{"type":"Feature",') for line in text.splitlines()) == VILLAGES[key]
    rings = [shapely.LinearRing(f["geometry"]["coordinates"][0]) for f in json.loads(text)["features"]]
    assert all(ring.is_ccw for ring in rings)
    path = tmp_path / "batas.geojson"
    path.write_text(text, encoding="utf-8")
    again = gpd.read_file(path).set_index("kode")
    assert again.crs.to_epsg() == 4326
    assert again.geometry.geom_equals_identical(outlines[key].geometry).all()
    assert again["penduduk"].isna().sum() == read_villages(key)["population"].isna().sum()
    assert set(again["catatan"]) == {"batas perkiraan"}


def test_kinds_and_doubled_names_stay(outlines):
    assert outlines["batang"]["jenis"].value_counts().to_dict() == {"Desa": 239, "Kelurahan": 9}
    doubled = {key: set(cells.loc[cells["nama"].duplicated(), "nama"]) for key, cells in outlines.items()}
    assert doubled["surabaya"] == {"Wonorejo"}
    assert len(doubled["batang"]) == 11
