"""What a document is made of, apart from how Word or a PDF shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+"
)
"""Signs that no page shows, that turn the direction of what follows, or that no XML may hold."""
UNFILLED = "…"
"""A cell of a table that the cooperative fills in by hand: shown as a marked blank."""
DOTS = 24
"""How many of ``UNFILLED`` a blank line is long."""


@dataclass(frozen=True)
class Heading:
    """A heading; ``level`` 1 to 3."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Text; ``lead`` stands bold before it. A ``note`` is smaller and grey: where a figure comes from."""

    text: str
    note: bool = False
    lead: str = ""


@dataclass(frozen=True)
class Notice:
    """What must not be overlooked, in a frame, its ``title`` bold."""

    title: str
    text: str


@dataclass(frozen=True)
class Bullets:
    """A list; every numbered one begins at 1."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table whose head is repeated on every page; ``widths`` are shares, ``right`` are columns of figures.

    In a ``tall`` one there is room to sign in every row.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    right: tuple[int, ...] = ()
    caption: str = ""
    tall: bool = False


@dataclass(frozen=True)
class Blank:
    """To be filled in by the cooperative: a marked blank, never invented. Blanks in a row stand as one form."""

    label: str
    hint: str = ""
    lines: int = 1


@dataclass(frozen=True)
class Signatures:
    """Room to sign, side by side."""

    roles: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """A drawing (SVG) or picture (PNG) with what it shows in words."""

    svg_or_png: bytes
    alt: str
    width_cm: float


Block = Heading | Paragraph | Notice | Bullets | Table | Blank | Signatures | Picture


@dataclass(frozen=True)
class Document:
    """A document.

    Parameters
    ----------
    title, subtitle : str
        At the top of the first page.
    head, label, stamp : str
        On every page: the region, ``"data sintetis"`` or ``""``, and the line at the foot.
    language : str
        ``"id"`` or ``"en"``: how a screen reader says it and Word spells it.
    blocks : tuple of Block
        In order.
    """

    title: str
    subtitle: str
    head: str
    label: str
    stamp: str
    language: str
    blocks: tuple[Block, ...]


def clean_text(text: str) -> str:
    """A text on one line, without signs that nobody sees.

    Examples
    --------
    >>> clean_text("Kue\\x07 basah\\r\\n\\u202e<b>")
    'Kue basah <b>'
    """
    return " ".join(UNSEEN.sub(" ", text).split())


def blank_text(hint: str = "", dots: int = DOTS) -> str:
    """What stands in a blank until it is filled in.

    Examples
    --------
    >>> blank_text("16 angka", 3)
    '……… (16 angka)'
    """
    return f"{UNFILLED * dots} ({clean_text(hint)})" if hint else UNFILLED * dots


def in_forms(blocks: tuple[Block, ...]) -> Iterator[Block | tuple[Blank, ...]]:
    """The blocks in order, blanks that follow each other together.

    Examples
    --------
    >>> [type(part).__name__ for part in in_forms((Blank("a"), Blank("b"), Heading("c")))]
    ['tuple', 'Heading']
    """
    for blank, group in groupby(blocks, key=lambda block: isinstance(block, Blank)):
        if blank:
            yield tuple(block for block in group if isinstance(block, Blank))
        else:
            yield from group
