"""Metres where degrees are expected: there and back through the projections of Indonesia."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS, Transformer

from mapping.intake.places.metres import TM3, UTM, in_metres, projection_options, read_projection, to_degrees


def metres(epsg, lon, lat):
    x, y = Transformer.from_crs(4326, epsg, always_xy=True).transform(lon, lat)
    return pd.Series([x]), pd.Series([y])


@settings(deadline=None, max_examples=50)
@given(st.floats(95.5, 140.5), st.floats(-10.5, 5.5))
def test_there_and_back(lon, lat):
    epsg = (32700 if lat < 0 else 32600) + int(lon // 6) + 31
    x, y = metres(epsg, lon, lat)
    back = to_degrees(x, y, epsg)
    assert (back[0][0], back[1][0]) == pytest.approx((lon, lat), abs=1e-6)


@settings(deadline=None, max_examples=50)
@given(st.floats(95.5, 140.5), st.floats(-10.5, -0.5))
def test_metres_of_the_south_are_known_in_either_order(lon, lat):
    x, y = metres(32700 + int(lon // 6) + 31, lon, lat)
    assert in_metres(x, y).all()
    assert in_metres(y, x).all()
    assert to_degrees(y, x, 32700 + int(lon // 6) + 31)[0][0] == pytest.approx(lon)


@settings(deadline=None)
@given(st.floats(-180, 180), st.floats(-90, 90))
def test_degrees_are_never_metres(lon, lat):
    assert not in_metres(pd.Series([lon]), pd.Series([lat])).any()


@pytest.mark.parametrize("epsg", [32748, 32749, 32750, 23835])
def test_the_projection_in_which_the_points_fall_on_the_map_comes_first(kelurahan, epsg):
    x, y = metres(epsg, 110.415, -7.01)
    options = projection_options(x, y, kelurahan)
    assert next(iter(options)) == f"utm:{epsg}"
    assert list(options)[-1] == "tetap"


def test_names_of_the_projections_are_those_of_epsg():
    for epsg, name in (UTM | TM3).items():
        assert CRS(epsg).name.lower().endswith(name.lower().replace("zona", "zone"))
    assert read_projection("utm:4326") is None
