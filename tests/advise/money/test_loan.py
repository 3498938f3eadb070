"""Loan arithmetic against published figures and identities."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.advise.money.loan import capital_need, instalment
from mapping.knowledge.assumptions import assumptions_in_force
from mapping.knowledge.catalog import read_lines
from mapping.settings import AdviceSetup


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
