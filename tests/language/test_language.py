"""Which language is in force, and what follows from it."""

from __future__ import annotations

import threading

import pandas as pd
import pytest

import mapping.language as spoken
from mapping.advise.decide.ballot import make_ballot
from mapping.knowledge.catalog import read_criteria, read_lines, read_sectors
from mapping.knowledge.formats import say_date, say_number, say_percent, say_rupiah
from mapping.knowledge.lines import lines_in_force
from mapping.language import LANGUAGES, language, per_language, plural, speaking, tr, tr_rows

KNOWN = "Kerajinan"
"""A text that the catalogues have."""


@pytest.fixture
def nobody_asked(monkeypatch):
    monkeypatch.setattr(spoken, "_asked", [])


def test_indonesian_unless_told(nobody_asked):
    assert language() == "id"
    assert tr(KNOWN) == KNOWN


def test_the_asker_is_asked_and_speaking_wins(nobody_asked):
    spoken.follow(lambda: "en")
    assert (language(), tr(KNOWN)) == ("en", "Crafts")
    with speaking("id"):
        assert tr(KNOWN) == KNOWN
    assert language() == "en"


@pytest.mark.parametrize("answer", [None, "", "xx", "EN"])
def test_an_unknown_answer_is_indonesian(nobody_asked, answer):
    spoken.follow(lambda: answer)
    assert language() == "id"


def test_an_unknown_code_is_refused():
    with pytest.raises(ValueError, match="'code' parameter of speaking"), speaking("xx"):
        pass


def test_an_error_inside_leaves_the_language_as_it_was(nobody_asked):
    with pytest.raises(RuntimeError), speaking("en"):
        raise RuntimeError
    assert language() == "id"


def test_threads_do_not_mix(nobody_asked):
    """Two readers at once, each asked again and again while the other speaks."""
    meet, heard = threading.Barrier(2), {code: set() for code in LANGUAGES}

    def say(code: str) -> None:
        with speaking(code):
            for _ in range(50):
                meet.wait()
                heard[code].add((language(), tr(KNOWN), read_sectors()["sectors"]["crafts"]["label"]))

    threads = [threading.Thread(target=say, args=(code,)) for code in LANGUAGES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == {"id": {("id", "Kerajinan", "Kerajinan")}, "en": {("en", "Crafts", "Crafts")}}


def test_what_is_remembered_is_remembered_per_language():
    made = []

    @per_language
    def name(text: str, end: str = "") -> str:
        made.append(language())
        return tr(text) + end

    for _ in range(2):
        assert name(KNOWN) == "Kerajinan"
        with speaking("en"):
            assert name(KNOWN) == "Crafts"
    assert made == ["id", "en"]


def test_a_text_that_no_catalogue_has_stays_indonesian():
    with speaking("en"):
        assert tr("Kalimat yang tidak ada di katalog: {n}.", n=3) == "Kalimat yang tidak ada di katalog: 3."
        assert plural("{n} barang yang tidak ada", 1, n=1) == "1 barang yang tidak ada"
        assert tr("") == ""


def test_a_column_of_sentences_follows_the_language():
    rows = pd.Series([2, 5], index=["a", "b"])
    assert tr_rows("baris ganda dari baris {row}", row=rows).tolist() == [
        "baris ganda dari baris 2",
        "baris ganda dari baris 5",
    ]
    with speaking("en"):
        said = tr_rows("baris ganda dari baris {row}", row=rows)
    assert said.to_dict() == {"a": "double of row 2", "b": "double of row 5"}
    assert tr_rows("{n} usaha", n=rows[:0]).tolist() == []


def test_numbers_money_and_dates_follow_the_language():
    assert (say_number(1234.5, 1), say_rupiah(71_500_000), say_percent(0.5)) == ("1.234,5", "Rp 71,5 juta", "50%")
    with speaking("en"):
        assert (say_number(1234.5, 1), say_rupiah(71_500_000), say_percent(0.5)) == (
            "1,234.5",
            "Rp 71.5 million",
            "50%",
        )
        assert say_date("2025-07-31") == "31 July 2025"


def test_only_texts_of_the_knowledge_differ():
    """Codes, figures, products and everything else that is compared are the same in every language."""
    lines, criteria = read_lines(), read_criteria()
    with speaking("en"):
        said, weighed = read_lines(), read_criteria()
        changed = lines_in_force((("B13", "staff_low", "2"),))
    texts = {"line", "role", "inputs", "demand", "scale", "gate_text", "unit"}
    differing = {column for column in lines if not lines[column].equals(said[column])}
    assert differing == texts
    assert changed.at["B13", "changed"] == "staff_low"
    assert (changed.drop(index="B13")["changed"] == "").all()
    for name, criterion in criteria["criteria"].items():
        for key in criterion.keys() - {"label", "unit", "explain", "formula", "inputs"}:
            assert weighed["criteria"][name][key] == criterion[key]


@pytest.mark.parametrize("of", ["line", "unit"])
def test_different_things_keep_different_names(of):
    """Two lines that became one word in English could not be told apart in a list."""
    with speaking("en"):
        assert read_lines()[of].nunique() == len(set(_in_indonesian(of)))


def _in_indonesian(of: str) -> list[str]:
    with speaking("id"):
        return read_lines()[of].tolist()


def test_a_letter_of_a_ballot_means_one_line_in_every_language():
    """A paper printed in one language may be counted in the other."""
    lines = ["B01", "B02", "B14", "B30", "B37"]
    ballot = make_ballot(lines, read_lines()["line"].to_dict())
    with speaking("en"):
        assert make_ballot(lines, read_lines()["line"].to_dict()) == ballot
        own = read_lines()["line"].to_dict() | {"B37": "Aaa"}
        assert make_ballot(lines, own).lines[0] == "B37"
