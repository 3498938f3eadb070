"""An index for placing many points among many outlines: a uniform grid that knows, cell by cell, who covers it.

Most cells lie inside one outline and answer at once. A cell on a border keeps the few edges that meet it, and only
those are looked at for a point there. Points within rounding of an edge are handed to shapely's exact predicate.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

CELLS_PER_OUTLINE = 128
"""Finer cells answer more points at once but cost memory (8 bytes each) and time to build."""
MOST_CELLS = 1 << 24
COARSEST = 1e-6
"""A cell's side is at least this share of the largest coordinate, so that rounding stays far below its padding."""
CHUNK = 1 << 17
"""Points handed to a thread at a time."""


class Grid:
    """Which outline covers a point: the lowest position among those that touch it.

    Identical to ``shapely.intersects`` for valid polygons and multipolygons, also on vertices, shared borders, holes,
    overlaps and gaps. Building costs some ten microseconds an outline of 80 vertices, placing a tenth of one a point;
    keep the object to place again. The first use in a process loads (the very first on a computer compiles) its loops.

    Parameters
    ----------
    outlines : sequence of shapely Polygon or MultiPolygon
        Valid, in the order of preference; ``None`` and empty ones cover nothing. Coordinates in any unit.

    Raises
    ------
    ValueError
        When ``accepts(outlines)`` is false.

    Examples
    --------
    >>> import shapely
    >>> grid = Grid([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)])
    >>> grid.place([0.5, 1.0, 1.5, 9.0], [0.5, 0.5, 0.5, 0.5]).tolist()
    [0, 0, 1, -1]
    """

    def __init__(self, outlines: Sequence[Any] | np.ndarray) -> None:
        import shapely

        from mapping.intake.places import _cells

        self.outlines = np.asarray(outlines, dtype=object)
        if not accepts(self.outlines):
            raise ValueError("Outlines must be polygons or multipolygons with finite coordinates.")
        self._xy = shapely.get_coordinates(self.outlines)
        rings, parts, self._owner = _ring_offsets(self.outlines)
        self._frame = _lay_cells(self.outlines)
        middle = int(np.searchsorted(rings[parts], len(self._xy) / 2))
        walked = _share(
            lambda part: _cells.walk_parts(self._xy, rings, parts, *part, self._frame),
            [(0, middle), (middle, len(self._owner))],
        )
        self._heads = np.full((int(self._frame[6:8].prod()) + 1, 2), [0, _cells.OUTSIDE], dtype=np.int32)
        self._runs = np.empty((sum(len(runs) for runs, _ in walked), 3), dtype=np.int32)
        for runs, spans in walked:
            _cells.count_runs(runs, self._heads)
            _cells.cover_cells(spans, self._heads)
        _cells.lay_offsets(self._heads)
        for runs, _ in reversed(walked):
            _cells.group_runs(runs, self._heads, self._runs)

    def place(self, x: Any, y: Any) -> np.ndarray:
        """Position of the first outline that touches each point.

        Parameters
        ----------
        x, y : array of float, shape (n,)
            In the outlines' coordinates; NaN and infinite points touch nothing.

        Returns
        -------
        array of int32, shape (n,)
            -1 where no outline touches the point.
        """
        found = self._place(x, y, all_covers=False)
        unsure = np.flatnonzero(found == -2)
        if len(unsure):
            points, outlines = self._touching(x, y, unsure)
            found[unsure] = -1
            np.minimum.at(found.view(np.uint32), points, outlines.astype(np.uint32))  # -1 is the largest
        return found

    def place_all(self, x: Any, y: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """As ``place``, and all (point, outline) pairs of the points that several outlines touch.

        Returns
        -------
        found : array of int32, shape (n,)
        points, outlines : arrays of int, shape (pairs,)
        """
        found = self._place(x, y, all_covers=True)
        points, outlines = self._touching(x, y, np.flatnonzero(found == -2))
        found[found == -2] = -1
        np.minimum.at(found.view(np.uint32), points, outlines.astype(np.uint32))
        several = np.bincount(points, minlength=len(found))[points] > 1
        return found, points[several], outlines[several]

    def _place(self, x: Any, y: Any, all_covers: bool) -> np.ndarray:
        from mapping.intake.places._crossings import place_points

        x, y = np.ascontiguousarray(x, dtype=float), np.ascontiguousarray(y, dtype=float)
        found = np.empty(len(x), dtype=np.int32)

        def work(start: int) -> None:
            part = slice(start, start + CHUNK)
            place_points(
                x[part], y[part], found[part], self._xy, self._owner, self._heads, self._runs, self._frame, all_covers
            )

        _share(work, range(0, len(x), CHUNK))
        return found

    def _touching(self, x: Any, y: Any, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Exact (point, outline) pairs of some points."""
        import shapely

        if not len(which):
            return which, which
        spots = shapely.points(np.asarray(x, dtype=float)[which], np.asarray(y, dtype=float)[which])
        outlines, near = shapely.STRtree(spots).query(self.outlines, predicate="intersects")
        return which[near], outlines


def accepts(outlines: np.ndarray) -> bool:
    """Whether a grid can be laid over these geometries: polygons only, finite, spread over more than a line."""
    import shapely

    if not len(outlines):
        return False
    kinds = shapely.get_type_id(outlines)
    bounds = shapely.total_bounds(outlines)
    return bool(np.isin(kinds, (-1, 3, 6)).all() and np.isfinite(bounds).all() and (bounds[2:] > bounds[:2]).all())


def _share(work: Callable[[Any], Any], tasks: Sequence[Any]) -> list[Any]:
    """Do the tasks on all cores; compiled loops let go of the interpreter's lock."""
    with ThreadPoolExecutor(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None) as pool:
        return list(pool.map(work, tasks))


def _ring_offsets(outlines: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where each ring begins among the coordinates, where each part begins among the rings, and whose part it is."""
    import shapely

    several = (shapely.get_num_geometries(outlines) != 1) | (shapely.get_type_id(outlines) != 3)
    several |= shapely.get_num_interior_rings(outlines) > 0
    simple = np.flatnonzero(~several & ~shapely.is_empty(outlines))
    pieces, piece_owner = shapely.get_parts(outlines[several], return_index=True)
    rings, ring_piece = shapely.get_rings(pieces, return_index=True)
    owner = np.concatenate([simple, np.flatnonzero(several)[piece_owner]])
    order = np.argsort(owner, kind="stable")
    part_of_ring = np.concatenate([np.arange(len(simple)), len(simple) + ring_piece])
    points = np.concatenate([shapely.get_num_coordinates(outlines[simple]), shapely.get_num_points(rings)])
    place = np.empty(len(owner), dtype=np.int64)
    place[order] = np.arange(len(owner))
    by_part = np.argsort(place[part_of_ring], kind="stable")
    ring_starts = np.concatenate([[0], np.cumsum(points[by_part])])
    part_starts = np.searchsorted(place[part_of_ring][by_part], np.arange(len(owner) + 1))
    return ring_starts.astype(np.int64), part_starts.astype(np.int64), owner[order].astype(np.int32)


def _lay_cells(outlines: np.ndarray) -> np.ndarray:
    """The frame of ``_cells.py``: west, south, east, north, a cell's width and height, columns, rows."""
    import shapely

    bounds = shapely.total_bounds(outlines)
    extent = bounds[2:] - bounds[:2]
    boxes = shapely.bounds(outlines)
    crowding = max(float(np.nansum((boxes[:, 2:] - boxes[:, :2]).prod(axis=1)) / extent.prod()), 1.0)
    cells = min(CELLS_PER_OUTLINE * len(outlines), MOST_CELLS) / crowding
    side = max(np.sqrt(extent.prod() / cells), COARSEST * np.abs(bounds).max())
    shape = np.clip(np.ceil(extent / side), 1, MOST_CELLS)
    return np.concatenate([bounds, extent / shape, shape, shape / extent])
