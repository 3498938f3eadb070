"""Base, less volume, other prices: the same middle as in the table, and ranges around it."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapping.advise.money.cases import CASES, compare_cases
from mapping.advise.money.pay import pay
from mapping.settings import AdviceSetup

HERE = ("a", "B13")
law = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("risk", ["price", "margin"])
@pytest.mark.parametrize("setup", [AdviceSetup(), AdviceSetup(own_capital_idr=12e6), AdviceSetup(borrows=False)])
def test_the_middle_is_that_of_the_table(make_lines, make_evidence, risk, setup):
    lines, evidence = make_lines(price_risk=risk), make_evidence({HERE: {}})
    cases, row = compare_cases(evidence, lines, setup), pay(evidence, lines, setup).iloc[0]
    assert cases.index.tolist() == list(CASES)
    assert cases.at["base", "net_cash_idr_month"] == row["net_cash_idr_month"]
    for end in ("_low", "_high"):
        assert cases.at["base", f"net_cash_idr_month{end}"] == row[f"net_cash{end}_idr_month"]
    for case, column in zip(CASES, ("dscr", "dscr_volume_down", "dscr_price_down", "dscr_price_up"), strict=True):
        np.testing.assert_equal(cases.at[case, "dscr"], row[column])
    np.testing.assert_equal(cases.at["base", "payback_months"], row["payback_months"])


@law
@given(st.floats(1e6, 3e9), st.sampled_from(["price", "margin"]), st.floats(0, 5e7))
def test_cases_and_their_ranges_are_in_order(make_lines, make_evidence, revenue, risk, own):
    lines = make_lines(price_risk=risk)
    evidence = make_evidence({HERE: {"revenue_idr_month": revenue}})
    cases = compare_cases(evidence, lines, AdviceSetup(own_capital_idr=own), draws=100)
    net = cases["net_cash_idr_month"]
    assert net["volume_down"] < net["base"] < net["price_up"]
    assert net["price_down"] < net["base"]
    assert (cases["net_cash_idr_month_low"] <= net).all()
    assert (net <= cases["net_cash_idr_month_high"]).all()
    months = cases.fillna(np.inf)
    assert (months["payback_months_low"] >= months["payback_months_high"]).all()
    if risk == "price":
        assert (
            net["price_down"]
            < compare_cases(evidence, make_lines(price_risk="margin"), AdviceSetup(own_capital_idr=own), draws=100).at[
                "price_down", "net_cash_idr_month"
            ]
        )


def test_an_unknown_volume_has_no_cases(make_lines, make_evidence):
    unknown = make_evidence({HERE: {"revenue_idr_month": np.nan}})
    assert compare_cases(unknown, make_lines(), AdviceSetup()).isna().all().all()
    assert compare_cases(make_evidence({HERE: {}}), make_lines(volume_basis=""), AdviceSetup()).isna().all().all()
