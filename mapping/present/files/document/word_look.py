"""How a Word file looks: paper, letters, styles of text and tables, head and foot of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapping.language import mark, tr
from mapping.present.files.document.blocks import Document, clean_text
from mapping.present.files.document.word_parts import BLANK, BLANK_FILL, BLANK_FRAME, CELL, add_field, make

if TYPE_CHECKING:
    from docx.document import Document as Word

FACE = "Arial"
"""On every computer and phone, or with a twin of the same widths."""
TEXT_CM = 17.8
MARGINS_CM = {"left_margin": 1.6, "right_margin": 1.6, "top_margin": 1.4, "bottom_margin": 1.4}
INK, FAINT, AMBER = "16202A", "55616D", BLANK_FRAME
HEAD_FILL, LABEL_FILL, LINE, PAPER = "E8EDF1", "FFE9C7", "9AA5AF", "FFFFFF"
NOTE, CELL_HEAD, SPACE = "Catatan", "Kepala tabel", "Jarak"
TABLE_STYLE, FORM_STYLE, NOTICE_STYLE = "Tabel bergaris", "Tabel isian", "Kotak penting"
SPELLING = {"id": "id-ID", "en": "en-GB"}
SIZES = {
    # style: size, before, after (points), bold, colour
    "Normal": (9, 0, 2, False, INK),
    "Title": (14, 0, 1, True, INK),
    "Subtitle": (9.5, 0, 3, False, FAINT),
    "Heading 1": (11, 6, 2, True, INK),
    "Heading 2": (10, 5, 2, True, INK),
    "Heading 3": (9.5, 4, 2, True, INK),
    "Caption": (8, 2, 1, True, INK),
    "List Bullet": (9, 0, 1, False, INK),
    "List Number": (9, 0, 0, False, INK),
    "Header": (8.5, 0, 0, False, FAINT),
    "Footer": (7, 0, 0, False, FAINT),
    NOTE: (7.5, 0, 2, False, FAINT),
    CELL: (8, 0, 0, False, INK),
    CELL_HEAD: (8, 0, 0, True, INK),
    SPACE: (3, 0, 0, False, INK),
}
PAGE = mark("halaman")


def set_look(word: Word, document: Document) -> None:
    """Paper, styles, language, head and foot of a fresh document."""
    _set_paper(word)
    _set_language(word, SPELLING.get(document.language, SPELLING["id"]))
    for name, told in SIZES.items():
        _set_style(word, name, *told)
    _add_blank_style(word)
    _add_table_styles(word)
    _set_header(word, document)
    _set_footer(word, document)


def _set_paper(word: Word) -> None:
    from docx.shared import Cm

    section = word.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    for name, width in MARGINS_CM.items():
        setattr(section, name, Cm(width))
    section.header_distance = section.footer_distance = Cm(0.6)
    # The picture of python-docx's own template and its rules of an older Word are nothing of ours.
    package = word.part.package
    for key in [key for key, tie in package.rels.items() if tie.reltype.endswith("/thumbnail")]:
        del package.rels[key]


def _set_language(word: Word, spelling: str) -> None:
    from docx.oxml.ns import qn

    for lang in word.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), spelling)
    for lang in word.settings.element.iter(qn("w:themeFontLang")):
        lang.set(qn("w:val"), spelling)
    for setting in word.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _set_style(word: Word, name: str, size: float, before: float, after: float, bold: bool, colour: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    known = name in [style.name for style in word.styles]
    style: Any = word.styles[name] if known else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.name, style.font.size, style.font.bold = FACE, Pt(size), bold
    style.font.italic, style.font.color.rgb = False, RGBColor.from_string(colour)
    fonts = style.element.rPr.rFonts
    for key in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[key]  # a theme's letters win over ours
    fonts.set(qn("w:cs"), FACE)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(before), Pt(after), 1.0
    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    for letters in list(style.element.iter(qn("w:spacing"))):
        if letters.getparent().tag == qn("w:rPr"):
            letters.getparent().remove(letters)
    if name == "Heading 1":
        line = {"w:val": "single", "w:sz": "6", "w:space": "1", "w:color": LINE}
        style.element.get_or_add_pPr().insert_element_before(
            make("w:pBdr", make("w:bottom", **line)), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
        )


def _add_blank_style(word: Word) -> None:
    """The dots of a blank, on the ground of blanks."""
    from docx.enum.style import WD_STYLE_TYPE

    style: Any = word.styles.add_style(BLANK, WD_STYLE_TYPE.CHARACTER)
    told = style.element.get_or_add_rPr()
    told.append(make("w:color", **{"w:val": AMBER}))
    told.append(make("w:shd", **{"w:val": "clear", "w:color": "auto", "w:fill": BLANK_FILL}))


def _add_table_styles(word: Word) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    hair = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": LINE}
    thick = {**hair, "w:sz": "12", "w:color": INK}
    sides = ("w:top", "w:left", "w:bottom", "w:right")
    borders = {
        TABLE_STYLE: [make(side, **hair) for side in (*sides, "w:insideH", "w:insideV")],
        FORM_STYLE: [],
        NOTICE_STYLE: [make(side, **thick) for side in sides],
    }
    for name, drawn in borders.items():
        style: Any = word.styles.add_style(name, WD_STYLE_TYPE.TABLE)
        style.base_style = word.styles["Normal Table"]
        inner = [make(side, **{"w:w": wide, "w:type": "dxa"}) for side, wide in zip(sides, PADDING, strict=True)]
        told = make("w:tblPr", *([make("w:tblBorders", *drawn)] if drawn else []), make("w:tblCellMar", *inner))
        style.element.append(told)
        if name == TABLE_STYLE:
            ground = make("w:shd", **{"w:val": "clear", "w:color": "auto", "w:fill": HEAD_FILL})
            first = make("w:tblStylePr", make("w:rPr", make("w:b")), make("w:tcPr", ground), **{"w:type": "firstRow"})
            style.element.append(first)


PADDING = ("15", "70", "15", "70")
"""Within a cell, twentieths of a point: above, left, below, right."""


def _set_header(word: Word, document: Document) -> None:
    """Region on the left, the label of made-up data on the right."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Cm, RGBColor

    paragraph = word.sections[0].header.paragraphs[0]
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Cm(TEXT_CM), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(clean_text(document.head))
    if document.label:
        paragraph.add_run("\t")
        run = paragraph.add_run(f" {clean_text(document.label)} ")
        run.bold, run.font.color.rgb = True, RGBColor.from_string(AMBER)
        told = run._r.get_or_add_rPr()
        told.append(make("w:bdr", **{"w:val": "single", "w:sz": "6", "w:space": "0", "w:color": AMBER}))
        told.append(make("w:shd", **{"w:val": "clear", "w:color": "auto", "w:fill": LABEL_FILL}))
    _clear_tabs(word, "Header")


def _set_footer(word: Word, document: Document) -> None:
    """The stamp, and which page of how many."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    footer = word.sections[0].footer
    footer.paragraphs[0].add_run(clean_text(document.stamp))
    pages = footer.add_paragraph(style="Footer")
    pages.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    pages.add_run(f"{tr(PAGE)} ")
    add_field(pages, "PAGE")
    pages.add_run(" / ")
    add_field(pages, "NUMPAGES")
    _clear_tabs(word, "Footer")


def _clear_tabs(word: Word, name: str) -> None:
    from docx.oxml.ns import qn

    for tabs in list(word.styles[name].element.iter(qn("w:tabs"))):
        tabs.getparent().remove(tabs)
