"""A price change is the case of the same size that the money of a line already knows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mapping.advise.money.cases import compare_cases
from mapping.advise.money.pay import pay
from mapping.advise.prices import MARGINS, priced
from mapping.advise.setup import check_advice_setup
from mapping.knowledge.lines import lines_in_force
from mapping.settings import AdviceSetup


def evidence(line_id: str) -> pd.DataFrame:
    index = pd.MultiIndex.from_tuples([("a", line_id)], names=["kelurahan_code", "line_id"])
    figures = {"n": 30.0, "n_effective": 30.0, "revenue_idr_month": 400e6, "spend_idr_month": 300e6}
    return pd.DataFrame({**figures, "population": 12_000.0, "rivals": 1.0}, index=index)


@pytest.mark.parametrize("line_id", ["B09", "B13", "B14", "B15", "B37"])
@pytest.mark.parametrize(("swing", "case"), [(0.1, "price_up"), (-0.1, "price_down")])
def test_the_net_cash_is_that_of_the_case(line_id, swing, case):
    """At the size of the unmoved plan: a line that stays at its smallest shows the case to the rupiah."""
    before = AdviceSetup(assumptions=(("operating.price_swing", 0.1),))
    wanted = compare_cases(evidence(line_id), lines_in_force(), before).at[case, "net_cash_idr_month"]
    after = priced(before, swing)
    plain, moved = (pay(evidence(line_id), lines_in_force(setup.line_changes), setup) for setup in (before, after))
    if plain["size"].iloc[0] == moved["size"].iloc[0]:
        assert moved["net_cash_idr_month"].iloc[0] == pytest.approx(wanted, rel=1e-9)
    else:
        assert np.sign(moved["net_cash_idr_month"].iloc[0] - plain["net_cash_idr_month"].iloc[0]) == np.sign(swing)


def test_at_least_one_line_keeps_its_size():
    kept = []
    for line_id in ("B09", "B13", "B14", "B15", "B37"):
        sizes = [
            pay(evidence(line_id), lines_in_force(setup.line_changes), setup)["size"].iloc[0]
            for setup in (AdviceSetup(), priced(AdviceSetup(), 0.1))
        ]
        kept.append(sizes[0] == sizes[1])
    assert any(kept)


def test_no_change_is_the_same_answers():
    answers = AdviceSetup(line_changes=(("B13", "staff_low", "2"),))
    assert priced(answers, 0.0) is answers


@pytest.mark.parametrize("change", [-0.3, -0.1, 0.05, 0.3])
def test_every_line_stays_one_that_can_be_used(change):
    moved = priced(AdviceSetup(), change)
    check_advice_setup(moved)
    lines = lines_in_force(moved.line_changes)
    assert lines[list(MARGINS)].max().max() <= 100 and lines[list(MARGINS)].min().min() >= 0


def test_figures_of_the_user_are_moved_like_ours():
    answers = AdviceSetup(line_changes=(("B13", "margin_low_pct", "4"), ("B13", "margin_high_pct", "10")))
    line = lines_in_force(priced(answers, 0.1).line_changes).loc["B13"]
    assert line["price_risk"] == "margin"
    assert (line["margin_low_pct"], line["margin_high_pct"]) == pytest.approx((4.4, 11.0))


def test_there_and_nothing_else_changes():
    before, after = lines_in_force(), lines_in_force(priced(AdviceSetup(), 0.2).line_changes)
    touched = [*MARGINS, "margin_source", "changed"]
    pd.testing.assert_frame_equal(before.drop(columns=touched), after.drop(columns=touched))
