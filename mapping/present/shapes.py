"""Outlines on paper: degrees to pixels, simplified as one coverage, as the path texts that SVG draws."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import shapely

from mapping.present.outlines import kecamatan_of

if TYPE_CHECKING:
    import geopandas as gpd

METRES_PER_DEGREE = 111_320.0
"""Of latitude, and of longitude times the cosine of the latitude; on a sheet the half percent of it is unseen."""
TOLERANCE_PX = 0.4
Shapes = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Drawn:
    """A region on a sheet of ``width`` x ``height`` pixels, y downwards.

    Parameters
    ----------
    areas : dict of polygon
        Kelurahan code (or position of the kecamatan as text) -> its shape in pixels; those without outline are absent.
    kecamatan : array of polygon, shape (k,)
        Outlines of the kecamatan, in the order of ``kecamatan_of``; empty ones are ``None``.
    metres_per_px : float
        Length on the ground of one pixel.
    """

    areas: dict[str, shapely.Geometry]
    kecamatan: Shapes
    width: float
    height: float
    metres_per_px: float


def _flat(shapes: Shapes) -> Shapes:
    """Degrees to metres from the middle of the region, y downwards: an equirectangular map true in its middle."""
    west, south, east, north = shapely.total_bounds(shapes)
    x0, y0 = (west + east) / 2, (south + north) / 2
    across = METRES_PER_DEGREE * math.cos(math.radians(y0))
    flat = shapely.transform(shapes, lambda xy: (xy - (x0, y0)) * (across, -METRES_PER_DEGREE))
    return np.asarray(flat, dtype=object)


def _unions(shapes: Shapes, groups: npt.NDArray[np.int64]) -> Shapes:
    sound = shapely.make_valid(shapes)
    unions = [shapely.union_all(sound[groups == group]) for group in range(int(groups.max()) + 1)]
    return np.array([None if whole.is_empty else whole for whole in unions], dtype=object)


def fit_shapes(
    kelurahan: gpd.GeoDataFrame, level: str, focus: str, width: float, heights: tuple[float, float]
) -> Drawn:
    """Fit a region, or the kecamatan ``focus`` of it, into a box and simplify it to what the sheet can show.

    Parameters
    ----------
    kelurahan : GeoDataFrame
        The contract's table, EPSG:4326.
    level : str
        ``"kelurahan"`` or ``"kecamatan"``: what the areas are.
    focus : str
        Position of a kecamatan as text; ``""`` for the whole region.
    width, heights : float, (lowest, highest)
        The box in pixels; its height follows the region between the two.
    """
    shapes = shapely.force_2d(kelurahan.geometry.to_numpy())
    drawable = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    shapes, groups = _flat(shapes[drawable]), kecamatan_of(kelurahan)[0][drawable]
    inside = groups == int(focus) if focus.isdecimal() else np.ones(len(groups), bool)
    west, top, east, bottom = shapely.total_bounds(shapes[inside] if inside.any() else shapes)
    across, down = max(east - west, 1.0), max(bottom - top, 1.0)
    height = min(max(heights[0], width * down / across), heights[1])
    metres_per_px = max(across / width, down / height)
    shift = np.array([width / 2, height / 2]) - np.array([(west + east) / 2, (top + bottom) / 2]) / metres_per_px
    simple = shapely.coverage_simplify(shapes, metres_per_px * TOLERANCE_PX)
    placed = np.asarray(shapely.transform(simple, lambda xy: xy / metres_per_px + shift), dtype=object)
    wholes = _unions(placed, groups)
    codes = [str(code) for code in kelurahan.index[drawable]]
    areas = dict(zip(codes, placed, strict=True))
    if level == "kecamatan":
        areas = {str(place): whole for place, whole in enumerate(wholes) if whole is not None}
    return Drawn(areas, wholes, width, height, metres_per_px)


def path_text(shape: shapely.Geometry) -> str:
    """The polygons of a shape as the ``d`` of an SVG path, in tenths of a pixel; ``""`` for what has no area.

    Examples
    --------
    >>> path_text(shapely.box(0, 0, 1, 2))
    'M1,0 1,2 0,2 0,0Z'
    """
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and not part.is_empty]
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    texts = []
    for ring in rings:
        points = np.round(shapely.get_coordinates(ring)[:-1], 1) + 0.0
        moved = np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))
        texts.append("M" + " ".join(f"{x:g},{y:g}" for x, y in points[moved].tolist()) + "Z")
    return "".join(texts)


def round_length(longest: float) -> float:
    """The longest of 1, 2 or 5 times a power of ten that does not exceed ``longest``; for scale bars.

    Examples
    --------
    >>> [round_length(metres) for metres in (7_300, 1_999, 48_000)]
    [5000.0, 1000.0, 20000.0]
    """
    power = 10.0 ** math.floor(math.log10(longest))
    return max(step * power for step in (0.5, 1, 2, 5) if step * power <= longest)
