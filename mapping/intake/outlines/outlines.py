"""Raw shapes -> valid flat areas in degrees; those that cannot become one are rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.errors import InputError
from mapping.intake.issues import Findings
from mapping.intake.places.points import INDONESIA_LAT, INDONESIA_LON
from mapping.intake.wording import say_area
from mapping.language import mark, tr, tr_rows

if TYPE_CHECKING:
    import geopandas as gpd

EQUAL_AREA = "EPSG:6933"
"""World cylindrical equal area: true areas anywhere, also where a region spans several UTM zones."""
AREA_CHANGE = 0.001
"""Share of the area from which a mended ring is worth a look."""
MARGIN_DEGREES = 1.0
MANY_VERTICES = 50_000
"""Corners of one outline from which maps become slow; the largest real villages have about 20,000."""


def clean_outlines(raw: gpd.GeoDataFrame, findings: Findings) -> gpd.GeoSeries:
    """Valid 2D polygons in EPSG:4326; features without one are rejected.

    Heights are dropped, rings that cross themselves are mended by ``make_valid`` (which keeps every enclosed part),
    points and lines mixed into areas are left out.

    Raises
    ------
    InputError
        No feature is left, or all lie outside Indonesia.
    """
    import geopandas as gpd
    import shapely

    shape = gpd.GeoSeries(shapely.force_2d(raw.geometry.array), index=raw.index, crs=raw.crs)
    empty = shape.isna() | shape.is_empty
    findings.reject(raw.index[empty], tr("tidak punya bidang (geometri kosong)"))
    shape = shape[~empty]
    flat = ~shape.geom_type.isin(["Polygon", "MultiPolygon", "GeometryCollection"])
    findings.reject(
        shape.index[flat], tr("berupa titik atau garis, bukan bidang wilayah"), values=shape.geom_type[flat]
    )
    shape = _to_degrees(shape[~flat], findings.file)
    shape = _repair_rings(_reject_far(shape, findings), findings)
    if shape.empty:
        raise InputError(
            tr('Berkas "{file}" tidak memuat satu bidang wilayah pun yang dapat dipakai.', file=findings.file)
        )
    _note_vertices(shape, findings)
    return shape


def measure_areas(shape: gpd.GeoSeries) -> pd.Series:
    """Area of each outline in km2."""
    return shape.to_crs(EQUAL_AREA).area / 1e6


def _to_degrees(shape: gpd.GeoSeries, file: str) -> gpd.GeoSeries:
    from pyproj.exceptions import ProjError

    if shape.empty or shape.crs.equals("EPSG:4326"):
        return shape
    try:
        return shape.to_crs("EPSG:4326")
    except ProjError as error:  # a CRS that is well written but leads nowhere, for example one of the Moon
        raise InputError(
            tr(
                'Berkas "{file}" memakai sistem koordinat yang tidak dapat diubah ke derajat bumi. '
                "Simpan ulang dengan sistem koordinat EPSG:4326.",
                file=file,
            )
        ) from error


def _reject_far(shape: gpd.GeoSeries, findings: Findings) -> gpd.GeoSeries:
    bounds = shape.bounds.replace([np.inf, -np.inf], np.nan)
    low_lon, high_lon = INDONESIA_LON[0] - MARGIN_DEGREES, INDONESIA_LON[1] + MARGIN_DEGREES
    low_lat, high_lat = INDONESIA_LAT[0] - MARGIN_DEGREES, INDONESIA_LAT[1] + MARGIN_DEGREES
    inside = bounds["minx"].ge(low_lon) & bounds["maxx"].le(high_lon)
    inside &= bounds["miny"].ge(low_lat) & bounds["maxy"].le(high_lat)
    if len(shape) and not inside.any():
        turned = bounds["minx"].ge(low_lat) & bounds["maxx"].le(high_lat) & bounds["miny"].ge(low_lon)
        guess = tr("lintang dan bujurnya tampak tertukar") if turned.all() else tr("sistem koordinatnya mungkin salah")
        first = shape.index[0]
        raise InputError(
            tr(
                'Berkas "{file}": semua wilayah (mulai fitur {first}) di luar Indonesia (94-142 BT); '
                "{guess}. Periksa sistem koordinat, lalu kirim ulang.",
                file=findings.file,
                first=first,
                guess=guess,
            )
        )
    findings.reject(shape.index[~inside], tr("berada di luar Indonesia atau berkoordinat mustahil"))
    return shape[inside]


def _repair_rings(shape: gpd.GeoSeries, findings: Findings) -> gpd.GeoSeries:
    """Crossing rings mended by ``make_valid``; of mixed results only the areas are kept."""
    broken = shape.index[~shape.is_valid]
    mixed = shape.index[shape.geom_type == "GeometryCollection"].difference(broken)
    for rows, reason in ((broken, tr("garis batas memotong dirinya")), (mixed, tr("bercampur titik atau garis"))):
        if len(rows):
            shape = _mend(shape, rows, reason, findings)
    return shape


def _mend(shape: gpd.GeoSeries, rows: pd.Index, reason: str, findings: Findings) -> gpd.GeoSeries:
    import geopandas as gpd
    import shapely

    before = measure_areas(shape[rows])
    fixed = gpd.GeoSeries(list(map(_areas_only, shapely.make_valid(shape[rows].array))), index=rows, crs=shape.crs)
    lost = fixed.isna()
    findings.reject(rows[lost], tr("{reason} dan tidak menyisakan bidang", reason=reason))
    fixed = fixed[~lost]
    after, before = measure_areas(fixed), before[~lost]
    changed = (after - before).abs() > AREA_CHANGE * before.abs()
    moved = tr_rows(
        "diperbaiki; luas {before} menjadi {after}, periksa bentuknya",
        before=before.map(say_area),
        after=after.map(say_area),
    )
    for level, which, done in (("warn", changed, moved), ("repair", ~changed, None)):
        words = tr("diperbaiki; luasnya tetap") if done is None else done[which]
        findings.note(mark("garis batas"), reason, words, rows=fixed.index[which], level=level)
    shape = shape.drop(index=rows[lost])
    shape[fixed.index] = fixed.to_numpy()
    return shape


def _areas_only(geometry: object) -> object | None:
    import shapely

    parts = [part for part in shapely.get_parts(shapely.get_parts([geometry])) if part.geom_type == "Polygon"]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _note_vertices(shape: gpd.GeoSeries, findings: Findings) -> None:
    import shapely

    count = pd.Series(shapely.get_num_coordinates(shape.array), index=shape.index)
    many = count[count > MANY_VERTICES]
    findings.note(
        mark("titik batas"),
        tr_rows("garis batasnya terlalu rapat ({n} titik)", n=many),
        tr("disederhanakan di peta saja; luas dihitung dari garis asli"),
        rows=many.index,
    )
