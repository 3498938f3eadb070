"""Outlines beside a study: found while they belong to it, made anew when they do not."""

from __future__ import annotations

import gzip
import json

import geopandas as gpd
import numpy as np
import pytest
import shapely

from mapping.bench.national import generate_kelurahan
from mapping.present import outlines as room
from mapping.present.outlines import (
    _union,
    kecamatan_of,
    outlines_file,
    read_outlines,
    simplify_outlines,
    write_outlines,
)


@pytest.fixture
def kelurahan():
    return generate_kelurahan(60)


@pytest.fixture
def folder(tmp_path, kelurahan):
    kelurahan.to_parquet(tmp_path / "kelurahan.parquet")
    return tmp_path


@pytest.fixture
def made(monkeypatch):
    """How often outlines were made."""
    calls = []
    make = simplify_outlines
    monkeypatch.setattr(room, "simplify_outlines", lambda *a, **k: calls.append(1) or make(*a, **k))
    return calls


def test_outlines_from_the_file_are_those_made_anew(folder, kelurahan, made):
    fresh = simplify_outlines(kelurahan, private=False)
    write_outlines(folder)
    assert len(made) == 1
    assert read_outlines(gpd.read_parquet(folder / "kelurahan.parquet"), folder) == fresh
    write_outlines(folder)
    assert len(made) == 1


def test_outlines_are_made_where_the_file_is_missing(folder, kelurahan, made):
    assert read_outlines(kelurahan, folder) == simplify_outlines(kelurahan, private=False)
    assert len(made) == 1
    assert not list(folder.glob("outlines-*"))


def test_outlines_of_other_shapes_are_never_used(folder, kelurahan, made):
    write_outlines(folder)
    old = outlines_file(folder)
    other = kelurahan.head(20)
    other.to_parquet(folder / "kelurahan.parquet")
    assert read_outlines(other, folder).count == 20
    assert len(made) == 2
    write_outlines(folder)
    assert not old.exists()
    assert list(folder.glob("outlines-*")) == [outlines_file(folder)]


def test_outlines_made_by_another_geos_are_not_used(folder, kelurahan, made, monkeypatch):
    write_outlines(folder)
    monkeypatch.setattr(shapely, "geos_version", (0, 0, 0))
    read_outlines(kelurahan, folder)
    assert len(made) == 2


@pytest.mark.parametrize("harm", [lambda body: body[: len(body) // 2], lambda body: b"", lambda body: b"x" + body])
def test_a_damaged_file_is_not_used_and_replaced(folder, kelurahan, made, harm):
    write_outlines(folder)
    path = outlines_file(folder)
    path.write_bytes(harm(path.read_bytes()))
    assert read_outlines(kelurahan, folder) == simplify_outlines(kelurahan, private=False)
    write_outlines(folder)
    assert json.loads(gzip.decompress(path.read_bytes()))["kelurahan"]["features"]
    assert len(made) == 3


def test_a_folder_without_a_study_is_said_to_be_none(folder):
    with pytest.raises(FileNotFoundError):
        outlines_file(folder / "none")


def test_kecamatan_of_the_same_name_stay_two(kelurahan):
    twin = kelurahan.head(4).assign(kecamatan="Satu", kabupaten=["A", "B", "A", "B"])
    places, names = kecamatan_of(twin)
    assert (places.tolist(), names) == ([0, 1, 0, 1], ["Satu", "Satu"])


def test_the_quick_union_is_the_slow_one_where_parts_tile():
    parts = generate_kelurahan(40).geometry.to_numpy()
    assert _union(parts).equals(shapely.union_all(parts))


@pytest.mark.parametrize(
    "parts",
    [
        [shapely.box(0, 0, 2, 2), shapely.box(1, 1, 3, 3)],
        # A corner on one side of the border only.
        [shapely.box(0, 0, 1, 2), shapely.Polygon([(1, 0), (2, 0), (2, 2), (1, 2), (1, 1)])],
        [shapely.box(0, 0, 2, 2), shapely.box(0, 0, 2, 2)],
        [shapely.box(0, 0, 1, 1), shapely.box(5, 5, 6, 6)],
        [],
    ],
    ids=["overlap", "corner", "twice", "apart", "none"],
)
def test_parts_that_do_not_tile_are_joined_all_the_same(parts):
    parts = np.array(parts, dtype=object)
    whole = _union(parts)
    assert whole.equals(shapely.union_all(parts)) or (whole.is_empty and not len(parts))
    assert whole.is_valid


@pytest.mark.parametrize(("size", "decimals"), [(8e-6, 5), (0.001, 5), (0.4, 3)])
def test_a_wide_region_is_told_no_finer_than_its_pixels(kelurahan, size, decimals):
    """Half a metre or so of a pixel is never told: a tenth of the tolerance at least, a metre at most."""
    shapes = shapely.transform(kelurahan.geometry.to_numpy(), lambda xy: (xy - xy.mean(axis=0)) * size * 10 + (110, -7))
    region = kelurahan.set_geometry(gpd.GeoSeries(shapes, index=kelurahan.index, crs=4326))
    sent = json.loads(gzip.decompress(simplify_outlines(region, False).body))
    areas = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in sent["kelurahan"]["features"]])
    numbers = shapely.get_coordinates(areas)
    assert np.array_equal(numbers, np.round(numbers, decimals))
    assert not np.array_equal(numbers, np.round(numbers, decimals - 1))


def test_eight_thousand_villages_fit_in_a_megabyte():
    assert len(simplify_outlines(generate_kelurahan(8_000), private=False).body) < 900_000
