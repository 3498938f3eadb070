"""The paper of an agreement: everything it says, blanks where it says nothing, and nothing of others' inside."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from mapping.desk.models import Cooperative
from mapping.desk.partners.agreed import read_agreement
from mapping.desk.partners.agreements import draft_agreement
from mapping.desk.rules import ANYONE, LOCAL
from mapping.desk.store.desk import open_desk
from mapping.language import speaking
from mapping.present.files.agreement import agreement_docx
from mapping.present.files.document.blocks import UNFILLED
from tests.desk.doings.partners import AT, TODAY, WHOLE, in_force, some_partner

ROLES = {"anggota": "Anggota", "manajer": "Manajer", "swasta": "Mitra swasta", "pengurus": "Pengurus"}


@pytest.fixture
def desk():
    """A desk in memory with one cooperative, number 1."""
    opened = open_desk("sqlite://")
    texts = [
        column.name for column in Cooperative.__table__.columns if str(column.type).startswith(("VARCHAR", "TEXT"))
    ]
    with opened.writing(LOCAL, AT) as session:
        session.add(Cooperative(**dict.fromkeys(texts, "") | {"name": "Koperasi Kue", "synthetic": True}))
    return opened


def said(content: bytes) -> str:
    from docx import Document

    word = Document(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


def test_the_paper_says_what_was_agreed(desk):
    agreed = read_agreement(desk, LOCAL, in_force(desk, 1), TODAY)
    text = said(agreement_docx(agreed, ROLES, TODAY))
    for told in (WHOLE.title, WHOLE.goal_partner, WHOLE.trade_off, "Koperasi Kue", "Rp 120 juta setahun"):
        assert told in text
    for told in ("Membayar paling lambat 14 hari", "Mitra swasta", "200 kotak sehari", "1 Desember 2026"):
        assert told in text
    assert "Belum lengkap" not in text


def test_what_is_open_is_a_blank_and_is_said(desk):
    lacking = replace(WHOLE, goal_partner="", signed_on="", tasks=[], value_idr_year=None)
    number = draft_agreement(desk, LOCAL, AT, 1, some_partner(desk), lacking)
    content = agreement_docx(read_agreement(desk, LOCAL, number, TODAY), ROLES, TODAY)
    text = said(content)
    assert "Yang kurang: tujuan mitra, sedikitnya satu tugas, tanggal ditandatangani." in text
    # Fields to fill in stand apart from the text of a cell.
    assert zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode().count(UNFILLED * 5) >= 2
    assert "belum diketahui" in text


def test_of_others_only_what_they_may_read(desk):
    agreed = read_agreement(desk, ANYONE, in_force(desk, 1), TODAY)
    text = said(agreement_docx(agreed, ROLES, TODAY))
    assert not [word for word in (WHOLE.goal_partner, WHOLE.trade_off, "Uang muka", "120 juta") if word in text]


def test_it_is_written_in_both_languages(desk):
    agreed = read_agreement(desk, LOCAL, in_force(desk, 1), TODAY)
    with speaking("en"):
        assert WHOLE.title in said(agreement_docx(agreed, ROLES, TODAY))
