"""Outlines as the browser needs them: simplified once per region, gzipped, kept under a token."""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from mapping.present.maps import escape_text

MAP_WIDTH_PX = 900
KEPT_UPLOADS = 64
FINE_UP_TO = 2_000
"""Up to this many kelurahan the outlines stay sharp two zoom levels closer than the first view."""


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


def kecamatan_of(kelurahan: gpd.GeoDataFrame) -> tuple[np.ndarray, list[str]]:
    """Position of each kelurahan's kecamatan, and the kecamatan names in that order.

    Kecamatan of the same name in two kabupaten stay two.
    """
    groups = kelurahan.groupby(["kabupaten", "kecamatan"], sort=True, dropna=False)
    names = ["" if name != name or name is None else str(name) for _, name in groups.groups]
    return groups.ngroup().to_numpy(), names


def _features(codes: Sequence[str], shapes: np.ndarray) -> dict[str, Any]:
    texts = shapely.to_geojson(shapes)
    features = [
        {"type": "Feature", "id": code, "properties": {}, "geometry": json.loads(text)}
        for code, text in zip(codes, texts, strict=True)
        if text is not None
    ]
    return {"type": "FeatureCollection", "features": features}


def simplify_outlines(kelurahan: gpd.GeoDataFrame, private: bool) -> Outlines:
    """Outlines simplified as one coverage, so that neighbours keep sharing their border.

    The tolerance is half a pixel of a map ``MAP_WIDTH_PX`` wide that shows the region whole (an eighth
    of a pixel for up to ``FINE_UP_TO`` kelurahan, which leaves room to zoom in). Coordinates are rounded
    to five decimals (about a metre). Properties are empty: the code is the only thing that travels.

    Parameters
    ----------
    kelurahan : GeoDataFrame
        The contract's table, EPSG:4326.
    private : bool
        True gives an unguessable token instead of the content's hash.
    """
    shapes = shapely.force_2d(kelurahan.geometry.to_numpy())
    drawable = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    west, south, east, north = (float(v) for v in shapely.total_bounds(shapes[drawable]))
    span = max(east - west, (north - south) / math.cos(math.radians((south + north) / 2)), 1e-4)
    tolerance = span / MAP_WIDTH_PX * (0.125 if len(kelurahan) <= FINE_UP_TO else 0.5)
    # coverage_simplify is Visvalingam-Whyatt: it removes corners whose triangle is under tolerance squared.
    simple = np.array(shapes, dtype=object)
    simple[drawable] = shapely.coverage_simplify(shapes[drawable], tolerance)
    places, names = kecamatan_of(kelurahan)
    sound = shapely.make_valid(simple)
    wholes = np.array([shapely.union_all(sound[(places == i) & drawable]) for i in range(len(names))], dtype=object)
    # Rounding comes last: it may fold a sliver, which a drawing forgives and a union does not.
    simple, wholes = (shapely.transform(part, lambda xy: np.round(xy, 5)) for part in (simple, wholes))
    points = shapely.point_on_surface(shapely.make_valid(wholes))
    body = {
        "kelurahan": _features([escape_text(code) for code in kelurahan.index], simple),
        "kecamatan": _features([str(i) for i in range(len(names))], wholes),
        "labels": [[round(p.x, 5), round(p.y, 5)] if not p.is_empty else [west, south] for p in points],
    }
    packed = gzip.compress(json.dumps(body, separators=(",", ":")).encode(), mtime=0)
    token = secrets.token_hex(24) if private else hashlib.sha256(packed).hexdigest()[:24]
    return Outlines(token, packed, (west, south, east, north), len(kelurahan))


class Shelf:
    """Outlines that may be fetched now: public ones stay, of uploads the latest ``KEPT_UPLOADS`` do."""

    def __init__(self, kept: int = KEPT_UPLOADS) -> None:
        self._kept = kept
        self._public: dict[str, Outlines] = {}
        self._private: OrderedDict[str, Outlines] = OrderedDict()
        self._lock = threading.Lock()

    def publish(self, outlines: Outlines, private: bool) -> None:
        """Make outlines fetchable; publishing again keeps them from being dropped."""
        with self._lock:
            if not private:
                self._public[outlines.token] = outlines
                return
            self._private[outlines.token] = outlines
            self._private.move_to_end(outlines.token)
            while len(self._private) > self._kept:
                self._private.popitem(last=False)

    def find(self, token: str) -> tuple[Outlines | None, bool]:
        """The outlines under a token, and whether they are someone's own upload."""
        with self._lock:
            if token in self._public:
                return self._public[token], False
            return self._private.get(token), True


SHELF = Shelf()
