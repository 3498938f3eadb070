"""A Word file is what Word calls one: styles, repeated heads, blanks to tap; nothing in it runs; same bytes."""

import io
import re
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from mapping.language import speaking
from mapping.present.files.document.blocks import (
    UNFILLED,
    Blank,
    Bullets,
    Document,
    Heading,
    Notice,
    Paragraph,
    Picture,
    Signatures,
    Table,
)
from mapping.present.files.document.pdf import pdf_bytes
from mapping.present.files.document.word import docx_bytes

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="6"><rect width="20" height="6"/></svg>'
HOSTILE = [
    '=HYPERLINK("http://x.id")',
    '#read("/etc/passwd") $x^2$ *tebal* \\u{1F600} @kutip <label>',
    "<b>&amp;</b>]]><script>alert(1)</script>",
    "{{ 7*7 }} {%x%} { INCLUDETEXT c:\\\\x }",
    "x" * 300,
    "dua\r\nbaris\tdan tab",
    "emoji \U0001f600\U0001f1ee\U0001f1e9",
    "\u202eterbalik\u202c \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "\x00\x01\x0b\x1f\x7f\ud800\ufffe kendali",
]


def told(*blocks, text="Berita acara", label="data sintetis"):
    return Document(text, f"di {text}", f"Kota {text}", label, f"cap {text}", "id", blocks)


def every_block(text="isi"):
    return (
        Heading(text),
        Paragraph(text, lead=text),
        Paragraph(text, note=True),
        Notice(text, text),
        Bullets((text, text)),
        Bullets((text, text), numbered=True),
        Heading(text, 2),
        Bullets((text,), numbered=True),
        Table((text, "Rp"), ((text, "1"), (text, UNFILLED)), (3, 1), (1,), text),
        Blank(text, text),
        Blank(text, lines=3),
        Heading(text, 3),
        *[Blank(f"{text} {number}") for number in range(5)],
        Picture(DRAWING, text, 4.0),
        Signatures((text, text)),
    )


def opened(content):
    return docx.Document(io.BytesIO(content))


def whole_text(word):
    return " ".join(node.text or "" for node in word.element.body.iter(qn("w:t")))


@pytest.mark.parametrize("make", [docx_bytes, pdf_bytes])
def test_the_same_document_gives_the_same_bytes_and_another_gives_others(make):
    assert make(told(*every_block())) == make(told(*every_block()))
    assert make(told(*every_block())) != make(told(*every_block("lain")))


def test_no_member_of_the_zip_and_no_property_knows_the_day_of_making():
    content = docx_bytes(told(*every_block()))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert {member.date_time for member in packed.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert not any("thumbnail" in name for name in packed.namelist())
    said = opened(content).core_properties
    assert said.created.year == said.modified.year == 2000
    assert said.title == "Berita acara" and "Peta Potensi" in said.author


def test_headings_lists_and_tables_are_real_ones():
    word = opened(docx_bytes(told(*every_block())))
    styles = [paragraph.style.name for paragraph in word.paragraphs]
    assert [name for name in styles if name.startswith(("Title", "Heading"))] == [
        *("Title", "Heading 1", "Heading 2", "Heading 3")
    ]
    assert styles.count("List Bullet") == 2 and styles.count("List Number") == 3
    grid = next(table for table in word.tables if table.style.name == "Tabel bergaris")
    first, second = grid.rows[0]._tr, grid.rows[1]._tr
    assert first.find(".//" + qn("w:tblHeader")) is not None and second.find(".//" + qn("w:tblHeader")) is None
    assert all(table._tbl.tblPr.find(qn("w:tblDescription")) is not None for table in word.tables)
    shape = word.inline_shapes[0]._inline.docPr
    assert shape.get("descr") == "isi"


def test_every_numbered_list_begins_at_one():
    word = opened(docx_bytes(told(*every_block())))
    numbers = [
        paragraph._p.pPr.numPr.numId.val for paragraph in word.paragraphs if paragraph.style.name == "List Number"
    ]
    assert numbers[0] == numbers[1] != numbers[2]


def test_every_blank_is_a_marked_field_with_its_label():
    word = opened(docx_bytes(told(*every_block())))
    fields = list(word.element.body.iter(qn("w:sdt")))
    # one in the table, two in the first form, five in the second, two to sign
    assert len(fields) == 1 + 2 + 5 + 2
    names = [field.find(".//" + qn("w:alias")).get(qn("w:val")) for field in fields]
    assert names[3:8] == [f"isi {number}" for number in range(5)]
    ids = [field.find(".//" + qn("w:id")).get(qn("w:val")) for field in fields]
    assert len(set(ids)) == len(ids)
    for field in fields:
        assert field.find(".//" + qn("w:showingPlcHdr")) is not None
        cell = next(node for node in field.iterancestors() if node.tag == qn("w:tc"))
        assert cell.find(qn("w:tcPr")).find(qn("w:shd")).get(qn("w:fill")) == "FFF4D6"
        assert UNFILLED in "".join(node.text for node in field.iter(qn("w:t")))


def test_every_page_carries_region_label_stamp_and_its_number():
    section = opened(docx_bytes(told(*every_block()))).sections[0]
    assert section.header.paragraphs[0].text.split("\t") == ["Kota Berita acara", " data sintetis "]
    assert section.footer.paragraphs[0].text == "cap Berita acara"
    fields = [node.get(qn("w:instr")) for node in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert round(section.page_width.cm, 1) == 21.0 and round(section.page_height.cm, 1) == 29.7


def test_without_a_label_nothing_stands_in_its_place():
    header = opened(docx_bytes(told(label=""))).sections[0].header
    assert header.paragraphs[0].text == "Kota Berita acara"


@pytest.mark.parametrize(("language", "spelling"), [("id", "id-ID"), ("en", "en-GB")])
def test_the_language_is_told_to_the_speller(language, spelling):
    with speaking(language):
        document = Document("a", "", "b", "", "c", language, ())
        word = opened(docx_bytes(document))
    assert {node.get(qn("w:val")) for node in word.styles.element.iter(qn("w:lang"))} == {spelling}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_shown_as_written_and_runs_nowhere(text):
    document = told(*every_block(text), text=text)
    content = docx_bytes(document)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name).decode("utf-8", "replace") for name in packed.namelist()}
    assert not any("vba" in name.casefold() for name in parts)
    ties = " ".join(part for name, part in parts.items() if name.endswith(".rels"))
    assert 'TargetMode="External"' not in ties
    fields = re.findall(r'w:instr="([^"]*)"', " ".join(parts.values()))
    assert set(fields) == {"PAGE", "NUMPAGES"} and "instrText" not in parts["word/document.xml"]
    shown = " ".join(text.encode("utf-8", "ignore").decode().replace("\x7f", " ").split())
    plain = "".join(sign for sign in shown if sign.isprintable() and sign not in "\u202e\u202c\ufffe")
    assert plain.split()[0] in whole_text(opened(content))
    assert pdf_bytes(document)[:4] == b"%PDF"
