"""The column beside a map picture: legend with counts, notes, scale and north."""

from __future__ import annotations

from collections.abc import Sequence

from mapping.knowledge.formats import say_number
from mapping.language import tr
from mapping.present.legend import doubt_counts, legend_keys, pair_counts, state_counts
from mapping.present.lettering import cut_text, draw_text, wrap_text
from mapping.present.looks import FAINT, FILL_OF, GROUND, INK
from mapping.present.mapdata import MapKinds, MapPairs, MapShown, MapValues
from mapping.present.shapes import round_length

PANEL, BAR = 372.0, 84.0
"""Width of the column, and of the longest bar beside a count."""


def draw_panel(shown: MapShown, notes: Sequence[str], metres_per_px: float) -> tuple[str, float]:
    """The column beside the map: legend, notes, scale and north; with its height."""
    parts, y = _pair_square(shown) if isinstance(shown, MapPairs) else _colour_keys(shown)
    y += 10
    for words, count in state_counts(shown).items():
        if count:
            parts.append(_key(y, FILL_OF[words], tr(words), count))
            y += 36
    y += 10 if doubt_counts(shown) else 0
    for level, (words, count) in enumerate(doubt_counts(shown)):
        parts.append(_key(y, GROUND, words, count, texture=f"ragu{level}" if level else ""))
        y += 36
    y += 26
    for note in notes:
        for line in wrap_text(note, 19, PANEL):
            parts.append(draw_text(0, y, line, 19, more=f' fill="{FAINT}"'))
            y += 25
        y += 7
    y += 22
    parts.append(f'<g transform="translate(0 {y:g})">{_scale_bar(metres_per_px)}</g>')
    parts.append(f'<g transform="translate({PANEL - 44:g} {y - 16:g})">{_north()}</g>')
    return "".join(parts), y + 56


def _colour_keys(shown: MapValues | MapKinds) -> tuple[list[str], float]:
    y, parts = 20.0, []
    unit = getattr(shown, "unit", "")
    heading = tr("juta rupiah {unit}", unit=unit) if getattr(shown, "money", False) else unit
    place = tr("kecamatan") if shown.level == "kecamatan" else tr("kelurahan/desa")
    parts.append(draw_text(0, y, cut_text(heading, 20, PANEL - 150), 20, more=f' fill="{FAINT}"'))
    parts.append(draw_text(PANEL, y, place, 20, more=f' fill="{FAINT}" text-anchor="end"'))
    y += 18
    keys = legend_keys(shown)
    most = max([key.count for key in keys] + [1])
    for key in keys:
        lines = wrap_text(key.words, 22, PANEL - 120)
        parts.append(_key(y, key.colour, lines[0] if lines else "", key.count))
        if isinstance(shown, MapValues):
            long = round(BAR * key.count / most, 1)
            parts.append(
                f'<rect x="{PANEL - 62 - BAR:g}" y="{y + 9:g}" width="{long:g}" height="9" rx="2" fill="#9fb0c0"/>'
            )
        for line in lines[1:3]:
            y += 26
            parts.append(draw_text(52, y + 20, line, 22))
        y += 36
    return parts, y


def _key(y: float, fill: str, words: str, count: int, texture: str = "") -> str:
    box = f'<rect y="{y:g}" width="40" height="26" rx="3" fill="{{}}"/>'
    edge = (
        f'<rect x="0.5" y="{y + 0.5:g}" width="39" height="25" rx="3" fill="none" stroke="{INK}" stroke-opacity="0.3"/>'
    )
    filled = box.format(fill) + (box.format(f"url(#{texture})") if texture else "") + edge
    said = draw_text(52, y + 20, cut_text(words, 22, PANEL - 112), 22)
    return filled + said + draw_text(PANEL, y + 20, say_number(count), 22, bold=True, more=' text-anchor="end"')


def _pair_square(shown: MapPairs) -> tuple[list[str], float]:
    """Nine fields: the first thing grows upwards, the second to the right; each field with its count."""
    side, x0, y, counts = 108.0, 40.0, 34.0, pair_counts(shown)
    parts = [draw_text(0, 20, cut_text(f"↑ {shown.first_label}", 20, PANEL, True), 20, bold=True)]
    for first in (2, 1, 0):
        for second in range(3):
            colour, x = str(shown.colours[first * 3 + second]), x0 + second * side
            parts.append(f'<rect x="{x:g}" y="{y:g}" width="{side - 3:g}" height="{side - 3:g}" fill="{colour}"/>')
            more = f' fill="{_ink_on(colour)}" text-anchor="middle"'
            count = say_number(int(counts[first, second]))
            parts.append(draw_text(x + side / 2 - 1, y + side / 2 + 6, count, 22, more=more))
        words = cut_text(str(shown.first_words[first]), 19, side)
        turn = f' transform="rotate(-90 28 {y + side / 2:g})" text-anchor="middle" fill="{FAINT}"'
        parts.append(draw_text(28, y + side / 2, words, 19, more=turn))
        y += side
    for second, word in enumerate(shown.second_words):
        more = f' text-anchor="middle" fill="{FAINT}"'
        parts.append(draw_text(x0 + (second + 0.5) * side, y + 18, cut_text(str(word), 19, side), 19, more=more))
    label = cut_text(f"{shown.second_label} →", 20, PANEL - x0, True)
    parts.append(draw_text(x0, y + 48, label, 20, bold=True))
    return parts, y + 66


def _ink_on(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 130 else "#ffffff"


def _scale_bar(metres_per_px: float) -> str:
    metres = round_length(240 * metres_per_px)
    half = metres / metres_per_px / 2
    unit, by = ("km", 1_000) if metres >= 1_000 else ("m", 1)
    digits = 1 if (metres / by) % 2 else 0
    ends = ["0", say_number(metres / by / 2, digits), f"{say_number(metres / by)} {unit}"]
    bar = (
        f'<rect width="{half:.1f}" height="8" fill="{INK}"/>'
        f'<rect x="{half:.1f}" width="{half:.1f}" height="8" fill="#ffffff" stroke="{INK}" stroke-width="1.4"/>'
    )
    texts = [draw_text(round(half * i, 1), 32, end, 18, more=' text-anchor="middle"') for i, end in enumerate(ends)]
    return f'<g transform="translate(6 0)">{bar}{"".join(texts)}</g>'


def _north() -> str:
    arrow = f'<path d="M18,0 31,38 18,30Z" fill="{INK}"/><path d="M18,0 5,38 18,30Z" fill="none" stroke="{INK}"/>'
    return arrow + draw_text(18, 58, tr("U"), 20, bold=True, more=' text-anchor="middle"')
