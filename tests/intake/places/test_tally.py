"""Every row of a stream is counted once, however it is cut into batches."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from shapely.geometry import box

from mapping.intake.places import tally
from mapping.intake.places.locate import index_kelurahan, locate_points
from mapping.intake.places.tally import count_points_streamed


@pytest.fixture
def map_():
    """Twelve squares, codes against their order, one row of them missing."""
    squares = [box(i, j, i + 1, j + 1) for j in range(3) for i in range(4)]
    return gpd.GeoDataFrame(geometry=squares, index=[f"k{99 - n}" for n in range(12)], crs="EPSG:4326")


@pytest.fixture
def points():
    """Many on borders and corners, some outside, some unknown."""
    rng = np.random.default_rng(11)
    lon, lat = rng.integers(-2, 45, 5_000) / 10, rng.integers(-2, 35, 5_000) / 10
    lon[::97] = np.nan
    return pd.DataFrame({"lon": lon, "lat": lat})


@pytest.mark.parametrize("rows", [1, 700, 5_000, 10_000])
def test_counts_are_those_of_points_placed_one_by_one(tmp_path, monkeypatch, map_, points, rows):
    monkeypatch.setattr(tally, "BATCH_ROWS", max(rows, 100))
    path = tmp_path / "points.parquet"
    pq.write_table(pa.Table.from_pandas(points.assign(other="x"), preserve_index=False), path, row_group_size=1_500)
    placed = locate_points(points, map_)[0]
    counts, outside = count_points_streamed(path, map_)
    assert counts.index.equals(map_.index)
    assert counts.to_dict() == placed.value_counts().reindex(map_.index, fill_value=0).to_dict()
    assert outside == placed.isna().sum()
    assert counts.sum() + outside == len(points)


def test_batches_an_index_and_other_names_give_the_same(map_, points):
    renamed = points.rename(columns={"lon": "bujur", "lat": "lintang"})
    batches = [
        pa.RecordBatch.from_pandas(renamed.iloc[low : low + 800], preserve_index=False) for low in range(0, 5_000, 800)
    ]
    counts, outside = count_points_streamed(iter(batches), map_, ("bujur", "lintang"), index_kelurahan(map_))
    whole, also = count_points_streamed([pa.RecordBatch.from_pandas(points, preserve_index=False)], map_)
    pd.testing.assert_series_equal(counts, whole)
    assert outside == also


def test_an_empty_stream_counts_nothing(map_):
    counts, outside = count_points_streamed([], map_)
    assert (counts.sum(), outside, len(counts)) == (0, 0, 12)
