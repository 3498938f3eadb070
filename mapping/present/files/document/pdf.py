"""A document as a PDF to print: the same blocks as the Word file, set by typst."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mapping.present.files.document.blocks import (
    UNFILLED,
    Blank,
    Block,
    Bullets,
    Document,
    Heading,
    Notice,
    Paragraph,
    Picture,
    Signatures,
    Table,
    clean_text,
    in_forms,
)
from mapping.present.files.paper.typeset import set_pages

HERE = Path(__file__).parent
LONG_WORD = re.compile(r"\S{25,}")
BREAK_HERE = "\u200b"
PAIRS_FROM = 4


def pdf_bytes(document: Document) -> bytes:
    """The document as PDF, A4; blanks are dotted boxes to write in by hand.

    Examples
    --------
    >>> told = Document("Berita acara", "", "Kota Contoh", "", "", "id", (Heading("#Hasil"), Blank("Tempat")))
    >>> pdf_bytes(told)[:4], pdf_bytes(told) == pdf_bytes(told)
    (b'%PDF', True)
    """
    pictures: dict[str, bytes] = {}
    told = {
        **{name: break_long(getattr(document, name)) for name in ("title", "subtitle", "head", "label", "stamp")},
        "language": document.language,
        "blocks": [_tell(block, pictures) for block in in_forms(document.blocks)],
    }
    return set_pages("document.typ", told, pictures, folder=HERE)[0]


def drawing_as_png(svg: bytes, width_cm: float) -> bytes:
    """A drawing as a picture, for programs that show no SVG."""
    told = {"width": width_cm}
    return set_pages("drawing.typ", told, {"drawing.svg": svg}, form="png", ppi=200, folder=HERE)[0]


def break_long(text: str) -> str:
    """A clean text whose very long words may break anywhere.

    Examples
    --------
    >>> len(break_long("x" * 300)), break_long("Kue basah")
    (599, 'Kue basah')
    """
    return LONG_WORD.sub(lambda word: BREAK_HERE.join(word.group()), clean_text(text))


def _tell(block: Block | tuple[Blank, ...], pictures: dict[str, bytes]) -> dict[str, Any]:
    """A block as the template reads it."""
    match block:
        case tuple():
            paired = len(block) >= PAIRS_FROM and all(blank.lines == 1 for blank in block)
            fields = [[break_long(blank.label), break_long(blank.hint), blank.lines] for blank in block]
            return {"kind": "form", "fields": fields, "paired": paired}
        case Heading(text, level):
            return {"kind": "heading", "text": break_long(text), "level": min(max(level, 1), 3)}
        case Paragraph(text, note, lead):
            return {"kind": "paragraph", "text": break_long(text), "note": note, "lead": break_long(lead)}
        case Notice(title, text):
            return {"kind": "notice", "title": break_long(title), "text": break_long(text)}
        case Bullets(items, numbered):
            return {"kind": "bullets", "items": [break_long(item) for item in items], "numbered": numbered}
        case Table():
            return _tell_table(block)
        case Signatures(roles):
            return {"kind": "signatures", "roles": [break_long(role) for role in roles]}
        case Picture(content, alt, width):
            ending = "png" if content.startswith(b"\x89PNG") else "svg"
            name = f"picture{len(pictures)}.{ending}"
            pictures[name] = content
            return {"kind": "picture", "name": name, "alt": clean_text(alt), "width": width}
    raise TypeError(block)


def _tell_table(table: Table) -> dict[str, Any]:
    """A table; a cell to fill in is told as nothing."""
    return {
        "kind": "table",
        "heads": [break_long(head) for head in table.heads],
        "rows": [[None if cell == UNFILLED else break_long(cell) for cell in row] for row in table.rows],
        "widths": list(table.widths) or [1] * len(table.heads),
        "right": list(table.right),
        "caption": break_long(table.caption),
    }
