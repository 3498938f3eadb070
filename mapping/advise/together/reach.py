"""Which kelurahan are near enough to do something together: those that touch, and those within a straight line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mapping.measure.space.neighbours import Neighbours

if TYPE_CHECKING:
    import geopandas as gpd

EARTH_KM = 6371.0088
MOST_NEAR = 60
"""Nobody runs one purchase or one machine with more places than this; it bounds time and memory [2026-11]."""


@dataclass(frozen=True)
class Reach:
    """Who can reach whom, both ways, and how far that is.

    Parameters
    ----------
    around : Neighbours
        As compressed rows, in the order of the kelurahan table; nobody reaches itself here.
    km : ndarray of float
        Straight line between the middles of the outlines, one for each entry of ``around.neighbour``.
    """

    around: Neighbours
    km: np.ndarray


def within_reach(kelurahan: gpd.GeoDataFrame, neighbours: Neighbours, reach_km: float) -> Reach:
    """Kelurahan that touch, and those whose middles lie within ``reach_km`` in a straight line.

    The middle of an outline is its centroid. It does not see roads, rivers and bridges, nor where in a large desa
    people live. Of those in reach the ``MOST_NEAR`` nearest of either side count; those that touch always do.

    Cost: a tree of the middles, ``n log n``; memory grows with the pairs in reach.

    Parameters
    ----------
    kelurahan : GeoDataFrame
        EPSG:4326.
    neighbours : Neighbours
        Who touches whom, of the same kelurahan in the same order.
    reach_km : float
        Above 0.

    Examples
    --------
    >>> import geopandas as gpd, pandas as pd
    >>> from shapely.geometry import box
    >>> squares = [box(112 + x, -7.01, 112.01 + x, -7) for x in (0, 0.02, 0.2)]
    >>> row = gpd.GeoDataFrame(index=list("abc"), geometry=squares, crs="EPSG:4326")
    >>> nobody = Neighbours.of_pairs(pd.Index(list("abc")), np.array([], dtype=int), np.array([], dtype=int))
    >>> near = within_reach(row, nobody, 3.0)
    >>> near.around.counts.tolist(), near.km.round(1).tolist()
    ([1, 1, 0], [2.2, 2.2])
    """
    from scipy.spatial import cKDTree

    at = _on_sphere(kelurahan)
    most = min(MOST_NEAR + 1, len(at))
    # The tree measures through the earth; a reach is along it.
    chord = 2 * EARTH_KM * np.sin(min(reach_km / (2 * EARTH_KM), np.pi / 2))
    # A single place has no other; with k as a list the answer has two dimensions also then.
    _, found = cKDTree(at).query(at, k=list(range(1, most + 1)), distance_upper_bound=np.nextafter(chord, np.inf))
    one, place = np.nonzero(found < len(at))
    pairs = [(one, found[one, place]), (neighbours.owner, neighbours.neighbour)]
    around = Neighbours.of_pairs(neighbours.index, *(np.concatenate(side) for side in zip(*pairs, strict=True)))
    through = np.linalg.norm(at[around.owner] - at[around.neighbour], axis=1)
    return Reach(around, 2 * EARTH_KM * np.arcsin(np.minimum(through / (2 * EARTH_KM), 1.0)))


def _on_sphere(kelurahan: gpd.GeoDataFrame) -> np.ndarray:
    """The middle of each outline as a point on the sphere, kilometres from the middle of the earth."""
    import shapely

    middle = shapely.centroid(kelurahan.geometry.to_numpy())
    lon, lat = np.radians(shapely.get_x(middle)), np.radians(shapely.get_y(middle))
    return EARTH_KM * np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
