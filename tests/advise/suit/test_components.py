"""Laws of the components and their sum."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.advise.suit.components import COMPONENTS, components, line_score, points, to_arrays, weights_in_force
from mapping.advise.suit.evidence import Known
from mapping.advise.suit.suitability import weigh_lines
from mapping.settings import AdviceSetup, Settings

SETTINGS = Settings(draws=20)
FIRST = "35.78.01.1001"
WEIGHTS = weights_in_force(AdviceSetup())
parts_of = st.fixed_dictionaries({name: st.one_of(st.floats(0, 100), st.just(float("nan"))) for name in COMPONENTS})


def weighed(kelurahan, businesses, line_indicators, settings=SETTINGS, known=None):
    return weigh_lines(kelurahan, businesses, line_indicators, settings, known)


def score_of(parts):
    return float(line_score({name: np.float64(value) for name, value in parts.items()}, WEIGHTS))


def test_hand_computed_components(kelurahan, businesses, line_indicators):
    """B13 with 10 of 20 needed, LQ 2.25, Rp 10 m of 20 m, 10 buyers of 40; nothing known of its chain.

    S = (50 + 50) / 2; A = 50; D = 25; C = 0; M = 50 (gerai g); over the known weights 25 + 20 + 20 + 15 + 5 = 85.
    """
    line_indicators.loc[(FIRST, "B13"), ["n", "n_effective", "lq", "spend_idr_month"]] = [10.0, 10.0, 2.25, 10e6]
    row = weighed(kelurahan, businesses, line_indicators).loc[(FIRST, "B13")]
    assert row[["supply", "aggregation", "demand", "competition", "mandate"]].tolist() == [50.0, 50.0, 25.0, 0.0, 50.0]
    assert np.isnan(row["relatedness"])
    by_hand = (25 * 50 + 20 * 50 + 20 * 25 + 15 * row["feasibility"] + 5 * 50) / 85
    assert row["score"] == pytest.approx(by_hand)


def test_hand_computed_feasibility(kelurahan, businesses, line_indicators):
    """Net cash 1.25 times the instalment is half way from 0.5 to 2; half left in a bad month; 3.5 permits."""
    evidence = weighed(kelurahan, businesses, line_indicators).loc[[(FIRST, "B13")]]
    evidence = evidence.assign(dscr=1.25, dscr_volume_down=0.5, permit_count=3.5, staff_low=2.0)
    alone = components(to_arrays(evidence, AdviceSetup()))["feasibility"]
    assert alone == pytest.approx((40 * 50 + 30 * 50 + 10 * 50) / 80)
    asked = AdviceSetup(people=1, own_capital_idr=25e6)  # half the people, all of the smallest capital
    assert components(to_arrays(evidence, asked))["feasibility"] == pytest.approx(
        (40 * 50 + 30 * 50 + 10 * 50 + 10 * 50 + 10 * 100) / 100
    )


@given(parts_of, st.sampled_from([name for name in COMPONENTS if name != "competition"]), st.floats(0, 50))
def test_the_score_rises_with_every_gain_and_stays_between_0_and_100(parts, which, more):
    before = score_of(parts)
    if np.isnan(before) or np.isnan(parts[which]):
        return
    assert 0 <= before <= 100
    assert score_of({**parts, which: min(100.0, parts[which] + more)}) >= before - 1e-9


@given(parts_of, st.floats(0, 100))
def test_competition_never_raises_the_score(parts, rivals):
    without, crowded = score_of({**parts, "competition": 0.0}), score_of({**parts, "competition": rivals})
    assert np.isnan(without) or crowded <= without + 1e-9


@given(parts_of)
def test_the_points_sum_to_the_score_where_it_is_not_cut(parts):
    total = np.nansum([float(part) for part in points({n: np.float64(v) for n, v in parts.items()}, WEIGHTS).values()])
    score = score_of(parts)
    assert np.isnan(score) or score == pytest.approx(np.clip(total, 0, 100))


def test_too_little_known_is_no_score():
    nothing = dict.fromkeys(COMPONENTS, np.nan)
    assert np.isnan(score_of(nothing))
    assert np.isnan(score_of({**nothing, "demand": 100.0, "mandate": 100.0}))
    assert score_of({**nothing, "supply": 100.0, "aggregation": 100.0, "demand": 100.0}) == 100.0


def test_stage_decides_the_sign(kelurahan, businesses, line_indicators):
    """Many makers are a supply base; many shops are competition for a shop, and customers for their wholesaler."""
    maker, wholesaler = (FIRST, "B13"), (FIRST, "B01")
    few = weighed(kelurahan, businesses, line_indicators)
    for row in (maker, wholesaler):
        line_indicators.loc[row, ["n", "n_effective", "lq"]] = [30.0, 30.0, 3.0]
    line_indicators.loc[(FIRST, "B02"), "rivals"] = 4.0
    many = weighed(kelurahan, businesses, line_indicators)
    assert many.loc[maker, "supply"] > few.loc[maker, "supply"]
    assert many.loc[wholesaler, "supply"] > few.loc[wholesaler, "supply"]
    assert (many.loc[[maker, wholesaler], "competition"] == 0).all()
    assert many.loc[(FIRST, "B02"), "competition"] > few.loc[(FIRST, "B02"), "competition"]


def test_a_shop_beside_members_shops_is_competition_and_closed(kelurahan, businesses, line_indicators):
    """A user makes B13 a shop for what members' shops sell: their number is a penalty, not a supply base."""
    setup = AdviceSetup(line_changes=(("B13", "products", "toko kelontong"), ("B13", "keyword", "")))
    line_indicators.loc[(FIRST, "B13"), ["n", "n_effective", "lq"]] = [30.0, 30.0, 3.0]
    row = weighed(kelurahan, businesses, line_indicators, Settings(draws=20, advice=setup)).loc[(FIRST, "B13")]
    assert (row["supply"], row["competition"], row["closed_by"]) == (0.0, 100.0, "members_retail")
    assert "menyaingi anggotanya" in row["gate"]


