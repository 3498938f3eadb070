"""The grid answers exactly as shapely's predicate does, wherever a point lies."""

import subprocess
import sys

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry import MultiPolygon, Polygon, box

from mapping.intake.places import grid as module
from mapping.intake.places.grid import Grid, accepts

SMALLEST = np.nextafter(0.0, 1.0)
"""Next to zero shapely itself loses digits and finds such a point on borders that it is not on."""
UNIT = st.floats(0.0, 1.0, allow_subnormal=False)


def touching_by_shapely(outlines, x, y):
    """For each point the outlines that touch it, one exact test a pair."""
    points = shapely.points(x, y)
    return [[k for k, one in enumerate(outlines) if one is not None and one.intersects(point)] for point in points]


def assert_same(outlines, x, y):
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    expected = touching_by_shapely(outlines, x, y)
    grid = Grid(outlines)
    lowest = [touched[0] if touched else -1 for touched in expected]
    assert grid.place(x, y).tolist() == lowest
    found, points, touched = grid.place_all(x, y)
    assert found.tolist() == lowest
    pairs = {(i, k) for i, several in enumerate(expected) if len(several) > 1 for k in several}
    assert set(zip(points.tolist(), touched.tolist(), strict=True)) == pairs
    assert len(points) == len(pairs)


def hard_points(outlines, grid_lines=7):
    """Vertices, points on edges, their nearest neighbours among the floats, 1e-15 off, and lines of the grid."""
    xy = shapely.get_coordinates(outlines)
    on_edges = np.concatenate([xy[:-1] + share * np.diff(xy, axis=0) for share in (0.5, 1 / 3, 0.9)])
    spots = np.concatenate([xy, on_edges])
    moves = [spots]
    for axis in (0, 1):
        for far in (-np.inf, np.inf):
            moved = spots.copy()
            moved[:, axis] = np.nextafter(moved[:, axis], far)
            moves.append(moved[np.abs(moved).min(axis=1) != SMALLEST])
        for by in (-1e-15, 1e-15):
            moves.append(spots + np.eye(2)[axis] * by)
    frame = Grid(outlines)._frame
    lines = np.arange(grid_lines)
    corners = np.stack(np.meshgrid(frame[0] + lines * frame[4], frame[1] + lines * frame[5]), axis=-1).reshape(-1, 2)
    crossed = np.column_stack([np.resize(corners[:, 0], len(xy)), xy[:, 1]])
    return np.concatenate([*moves, corners, crossed])


@st.composite
def coverages(draw):
    """A jittered lattice cut into quadrangles that share their borders; some quadrangles missing."""
    columns, rows = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    jitter = draw(st.lists(UNIT, min_size=2 * (rows + 1) * (columns + 1), max_size=2 * (rows + 1) * (columns + 1)))
    strength = draw(st.sampled_from([0.0, 0.1, 0.45]))
    shift = (np.array(jitter).reshape(rows + 1, columns + 1, 2) - 0.5) * 2 * strength
    at = np.stack(np.meshgrid(np.arange(columns + 1), np.arange(rows + 1)), axis=-1) + shift
    cells = [
        Polygon([at[j, i], at[j, i + 1], at[j + 1, i + 1], at[j + 1, i]]) for j in range(rows) for i in range(columns)
    ]
    kept = [cell for cell in cells if cell.is_valid]
    return kept[draw(st.integers(0, 1)) :] or [box(0, 0, 1, 1)]


@st.composite
def stars(draw):
    """A polygon around a centre, by angle, with or without a hole that may touch the shell."""
    corners = draw(st.integers(3, 9))
    radii = np.array(draw(st.lists(st.floats(0.05, 1.0), min_size=corners, max_size=corners)))
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    ring = np.column_stack([np.cos(angles) * radii, np.sin(angles) * radii])
    holes = [ring * draw(st.sampled_from([0.3, 0.99]))] if draw(st.booleans()) else []
    star = Polygon(ring, holes) if Polygon(ring, holes).is_valid else Polygon(ring)
    flat = draw(st.sampled_from([1.0, 1.0, 1e-3, 1e-12]))
    moved = affinity.translate(affinity.scale(star, 1.0, flat, origin=(0, 0)), draw(UNIT) * 4, draw(UNIT) * 4)
    return moved if moved.is_valid and moved.area > 0 else box(0, 0, 1, 1)


@st.composite
def collections(draw):
    """Coverages and loose outlines, with multipolygons, holes, overlaps, doubles and blanks, somewhere on earth."""
    outlines = draw(coverages()) if draw(st.booleans()) else []
    loose = draw(st.lists(stars(), min_size=1, max_size=5))
    apart = MultiPolygon([loose[0], affinity.translate(loose[0], 9.0, 0.0)])
    outlines = [*outlines, *loose, *([apart] if draw(st.booleans()) else []), *outlines[:1]]
    somewhere = st.sampled_from([(1.0, 0.0, 0.0), (0.01, 110.0, -7.0), (1000.0, 5e5, 9.2e6), (1e-9, 0.0, 0.0)])
    scale, east, north = draw(somewhere)
    placed = [affinity.affine_transform(one, [scale, 0, 0, scale, east, north]) for one in outlines]
    placed = [one for one in placed if one.is_valid] or [box(0, 0, 1, 1)]
    return [*placed, None, Polygon()] if draw(st.booleans()) else placed


