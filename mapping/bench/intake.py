"""From files to placed businesses at the size of the nation, beside geopandas, sedonadb and pandas."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from mapping.bench.cases import Case, duel
from mapping.bench.national import generate_kelurahan, generate_outlines, generate_points, generate_survey
from mapping.intake.gate.limits import Limits, read_limits

if TYPE_CHECKING:
    import geopandas as gpd

COLD, KEPT = "letakkan titik, indeks baru", "letakkan titik, indeks tersimpan"
SJOIN, PLAIN, SORTED = "geopandas.sjoin", "sedonadb", "sedonadb, titik diurutkan"
GOALS = {
    (COLD, SJOIN): 8.0,
    (COLD, PLAIN): 1.3,
    (COLD, SORTED): 1.3,
    (KEPT, SJOIN): 15.0,
    (KEPT, PLAIN): 3.5,
    (KEPT, SORTED): 3.5,
}
ROWS_PER_S = 50_000.0
SMALL_SURVEY, SMALL_MAP = 5_000, 153
ON_BORDERS = 200_000


def intake_cases(kelurahan: int, rows: int, points: int) -> list[Callable[[], Case]]:
    """Placing points (many, on borders, few), reading a CSV, the whole intake; each builds its data when called.

    Parameters
    ----------
    kelurahan, rows, points : int
        Outlines, rows of the survey, points to place.
    """
    return [
        partial(_place_case, kelurahan, points),
        partial(_border_case, kelurahan, min(points, ON_BORDERS)),
        partial(_small_case, min(kelurahan, SMALL_MAP), min(points, SMALL_SURVEY)),
        partial(_reading_case, kelurahan, rows),
        partial(_whole_case, kelurahan, rows),
    ]


def _place_case(kelurahan: int, points: int) -> Case:
    """Random points among outlines. Compiled code is loaded before the clock runs: it is kept on disk."""
    from mapping.intake.places.grid import Grid

    outlines, (x, y) = generate_outlines(kelurahan), generate_points(points)
    Grid(outlines[:2]).place(x[:2], y[:2])
    kept = Grid(outlines)
    return Case(
        {COLD: lambda: Grid(outlines).place(x, y), KEPT: lambda: kept.place(x, y)},
        {SJOIN: lambda: _sjoin(outlines, x, y, "within"), **_sedona_ways(outlines, x, y)},
        GOALS,
        np.array_equal,
        rows=points,
    )


def _sjoin(outlines: np.ndarray, x: np.ndarray, y: np.ndarray, predicate: str) -> np.ndarray:
    """Position of the lowest outline of each point, -1 outside; by geopandas alone."""
    import geopandas as gpd

    layer = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y))
    joined = layer.sjoin(gpd.GeoDataFrame(geometry=outlines), predicate=predicate)
    found = np.full(len(x), len(outlines), dtype=np.int32)
    np.minimum.at(found, joined.index.to_numpy(), joined["index_right"].to_numpy(dtype=np.int32))
    found[found == len(outlines)] = -1
    return found


def _sedona_ways(outlines: np.ndarray, x: np.ndarray, y: np.ndarray) -> dict[str, Callable[[], Any] | None]:
    """sedonadb as it comes, and with points sorted by cell first; outlines are loaded before the clock runs."""
    if not all(importlib.util.find_spec(name) for name in ("sedonadb", "geoarrow")):
        return {PLAIN: None, SORTED: None}
    import geopandas as gpd
    import pyarrow as pa
    import sedonadb

    database = sedonadb.connect()
    layer = gpd.GeoDataFrame({"k": np.arange(len(outlines), dtype=np.int32)}, geometry=outlines)
    database.create_data_frame(layer).to_memtable().to_view("outlines")
    query = "SELECT p.i, o.k FROM p JOIN outlines AS o ON ST_Intersects(o.geometry, ST_Point(p.x, p.y))"

    def join(order: np.ndarray) -> np.ndarray:
        table = pa.table({"i": order.astype(np.int32), "x": x[order], "y": y[order]})
        database.create_data_frame(table).to_view("p", overwrite=True)
        pairs = database.sql(query).to_arrow_table()
        found = np.full(len(x), len(outlines), dtype=np.int32)
        np.minimum.at(found, pairs["i"].to_numpy(), pairs["k"].to_numpy())
        found[found == len(outlines)] = -1
        return found

    def by_cell() -> np.ndarray:
        side = np.sqrt(len(outlines))
        row, column = (np.floor((each - each.min()) / (np.ptp(each) or 1.0) * side) for each in (y, x))
        return np.argsort((row * (side + 1) + column).astype(np.int32), kind="stable")

    return {PLAIN: lambda: join(np.arange(len(x))), SORTED: lambda: join(by_cell())}


def _border_case(kelurahan: int, points: int) -> Case:
    """Points on vertices and edges, and the least bit beside them; the lowest outline that touches counts."""
    import shapely

    from mapping.intake.places.grid import Grid

    outlines = generate_outlines(kelurahan)
    rng = np.random.default_rng(4)
    xy = shapely.get_coordinates(outlines)
    at = rng.integers(0, len(xy) - 1, points)
    share = rng.choice([0.0, 0.5, 0.1], points)[:, None]
    spots = xy[at] + share * (xy[at + 1] - xy[at])
    x, y = (spots + rng.choice([0.0, 0.0, 1e-15, -1e-15], (points, 2))).T
    return duel(
        "letakkan titik di batas",
        "geopandas.sjoin intersects",
        1.0,
        lambda: Grid(outlines).place(x, y),
        lambda: _sjoin(outlines, x, y, "intersects"),
        np.array_equal,
    )


def _small_case(kelurahan: int, points: int) -> Case:
    """A survey of one city; no index is kept and nothing is compiled."""
    from mapping.intake.places.locate import locate_points

    map_, (lon, lat) = generate_kelurahan(kelurahan), generate_points(points)
    survey = pd.DataFrame({"lon": lon, "lat": lat})

    def same(ours: tuple[pd.Series, object], peer: np.ndarray) -> bool:
        codes = map_.index.tolist()
        return bool(ours[0].dropna().to_dict() == {i: codes[at] for i, at in enumerate(peer) if at >= 0})

    return duel(
        "letakkan survei kecil",
        SJOIN,
        1.0,
        lambda: locate_points(survey, map_.copy(deep=False)),
        lambda: _sjoin(map_.geometry.to_numpy(), lon, lat, "intersects"),
        same,
    )


def _no_limits() -> Limits:
    """The command line's limits without those that only keep strangers' files small."""
    return replace(read_limits("command"), file_mb=0, seconds=0, memory_mb=0)


def _reading_case(kelurahan: int, rows: int) -> Case:
    """The CSV as text cells, nothing else done."""
    from mapping.intake.tables.surveyfiles import read_sheets

    content, limits = generate_survey(generate_kelurahan(kelurahan), rows), _no_limits()
    name = "baca CSV"
    return Case(
        {name: lambda: read_sheets(content, "survei.csv", limits=limits)[0].table},
        {"pandas.read_csv": lambda: pd.read_csv(io.BytesIO(content), sep=";", dtype=str, keep_default_na=False)},
        {(name, "pandas.read_csv"): 0.5},
        lambda ours, peer: bool((ours.iloc[1:].to_numpy(str) == peer.to_numpy(str)).all()),
        rows=rows,
    )


def _whole_case(kelurahan: int, rows: int) -> Case:
    """Parse, check, classify and place; the peer only parses and places."""
    from mapping.intake.businesses import read_businesses
    from mapping.settings import Settings

    map_ = generate_kelurahan(kelurahan)
    content, limits = generate_survey(map_, rows), _no_limits()
    name, peer = "seluruh intake", "pandas.read_csv + sjoin"

    def theirs() -> pd.Series:
        return _read_and_join(content, map_)

    def same(ours: tuple[pd.DataFrame, ...], codes: pd.Series) -> bool:
        placed = ours[0].set_index("row")["kelurahan_code"]
        return placed.sort_index().astype(str).to_dict() == codes.astype(str).to_dict()

    return Case(
        {name: lambda: read_businesses(content, "survei.csv", map_, Settings(), limits=limits)},
        {peer: theirs},
        {(name, peer): 0.0},
        same,
        rows=rows,
        rows_per_s=ROWS_PER_S,
    )


def _read_and_join(content: bytes, map_: gpd.GeoDataFrame) -> pd.Series:
    """Code by row of the file, from points alone."""
    table = pd.read_csv(io.BytesIO(content), sep=";", dtype={"Kode Desa": str})
    at = _sjoin(map_.geometry.to_numpy(), table["Bujur"].to_numpy(), table["Lintang"].to_numpy(), "intersects")
    found = np.flatnonzero(at >= 0)
    return pd.Series(map_.index.to_numpy()[at[found]], index=found + 2)
