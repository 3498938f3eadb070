"""A small map of one kelurahan among its neighbours, and where that lies in its region; reads in black and white."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import shapely

from mapping.knowledge.formats import say_number
from mapping.language import tr
from mapping.present.lettering import FAMILY, cut_text, draw_text, text_width, wrap_text, xml_text
from mapping.present.outlines import kecamatan_of
from mapping.present.shapes import METRES_PER_DEGREE, Drawn, fit_shapes, path_text, round_length

if TYPE_CHECKING:
    import geopandas as gpd

WIDTH, HEIGHT, BELOW, GAP = 620.0, 450.0, 200.0, 18.0
"""The drawing in tenths of a millimetre: the map, and under it the whole region beside scale, north and note."""
INSET = 260.0
AROUND = 2.4
"""How many times wider than the kelurahan the map is."""
TOLERANCE, EDGE_OVER = 0.8, 30.0
INK, EDGE, OUTSIDE, OWN, FAINT = "#16202a", "#8a96a3", "#e9edf0", "#bcc6cf", "#55616d"
BOLD, PLAIN, NOTE = 32.0, 25.0, 25.0
Box = tuple[float, float, float, float]
Shapes = npt.NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Locator:
    """The outlines of a region, made ready once for the maps of all its kelurahan.

    Parameters
    ----------
    kelurahan : GeoDataFrame
        The contract's table, EPSG:4326. One without outline gets a map that says so.
    boundary_note : str
        What is to be known of the outlines, in Indonesian; ``""`` nothing.
    """

    kelurahan: gpd.GeoDataFrame
    boundary_note: str = ""

    def draw(self, code: str) -> bytes:
        """The map of one kelurahan as SVG, UTF-8; the same for the same input. Cost: some milliseconds.

        Parameters
        ----------
        code : str
            Of the table's index.
        """
        own = self._shapes[self.kelurahan.index.get_loc(code)]
        name = str(self.kelurahan.at[code, "name"])
        parts = [_box(0, 0, WIDTH, HEIGHT, fill=OUTSIDE)]
        if own is None or own.is_empty:
            parts.append(_say_middle(tr("Batas {name} belum diketahui", name=name)))
        else:
            parts += self._draw_near(code, own)
        parts.append(_box(0, 0, WIDTH, HEIGHT, fill="none"))
        if self._drawable.any():
            parts.append(f'<g transform="translate(0 {HEIGHT + GAP:g})">{self._region[1]}{self._mark(code)}</g>')
        height = HEIGHT + GAP + BELOW
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH + 4:g}" height="{height + 4:g}" '
            f'viewBox="-2 -2 {WIDTH + 4:g} {height + 4:g}" role="img" font-family="{FAMILY}" fill="{INK}">'
        )
        title = f"<title>{xml_text(tr('Letak {name} di antara tetangganya', name=name))}</title>"
        clip = f'<defs><clipPath id="peta"><rect width="{WIDTH:g}" height="{HEIGHT:g}"/></clipPath></defs>'
        return "\n".join([head, title, clip, *parts, "</svg>\n"]).encode()

    @cached_property
    def _shapes(self) -> Shapes:
        return np.asarray(shapely.force_2d(self.kelurahan.geometry.to_numpy()), dtype=object)

    @cached_property
    def _drawable(self) -> npt.NDArray[np.bool_]:
        return np.asarray(~(shapely.is_missing(self._shapes) | shapely.is_empty(self._shapes)))

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._shapes)

    @cached_property
    def _groups(self) -> npt.NDArray[np.int64]:
        return kecamatan_of(self.kelurahan)[0]

    @cached_property
    def _region(self) -> tuple[Drawn, str]:
        """The whole region as small as the inset, and its drawing, the same for every kelurahan."""
        drawn = fit_shapes(self.kelurahan, "kelurahan", "", INSET, (BELOW, BELOW))
        lines = "".join(f'<path d="{path_text(whole)}"/>' for whole in drawn.kecamatan if whole is not None)
        thin = 1.6 if len(drawn.kecamatan) <= 100 else 0.5
        look = f'fill="#ffffff" stroke="{EDGE}" stroke-width="{thin:g}" stroke-linejoin="round" fill-rule="evenodd"'
        return drawn, f"<g {look}>{lines}</g>"

    def _mark(self, code: str) -> str:
        """The place in the whole region: its area black, with a ring that is found at once."""
        area = self._region[0].areas.get(code)
        if area is None or area.is_empty:
            return ""
        middle = shapely.point_on_surface(area)
        ring = f'<circle cx="{middle.x:.1f}" cy="{middle.y:.1f}" r="17" fill="none" stroke='
        white, black = f'{ring}"#ffffff" stroke-width="9"/>', f'{ring}"{INK}" stroke-width="4.5"/>'
        return f'{white}<path d="{path_text(area)}" fill="{INK}"/>{black}'

    def _draw_near(self, code: str, own: shapely.Geometry) -> list[str]:
        west, south, east, north = _window(own)
        found = np.sort(self._tree.query(shapely.box(west, south, east, north)))
        found = found[self._drawable[found]]
        stretch = np.array([WIDTH / (east - west), HEIGHT / (south - north)])
        placed = shapely.transform(self._shapes[found], lambda xy: (xy - (west, north)) * stretch)
        simple = np.asarray(shapely.coverage_simplify(placed, TOLERANCE), dtype=object)
        areas = dict(zip(found.tolist(), _cut(simple), strict=True))
        position = int(self.kelurahan.index.get_loc(code))
        groups = self._groups[found]
        sound = shapely.make_valid(simple)
        unions = [shapely.union_all(sound[groups == group]) for group in np.unique(groups)]
        wholes = _cut(np.array(unions, dtype=object))
        near = "".join(f'<path d="{path_text(area)}"/>' for area in areas.values())
        borders = "".join(f'<path d="{path_text(whole)}"/>' for whole in wholes)
        here = path_text(areas[position])
        round_ = 'stroke-linejoin="round" fill-rule="evenodd"'
        drawn = [
            f'<g fill="#ffffff" stroke="{EDGE}" stroke-width="2" {round_}>{near}</g>',
            f'<path d="{here}" fill="{OWN}" {round_}/>',
            f'<g fill="none" stroke="{INK}" stroke-width="3" stroke-dasharray="14 5 3 5" {round_}>{borders}</g>',
            f'<path d="{here}" fill="none" stroke="{INK}" stroke-width="6" {round_}/>',
            self._label(areas, position),
        ]
        metres = (north - south) * METRES_PER_DEGREE / HEIGHT
        return [f'<g clip-path="url(#peta)">{"".join(drawn)}</g>', self._margin(metres)]

    def _label(self, areas: dict[int, shapely.Geometry], own: int) -> str:
        """Names where they do not touch: that of the place itself, then those of its neighbours, larger parts first."""
        others = sorted((position for position in areas if position != own), key=lambda p: (-areas[p].area, p))
        taken: list[Box] = []
        names = self.kelurahan["name"]
        parts = [_place(str(names.iloc[own]), areas[own], taken, own=True)]
        parts += [_place(str(names.iloc[other]), areas[other], taken, own=False) for other in others]
        look = 'text-anchor="middle" stroke="#ffffff" stroke-width="6" stroke-linejoin="round" paint-order="stroke"'
        return f"<g {look}>{''.join(parts)}</g>"

    def _margin(self, metres_per_unit: float) -> str:
        """Scale bar, north arrow, what the lines mean and what is to be known of the outlines, beside the inset."""
        x, y = INSET + 34.0, HEIGHT + GAP
        longest = round_length(metres_per_unit * 190)
        wide = longest / metres_per_unit
        said = f"{say_number(longest / 1000)} km" if longest >= 1000 else f"{say_number(longest)} m"
        bar = f"M{x:g},{y + 16:g}v12h{wide:.1f}v-12"
        north = f"M{WIDTH - 20:g},{y + 42:g}l-13,6 13,-38 13,38z"
        parts = [
            f'<path d="{bar}" fill="none" stroke="{INK}" stroke-width="3"/>',
            draw_text(x + round(wide, 1) + 10, y + 30, said, NOTE),
            f'<path d="{north}"/>',
            draw_text(WIDTH - 20, y + 66, tr("U"), NOTE, bold=True, more=' text-anchor="middle"'),
            f'<path d="M{x:g},{y + 62:g}h46" stroke="{INK}" stroke-width="3" stroke-dasharray="14 5 3 5"/>',
            draw_text(x + 58, y + 71, tr("batas kecamatan"), NOTE),
        ]
        note = tr(self.boundary_note)[:200]
        lines = wrap_text(note, NOTE, WIDTH - x)[:3]
        look = f' fill="{FAINT}"'
        parts += [draw_text(x, y + 112 + 29 * i, line, NOTE, more=look) for i, line in enumerate(lines)]
        return "".join(parts)


def _window(own: shapely.Geometry) -> Box:
    """West, south, east, north of the map in degrees: the kelurahan in its middle, equal lengths both ways."""
    west, south, east, north = shapely.bounds(own)
    x, y = (west + east) / 2, (south + north) / 2
    shrink = max(math.cos(math.radians(y)), 0.01)
    across = max(AROUND * max((east - west) * shrink, (north - south) * WIDTH / HEIGHT), 1e-4) / 2
    return x - across / shrink, y - across * HEIGHT / WIDTH, x + across / shrink, y + across * HEIGHT / WIDTH


def _cut(shapes: Shapes) -> Shapes:
    """What of placed shapes lies on the map and a little over its edge, where no line of the cut is seen."""
    over = (-EDGE_OVER, -EDGE_OVER, WIDTH + EDGE_OVER, HEIGHT + EDGE_OVER)
    return np.asarray(shapely.clip_by_rect(shapely.make_valid(shapes), *over), dtype=object)


def _place(name: str, area: shapely.Geometry, taken: list[Box], own: bool) -> str:
    """A name in one or two lines on its own area where it is free; ``""`` where others stand already."""
    west, _, east, _ = area.bounds
    size, longest = (BOLD, max(1.2 * (east - west), 210.0)) if own else (PLAIN, 190.0)
    lines = wrap_text(name, size, longest, bold=own)
    lines = lines if len(lines) <= 2 else [lines[0], cut_text(" ".join(lines[1:]), size, longest, bold=own)]
    half = max((text_width(line, size, bold=own) for line in lines), default=0.0) / 2 + 4
    tall = size * 1.05 * len(lines)
    for x, y in _spots(area) if lines else []:
        if own:
            x, y = min(max(x, half), WIDTH - half), min(max(y, tall / 2 + 4), HEIGHT - tall / 2 - 4)
        box = (x - half, y - tall / 2, x + half, y + tall / 2)
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= WIDTH and box[3] <= HEIGHT
        if inside and not any(box[0] < b[2] and box[2] > b[0] and box[1] < b[3] and box[3] > b[1] for b in taken):
            taken.append(box)
            bases = [round(y - tall / 2 + size * (0.8 + 1.05 * i), 1) for i in range(len(lines))]
            return "".join(
                draw_text(round(x, 1), base, line, size, bold=own) for base, line in zip(bases, lines, strict=True)
            )
    return ""


def _spots(area: shapely.Geometry) -> list[tuple[float, float]]:
    """Points of an area on which its name may stand, the best first: what of it is seen, then a little up or down."""
    seen = shapely.clip_by_rect(area, 0, 0, WIDTH, HEIGHT)
    parts = [part for part in shapely.get_parts(seen) if part.geom_type == "Polygon" and part.area > 600]
    if not parts:
        return []
    largest = max(parts, key=lambda part: part.area)
    middles = [largest.centroid] if largest.contains(largest.centroid) else []
    middles.append(shapely.point_on_surface(largest))
    return [(point.x, point.y + down) for down in (0, -26, 26, -46, 46) for point in middles]


def _box(x: float, y: float, width: float, height: float, fill: str) -> str:
    size = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
    return f'<rect {size} fill="{fill}" stroke="{EDGE}" stroke-width="2"/>'


def _say_middle(text: str) -> str:
    lines = wrap_text(text, PLAIN, WIDTH - 80)[:4]
    top = HEIGHT / 2 - 13 * len(lines)
    look = ' text-anchor="middle"'
    return "".join(draw_text(WIDTH / 2, top + 26 * i, line, PLAIN, more=look) for i, line in enumerate(lines))
