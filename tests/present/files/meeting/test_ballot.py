"""The ballot: one page or two, lines by the alphabet, nothing of the order of the tool."""

import pytest

from mapping.advise.decide.ballot import QUESTIONS, Ballot, make_ballot
from mapping.language import speaking
from mapping.present.files.edition import Edition
from mapping.present.files.meeting import ballot as written
from mapping.present.files.meeting.ballot import ballot_pdf, names_of, suggested_ballot
from tests.present.files.meeting.conftest import EMPTY, HOSTILE, LONG, PLACE, with_texts


@pytest.fixture
def told(monkeypatch):
    """What the template is told instead of a page."""
    seen = []
    monkeypatch.setattr(written, "set_pages", lambda template, told, folder: seen.append(told) or [b""])

    def ask(*given):
        ballot_pdf(*given)
        return seen[-1]

    return ask


def test_lines_stand_in_the_order_of_the_alphabet_whatever_the_advice_says(edition, told):
    rows = told(edition, PLACE)["pages"][0]["rows"]
    names = [row["line"] for row in rows]
    assert len(rows) == 5 and names == sorted(names, key=str.casefold)
    assert [row["letter"] for row in rows] == list("ABCDE")
    assert names[0] != edition.advice.query("kelurahan_code == @PLACE and position == '1'")["line"].iloc[0]


def test_letters_mean_the_same_lines_in_every_language(rural):
    here = suggested_ballot(rural, PLACE)
    with speaking("en"):
        assert suggested_ballot(rural, PLACE) == here


def test_the_paper_says_what_voters_need_and_nothing_of_the_rank(edition, told, texts_of):
    page = told(edition, PLACE)
    said = " ".join(texts_of(page))
    assert "Jangan tulis nama" in said and "menurut abjad" in said and "3 November 2025" in said
    assert "1 = paling dulu. 5 = paling akhir" in said and page["label"] == "data sintetis"
    assert said.count("Alasan:") == said.count("Tetapi:") == 5
    assert "saran alat" not in said and edition.stamp.manifest_sha256[:12] in page["stamp"]


@pytest.mark.parametrize(("questions", "pages", "pairs"), [("", 1, 0), ("lini", 2, 10), ("kriteria", 2, 6)])
def test_the_second_page_asks_the_pairs(edition, told, page_count, questions, pages, pairs):
    ballot = Ballot(suggested_ballot(edition.study, PLACE).lines, questions)
    asked = told(edition, PLACE, ballot)["pages"][1:]
    assert sum(len(page["rows"]) for page in asked) == pairs


def test_without_two_lines_the_file_says_so_and_leaves_room_for_proposals(edition, told, page_count):
    page = told(edition, EMPTY)["pages"][0]
    assert "belum punya cukup data" in page["foot"] and {row["line"] for row in page["rows"]} == {""}
    assert len(page["rows"]) == 5


@pytest.mark.parametrize("text", [HOSTILE, LONG, "", "Kue"])
@pytest.mark.parametrize("questions", QUESTIONS)
def test_the_pages_are_as_many_as_promised_for_any_text_and_the_same_twice(rural, page_count, text, questions):
    edition = Edition(with_texts(rural, text))
    ballot = Ballot(suggested_ballot(rural, PLACE).lines, questions)
    made = ballot_pdf(edition, PLACE, ballot)
    assert page_count(made) == (2 if questions else 1) and made == ballot_pdf(edition, PLACE, ballot)


@pytest.mark.parametrize("lines", [2, 3, 4])
def test_fewer_lines_fit_too(edition, page_count, lines):
    names = names_of(edition.study)
    assert page_count(ballot_pdf(edition, PLACE, make_ballot(list(names)[:lines], names))) == 1
