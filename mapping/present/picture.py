"""A map as a finished picture: SVG with title, legend, scale and source, and the PNG made of it.

The SVG is the same text for the same input, byte for byte. The PNG is set by typst with the letters that come with
the package, so that it looks the same on a machine without fonts and needs no network.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from mapping.language import mark, tr
from mapping.present.labels import draw_labels
from mapping.present.legend import (
    NO_CLASS,
    NO_DATA,
    TOO_FEW,
    classes_of,
    doubt_counts,
    in_choice,
)
from mapping.present.lettering import FAMILY, cut_text, draw_text, font_folder, text_width, wrap_text, xml_text
from mapping.present.looks import AMBER, BORDER, EDGE, FAINT, FILL_OF, INK, PALE, PATTERNS, RING, SEA
from mapping.present.mapdata import KNOWN, SUPPRESSED, MapShown, MapValues
from mapping.present.panel import PANEL, draw_panel
from mapping.present.shapes import Drawn, fit_shapes, path_text

if TYPE_CHECKING:
    import geopandas as gpd

SHEET, MARGIN, GAP = 1600.0, 56.0, 36.0
"""The sheet is laid out 1,600 units wide: edge, and the space between map and legend."""
INSET = 22.0
HEIGHTS = (640.0, 1240.0)
SYNTHETIC = mark("data sintetis")


def draw_picture(
    kelurahan: gpd.GeoDataFrame,
    shown: MapShown,
    *,
    region: str,
    notes: Sequence[str],
    stamp: str = "",
    synthetic: bool = False,
    width_px: int = 1600,
) -> bytes:
    """A map with everything that a reader needs to trust it, as one SVG file.

    Parameters
    ----------
    kelurahan : GeoDataFrame
        The contract's table, EPSG:4326.
    shown : MapValues, MapKinds or MapPairs
        What the map says. Values that are unknown or suppressed are not read.
    region : str
        Name under the title.
    notes : sequence of str
        Lines under the legend: how many businesses, survey date, source, caveats.
    stamp : str
        Last line: tool, version, settings, date.
    synthetic : bool
        Write "data sintetis" beside the region.
    width_px : int
        Width of the picture; its height follows the region.

    Returns
    -------
    bytes
        UTF-8; the same for the same input. Cost: 0.2 s for a city, some 2 s for 8,000 kelurahan.
    """
    wide = SHEET - 2 * MARGIN - PANEL - GAP
    drawn = fit_shapes(kelurahan, shown.level, shown.focus, wide - 2 * INSET, HEIGHTS)
    header, top = _header(shown.title, region, synthetic)
    panel, panel_height = draw_panel(shown, notes, drawn.metres_per_px)
    body = max(drawn.height + 2 * INSET, panel_height)
    footer, height = _footer(stamp, top + body + 30)
    left = INSET + MARGIN
    size = f'width="{wide:g}" height="{body:g}" rx="10"'
    frame = f'<rect x="{MARGIN:g}" y="{top:g}" {size} fill="{SEA}"/>'
    down = (body - drawn.height) / 2
    clip = f'<clipPath id="bingkai"><rect x="{-INSET:g}" y="{-down:g}" {size}/></clipPath>'
    shift = f'transform="translate({left:g} {top + down:g})"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_px}" height="{height * width_px / SHEET:.0f}" '
        f'viewBox="0 0 {SHEET:g} {height:g}" role="img" font-family="{FAMILY}" fill="{INK}">',
        f"<title>{xml_text(f'{shown.title}, {region}')}</title>",
        f"<defs>{PATTERNS}{clip}</defs>",
        f'<rect width="{SHEET:g}" height="{height:g}" fill="#ffffff"/>',
        *(header, frame),
        f'<g {shift}><g clip-path="url(#bingkai)">{draw_areas(shown, drawn)}{draw_labels(shown, drawn)[0]}</g></g>',
        f'<g transform="translate({SHEET - MARGIN - PANEL:g} {top:g})">{panel}</g>',
        footer,
        "</svg>\n",
    ]
    return "\n".join(parts).encode()


def _header(title: str, region: str, synthetic: bool) -> tuple[str, float]:
    lines = wrap_text(title, 46, SHEET - 2 * MARGIN, bold=True)[:2]
    parts = [draw_text(MARGIN, 92 + 54 * i, line, 46, bold=True) for i, line in enumerate(lines)]
    y = 92 + 54 * (len(lines) - 1) + 44
    name = cut_text(region, 27, SHEET - 2 * MARGIN - 260)
    parts.append(draw_text(MARGIN, y, name, 27, more=f' fill="{FAINT}"'))
    if synthetic:
        x, wide = MARGIN + text_width(name, 27) + 18, text_width(tr(SYNTHETIC), 21, bold=True) + 28
        parts.append(f'<rect x="{x:g}" y="{y - 25:g}" width="{wide:.1f}" height="33" rx="16.5" fill="#ffe9c7"/>')
        parts.append(draw_text(round(x + 14, 1), y - 2, tr(SYNTHETIC), 21, bold=True, more=f' fill="{AMBER}"'))
    return "".join(parts), y + 30


def _footer(stamp: str, y: float) -> tuple[str, float]:
    lines = wrap_text(stamp, 18, SHEET - 2 * MARGIN)
    parts = [draw_text(MARGIN, y + 4 + 25 * i, line, 18, more=f' fill="{FAINT}"') for i, line in enumerate(lines)]
    return "".join(parts), round(y + 25 * len(lines) + 18)


def draw_areas(shown: MapShown, drawn: Drawn) -> str:
    """Outlines by fill, then textures of doubt, kecamatan, and the ring around the selected."""
    fills = _fills(shown)
    paths = {code: path_text(drawn.areas[code]) for code in fills if code in drawn.areas}
    thin = 0.7 if len(paths) <= 2_000 else 0.25
    look = f'stroke="{EDGE}" stroke-width="{thin}" stroke-linejoin="round" fill-rule="evenodd"'
    parts = []
    for fill in sorted({fills[code] for code in paths}):
        inner = "".join(f'<path d="{paths[code]}"/>' for code in paths if fills[code] == fill)
        parts.append(f'<g fill="{fill}" {look}>{inner}</g>')
    for texture, codes in _textures(shown).items():
        inner = "".join(f'<path d="{paths[code]}"/>' for code in codes if code in paths)
        parts.append(f'<g fill="url(#{texture})" fill-rule="evenodd" fill-opacity="0.75">{inner}</g>' if inner else "")
    borders = "".join(f'<path d="{path_text(whole)}"/>' for whole in drawn.kecamatan if whole is not None)
    thick = 1.7 if len(drawn.kecamatan) <= 100 else 0.8
    parts.append(f'<g fill="none" stroke="{BORDER}" stroke-width="{thick}" stroke-linejoin="round">{borders}</g>')
    if shown.selected in paths:
        parts.append(f'<path d="{paths[shown.selected]}" fill="none" stroke="{RING}" stroke-width="4"/>')
    return "".join(parts)


def _fills(shown: MapShown) -> dict[str, str]:
    classes, inside, states = classes_of(shown), in_choice(shown), np.asarray(shown.states)
    fills = {}
    for code, place, kept, state in zip(shown.codes, classes.tolist(), inside, states, strict=True):
        known = FILL_OF[TOO_FEW] if state == SUPPRESSED else FILL_OF[NO_DATA]
        if state == KNOWN and place != NO_CLASS:
            known = str(shown.colours[place])
        fills[str(code)] = known if kept else PALE
    return fills


def _textures(shown: MapShown) -> dict[str, list[str]]:
    if not doubt_counts(shown) or not isinstance(shown, MapValues):
        return {}
    known = (np.asarray(shown.states) == KNOWN) & in_choice(shown)
    doubt = np.where(known, np.asarray(shown.doubt), 0)
    return {
        f"ragu{level}": [str(code) for code, d in zip(shown.codes, doubt, strict=True) if d == level]
        for level in (1, 2)
    }


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[font_folder()])


def png_bytes(svg: bytes, width_px: int = 1600) -> bytes:
    """The picture as PNG, ``width_px`` wide; the same on every machine, half a second for a city."""
    import typst

    page = "#set page(width: auto, height: auto, margin: 0pt)\n#image({}, width: {}pt)"
    sources = {"main": page.format('"peta.svg"', width_px).encode(), "peta.svg": svg}
    return bytes(typst.compile(sources, format="png", ppi=72.0, font_paths=_fonts()))
