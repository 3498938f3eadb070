"""Someone's own layer to lay over a map: zones, roads, points of any map file -> flat shapes in degrees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.errors import InputError, QuestionError
from mapping.intake.gate.files import check_size, show_name
from mapping.intake.gate.limits import Limits, read_limits
from mapping.intake.gate.worker import Tick, no_tick, parse_apart
from mapping.intake.outlines.layers import Layer, list_layers, read_layer, unreadable
from mapping.intake.outlines.vectors import CRS_KEY, CRS_OPTIONS
from mapping.intake.privacy import is_name_column, is_personal_column, is_personal_header
from mapping.intake.wording import say_number
from mapping.language import tr

if TYPE_CHECKING:
    import geopandas as gpd

LAYER_KEY = "lapisan.lapisan"
MOST_CATEGORIES = 12
"""More colours than this cannot be told apart on a map."""
LONGEST_CATEGORY = 60
MARGIN = 0.05
"""How far around the region a layer is kept, as a share of the region's size."""
FINENESS = 4_000
"""A region is drawn this many times wider than the smallest detail that is kept."""
MOST_CORNERS = 150_000
"""Corners of all shapes together that a map still draws fluently."""
Bounds = tuple[float, float, float, float]


def read_overlay(
    content: bytes,
    name: str,
    bounds: Bounds,
    answers: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    tick: Tick = no_tick,
) -> gpd.GeoDataFrame:
    """Shapes of a map file within a region, with the columns by which they can be coloured.

    Nothing but the bytes decides what is opened; no path, no network. Runs in a process of its own unless
    ``limits.apart`` is off.

    Parameters
    ----------
    content : bytes
        GeoPackage, GeoJSON, zipped shapefile, GeoParquet, FlatGeobuf, KML, KMZ or TopoJSON, whatever its name says.
    name : str
        For messages only; never used as a path.
    bounds : (west, south, east, north)
        Of the region, degrees. What lies farther away than ``MARGIN`` is cut off.
    answers : mapping, optional
        Of the user, by key: ``lapisan.lapisan`` names the layer, ``batas.crs`` the coordinate system.
    limits : Limits, optional
        Those of the command line when not given.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, 2D, valid, nothing empty; index 0...; of the file's columns only those with 2 to
        ``MOST_CATEGORIES`` different values, as text (``""`` unknown), and none that speaks of persons.

    Raises
    ------
    InputError
        Not a map, broken, too large, reaching for other files, or nothing of it lies in the region.
    QuestionError
        ``lapisan.lapisan``: several layers. ``batas.crs``: the file does not say its CRS, or it cannot be true.
    """
    answers, limits = answers or {}, limits or read_limits()
    check_size(content, name, limits)
    if limits.apart:
        arguments = {"bounds": tuple(bounds), "answers": dict(answers)}
        frame: gpd.GeoDataFrame = parse_apart("overlay", content, name, arguments, limits, tick)
        return frame
    layer = _choose_layer(list_layers(content, name, limits), name, answers.get(LAYER_KEY, ""))
    _check_count(layer.features, tr("bentuk"), limits.features, name)
    raw = read_layer(layer, name)
    _check_extent(raw, name, limits)
    shapes = _to_degrees(raw, layer, name, answers.get(CRS_KEY, ""))
    inside = _simplify(_clip(shapes, bounds, name), bounds, name)
    columns = category_columns(raw.drop(columns=raw.geometry.name).loc[inside.index])
    import geopandas as gpd

    return gpd.GeoDataFrame(columns, geometry=inside, crs="EPSG:4326").reset_index(drop=True)


def _choose_layer(layers: Sequence[Layer], name: str, answer: str) -> Layer:
    filled = [layer for layer in layers if layer.features != 0]
    if not filled:
        raise unreadable(name)
    picked = [layer for layer in filled if layer.label == answer] if answer else filled
    if len(picked) == 1:
        return picked[0]
    options = {layer.label: tr("{n} bentuk", n=say_number(layer.features)) for layer in filled}
    raise QuestionError(
        tr(
            'Berkas "{name}" memuat {layers} lapisan. Pilih lapisan yang akan ditampilkan di atas peta.',
            name=show_name(name),
            layers=len(filled),
        ),
        LAYER_KEY,
        options,
    )


def _check_count(count: int, what: str, limit: int, name: str) -> None:
    if limit and count > limit:
        raise InputError(
            tr(
                'Berkas "{name}" memuat {count} {what}; batasnya {limit}. Ambil bagian yang diperlukan '
                "saja di QGIS, lalu kirim ulang.",
                name=show_name(name),
                count=say_number(count),
                what=what,
                limit=say_number(limit),
            )
        )


