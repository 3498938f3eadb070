"""Distances by hand and by a second formula."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from mapping.measure.access import EARTH_RADIUS_M, nearest_distance

LON, LAT = st.floats(95, 141), st.floats(-11, 6)


def places(*corners):
    outlines = [box(x - 0.01, y - 0.01, x + 0.01, y + 0.01) for x, y in corners]
    return gpd.GeoDataFrame(index=[f"k{i}" for i in range(len(corners))], geometry=outlines, crs="EPSG:4326")


def test_one_degree_of_latitude_is_111_km():
    points = pd.DataFrame({"kind": ["bank"], "lon": [110.0], "lat": [-6.0]})
    table = nearest_distance(places((110.0, -7.0)), points)
    assert table.columns.tolist() == ["bank_distance_m"]
    assert table.iloc[0, 0] == pytest.approx(np.radians(1.0) * EARTH_RADIUS_M, rel=1e-6)


def test_each_kind_has_its_own_nearest():
    points = pd.DataFrame({"kind": ["bank", "market", "market"], "lon": [110.5, 110.1, 110.3], "lat": [-7.0] * 3})
    table = nearest_distance(places((110.0, -7.0), (110.4, -7.0)), points)
    assert (table["market_distance_m"] < table["bank_distance_m"]).tolist() == [True, False]


@given(st.lists(st.tuples(LON, LAT), min_size=1, max_size=6), st.lists(st.tuples(LON, LAT), min_size=1, max_size=6))
def test_the_nearest_is_never_farther_than_any_point(corners, sites):
    table = nearest_distance(places(*corners), pd.DataFrame(sites, columns=["lon", "lat"]).assign(kind="market"))
    for (x, y), found in zip(corners, table["market_distance_m"], strict=True):
        a = np.radians([[y, x, *reversed(site)] for site in sites])
        chord = np.sin((a[:, 2] - a[:, 0]) / 2) ** 2
        chord += np.cos(a[:, 0]) * np.cos(a[:, 2]) * np.sin((a[:, 3] - a[:, 1]) / 2) ** 2
        assert found == pytest.approx((2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(chord))).min(), abs=0.05)


def test_more_points_never_make_it_farther():
    few = pd.DataFrame({"kind": "market", "lon": [110.5], "lat": [-7.0]})
    more = pd.concat([few, pd.DataFrame({"kind": "market", "lon": [110.2], "lat": [-7.1]})])
    region = places((110.0, -7.0), (110.6, -7.0))
    assert (nearest_distance(region, more) <= nearest_distance(region, few)).all().all()
