"""The wall map: A3, one sheet for the advice and one for each scored sector, drawn as lines and letters throughout.

Every length on the sheet is told in millimetres from here, so that the frame, the scale bar and the ground agree.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mapping.knowledge.formats import say_number
from mapping.language import language, mark, tr
from mapping.present.files.edition import Edition
from mapping.present.files.format import REGION, Format
from mapping.present.files.mapped import ADVICE, maps_of
from mapping.present.labels import Letters, draw_labels
from mapping.present.lettering import FAMILY, cut_text, one_line
from mapping.present.looks import INK, PATTERNS, SEA
from mapping.present.mapdata import KNOWN, MapKinds, MapShown, MapValues
from mapping.present.mapvalues import OTHER_LINES
from mapping.present.panel import PANEL, draw_panel
from mapping.present.picture import draw_areas
from mapping.present.shapes import Drawn, fit_shapes

UNIT = 0.226
"""Millimetres of one unit of the drawing: the legend, made for the screen's picture, is then 84 mm wide."""
LONG, SHORT, SIDE, TOP, FOOT, TITLE, GAP = 420.0, 297.0, 12.0, 17.0, 16.0, 19.0, 8.0
"""A3, its margins, the title, and the space between map and legend, in millimetres."""
INSET, LEAST = 5.0, 90.0
"""Air around the region, and the least height that it is given, in millimetres."""
COLUMN, ROW, HEAD = 43.0, 2.9, 7.5
"""A column and a line of the index below the map, and its heading, in millimetres."""
TOP_ROWS, STRENGTH = 10, 0.55
LETTERS = Letters(kecamatan=18.0, kelurahan=(12.5, 11.0, 9.5), number=9.5, least_area=250.0)


