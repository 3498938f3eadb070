"""Points on the map: which kelurahan covers each one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import geopandas as gpd

    from mapping.intake.places.grid import Grid

GRID_FROM = 500_000
"""From this many points on a grid pays; below, shapely's tree is as fast and nobody waits for a compiler."""


@dataclass(frozen=True)
class KelurahanIndex:
    """The outlines of a map ready for placing many points; hold on to it to place again on the same map."""

    codes: np.ndarray
    grid: Grid

    def place(self, lon: Any, lat: Any) -> np.ndarray:
        """Position in ``codes`` of the kelurahan of each point (lowest code on a border); -1 outside all."""
        return self.grid.place(lon, lat)


def index_kelurahan(kelurahan: gpd.GeoDataFrame) -> KelurahanIndex:
    """Index outlines, in the order of their codes.

    Parameters
    ----------
    kelurahan : GeoDataFrame
        As ``read_boundaries`` gives it: valid polygons and multipolygons, indexed by code.

    Raises
    ------
    ValueError
        When the geometries are no polygons, see ``mapping.intake.places.grid.accepts``.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely import box
    >>> map_ = gpd.GeoDataFrame(geometry=[box(1, 0, 2, 1), box(0, 0, 1, 1)], index=["b", "a"], crs="EPSG:4326")
    >>> index = index_kelurahan(map_)
    >>> [index.codes[at] for at in index.place([1.0, 1.5], [0.5, 0.5])]
    ['a', 'b']
    """
    from mapping.intake.places.grid import Grid

    codes = kelurahan.index.to_numpy(dtype=object)
    order = np.argsort(codes, kind="stable")
    return KelurahanIndex(codes[order], Grid(kelurahan.geometry.to_numpy()[order]))


def locate_points(
    survey: pd.DataFrame, kelurahan: gpd.GeoDataFrame, index: KelurahanIndex | None = None
) -> tuple[pd.Series, set[tuple[object, str]]]:
    """Code of the kelurahan that covers or touches each point, the lowest code where several do.

    Parameters
    ----------
    survey : DataFrame
        ``lon``, ``lat`` (float, degrees; NaN unknown).
    kelurahan : GeoDataFrame
        As ``read_boundaries`` gives it.
    index : KelurahanIndex, optional
        Of the same ``kelurahan``, when the caller holds one; otherwise one is built for ``GRID_FROM`` points or more.

    Returns
    -------
    found : Series of object
        Index of ``survey``; NaN where there is no point or no kelurahan.
    touching : set of (business, code)
        Every pair that touches, of the points that several kelurahan touch.
    """
    from mapping.intake.places.grid import accepts

    lon, lat = survey["lon"].to_numpy(dtype=float), survey["lat"].to_numpy(dtype=float)
    has = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    if index is None and len(has) >= GRID_FROM and accepts(kelurahan.geometry.to_numpy()):
        index = index_kelurahan(kelurahan)
    if index is not None:
        codes = index.codes
        where, points, touched = index.grid.place_all(lon[has], lat[has])
    else:
        codes, where, points, touched = _query_tree(lon[has], lat[has], kelurahan)
    found = np.full(len(survey), np.nan, dtype=object)
    found[has[where >= 0]] = codes[where[where >= 0]]
    businesses = survey.index.to_numpy(dtype=object)[has[points]]
    return pd.Series(found, index=survey.index), set(zip(businesses, codes[touched], strict=True))


def _query_tree(
    lon: np.ndarray, lat: np.ndarray, kelurahan: gpd.GeoDataFrame
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Codes in order and what ``Grid.place_all`` gives for them.

    The tree holds the points: each outline is prepared once for all points that it may cover.
    """
    import shapely

    tree = shapely.STRtree(shapely.points(lon, lat))
    outlines, points = tree.query(kelurahan.geometry.to_numpy(), predicate="intersects")
    met, outlines = np.unique(outlines, return_inverse=True)
    codes = kelurahan.index.to_numpy(dtype=object)[met]
    order = np.argsort(codes, kind="stable")
    touched = np.argsort(order)[outlines]
    found = np.full(len(lon), len(codes), dtype=np.int64)
    np.minimum.at(found, points, touched)
    several = np.bincount(points, minlength=len(lon))[points] > 1
    return codes[order], np.where(found == len(codes), -1, found), points[several], touched[several]
