"""Both ways of placing points, shapely's tree and the grid, give one answer: the lowest code that touches."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import box

from mapping.intake.places import locate
from mapping.intake.places.locate import index_kelurahan, locate_points

TREE, GRID = 10**9, 0


def map_of(outlines, codes):
    return gpd.GeoDataFrame(geometry=outlines, index=pd.Index(codes, name="kelurahan_code"), crs="EPSG:4326")


def survey_of(lon, lat):
    index = pd.Index([f"u{i}" for i in range(len(lon))], name="business_id")
    return pd.DataFrame({"lon": np.asarray(lon, float), "lat": np.asarray(lat, float)}, index=index)


@pytest.fixture(params=[TREE, GRID], ids=["tree", "grid"])
def way(request, monkeypatch):
    monkeypatch.setattr(locate, "GRID_FROM", request.param)


@pytest.fixture
def squares():
    """Three squares in a row, codes not in their order, and one that overlaps the last two."""
    return map_of([box(0, 0, 1, 1), box(1, 0, 2, 1), box(2, 0, 3, 1), box(1.5, 0.5, 2.5, 1)], ["c", "a", "b", "d"])


@pytest.mark.usefixtures("way")
def test_the_lowest_code_wins_and_all_that_touch_are_told(squares):
    survey = survey_of([0.5, 1.0, 2.0, 1.6, 5.0, np.nan, 0.5, np.inf], [0.5, 0.2, 0.7, 0.7, 0.5, 0.5, np.nan, 0.5])
    found, touching = locate_points(survey, squares)
    assert found.index.equals(survey.index)
    assert found.fillna("-").tolist() == ["c", "a", "a", "a", "-", "-", "-", "-"]
    assert touching == {("u1", "a"), ("u1", "c"), ("u2", "a"), ("u2", "b"), ("u2", "d"), ("u3", "a"), ("u3", "d")}


@pytest.mark.usefixtures("way")
def test_the_order_of_the_map_changes_nothing(squares):
    survey = survey_of(np.arange(0, 3.05, 0.1).round(1), np.full(31, 0.5))
    found, touching = locate_points(survey, squares)
    assert found.notna().all()
    for order in ([3, 2, 1, 0], [1, 3, 0, 2]):
        again, pairs = locate_points(survey, squares.iloc[order])
        pd.testing.assert_series_equal(found, again)
        assert pairs == touching


@pytest.mark.usefixtures("way")
def test_nothing_to_place_and_nowhere_to_place_it(squares):
    nobody, none = locate_points(survey_of([], []), squares)
    assert (len(nobody), none) == (0, set())
    unknown, none = locate_points(survey_of([np.nan], [np.nan]), squares)
    assert (unknown.isna().all(), none) == (True, set())
    nowhere, none = locate_points(survey_of([0.5], [0.5]), squares.iloc[:0])
    assert (nowhere.isna().all(), none) == (True, set())


@pytest.mark.parametrize("seed", range(6))
def test_tree_and_grid_agree(monkeypatch, seed):
    """Short coordinates on a lattice of squares: many points lie exactly on borders and corners."""
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(110 + 0.01 * np.arange(20), -7 + 0.01 * np.arange(20))
    outlines = shapely.box(x.ravel(), y.ravel(), x.ravel() + 0.01, y.ravel() + 0.01)
    outlines = np.delete(outlines, rng.integers(0, 400, 30))
    map_ = map_of(outlines, rng.permutation([f"k{i:03d}" for i in range(len(outlines))]))
    survey = survey_of(rng.uniform(109.99, 110.21, 3_000).round(3), rng.uniform(-7.01, -6.79, 3_000).round(3))
    monkeypatch.setattr(locate, "GRID_FROM", TREE)
    by_tree, pairs_by_tree = locate_points(survey, map_)
    monkeypatch.setattr(locate, "GRID_FROM", GRID)
    by_grid, pairs_by_grid = locate_points(survey, map_)
    pd.testing.assert_series_equal(by_tree, by_grid)
    assert pairs_by_tree == pairs_by_grid
    assert len(pairs_by_tree) > 200
    assert by_tree.isna().any()


def test_an_index_that_is_kept_answers_at_any_size(squares):
    index = index_kelurahan(squares)
    survey = survey_of([0.5, 1.0, 2.0, 9.0], [0.5, 0.5, 0.5, 0.5])
    for _ in range(2):
        found, touching = locate_points(survey, squares, index)
        assert (found.fillna("-").tolist(), touching) == (["c", "a", "a", "-"], locate_points(survey, squares)[1])
    assert [index.codes[at] for at in index.place([1.2, 2.7], [0.1, 0.1])] == ["a", "b"]


def test_a_map_that_is_not_all_polygons_is_placed_by_the_tree(monkeypatch, squares):
    monkeypatch.setattr(locate, "GRID_FROM", GRID)
    mixed = squares.copy()
    mixed.loc["b", "geometry"] = shapely.GeometryCollection([box(2, 0, 3, 1), shapely.Point(9, 9)])
    found, _ = locate_points(survey_of([2.8, 9.0], [0.2, 9.0]), mixed)
    assert found.tolist() == ["b", "b"]


def test_real_outlines_are_placed_alike_both_ways(monkeypatch, demonstration):
    study = demonstration("surabaya")
    west, south, east, north = study.kelurahan.total_bounds
    rng = np.random.default_rng(8)
    vertices = study.kelurahan.get_coordinates().sample(500, random_state=1)
    lon = np.concatenate([rng.uniform(west, east, 2_000), vertices["x"], vertices["x"].to_numpy() + 1e-15])
    lat = np.concatenate([rng.uniform(south, north, 2_000), vertices["y"], vertices["y"].to_numpy() - 1e-15])
    answers = []
    for size in (TREE, GRID):
        monkeypatch.setattr(locate, "GRID_FROM", size)
        answers.append(locate_points(survey_of(lon, lat), study.kelurahan))
    pd.testing.assert_series_equal(answers[0][0], answers[1][0])
    assert answers[0][1] == answers[1][1]
    assert answers[0][0][2_000:2_500].notna().all()