def _check_extent(frame: gpd.GeoDataFrame, name: str, limits: Limits) -> None:
    import shapely

    if frame.empty or frame.geometry.isna().all():
        raise unreadable(name)
    _check_count(len(frame), tr("bentuk"), limits.features, name)
    _check_count(frame.shape[1] - 1, tr("kolom"), limits.columns, name)
    corners = int(shapely.get_num_coordinates(frame.geometry.array).sum())
    _check_count(corners, tr("titik"), limits.vertices, name)


def _to_degrees(frame: gpd.GeoDataFrame, layer: Layer, name: str, asked: str) -> gpd.GeoSeries:
    """The shapes in degrees: by the CRS that the file names, unless its numbers cannot be degrees; else as asked."""
    from pyproj.exceptions import CRSError, ProjError

    shapes = frame.geometry
    far = (shapes.bounds.abs() > 180).any(axis=1)
    projected = bool(far[shapes.notna()].mean() > 0.9)
    told = shapes.crs is not None and not (shapes.crs.is_geographic and projected)
    if told or (shapes.crs is None and layer.kind in ("geojson", "topojson", "kml") and not projected):
        crs = shapes.crs or "EPSG:4326"
    elif asked:
        crs = asked
    else:
        raise _ask_crs(name)
    try:
        return shapes.set_crs(crs, allow_override=True).to_crs("EPSG:4326")
    except (CRSError, ProjError) as error:
        raise InputError(
            tr('Sistem koordinat "{crs}" tidak dikenal. Tulis seperti EPSG:4326.', crs=str(crs)[:40])
        ) from error


def _ask_crs(name: str) -> QuestionError:
    return QuestionError(
        tr(
            'Berkas "{name}" tidak menyebut sistem koordinat yang benar. Pilih sistem koordinatnya: '
            "derajat, atau meter UTM menurut letak wilayahnya.",
            name=show_name(name),
        ),
        CRS_KEY,
        {key: tr(text) for key, text in CRS_OPTIONS.items()},
        free=True,
    )


def _clip(shapes: gpd.GeoSeries, bounds: Bounds, name: str) -> gpd.GeoSeries:
    """Flat valid shapes, cut to the region and its margin; those that lie elsewhere are left out."""
    import geopandas as gpd
    import shapely

    west, south, east, north = bounds
    wide, high = (east - west) * MARGIN + 1e-3, (north - south) * MARGIN + 1e-3
    flat = shapely.force_2d(shapes.to_numpy())
    ends = shapely.bounds(flat)
    with np.errstate(invalid="ignore"):
        near = np.isfinite(ends).all(axis=1) & (ends[:, 0] <= east + wide) & (ends[:, 2] >= west - wide)
        near &= (ends[:, 1] <= north + high) & (ends[:, 3] >= south - high)
    cut = shapely.clip_by_rect(shapely.make_valid(flat[near]), west - wide, south - high, east + wide, north + high)
    inside = gpd.GeoSeries(cut, index=shapes.index[near], crs="EPSG:4326")
    inside = inside[~(inside.isna() | inside.is_empty)]
    if inside.empty:
        raise InputError(
            tr(
                'Isi berkas "{name}" seluruhnya di luar wilayah yang sedang dibuka. Pilih wilayah yang sesuai, '
                "atau periksa sistem koordinatnya.",
                name=show_name(name),
            )
        )
    return inside


def _simplify(shapes: gpd.GeoSeries, bounds: Bounds, name: str) -> gpd.GeoSeries:
    """Without detail that cannot be seen; ever coarser until a map can draw it fluently."""
    import shapely

    west, south, east, north = bounds
    tolerance = max(east - west, north - south) / FINENESS
    for _ in range(4):
        simple = shapes.simplify(tolerance)
        corners = int(shapely.get_num_coordinates(simple.array).sum())
        if corners <= MOST_CORNERS:
            return simple
        tolerance *= 2
    _check_count(corners, tr("titik di wilayah ini"), MOST_CORNERS, name)
    return simple


def category_columns(table: pd.DataFrame) -> pd.DataFrame:
    """The columns that can colour a map: 2 to ``MOST_CATEGORIES`` different texts, none about persons.

    Examples
    --------
    >>> table = pd.DataFrame({"zona": ["industri", "sawah", None], "no": ["1", "2", "3"], "nik": ["a", "b", "b"]})
    >>> category_columns(table).to_dict("list")
    {'zona': ['industri', 'sawah', ''], 'no': ['1', '2', '3']}
    """
    kept: dict[str, pd.Series] = {}
    for position, header in enumerate(map(str, table.columns)):
        cells = table.iloc[:, position]
        if cells.dtype == object and cells.map(lambda cell: isinstance(cell, bytes | dict | list)).any():
            continue
        texts = cells.where(cells.notna(), "").astype(str).str.split().str.join(" ").str[:LONGEST_CATEGORY]
        values = texts[texts != ""]
        if not 2 <= values.nunique() <= MOST_CATEGORIES or is_personal_header(header):
            continue
        if not (is_personal_column(values) or is_name_column(values)):
            kept[header] = texts
    return pd.DataFrame(kept, index=table.index)
