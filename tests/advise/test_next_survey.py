"""Where more data would change the advice most."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from mapping.advise.next_survey import next_survey


def order(n, firm, population):
    codes = [f"k{i}" for i in range(len(n))]
    known = [(code, p) for code, p in zip(codes, firm, strict=True) if not np.isnan(p)]
    advice = pd.DataFrame([(c, "1", p) for c, p in known], columns=["kelurahan_code", "position", "p_best"])
    quality = pd.DataFrame({"n": np.array(n, float), "expected": np.nan}, index=codes)
    return next_survey(pd.DataFrame({"population": population}, index=codes), quality, advice)


def test_unsurveyed_places_come_first_and_firm_ones_last():
    table = order([0, 25, 25, 25], [np.nan, 0.95, 0.3, np.nan], [1.0, 1.0, 1.0, 1.0])
    assert table["kelurahan_code"].tolist() == ["k0", "k3", "k2", "k1"]
    assert table["place"].tolist() == [1, 2, 3, 4]
    assert table["why"].iloc[0] == "Belum disurvei sama sekali."


def test_of_equals_the_place_with_more_people_comes_first():
    assert order([0, 0], [np.nan, np.nan], [100.0, 900.0])["kelurahan_code"].tolist() == ["k1", "k0"]


@given(st.integers(0, 400), st.integers(0, 400), st.floats(0, 1), st.floats(0, 1))
def test_more_interviews_or_a_firmer_answer_never_raise_the_chance_of_change(n, more, low, high):
    low, high = sorted((low, high))
    table = order([n, n + more, n], [low, low, high], [1.0, 1.0, 1.0]).set_index("kelurahan_code")["chance_of_change"]
    assert 0 <= table.min() <= table.max() <= 1
    assert table["k1"] <= table["k0"]
    assert table["k2"] <= table["k0"]
