"""Letters of a drawn page: which font, how wide a text is, where it breaks, and how it enters XML unharmed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FAMILY = "'Source Sans Pro', 'Source Sans 3', 'Noto Sans', sans-serif"
"""The screen's own letters; the first of them comes with the package, so that no machine needs fonts."""
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the order of all letters after them."""


def font_folder() -> str:
    """Where the packaged letters lie (Source Sans Pro, SIL Open Font Licence)."""
    import font_source_sans_pro

    return str(font_source_sans_pro.font_directory)


@cache
def _face(bold: bool) -> FreeTypeFont:
    from PIL import ImageFont

    path = Path(font_folder()) / f"SourceSansPro-{'Semibold' if bold else 'Regular'}.ttf"
    return ImageFont.truetype(str(path), 100, layout_engine=ImageFont.Layout.BASIC)


def text_width(text: str, size: float, bold: bool = False) -> float:
    """How wide a text stands, in the unit of ``size``.

    Examples
    --------
    >>> text_width("", 20), round(text_width("Kalirungkut", 20)) in range(85, 110)
    (0.0, True)
    """
    return float(_face(bold).getlength(one_line(text))) * size / 100


def wrap_text(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """A text in lines no wider than ``width``; a word that is wider by itself is cut.

    Examples
    --------
    >>> wrap_text("satu dua tiga", 20, 80)
    ['satu dua', 'tiga']
    """
    lines = [""]
    for word in one_line(text).split():
        word = cut_text(word, size, width, bold)
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size, bold) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return [line for line in lines if line]


def cut_text(text: str, size: float, width: float, bold: bool = False) -> str:
    """A text that fits one line of ``width``, its end replaced by an ellipsis where it must.

    Examples
    --------
    >>> cut_text("Kalirungkut", 20, 200), cut_text("Kalirungkut", 20, 50)
    ('Kalirungkut', 'Kal…')
    """
    text = one_line(text)
    if text_width(text, size, bold) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = text_width(text[:middle].rstrip() + "…", size, bold) <= width
        low, high = (middle, high) if fits else (low, middle - 1)
    return text[:low].rstrip() + "…"


def fit_text(text: str, sizes: Sequence[float], width: float, most: int, bold: bool = False) -> tuple[float, list[str]]:
    """The largest size at which a text needs no more than ``most`` lines, and these lines; cut where none is enough.

    Examples
    --------
    >>> fit_text("Kalirungkut", (40, 20), 130, 1)
    (20, ['Kalirungkut'])
    >>> fit_text("satu dua tiga", (20,), 80, 1)
    (20, ['satu d…'])
    """
    for size in sizes:
        words, lines = one_line(text).split(), wrap_text(text, size, width, bold)
        if len(lines) <= most and " ".join(lines) == " ".join(words):
            return size, lines
    lines = wrap_text(text, sizes[-1], width, bold)
    if len(lines) > most:
        lines = [*lines[: most - 1], cut_text(" ".join(lines[most - 1 :]), sizes[-1], width, bold)]
    return sizes[-1], lines


def xml_text(text: str) -> str:
    r"""A text on one line as XML content or attribute; signs that XML does not know are dropped.

    Examples
    --------
    >>> xml_text('</svg><script>"a" & b\x00')
    '&lt;/svg&gt;&lt;script&gt;&quot;a&quot; &amp; b'
    """
    return escape(one_line(text), {'"': "&quot;", "'": "&#39;"})


def one_line(text: str) -> str:
    r"""A text without line breaks, double spaces, signs that XML does not know, and signs that turn what follows.

    Examples
    --------
    >>> one_line(" satu \n dua\x1e ")
    'satu dua'
    """
    return " ".join(_TURNS.sub("", _NOT_IN_XML.sub("", text)).split())


def draw_text(x: float, y: float, text: str, size: float, *, bold: bool = False, more: str = "") -> str:
    """One line of text as an SVG element, its base line at ``y``; ``more`` are further attributes.

    Examples
    --------
    >>> draw_text(1, 2, "a & b", 20)
    '<text x="1" y="2" font-size="20">a &amp; b</text>'
    """
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}"{weight}{more}>{xml_text(text)}</text>'
