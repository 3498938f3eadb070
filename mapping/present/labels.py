"""Names on a drawn map, where there is room for them: kecamatan first, then kelurahan by name, else by number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from mapping.present.lettering import draw_text, text_width
from mapping.present.looks import INK
from mapping.present.mapdata import MapShown
from mapping.present.shapes import Drawn

Box = tuple[float, float, float, float]
LINE, SMALLEST = 1.1, 30.0
"""Height of a line of text, in sizes; square pixels below which nothing is written."""


@dataclass(frozen=True)
class Letters:
    """Sizes of the names on a map, in its pixels.

    Parameters
    ----------
    kecamatan : float
        Size of their names.
    kelurahan : sequence of float
        Sizes of their names, largest first; a name stands inside its own area or not at all.
    number : float
        Size of the numbers of kelurahan whose name has no room; 0 writes none.
    least_area : float
        Square pixels below which an area gets no name.
    signs : mapping of str to str
        Code -> a bold sign above the name, by which an area is known without its colour.
    """

    kecamatan: float = 21.0
    kelurahan: tuple[float, ...] = (15.5,)
    number: float = 0.0
    least_area: float = 3_000.0
    signs: Mapping[str, str] = field(default_factory=dict)


SCREEN = Letters()


def draw_labels(
    shown: MapShown, drawn: Drawn, letters: Letters = SCREEN, numbers: Mapping[str, int] | None = None
) -> tuple[str, list[str]]:
    """The names as SVG, and the codes of the kelurahan that got a number instead.

    Cost: n log n for the order, n times the names already placed for touching ones.
    """
    taken: list[Box] = _edges(drawn)
    parts = [*_kecamatan(shown, drawn, letters, taken)]
    numbered: list[str] = []
    if shown.level == "kelurahan":
        spots = _middles(drawn)
        order = sorted(range(len(shown.codes)), key=lambda place: shown.codes[place] != shown.selected)
        for place in order:
            code, name = str(shown.codes[place]), str(shown.names[place])
            if code not in spots:
                continue
            shape, sign = drawn.areas[code], letters.signs.get(code, "")
            if code == shown.selected:
                said = _free(*spots[code][0], name, letters.kelurahan[0], False, (0, 0.9, -0.9), taken, drawn)
            else:
                said = _named(name, sign, letters, shape, taken, spots[code])
            if not said and numbers and letters.number:
                number = f"{sign} {numbers[code]}".strip()
                said = _inside(number, letters.number, shape, taken, spots[code])
                numbered += [code] if said else []
            parts.append(said or _inside(sign, letters.kelurahan[-1], shape, taken, spots[code], bold=True))
    look = f'text-anchor="middle" fill="{INK}" stroke="#ffffff" stroke-opacity="0.9" paint-order="stroke" '
    return f'<g {look}stroke-linejoin="round">{"".join(parts)}</g>', numbered


def _middles(drawn: Drawn) -> dict[str, list[tuple[float, float]]]:
    """Points of each area where a text may stand; areas off the sheet, or too small for a digit, have none."""
    found = np.array(list(drawn.areas.values()), dtype=object)
    sheet = shapely.box(0, 0, drawn.width, drawn.height)
    kept = (shapely.area(found) > SMALLEST) & shapely.intersects(shapely.envelope(found), sheet)
    codes = [code for code, keep in zip(drawn.areas, kept, strict=True) if keep]
    shapes = shapely.make_valid(found[kept])
    points, widest = shapely.point_on_surface(shapes), shapely.maximum_inscribed_circle(shapes, tolerance=1.0)
    return {
        code: [(point.x, point.y), circle.coords[0][:2]]
        for code, circle, point in zip(codes, widest, points, strict=True)
    }


def _kecamatan(shown: MapShown, drawn: Drawn, letters: Letters, taken: list[Box]) -> list[str]:
    """Names of kecamatan, larger ones first, where they do not touch."""
    size, parts = letters.kecamatan, []
    order = sorted((-whole.area, place) for place, whole in enumerate(drawn.kecamatan) if whole is not None)
    for _, place in order:
        west, _, east, _ = drawn.kecamatan[place].bounds
        point = shapely.point_on_surface(drawn.kecamatan[place])
        name = str(shown.kecamatan[place]) if place < len(shown.kecamatan) else ""
        if name and east - west > 0.7 * text_width(name, size, bold=True):
            parts.append(_free(point.x, point.y, name, size, True, (0, 0.9, -0.9, 1.8, -1.8), taken, drawn))
    return parts


def _named(
    name: str, sign: str, letters: Letters, shape: shapely.Geometry, taken: list[Box],
    spots: Sequence[tuple[float, float]],
) -> str:  # fmt: skip
    """The name of a kelurahan with its sign at the largest size that its area holds; ``""`` where none fits."""
    if shape.area < letters.least_area:
        return ""
    for size in letters.kelurahan:
        said = _signed(sign, name, size, shape, taken, spots) if sign else _inside(name, size, shape, taken, spots)
        if said:
            return said
    return ""


def _signed(sign: str, name: str, size: float, shape: shapely.Geometry, taken: list[Box],
            spots: Sequence[tuple[float, float]]) -> str:  # fmt: skip
    """A bold sign with the name below it, where both fit."""
    half = max(text_width(name, size), text_width(sign, size, True)) / 2 + 2
    for x, y in spots:
        box = (x - half, y - LINE * size, x + half, y + LINE * size)
        if _fits(box, shape, taken):
            taken.append(box)
            above = draw_text(round(x, 1), round(y - 0.15 * size, 1), sign, size, bold=True, more=' stroke-width="3"')
            return above + draw_text(round(x, 1), round(y + 0.85 * size, 1), name, size, more=' stroke-width="2.5"')
    return ""


def _inside(
    text: str, size: float, shape: shapely.Geometry, taken: list[Box], spots: Sequence[tuple[float, float]],
    bold: bool = False,
) -> str:  # fmt: skip
    """A text within an area, on one of its middles or a line beside it; ``""`` where there is no room."""
    half = text_width(text, size, bold) / 2 + 2
    for down in (0, 0.9, -0.9, 1.8, -1.8):
        for x, y in spots:
            middle = y + down * size
            box = (x - half, middle - size * 0.55, x + half, middle + size * 0.55)
            if text and _fits(box, shape, taken):
                taken.append(box)
                more = f' stroke-width="{size * 0.22:.2g}"'
                return draw_text(round(x, 1), round(middle + size * 0.33, 1), text, size, bold=bold, more=more)
    return ""


def _edges(drawn: Drawn) -> list[Box]:
    """What lies beyond the sheet, as if it were taken already."""
    wide, high, far = drawn.width, drawn.height, 1e6
    return [(-far, -far, 0, far), (wide, -far, far, far), (-far, -far, far, 0), (-far, high, far, far)]


def _fits(box: Box, shape: shapely.Geometry, taken: list[Box]) -> bool:
    touches = any(box[0] < b[2] and box[2] > b[0] and box[1] < b[3] and box[3] > b[1] for b in taken)
    return not touches and bool(shape.contains(shapely.box(*box)))


def _free(
    x: float, y: float, text: str, size: float, bold: bool, steps: Sequence[float], taken: list[Box], drawn: Drawn
) -> str:
    """A text on its point or a line above or below it, wherever it is free; ``""`` where it is not."""
    if not 0 <= x <= drawn.width:
        return ""
    half = text_width(text, size, bold) / 2 + 3
    x = min(max(x, half), drawn.width - half)
    for down in steps:
        middle = y + down * size
        box = (x - half, middle - size * 0.55, x + half, middle + size * 0.55)
        free = not any(box[0] < b[2] and box[2] > b[0] and box[1] < b[3] and box[3] > b[1] for b in taken)
        if text and free and 0 < middle < drawn.height and half * 2 < drawn.width:
            taken.append(box)
            more = f' stroke-width="{5 if bold else 3.5:g}"'
            return draw_text(round(x, 1), round(middle + size * 0.33, 1), text, size, bold=bold, more=more)
    return ""
