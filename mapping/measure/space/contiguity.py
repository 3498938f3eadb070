"""Which kelurahan touch: shared corners and edges of their outlines, found by one sort."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.measure.space.neighbours import Neighbours

if TYPE_CHECKING:
    import geopandas as gpd

NEAR_M = 25.0
"""Two outlines drawn apart at 1:25,000 may each be off by half a millimetre on the sheet: 12.5 m."""
DEGREE_M = 111_195.0
Pairs = tuple[np.ndarray, np.ndarray]


def contiguity(kelurahan: gpd.GeoDataFrame, rook: bool = False, near_m: float = 0.0) -> Neighbours:
    """The kelurahan that touch each kelurahan.

    Two kelurahan touch when their outlines have a corner point in common (queen) or an edge between two corner points
    (``rook``), to the last bit: the graph of ``libpysal.graph.Graph.build_contiguity(strict=False)``. Official files
    are not always drawn so: where borders overlap, leave a gap, or have corners on one side only, nothing is shared.
    With ``near_m`` kelurahan also touch where edges that no other outline has come closer than that many metres. A
    coverage without gaps has such edges on its outer border only, so there the graph stays the same but for what lies
    across a narrow water.

    Parameters
    ----------
    kelurahan : GeoDataFrame
        EPSG:4326, index ``kelurahan_code``; polygons, of one or several parts.
    rook : bool
        Whether a single shared point is too little. What is near and shares no point counts under both rules.
    near_m : float
        Metres; 0 takes shared points and edges only. The study takes ``NEAR_M``.

    Returns
    -------
    Neighbours
        In the order of ``kelurahan``. Kelurahan without neighbours (islands) are kept.

    Notes
    -----
    Corners are hashed, sorted and compared: ``corners * log(corners)``, no loop over kelurahan. A kelurahan that lies
    inside another one whose outline has no hole for it shares nothing with it; ``topology`` reports such overlaps.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely.geometry import box
    >>> squares = [box(0, 0, 1, 1), box(1, 0, 2, 1), box(2, 1, 3, 2), box(3.0001, 1, 4, 2)]
    >>> row = gpd.GeoDataFrame(index=list("abcd"), geometry=squares, crs="EPSG:4326")
    >>> contiguity(row).counts.tolist(), contiguity(row, rook=True).counts.tolist()
    ([1, 2, 1, 0], [1, 1, 0, 0])
    >>> contiguity(row, near_m=25).counts.tolist()
    [1, 2, 2, 1]
    """
    index = pd.Index(kelurahan.index)
    edges = _Edges(kelurahan.geometry.to_numpy())
    found = [edges.owners_of(edges.shared if rook else edges.corners)]
    if near_m > 0:
        found.append(_near_pairs(edges, near_m))
    one, other = (np.concatenate(side) for side in zip(*found, strict=True))
    return Neighbours.of_pairs(index, one, other)


class _Edges:
    """Every edge of every ring: where it starts and ends (longitude + i latitude), and whose it is.

    Each corner of a ring starts exactly one edge.
    """

    def __init__(self, outlines: np.ndarray) -> None:
        import shapely

        parts, whole = shapely.get_parts(outlines, return_index=True)
        rings, part = shapely.get_rings(parts, return_index=True)
        corners, ring = shapely.get_coordinates(rings, return_index=True)
        # Adding zero turns -0.0, which equals 0.0 but has other bits, into 0.0.
        corners = (corners + 0.0).view(np.complex128).ravel()
        inner = ring[1:] == ring[:-1]
        self.start, self.end = corners[:-1][inner], corners[1:][inner]
        self.owner = whole[part].astype(np.int32)[ring[:-1][inner]]

    @cached_property
    def corners(self) -> Pairs:
        """Positions of edges of two outlines that start at the same point."""
        one, other = _same_keys(_hash(self.start))
        kept = (self.start[one] == self.start[other]) & (self.owner[one] != self.owner[other])
        return one[kept], other[kept]

    @cached_property
    def shared(self) -> Pairs:
        """Positions of edges that two outlines share, whatever way they run; an edge of no length is none."""
        one, other = _same_keys(_mix(_hash(self.start) + _hash(self.end)))
        a, b, c, d = self.start[one], self.end[one], self.start[other], self.end[other]
        alike = ((a == d) & (b == c)) | ((a == c) & (b == d))
        kept = alike & (a != b) & (self.owner[one] != self.owner[other])
        return one[kept], other[kept]

    def owners_of(self, pairs: Pairs) -> Pairs:
        return self.owner[pairs[0]], self.owner[pairs[1]]


def _hash(points: np.ndarray) -> np.ndarray:
    bits = points.view(np.uint64)
    return _mix(_mix(bits[::2]) + bits[1::2])


def _mix(bits: np.ndarray) -> np.ndarray:
    """Every bit of the input reaches every bit of the output (the finaliser of splitmix64)."""
    mixed = bits ^ (bits >> np.uint64(30))
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed


def _same_keys(key: np.ndarray) -> Pairs:
    """All pairs of positions whose keys begin alike: every pair of equal things, and now and then unequal ones.

    The position is packed into the low bits, so that one plain sort does; callers compare what they paired.
    """
    if len(key) < 2:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    low = np.uint64((1 << int(len(key) - 1).bit_length()) - 1)
    packed = (key & ~low) | np.arange(len(key), dtype=np.uint64)
    packed.sort()
    found, apart = [], 1
    at = np.arange(len(key) - 1)
    while len(at := at[at < len(key) - apart]):
        at = at[(packed[at] ^ packed[at + apart]) <= low]
        found.append((packed[at] & low, packed[at + apart] & low))
        apart += 1
    one, other = (np.concatenate(side).astype(np.int64) for side in zip(*found, strict=True))
    return one, other


def _near_pairs(edges: _Edges, near_m: float) -> Pairs:
    """Owners of edges that no other outline shares and that come closer than so many metres, no corner in common."""
    import shapely

    alone = np.ones(len(edges.owner), dtype=bool)
    for side in edges.shared:
        alone[side] = False
    if not alone.any():
        return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int32)
    ends = np.stack([edges.start[alone], edges.end[alone]], axis=1).view(float).reshape(-1, 2, 2)
    middle = np.radians(edges.start.imag.mean())
    lines = shapely.linestrings(ends * (DEGREE_M * np.cos(middle), DEGREE_M))
    owners, place = np.unique(edges.owner[alone], return_inverse=True)
    borders = shapely.multilinestrings(lines[np.argsort(place, kind="stable")], indices=np.sort(place))
    one, other = shapely.STRtree(borders).query(borders, predicate="dwithin", distance=near_m)
    one, other = owners[one], owners[other]
    touching = np.isin(_pair_codes(one, other), _pair_codes(*edges.owners_of(edges.corners)))
    return one[~touching], other[~touching]


def _pair_codes(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """One number a pair, the same either way round."""
    return np.maximum(one, other).astype(np.int64) << 32 | np.minimum(one, other)
