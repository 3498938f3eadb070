"""What a map may fetch beside the page: outlines, names and own layers, each under a token."""

from __future__ import annotations

import gzip
import hashlib
import json
import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    import geopandas as gpd

    from mapping.present.outlines import Outlines

KEPT_UPLOADS = 192


@dataclass(frozen=True)
class Parcel:
    """Something else that a map fetches under a token: names, or someone's own layer. ``body`` is gzipped JSON."""

    token: str
    body: bytes

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'


def pack(body: object, token: str = "") -> Parcel:
    """Any JSON as a parcel; without a token of its own it gets one that cannot be guessed."""
    packed = gzip.compress(json.dumps(body, separators=(",", ":")).encode(), mtime=0)
    return Parcel(token or secrets.token_hex(24), packed)


def pack_overlay(shapes: gpd.GeoDataFrame, kinds: Sequence[int] | None = None) -> Parcel:
    """Someone's own layer: shapes in EPSG:4326 with at most a category's number (``k``); no names, no attributes.

    Parameters
    ----------
    shapes : GeoDataFrame
        Points, lines or areas; those without geometry are left out.
    kinds : sequence of int, one a row, or None
        Position of each in the labels of its ``MapOverlay``.
    """
    flat = shapely.transform(shapely.force_2d(shapes.geometry.to_numpy()), lambda xy: np.round(xy, 5))
    told = [{} for _ in flat] if kinds is None else [{"k": int(kind)} for kind in kinds]
    features = [
        {"type": "Feature", "properties": one, "geometry": json.loads(text)}
        for one, text in zip(told, shapely.to_geojson(flat), strict=True)
        if text is not None
    ]
    return pack({"type": "FeatureCollection", "features": features})


class Shelf:
    """What may be fetched now: public things stay, of those from uploads the latest ``KEPT_UPLOADS`` do."""

    def __init__(self, kept: int = KEPT_UPLOADS) -> None:
        self._kept = kept
        self._public: dict[str, Outlines | Parcel] = {}
        self._private: OrderedDict[str, Outlines | Parcel] = OrderedDict()
        self._lock = threading.Lock()

    def publish(self, outlines: Outlines | Parcel, private: bool) -> None:
        """Make outlines fetchable; publishing again keeps them from being dropped."""
        with self._lock:
            if not private:
                self._public[outlines.token] = outlines
                return
            self._private[outlines.token] = outlines
            self._private.move_to_end(outlines.token)
            while len(self._private) > self._kept:
                self._private.popitem(last=False)

    def find(self, token: str) -> tuple[Outlines | Parcel | None, bool]:
        """What is under a token, and whether it is someone's own upload."""
        with self._lock:
            if token in self._public:
                return self._public[token], False
            return self._private.get(token), True


SHELF = Shelf()
