"""Coordinates in metres (UTM, TM-3) that stand where degrees are expected: which projection, and back to degrees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.language import tr

if TYPE_CHECKING:
    import geopandas as gpd

EASTING = (1e4, 9.5e5)
NORTHING = (1e3, 1.05e7)
SOUTHERN_NORTHING = 1.5e6
"""UTM counts from 10,000 km in the south and from 0 in the north; TM-3 of the land office from 1,500 km."""
UTM = {32600 + zone: f"UTM zona {zone}N" for zone in range(46, 55)} | {
    32700 + zone: f"UTM zona {zone}S" for zone in range(46, 55)
}
TM3 = {23830 + i: f"TM-3 zona {46 + (i + 1) // 2}.{1 + (i + 1) % 2}" for i in range(16)}
KEPT_APART = "tetap"


def in_metres(lon: pd.Series, lat: pd.Series) -> pd.Series:
    """Where a pair can only be metres: both far above any degree, the northing positive.

    Examples
    --------
    >>> in_metres(pd.Series([434513.2, 110.4, 110415.0]), pd.Series([9224309.0, -7.0, -7015.0])).tolist()
    [True, False, False]
    """
    upright = lon.between(*EASTING) & lat.between(*NORTHING)
    turned = lat.between(*EASTING) & lon.between(SOUTHERN_NORTHING, NORTHING[1])
    return upright | turned


def to_degrees(lon: pd.Series, lat: pd.Series, epsg: int) -> tuple[pd.Series, pd.Series]:
    """Degrees (EPSG:4326) of metres in a projection; the larger number is the northing where the two are turned.

    Examples
    --------
    >>> lon, lat = to_degrees(pd.Series([434513.2]), pd.Series([9224309.0]), 32749)
    >>> float(lon[0].round(4)), float(lat[0].round(4))
    (110.4071, -7.0172)
    """
    from pyproj import Transformer

    turned = (lon > EASTING[1]) & (lat <= EASTING[1])
    east, north = lon.mask(turned, lat), lat.mask(turned, lon)
    x, y = Transformer.from_crs(epsg, 4326, always_xy=True).transform(east.to_numpy(), north.to_numpy())
    degrees = pd.DataFrame({"lon": x, "lat": y}, index=lon.index)
    degrees = degrees.where(np.isfinite(degrees))
    return degrees["lon"], degrees["lat"]


def projection_options(lon: pd.Series, lat: pd.Series, kelurahan: gpd.GeoDataFrame) -> dict[str, str]:
    """Answers to "which projection?", likeliest first: how many of the points would fall on the map.

    Returns
    -------
    dict of str
        ``"utm:32749"`` -> name and share; the projections that bring any point onto the map, then the neighbouring UTM
        zones of the likeliest, then ``"tetap"`` (leave them out).
    """
    west, south, east, north = kelurahan.total_bounds
    shares = {}
    for epsg in (*UTM, *TM3):
        x, y = to_degrees(lon, lat, epsg)
        shares[epsg] = float((x.between(west, east) & y.between(south, north)).mean())
    ranked = sorted((epsg for epsg, share in shares.items() if share > 0), key=lambda epsg: (-shares[epsg], -epsg))
    zone = int((west + east) / 2 // 6) + 31
    middle = (32700 if (south + north) / 2 < 0 else 32600) + zone
    ranked += [epsg for epsg in (middle, middle - 1, middle + 1) if epsg in UTM and epsg not in ranked]
    names = UTM | TM3
    options = {
        f"utm:{epsg}": tr("{names}; {shares:.0%} titik jatuh pada peta", names=names[epsg], shares=shares[epsg])
        for epsg in ranked
    }
    return options | {KEPT_APART: tr("bukan UTM; titik-titik ini tidak dipakai")}


def read_projection(answer: str) -> int | None:
    """EPSG code of an answer such as ``utm:32749``; None when it is none of ours.

    Examples
    --------
    >>> read_projection("utm:32749"), read_projection("tukar")
    (32749, None)
    """
    found = re.fullmatch(r"utm:(\d{4,6})", answer)
    epsg = int(found[1]) if found else 0
    return epsg if epsg in UTM or epsg in TM3 else None
