"""The loan of a proposal closes to the rupiah: what is drawn is the loan, what is repaid is loan and interest."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.advise.money.loan import borrow, instalment, months_to_repay, schedule
from mapping.present.files.document.loan import budget, drawdown, yearly_plan

SAID = {"loan.ceiling_idr": 3e9, "loan.operating_ceiling_idr": 5e8}
rupiah = st.floats(0, 2e9)


@given(rupiah, rupiah, rupiah)
def test_who_pays_adds_up_to_what_is_needed_and_the_loan_is_the_loan(startup, working, own):
    loan = float(borrow(pd.array([startup]).to_numpy(), pd.array([working]).to_numpy(), own, True, SAID)[0])
    table = budget({"startup_idr": startup, "working_idr": working, "loan_idr": loan}, own, SAID)
    assert (table["own_idr"] + table["loan_idr"] + table["missing_idr"] == table["needed_idr"]).all()
    assert (table >= 0).all().all()
    assert abs(table["loan_idr"].sum() - round(loan)) <= 1
    assert table.at["working", "loan_idr"] <= 500_000_000
    missing = max(round(startup) + round(working) - own - loan, 0)
    assert abs(table["missing_idr"].sum() - missing) <= 3


@given(rupiah, rupiah, rupiah)
def test_the_stages_of_drawdown_add_up_to_the_loan(startup, working, own):
    loan = float(borrow(pd.array([startup]).to_numpy(), pd.array([working]).to_numpy(), own, True, SAID)[0])
    table = budget({"startup_idr": startup, "working_idr": working, "loan_idr": loan}, own, SAID)
    stages = drawdown(table)
    assert sum(stages) == table["loan_idr"].sum() and min(stages) >= 0


@given(st.floats(1e6, 3e9), st.sampled_from([0.0, 0.03, 0.06, 0.12]), st.integers(6, 180), st.integers(0, 24))
def test_the_yearly_plan_repays_the_loan_and_its_interest_to_the_rupiah(principal, rate, months, grace):
    plan = yearly_plan(principal, rate, months, grace)
    assert plan["principal_idr"].sum() == round(principal) and plan["owed_idr"].iloc[-1] == 0
    assert (plan["pays_idr"] == plan["interest_idr"] + plan["principal_idr"]).all()
    interest = schedule(round(principal), rate, months, grace)["interest_idr"].sum()
    assert plan["pays_idr"].sum() == round(principal) + round(interest)
    assert plan["months"].sum() == months


def test_a_year_of_the_plan_by_hand():
    """P r / (1 - (1 + r)^-m) over the 66 months after a grace of 6."""
    principal, rate, repaying = 100_000_000, 0.06 / 12, 66
    level = principal * rate / (1 - (1 + rate) ** -repaying)
    assert instalment(principal, 0.06, months_to_repay(72, 6)) == pytest.approx(level)
    plan = yearly_plan(principal, 0.06, 72, 6)
    assert plan.at[1, "pays_idr"] == pytest.approx(6 * principal * rate + 6 * level, abs=1)
    assert plan.at[2, "pays_idr"] == pytest.approx(12 * level, abs=1)
    owed = principal
    for _ in range(6):
        owed = owed * (1 + rate) - level
    assert plan.at[1, "owed_idr"] == pytest.approx(owed, abs=1)
