"""Outlines as a browser draws them: simplified as one coverage, gzipped, kept in a file beside the study."""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import secrets
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import shapely

from mapping.present.mappayload import escape_text

if TYPE_CHECKING:
    import geopandas as gpd

MAP_WIDTH_PX = 900
FINE_UP_TO = 2_000
"""Up to this many kelurahan the outlines stay sharp two zoom levels closer than the first view."""
DECIMALS_UP_TO = 5
"""About a metre."""
Shapes = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Outlines:
    """One region's outlines, ready to send.

    ``token`` is the content's hash for public regions and unguessable for uploads; ``body`` is gzipped
    JSON; ``bounds`` is (west, south, east, north) in degrees; ``count`` the number of kelurahan.
    """

    token: str
    body: bytes
    bounds: tuple[float, float, float, float]
    count: int

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'


def kecamatan_of(kelurahan: gpd.GeoDataFrame) -> tuple[npt.NDArray[np.int64], list[str]]:
    """Position of each kelurahan's kecamatan, and the kecamatan names in that order.

    Kecamatan of the same name in two kabupaten stay two.
    """
    groups = kelurahan[["kabupaten", "kecamatan"]].groupby(["kabupaten", "kecamatan"], sort=True, dropna=False)
    names = ["" if name != name or name is None else str(name) for _, name in groups.groups]
    return groups.ngroup().to_numpy(), names


def simplify_outlines(kelurahan: gpd.GeoDataFrame, private: bool) -> Outlines:
    """Outlines simplified as one coverage, so that neighbours keep sharing their border.

    The tolerance is half a pixel of a map ``MAP_WIDTH_PX`` wide that shows the region whole (an eighth
    of a pixel for up to ``FINE_UP_TO`` kelurahan, which leaves room to zoom in). Coordinates are rounded
    to a tenth of that or finer, at most to five decimals (about a metre). Properties are empty: the code is
    the only thing that travels.

    Parameters
    ----------
    kelurahan : GeoDataFrame
        The contract's table, EPSG:4326.
    private : bool
        True gives an unguessable token instead of the content's hash.
    """
    shapes = shapely.force_2d(kelurahan.geometry.to_numpy())
    drawable = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    tolerance = _tolerance(_bounds(kelurahan), len(kelurahan))
    # coverage_simplify is Visvalingam-Whyatt: it removes corners whose triangle is under tolerance squared.
    simple = np.array(shapes, dtype=object)
    simple[drawable] = shapely.coverage_simplify(shapes[drawable], tolerance)
    places, names = kecamatan_of(kelurahan)
    sound = shapely.make_valid(simple)
    wholes = np.array([_union(sound[(places == i) & drawable]) for i in range(len(names))], dtype=object)
    # Rounding comes last: it may fold a sliver, which a drawing forgives and a union does not.
    decimals = min(DECIMALS_UP_TO, math.ceil(-math.log10(tolerance)) + 1)
    simple, wholes = (shapely.transform(part, lambda xy: np.round(xy, decimals)) for part in (simple, wholes))
    codes = [escape_text(code) for code in kelurahan.index]
    body = _write_body(codes, simple, wholes, _bounds(kelurahan)[:2])
    return _of_body(gzip.compress(body.encode(), 6, mtime=0), kelurahan, private)


def _bounds(kelurahan: gpd.GeoDataFrame) -> tuple[float, float, float, float]:
    west, south, east, north = (float(v) for v in shapely.total_bounds(kelurahan.geometry.to_numpy()))
    return west, south, east, north


def _tolerance(bounds: tuple[float, float, float, float], count: int) -> float:
    """Degrees that are half a pixel (an eighth for a small region) of the whole region on a screen."""
    west, south, east, north = bounds
    span = max(east - west, (north - south) / math.cos(math.radians((south + north) / 2)), 1e-4)
    return span / MAP_WIDTH_PX * (0.125 if count <= FINE_UP_TO else 0.5)


def _union(parts: Shapes) -> shapely.Geometry:
    """The parts as one: those that truly tile in a tenth of the time, all others by the union that bears anything."""
    try:
        whole = shapely.coverage_union_all(parts)
    except shapely.GEOSException:
        return shapely.union_all(parts)
    # Overlaps would count twice, and borders that do not meet corner by corner would be left inside.
    tiles = shapely.is_valid(whole) and math.isclose(whole.area, float(shapely.area(parts).sum()), rel_tol=1e-9)
    return whole if tiles else shapely.union_all(parts)


def _write_body(codes: Sequence[str], simple: Shapes, wholes: Shapes, corner: tuple[float, float]) -> str:
    """The JSON that the browser reads: the texts of GEOS put together, never parsed."""
    points = shapely.point_on_surface(shapely.make_valid(wholes))
    places = [corner if point is None or point.is_empty else (point.x, point.y) for point in points]
    labels = json.dumps([[round(float(x), 5), round(float(y), 5)] for x, y in places], separators=(",", ":"))
    kecamatan = _features([str(i) for i in range(len(wholes))], wholes)
    return f'{{"kelurahan":{_features(codes, simple)},"kecamatan":{kecamatan},"labels":{labels}}}'


def _features(codes: Sequence[str], shapes: Shapes) -> str:
    features = [
        f'{{"type":"Feature","id":{json.dumps(code)},"properties":{{}},"geometry":{text}}}'
        for code, text in zip(codes, shapely.to_geojson(shapes), strict=True)
        if text is not None
    ]
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'


def _of_body(body: bytes, kelurahan: gpd.GeoDataFrame, private: bool) -> Outlines:
    token = secrets.token_hex(24) if private else hashlib.sha256(body).hexdigest()[:24]
    return Outlines(token, body, _bounds(kelurahan), len(kelurahan))


def outlines_file(study: Path) -> Path:
    """Where a kept study has its outlines: the name changes with its kelurahan, this file and GEOS.

    So outlines of other shapes, or made in another way, are never found.

    Raises
    ------
    FileNotFoundError
        When the folder holds no study.
    """
    digest = hashlib.sha256(" ".join(map(str, (shapely.__version__, shapely.geos_version))).encode())
    for part in (Path(__file__), study / "kelurahan.parquet"):
        digest.update(hashlib.sha256(part.read_bytes()).digest())
    return study / f"outlines-{digest.hexdigest()[:24]}.json.gz"


def write_outlines(study: Path) -> None:
    """Keep the outlines beside a kept study, unless they are there; those of an earlier making go."""
    import geopandas as gpd

    from mapping.present.files.whole import whole_file

    path = outlines_file(study)
    if _read_body(path) is None:
        kelurahan = gpd.read_parquet(study / "kelurahan.parquet")
        with whole_file(path) as fresh:
            fresh.write_bytes(simplify_outlines(kelurahan, private=False).body)
    for old in set(study.glob("outlines-*.json.gz")) - {path}:
        old.unlink()


def read_outlines(kelurahan: gpd.GeoDataFrame, study: Path) -> Outlines:
    """The public outlines of a kept study: from their file, or made now where it is missing, old or damaged."""
    body = _read_body(outlines_file(study))
    return simplify_outlines(kelurahan, private=False) if body is None else _of_body(body, kelurahan, private=False)


def _read_body(path: Path) -> bytes | None:
    """The file's content, None where it is missing or damaged."""
    try:
        body = path.read_bytes()
        return body if gzip.decompress(body) else None
    except (OSError, EOFError, zlib.error):
        return None
