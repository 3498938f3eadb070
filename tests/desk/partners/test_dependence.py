"""Concentration: its laws, a case by hand, and that what is not known is said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mapping.desk.partners.dependence import concentration, measure_dependence, say_dependence
from mapping.knowledge.partnership import read_partnership

TODAY = "2026-11-23"
AMOUNTS = st.lists(st.integers(1, 10**12), min_size=1, max_size=12)


def rows(values, flow="sells", **columns):
    number = range(1, len(values) + 1)
    base = {"cooperative_id": 7, "partner_id": number, "partner": [f"Mitra {n:02}" for n in number]}
    base |= {"status": "in_force", "flow": flow, "value_idr_year": pd.array(values, "Int64"), "ends_on": ""}
    return pd.DataFrame(base | columns)


def found(table):
    return measure_dependence(table, TODAY).loc[(7, "sells")]


@given(AMOUNTS)
def test_concentration_lies_between_equal_partners_and_one(values):
    hhi = concentration(pd.Series(values))
    assert 1 / len(values) - 1e-9 <= hhi <= 1 + 1e-9


@given(st.integers(1, 20), st.integers(1, 10**9))
def test_equal_partners_are_as_many_as_they_are(n, value):
    assert 1 / concentration(pd.Series([value] * n)) == pytest.approx(n)


@given(AMOUNTS, st.randoms())
def test_the_order_of_agreements_says_nothing(values, random):
    table = rows(values)
    order = list(table.index)
    random.shuffle(order)
    pd.testing.assert_series_equal(found(table), found(table.loc[order]))


@given(AMOUNTS, st.data())
def test_splitting_a_partner_lowers_concentration(values, data):
    assume(max(values) > 1)
    values = sorted(values)
    part = data.draw(st.integers(1, values[-1] - 1))
    split = [*values[:-1], part, values[-1] - part]
    # Below the precision of a share nothing can be told apart.
    assume(part / sum(values) > 1e-6 and (values[-1] - part) / sum(values) > 1e-6)
    assert concentration(pd.Series(split)) < concentration(pd.Series(values))
    assert found(rows(split))["largest_share"] < found(rows(values))["largest_share"] or len(set(values)) < len(values)


@given(AMOUNTS, st.integers(2, 1000))
def test_the_unit_of_money_says_nothing(values, times):
    first, second = found(rows(values)), found(rows([value * times for value in values]))
    assert first["hhi"] == pytest.approx(second["hhi"])
    assert first["largest_share"] == pytest.approx(second["largest_share"])


def test_a_case_by_hand():
    row = found(rows([50, 30, 20]))
    assert row["largest_share"] == 0.5
    assert row["hhi"] == pytest.approx(0.38)
    assert (row["partners"], row["unknown"], row["largest"], row["value_idr_year"]) == (3, 0, "Mitra 01", 100)


def test_two_agreements_of_one_partner_are_one_partner():
    row = found(rows([40, 20, 40], partner_id=[1, 1, 2], partner=["A", "A", "B"]))
    assert (row["partners"], row["largest"], row["largest_share"]) == (2, "A", 0.6)


def test_only_what_holds_today_in_that_direction_counts():
    table = pd.concat(
        [
            rows([10, 10]),
            rows([90], status="draft"),
            rows([90], status="ended"),
            rows([90], ends_on="2026-11-22"),
            rows([90], flow="none"),
            rows([90], flow="buys"),
        ]
    )
    measured = measure_dependence(table, TODAY)
    assert measured.index.tolist() == [(7, "buys"), (7, "sells")]
    assert measured.loc[(7, "sells"), "largest_share"] == 0.5
    assert measure_dependence(table.assign(cooperative_id=[7, 8, *[7] * 5]), TODAY).index.tolist() == [
        (7, "buys"),
        (7, "sells"),
        (8, "sells"),
    ]


def test_what_is_not_known_is_said_and_never_taken_for_nothing():
    row = found(rows([80, 20, None]))
    assert (row["partners"], row["unknown"], row["largest_share"]) == (3, 1, 0.8)
    nothing = found(rows([None, None]))
    assert np.isnan(nothing["largest_share"])
    assert np.isnan(nothing["hhi"])
    assert nothing["largest"] == ""
    said = say_dependence(measure_dependence(rows([80, 20, None]), TODAY)).iloc[0]
    assert "1 kesepakatan belum diketahui" in said["caveat"]
    assert "belum bisa dihitung" in say_dependence(measure_dependence(rows([None, None]), TODAY)).iloc[0]["caveat"]


@pytest.mark.parametrize("value", [1, 10**12, 0, None])
def test_a_single_buyer_is_warned_of_however_large(value):
    said = say_dependence(measure_dependence(rows([value]), TODAY)).iloc[0]
    assert said["warning"] == read_partnership()["flows"]["sells"]["one"]


@pytest.mark.parametrize(
    ("values", "warned"),
    [([60, 40], "60%"), ([59, 41], "1,9"), ([56, 44], ""), ([50, 50], ""), ([55, 25, 20], ""), ([40, 30, 30], "")],
)
def test_warned_from_the_limits_on(values, warned):
    said = say_dependence(measure_dependence(rows(values), TODAY)).iloc[0]["warning"]
    assert (warned in said) if warned else said == ""


def test_no_agreement_no_row():
    assert measure_dependence(rows([]), TODAY).empty
    assert say_dependence(measure_dependence(rows([]), TODAY)).empty
