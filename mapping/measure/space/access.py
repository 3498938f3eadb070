"""How well residents reach what they need: market, bank, LPG outlet, pharmacy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import read_norms
from mapping.language import tr

if TYPE_CHECKING:
    import geopandas as gpd

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the earth (IUGG)."""
DISTANCE, ACCESS = "_distance_m", "_access_1000"


def nearest_distance(kelurahan: gpd.GeoDataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """Straight-line distance from a point inside each kelurahan to the nearest point of every kind.

    Haversine distance; the point inside is shapely's representative point. Roads, rivers and slopes are not seen, nor
    are points beyond the region that no file names.

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

    here = _inside(kelurahan)
    found = {}
    for kind, rows in points.groupby("kind"):
        tree = BallTree(_radians(rows), metric="haversine")
        found[f"{kind}{DISTANCE}"] = tree.query(here, k=1)[0][:, 0] * EARTH_RADIUS_M
    return pd.DataFrame(found, index=kelurahan.index)


def two_stage_fca(population: np.ndarray, supply: np.ndarray, resident: np.ndarray, outlet: np.ndarray) -> np.ndarray:
    """Outlets for each resident, by two-step floating catchment area.

    Step one shares each outlet among all who can reach it, ``R_j = S_j / sum of P_i within d0 of j``; step two adds
    what a place can reach, ``A_i = sum of R_j within d0 of i``. So ``sum A_i P_i`` is the supply of the outlets that
    anyone reaches. It sees competition for the same outlet, which distance does not; it does not see that near is
    better than far within ``d0``, nor those who shop elsewhere.

    Parameters
    ----------
    population : ndarray of float, shape (places,)
        Residents, 0 or more; NaN unknown.
    supply : ndarray of float, shape (outlets,)
        Capacity, or 1 for every outlet; NaN unknown.
    resident, outlet : ndarray of int, same length
        Every pair of place and outlet that lie within ``d0`` of each other.

    Returns
    -------
    ndarray of float, shape (places,)
        Supply for each resident. 0 where nothing is in reach. NaN where the own population is unknown, and where an
        outlet in reach is shared with a place of unknown population or has an unknown capacity.

    References
    ----------
    Luo, W. & Wang, F. (2003). Measures of spatial accessibility to health care in a GIS environment. Environment and
    Planning B 30(6). PySAL's package ``access`` has the same function.

    Examples
    --------
    >>> near = np.array([0, 0, 1, 1, 2]), np.array([0, 1, 0, 1, 1])
    >>> two_stage_fca(np.array([100.0, 300.0, 600.0]), np.array([2.0, 1.0]), *near).tolist()
    [0.006, 0.006, 0.001]
    """
    reached = np.bincount(outlet, weights=population[resident], minlength=len(supply))
    ratio = np.full(len(supply), np.nan)
    np.divide(supply, reached, out=ratio, where=(reached > 0) & ~np.isnan(reached))
    ratio[reached == 0] = 0.0
    found = np.bincount(resident, weights=ratio[outlet], minlength=len(population))
    return np.where(np.isnan(population), np.nan, found)


def access_1000(kelurahan: gpd.GeoDataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """Outlets of each kind for 1,000 residents within the catchment of ``knowledge/norms.toml``, by 2SFCA.

    Distances are straight lines from a point inside the kelurahan, where all of its residents are taken to live; the
    catchments are planning assumptions. At the edge of the region neither outlets nor residents beyond it are known:
    too low where people shop across the border, too high where others come in.

    Parameters
    ----------
    kelurahan : GeoDataFrame
        EPSG:4326; ``population`` is read.
    points : DataFrame
        ``kind, lon, lat``; ``capacity`` where the file gives one (else every outlet counts 1).

    Returns
    -------
    DataFrame
        Index of ``kelurahan``; ``<kind>_access_1000`` for every kind with a catchment and points. NaN as in
        :func:`two_stage_fca`.

    Notes
    -----
    A ball tree finds the pairs: time and memory grow with the pairs in reach of each other.
    """
    from sklearn.neighbors import BallTree

    here, population = _inside(kelurahan), kelurahan["population"].to_numpy(dtype=float)
    found = {}
    for kind, rule in read_norms()["catchments"].items():
        rows = points[points["kind"] == kind]
        if rows.empty:
            continue
        supply = rows["capacity"].to_numpy(dtype=float) if _has_capacity(rows) else np.ones(len(rows))
        tree = BallTree(_radians(rows), metric="haversine")
        near = tree.query_radius(here, r=rule["radius_m"] / EARTH_RADIUS_M)
        resident = np.repeat(np.arange(len(here)), [len(each) for each in near])
        found[f"{kind}{ACCESS}"] = 1000.0 * two_stage_fca(population, supply, resident, np.concatenate(near))
    return pd.DataFrame(found, index=kelurahan.index)


def add_access(context: pd.DataFrame, kelurahan: gpd.GeoDataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """The context values with distances and access to points, in the same shape.

    Items are ``<kind>_distance_m`` (m) and ``<kind>_access_1000`` (per 1.000 jiwa); what is unknown has no row.
    ``file`` names the file of the points, ``row`` is 0 (no single row stands behind it).

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely.geometry import box
    >>> place = gpd.GeoDataFrame(
    ...     {"population": [4000.0]}, index=["a"], geometry=[box(110.0, -7.0, 110.02, -6.98)], crs="EPSG:4326")
    >>> points = pd.DataFrame({"kind": ["market"], "lon": [110.01], "lat": [-6.98], "file": ["pasar.csv"]})
    >>> known = pd.DataFrame(columns=["kelurahan_code", "item", "value", "text", "unit", "date", "file", "row"])
    >>> add_access(known, place, points)[["kelurahan_code", "item", "unit", "file"]].values.tolist()
    [['a', 'market_distance_m', 'm', 'pasar.csv'], ['a', 'market_access_1000', 'per 1.000 jiwa', 'pasar.csv']]
    """
    if points.empty:
        return context
    files = points.groupby("kind")["file"].first()
    parts = [context] if len(context) else []
    for table, ending, unit in (
        (nearest_distance(kelurahan, points), DISTANCE, "m"),
        (access_1000(kelurahan, points), ACCESS, tr("per 1.000 jiwa")),
    ):
        long = table.rename_axis("kelurahan_code").melt(ignore_index=False, var_name="item").reset_index()
        long["file"] = long["item"].astype(str).str.removesuffix(ending).map(files)
        long = long.dropna(subset="value").assign(text="", unit=unit, date="", row=0)
        parts += [long[list(context.columns)]] if len(long) else []
    return pd.concat(parts, ignore_index=True)


def _inside(kelurahan: gpd.GeoDataFrame) -> np.ndarray:
    """A point inside each kelurahan: latitude and longitude in radians."""
    inside = kelurahan.geometry.representative_point()
    return np.radians(np.column_stack([inside.y, inside.x]))


def _radians(points: pd.DataFrame) -> np.ndarray:
    return np.radians(points[["lat", "lon"]].to_numpy(dtype=float))


def _has_capacity(points: pd.DataFrame) -> bool:
    return "capacity" in points and bool(points["capacity"].notna().any())
