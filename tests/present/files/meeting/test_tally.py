"""The sheet on which votes are tallied: a row per paper, only what is on paper may be typed."""

import io
from dataclasses import replace
from zipfile import ZipFile

import pytest

from mapping.advise.decide.ballot import Ballot
from mapping.advise.decide.votes import read_votes
from mapping.present.files.meeting.tally import tally_csv, tally_xlsx, usual_answers
from mapping.present.files.stamp import stamp_of

NAMES = {"v": "Anyaman", "w": "Batik", "x": "Kopi", "y": "Lele", "z": "Tempe"}
BALLOT = Ballot(tuple(NAMES), "lini")


def parts(book: bytes) -> dict[str, str]:
    with ZipFile(io.BytesIO(book)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml")}


def test_the_tally_sheet_has_a_row_per_paper_and_checks_what_is_typed():
    assert len(tally_csv(BALLOT, NAMES, 30).decode("utf-8-sig").splitlines()) == 31
    sheet = parts(tally_xlsx(BALLOT, NAMES, 30))["xl/worksheets/sheet1.xml"]
    assert sheet.count("<dataValidation ") == 5 + 10
    assert '"A5,A3,sama,B3,B5"' in sheet


def test_the_boxes_of_a_pair_are_typed_left_to_right():
    assert usual_answers("P/Q") == ["P5", "P3", "sama", "Q3", "Q5"]


@pytest.mark.parametrize("region", ["Kota Contoh", "A & B " * 60])
def test_a_stamped_workbook_says_where_it_comes_from_and_reads_back(tiny_study, region):
    stamp = stamp_of(replace(tiny_study, settings=replace(tiny_study.settings, region=region)))
    book = tally_xlsx(BALLOT, NAMES, 3, stamp=stamp)
    said = parts(book)
    assert stamp.manifest_sha256 in said["xl/sharedStrings.xml"] and "data sintetis" in said["xl/sharedStrings.xml"]
    feet = [text for name, text in said.items() if name.startswith("xl/worksheets/")]
    assert all("<oddFooter>" in foot for foot in feet)
    ballot, sheet = read_votes(book, "lembar-hitung.xlsx", NAMES)
    assert ballot == BALLOT and len(sheet) == 3
