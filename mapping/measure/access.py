"""How far a kelurahan is from the places it needs: market, bank, LPG outlet, pharmacy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import geopandas as gpd

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the earth (IUGG)."""


def nearest_distance(kelurahan: gpd.GeoDataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """Straight-line distance from a point inside each kelurahan to the nearest point of every kind.

    Haversine distance; the point inside is shapely's representative point. Roads, rivers and slopes are not seen.

    Parameters
    ----------
    kelurahan : GeoDataFrame
        EPSG:4326, index ``kelurahan_code``.
    points : DataFrame
        ``kind, lon, lat`` (degrees).

    Returns
    -------
    DataFrame
        Index of ``kelurahan``; one column ``<kind>_distance_m`` per kind that has points, metres, never NaN.

    Notes
    -----
    One ball tree per kind (scikit-learn): ``(kelurahan + points) * log(points)``.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely.geometry import box
    >>> place = gpd.GeoDataFrame(index=["a"], geometry=[box(110.0, -7.0, 110.2, -6.8)], crs="EPSG:4326")
    >>> points = pd.DataFrame({"kind": ["market", "market"], "lon": [110.1, 111.0], "lat": [-6.8, -7.0]})
    >>> nearest_distance(place, points).round(-2).loc["a"].tolist()
    [11100.0]
    """
    from sklearn.neighbors import BallTree

    inside = kelurahan.geometry.representative_point()
    here = np.radians(np.column_stack([inside.y, inside.x]))
    found = {}
    for kind, rows in points.groupby("kind"):
        tree = BallTree(np.radians(rows[["lat", "lon"]].to_numpy(dtype=float)), metric="haversine")
        found[f"{kind}_distance_m"] = tree.query(here, k=1)[0][:, 0] * EARTH_RADIUS_M
    return pd.DataFrame(found, index=kelurahan.index)


def add_distances(context: pd.DataFrame, kelurahan: gpd.GeoDataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """The context values with the distances to points, in the same shape: ``item`` is ``<kind>_distance_m``.

    ``file`` names the file of the points, ``row`` is 0 (no single row stands behind it).

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely.geometry import box
    >>> place = gpd.GeoDataFrame(index=["a"], geometry=[box(110.0, -7.0, 110.2, -6.8)], crs="EPSG:4326")
    >>> points = pd.DataFrame({"kind": ["market"], "lon": [110.1], "lat": [-6.8], "file": ["pasar.csv"]})
    >>> known = pd.DataFrame(columns=["kelurahan_code", "item", "value", "text", "unit", "date", "file", "row"])
    >>> add_distances(known, place, points)[["kelurahan_code", "item", "unit", "file"]].values.tolist()
    [['a', 'market_distance_m', 'm', 'pasar.csv']]
    """
    if points.empty:
        return context
    table = nearest_distance(kelurahan, points).rename_axis("kelurahan_code")
    long = table.melt(ignore_index=False, var_name="item").reset_index()
    files = points.groupby("kind")["file"].first()
    long["file"] = long["item"].str.removesuffix("_distance_m").map(files)
    long = long.assign(text="", unit="m", date="", row=0)[list(context.columns)]
    return pd.concat([context, long], ignore_index=True) if len(context) else long
