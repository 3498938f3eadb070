"""Names on a map: inside their areas, never on each other, replaced by numbers and signs where there is no room."""

from __future__ import annotations

import re

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mapping.present.labels import Letters, draw_labels
from mapping.present.lettering import text_width
from mapping.present.mapdata import KNOWN, MapValues
from mapping.present.shapes import Drawn, fit_shapes

TEXT = re.compile(r'<text x="([-\d.]+)" y="([-\d.]+)" font-size="([\d.]+)"( font-weight="600")?[^>]*>([^<]*)</text>')


def row_of(names: list[str], wide: float = 0.01) -> tuple[MapValues, Drawn]:
    """Places side by side in one kecamatan, as many as there are names."""
    edge = np.arange(len(names) + 1) * wide
    shapes = [shapely.box(112 + edge[i], 0, 112 + edge[i + 1], 0.02) for i in range(len(names))]
    codes = [f"35.78.01.{1001 + i}" for i in range(len(names))]
    told = {"name": names, "kecamatan": "K", "kabupaten": "B"}
    index = pd.Index(codes, name="kelurahan_code")
    kelurahan = gpd.GeoDataFrame(told, geometry=shapes, crs=4326, index=index)
    shown = MapValues(
        codes, names, [0] * len(names), ["K"], np.zeros(len(names)), np.full(len(names), KNOWN), None, "T", "u", 0, 1
    )
    return shown, fit_shapes(kelurahan, "kelurahan", "", 1000, (100, 600))


def boxes(svg: str) -> list[tuple[str, shapely.Geometry]]:
    found = []
    for x, y, size, bold, text in TEXT.findall(svg):
        half, high, across = text_width(text, float(size), bool(bold)) / 2, float(size), float(x)
        found.append((text, shapely.box(across - half, float(y) - 0.7 * high, across + half, float(y) + 0.1 * high)))
    return found


def test_names_lie_in_their_areas_and_on_no_other_name() -> None:
    shown, drawn = row_of([f"Desa {i}" for i in range(6)])
    svg, numbered = draw_labels(shown, drawn, Letters(number=9.0), {code: i for i, code in enumerate(shown.codes)})
    found = dict(boxes(svg))
    assert numbered == [] and set(shown.names) <= set(found)
    for code, name in zip(shown.codes, shown.names, strict=True):
        assert drawn.areas[code].contains(found[name])
    placed = list(found.values())
    assert not any(a.intersects(b) for i, a in enumerate(placed) for b in placed[i + 1 :])


def test_a_name_without_room_becomes_its_number() -> None:
    shown, drawn = row_of(["Sebuah nama yang sangat panjang sekali"] * 8)
    numbers = {code: 41 + i for i, code in enumerate(shown.codes)}
    svg, numbered = draw_labels(shown, drawn, Letters(number=9.0), numbers)
    assert numbered == list(shown.codes)
    assert {str(number) for number in numbers.values()} <= {text for text, _ in boxes(svg)}
    assert draw_labels(shown, drawn)[1] == []


def test_names_shrink_before_they_give_way() -> None:
    shown, drawn = row_of(["Kalirungkut"] * 12)
    large = draw_labels(shown, drawn, Letters(kelurahan=(30.0,)))[0]
    both = draw_labels(shown, drawn, Letters(kelurahan=(30.0, 10.0)))[0]
    assert "Kalirungkut" not in large and both.count("Kalirungkut") == 12


def test_signs_stand_above_names_and_alone_where_only_they_fit() -> None:
    shown, drawn = row_of(["Satu", "Sebuah nama yang sangat panjang sekali sampai ke tepi " * 3], wide=0.02)
    letters = Letters(kelurahan=(20.0,), signs={shown.codes[0]: "A", shown.codes[1]: "B"})
    said = [text for text, _ in boxes(draw_labels(shown, drawn, letters)[0])]
    assert {"A", "Satu", "B"} <= set(said) and shown.names[1] not in said
    numbered = draw_labels(shown, drawn, Letters(kelurahan=(20.0,), number=9.0, signs=letters.signs), {
        shown.codes[0]: 1, shown.codes[1]: 2})  # fmt: skip
    assert "B 2" in [text for text, _ in boxes(numbered[0])] and numbered[1] == [shown.codes[1]]