@settings(max_examples=60, deadline=None)
@given(collections(), st.sampled_from([1, 5, 128, 3000]))
def test_the_grid_answers_as_the_exact_predicate(outlines, cells):
    kept, module.CELLS_PER_OUTLINE = module.CELLS_PER_OUTLINE, cells
    try:
        xy = hard_points(outlines)
        assert_same(outlines, xy[:, 0], xy[:, 1])
    finally:
        module.CELLS_PER_OUTLINE = kept


@settings(max_examples=40, deadline=None)
@given(coverages(), st.integers(0, 2**32 - 1))
def test_every_point_inside_a_coverage_is_placed_once(outlines, seed):
    rng = np.random.default_rng(seed)
    west, south, east, north = shapely.total_bounds(outlines)
    x, y = rng.uniform(west - 0.1, east + 0.1, 300), rng.uniform(south - 0.1, north + 0.1, 300)
    assert_same(outlines, x, y)


@pytest.mark.parametrize("cells", [1, 9, 128])
def test_cases_known_by_hand(monkeypatch, cells):
    monkeypatch.setattr(module, "CELLS_PER_OUTLINE", cells)
    ring = Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(3, 3), (6, 3), (6, 6), (3, 6)]])
    island, overlap = box(4, 4, 5, 5), box(8, 8, 12, 9)
    grid = Grid([ring, island, overlap])
    cases = {
        (1, 1): 0,
        (3.5, 3.5): -1,  # in the hole
        (3, 4): 0,  # on the hole's border
        (6, 6): 0,  # on the hole's corner
        (4.5, 4.5): 1,  # on the island
        (4, 4): 1,
        (8.5, 8.5): 0,  # both: the first
        (10, 8.5): 2,
        (9, 9): 0,
        (12, 9): 2,  # the grid's own last corner
        (0, 0): 0,
        (10, 1): -1,
        (np.nan, 1): -1,
        (np.inf, 1): -1,
        (1, -np.inf): -1,
    }
    x, y = np.array(list(cases)).T
    assert grid.place(x, y).tolist() == list(cases.values())
    found, points, touched = grid.place_all(x, y)
    assert found.tolist() == list(cases.values())
    assert sorted(zip(points.tolist(), touched.tolist(), strict=True)) == [(6, 0), (6, 2), (8, 0), (8, 2)]


def test_parts_that_overlap_within_one_outline_do_not_cancel():
    """Such a multipolygon is invalid; its points are covered all the same."""
    outline = MultiPolygon([box(0, 0, 2, 2), box(1, 1, 3, 3)])
    found, points, _ = Grid([outline]).place_all([1.5, 1.99, 0.5, 2.5], [1.5, 1.01, 0.5, 0.5])
    assert found.tolist() == [0, 0, 0, -1]
    assert len(points) == 0


def test_order_of_the_outlines_decides_on_a_border_and_nothing_else():
    outlines = [box(i, j, i + 1, j + 1) for i in range(5) for j in range(5)]
    rng = np.random.default_rng(3)
    x, y = rng.integers(0, 51, 4000) / 10, rng.integers(0, 51, 4000) / 10
    there, back = Grid(outlines).place(x, y), 24 - Grid(outlines[::-1]).place(x, y)
    border = (x % 1 == 0) | (y % 1 == 0)
    assert (there[~border] == back[~border]).all()
    assert (there <= back).all()
    assert (there[border] < back[border]).any()


def test_a_grid_may_be_used_from_many_threads_at_once():
    """Pages of several viewers run in threads of one process."""
    from concurrent.futures import ThreadPoolExecutor

    outlines = [box(i, j, i + 1, j + 1) for i in range(30) for j in range(30)]
    rng = np.random.default_rng(5)
    x, y = rng.uniform(0, 30, (2, 300_000))
    grid = Grid(outlines)
    alone = grid.place(x, y)
    assert (alone == np.floor(x) * 30 + np.floor(y)).all()
    with ThreadPoolExecutor(6) as pool:
        assert all((one == alone).all() for one in pool.map(lambda _: grid.place(x, y), range(6)))


def test_long_outlines_and_many_overlaps_do_not_blow_up_the_grid():
    """Every outline spans the region: cells times outlines must stay bounded."""
    stripes = [box(0, k / 500, 1, 1) for k in range(500)]
    grid = Grid(stripes)
    assert len(grid._heads) < 2_000
    y = np.linspace(0.0005, 0.999, 50)
    assert grid.place(np.full(50, 0.5), y).tolist() == [0] * 50


@pytest.mark.parametrize(
    "outlines",
    [
        [shapely.Point(0, 0)],
        [shapely.GeometryCollection([box(0, 0, 1, 1)])],
        [None],
        [],
        [Polygon([(0, 0), (1, 0), (np.inf, 1)])],
    ],
)
def test_what_a_grid_cannot_hold_is_refused(outlines):
    assert not accepts(np.asarray(outlines, dtype=object))
    with pytest.raises(ValueError, match="polygons"):
        Grid(outlines)


def test_importing_the_intake_compiles_nothing():
    """A page must not wait for a compiler that it will not use."""
    rooms = ", ".join(f"mapping.intake.places.{room}" for room in ("assign", "locate", "grid"))
    code = f"import sys, {rooms}; print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
