"""What the point of a cooperative is worth, seen against the outlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.language import mark

if TYPE_CHECKING:
    import geopandas as gpd

CENTRE_DEGREES = 5e-5
"""How near to the middle of an outline a point lies that was computed from it (about 5 m)."""
LABELS = {
    "inside": mark("di kelurahannya"),
    "placeholder": mark("pengganti: tepat di tengah kelurahan"),
    "elsewhere": mark("di kelurahan lain"),
    "outside": mark("di luar peta"),
    "unchecked": mark("belum diperiksa"),
    "": mark("belum ada titik"),
}


def point_states(points: pd.DataFrame, kelurahan: gpd.GeoDataFrame) -> pd.Series:
    """A key of ``LABELS`` for each point.

    A point in another kelurahan is ``"elsewhere"`` also where it is the middle of that one; one on the border of its
    own is inside.

    Parameters
    ----------
    points : DataFrame
        ``lon, lat`` (degrees, NaN none), ``kelurahan_code``.
    kelurahan : GeoDataFrame
        EPSG:4326, index kelurahan_code.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely import box
    >>> map_ = gpd.GeoDataFrame(geometry=[box(1, 0, 2, 1), box(0, 0, 1, 1)], index=["b", "a"], crs="EPSG:4326")
    >>> points = pd.DataFrame({"lon": [0.2, 1.2, 0.5, 9, None, 1.0], "lat": [0.2, 0.2, 0.5, 9, None, 0.3]})
    >>> point_states(points.assign(kelurahan_code=["a", "a", "a", "a", "a", "b"]), map_).tolist()
    ['inside', 'elsewhere', 'placeholder', 'outside', '', 'inside']
    """
    import shapely
    from scipy.spatial import cKDTree

    from mapping.intake.places.locate import locate_points

    found, touching = locate_points(points, kelurahan)
    codes = points["kelurahan_code"].astype("object")
    at_border = pd.Series(
        [pair in touching for pair in zip(points.index, codes, strict=True)], points.index, dtype=bool
    )
    own = (found == codes) | at_border
    has = points["lon"].notna() & points["lat"].notna()
    middles = shapely.get_coordinates(shapely.centroid(kelurahan.geometry.to_numpy()))
    where = points.loc[has, ["lon", "lat"]].to_numpy(dtype=float)
    near, _ = cKDTree(middles).query(where, distance_upper_bound=CENTRE_DEGREES)
    middle = pd.Series(False, index=points.index)
    middle[has] = np.isfinite(near)
    cases = [~has, own & middle, own, found.notna()]
    return pd.Series(np.select(cases, ["", "placeholder", "inside", "elsewhere"], "outside"), points.index, dtype="str")


def point_state(lat: float | None, lon: float | None, code: str, kelurahan: gpd.GeoDataFrame | None) -> str:
    """As :func:`point_states` for one point; ``"unchecked"`` without outlines."""
    if lat is None or lon is None:
        return ""
    if kelurahan is None or code not in kelurahan.index:
        return "unchecked"
    one = pd.DataFrame({"lon": [lon], "lat": [lat], "kelurahan_code": [code]})
    return str(point_states(one, kelurahan).iloc[0])
