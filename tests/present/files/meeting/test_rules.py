"""Rules of the loan: every one with a source that exists, in force figures, and for the right kind of place."""

import re
from dataclasses import replace

import pytest

from mapping.knowledge.catalog import read_lines, read_sources
from mapping.present.files.meeting.rules import loan_rules, read_meeting, say_sources
from mapping.settings import AdviceSetup


@pytest.mark.parametrize("kind", ["desa", "kelurahan"])
def test_every_rule_has_sources_a_day_and_no_place_left_open(kind):
    rules = loan_rules(kind, AdviceSetup())
    assert {"loan", "approval", "backing", "newer"} == set(rules["about"])
    assert not rules["text"].str.contains("[{}]", regex=True).any()
    assert {code for text in rules["source"] for code in text.split(", ")} <= set(read_sources())
    assert rules["since"].str.fullmatch(r"20\d\d-\d\d-\d\d").all()
    assert "sejak 12 Agustus 2025" in say_sources(rules) or kind == "kelurahan", (
        "what came since does not date the rules"
    )
    assert "periksa lagi" in say_sources(rules) and not re.search(r"\.html|/", say_sources(rules).split("(")[1])


def test_the_figures_are_those_in_force():
    changed = replace(AdviceSetup(), assumptions=(("loan.rate_year", 0.03), ("loan.months", 36.0)))
    text = loan_rules("desa", changed)["text"].iloc[0]
    assert "3% setahun" in text and "36 bulan" in text and "6%" not in text


def test_every_line_of_the_catalogue_is_told_in_plain_words():
    assert set(read_meeting()["plain"]) == set(read_lines().index)
