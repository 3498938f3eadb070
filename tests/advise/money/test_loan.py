"""Loan arithmetic against published figures and identities."""

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.advise.money.loan import borrow, capital_need, compare_rates, instalment, schedule
from mapping.knowledge.assumptions import assumptions_in_force
from mapping.knowledge.catalog import read_lines
from mapping.settings import AdviceSetup

principals, rates = st.floats(1e6, 3e9), st.floats(0.001, 0.36)
tenors, graces = st.integers(2, 180), st.integers(0, 24)


def test_instalment_of_the_programme_loan_is_the_published_figure():
    said = assumptions_in_force(AdviceSetup())
    terms = said["loan.ceiling_idr"], said["loan.rate_year"], int(said["loan.months"])
    assert round(instalment(*terms) / 1e6, 1) == 49.7
    assert round(instalment(5e8, 0.06, 72) / 1e6, 1) == 8.3
    assert round(instalment(3e9, 0.06, 66) / 1e6, 1) == 53.5
    assert round(instalment(3e9, 0.06, 64) / 1e6, 1) == 54.9


@given(st.floats(1e6, 3e9), st.floats(0.001, 0.24), st.integers(1, 120))
def test_instalments_discounted_give_back_the_principal(principal, rate, months):
    payment = instalment(principal, rate, months)
    discount = (1 + rate / 12) ** -np.arange(1, months + 1)
    assert payment * discount.sum() == pytest.approx(principal, rel=1e-9)


@given(st.floats(0.0, 0.2), st.floats(0.001, 0.1))
def test_instalment_rises_with_interest(rate, more):
    assert instalment(1e9, rate + more, 72) > instalment(1e9, rate, 72)


def test_instalment_refuses_a_loan_without_months():
    with pytest.raises(ValueError, match="'months' parameter of instalment must be positive"):
        instalment(1e9, 0.06, 0)


def test_capital_need_is_an_ordered_range_for_every_line():
    need = capital_need(read_lines())
    assert (need["capital_low_idr"] <= need["capital_idr"]).all()
    assert (need["capital_idr"] <= need["capital_high_idr"]).all()
    assert (need["capital_idr"] > 0).all()


@given(principals, rates, tenors, graces)
def test_the_schedule_is_that_of_numpy_financial(principal, rate, months, grace):
    grace = min(grace, months - 1)
    plan = schedule(principal, rate, months, grace)
    repaying, periods = months - grace, np.arange(1, months - grace + 1)
    assert len(plan) == months
    assert plan["owed_idr"].iloc[-1] == 0.0
    np.testing.assert_allclose(plan["pays_idr"].iloc[:grace], principal * rate / 12, rtol=1e-9)
    after, tiny = plan.iloc[grace:], principal * 1e-9
    np.testing.assert_allclose(after["pays_idr"], -npf.pmt(rate / 12, repaying, principal), rtol=1e-7, atol=tiny)
    np.testing.assert_allclose(after["interest_idr"], -npf.ipmt(rate / 12, periods, repaying, principal), atol=tiny)
    np.testing.assert_allclose(after["principal_idr"], -npf.ppmt(rate / 12, periods, repaying, principal), atol=tiny)
    assert npf.nper(rate / 12, -instalment(principal, rate, repaying), principal) == pytest.approx(repaying)


@given(principals, st.floats(0.0, 0.36), tenors, st.integers(0, 200))
def test_a_schedule_repays_the_loan_and_nothing_more(principal, rate, months, grace):
    plan = schedule(principal, rate, months, grace)
    assert plan["principal_idr"].sum() == pytest.approx(principal)
    assert (plan["pays_idr"] - plan["interest_idr"] - plan["principal_idr"]).abs().max() <= principal * 1e-9
    assert plan["owed_idr"].is_monotonic_decreasing
    assert (plan[["pays_idr", "interest_idr", "principal_idr"]] >= -principal * 1e-12).all().all()


def test_a_schedule_by_hand_without_interest():
    plan = schedule(1200.0, 0.0, 6, 2)
    assert plan["pays_idr"].tolist() == [0.0, 0.0, 300.0, 300.0, 300.0, 300.0]
    assert plan["owed_idr"].tolist() == [1200.0, 1200.0, 900.0, 600.0, 300.0, 0.0]


def test_a_grace_shortens_repayment_as_the_programme_says():
    for grace, level in ((0, 49.7), (6, 53.5), (8, 54.9)):
        assert round(schedule(3e9, 0.06, 72, grace)["pays_idr"].iloc[-1] / 1e6, 1) == level


def test_a_schedule_refuses_a_loan_without_months():
    with pytest.raises(ValueError, match="'months' parameter of schedule must be positive"):
        schedule(1e9, 0.06, 0)


def test_rates_side_by_side_are_those_of_their_schedules():
    said = assumptions_in_force(AdviceSetup())
    table = compare_rates(5e8, said)
    assert table["rate_year"].tolist() == [0.03, 0.06, 0.12]
    assert table["instalment_idr_month"].is_monotonic_increasing
    for row in table.itertuples():
        plan = schedule(5e8, row.rate_year, 72, 6)
        assert row.instalment_idr_month == pytest.approx(plan["pays_idr"].iloc[-1])
        assert row.grace_idr_month == pytest.approx(plan["pays_idr"].iloc[0])
        assert row.interest_idr == pytest.approx(plan["interest_idr"].sum())


@given(st.floats(0, 4e9), st.floats(0, 9e8), st.floats(0, 2e9), st.floats(0, 2e9))
def test_what_is_lent_never_breaks_a_ceiling_nor_exceeds_the_need(startup, working, own, more):
    said = assumptions_in_force(AdviceSetup())
    loan, less = (borrow(np.array(startup), np.array(working), money, True, said) for money in (own, own + more))
    need = startup + working - own
    assert 0 <= loan <= min(max(need, 0.0), said["loan.ceiling_idr"], startup + said["loan.operating_ceiling_idr"])
    assert less <= loan
    assert borrow(np.array(startup), np.array(working), own, False, said) == 0.0


@pytest.mark.parametrize("rate", [0.0, 0.06])
def test_a_schedule_ends_at_exactly_nothing(rate):
    assert all(schedule(1e6 + 1 / 3, rate, months)["owed_idr"].iloc[-1] == 0.0 for months in range(2, 100))