@dataclass(frozen=True)
class Sheet:
    """Where things stand on a sheet, in millimetres from its upper left corner.

    ``wide, high``: the paper. ``left, top, width, height``: the map's frame. ``room``: free height below the frame.
    """

    wide: float
    high: float
    width: float
    height: float
    room: float
    drawn: Drawn

    left, top = SIDE, TOP + TITLE

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the drawing lies on the paper, in millimetres."""
        return self.left + INSET + x * UNIT, self.top + INSET + y * UNIT


def lay_sheet(edition: Edition) -> Sheet:
    """The paper turned so that the region is drawn larger, and the frame around it."""
    kelurahan = edition.study.kelurahan
    west, south, east, north = kelurahan.total_bounds
    across, down = (east - west) * math.cos(math.radians((south + north) / 2)), north - south

    def smallness(paper: tuple[float, float]) -> float:
        width, height = _inside(*paper)
        return max(across / width, down / height)

    wide, high = min(((LONG, SHORT), (SHORT, LONG)), key=smallness)
    width, most = _inside(wide, high)
    drawn = fit_shapes(kelurahan, "kelurahan", "", width / UNIT, (LEAST / UNIT, most / UNIT))
    height = drawn.height * UNIT
    return Sheet(wide, high, width + 2 * INSET, height + 2 * INSET, most - height, drawn)


def _inside(wide: float, high: float) -> tuple[float, float]:
    """What a sheet leaves for the region itself, in millimetres."""
    return wide - 2 * SIDE - GAP - PANEL * UNIT - 2 * INSET, high - TOP - FOOT - TITLE - 2 * INSET


def wall_map_pdf(edition: Edition) -> bytes:
    """The wall map as PDF: vector outlines, selectable letters, the same bytes for the same study.

    Cost: a second for a city, some ten for 8,000 kelurahan.
    """
    from mapping.present.files.paper.typeset import set_pages

    sheet, maps = lay_sheet(edition), maps_of(edition)
    pages: list[dict[str, Any]] = []
    pictures: dict[str, bytes] = {}
    apart: set[str] = set()
    for word, shown in maps.items():
        page, drawn, homeless = _tell_page(edition, sheet, shown, word)
        pages.append(page)
        apart |= set(homeless)
        pictures |= {f"{word}-peta.svg": drawn[0], f"{word}-legenda.svg": drawn[1]}
    told = {
        "language": language(),
        "title": tr("Peta dinding {region}", region=edition.stamp.region),
        "region": cut_text(edition.stamp.region, 12, 500),
        "label": edition.stamp.data_label,
        "stamp": edition.stamp.line(),
        "paper": {"flipped": sheet.wide > sheet.high, "side": SIDE, "top": TOP, "foot": FOOT},
        "frame": {"wide": sheet.width, "high": sheet.height, "title": TITLE, "gap": GAP, "panel": PANEL * UNIT},
        "pages": pages,
        "first_head": [tr("Sepuluh teratas"), tr("Skor"), tr("Rentang peringkat")],
        "index_head": tr("Nomor di peta"),
        "columns": max(int(sheet.width / COLUMN), 1),
        "apart": _index(edition, _numbers(edition), apart),
        "apart_columns": int((sheet.wide - 2 * SIDE) / 62.0),
    }
    return set_pages("wall_map.typ", told, pictures)[0]


def _tell_page(
    edition: Edition, sheet: Sheet, shown: MapShown, word: str
) -> tuple[dict[str, Any], tuple[bytes, bytes], list[str]]:
    shown = replace(shown, colours=[tint(colour) for colour in shown.colours]) if isinstance(shown, MapKinds) else shown
    signs = _signs(shown) if isinstance(shown, MapKinds) else ()
    numbers = _numbers(edition)
    map_svg, numbered = _map_svg(sheet, shown, signs, numbers)
    legend = _with_signs(shown, signs) if isinstance(shown, MapKinds) else shown
    panel_svg, panel_height = _panel_svg(legend, sheet)
    first = _first(shown) if isinstance(shown, MapValues) else []
    used = panel_height * UNIT + 8.0 + (18.0 + 5.2 * len(first) if first else 0.0)
    where = _index_place(len(numbered), sheet, sheet.height + sheet.room - used)
    told = {
        "word": word,
        "title": cut_text(shown.title, 26, 760, bold=True),
        "read": tr(READ_ADVICE) if word == ADVICE else tr(READ_SCORE),
        "panel_high": panel_height * UNIT,
        "first": first,
        "scale": _say_scale(sheet.drawn.metres_per_px),
        "index": _index(edition, numbers, numbered) if where else [],
        "index_at": where,
        "index_note": tr("Nama untuk nomor di peta ada di lembar terakhir.") if numbered and not where else "",
    }
    return told, (map_svg, panel_svg), [] if where else numbered


def _index_place(count: int, sheet: Sheet, beside: float) -> str:
    """Where the names of so many numbers have room: ``"below"`` the map, ``"beside"`` it, or ``""`` a sheet apart."""
    if count <= int((sheet.room - HEAD) / ROW) * int(sheet.width / COLUMN):
        return "below"
    return "beside" if count <= int((beside - HEAD) / ROW) * 2 else ""


def _index(edition: Edition, numbers: dict[str, int], codes: Iterable[str]) -> list[list[str]]:
    return [[str(numbers[code]), _name(edition, code)] for code in sorted(codes, key=numbers.__getitem__)]


READ_ADVICE = mark(
    "Warna dan huruf menunjukkan lini usaha yang disarankan lebih dulu di tiap kelurahan/desa. "
    "Arsiran: belum cukup data."
)
READ_SCORE = mark(
    "Makin gelap makin besar potensinya (skor 0–100). Arsiran: belum cukup data, bukan nol. Titik-titik: angkanya "
    "disembunyikan, karena kurang dari 3 usaha atau karena akan membuka angka yang sekecil itu."
)


def _numbers(edition: Edition) -> dict[str, int]:
    """A number for every kelurahan, by kecamatan and name; the same on every sheet."""
    kelurahan = edition.study.kelurahan
    order = kelurahan.reset_index().sort_values(["kabupaten", "kecamatan", "name", "kelurahan_code"])
    return {str(code): position for position, code in enumerate(order["kelurahan_code"], start=1)}


def _name(edition: Edition, code: str) -> str:
    row = edition.study.kelurahan.loc[code]
    return cut_text(f"{one_line(str(row['name']))} ({one_line(str(row['kecamatan']))})", 7.2, 92)


def _signs(shown: MapKinds) -> tuple[str, ...]:
    """A letter for every line, so that the map is read without colour; none for the rest and for no advice."""
    named = len(shown.labels) - 1 - (tr(OTHER_LINES) in shown.labels)
    return tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:named])


def tint(colour: str) -> str:
    """A colour of the screen as paper takes it: half as strong, so that letters on it are read and ink is spared.

    Examples
    --------
    >>> tint("#1b9e77")
    '#82cab4'
    """
    return "#" + "".join(f"{round(255 - (255 - int(colour[i : i + 2], 16)) * STRENGTH):02x}" for i in (1, 3, 5))


def _with_signs(shown: MapKinds, signs: tuple[str, ...]) -> MapKinds:
    labels = [f"{sign} · {label}" for sign, label in zip(signs, shown.labels, strict=False)]
    return replace(shown, labels=[*labels, *shown.labels[len(signs) :]])


def _map_svg(sheet: Sheet, shown: MapShown, signs: tuple[str, ...], numbers: dict[str, int]) -> tuple[bytes, list[str]]:
    drawn = sheet.drawn
    letters = replace(LETTERS, signs=_signs_of(shown, signs) if isinstance(shown, MapKinds) else {})
    names, numbered = draw_labels(shown, drawn, letters, numbers)
    edge, wide, high = INSET / UNIT, sheet.width / UNIT, sheet.height / UNIT
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-edge:.1f} {-edge:.1f} {wide:.1f} {high:.1f}" '
        f'width="{wide:.1f}" height="{high:.1f}" font-family="{FAMILY}" fill="{INK}"><defs>{PATTERNS}</defs>'
        f'<rect x="{-edge:.1f}" y="{-edge:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{SEA}"/>'
        f"{draw_areas(shown, drawn)}{names}</svg>"
    )
    return svg.encode(), numbered


def _signs_of(shown: MapKinds, signs: tuple[str, ...]) -> dict[str, str]:
    known = (np.asarray(shown.states) == KNOWN) & (np.asarray(shown.kinds) < len(signs))
    return {
        str(code): signs[kind]
        for code, kind, keep in zip(shown.codes, np.asarray(shown.kinds).tolist(), known, strict=True)
        if keep
    }


def _panel_svg(shown: MapShown, sheet: Sheet) -> tuple[bytes, float]:
    inner, height = draw_panel(shown, shown.notes, sheet.drawn.metres_per_px)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {PANEL:g} {height:.1f}" width="{PANEL:g}" '
        f'height="{height:.1f}" font-family="{FAMILY}" fill="{INK}"><defs>{PATTERNS}</defs>{inner}</svg>'
    )
    return svg.encode(), height


def _first(shown: MapValues) -> list[list[str]]:
    """The first ten by public rank: name, score, and the ranks between which each could stand."""
    if shown.ranks is None:
        return []
    rank, low, high = shown.ranks.T
    order = [place for place in np.argsort(rank, kind="stable") if rank[place] == rank[place]][:TOP_ROWS]
    return [
        [
            say_number(rank[place]),
            cut_text(str(shown.names[place]), 9, 116),
            say_number(shown.values[place]),
            f"{say_number(low[place])}–{say_number(high[place])}",
        ]
        for place in order
    ]


def _say_scale(metres_per_px: float) -> str:
    """The scale as a ratio, to three digits: it holds for a print that is not shrunk."""
    ratio = metres_per_px / UNIT * 1000
    step = 10 ** max(int(np.floor(np.log10(ratio))) - 1, 0)
    return tr("Skala kira-kira 1 : {ratio} bila dicetak di kertas A3.", ratio=say_number(round(ratio / step) * step))


FORMATS = (
    Format(
        "map-a3",
        REGION,
        "peta-a3.pdf",
        mark("Peta dinding A3 (PDF)"),
        mark("Untuk dicetak dan ditempel: selembar saran dan selembar skor tiap sektor, dengan legenda dan skala."),
        "application/pdf",
        lambda edition, code: wall_map_pdf(edition),
    ),
)