def test_one_or_two_rivals_and_buyers_cannot_be_told_apart(kelurahan, businesses, line_indicators):
    columns = ["rivals", "rivals_rows", "buyers", "buyers_rows"]
    one = weighed(kelurahan, businesses, line_indicators.assign(**dict.fromkeys(columns, 1.0)))
    two = weighed(kelurahan, businesses, line_indicators.assign(**dict.fromkeys(columns, 2.0)))
    told = ["buyers_rows", "rivals_rows", "buyers", "buyers_reach_rows"]
    pd.testing.assert_frame_equal(one.drop(columns=told), two.drop(columns=told))


def test_unknown_spend_is_not_zero_spend(kelurahan, businesses, cake_region):
    row = (FIRST, "B13")
    known_zero, unknown = cake_region.copy(), cake_region.copy()
    known_zero.loc[row, "spend_idr_month"] = 0.0
    unknown.loc[row, "spend_idr_month"] = np.nan
    assert (
        weighed(kelurahan, businesses, unknown).loc[row, "score"]
        > weighed(kelurahan, businesses, known_zero).loc[row, "score"]
    )


def test_confidence_falls_with_age_and_unclear_products_and_not_with_the_score(kelurahan, businesses, cake_region):
    def quality(age, clear):
        return Known(quality=pd.DataFrame({"age_months": age, "classified_share": clear}, index=kelurahan.index))

    fresh, old, unclear = (
        weighed(kelurahan, businesses, cake_region, known=quality(*given)).loc[(FIRST, "B13")]
        for given in ((6.0, 0.96), (48.0, 0.96), (6.0, 0.6))
    )
    assert fresh["confidence"] > old["confidence"]
    assert fresh["confidence"] > unclear["confidence"]
    assert fresh["score"] == old["score"] == unclear["score"]


def test_the_weights_of_the_founder_count(kelurahan, businesses, cake_region):
    only_buyers = tuple((f"weights.{name}", 0.0) for name in COMPONENTS if name != "demand")
    table = weighed(kelurahan, businesses, cake_region, Settings(draws=20, advice=AdviceSetup(assumptions=only_buyers)))
    row = table.loc[(FIRST, "B13")]
    assert row["score"] == pytest.approx(row["demand"])
