"""Someone's own layer: any shapes, cut to the region, asked about where unclear, nothing about persons, no way in."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import GeometryCollection, LineString, MultiPoint, Point, Polygon, box

from mapping.errors import InputError, QuestionError
from mapping.intake.gate.limits import read_limits
from mapping.intake.outlines.overlay import FINENESS, MOST_CATEGORIES, read_overlay

BOUNDS = (112.0, -8.0, 113.0, -7.0)
HERE = replace(read_limits("page"), apart=False)


@pytest.fixture
def zones() -> gpd.GeoDataFrame:
    shapes = [box(112.1, -7.9, 112.2, -7.8), LineString([(112.3, -7.5), (115, -7.5)]), Point(112.5, -7.5)]
    table = {"zona": ["industri", "jalan", None], "luas": [1.5, 2.5, 3.5], "Nama Pemilik": ["Ani", "Budi", "Cici"]}
    return gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326")


def bytes_of(frame: gpd.GeoDataFrame, folder: Path, ending: str) -> bytes:
    path = folder / f"lapisan.{ending}"
    frame.to_file(path)
    return path.read_bytes()


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "fgb"])
def test_points_lines_and_areas_are_read_alike(zones, tmp_path, ending):
    content = bytes_of(zones, tmp_path, ending)
    read = read_overlay(content, f"lapisan.{ending}", BOUNDS, limits=HERE)
    assert sorted(read.geom_type) == ["LineString", "Point", "Polygon"]
    assert read.crs.to_epsg() == 4326


def test_shapes_end_near_the_edge_of_the_region_and_those_elsewhere_are_left_out(zones, tmp_path):
    far = gpd.GeoDataFrame({"zona": ["x"]}, geometry=[Point(140, -2)], crs="EPSG:4326")
    content = bytes_of(gpd.pd.concat([zones, far]), tmp_path, "gpkg")
    read = read_overlay(content, "a.gpkg", BOUNDS, limits=HERE)
    assert len(read) == 3
    assert read.total_bounds[2] == pytest.approx(113.0 + 0.05 + 1e-3)


def test_only_columns_that_can_be_a_legend_stay_and_none_about_persons(zones, tmp_path):
    read = read_overlay(bytes_of(zones, tmp_path, "gpkg"), "a.gpkg", BOUNDS, limits=HERE)
    assert set(read.columns) == {"zona", "luas", "geometry"}
    assert read["zona"].tolist() == ["industri", "jalan", ""]
    many = gpd.GeoDataFrame({"no": range(MOST_CATEGORIES + 1)}, geometry=[Point(112.5, -7.5)] * 13, crs="EPSG:4326")
    assert list(read_overlay(bytes_of(many, tmp_path, "gpkg"), "b.gpkg", BOUNDS, limits=HERE).columns) == ["geometry"]


def test_metres_are_turned_into_degrees_and_an_unnamed_system_is_asked_for(zones, tmp_path):
    metres = zones.to_crs("EPSG:32749")
    named = read_overlay(bytes_of(metres, tmp_path, "gpkg"), "a.gpkg", BOUNDS, limits=HERE)
    np.testing.assert_allclose(named.geometry[0].bounds, zones.geometry[0].bounds, atol=1e-3)
    unnamed = metres.set_crs(None, allow_override=True).iloc[:1]
    unnamed.to_file(tmp_path / "z.shp")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in tmp_path.glob("z.*"):
            if part.suffix != ".prj":
                archive.write(part, part.name)
    with pytest.raises(QuestionError) as asked:
        read_overlay(packed.getvalue(), "z.zip", BOUNDS, limits=HERE)
    answer = {asked.value.key: "EPSG:32749"}
    read = read_overlay(packed.getvalue(), "z.zip", BOUNDS, answer, HERE)
    np.testing.assert_allclose(read.geometry[0].bounds, zones.geometry[0].bounds, atol=1e-3)
    with pytest.raises(InputError, match="tidak dikenal"):
        read_overlay(packed.getvalue(), "z.zip", BOUNDS, {asked.value.key: "bukan"}, HERE)


def test_of_several_layers_one_is_asked_for(zones, tmp_path):
    path = tmp_path / "dua.gpkg"
    zones.to_file(path, layer="zona")
    zones.iloc[:1].to_file(path, layer="lain")
    with pytest.raises(QuestionError) as asked:
        read_overlay(path.read_bytes(), "dua.gpkg", BOUNDS, limits=HERE)
    assert set(asked.value.options) == {"zona", "lain"}
    read = read_overlay(path.read_bytes(), "dua.gpkg", BOUNDS, {asked.value.key: "lain"}, HERE)
    assert len(read) == 1


def test_what_lies_elsewhere_is_said_not_shown(zones, tmp_path):
    with pytest.raises(InputError, match="di luar wilayah"):
        read_overlay(bytes_of(zones, tmp_path, "gpkg"), "a.gpkg", (95, 4, 96, 5), limits=HERE)


def test_detail_that_cannot_be_seen_is_dropped(tmp_path):
    turn = np.linspace(0, 2 * np.pi, 60_000)
    round_ = Polygon(np.column_stack([112.5 + 0.4 * np.cos(turn), -7.5 + 0.4 * np.sin(turn)]))
    frame = gpd.GeoDataFrame(geometry=[round_], crs="EPSG:4326")
    read = read_overlay(bytes_of(frame, tmp_path, "gpkg"), "a.gpkg", BOUNDS, limits=HERE)
    assert shapely.get_num_coordinates(read.geometry.array).sum() < 400
    assert shapely.hausdorff_distance(read.geometry[0], round_) <= 1.01 / FINENESS


@pytest.mark.parametrize(
    "shape",
    [
        Polygon([(112.1, -7.9), (112.3, -7.7), (112.3, -7.9), (112.1, -7.7)]),
        MultiPoint([(112.1, -7.9), (112.3, -7.7)]),
        GeometryCollection([Point(112.1, -7.9), box(112.2, -7.9, 112.3, -7.8)]),
        shapely.from_wkt("POINT Z (112.1 -7.9 12)"),
    ],
    ids=["bow tie", "many points", "collection", "height"],
)
def test_odd_shapes_come_out_valid_and_flat(shape, tmp_path):
    frame = gpd.GeoDataFrame(geometry=[shape, None], crs="EPSG:4326")
    read = read_overlay(frame.to_json().encode(), "a.geojson", BOUNDS, limits=HERE)
    assert read.geometry.is_valid.all()
    assert not read.geometry.has_z.any()
    assert len(read) == 1


def test_hostile_texts_stay_texts_and_hostile_names_do_not_reach_a_path(zones, tmp_path):
    nasty = ["</script><script>x()</script>", "{{7*7}}", "![](http://foreign.example/a.png)"]
    read = read_overlay(
        zones.assign(zona=nasty).to_json().encode(), "../../etc/<b>{{7*7}}.geojson", BOUNDS, limits=HERE
    )
    assert read["zona"].tolist() == nasty
    with pytest.raises(InputError) as said:
        read_overlay(b"bukan peta", "../../etc/passwd", BOUNDS, limits=HERE)
    assert "/etc" not in str(said.value)


def test_too_many_shapes_are_refused_with_the_limit(zones):
    with pytest.raises(InputError, match="batasnya 2"):
        read_overlay(zones.to_json().encode(), "a.geojson", BOUNDS, limits=replace(HERE, features=2))


def test_it_is_read_in_a_process_of_its_own(zones):
    read = read_overlay(zones.to_json().encode(), "a.geojson", BOUNDS, limits=read_limits("page"))
    assert len(read) == 3


BAD = sorted((Path(__file__).parents[4] / "shared" / "badinputs").glob("*.py"))


@pytest.mark.skipif(not BAD, reason="the generator of bad inputs is not beside the checkout")
def test_every_bad_map_is_refused_or_asked_about_and_none_breaks_out(tmp_path):
    import subprocess
    import sys

    subprocess.run([sys.executable, str(BAD[0]), str(tmp_path)], check=True, capture_output=True)
    for path in sorted(tmp_path.iterdir()):
        if not path.is_file():
            continue
        try:
            read = read_overlay(path.read_bytes(), path.name, (94, -11, 142, 6), limits=read_limits("page"))
        except (InputError, QuestionError) as error:
            assert str(tmp_path) not in str(error)
        else:
            assert path.name.startswith("B"), path.name
            assert read.geometry.is_valid.all()
    assert json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
