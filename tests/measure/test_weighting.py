"""Sampling weights through all sector indicators: what they change, and what they must leave alone."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.knowledge.catalog import SECTORS
from mapping.measure.lines import measure_lines
from mapping.measure.sectors import SHARES, measure_sectors
from mapping.measure.weighting import kish_rate, weights_of
from mapping.settings import Settings

TOTALS = ["n_weighted", "producers", "workers", "density_1000", "density_km2", "spend_idr_month", "revenue_idr_month"]
TOTALS += ["saving_idr_month"]


def weighted(businesses, values):
    return businesses.assign(sampling_weight=np.asarray(values, dtype=float))


@pytest.fixture
def uneven(tiny):
    kelurahan, businesses = tiny
    return kelurahan, weighted(businesses, 1.0 + np.arange(len(businesses)) % 4)


def test_hand_computed_kish():
    # (1 + 1 + 2)^2 / (1 + 1 + 4) = 16/6 interviews; weights all 7: three interviews.
    rate = kish_rate(np.array([0, 0, 0, 1, 1, 1, -1]), 3, np.array([1.0, 1, 2, 7, 7, 7, 9]))
    assert (rate * [4, 21, 0]).tolist() == pytest.approx([16 / 6, 3, 0])


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=30))
def test_the_effective_number_is_at_most_the_rows_and_scale_is_nothing(values):
    w, cell = np.array(values), np.zeros(len(values), dtype=int)
    effective = kish_rate(cell, 1, w)[0] * w.sum()
    assert 1 - 1e-9 <= effective <= len(w) + 1e-9
    assert kish_rate(cell, 1, 8 * w)[0] * 8 * w.sum() == pytest.approx(effective)


@pytest.mark.parametrize("measure", [measure_sectors, measure_lines])
def test_weights_of_one_change_nothing_to_the_last_bit(tiny, measure):
    kelurahan, businesses = tiny
    without = businesses.drop(columns="sampling_weight")
    assert (weights_of(without) == 1).all()
    pd.testing.assert_frame_equal(
        measure(kelurahan, businesses, Settings()), measure(kelurahan, without, Settings()), check_exact=True
    )


def test_weights_all_two_double_the_totals_and_nothing_else(tiny):
    kelurahan, businesses = tiny
    once = measure_sectors(kelurahan, businesses, Settings())
    twice = measure_sectors(kelurahan, weighted(businesses, np.full(len(businesses), 2)), Settings())
    pd.testing.assert_frame_equal(twice[TOTALS], 2 * once[TOTALS])
    pd.testing.assert_frame_equal(twice.drop(columns=TOTALS), once.drop(columns=TOTALS))


def test_hand_computed_totals(tiny):
    kelurahan, businesses = tiny
    kue = (businesses["kelurahan_code"] == "35.78.03.1001") & (businesses["product"] == "kue basah")
    table = measure_sectors(kelurahan, weighted(businesses, np.where(kue, 5.0, 1.0)), Settings(suppress_below=1))
    row = table.loc[("35.78.03.1001", "food")]
    assert (row["n"], row["n_weighted"]) == (12, 8 * 5 + 4)
    assert row["density_1000"] == pytest.approx(44 / 24)
    assert row["density_km2"] == pytest.approx(44 / 2.58)
    # Seven of eight kue basah answered (weight 35), one of two roti, both warung: 35*4 + 6 + 2*5 of weight 38 million.
    assert row["spend_idr_month"] == pytest.approx((35 * 4e6 + 6e6 + 2 * 5e6) * 44 / 38)
    # 23 classified: 8 of weight 5, 15 of weight 1; worth 55^2 / 215 interviews.
    assert row["n_effective"] == pytest.approx(44 * 55 / 215)
    total = table["n_weighted"].groupby(level="sector").sum()
    assert row["expected"] == pytest.approx(55 * 55 / 215 * total["food"] / total.sum())


def test_quotients_still_average_to_one(uneven):
    table = measure_sectors(*uneven, Settings())
    by_place = table["n_weighted"].groupby(level="kelurahan_code", sort=False).sum()
    for sector in SECTORS:
        rows = table.xs(sector, level="sector")
        assert np.nansum(by_place / by_place.sum() * rows["n_effective"] / rows["expected"]) == pytest.approx(1)


def test_weights_alike_within_a_kelurahan_leave_its_evidence(tiny):
    """They say how many businesses there are, not what they make: the effective counts stay the rows."""
    kelurahan, businesses = tiny
    by_code = {code: 2.0**at for at, code in enumerate(kelurahan.index)}
    table = measure_sectors(kelurahan, weighted(businesses, businesses["kelurahan_code"].map(by_code)), Settings())
    pd.testing.assert_series_equal(table["n_effective"], table["n"], check_names=False)
    one = kelurahan.index[0]
    alone = businesses[businesses["kelurahan_code"] == one]
    pair = [
        measure_sectors(kelurahan.loc[[one]], weighted(alone, np.full(len(alone), w)), Settings()) for w in (1.0, 7.3)
    ]
    pd.testing.assert_series_equal(pair[0]["lq"], pair[1]["lq"])


def test_uneven_weights_cost_evidence(uneven):
    table = measure_sectors(*uneven, Settings()).dropna(subset="n")
    by_place = table[["n", "n_effective"]].groupby(level="kelurahan_code").sum()
    assert (by_place["n_effective"] < by_place["n"]).all()
    for share in SHARES:
        assert (table[f"{share}_strength"] <= table[f"{share}_answers"] + 50 + 1e-9).loc[table[share].notna()].all()


def test_lines_are_weighted_alike(uneven):
    kelurahan, businesses = uneven
    lines = measure_lines(kelurahan, businesses, Settings())
    row = lines.loc[("35.78.03.1001", "B13")]
    kue = businesses["product"].isin(["kue basah", "roti dan bolu"])
    mine = businesses[(businesses["kelurahan_code"] == "35.78.03.1001") & (businesses["sector"] != "")]
    w = mine["sampling_weight"]
    assert row["n"] == 10
    assert row["n_effective"] == pytest.approx(w[kue.reindex(mine.index)].sum() * w.sum() / (w**2).sum())
    shops = businesses["product"].isin(["toko kelontong", "minimarket"])
    rivals = businesses[shops & (businesses["kelurahan_code"] == "35.78.03.1001")]["sampling_weight"].sum()
    assert lines.loc[("35.78.03.1001", "B01"), "rivals"] == rivals
