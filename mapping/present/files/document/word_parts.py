"""Parts of a Word file that python-docx has no word for: blanks to tap, fields, repeated heads, fresh numbering."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import Table as WordTable
    from docx.table import _Cell

CELL, BLANK = "Sel tabel", "Isian"
BLANK_FILL, BLANK_FRAME = "FFF4D6", "7A4A00"
LONGEST_NAME = 60


def make(tag: str, *inside: Any, **attributes: str) -> Any:
    """An element of a Word file, for example ``make("w:shd", **{"w:fill": "FFFFFF"})``."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    element.extend(inside)
    return element


def set_style(paragraph: Any, name: str) -> Any:
    """The paragraph with a style by name; python-docx looks through all styles for every paragraph."""
    paragraph._p.style = name.replace(" ", "")
    return paragraph


def add_blank(cell: _Cell, label: str, dots: str) -> None:
    """A cell to fill in, as a content control: a tap marks all of its dots, and what is typed takes their place.

    The cell has the ground and the frame of a blank itself, for programs that know no content controls.
    """
    number = str(len(cell.part.element.body.xpath(".//w:sdt")) + 1)
    about = make(
        "w:sdtPr",
        make("w:alias", **{"w:val": label[:LONGEST_NAME] or number}),
        make("w:tag", **{"w:val": f"isian-{number}"}),
        make("w:id", **{"w:val": number}),
        make("w:showingPlcHdr"),
        make("w:text", **{"w:multiLine": "1"}),
    )
    text = make("w:t")
    text.text = dots
    run = make("w:r", make("w:rPr", make("w:rStyle", **{"w:val": BLANK})), text)
    set_style(cell.paragraphs[0], CELL)
    cell.paragraphs[0]._p.append(make("w:sdt", about, make("w:sdtContent", run)))
    dotted = {"w:val": "dotted", "w:sz": "6", "w:space": "0", "w:color": BLANK_FRAME}
    sides = ("w:top", "w:left", "w:bottom", "w:right")
    cell._tc.get_or_add_tcPr().append(make("w:tcBorders", *[make(side, **dotted) for side in sides]))
    shade_cell(cell, BLANK_FILL)


def add_field(paragraph: Any, name: str) -> None:
    """A field that Word fills in itself: ``PAGE``, ``NUMPAGES``."""
    text = make("w:t")
    text.text = "1"
    paragraph._p.append(make("w:fldSimple", make("w:r", text), **{"w:instr": name}))


def repeat_head(table: WordTable) -> None:
    """The first row is the head, repeated on every page; no row is torn apart."""
    for position, row in enumerate(table.rows):
        told = row._tr.get_or_add_trPr()
        told.append(make("w:cantSplit"))
        if position == 0:
            told.append(make("w:tblHeader"))


def describe_table(table: WordTable, text: str) -> None:
    """What a table holds, for who hears the document; only the first row is a head."""
    from docx.oxml.ns import qn

    told = table._tbl.tblPr
    for look in told.iter(qn("w:tblLook")):
        for key in list(look.attrib):
            del look.attrib[key]
        for name in ("firstColumn", "lastRow", "lastColumn"):
            look.set(qn(f"w:{name}"), "0")
        look.set(qn("w:firstRow"), "1")
        look.set(qn("w:noHBand"), "1")
        look.set(qn("w:noVBand"), "1")
        look.set(qn("w:val"), "0620")
    told.append(make("w:tblDescription", **{"w:val": text[:250]}))


def shade_cell(cell: _Cell, fill: str) -> None:
    """The ground of a cell, also where table styles are not understood."""
    cell._tc.get_or_add_tcPr().append(make("w:shd", **{"w:val": "clear", "w:color": "auto", "w:fill": fill}))


def keep_with_next(paragraph: Any) -> None:
    """On the same page as what follows."""
    paragraph.paragraph_format.keep_with_next = True


def begin_list(word: Word, style: str) -> Callable[[Any], None]:
    """A list that begins at 1, whatever lists there were before: puts a paragraph into it."""
    numbers: Any = word.part.numbering_part.numbering_definitions._numbering
    usual = word.styles[style].element.pPr.numPr.numId.val
    fresh = numbers.add_num(numbers.num_having_numId(usual).abstractNumId.val)
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)

    def put(paragraph: Any) -> None:
        told = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        told.get_or_add_ilvl().val, told.get_or_add_numId().val = 0, fresh.numId

    return put
