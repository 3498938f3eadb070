"""How far suppliers are, as a straight line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import geopandas as gpd


def points_of(places: pd.DataFrame, kelurahan: gpd.GeoDataFrame) -> pd.DataFrame:
    """Where places are: their own point, else the middle of their kelurahan.

    Parameters
    ----------
    places : DataFrame
        ``kelurahan_code, lat, lon``; NaN without a point of its own.
    kelurahan : GeoDataFrame
        Index kelurahan_code, EPSG:4326.

    Returns
    -------
    DataFrame, index of ``places``
        ``lat, lon`` (NaN: neither is known) and ``middle`` (bool: of the kelurahan, not of the place).
    """
    import shapely

    codes = places["kelurahan_code"]
    known = kelurahan.loc[kelurahan.index.isin(codes.unique())]
    middle = shapely.centroid(known.geometry.to_numpy())
    table = pd.DataFrame({"lat": shapely.get_y(middle), "lon": shapely.get_x(middle)}, index=known.index)
    around = table.reindex(codes).set_axis(places.index)
    own = places[["lat", "lon"]].astype(float)
    has = own.notna().all(axis="columns")
    return own.where(has, around).assign(middle=~has)


def codes_of(places: pd.DataFrame, kelurahan: gpd.GeoDataFrame) -> pd.Series:
    """The kelurahan of each place: as it is told, else the one in which its point lies; ``""`` unknown.

    Parameters
    ----------
    places : DataFrame
        ``kelurahan_code, lat, lon``.
    """
    import geopandas as gpd

    told = places["kelurahan_code"]
    asked = places[(told == "") & places["lat"].notna()]
    if asked.empty:
        return told
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(asked["lon"], asked["lat"]), index=asked.index, crs=4326)
    outlines = gpd.GeoDataFrame({"found": kelurahan.index}, geometry=kelurahan.geometry.to_numpy(), crs=4326)
    inside = points.sjoin(outlines, predicate="within")["found"]
    return told.mask(told == "", inside[~inside.index.duplicated()].reindex(told.index)).fillna("")


def distance_km(lat: float, lon: float, points: pd.DataFrame) -> np.ndarray:
    """Kilometres from one place to others, as a straight line; not the way by road.

    Distances from the middle of an azimuthal equidistant map are true.

    Parameters
    ----------
    lat, lon : float
        Degrees; NaN: not known, and no distance is.
    points : DataFrame
        ``lat, lon`` in degrees.

    Returns
    -------
    ndarray of float, shape (points,)
        NaN where a point is not known.

    Examples
    --------
    >>> one_degree_north = pd.DataFrame({"lat": [-6.0, float("nan")], "lon": [112.0, 112.0]})
    >>> distance_km(-7.0, 112.0, one_degree_north).round(1).tolist()
    [110.6, nan]
    """
    import geopandas as gpd

    if np.isnan(lat) or np.isnan(lon) or points.empty:
        return np.full(len(points), np.nan)
    here = gpd.GeoSeries.from_xy(points["lon"].astype(float), points["lat"].astype(float), crs="EPSG:4326")
    flat = here.to_crs(f"+proj=aeqd +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m")
    away = np.hypot(flat.x.to_numpy(), flat.y.to_numpy()) / 1000.0
    return np.where(np.isfinite(away), away, np.nan)
