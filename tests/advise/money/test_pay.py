"""Does it pay: by hand, and the laws that must hold whatever the figures."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapping.advise.money.loan import instalment
from mapping.advise.money.pay import COLUMNS, NUMBERS, pay
from mapping.settings import AdviceSetup

POINT = {  # a line without any range
    "price_low_idr": 20000.0,
    "price_high_idr": 20000.0,
    "margin_low_pct": 20.0,
    "margin_high_pct": 20.0,
    "through_low": 0.5,
    "through_high": 0.5,
    "capex_high_idr": 20e6,
    "working_high_idr": 5e6,
    "capacity_low": 4000.0,
    "capacity_high": 4000.0,
    "staff_high": 1.0,
    "overhead_high_idr_month": 1e6,
}
SURE = (("members.join_low", 0.5), ("members.join_high", 0.5), ("operating.capital_spread", 0.0))
HERE = ("a", "B13")
MANY = 1e9  # interviews without any noise

figures = st.fixed_dictionaries(
    {
        "volume_basis": st.sampled_from(["revenue", "spend", "residents"]),
        "price_low_idr": st.floats(1e3, 5e4),
        "margin_low_pct": st.floats(1, 30),
        "margin_high_pct": st.floats(30, 60),
        "capacity_low": st.floats(10, 3000),
        "capacity_high": st.floats(3000, 30000),
        "capex_low_idr": st.floats(1e6, 5e7),
        "capex_high_idr": st.floats(5e7, 4e9),
        "working_low_idr": st.floats(0, 2e7),
        "working_high_idr": st.floats(2e7, 9e8),
        "staff_low": st.floats(0, 2),
        "staff_high": st.floats(2, 9),
        "overhead_high_idr_month": st.floats(1e6, 2e7),
        "price_risk": st.sampled_from(["price", "margin"]),
    }
)
places = st.fixed_dictionaries(
    {
        "n": st.floats(0, 80),
        "revenue_idr_month": st.floats(0, 2e9),
        "spend_idr_month": st.floats(0, 2e9),
        "population": st.floats(0, 60000),
        "rivals": st.floats(0, 60),
    }
)
law = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def complete(figures):
    """Ranges in order, whatever was drawn for their lower end."""
    return figures | {"price_high_idr": figures["price_low_idr"] * 1.4}


def cover(row):
    """Cover of the instalment; without one, above everything unless there is a loss."""
    if np.isnan(row["dscr"]):
        return np.inf if row["net_cash_idr_month"] >= 0 else 0.0
    return row["dscr"]


def member_evidence(place):
    return place | {"n_effective": place["n"]}


def test_by_hand(make_lines, make_evidence):
    lines = make_lines("B13", **POINT)
    evidence = make_evidence({HERE: {"n_effective": MANY}})
    row = pay(evidence, lines, AdviceSetup(assumptions=SURE)).loc[HERE]
    # 200 juta x 0,5 ikut x 0,5 lewat koperasi / 20.000 = 2.500 unit; margin 4.000; tetap 1 orang + 1 juta = 3,5 juta
    owed = instalment(25e6, 0.06, 66)
    assert row["volume_month"] == pytest.approx(2500, rel=1e-3)
    assert row["net_cash_idr_month"] == pytest.approx(2500 * 4000 - 3.5e6, rel=1e-3)
    assert row["capital_idr"] == row["loan_idr"] == 25e6
    assert row["instalment_idr_month"] == pytest.approx(owed)
    assert row["dscr"] == pytest.approx(6.5e6 / owed, rel=1e-3)
    assert row["running_units_month"] == pytest.approx(3.5e6 / 4000)
    assert row["break_even_units_month"] == pytest.approx((3.5e6 + owed) / 4000)
    assert row["dscr_volume_down"] == pytest.approx((0.7 * 10e6 - 3.5e6) / owed, rel=1e-3)
    assert row["dscr_price_down"] == pytest.approx((2500 * (16000 - 16000) - 3.5e6 > 0) * 1.0)
    assert row["dscr_price_up"] == pytest.approx((2500 * (24000 - 16000) - 3.5e6) / owed, rel=1e-3)
    assert row["payback_months"] == pytest.approx(25e6 / 6.5e6, rel=1e-3)
    assert (row["carries"], row["p_carries"], row["missing_idr"]) == ("yes", 1.0, 0.0)


def test_a_price_that_takes_the_purchase_along_keeps_the_margin_a_share(make_lines, make_evidence):
    lines = make_lines("B13", **POINT, price_risk="margin")
    evidence = make_evidence({HERE: {"n_effective": MANY}})
    row = pay(evidence, lines, AdviceSetup(assumptions=SURE)).loc[HERE]
    owed = row["instalment_idr_month"]
    assert row["dscr_price_down"] == pytest.approx((0.8 * 10e6 - 3.5e6) / owed, rel=1e-3)


@pytest.mark.parametrize(
    ("basis", "units"), [("revenue", 2500.0), ("spend", 1500.0), ("residents", 9000 * 0.5 / (1 + 4))]
)
def test_each_basis_starts_from_its_own_figure(make_lines, make_evidence, basis, units):
    lines = make_lines("B13", **POINT, volume_basis=basis)
    out = pay(make_evidence({HERE: {"n_effective": MANY}}), lines, AdviceSetup(assumptions=SURE))
    assert out["volume_month"].item() == pytest.approx(units, rel=0.07 if basis == "residents" else 1e-3)


def test_read_figures_agree_with_each_other(make_lines, make_evidence):
    row = pay(make_evidence({HERE: {}}), make_lines(), AdviceSetup()).loc[HERE]
    net = row["volume_month"] * row["unit_margin_idr"] - row["fixed_idr_month"]
    assert net == pytest.approx(row["net_cash_idr_month"])
    assert row["dscr"] == pytest.approx(net / row["instalment_idr_month"])
    assert (row["dscr"] >= 1) == (row["volume_month"] >= row["break_even_units_month"])
    assert row["volume_low"] < row["volume_month"] < row["volume_high"]
    assert row["volume_month"] == pytest.approx(row["wanted_month"]) == pytest.approx(row["capacity_month"])
    assert row["net_cash_low_idr_month"] < row["net_cash_idr_month"] < row["net_cash_high_idr_month"]
    assert row["dscr_low"] < row["dscr"] < row["dscr_high"]


def test_unknown_is_never_zero(make_lines, make_evidence):
    evidence = make_evidence({("a", "B13"): {"revenue_idr_month": np.nan}, ("b", "B13"): {"revenue_idr_month": 0.0}})
    out = pay(evidence, make_lines(), AdviceSetup())
    assert out["carries"].tolist() == ["unknown", "no"]
    assert out.loc["a", ["volume_month", "net_cash_idr_month", "dscr", "p_carries"]].isna().all().all()
    assert out.loc[("a", "B13"), "capital_idr"] == 25e6
    assert out.loc[("b", "B13"), "volume_month"] == 0.0
    assert out.loc[("b", "B13"), "p_carries"] == 0.0


@pytest.mark.parametrize(
    "figure", ["price_low_idr", "through_high", "capacity_low", "margin_low_pct", "staff_low", "capex_high_idr"]
)
def test_a_line_with_a_figure_missing_is_unknown(make_lines, make_evidence, figure):
    out = pay(make_evidence({HERE: {}}), make_lines(**{figure: np.nan}), AdviceSetup())
    assert out["carries"].item() == "unknown"


def test_a_line_that_a_survey_cannot_tell_about_is_unknown(make_lines, make_evidence):
    out = pay(make_evidence({HERE: {}}), make_lines(volume_basis=""), AdviceSetup())
    assert out["carries"].item() == "unknown"


def test_unknown_sellers_leave_residents_unknown_unless_nobody_can_sell_it(make_lines, make_evidence):
    evidence = make_evidence({HERE: {"rivals": np.nan}})
    assert pay(evidence, make_lines(volume_basis="residents"), AdviceSetup())["volume_month"].isna().all()
    alone = make_lines(volume_basis="residents", rival_products="")
    assert pay(evidence, alone, AdviceSetup())["volume_month"].notna().all()


def test_what_the_largest_size_cannot_handle_is_not_sold(make_lines, make_evidence):
    out = pay(make_evidence({HERE: {"revenue_idr_month": 1e12}}), make_lines(), AdviceSetup()).iloc[0]
    assert out["size"] == 1.0
    assert out["volume_low"] == out["volume_high"] == out["capacity_month"] == 12000.0
    assert out["wanted_month"] > out["capacity_month"]


def test_a_founder_who_does_not_borrow_misses_what_own_money_does_not_cover(make_lines, make_evidence):
    lines, evidence = make_lines(), make_evidence({HERE: {}})
    poor = pay(evidence, lines, AdviceSetup(borrows=False, own_capital_idr=10e6)).iloc[0]
    rich = pay(evidence, lines, AdviceSetup(borrows=False, own_capital_idr=500e6)).iloc[0]
    assert (poor["loan_idr"], poor["missing_idr"], poor["carries"]) == (0.0, 15e6, "no")
    assert (rich["missing_idr"], rich["carries"]) == (0.0, "yes")
    assert np.isnan(rich["dscr"])
    assert rich["size"] > poor["size"]


def test_nothing_is_lent_above_the_ceilings(make_lines, make_evidence):
    lines = make_lines(working_low_idr=600e6, working_high_idr=600e6)
    row = pay(make_evidence({HERE: {}}), lines, AdviceSetup()).iloc[0]
    assert row["loan_idr"] == 20e6 + 500e6
    assert row["missing_idr"] == pytest.approx(100e6)
    assert row["carries"] == "no"


@law
@given(figures, places, st.floats(1.0, 30.0))
def test_more_members_with_what_they_bring_never_hurt(make_lines, make_evidence, figures, place, more):
    lines = make_lines(**complete(figures))
    larger = place | {name: place[name] * more for name in place if name != "rivals"}
    rows = {("a", "B13"): member_evidence(place), ("b", "B13"): member_evidence(larger)}
    out = pay(make_evidence(rows), lines, AdviceSetup(), draws=100)
    for column in ("dscr", "p_carries", "volume_month", "dscr_volume_down", "dscr_price_down"):
        assert out[column].iloc[1] >= out[column].iloc[0] * (1 - 1e-9)


@law
@given(figures, places, st.floats(1.0, 30.0), st.floats(0, 3e8))
def test_more_volume_never_lowers_the_cover_whatever_own_money(
    make_lines, make_evidence, figures, place, more, own_capital_idr
):
    lines = make_lines(**complete(figures))
    larger = place | {name: place[name] * more for name in place if name != "rivals"}
    rows = {("a", "B13"): member_evidence(place), ("b", "B13"): member_evidence(larger)}
    out = pay(make_evidence(rows), lines, AdviceSetup(own_capital_idr=own_capital_idr), draws=100)
    assert cover(out.iloc[1]) >= cover(out.iloc[0]) * (1 - 0.01)


@pytest.mark.parametrize("own", [20e6, 24e6, 25e6, 60e6])
def test_own_money_is_not_buried_under_a_larger_loan(make_lines, make_evidence, own):
    rows = {("a", "B13"): {"revenue_idr_month": 170e6}, ("b", "B13"): {"revenue_idr_month": 3e9}}
    out = pay(make_evidence(rows), make_lines(), AdviceSetup(own_capital_idr=own))
    assert cover(out.iloc[1]) >= cover(out.iloc[0])
    assert (out["loan_idr"] == 0).all() == (own >= 25e6)


@law
@given(figures, places, st.floats(0.0, 40.0))
def test_more_sellers_never_help(make_lines, make_evidence, figures, place, more):
    lines = make_lines(**complete(figures) | {"volume_basis": "residents"})
    crowded = place | {"rivals": place["rivals"] + more}
    out = pay(make_evidence({("a", "B13"): place, ("b", "B13"): crowded}), lines, AdviceSetup(), draws=100)
    for column in ("dscr", "p_carries", "volume_month"):
        assert out[column].iloc[1] <= out[column].iloc[0] * (1 + 1e-9)


@law
@given(figures, places, st.floats(0.0, 0.3), st.floats(0.001, 0.06))
def test_cover_falls_as_interest_rises(make_lines, make_evidence, figures, place, rate, more):
    lines, evidence = make_lines(**complete(figures)), make_evidence({HERE: member_evidence(place)})
    cheap, dear = (
        pay(evidence, lines, AdviceSetup(assumptions=(("loan.rate_year", value),)), draws=100).iloc[0]
        for value in (rate, rate + more)
    )
    assert dear["dscr"] < cheap["dscr"] or cheap["net_cash_idr_month"] <= 0
    assert dear["p_carries"] <= cheap["p_carries"]


@law
@given(figures, places, st.integers(12, 120), st.integers(1, 60))
def test_a_longer_tenor_lowers_the_instalment(make_lines, make_evidence, figures, place, months, more):
    lines, evidence = make_lines(**complete(figures)), make_evidence({HERE: member_evidence(place)})
    short, long = (
        pay(evidence, lines, AdviceSetup(assumptions=(("loan.months", float(value)),)), draws=100).iloc[0]
        for value in (months, months + more)
    )
    assert long["instalment_idr_month"] < short["instalment_idr_month"]


@law
@given(figures, places, st.floats(0, 2e9), st.floats(0, 2e9), st.booleans())
def test_more_own_money_never_hurts(make_lines, make_evidence, figures, place, own, more, borrows):
    lines, evidence = make_lines(**complete(figures)), make_evidence({HERE: member_evidence(place)})
    poor, rich = (
        pay(evidence, lines, AdviceSetup(own_capital_idr=money, borrows=borrows), draws=100).iloc[0]
        for money in (own, own + more)
    )
    assert cover(rich) >= cover(poor) * (1 - 1e-9)
    assert rich["missing_idr"] <= poor["missing_idr"]


@law
@given(figures, places, places)
def test_swapping_two_kelurahan_swaps_their_figures(make_lines, make_evidence, figures, one, other):
    lines = make_lines(**complete(figures))
    a, b = ("a", "B13"), ("b", "B13")
    there = pay(make_evidence({a: one, b: other}), lines, AdviceSetup(), draws=60)
    back = pay(make_evidence({a: other, b: one}), lines, AdviceSetup(), draws=60)
    pd.testing.assert_series_equal(there.loc[a], back.loc[b], check_names=False, check_exact=True)
    pd.testing.assert_series_equal(there.loc[b], back.loc[a], check_names=False, check_exact=True)


def random_evidence(make_evidence, lines, random, size=30):
    return make_evidence(
        {
            (f"k{place:03d}", line): {
                "n": n,
                "n_effective": n,
                "revenue_idr_month": n * 8e6,
                "spend_idr_month": np.nan if n == 3 else n * 5e6,
                "population": float(random.integers(500, 30000)),
                "rivals": float(random.integers(0, 20)),
            }
            for place in range(size)
            for line in lines.index
            for n in [float(random.poisson(6))]
        }
    )


def test_row_order_other_lines_and_other_kelurahan_change_nothing(make_lines, make_evidence):
    lines = make_lines("B01", "B13", "B16")
    lines["volume_basis"] = ["residents", "revenue", "spend"]
    random = np.random.default_rng(3)
    evidence = random_evidence(make_evidence, lines, random)
    out = pay(evidence, lines, AdviceSetup(own_capital_idr=10e6))
    assert out.columns.tolist() == COLUMNS
    mixed = evidence.iloc[random.permutation(len(evidence))]
    pd.testing.assert_frame_equal(
        pay(mixed, lines, AdviceSetup(own_capital_idr=10e6)).loc[evidence.index], out, check_exact=True
    )
    some = evidence[evidence.index.get_level_values("line_id") == "B13"].iloc[4:9]
    alone = pay(some, lines.loc[["B13"]], AdviceSetup(own_capital_idr=10e6))
    pd.testing.assert_frame_equal(alone, out.loc[some.index], check_exact=True)


def test_memory_chunks_change_nothing(make_lines, make_evidence, monkeypatch):
    lines = make_lines("B13")
    evidence = random_evidence(make_evidence, lines, np.random.default_rng(5), size=50)
    whole = pay(evidence, lines, AdviceSetup(own_capital_idr=10e6))
    monkeypatch.setattr("mapping.advise.money.pay.CELLS_AT_ONCE", 2800)
    pd.testing.assert_frame_equal(pay(evidence, lines, AdviceSetup(own_capital_idr=10e6)), whole, check_exact=True)


def test_nothing_at_all_is_an_empty_table(make_lines, make_evidence):
    evidence = make_evidence({HERE: {}}).iloc[:0]
    out = pay(evidence, make_lines(), AdviceSetup())
    assert len(out) == 0
    assert out[NUMBERS].dtypes.eq(float).all()


def test_the_range_holds_the_noise_of_the_survey(make_lines, make_evidence):
    lines = make_lines("B13", **POINT | {"capacity_high": 1e9, "capacity_low": 1e9})
    rows = {(f"k{n}", "B13"): {"n_effective": n} for n in (5.0, 50.0, 500.0)}
    out = pay(make_evidence(rows), lines, AdviceSetup(assumptions=SURE))
    widths = ((out["volume_high"] - out["volume_low"]) / out["volume_month"]).to_numpy()
    assert (np.diff(widths) < 0).all()
    # 80% of a Gamma with 52 interviews spans 2 x 1.28 / sqrt(52)
    assert widths[1] == pytest.approx(2 * 1.2816 / np.sqrt(52), rel=0.05)
