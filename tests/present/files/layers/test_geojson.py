"""GeoJSON: the schema, and the laws of RFC 7946 that no schema states."""

import json

import numpy as np
import pytest
import shapely
from geojson_pydantic import FeatureCollection
from shapely.geometry import shape

from mapping.present.files.edition import Edition
from mapping.present.files.layers.geojson import geojson_bytes


@pytest.fixture(params=["tiny", "nasty"])
def collection(request):
    study = request.getfixturevalue(f"{request.param}_study")
    return study, json.loads(geojson_bytes(Edition(study)))


def rings_of(feature):
    polygons = feature["geometry"]["coordinates"]
    polygons = [polygons] if feature["geometry"]["type"] == "Polygon" else polygons
    return [(ring, position == 0) for polygon in polygons for position, ring in enumerate(polygon)]


def test_it_meets_the_schema(collection):
    _, told = collection
    assert len(FeatureCollection.model_validate(told).features) == 5


def test_rings_are_closed_and_go_by_the_right_hand(collection):
    _, told = collection
    for feature in told["features"]:
        for ring, outer in rings_of(feature):
            assert ring[0] == ring[-1]
            assert len(ring) >= 4
            assert shapely.is_ccw(shapely.LinearRing(ring)) == outer


def test_degrees_of_wgs84_without_a_crs_member(collection):
    study, told = collection
    assert "crs" not in told
    corners = np.array([corner for f in told["features"] for ring, _ in rings_of(f) for corner in ring])
    assert corners.shape[1] == 2
    assert ((corners[:, 0] > 94) & (corners[:, 0] < 142) & (np.abs(corners[:, 1]) < 12)).all()
    np.testing.assert_allclose(corners, corners.round(7), atol=1e-12)
    np.testing.assert_allclose(told["bbox"], study.kelurahan.total_bounds, atol=1e-6)


def test_outlines_belong_to_their_codes(collection):
    study, told = collection
    for feature in told["features"]:
        outline = study.kelurahan.geometry[feature["properties"]["kelurahan_code"]]
        assert shape(feature["geometry"]).symmetric_difference(outline).area < 1e-8


def test_unknown_is_null(tiny_study):
    told = json.loads(geojson_bytes(Edition(tiny_study)))["features"][4]["properties"]
    assert told["food_score"] is None
    assert told["food_status"] == "not_enough_data"
