"""The paper: whole without the network, escaped, within its page; and the tally sheet beside it."""

from __future__ import annotations

import io
import re
import shutil

import pandas as pd
import pytest

from mapping.advise.decide.ballot import QUESTIONS, Ballot, say_lines
from mapping.present.ballot import Heading, tally_csv, tally_xlsx, usual_answers, write_ballot

NAMES = {"v": "Anyaman", "w": "Batik", "x": "Kopi", "y": "Lele", "z": "Tempe"}
HOSTILE = '</style><script src="http://foreign.example/a.js"></script><img src=x onerror=alert(1)>'
LONG = "Kata yang panjang dan masih terus berlanjut tanpa titik sama sekali "


def paper(questions: str = "", names: dict | None = None, text: str = "Ada 12 usaha.", place: str = "Gundih") -> str:
    ballot, known = Ballot(tuple(NAMES), questions), names or NAMES
    advice = pd.DataFrame({"line_id": list(NAMES), "position": "1", "reason": text, "counter_argument": text})
    lines = say_lines(ballot, known, advice)
    return write_ballot(
        ballot, lines, known, Heading(place, "Kota Contoh", "3 November 2025", "data sintetis")
    ).decode()


@pytest.mark.parametrize("questions", QUESTIONS)
def test_the_paper_says_what_voters_need(questions):
    text = paper(questions)
    assert all(name in text for name in NAMES.values())
    assert text.count("Alasan:") == text.count("Tetapi:") == 5
    assert text.count('class="pair"') == {"": 0, "lini": 10, "kriteria": 6}[questions]
    assert text.count("data sintetis") == text.count('class="page"') == (2 if questions else 1)
    assert "Jangan tulis nama" in text and "3 November 2025" in text


def test_same_input_same_bytes():
    assert paper("lini") == paper("lini")


@pytest.mark.parametrize("questions", QUESTIONS)
def test_texts_are_shown_as_written_and_nothing_is_fetched(questions):
    text = paper(questions, dict.fromkeys(NAMES, HOSTILE), HOSTILE, HOSTILE)
    assert not re.search(r"<(script|img|link|iframe)", text)
    assert "&lt;/style&gt;" in text and text.count("</style>") == 1
    assert "default-src 'none'" in text


def test_control_signs_do_not_reach_the_paper():
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", paper(place="Gun\x00dih\u202e\x1b"))


@pytest.mark.parametrize("questions", QUESTIONS)
@pytest.mark.parametrize("longest", [False, True])
def test_the_paper_fills_exactly_its_pages_and_cuts_nothing_off(questions, longest):
    sync = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("no Chromium on this machine")
    text = paper(questions, dict.fromkeys(NAMES, LONG * 3), LONG * 9, LONG * 3) if longest else paper(questions)
    with sync.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.set_content(text)
        page.emulate_media(media="print")
        cut = page.evaluate(
            "[...document.querySelectorAll('.page, .line, .pairs')].filter((box) => "
            "box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1).length"
        )
        printed = page.pdf(prefer_css_page_size=True)
        browser.close()
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == (2 if questions else 1)
    assert re.search(rb"/MediaBox\s*\[\s*0 0 59[45](\.\d+)? 84[12](\.\d+)?\s*\]", printed)
    assert cut == 0 and asked == []


def test_the_tally_sheet_has_a_row_per_paper_and_checks_what_is_typed():
    from zipfile import ZipFile

    ballot = Ballot(tuple(NAMES), "lini")
    assert len(tally_csv(ballot, NAMES, 30).decode("utf-8-sig").splitlines()) == 31
    with ZipFile(io.BytesIO(tally_xlsx(ballot, NAMES, 30))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<dataValidation ") == 5 + 10
    assert '"A5,A3,sama,B3,B5"' in sheet


def test_the_boxes_of_a_pair_are_typed_left_to_right():
    assert usual_answers("P/Q") == ["P5", "P3", "sama", "Q3", "Q5"]
