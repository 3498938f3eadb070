"""The map picture: true to the data, the same bytes each time, whole as XML whatever a name contains."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from mapping.language import speaking
from mapping.present.legend import classes_of, doubt_counts, legend_keys, pair_counts, state_counts
from mapping.present.lettering import cut_text, text_width, wrap_text
from mapping.present.mapdata import KNOWN, SUPPRESSED, UNKNOWN, MapKinds, MapPairs, MapValues
from mapping.present.picture import draw_picture, png_bytes
from mapping.present.shapes import fit_shapes, round_length

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = ["</svg><script>alert(1)</script>", "{{7*7}}", "a & b", '"><image href="http://x"/>', "\x00\x1b]", "&#0;"]


def grid(side: int = 4) -> gpd.GeoDataFrame:
    """Villages on a square grid of 0.01 degrees on the equator; two columns to a kecamatan."""
    cells = [(x, y) for x in range(side) for y in range(side)]
    edge = np.round(np.arange(side + 1) * 0.01, 2)
    shapes = [shapely.box(112 + edge[x], edge[y], 112 + edge[x + 1], edge[y + 1]) for x, y in cells]
    codes = [f"35.78.0{x // 2 + 1}.{1000 + x * side + y}" for x, y in cells]
    told = {"name": [f"Desa {i}" for i in range(len(cells))], "kabupaten": "K"}
    told["kecamatan"] = [f"Kec {x // 2}" for x, _ in cells]
    return gpd.GeoDataFrame(told, geometry=shapes, crs=4326, index=pd.Index(codes, name="kelurahan_code"))


def values_on(kelurahan: gpd.GeoDataFrame, **changes: object) -> MapValues:
    n = len(kelurahan)
    states = np.full(n, KNOWN)
    states[:3], states[3:5] = UNKNOWN, SUPPRESSED
    shown = MapValues(
        codes=list(kelurahan.index),
        names=kelurahan["name"].tolist(),
        places=[int(name[4:]) for name in kelurahan["kecamatan"]],
        kecamatan=sorted(set(kelurahan["kecamatan"])),
        values=np.where(states == KNOWN, np.linspace(1, 99, n), np.nan),
        states=states,
        ranks=None,
        title="Skor potensi: pangan",
        unit="skor 0–100",
        low=0,
        high=100,
    )
    return replace(shown, **changes)


def draw(kelurahan: gpd.GeoDataFrame, shown: object, **more: object) -> bytes:
    return draw_picture(kelurahan, shown, **({"region": "Kota", "notes": ["16 usaha"], "stamp": "versi"} | more))


def fills(svg: bytes) -> dict[str, int]:
    """How many outlines each fill has."""
    groups = ElementTree.fromstring(svg).iter(f"{SVG}g")
    return {g.get("fill"): len(list(g)) for g in groups if g.get("fill-rule") and not g.get("fill-opacity")}


def texts(svg: bytes) -> list[str]:
    return ["".join(element.itertext()) for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_each_class_is_drawn_and_counted_as_often_as_it_occurs() -> None:
    kelurahan = grid()
    shown = values_on(kelurahan)
    drawn = fills(draw(kelurahan, shown))
    keys = legend_keys(shown)
    expected = np.histogram(shown.values[5:], [0, 20, 40, 60, 80, 100])[0]
    assert [key.count for key in keys] == expected.tolist()
    assert {key.colour: key.count for key in keys if key.count} == {c: n for c, n in drawn.items() if c[0] == "#"}
    assert drawn["url(#arsir)"] == 3 and drawn["url(#sedikit)"] == 2
    assert sum(drawn.values()) == 16


def test_the_legend_says_what_it_counts() -> None:
    kelurahan = grid()
    said = texts(draw(kelurahan, values_on(kelurahan), synthetic=True))
    assert {"0–20", "80–100", "Belum cukup data", "Angka disembunyikan", "data sintetis", "16 usaha"} <= set(said)
    assert {"Skor potensi: pangan", "Kota", "versi", "Kec 0", "Kec 1", "U"} <= set(said)


def test_without_synthetic_data_the_label_is_absent() -> None:
    kelurahan = grid()
    assert "data sintetis" not in texts(draw(kelurahan, values_on(kelurahan)))


def test_same_input_same_bytes() -> None:
    kelurahan = grid()
    first = draw(kelurahan, values_on(kelurahan))
    assert first == draw(grid(), values_on(grid()))
    assert png_bytes(first) == png_bytes(first)


def test_hidden_and_unknown_values_leave_no_trace() -> None:
    kelurahan = grid()
    shown = values_on(kelurahan)
    leaky = shown.values.copy()
    leaky[shown.states != KNOWN] = 77.7
    assert draw(kelurahan, replace(shown, values=leaky)) == draw(kelurahan, shown)


@settings(max_examples=25)
@given(st.text(max_size=40))
def test_any_name_leaves_the_picture_whole(name: str) -> None:
    kelurahan = grid(2)
    shown = values_on(kelurahan, names=[name] * 4, title=name, unit=name, kecamatan=[name, name], notes=[name])
    svg = draw(kelurahan, shown, region=name, notes=[name], stamp=name)
    tags = {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(svg).iter()}
    assert tags <= {"svg", "title", "defs", "pattern", "clipPath", "rect", "circle", "g", "path", "text"}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_drawn_as_written(name: str) -> None:
    kelurahan = grid(2)
    svg = draw(kelurahan, values_on(kelurahan), region=name)
    assert b"<script" not in svg and b"http://x" not in svg.replace(b"href=&quot;http://x&quot;", b"")
    assert len(png_bytes(svg)) > 1000


def test_the_filter_makes_pale_and_is_left_out_of_the_counts() -> None:
    kelurahan = grid()
    chosen = np.arange(16) >= 8
    shown = values_on(kelurahan, chosen=chosen)
    drawn = fills(draw(kelurahan, shown))
    assert drawn["#f0f2f5"] == 8
    assert sum(key.count for key in legend_keys(shown)) == 8
    assert list(state_counts(shown).values()) == [0, 0, 8]


def test_own_breaks_and_colours_are_used() -> None:
    kelurahan = grid()
    shown = values_on(kelurahan, breaks=[0.0, 50.0, 60.5, 100.0], colours=("#ffffff", "#888888", "#000000"))
    keys = legend_keys(shown)
    known = shown.values[5:]
    assert [key.words for key in keys] == ["0,0–50,0", "50,0–60,5", "60,5–100,0"]
    assert [k.count for k in keys] == [
        (known <= 50).sum(),
        ((known > 50) & (known <= 60.5)).sum(),
        (known > 60.5).sum(),
    ]


def test_doubt_is_drawn_over_known_values_only() -> None:
    kelurahan = grid()
    shown = values_on(kelurahan, doubt=np.full(16, 2), doubt_labels=("pasti", "cukup", "ragu"))
    root = ElementTree.fromstring(draw(kelurahan, shown))
    over = [g for g in root.iter(f"{SVG}g") if g.get("fill") == "url(#ragu2)"]
    assert [len(g) for g in over] == [11]
    assert doubt_counts(shown) == [("pasti", 0), ("cukup", 0), ("ragu", 11)]


def test_kinds_and_pairs_count_what_is_known() -> None:
    kelurahan = grid()
    base = values_on(kelurahan)
    common = {name: getattr(base, name) for name in ("codes", "names", "places", "kecamatan", "states")}
    kinds = MapKinds(
        **common,
        kinds=np.arange(16) % 3,
        labels=("A", "B", "C", "D"),
        colours=("#111111",) * 4,
        details=[""] * 16,
        title="Tipe",
    )
    assert {key.words: key.count for key in legend_keys(kinds)} == {"A": 4, "B": 3, "C": 4}
    three = ("rendah", "sedang", "tinggi")
    pairs = MapPairs(
        **common,
        first=np.arange(16) % 3,
        second=np.full(16, 2),
        first_label="Skor",
        second_label="Kepastian",
        first_words=three,
        second_words=three,
        title="Dua hal",
    )
    assert pair_counts(pairs).tolist() == [[0, 0, 4], [0, 0, 3], [0, 0, 4]]
    for shown in (kinds, pairs):
        assert sum(n for fill, n in fills(draw(kelurahan, shown)).items() if fill[0] == "#") == 11
    assert {"↑ Skor", "Kepastian →"} <= set(texts(draw(kelurahan, pairs)))


def test_kecamatan_are_drawn_as_wholes() -> None:
    kelurahan = grid()
    base = values_on(kelurahan)
    shown = replace(
        base,
        codes=["0", "1"],
        names=base.kecamatan,
        places=[0, 1],
        values=np.array([10.0, 90.0]),
        states=np.zeros(2, int),
        level="kecamatan",
    )
    drawn = fills(draw(kelurahan, shown))
    assert drawn == {shown.colours[0]: 1, shown.colours[4]: 1}


def test_one_pixel_is_as_long_as_the_scale_says() -> None:
    drawn = fit_shapes(grid(), "kelurahan", "", 800, (100, 2000))
    assert drawn.height == pytest.approx(800, rel=1e-6)
    assert drawn.metres_per_px * 800 == pytest.approx(0.04 * 111_320, rel=1e-6)
    near = fit_shapes(grid(), "kelurahan", "1", 800, (100, 2000))
    assert shapely.total_bounds(list(near.kecamatan[1:])).round(6).tolist()[0::2] == [0, 800]


def test_neighbours_keep_their_common_border() -> None:
    areas = list(fit_shapes(grid(8), "kelurahan", "", 300, (100, 900)).areas.values())
    assert shapely.coverage_is_valid(np.array(areas, dtype=object)).all()


@given(st.floats(1, 1e7))
def test_round_lengths_are_round_and_fit(longest: float) -> None:
    metres = round_length(longest)
    assert longest / 2.51 <= metres <= longest
    assert f"{metres:e}"[0] in "125"


@given(st.lists(st.text("abcdefghij ", max_size=12), max_size=8).map(" ".join), st.floats(60, 300))
def test_wrapped_lines_fit(text: str, width: float) -> None:
    assert all(text_width(line, 20) <= width for line in wrap_text(text, 20, width))
    assert text_width(cut_text(text, 20, width), 20) <= width


def test_png_is_as_wide_as_asked_and_shows_the_classes() -> None:
    kelurahan = grid()
    shown = values_on(kelurahan)
    picture = Image.open(io.BytesIO(png_bytes(draw(kelurahan, shown)))).convert("RGB")
    assert picture.width == 1600
    seen = {f"#{r:02x}{g:02x}{b:02x}": n for n, (r, g, b) in picture.getcolors(2**24)}
    known = [shown.colours[c] for c in set(classes_of(shown).tolist()) if c >= 0]
    assert len(known) >= 4 and all(seen.get(colour, 0) > 2_000 for colour in known)


def test_an_outline_that_is_missing_is_left_out() -> None:
    kelurahan = grid()
    kelurahan.loc[kelurahan.index[7], "geometry"] = None
    assert sum(fills(draw(kelurahan, values_on(grid()))).values()) == 15


def test_the_picture_speaks_the_language_in_force() -> None:
    kelurahan = grid()
    shown = values_on(kelurahan, breaks=[0.0, 0.5, 100.0], colours=("#ffffff", "#000000"), digits=1)
    with speaking("en"):
        assert re.search(r"0\.0–0\.5", draw(kelurahan, shown).decode())


def test_only_places_inside_the_frame_are_named() -> None:
    kelurahan = grid()
    near = set(texts(draw(kelurahan, values_on(kelurahan, focus="1"))))
    assert "Kec 1" in near and "Kec 0" not in near
    assert not near & {f"Desa {i}" for i in range(4)}
    assert near >= {f"Desa {i}" for i in range(8, 16)}
