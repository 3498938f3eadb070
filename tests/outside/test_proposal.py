"""LibreOffice opens the proposal as people will; both papers have two or three pages and say the study's figures."""

import pytest

from mapping.knowledge.formats import say_rupiah
from mapping.language import speaking
from mapping.present.files.document.case import LOAN, case_of
from mapping.present.files.document.money_part import whole_rupiah
from mapping.present.files.document.pdf import pdf_bytes
from mapping.present.files.document.proposal import proposal_of
from mapping.present.files.document.word import docx_bytes
from mapping.present.files.edition import Edition

CODES = {"surabaya": "35.78.03.1001", "batang": ""}
SAMPLE = 4


def a_sample(study):
    """Some with a loan, some without an answer, among them the place that everybody looks at."""
    first = study.advice.loc[study.advice["position"] == "1", "kelurahan_code"]
    without = study.kelurahan.index.difference(first)
    known = CODES[study_key(study)] or study.kelurahan.index[study.kelurahan["name"] == "Limpung"][0]
    return [known, *first.sort_values().iloc[:: max(len(first) // SAMPLE, 1)][:SAMPLE], *without[:SAMPLE]]


def study_key(study):
    return "surabaya" if "Surabaya" in study.settings.region else "batang"


def on_one_line(pages):
    return " ".join(" ".join(pages).split())


@pytest.mark.parametrize(("region", "language"), [(region, language) for region in CODES for language in ("id", "en")])
def test_word_and_pdf_have_two_or_three_pages_and_the_same_figures(demonstration, office, words, region, language):
    study = demonstration(region)
    with speaking(language):
        edition = Edition(study)
        for code in a_sample(study):
            document, case = proposal_of(edition, code), case_of(edition, code)
            for paper in (office(docx_bytes(document), "docx", "pdf"), pdf_bytes(document)):
                pages = words(paper)
                told = on_one_line(pages)
                assert len(pages) in (2, 3), code
                assert "Err:" not in told and "#REF" not in told and " nan " not in told.casefold()
                for page in pages:
                    assert document.label in page and document.head.split(" · ")[0] in on_one_line([page])
                if case.state == LOAN:
                    for figure in (say_rupiah(case.loan), say_rupiah(case.row["instalment_idr_month"])):
                        assert figure in told, (code, figure)
                    assert whole_rupiah(case.loan) in told


def test_the_pages_are_not_empty_and_told_apart_in_grey(demonstration, pages):
    edition = Edition(demonstration("surabaya"))
    for picture in pages(pdf_bytes(proposal_of(edition, CODES["surabaya"])), 50):
        grey = picture.convert("L")
        dark, light = grey.getextrema()
        assert dark < 60 and light == 255
        assert sum(grey.histogram()[:128]) > 0.01 * grey.width * grey.height
