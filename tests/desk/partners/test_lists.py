"""Areas by prefixes of codes."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from mapping.desk.partners.lists import CODE, closeness, reached

PARTS = st.sampled_from(["35", "35.78", "35.78.03", "35.78.03.1001", "33", "33.25", "35.15.03"])
AREAS = st.lists(st.lists(PARTS, max_size=3).map("; ".join), max_size=5)
CODES = ["35.78.03.1001", "35.78.03.1002", "35.78.13.1001", "33.25.01.2001"]


@given(AREAS)
def test_a_place_is_reached_just_where_one_area_is_close_to_it(areas):
    areas = pd.Series(areas, dtype="str")
    codes = pd.Series(CODES)
    close = [bool(closeness(areas, code).notna().any()) for code in codes]
    assert reached(areas, codes).tolist() == close


@given(PARTS, st.sampled_from(CODES))
def test_an_area_holds_what_lies_below_it_and_its_length_says_how_closely(part, code):
    close = closeness(pd.Series([part]), code).iloc[0]
    below = code.split(".")[: part.count(".") + 1] == part.split(".")
    assert (close == len(part)) == below
    assert pd.isna(close) != below


def test_codes_end_at_dots():
    assert [bool(CODE.fullmatch(code)) for code in ("35", "35.7", "35.78", "35.78.03.100", "35.78.03.1001", "x")] == [
        True,
        False,
        True,
        False,
        True,
        False,
    ]
