"""Businesses that may be listed twice."""

import numpy as np
import pandas as pd
import pytest

from mapping.intake.issues import Findings
from mapping.intake.places.repeats import note_repeats

ONE = {"kelurahan_code": "a", "product": "tempe", "business_name": "Tempe Barokah Jaya", "lon": np.nan, "lat": np.nan}


def repeats(*changes):
    table = pd.DataFrame([{**ONE, **change} for change in changes])
    table["row"] = range(2, len(table) + 2)
    findings = Findings("a.csv")
    note_repeats(table, findings)
    return findings.issues()


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"business_name": "UD. BAROKAH JAYA TEMPE"},
        {"business_name": "Tempe Barokah Jaia"},
        {"business_name": "Tempe Barroka Jaya"},
        {"lon": 110.1, "lat": -7.0},
    ],
)
def test_the_same_business_written_again_is_said(change):
    issues = repeats({}, change)
    assert issues["row"].tolist() == [3]
    assert issues["what"].str.endswith("baris 2").all()


@pytest.mark.parametrize(
    "change",
    [
        {"kelurahan_code": "b"},
        {"product": "tahu"},
        {"business_name": "Tempe Sumber Rezeki"},
        {"business_name": ""},
    ],
)
def test_another_business_is_not(change):
    assert repeats({}, change).empty


def test_numbered_businesses_are_different():
    assert repeats(*[{"business_name": f"Kelompok Tani Maju {i}"} for i in range(1, 20)]).empty


def test_two_known_places_far_apart_are_two_businesses():
    assert repeats({"lon": 110.1, "lat": -7.0}, {"lon": 110.2, "lat": -7.0}).empty


def test_one_place_outweighs_another_product():
    here = {"lon": 110.1, "lat": -7.0}
    assert repeats(here, {**here, "product": "tahu"})["row"].tolist() == [3]


def test_common_names_are_not_forgiven_a_slip():
    names = ["Warung Makanan"] * 4 + ["Warung Makanam"]
    issues = repeats(
        *[{"business_name": name, "kelurahan_code": code} for name, code in zip(names, "abcda", strict=True)]
    )
    assert issues.empty


def test_the_order_of_rows_does_not_matter():
    table = pd.DataFrame([ONE, ONE, {**ONE, "business_name": "Tempe Barokah Jaia"}]).assign(row=[2, 3, 4])
    both = []
    for one in (table, table.iloc[::-1]):
        findings = Findings("a.csv")
        note_repeats(one, findings)
        both.append(findings.issues())
    pd.testing.assert_frame_equal(*both)
