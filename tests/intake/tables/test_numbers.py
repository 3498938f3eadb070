import math

import lokal
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.intake.tables.degrees import read_coordinates
from mapping.intake.tables.numbers import read_amounts

AMOUNTS = [
    ("1.234,56", 1234.56, ""),
    ("Rp 1,5 jt", 1_500_000, ""),
    ("2 juta/bln", 2_000_000, ""),
    ("Rp 5 juta per bulan", 5_000_000, ""),
    ("±500rb", 500_000, ""),
    ("± 3 jt", 3_000_000, ""),
    ("750 ribu", 750_000, ""),
    ("750rb", 750_000, ""),
    ("1.250.000", 1_250_000, ""),
    ("Rp1.000.000,-", 1_000_000, ""),
    ("Rp. 2.500.000,00", 2_500_000, ""),
    ("1,5jt", 1_500_000, ""),
    ("10jt-an", 10_000_000, ""),
    ("1 jt 500 rb", 1_500_000, ""),
    ("sejuta setengah", 1_500_000, ""),
    ("3 orang", 3, ""),
    ("0", 0, ""),
    ("1.5e6", 1_500_000, ""),
    ("3-5 juta", 4_000_000, "range"),
    ("500rb - 1jt", 750_000, "range"),
    ("Rp 10.000.000 s/d Rp 20.000.000", 15_000_000, "range"),
    ("12000000/tahun", 1_000_000, "year"),
    ("500.000/hari", None, "period"),
    ("-", None, ""),
    ("", None, ""),
    ("NaN", None, ""),
    ("abc", None, "text"),
    ("1,5 jtt", None, "text"),
    ("1.2.3", None, "text"),
    ("inf", None, "text"),
    ("-5000", None, "negative"),
    ("(5000)", None, "negative"),
    ("1.250 juta", None, "unclear"),
    ("5 jt 500", None, "unclear"),
    ("500 ribu s/d 1 juta", 750_000, "range"),
    ("Rp. 1 Jt - Rp. 2 Jt", 1_500_000, "range"),
    ("antara 1 sampai 2 juta", 1_500_000, "range"),
    ("500-1 juta", None, "text"),
    ("< 1 juta", 1_000_000, "bound"),
    ("di atas 5 juta", 5_000_000, "bound"),
    ("maks. 2 jt", 2_000_000, "bound"),
    ("dua juta", 2_000_000, ""),
    ("1jt-an", 1_000_000, ""),
    ("1½ juta", 1_500_000, ""),
    ("setengah juta", 500_000, ""),
    ("2 (dua) orang", 2, ""),
    ("Rp 1 500 000", 1_500_000, ""),
    ("1.500.000,oo", 1_500_000, ""),
    ("per bulan 3 jt", 3_000_000, ""),
    ("2jt perbulan", 2_000_000, ""),
    ("sehari 200rb", None, "period"),
    ("10%", None, "text"),
    ("USD 100", None, "text"),
    ("99999999999999999999", None, "huge"),
]


@pytest.mark.parametrize(("text", "value", "problem"), AMOUNTS)
def test_amounts_as_people_write_them(text, value, problem):
    found = read_amounts(pd.Series([text])).iloc[0]
    assert found["problem"] == problem
    assert math.isnan(found["value"]) if value is None else found["value"] == pytest.approx(value)


def test_a_column_reads_as_its_cells_do_in_any_order():
    """No cell of this list has decimal points, so cells do not decide over each other."""
    texts = pd.Series([text for text, _, _ in AMOUNTS if text != "1.5e6"], index=range(100, 100 + len(AMOUNTS) - 1))
    whole = read_amounts(texts)
    assert whole.index.equals(texts.index)
    turned = read_amounts(texts[::-1])[::-1]
    pd.testing.assert_frame_equal(whole, turned)


def test_the_column_decides_what_one_dot_means():
    assert read_amounts(pd.Series(["1.500", "2.500.000"]))["value"].tolist() == [1500, 2_500_000]
    assert read_amounts(pd.Series(["1.500", "2.25"]))["value"].tolist() == [1.5, 2.25]
    assert read_amounts(pd.Series(["500,000", "2,500,000"]))["value"].tolist() == [500_000, 2_500_000]
    assert read_amounts(pd.Series(["1,5 jt", "1.500"]))["value"].tolist() == [1_500_000, 1500]


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10**12))
def test_rupiah_written_by_the_library_reads_back(amount):
    for text in (lokal.format_rupiah(amount), lokal.format_rupiah(amount, decimals=True), str(amount)):
        assert read_amounts(pd.Series([text]))["value"].iloc[0] == amount


@settings(deadline=None)
@given(
    st.integers(min_value=1, max_value=999),
    st.sampled_from([("rb", 1e3), (" ribu", 1e3), ("jt", 1e6), (" juta/bln", 1e6)]),
)
def test_units_multiply(number, unit):
    word, factor = unit
    assert read_amounts(pd.Series([f"Rp {number}{word}"]))["value"].iloc[0] == number * factor


@settings(deadline=None)
@given(st.lists(st.text(max_size=25), max_size=6))
def test_any_text_is_a_number_a_blank_or_a_named_problem(texts):
    found = read_amounts(pd.Series(texts, dtype="object"))
    assert len(found) == len(texts)
    named = found["problem"].isin(["text", "negative", "period", "huge", "unclear"])
    assert found.loc[named, "value"].isna().all()
    assert (found["value"].dropna() >= 0).all()
    coordinates = read_coordinates(pd.Series(texts, dtype="object"))
    assert coordinates["value"].dropna().abs().lt(float("inf")).all()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-7.25", -7.25),
        ("-7,25", -7.25),
        ("112.75 BT", 112.75),
        ("7.25 LS", -7.25),
        ("7°00'54\"S", -7.015),
        ("110°24'54\"E", 110.415),
        ("105238791.0", 105238791.0),
        ("-7.250.445", -7250445.0),
    ],
)
def test_degrees_as_people_write_them(text, value):
    assert read_coordinates(pd.Series([text]))["value"].iloc[0] == pytest.approx(value)


@pytest.mark.parametrize("text", ["inf", "abc", "12,", "--7", "7°99"])
def test_what_is_no_degree_says_so(text):
    found = read_coordinates(pd.Series([text])).iloc[0]
    assert math.isnan(found["value"]) == (found["problem"] == "text")


def test_one_separator_before_three_digits_is_left_open_unless_something_decides():
    for cells in (["1.500"] * 3, ["1,500"], ["1.500 - 2.500"], ["1.500", "1.250.000", "12.5"]):
        assert read_amounts(pd.Series(cells), lone="")["problem"].iloc[0] == "lone"
    for cells in (["1.500", "1.250.000"], ["1.500", "Rp 2 jt"], ["Rp 1.500"], ["1.500", "1500,75"]):
        assert read_amounts(pd.Series(cells), lone="")["value"].iloc[0] == 1500
    assert read_amounts(pd.Series(["1.500", "1,500"]), lone="desimal")["value"].tolist() == [1.5, 1.5]
    assert read_amounts(pd.Series(["1.500", "1,500"]))["value"].tolist() == [1500, 1500]
