"""Laws of the suitability of a line."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from mapping.advise.suit.components import (
    COMPONENTS,
    components,
    gather_evidence,
    line_score,
    probability_best,
    to_arrays,
)
from mapping.advise.suit.gates import check_gates, saturation
from mapping.settings import Settings

SETTINGS = Settings(draws=80)
FIRST = "35.78.01.1001"


def scores(kelurahan, line_indicators, settings=SETTINGS):
    evidence = gather_evidence(kelurahan, line_indicators)
    return pd.Series(line_score(components(to_arrays(evidence), settings)), index=evidence.index)


def test_more_pooled_spend_never_lowers_a_line(kelurahan, cake_region):
    low = scores(kelurahan, cake_region)
    cake_region["spend_idr_month"] *= 3
    assert (scores(kelurahan, cake_region) >= low - 1e-9).all()


def test_more_rival_outlets_never_raise_a_line(kelurahan, line_indicators):
    few = scores(kelurahan, line_indicators)
    line_indicators["rivals"] += 4
    many = scores(kelurahan, line_indicators)
    assert (many <= few + 1e-9).all()
    assert many[(FIRST, "B02")] < few[(FIRST, "B02")]


def test_more_makers_raise_a_processing_line_because_they_are_a_supply_base(kelurahan, line_indicators):
    before = scores(kelurahan, line_indicators)[(FIRST, "B13")]
    line_indicators.loc[(FIRST, "B13"), ["n", "n_effective", "lq"]] = [20.0, 20.0, 3.0]
    assert scores(kelurahan, line_indicators)[(FIRST, "B13")] > before


def test_unknown_spend_is_not_zero_spend(kelurahan, cake_region):
    row = (FIRST, "B13")
    known_zero, unknown = cake_region.copy(), cake_region.copy()
    known_zero.loc[row, "spend_idr_month"] = 0.0
    unknown.loc[row, "spend_idr_month"] = np.nan
    assert scores(kelurahan, unknown)[row] > scores(kelurahan, known_zero)[row]


def test_hand_computed_score(kelurahan, line_indicators):
    """B13 with 10 of 20 needed, LQ 2.25, Rp 10 m of 20 m, 10 buyers of 40, capital 72.5 m of 250 m at hand.

    S = (50 + 50) / 2 = 50; A = 50; D = 25; F = 100; (30*50 + 25*50 + 20*25 + 15*100) / 90 = 52.78
    """
    line_indicators.loc[(FIRST, "B13"), ["n", "n_effective", "lq", "spend_idr_month"]] = [10.0, 10.0, 2.25, 10e6]
    assert round(scores(kelurahan, line_indicators)[(FIRST, "B13")], 2) == 52.78


@given(st.lists(st.floats(0, 100), min_size=5, max_size=5), st.integers(0, 3), st.floats(0, 50))
def test_score_is_monotone_in_gains_and_bounded(values, which, more):
    raised = values.copy()
    raised[which] = min(100.0, values[which] + more)
    before, after = (
        float(line_score(dict(zip(COMPONENTS, map(np.float64, v), strict=True)))) for v in (values, raised)
    )
    assert 0 <= before <= 100
    assert after >= before - 1e-9


def test_probabilities_of_being_best_sum_to_one_where_there_are_candidates(kelurahan, cake_region):
    evidence = gather_evidence(kelurahan, cake_region)
    candidate = evidence["driver"].isin(["producers", "demand"]) & evidence["population"].notna()
    best = probability_best(evidence, candidate, SETTINGS)
    assert best[~candidate].isna().all()
    assert np.allclose(best.groupby("kelurahan_code").sum(min_count=1).dropna(), 1.0)
    assert best[(FIRST, "B13")] > 0.95


def test_saturation_is_unknown_without_population():
    assert np.isnan(saturation(np.array([3.0, 3.0]), np.array([np.nan, 0.0]), np.array([250.0]))).all()


def test_gates_say_why_in_words(kelurahan, line_indicators):
    gates = check_gates(gather_evidence(kelurahan, line_indicators))
    closed = gates[~gates["open"]]
    assert (closed["gate"].str.len() > 20).all()
    assert (gates.loc[gates["open"], "gate"] == "").all()
    assert not gates["warn"][gates["open"]].any()
