"""Bounded areas between outlines that none of them covers."""

from __future__ import annotations

import numpy as np
import pandas as pd

CHUNK = 256
"""Neighbouring outlines united at once."""


def find_holes(shapes: np.ndarray, chunk: int = CHUNK) -> np.ndarray:
    """Bounded areas that no shape covers, whatever the size of the chunks.

    The union of everything at once slows down with its square. So neighbours are united chunk by chunk; holes are those
    between the chunks (once their own holes are filled), and those inside a chunk, less what other chunks cover there.

    Parameters
    ----------
    shapes : array of polygons
        In an order that keeps neighbours together.

    Returns
    -------
    array of polygons

    Examples
    --------
    >>> from shapely.geometry import box
    >>> ring = [box(0, 0, 3, 1), box(0, 2, 3, 3), box(0, 1, 1, 2), box(2, 1, 3, 2)]
    >>> [hole.area for hole in find_holes(np.array(ring))], [hole.area for hole in find_holes(np.array(ring), 1)]
    ([1.0], [1.0])
    """
    import shapely

    starts = range(0, len(shapes), chunk)
    parts = [shapely.get_parts(shapely.union_all(shapes[start : start + chunk])) for start in starts]
    holes = [_rings_inside(part) for part in parts]
    inner, joined = np.concatenate(holes), np.concatenate(parts)
    hole, shape = shapely.STRtree(shapes).query(inner, predicate="intersects")
    home = np.repeat(np.arange(len(holes)), [len(part) for part in holes])
    foreign = home[hole] != shape // chunk
    found = [_cut(inner, shapes, hole[foreign], shape[foreign])]
    filled = shapely.polygons(shapely.get_exterior_ring(joined))
    between = _rings_inside(shapely.get_parts(shapely.union_all(filled)))
    for outer in (found[0], between):
        hole, island = shapely.STRtree(joined).query(outer, predicate="contains_properly")
        found.append(_cut(outer, joined, hole, island))
    return _once(np.concatenate(found[1:]))


def _once(holes: np.ndarray) -> np.ndarray:
    """Without repeats: one area may be a hole of several chunks."""
    import shapely

    point, hole = shapely.STRtree(holes).query(shapely.point_on_surface(holes), predicate="within")
    return np.delete(holes, np.unique(point[hole < point]))


def _rings_inside(parts: np.ndarray) -> np.ndarray:
    """The holes of polygons, as polygons."""
    import shapely

    count = shapely.get_num_interior_rings(parts)
    owner = np.repeat(np.arange(len(parts)), count)
    position = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return shapely.polygons(shapely.get_interior_ring(parts[owner], position))


def _cut(holes: np.ndarray, shapes: np.ndarray, hole: np.ndarray, shape: np.ndarray) -> np.ndarray:
    """Holes without the shapes that cover some of them; ``hole`` and ``shape`` are the positions of pairs that meet."""
    import shapely

    covers = shapely.area(shapely.intersection(holes[hole], shapes[shape])) > 0
    pairs = pd.Series(shape[covers], index=hole[covers])
    cover = pairs.groupby(level=0).agg(lambda part: shapely.union_all(shapes[part.to_numpy()]))
    left = shapely.get_parts(shapely.difference(holes[cover.index], cover.to_numpy()))
    left = left[(shapely.get_type_id(left) == shapely.GeometryType.POLYGON) & (shapely.area(left) > 0)]
    return np.concatenate([np.delete(holes, cover.index), left])
