"""docs/requirements.md: every requirement once, every state one of three, every named place there."""

import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ASKED = ROOT.parent / "shared" / "domain" / "requirements.csv"
ROWS = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| R\d{3} ", line)
]


def page_titles() -> set[str]:
    frame = (ROOT / "mapping" / "ui" / "main.py").read_text(encoding="utf-8")
    return set(re.findall(r'_page\("\w+", tr\("([^"]+)"\)', frame))


def test_every_requirement_stands_once_and_in_order() -> None:
    assert [row[0] for row in ROWS] == [f"R{n:03d}" for n in range(1, 105)]


def test_they_are_the_requirements_that_were_asked_for() -> None:
    if not ASKED.exists():
        pytest.skip("../shared/domain is not beside this checkout")
    with ASKED.open(encoding="utf-8") as file:
        assert [row["id"] for row in csv.DictReader(file, delimiter="|")] == [row[0] for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_requirement_has_a_state_and_places_that_exist(row: list[str]) -> None:
    _, asked, place, state = row
    assert asked
    assert re.match(r"there\b|part: .{15}|left out\b.*: .{15}", state), state
    assert place or state.startswith("left out")
    for path in re.findall(r"`([\w/.-]+/[\w.-]+)`", f"{place} {state}"):
        assert (ROOT / path).exists(), path
    titles = page_titles()
    for named in re.findall(r"\bpages? ([A-Z]\w+(?: \w+)*)", f"{place} {state}"):
        words = named.split()
        assert any(" ".join(words[:n]) in titles for n in range(1, len(words) + 1)), named
