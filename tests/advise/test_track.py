"""Hits of the advice: cases counted by hand, and what must not change them."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from mapping.advise.calibration import calibrate, stated_chances
from mapping.advise.track import (
    GROUPS,
    before_after,
    find_groups,
    find_results,
    hit_difference,
    hit_rate,
    real_first,
    share_interval,
)
from mapping.errors import InputError

UNKNOWN = None


def row(line="B1", advised="B1; B2", avoided="B9", state="checked", trading=True, covers=True, **more):
    """A start, known at 6 months; nothing is known of the 12th."""
    return {
        "advised": advised,
        "avoided": avoided,
        "chances": "B1=0.8; B9=0.1",
        "advised_on": "2026-01-10",
        "line_id": line,
        "started_on": "2026-02-01" if line else "",
        "borrowed_idr": 50_000_000,
        "state_6": state,
        "trading_6": trading if state == "checked" else UNKNOWN,
        "line_id_6": "",
        "covers_costs_6": covers if state == "checked" else UNKNOWN,
        "paying_6": UNKNOWN,
        "state_12": "early",
        "trading_12": UNKNOWN,
        "line_id_12": "",
        "covers_costs_12": UNKNOWN,
        "paying_12": UNKNOWN,
        "synthetic": False,
        **more,
    }


def ledger(*rows) -> pd.DataFrame:
    return pd.DataFrame(list(rows))


BY_HAND = ledger(
    row("B1"),  # first; holds
    row("B1", covers=False),  # first; trades only
    row("B1", trading=False, covers=False),  # first; closed
    row("B2"),  # second suggestion; holds
    row("B2", covers=UNKNOWN),  # second; trades, costs unknown
    row("B3"),  # none of them; holds
    row("B9", trading=False, covers=False),  # warned against; closed
    row("B9", state="lost"),  # warned against; nobody looked
    row("B3", state="overdue"),
    row("B3", state="early"),
    row("B3", advised=""),  # nothing had been suggested
    row("", state=""),  # nothing was started
)


@pytest.mark.parametrize(
    ("group", "measure", "starts", "early", "waiting", "lost", "unclear", "n", "hits"),
    [
        ("all", "trades", 11, 1, 1, 1, 0, 8, 6),
        ("all", "holds", 11, 1, 1, 1, 1, 7, 4),
        ("first", "trades", 3, 0, 0, 0, 0, 3, 2),
        ("first", "holds", 3, 0, 0, 0, 0, 3, 1),
        ("any", "trades", 5, 0, 0, 0, 0, 5, 4),
        ("any", "holds", 5, 0, 0, 0, 1, 4, 2),
        ("none", "trades", 5, 1, 1, 1, 0, 2, 1),
        ("none", "holds", 5, 1, 1, 1, 0, 2, 1),
        ("avoid", "trades", 2, 0, 0, 1, 0, 1, 0),
        ("silent", "holds", 1, 0, 0, 0, 0, 1, 1),
    ],
)
def test_a_ledger_counted_by_hand(group, measure, starts, early, waiting, lost, unclear, n, hits):
    found = hit_rate(BY_HAND).loc[(group, 6, measure)]
    counted = (starts, early, waiting, lost, unclear, n, hits)
    assert tuple(found[["starts", "early", "waiting", "lost", "unclear", "n", "hits"]]) == counted


def test_unknown_is_not_failure_but_bounds_what_may_be():
    found = hit_rate(BY_HAND).loc[("all", 6, "holds")]
    assert found["share"] == pytest.approx(4 / 7)
    # One lost and one unclear: at worst both failed, at best both hold.
    assert (found["worst"], found["best"]) == pytest.approx((4 / 9, 6 / 9))


def test_the_interval_is_that_of_a_beta_and_closed_at_its_ends():
    for k, n in ((1, 3), (7, 10), (40, 50)):
        low, high = share_interval(k, n)
        assert (low, high) == pytest.approx(tuple(beta(k + 0.5, n - k + 0.5).ppf([0.05, 0.95])))
    assert share_interval(0, 4)[0] == 0 and share_interval(4, 4)[1] == 1
    assert share_interval(0, 0) == (0.0, 1.0)


def test_few_starts_are_not_enough_and_five_are():
    assert not hit_rate(ledger(*[row()] * 4)).loc[("all", 6, "holds"), "enough"]
    assert hit_rate(ledger(*[row()] * 5)).loc[("all", 6, "holds"), "enough"]
    # Those still awaited do not help.
    assert not hit_rate(ledger(*[row()] * 4, *[row(state="due")] * 9)).loc[("all", 6, "holds"), "enough"]


def test_another_line_by_then_is_no_hit():
    found = find_results(ledger(row(line_id_6="B2"), row(line_id_6="B1"), row(line_id_6="")), 6)
    assert found["trades"].tolist() == [False, True, True]
    assert found["holds"].tolist() == [False, True, True]


def test_the_closed_do_not_drop_out_of_the_twelfth_month():
    closed = row(trading=False, covers=False, state_12="lost")
    waiting = row(trading=False, covers=False, state_12="due")
    found = hit_rate(ledger(row(state_12="checked", trading_12=True, covers_costs_12=True), closed, waiting))
    assert tuple(found.loc[("all", 12, "holds")][["n", "hits", "lost", "waiting"]]) == (2, 1, 0, 1)
    # Who reopened and was seen is what was seen.
    again = row(trading=False, covers=False, state_12="checked", trading_12=True, covers_costs_12=True)
    assert find_results(ledger(again), 12)["holds"].tolist() == [True]


def test_the_difference_joins_both_intervals():
    rows = [row()] * 9 + [row(covers=False)] + [row("B3")] * 4 + [row("B3", covers=False)] * 6
    found = hit_difference(hit_rate(ledger(*rows))).loc[(6, "holds")]
    (l1, u1), (l2, u2) = share_interval(9, 10), share_interval(4, 10)
    assert found["difference"] == pytest.approx(0.5)
    assert found["low"] == pytest.approx(0.5 - math.hypot(0.9 - l1, u2 - 0.4))
    assert found["high"] == pytest.approx(0.5 + math.hypot(u1 - 0.9, 0.4 - l2))
    assert found["enough"] and found["firm"]
    fewer = hit_difference(hit_rate(ledger(*rows[1:]))).loc[(6, "holds")]
    assert not fewer["enough"] and not fewer["firm"]


def test_no_difference_is_claimed_where_there_is_none():
    rows = [row()] * 6 + [row(covers=False)] * 6 + [row("B3")] * 6 + [row("B3", covers=False)] * 6
    found = hit_difference(hit_rate(ledger(*rows))).loc[(6, "holds")]
    assert found["difference"] == 0 and found["enough"] and not found["firm"]


def test_an_empty_ledger_has_no_shares():
    found = hit_rate(BY_HAND.iloc[:0])
    assert found["starts"].eq(0).all() and found["share"].isna().all() and not found["enough"].any()
    assert hit_difference(found)["difference"].isna().all()
    assert calibrate(BY_HAND.iloc[:0]).n == 0


def test_a_table_that_is_no_ledger_is_refused():
    with pytest.raises(InputError, match="state_6"):
        hit_rate(BY_HAND.drop(columns="state_6"))


ROWS = st.lists(
    st.builds(
        row,
        line=st.sampled_from(["", "B1", "B2", "B3", "B9"]),
        advised=st.sampled_from(["", "B1", "B1; B2"]),
        state=st.sampled_from(["early", "due", "overdue", "lost", "checked"]),
        trading=st.sampled_from([True, False, None]),
        covers=st.sampled_from([True, False, None]),
        state_12=st.sampled_from(["early", "due", "lost"]),
    ),
    max_size=12,
)


@given(ROWS, st.randoms())
def test_laws_of_every_ledger(rows, random):
    table = pd.DataFrame(rows, columns=list(row()))
    found = hit_rate(table)
    # Every start is told once.
    told = found[["early", "waiting", "lost", "unclear", "n"]].sum(axis=1)
    assert (told == found["starts"]).all()
    assert (found["hits"] <= found["n"]).all()
    # Whoever holds trades.
    holds, trades = (found.xs(measure, level="measure") for measure in ("holds", "trades"))
    assert (holds["hits"] <= trades["hits"]).all()
    known = found[found["n"] > 0]
    assert (known["low"] <= known["share"]).all() and (known["share"] <= known["high"]).all()
    assert (known["worst"] <= known["share"] + 1e-12).all() and (known["share"] <= known["best"] + 1e-12).all()
    # Groups: first within any; any, none and silent part all starts.
    groups = find_groups(table)
    assert not (groups["first"] & ~groups["any"]).any()
    assert (groups[["any", "none", "silent"]].sum(axis=1) == groups["all"]).all()
    # The order of rows and the names of lines say nothing.
    shuffled = table.sample(frac=1, random_state=random.randint(0, 99)) if len(table) else table
    pd.testing.assert_frame_equal(hit_rate(shuffled), found)
    renamed = table.replace({name: {"B": "lini-"} for name in ("line_id", "advised", "avoided")}, regex=True)
    pd.testing.assert_frame_equal(hit_rate(renamed), found)


def test_a_ledger_read_back_from_its_file_says_the_same(tmp_path):
    path = tmp_path / "ledger.csv"
    BY_HAND.to_csv(path, index=False)
    pd.testing.assert_frame_equal(hit_rate(pd.read_csv(path, dtype=str)), hit_rate(BY_HAND))
    assert calibrate(pd.read_csv(path, dtype=str), 6).brier == calibrate(BY_HAND, 6).brier


def test_made_up_rows_never_join_real_ones():
    mixed = ledger(row(synthetic=True), row(), row(synthetic=True))
    assert real_first(mixed)[0].index.tolist() == [1]
    only, made_up = real_first(mixed.iloc[[0, 2]])
    assert len(only) == 2 and made_up
    assert not real_first(mixed.iloc[:0])[1]


def test_stated_chances_are_those_of_the_line_that_was_started():
    table = ledger(row("B1"), row("B9"), row("B2"), row("", state=""), row("B1", chances="B1=1.4; x"))
    assert stated_chances(table).tolist() == pytest.approx([0.8, 0.1, math.nan, math.nan, math.nan], nan_ok=True)


def test_advice_that_came_after_the_start_was_followed_by_nobody():
    late = {"advised_on": "2026-02-02", "paying_6": True}
    in_time = row("B1", paying_6=True)
    table = ledger(in_time, row("B1", **late), row("B3", **late), row("B9", **late), {**in_time, "advised_on": ""})
    groups = find_groups(table)
    assert groups["first"].tolist() == [True, False, False, False, False]
    assert groups["silent"].tolist() == [False, True, True, True, True]
    assert not groups.loc[1:, ["any", "none", "avoid"]].any(axis=None)
    assert stated_chances(table).tolist() == pytest.approx([0.8, *[math.nan] * 4], nan_ok=True)
    assert (hit_rate(table).loc[("all", 6, "holds"), "n"], calibrate(table, 6).n) == (5, 1)


def test_calibration_counted_by_hand():
    rows = [
        row("B1", paying_6=True),  # said 0.8, came true
        row("B1", paying_6=False),  # said 0.8, did not
        row("B9", trading=False, covers=False),  # said 0.1, did not
        row("B1"),  # nobody knows whether it pays
        row("B1", borrowed_idr=0),  # had no loan to carry
        row("B2", paying_6=True),  # nothing was stated
    ]
    found = calibrate(ledger(*rows), 6)
    assert found.n == 3
    assert found.brier == pytest.approx((0.2**2 + 0.8**2 + 0.1**2) / 3)
    assert found.reference == pytest.approx(1 / 3 * 2 / 3)
    assert found.bins["n"].tolist() == [1, 0, 0, 2]
    assert found.bins["stated"].tolist() == pytest.approx([0.1, math.nan, math.nan, 0.8], nan_ok=True)
    assert found.bins["came_true"].tolist() == pytest.approx([0, math.nan, math.nan, 0.5], nan_ok=True)
    assert not found.enough


def test_honest_chances_fit_and_boasts_do_not():
    honest = [row("B1", chances="B1=0.8", paying_6=True)] * 24 + [row("B1", chances="B1=0.8", paying_6=False)] * 6
    boast = [row("B1", chances="B1=0.99", paying_6=True)] * 9 + [row("B1", chances="B1=0.99", paying_6=False)] * 21
    assert calibrate(ledger(*honest), 6).enough
    assert calibrate(ledger(*honest), 6).bins["fits"].iloc[3]
    assert not calibrate(ledger(*boast), 6).bins["fits"].iloc[3]
    # Perfect foresight has no distance; a chance of 1 is in the last bin.
    sure = calibrate(ledger(*[row("B1", chances="B1=1", paying_6=True)] * 3), 6)
    assert sure.brier == 0 and sure.bins["n"].tolist() == [0, 0, 0, 3]


def test_before_and_after_count_only_those_of_whom_both_are_known():
    names = ("members", "workers", "revenue_idr_month")
    blank = dict.fromkeys([*names, *(f"{n}_{m}" for n in names for m in (6, 12))])
    rows = [
        row(**blank | {"members": 40, "members_6": 50}),
        row(**blank | {"members": 30, "members_6": 25}),
        row(**blank | {"members": 99}),
        row(trading=False, covers=False, **blank | {"members": 60, "members_6": 0}),
    ]
    found = before_after(ledger(*rows)).loc[("members", 6)]
    assert found.to_dict() == {"n": 2, "closed": 1, "before": 70, "after": 75, "grew": 1}
    hidden = before_after(ledger(*rows), least=3).loc[("members", 6)]
    assert hidden["n"] == 2 and hidden[["before", "after", "grew"]].isna().all()
    pairs = ((9, 8), (8, 8), (1, 8))
    sold = [row(**blank | {"revenue_idr_month": old, "revenue_idr_month_6": new}) for old, new in pairs]
    public = before_after(ledger(*sold), least=3).loc[("revenue_idr_month", 6)]
    assert public["n"] == 3 and np.isnan(public["before"]), "17 of 18 at the start are of two cooperatives"
    assert before_after(ledger(*sold)).loc[("revenue_idr_month", 6), "before"] == 18
    assert set(GROUPS) == {"all", "first", "any", "none", "avoid", "silent"}
