"""Approximate outlines of the demonstration regions: Thiessen cells around the official points."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from mapping.demo.recipe import read_recipe
from mapping.knowledge.regions import BOUNDARY_NOTE, REGIONS, read_villages

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries
    from shapely import Polygon

UTM_49S = "EPSG:32749"
GRID_DEGREES = 1e-6
CONCAVITY = 0.3
SMOOTHING_M = 2000.0
CORE_MARGIN_M = 300.0


def draw_outlines(key: str) -> GeoDataFrame:
    """Thiessen cells of a region's villages, clipped to a smooth hull of the official area.

    The hull grows around the villages: a disc of each village's own area about its point, and the concave hull of all
    points, both scaled by one factor found by bisection so that the whole is as large as the region. Cell borders and
    hull are noded together on the output grid and polygonised, so neighbours share their vertices exactly.

    Parameters
    ----------
    key : str
        ``"surabaya"`` or ``"batang"``.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, coordinates in multiples of 1e-6 degrees, index ``kelurahan_code`` in the order of the village list;
        columns as Kemendagri publishes them: ``nama, jenis, kecamatan, kabkota, provinsi, penduduk`` (census 2010; NaN
        unknown), ``catatan`` (``"batas perkiraan"``), ``geometry`` (one valid polygon each, exterior anticlockwise).

    References
    ----------
    Thiessen, A. H. (1911). Precipitation averages for large areas. Monthly Weather Review 39(7), 1082-1084.

    Examples
    --------
    >>> outlines = draw_outlines("surabaya")
    >>> len(outlines), outlines.crs.to_epsg(), bool(outlines.is_valid.all())
    (153, 4326, True)
    """
    import geopandas as gpd

    villages, region = read_villages(key), REGIONS[key]
    points = gpd.GeoSeries.from_xy(villages["lon"], villages["lat"], index=villages.index, crs="EPSG:4326")
    columns = {
        "nama": villages["name"],
        "jenis": villages["kind"].str.capitalize(),
        "kecamatan": villages["kecamatan"],
        "kabkota": region.kabupaten,
        "provinsi": region.provinsi,
        "penduduk": villages["population"],
        "catatan": BOUNDARY_NOTE,
    }
    hull = _hull(points.to_crs(UTM_49S), villages["area_km2"].to_numpy(), read_recipe()["region"][key]["area_km2"])
    return gpd.GeoDataFrame(columns, geometry=_cells(points, hull), crs="EPSG:4326")


def _hull(points: GeoSeries, area_km2: np.ndarray, total_km2: float) -> Polygon:
    """A smooth polygon around ``points`` (metres) of ``total_km2``; areas known per village shape it."""
    import shapely

    core = shapely.concave_hull(points.union_all(), ratio=CONCAVITY)
    radius = np.sqrt(area_km2 * 1e6 / np.pi)

    def grown(factor: float) -> Polygon:
        discs = shapely.buffer(points.values, radius * factor)
        whole = shapely.union_all([*discs, core.buffer(CORE_MARGIN_M * factor)])
        # Closing joins the discs, opening takes off the spikes between them.
        smooth = whole.buffer(SMOOTHING_M).buffer(-1.5 * SMOOTHING_M).buffer(0.5 * SMOOTHING_M)
        return shapely.Polygon(shapely.get_exterior_ring(smooth))

    low, high = 0.1, 3.0
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if grown(middle).area < total_km2 * 1e6 else (low, middle)
    return shapely.simplify(grown(high), 10.0)


def _cells(points: GeoSeries, hull: Polygon) -> GeoSeries:
    """One polygon per point (degrees), cut from ``hull`` (metres) by the Thiessen borders, on the output grid."""
    import geopandas as gpd
    import shapely

    metres = points.to_crs(UTM_49S)
    borders = shapely.voronoi_polygons(metres.union_all(), extend_to=hull.buffer(10_000), only_edges=True)
    lines = gpd.GeoSeries([borders.intersection(hull), hull.exterior], crs=UTM_49S).to_crs("EPSG:4326")
    noded = shapely.union_all(lines.values, grid_size=GRID_DEGREES)
    faces = gpd.GeoSeries(shapely.get_parts(shapely.polygonize([noded])), crs="EPSG:4326")
    where, which = faces.sindex.query(points.values, predicate="within")
    if not np.array_equal(np.sort(where), np.arange(len(points))) or len(faces) != len(points):
        raise RuntimeError(f"{len(faces)} cells for {len(points)} villages: widen SMOOTHING_M or CONCAVITY")
    cells = faces.iloc[which[np.argsort(where)]].set_axis(points.index)
    # Snapping leaves the sixth decimal as the nearest double; rounding makes the text short and stays the same.
    cells = cells.transform(lambda xy: np.round(xy, 6))
    # Each ring starts at its lowest vertex and runs anticlockwise (RFC 7946): the same bytes for the same shape.
    return gpd.GeoSeries(shapely.orient_polygons(shapely.normalize(cells.values)), index=points.index, crs="EPSG:4326")


def say_geojson(outlines: GeoDataFrame, name: str) -> str:
    """RFC 7946 text of ``outlines``: one feature a line (so that changes can be read), ``kode`` first, NaN as null.

    Examples
    --------
    >>> say_geojson(draw_outlines("surabaya"), "batas").splitlines()[1][:70]
    '{"type":"Feature","properties":{"kode":"35.78.01.1001","nama":"Karang '
    """
    table = outlines.drop(columns="geometry").astype(object)
    table["penduduk"] = outlines["penduduk"].astype("Int64").astype(object).where(outlines["penduduk"].notna(), None)
    table.insert(0, "kode", outlines.index)
    features = [
        json.dumps({"type": "Feature", "properties": row, "geometry": shape}, ensure_ascii=False, separators=(",", ":"))
        for row, shape in zip(table.to_dict("records"), (g.__geo_interface__ for g in outlines.geometry), strict=True)
    ]
    head = f'{{"type":"FeatureCollection","name":{json.dumps(name)},"features":['
    return "\n".join([head, ",\n".join(features), "]}"]) + "\n"
