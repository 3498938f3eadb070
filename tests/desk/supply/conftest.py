"""Two kelurahan side by side and what the survey met there."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from tests.desk.supply.begin import KALIRUNGKUT, KIDUL


@pytest.fixture
def kelurahan():
    """Two squares of about 1.1 km side by side."""
    squares = [box(112.77, -7.33, 112.78, -7.32), box(112.78, -7.33, 112.79, -7.32)]
    return gpd.GeoDataFrame(
        {"name": ["Kalirungkut", "Rungkut Kidul"]},
        geometry=squares,
        crs="EPSG:4326",
        index=pd.Index([KALIRUNGKUT, KIDUL], name="kelurahan_code"),
    )


@pytest.fixture
def makers():
    rows = [
        (KALIRUNGKUT, "toko beras", 3),
        (KIDUL, "penggilingan padi", 2),
        (KIDUL, "toko beras", 9),
        (KIDUL, "batik", 30),
    ]
    return pd.DataFrame(rows, columns=["kelurahan_code", "product", "n"])
