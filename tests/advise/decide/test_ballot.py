"""What stands on a ballot: suggested lines first, then the next best; short texts; an order that suggests nothing."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.advise.decide.ballot import (
    PROPOSED,
    Ballot,
    choose_lines,
    make_ballot,
    read_decide_rules,
    say_items,
    say_lines,
    shorten,
)
from mapping.errors import NotComputableError

NAMES = {"b1": "Batik", "t1": "Tempe", "a1": "Apotek", "k1": "Kopi", "l1": "Lele", "z1": "Zat warna"}


def advice(*rows: tuple[str, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["position", "line_id"])
    return table.assign(reason="Sebab " + table["line_id"], counter_argument="Lawan " + table["line_id"])


def suits(**scores: float) -> pd.DataFrame:
    return pd.DataFrame({"score": scores}).assign(open=True, gate="", carries="yes")


def test_suggested_lines_come_first_then_later_then_the_next_best():
    said = advice(("1", "t1"), ("avoid", "z1"), ("2", "b1"), ("later", "a1"))
    assert choose_lines(said, suits(k1=40, l1=70, z1=99, t1=10)) == ["t1", "b1", "a1", "l1", "k1"]


def test_a_closed_gate_an_unknown_score_and_a_warning_never_fill_up():
    table = suits(k1=40, l1=70, z1=99, b1=float("nan"))
    table.loc["l1", "open"] = False
    assert choose_lines(advice(("1", "t1"), ("avoid", "z1")), table) == ["t1", "k1"]


def test_a_line_that_cannot_repay_fills_up_last():
    table = suits(k1=40, l1=70)
    table.loc["l1", "carries"] = "no"
    assert choose_lines(advice(("1", "t1")), table) == ["t1", "k1", "l1"]


def test_what_is_too_thin_for_advice_does_not_come_back_on_a_ballot():
    assert choose_lines(advice(("unknown", ""), ("avoid", "z1")), suits(k1=40, l1=70)) == []


def test_never_more_than_five_and_none_where_nothing_is_known():
    assert len(choose_lines(advice(), suits(**dict.fromkeys(NAMES, 50.0)))) == 5
    assert choose_lines(advice(("unknown", "")).iloc[:0], suits().iloc[:0]) == []


def test_the_order_on_paper_is_the_alphabet_whatever_the_advice():
    assert make_ballot(["t1", "b1", "a1"], NAMES).lines == make_ballot(["a1", "t1", "b1"], NAMES).lines
    assert make_ballot(["t1", "b1", "a1"], NAMES).lines == ("a1", "b1", "t1")


@pytest.mark.parametrize("lines", [["a1"], ["a1", "a1"], list(NAMES), ["a1", "unknown"]])
def test_too_few_too_many_or_unknown_lines_are_no_ballot(lines):
    with pytest.raises(NotComputableError):
        make_ballot(lines, NAMES)


def test_five_lines_make_ten_pairs_and_four_criteria_six():
    assert len(Ballot(tuple(NAMES)[:5], "lini").pairs()) == 10
    criteria = Ballot(("a1", "b1"), "kriteria")
    assert len(criteria.pairs()) == 6
    assert say_items(criteria, NAMES)["P"] == read_decide_rules()["criteria"]["demand"]["label"]
    assert Ballot(("a1", "b1")).pairs() == []


def test_each_line_says_its_reason_and_the_strongest_argument_against_it():
    said = advice(("1", "b1"), ("avoid", "z1"))
    table = say_lines(Ballot(("b1", "k1", "z1")), NAMES, said)
    assert table.loc["A", ["reason", "counter_argument"]].tolist() == ["Sebab b1", "Lawan b1"]
    assert table.loc["B", "reason"] == PROPOSED
    assert table.loc["C", ["reason", "counter_argument"]].tolist() == [PROPOSED, "Sebab z1"]


def test_a_closed_gate_is_the_argument_where_the_advice_is_silent():
    table = suits(k1=10).assign(gate="Belum ada izin edar.")
    assert say_lines(Ballot(("b1", "k1")), NAMES, advice(("1", "b1")), table).loc["B", "counter_argument"] == (
        "Belum ada izin edar."
    )


@given(st.text(max_size=400), st.integers(20, 200))
def test_short_texts_are_as_short_as_asked_and_short_ones_stay(text, most):
    assert len(shorten(text, most)) <= most
    assert shorten("Pelakunya 12 usaha.", most) == "Pelakunya 12 usaha."
