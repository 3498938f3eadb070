"""Points streamed from a Parquet file, placed and counted, beside sedonadb."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd

from mapping.bench.cases import Case
from mapping.bench.national import EAST, NORTH, SOUTH, WEST, generate_kelurahan, generate_points

NAME, PLAIN, SORTED = "hitung titik yang mengalir", "sedonadb", "sedonadb, titik diurutkan"
PART = 4_000_000


def stream_cases(kelurahan: int, points: int) -> list[Callable[[], Case]]:
    """One case: count the points of a file (16 bytes a point on disk, removed afterwards) by kelurahan."""
    return [partial(_stream_case, kelurahan, points)]


def _stream_case(kelurahan: int, points: int) -> Case:
    from mapping.intake.places.tally import count_points_streamed

    map_, folder = generate_kelurahan(kelurahan), TemporaryDirectory()
    path = Path(folder.name) / "points.parquet"
    _write_points(path, points)
    count_points_streamed([], map_.iloc[:2])
    return Case(
        {NAME: lambda: count_points_streamed(path, map_)[0].to_numpy()},
        _sedona_ways(path, map_.geometry.to_numpy()),
        {(NAME, PLAIN): 7.0, (NAME, SORTED): 2.5},
        np.array_equal,
        rows=points,
        close=folder.cleanup,
    )


def _write_points(path: Path, points: int) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("lon", pa.float64()), ("lat", pa.float64())])
    with pq.ParquetWriter(path, schema, compression="none", use_dictionary=False) as file:
        for seed, start in enumerate(range(0, points, PART)):
            lon, lat = generate_points(min(PART, points - start), 100 + seed)
            file.write_table(pa.table({"lon": lon, "lat": lat}, schema=schema), row_group_size=1 << 20)


def _sedona_ways(path: Path, outlines: np.ndarray) -> dict[str, Callable[[], Any] | None]:
    if not all(importlib.util.find_spec(name) for name in ("sedonadb", "geoarrow")):
        return {PLAIN: None, SORTED: None}
    import geopandas as gpd
    import sedonadb

    database = sedonadb.connect()
    layer = gpd.GeoDataFrame({"k": np.arange(len(outlines), dtype=np.int32)}, geometry=outlines)
    database.create_data_frame(layer).to_memtable().to_view("outlines")
    database.read_parquet(str(path)).to_view("points")
    side = int(np.sqrt(len(outlines)))
    row = f"floor((lat - ({SOUTH})) / {NORTH - SOUTH} * {side})"
    cell = f"{row} * {side} + floor((lon - ({WEST})) / {EAST - WEST} * {side})"

    def count(points: str) -> np.ndarray:
        query = f"SELECT o.k, COUNT(*) AS n FROM {points} AS p JOIN outlines AS o "
        query += "ON ST_Intersects(o.geometry, ST_Point(p.lon, p.lat)) GROUP BY o.k"
        counted = database.sql(query).to_arrow_table()
        return (
            pd.Series(counted["n"].to_numpy(), index=counted["k"].to_numpy())
            .reindex(range(len(outlines)), fill_value=0)
            .to_numpy()
        )

    def count_sorted() -> np.ndarray:
        ordered = database.sql(f"SELECT lon, lat FROM points ORDER BY {cell}")
        ordered.to_memtable().to_view("ordered", overwrite=True)  # an order within the query itself would be dropped
        return count("ordered")

    return {PLAIN: lambda: count("points"), SORTED: count_sorted}
