"""The small map: own outline strong, neighbours named, a true scale, the same bytes, nothing typed runs."""

import math
import re
from xml.etree import ElementTree

import geopandas as gpd
import pytest
import shapely

from mapping.present.files.paper.locator import HEIGHT, WIDTH, Locator

OWN = "35.78.03.1002"
HOSTILE = '</svg><script>alert("x")</script> & \x00\u202e' + "ab" * 150


def _texts(svg):
    return [element.text for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def _outline(svg):
    """Corners of the strong outline: that of the place itself."""
    d = re.search(r'<path d="([^"]+)" fill="none" stroke="#16202a" stroke-width="6"', svg.decode()).group(1)
    return [tuple(map(float, pair.split(","))) for pair in re.findall(r"-?[\d.]+,-?[\d.]+", d)]


def test_the_place_and_the_neighbours_in_sight_are_named(tiny):
    said = _texts(Locator(tiny[0], "batas perkiraan").draw(OWN))
    assert {"Rungkut Kidul", "Kalirungkut", "Gundih", "batas kecamatan", "batas perkiraan", "U"} <= set(said)
    assert "Tembok Dukuh" not in said


def test_the_scale_bar_is_true(tiny):
    svg = Locator(tiny[0]).draw(OWN)
    x = [corner[0] for corner in _outline(svg)]
    metres = 0.02 * 111_320 * math.cos(math.radians(7.32))
    bar = float(re.search(r"v12h([\d.]+)v-12", svg.decode()).group(1))
    km = next(float(text.split()[0]) for text in _texts(svg) if text.endswith("km"))
    assert km * 1000 / bar == pytest.approx(metres / (max(x) - min(x)), rel=0.01)


def test_the_place_lies_whole_in_the_middle_of_the_map(tiny):
    corners = _outline(Locator(tiny[0]).draw(OWN))
    across, down = zip(*corners, strict=True)
    assert min(across) > 0 and max(across) < WIDTH and min(down) > 0 and max(down) < HEIGHT
    assert (min(across) + max(across)) / 2 == pytest.approx(WIDTH / 2, abs=1)
    assert (min(down) + max(down)) / 2 == pytest.approx(HEIGHT / 2, abs=1)


def test_every_place_is_marked_in_the_whole_region(tiny):
    locator = Locator(tiny[0])
    spots = {
        code: float(re.search(r'<circle cx="([\d.]+)"', locator.draw(code).decode()).group(1)) for code in tiny[0].index
    }
    assert sorted(spots, key=spots.get) == list(tiny[0].index)  # the tiny region lies in a row from west to east


def test_the_same_bytes_and_independent_of_what_was_drawn_before(tiny):
    one, other = Locator(tiny[0]), Locator(tiny[0].copy())
    for code in tiny[0].index:
        one.draw(code)
    assert one.draw(OWN) == other.draw(OWN)


def test_a_place_without_outline_says_so_and_others_are_still_drawn(tiny):
    kelurahan = tiny[0]
    kelurahan.loc[OWN, "geometry"] = None
    said = " ".join(_texts(Locator(kelurahan).draw(OWN)))
    assert "Batas Rungkut Kidul belum diketahui" in said
    assert "Kalirungkut" in _texts(Locator(kelurahan).draw("35.78.03.1001"))


def test_a_region_without_any_outline(tiny):
    kelurahan = tiny[0]
    kelurahan["geometry"] = gpd.GeoSeries([None] * len(kelurahan), index=kelurahan.index, crs=kelurahan.crs)
    assert "belum diketahui" in " ".join(_texts(Locator(kelurahan).draw(OWN)))


def test_a_region_of_one_kelurahan_and_one_of_islands(tiny):
    kelurahan = tiny[0]
    assert "Rungkut Kidul" in _texts(Locator(kelurahan.loc[[OWN]]).draw(OWN))
    islands = shapely.MultiPolygon([shapely.box(0, 0, 0.1, 0.1), shapely.box(0.5, 0.5, 0.6, 0.7)])
    kelurahan.loc[OWN, "geometry"] = islands
    assert "Rungkut Kidul" in " ".join(_texts(Locator(kelurahan).draw(OWN)))


def test_hostile_names_stay_text_within_the_map(tiny):
    kelurahan = tiny[0]
    kelurahan["name"] = HOSTILE
    root = ElementTree.fromstring(Locator(kelurahan, HOSTILE).draw(OWN))
    tags = {element.tag.rsplit("}")[-1] for element in root.iter()}
    assert tags <= {"svg", "title", "defs", "clipPath", "rect", "g", "path", "text", "circle"}
    assert all(len(text) < 60 for text in _texts(Locator(kelurahan, HOSTILE).draw(OWN)))


def test_it_is_small(demonstration):
    study = demonstration("surabaya")
    locator = Locator(study.kelurahan, study.settings.boundary_note)
    assert max(len(locator.draw(code)) for code in study.kelurahan.index[:40]) < 30_000
