"""The papers of a meeting in the programs that open them: poppler draws the pages, LibreOffice reads the minutes."""

import re
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest

from mapping.advise.decide.ballot import Ballot
from mapping.language import speaking
from mapping.present.files.edition import Edition
from mapping.present.files.meeting.ballot import ballot_pdf, suggested_ballot
from mapping.present.files.meeting.handout import handout_pdf
from mapping.present.files.meeting.minutes import minutes_docx
from tests.present.files.meeting.conftest import EMPTY, HOSTILE, LONG, PLACE, with_texts

LEAST_PT = 10.0
SHEETS = ((handout_pdf, PLACE), (handout_pdf, EMPTY), (ballot_pdf, PLACE), (ballot_pdf, EMPTY))


@pytest.fixture(scope="session")
def boxes(program):
    """Where each word of a PDF stands: one array a page, rows ``left, top, right, bottom`` in points."""
    pdftotext = program("pdftotext")

    def read(pdf):
        done = subprocess.run([pdftotext, "-bbox", "-", "-"], input=pdf, capture_output=True, timeout=60, check=True)
        page = "{http://www.w3.org/1999/xhtml}page"
        sides = ("xMin", "yMin", "xMax", "yMax")
        return [
            np.array([[float(word.get(side)) for side in sides] for word in found])
            for found in ET.fromstring(re.sub(rb"&#x?[0-9a-fA-F]+;", b"", done.stdout)).iter(page)
        ]

    return read


def smallest(pages):
    """The smallest letters, in points: poppler gives every word a box as high as its letters' size."""
    return min((box[:, 3] - box[:, 1]).min() for box in pages)


def lie_over_each_other(box):
    """Pairs of words of which one covers the other's middle."""
    middle = np.column_stack([box[:, [0, 2]].mean(axis=1), box[:, [1, 3]].mean(axis=1)])
    x, y = middle[:, :1], middle[:, 1:]
    inside = (x > box[:, 0]) & (x < box[:, 2]) & (y > box[:, 1] + 2) & (y < box[:, 3] - 2)
    np.fill_diagonal(inside, False)
    return int(inside.sum())


@pytest.mark.parametrize(("write", "code"), SHEETS)
@pytest.mark.parametrize("text", ["", HOSTILE, LONG])
def test_no_word_lies_over_another_or_outside_the_page(tiny_study, boxes, write, code, text):
    study = with_texts(tiny_study, text) if text else tiny_study
    for box in boxes(write(Edition(study), code)):
        assert lie_over_each_other(box) == 0
        assert box[:, 0].min() >= 20 and box[:, 2].max() <= 595 - 20
        assert box[:, 1].min() >= 15 and box[:, 3].max() <= 842 - 10


@pytest.mark.parametrize("questions", ["lini", "kriteria"])
def test_the_second_page_of_the_ballot_holds_its_longest_names(tiny_study, boxes, questions):
    ballot = Ballot(suggested_ballot(tiny_study, PLACE).lines, questions)
    pages = boxes(ballot_pdf(Edition(tiny_study), PLACE, ballot))
    assert len(pages) == 2 and lie_over_each_other(pages[1]) == 0


def test_letters_of_the_handout_can_be_read_by_old_eyes(tiny_study, boxes):
    for code in tiny_study.kelurahan.index:
        assert smallest(boxes(handout_pdf(Edition(tiny_study), code))) >= LEAST_PT - 0.01
    assert smallest(boxes(handout_pdf(Edition(with_texts(tiny_study, HOSTILE)), PLACE))) >= LEAST_PT - 0.01


@pytest.mark.parametrize(("write", "code"), SHEETS)
def test_the_papers_are_black_and_white(tiny_study, pages, write, code):
    for page in pages(write(Edition(tiny_study), code)):
        red, green, blue = np.asarray(page.convert("RGB"), dtype=int).transpose(2, 0, 1)
        assert (abs(red - green) < 3).all() and (abs(green - blue) < 3).all()
        assert 0.01 < (red < 128).mean() < 0.3


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_says_region_label_and_manifest(tiny_study, words, language):
    with speaking(language):
        edition = Edition(tiny_study)
        for write, code in SHEETS:
            for page in words(write(edition, code)):
                flat = " ".join(page.split())
                assert edition.stamp.manifest_sha256[:12] in flat and edition.stamp.data_label in flat
                assert edition.stamp.region in flat


def test_texts_are_shown_as_written(tiny_study, words):
    told = " ".join("".join(words(handout_pdf(Edition(with_texts(tiny_study, HOSTILE)), PLACE))).split())
    seen = told.replace("\u200b", "").replace(" ", "")
    assert "=HYPERLINK(" in seen and "{{7*7}}" in seen and "49" not in told.split() and "root:" not in told


def test_a_survey_of_no_known_day_says_so(tiny_study, words):
    study = replace(tiny_study, settings=replace(tiny_study.settings, survey_date="", synthetic=False))
    told = " ".join(words(handout_pdf(Edition(study), PLACE)))
    assert "tanggal tidak diketahui" in " ".join(told.split()) and "sintetis" not in told


@pytest.mark.parametrize("code", [PLACE, EMPTY])
def test_the_minutes_open_in_an_office_program(tiny_study, office, words, code):
    text = " ".join(" ".join(words(office(minutes_docx(Edition(tiny_study), code), "docx", "pdf"))).split())
    for head in ("Berita acara musyawarah", "Hasil suara", "Keputusan", "Pinjaman", "Lurah", "daftar hadir"):
        assert head in text
    assert "data sintetis" in text and "Kota Contoh" in text
