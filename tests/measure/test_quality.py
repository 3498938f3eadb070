"""Grades of the data: hand-computed cases and laws."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.measure.quality import expected_businesses, grade, measure_quality, read_quality_rules

PARTS = list(read_quality_rules()["parts"])
BEST = {"n": 50.0, "coverage": 1.0, "age_months": 1.0, "classified_share": 1.0, "answered_share": 1.0}


def graded(**values):
    row = grade(pd.DataFrame([{**BEST, **values}])).iloc[0]
    return row["grade"], row["weakest"]


def test_the_tiny_region_by_hand(tiny):
    kelurahan, businesses = tiny
    table = measure_quality(kelurahan, businesses, "2026-05-03")
    assert table["n"].tolist() == [24, 25, 2, 15, 0]
    # 24 + 25 + 2 businesses among 24,000 + 12,500 + 30,000 residents; Jepara's population is unknown.
    rate = 51 / 66_500
    assert table["expected"].tolist() == pytest.approx(
        [24_000 * rate, 12_500 * rate, 30_000 * rate, np.nan, 27_000 * rate], nan_ok=True
    )
    assert table.loc["35.78.03.1002", "coverage"] == pytest.approx(25 / (12_500 * rate))
    assert table["age_months"].round(1).tolist()[:4] == [5.9] * 4
    assert np.isnan(table["age_months"].iloc[4])
    assert table.loc["35.78.03.1001", "classified_share"] == pytest.approx(23 / 24)
    # Jepara: 15 businesses, workers unknown for 3, spend unknown for 3
    assert table.loc["35.78.13.1004", "answered_share"] == pytest.approx(((15 - 3) / 15 + (15 - 3) / 15) / 2)
    assert table["grade"].tolist() == ["B", "B", "D", "C", "D"]
    assert table.loc["35.78.13.1005", "weakest"] == "n"


def test_another_source_of_expected_businesses_goes_first(tiny):
    kelurahan, businesses = tiny
    counted = pd.Series({"35.78.03.1001": 240.0, "35.78.13.1004": 30.0})
    table = measure_quality(kelurahan, businesses, "", counted)
    assert table.loc["35.78.03.1001", "coverage"] == pytest.approx(0.1)
    assert table.loc["35.78.13.1004", "coverage"] == pytest.approx(0.5)
    assert table["age_months"].isna().all()


@pytest.mark.parametrize("part", PARTS)
def test_each_part_alone_can_pull_the_grade_down(part):
    rule = read_quality_rules()["parts"][part]
    sign = -1 if rule.get("most") else 1
    for position, limit in enumerate(rule["limits"]):
        assert graded(**{part: limit})[0] == "ABC"[position]
        assert graded(**{part: limit - sign * 1e-6}) == ("BCD"[position], part)


def test_what_cannot_be_judged_does_not_count_against():
    assert graded(coverage=np.nan, age_months=np.nan) == ("A", "")


@given(st.lists(st.floats(0, 100), min_size=5, max_size=5), st.integers(0, 4), st.floats(0, 50))
def test_better_data_never_lowers_a_grade(values, position, more):
    row = dict(zip(PARTS, values, strict=True))
    sign = -1 if read_quality_rules()["parts"][PARTS[position]].get("most") else 1
    better = {**row, PARTS[position]: row[PARTS[position]] + sign * more}
    before, after = grade(pd.DataFrame([row, better]))["grade"]
    assert after <= before


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 50_000)), min_size=1, max_size=30))
def test_expected_businesses_sum_to_the_surveyed_ones(rows):
    n, population = (np.array(part, dtype=float) for part in zip(*rows, strict=True))
    expected = expected_businesses(n, population)
    surveyed = n > 0
    if surveyed.any():
        assert expected[surveyed].sum() == pytest.approx(n.sum())
    else:
        assert np.isnan(expected).all()
