"""A document as a Word file: real headings, lists and tables, blanks that are filled in with a tap."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

import mapping
from mapping.language import tr
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
    blank_text,
    clean_text,
    in_forms,
)
from mapping.present.files.document.word_look import (
    CELL,
    CELL_HEAD,
    FORM_STYLE,
    HEAD_FILL,
    NOTE,
    NOTICE_STYLE,
    SPACE,
    TABLE_STYLE,
    TEXT_CM,
    set_look,
)
from mapping.present.files.document.word_parts import (
    add_blank,
    begin_list,
    describe_table,
    keep_with_next,
    repeat_head,
    set_style,
    shade_cell,
)
from mapping.present.files.stamp import PROGRAM
from mapping.present.files.whole import FIXED_DATE, zip_bytes

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import Table as WordTable
    from docx.table import _Cell

BLANK_CELL_DOTS = 5
FORM_DOTS, PAIR_DOTS = 16, 5
LINE_CM = 0.55
FORM_WIDTHS = (0.3, 0.7)
FORM_PAIR = (0.19, 0.31, 0.19, 0.31)
PAIRS_FROM = 4
"""So many short blanks in a row stand two to a line."""


def docx_bytes(document: Document) -> bytes:
    """The document as DOCX.

    Parameters
    ----------
    document : Document
        Its texts are shown as they are, without signs that nobody sees; none is taken for a field, a link or markup.

    Returns
    -------
    bytes
        The same for the same document.

    Examples
    --------
    >>> told = Document("Berita acara", "", "Kota Contoh", "", "", "id", (Heading("Hasil"), Blank("Tempat")))
    >>> docx_bytes(told)[:2], docx_bytes(told) == docx_bytes(told)
    (b'PK', True)
    """
    import docx

    word = docx.Document()
    set_look(word, document)
    word.add_paragraph(clean_text(document.title), style="Title")
    if document.subtitle:
        word.add_paragraph(clean_text(document.subtitle), style="Subtitle")
    for block in in_forms(document.blocks):
        _add(word, block)
    _say_properties(word, document)
    target = io.BytesIO()
    word.save(target)
    with zipfile.ZipFile(target) as packed:
        return zip_bytes((name, packed.read(name)) for name in packed.namelist())


def _add(word: Word, block: Block | tuple[Blank, ...]) -> None:
    match block:
        case tuple():
            _add_form(word, block)
        case Heading(text, level):
            word.add_heading(clean_text(text), level=min(max(level, 1), 3))
        case Paragraph(text, note, lead):
            paragraph = set_style(word.add_paragraph(), NOTE if note else "Normal")
            _write(paragraph, text, lead)
        case Notice(title, text):
            _add_notice(word, title, text)
        case Bullets(items, numbered):
            style = "List Number" if numbered else "List Bullet"
            begin = begin_list(word, style) if numbered else None
            for item in items:
                paragraph = set_style(word.add_paragraph(clean_text(item)), style)
                if begin is not None:
                    begin(paragraph)
        case Table():
            _add_table(word, block)
        case Signatures(roles):
            _add_signatures(word, roles)
        case Picture():
            _add_picture(word, block)


def _write(paragraph: Any, text: str, lead: str = "") -> None:
    if lead:
        paragraph.add_run(f"{clean_text(lead)} ").bold = True
    paragraph.add_run(clean_text(text))


def _grid(word: Word, rows: int, shares: tuple[float, ...], style: str) -> WordTable:
    """A table of fixed column widths, so that a long text breaks inside its cell."""
    from docx.shared import Cm

    table = word.add_table(rows=rows, cols=len(shares), style=style)
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Cm(TEXT_CM * share / sum(shares))
        for cell in column.cells:
            cell.width = column.width
    return table


def _fill(cell: _Cell, text: str, style: str = CELL, right: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = cell.paragraphs[0]
    set_style(paragraph, style)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if text == UNFILLED:
        add_blank(cell, "", blank_text(dots=BLANK_CELL_DOTS))
    else:
        paragraph.add_run(clean_text(text))


def _add_table(word: Word, told: Table) -> None:
    from docx.shared import Cm

    if told.caption:
        keep_with_next(word.add_paragraph(clean_text(told.caption), style="Caption"))
    shares = told.widths or (1.0,) * len(told.heads)
    table = _grid(word, 1 + len(told.rows), shares, TABLE_STYLE)
    describe_table(table, clean_text(told.caption or told.heads[0]))
    repeat_head(table)
    # Cells are asked for once: python-docx walks the whole table for every one of them.
    cells, across = table._cells, len(told.heads)
    for position, head in enumerate(told.heads):
        _fill(cells[position], head, CELL_HEAD, position in told.right)
        shade_cell(cells[position], HEAD_FILL)
    for down, row in enumerate(told.rows, start=1):
        for position, text in enumerate(row):
            _fill(cells[down * across + position], text, right=position in told.right)
        if told.tall:
            table.rows[down].height = Cm(LINE_CM * 2)
    set_style(word.add_paragraph(), SPACE)


def _add_form(word: Word, blanks: tuple[Blank, ...]) -> None:
    """Labels and blanks, two pairs to a line where they are many and short."""
    from docx.shared import Cm

    paired = len(blanks) >= PAIRS_FROM and all(blank.lines == 1 for blank in blanks)
    across = 2 if paired else 1
    table = _grid(word, -(-len(blanks) // across), FORM_PAIR if paired else FORM_WIDTHS, FORM_STYLE)
    describe_table(table, "; ".join(clean_text(blank.label) for blank in blanks))
    cells = table._cells
    for position, blank in enumerate(blanks):
        label, field = cells[2 * position : 2 * position + 2]
        _fill(label, blank.label)
        if position < len(blanks) - across:
            keep_with_next(label.paragraphs[0])
        add_blank(field, clean_text(blank.label), blank_text(blank.hint, PAIR_DOTS if paired else FORM_DOTS))
        if blank.lines > 1:
            table.rows[position].height = Cm(LINE_CM * blank.lines)
    set_style(word.add_paragraph(), SPACE)


def _add_notice(word: Word, title: str, text: str) -> None:
    table = _grid(word, 1, (1.0,), NOTICE_STYLE)
    describe_table(table, clean_text(title))
    cell = table.cell(0, 0)
    set_style(cell.paragraphs[0], CELL_HEAD)
    cell.paragraphs[0].add_run(clean_text(title))
    set_style(cell.add_paragraph(clean_text(text)), CELL)
    set_style(word.add_paragraph(), SPACE)


def _add_signatures(word: Word, roles: tuple[str, ...]) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.shared import Cm

    table = _grid(word, 2, (1.0,) * len(roles), FORM_STYLE)
    describe_table(table, "; ".join(map(clean_text, roles)))
    table.rows[1].height = Cm(1.7)
    for role, above, below in zip(roles, table.rows[0].cells, table.rows[1].cells, strict=True):
        _fill(above, role, CELL_HEAD)
        keep_with_next(above.paragraphs[0])
        add_blank(below, clean_text(role), blank_text(dots=10))
        below.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM  # the signature stands above the name
    set_style(word.add_paragraph(), SPACE)


def _add_picture(word: Word, picture: Picture) -> None:
    from docx.shared import Cm

    content = picture.svg_or_png
    if not content.startswith(b"\x89PNG"):
        from mapping.present.files.document.pdf import drawing_as_png

        content = drawing_as_png(content, picture.width_cm)
    paragraph = word.add_paragraph()
    shape = paragraph.add_run().add_picture(io.BytesIO(content), width=Cm(picture.width_cm))
    shape._inline.docPr.set("descr", clean_text(picture.alt))


def _say_properties(word: Word, document: Document) -> None:
    """What the file says of itself; its times are the same for every making."""
    said, made = word.core_properties, datetime.fromisoformat(FIXED_DATE).replace(tzinfo=None)
    said.title, said.subject = clean_text(document.title)[:250], clean_text(document.subtitle)[:250]
    said.author = said.last_modified_by = tr(PROGRAM, version=mapping.__version__)
    said.comments, said.keywords = clean_text(document.stamp)[:250], clean_text(document.label)
    said.language, said.revision = document.language, 1
    said.created = said.modified = made
