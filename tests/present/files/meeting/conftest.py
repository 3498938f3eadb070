"""A meeting with everything that can go wrong in a text, and the counting of pages."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from mapping.present.files.edition import Edition

HOSTILE = (
    '=HYPERLINK("http://foreign.example") #read("/etc/passwd") <b>&amp;</b> {{ 7*7 }} $x^2$ *tebal* _miring_ '
    "@label \x07\u202e\u0645\u0631\u062d\u0628\u0627 \U0001f35c\nbaris"
)
LONG = "W" * 300
PLACE, DESA, EMPTY, SMALL = "35.78.03.1001", "35.78.03.1002", "35.78.13.1005", "35.78.13.1003"


def with_texts(study, text):
    """A study in which every text that a survey, a boundary file or a meeting brings is this one."""
    names = study.kelurahan.assign(name=text, kecamatan=text)
    advice = study.advice.assign(line=text, reason=text, counter_argument=text, cancels_if=text)
    suitability = study.suitability.assign(gate=text, nearest_kind=text)
    settings = replace(study.settings, region=text, setup=replace(study.settings.setup, name=text))
    return replace(study, kelurahan=names, advice=advice, suitability=suitability, settings=settings)


def decision(study, code, text="Pembelinya sudah ada.", line="B03"):
    """A study with a decision in force."""
    row = study.decisions.reindex([0]).assign(
        kelurahan_code=code, decided_on="2026-02-03", meeting=text, present=41.0, papers=38.0, line_id=line,
        line=text, reasons=text, votes=text, votes_line_id="B03; B06", agreement=0.42, advice_line_id="B06",
        advice_line=text,
    )  # fmt: skip
    return replace(study, decisions=row)


@pytest.fixture
def rural(tiny_study):
    """The tiny study with one desa in it."""
    kinds = tiny_study.kelurahan["kind"].where(tiny_study.kelurahan.index != DESA, "desa")
    return replace(tiny_study, kelurahan=tiny_study.kelurahan.assign(kind=kinds))


@pytest.fixture
def edition(rural):
    return Edition(rural)


@pytest.fixture
def page_count():
    def count(pdf: bytes) -> int:
        return len(re.findall(rb"/Type\s*/Page[^s]", pdf))

    return count


@pytest.fixture
def texts_of():
    """Every text in what a template or a document is told, one after another."""

    def walk(told):
        if isinstance(told, str):
            yield told.replace("\u200b", "")
        elif isinstance(told, dict):
            for value in told.values():
                yield from walk(value)
        elif isinstance(told, list | tuple | pd.Series):
            for value in told:
                yield from walk(value)
        elif hasattr(told, "__dict__"):
            yield from walk(vars(told))

    return lambda told: list(walk(told))
