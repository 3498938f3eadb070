"""Laws of the whole: what may never happen, whatever the figures."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapping.advise.advice import START, advise
from mapping.knowledge.catalog import read_lines
from mapping.settings import AdviceSetup, Settings

SETTINGS = Settings(draws=10)
CODES = ["35.78.01.1001", "35.78.01.1002", "35.78.01.1003"]
few_cases = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
seeds = st.integers(0, 10_000)


def random_region(line_indicators, seed):
    """Any figures for every line: members, how they stand out, what they buy and sell, sellers, buyers."""
    random = np.random.default_rng(seed)
    size = len(line_indicators)
    n = np.floor(random.gamma(1.0, 15.0, size))
    members = line_indicators["n"].notna()
    table = line_indicators.assign(
        n=pd.Series(n, index=line_indicators.index).where(members),
        n_effective=pd.Series(n, index=line_indicators.index).where(members),
        lq=pd.Series(random.gamma(2.0, 1.0, size), index=line_indicators.index).where(members),
        lq_prob=pd.Series(random.random(size), index=line_indicators.index).where(members),
        spend_idr_month=pd.Series(n * random.gamma(1.0, 4e6, size), index=line_indicators.index).where(members),
        revenue_idr_month=pd.Series(n * random.gamma(1.0, 2e7, size), index=line_indicators.index).where(members),
        rivals=np.floor(random.gamma(1.0, 2.0, size)),
        buyers=np.floor(random.gamma(1.0, 15.0, size)),
    )
    table["rivals_rows"], table["buyers_rows"] = table["rivals"], table["buyers"]
    return table


def setup_of(seed):
    random = np.random.default_rng(seed)
    return AdviceSetup(
        own_capital_idr=float(random.choice([0.0, 2e7, 2e8])),
        borrows=bool(random.random() < 0.7),
        people=int(random.integers(1, 6)) if random.random() < 0.5 else None,
    )


@given(seeds)
@few_cases
def test_a_closed_gate_is_never_outvoted_and_a_line_that_does_not_carry_is_never_start_with(
    kelurahan, businesses, line_indicators, seed
):
    table = random_region(line_indicators, seed)
    answer = advise(kelurahan, businesses, table, Settings(draws=10, advice=setup_of(seed)))
    advice, rows = answer["advice"], answer["suitability"]
    start = advice[advice["position"].isin(START)]
    of_start = rows.loc[pd.MultiIndex.from_frame(start[["kelurahan_code", "line_id"]])]
    assert of_start["open"].all() and (of_start["carries"] != "no").all()
    assert not (of_start["missing_idr"] > 0).any()
    assert not start.loc[(of_start["carries"] == "unknown").to_numpy(), "confident"].any()
    assert not (rows["candidate"] & ~rows["open"]).any()


@given(seeds, st.floats(1.01, 20))
@few_cases
def test_more_pooled_spend_never_lowers_a_pooling_line(kelurahan, businesses, line_indicators, seed, more):
    table = random_region(line_indicators, seed)
    pooling = table.index.get_level_values("line_id").isin(read_lines().query("driver != 'demand'").index)
    before = advise(kelurahan, businesses, table, SETTINGS)["suitability"]
    table.loc[pooling, "spend_idr_month"] *= more
    after = advise(kelurahan, businesses, table, SETTINGS)["suitability"]
    umbrella = (before["leader"] != "") | (after["leader"] != "")
    known = before["score"].notna() & ~umbrella
    assert (after["score"][known] >= before["score"][known] - 1e-9).all()
    carried = before["carries"] == "yes"
    assert (after["carries"][carried] == "yes").all()


@given(seeds, st.integers(1, 30))
@few_cases
def test_more_rival_outlets_never_raise_a_line_that_sells_to_residents(
    kelurahan, businesses, line_indicators, seed, more
):
    table = random_region(line_indicators, seed)
    before = advise(kelurahan, businesses, table, SETTINGS)["suitability"]
    table[["rivals", "rivals_rows"]] += more
    after = advise(kelurahan, businesses, table, SETTINGS)["suitability"]
    residents = before.index.get_level_values("line_id").isin(read_lines().query("driver == 'demand'").index)
    known = residents & before["score"].notna()
    assert (after["score"][known] <= before["score"][known] + 1e-9).all()
    assert not (after["open"] & ~before["open"])[residents].any()
    assert (after.loc[known, "score"] < before.loc[known, "score"]).any()


@given(seeds)
@few_cases
def test_net_cash_over_instalment_falls_as_interest_rises(kelurahan, businesses, line_indicators, seed):
    table = random_region(line_indicators, seed)

    def weighed(rate):
        setup = AdviceSetup(assumptions=(("loan.rate_year", rate),))
        return advise(kelurahan, businesses, table, Settings(draws=10, advice=setup))["suitability"]

    cheap, dear = weighed(0.03), weighed(0.12)
    known = cheap["dscr"].notna()
    assert (dear["dscr"][known] <= cheap["dscr"][known]).all()
    assert (dear["dscr"][known & (cheap["dscr"] > 0)] < cheap["dscr"][known & (cheap["dscr"] > 0)]).all()
    assert not (dear["open"] & ~cheap["open"]).any()


@given(seeds)
@few_cases
def test_swapping_two_kelurahan_swaps_their_advice(kelurahan, businesses, line_indicators, seed):
    table = random_region(line_indicators, seed)
    swap = {CODES[0]: CODES[1], CODES[1]: CODES[0], CODES[2]: CODES[2]}
    before = advise(kelurahan, businesses, table, SETTINGS)
    after = advise(
        kelurahan.rename(index=swap),
        businesses.assign(kelurahan_code=businesses["kelurahan_code"].map(swap)),
        table.rename(index=swap, level="kelurahan_code"),
        SETTINGS,
    )
    back = after["suitability"].rename(index=swap, level="kelurahan_code").sort_index()
    pd.testing.assert_frame_equal(before["suitability"], back)
    advice = after["advice"].assign(kelurahan_code=after["advice"]["kelurahan_code"].map(swap))
    advice = advice.sort_values("kelurahan_code", kind="stable").reset_index(drop=True)
    pd.testing.assert_frame_equal(before["advice"], advice)


@given(seeds)
@few_cases
def test_row_order_does_not_matter(kelurahan, businesses, line_indicators, seed):
    table = random_region(line_indicators, seed)
    before = advise(kelurahan, businesses, table, SETTINGS)
    after = advise(kelurahan.iloc[::-1], businesses, table.sample(frac=1, random_state=seed), SETTINGS)
    for name in ("advice", "suitability"):
        pd.testing.assert_frame_equal(before[name], after[name])


@given(seeds)
@few_cases
def test_chances_share_the_places(kelurahan, businesses, line_indicators, seed):
    rows = advise(kelurahan, businesses, random_region(line_indicators, seed), SETTINGS)["suitability"]
    candidate = rows["candidate"]
    assert rows.loc[~candidate, ["p_best", "p_top3"]].isna().all(axis=None)
    of_place = rows[candidate].groupby(level="kelurahan_code")
    assert of_place["p_best"].sum().to_numpy() == pytest.approx(1.0)
    assert of_place["p_top3"].sum().to_numpy() == pytest.approx(of_place.size().clip(upper=3).to_numpy())
    assert (rows["p_top3"][candidate] >= rows["p_best"][candidate] - 1e-9).all()
