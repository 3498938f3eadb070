"""Laws of the score that hold for any table, in every scaling and aggregation."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.knowledge.catalog import read_criteria
from mapping.score.composite import score_sectors
from mapping.settings import ScoringSetup

CATALOGUE = read_criteria()["criteria"]
WAYS = [
    ScoringSetup(scaling=scaling, aggregation=aggregation)
    for scaling in ("goalposts", "minmax", "ranks")
    for aggregation in ("arithmetic", "geometric")
]
PICKED = ("lq", "workers", "capital_share", "diversity", "digital_share")


@st.composite
def tables(draw):
    """Indicators of one sector with unknown values; the first two rows are whole and differ."""
    size = draw(st.integers(3, 9))
    index = pd.MultiIndex.from_product([[f"k{i}" for i in range(size)], ["food"]], names=["kelurahan_code", "sector"])
    table = pd.DataFrame({"n": 5.0}, index=index)
    for name in PICKED:
        low, high = sorted((CATALOGUE[name]["low"], CATALOGUE[name]["high"]))
        share = draw(st.lists(st.integers(-2, 12), min_size=size, max_size=size))
        values = low + (high - low) * np.array(share) / 10
        known = draw(st.lists(st.booleans(), min_size=size, max_size=size))
        table[name] = np.where(known, values, np.nan)
        table.iloc[:2, table.columns.get_loc(name)] = (low + 0.4 * (high - low), low + 0.7 * (high - low))
    return table


weights = st.lists(st.integers(1, 9), min_size=len(PICKED), max_size=len(PICKED)).map(
    lambda given: tuple(zip(PICKED, map(float, given), strict=True))
)
ways = st.sampled_from(WAYS)


def with_weights(way, chosen, **more):
    return ScoringSetup(weights=chosen, scaling=way.scaling, aggregation=way.aggregation, **more)


@settings(deadline=None, max_examples=60)
@given(tables(), weights, ways)
def test_contributions_sum_to_the_score_in_every_way(table, chosen, way):
    scores, contributions = score_sectors(table, with_weights(way, chosen))
    np.testing.assert_allclose(contributions.sum(axis=1, min_count=1), scores["score"], atol=1e-9)
    assert scores["score"].dropna().between(0, 100).all()
    assert (contributions.isna() | table[contributions.columns].notna()).all(axis=None)
    assert scores["score"].notna().equals(scores["known_weight"] >= 0.6 - 1e-9)


@settings(deadline=None, max_examples=40)
@given(tables(), weights, ways)
def test_geometric_never_exceeds_arithmetic_but_for_the_floor(table, chosen, way):
    arithmetic = score_sectors(table, with_weights(ScoringSetup(scaling=way.scaling), chosen))[0]["score"]
    geometric = score_sectors(table, with_weights(ScoringSetup(scaling=way.scaling, aggregation="geometric"), chosen))
    # Values are lifted to 1 of 100, so the score may be 1 point above the mean of the unlifted ones, no more.
    assert (geometric[0]["score"].dropna() <= arithmetic.dropna() + 1 + 1e-9).all()
    assert (geometric[0]["score"].dropna() >= 1 - 1e-9).all()


@settings(deadline=None, max_examples=40)
@given(tables(), weights, ways, st.sampled_from([2.0, 1000.0, 1e-3]))
def test_unit_scale_of_weights_and_order_do_not_matter_in_any_way(table, chosen, way, factor):
    scores, contributions = score_sectors(table, with_weights(way, chosen))
    posts = tuple((n, factor * CATALOGUE[n]["low"], factor * CATALOGUE[n]["high"]) for n in PICKED)
    scaled = table.assign(**{name: table[name] * factor for name in PICKED})
    mixed = scaled.sample(frac=1, random_state=1).sample(frac=1, axis=1, random_state=2)
    heavier = tuple((name, 13 * weight) for name, weight in reversed(chosen))
    again, points = score_sectors(mixed, with_weights(way, heavier, goalposts=posts))
    np.testing.assert_allclose(again.loc[scores.index, "score"], scores["score"], atol=1e-6)
    np.testing.assert_allclose(points.loc[scores.index, contributions.columns], contributions, atol=1e-6)


@settings(deadline=None, max_examples=40)
@given(tables(), weights, ways)
def test_flipping_values_and_goalposts_together_changes_nothing(table, chosen, way):
    posts = tuple((name, -CATALOGUE[name]["low"], -CATALOGUE[name]["high"]) for name in PICKED)
    flipped = score_sectors(table.assign(**{n: -table[n] for n in PICKED}), with_weights(way, chosen, goalposts=posts))
    np.testing.assert_allclose(flipped[1], score_sectors(table, with_weights(way, chosen))[1], atol=1e-9)


@settings(deadline=None, max_examples=40)
@given(tables(), weights, st.sampled_from(["arithmetic", "geometric"]))
def test_a_very_bad_kelurahan_turns_nobody_under_goalposts(table, chosen, aggregation):
    setup = ScoringSetup(weights=chosen, aggregation=aggregation)
    bad = table.iloc[[0]].rename(index={"k0": "bad"})
    for name in PICKED:
        low, high = CATALOGUE[name]["low"], CATALOGUE[name]["high"]
        bad[name] = low - 50 * (high - low)
    scores, contributions = score_sectors(table, setup)
    after, points = score_sectors(pd.concat([table, bad]), setup)
    pd.testing.assert_frame_equal(after.loc[scores.index], scores)
    pd.testing.assert_frame_equal(points.loc[scores.index], contributions)


@pytest.mark.parametrize("scaling, third", [("minmax", (9.0, 10.0)), ("ranks", (1.2, 10.0))])
def test_under_data_scaling_a_third_kelurahan_turns_two(scaling, third):
    """The page says that order may move; here it does, so the sentence is no idle one. Goalposts keep the order."""
    index = pd.MultiIndex.from_product([list("abcd"), ["food"]], names=["kelurahan_code", "sector"])
    lq, workers = zip((1.0, 60.0), (1.6, 30.0), third, (0.7, 0.0), strict=True)
    table = pd.DataFrame({"n": 5.0, "lq": lq, "workers": workers}, index=index)

    def lead(rows, how):
        score = score_sectors(rows, ScoringSetup(weights=(("lq", 1), ("workers", 1)), scaling=how))[0]["score"]
        return score[("a", "food")] - score[("b", "food")]

    without = table.drop("c", level="kelurahan_code")
    assert np.sign(lead(without, scaling)) != np.sign(lead(table, scaling))
    assert lead(without, "goalposts") == lead(table, "goalposts")
