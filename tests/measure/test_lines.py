"""Line indicators: members, rivals, buyers; hand-computed and against a plain loop."""

import re

import numpy as np
import pandas as pd
import pytest

from mapping.knowledge.catalog import read_lines
from mapping.knowledge.lines import line_products
from mapping.measure.lines import measure_lines
from mapping.settings import Settings

QUOTIENT = ["lq", "lq_low", "lq_high", "lq_prob"]
COLUMNS = ["n", "n_effective", "n_kelurahan", "workers", "expected", *QUOTIENT, "spend_idr_month", "revenue_idr_month"]
COLUMNS += ["money_withheld", "rivals", "rivals_rows", "buyers", "buyers_rows"]
MEMBER_COLUMNS = [c for c in COLUMNS if c not in ("n_kelurahan", "rivals", "rivals_rows", "buyers", "buyers_rows")]
NAN = np.nan


@pytest.fixture
def measured(tiny):
    return measure_lines(*tiny, Settings())


def column(measured, line_id, name):
    return measured[name].xs(line_id, level="line_id").to_numpy()


def test_follows_the_contract(tiny, measured):
    assert measured.index.names == ["kelurahan_code", "line_id"]
    assert measured.index.equals(pd.MultiIndex.from_product([tiny[0].index, read_lines().index]))
    assert measured.columns.tolist() == COLUMNS
    assert (measured.dtypes == "float64").all()


@pytest.mark.parametrize(
    "line_id, members",
    [
        ("B13", [10, 0, 1, 0, NAN]),  # kue basah, roti
        ("B14", [0, 1, 0, 0, NAN]),  # keripik, but not emping
        ("B16", [0, 3, 0, 0, NAN]),  # emping only
        ("B31", [1, 4, 0, 0, NAN]),  # batik
        ("B33", [2, 2, 0, 0, NAN]),  # konveksi, jasa jahit
        ("B11", [10, 4, 2, 3, NAN]),  # every food product that is made: warung makan left out
        ("B01", [4, 9, 0, 4, NAN]),  # toko kelontong, minimarket
        ("B24", [0, 2, 0, 4, NAN]),  # cabai; padi
        ("B37", [NAN] * 5),  # stands on demand: the catalogue names no member
    ],
)
def test_hand_computed_members(measured, line_id, members):
    np.testing.assert_array_equal(column(measured, line_id, "n"), members)


def test_hand_computed_rivals_and_buyers(measured):
    np.testing.assert_array_equal(column(measured, "B37", "rivals"), [0, 1, 0, 0, NAN])
    np.testing.assert_array_equal(column(measured, "B01", "rivals"), [4, 9, 0, 4, NAN])
    assert np.isnan(column(measured, "B13", "rivals")).all()
    # Buyers of cakes (penjual kue 1, toko kelontong 4 + 9; 3, minimarket 1), the whole kecamatan together:
    # also the unsurveyed kelurahan has neighbours that were surveyed.
    np.testing.assert_array_equal(column(measured, "B13", "buyers"), [14, 14, 4, 4, 4])
    assert np.isnan(column(measured, "B01", "buyers")).all()


def test_hand_computed_quotient_and_spend(measured):
    row = measured.loc[("35.78.03.1001", "B13")]
    assert row["expected"] == pytest.approx(23 * 11 / 64)
    assert row["spend_idr_month"] == pytest.approx((7 * 4e6 + 6e6) * 10 / 8)
    assert row["revenue_idr_month"] == pytest.approx(2 * row["spend_idr_month"])
    assert row["lq_prob"] > 0.9
    assert row["n_kelurahan"] == 24


def test_lines_of_a_sector_not_covered_are_unknown(tiny):
    measured = measure_lines(*tiny, Settings(covers_agriculture=False))
    farm_lines = read_lines().query("sector == 'agriculture'").index
    rows = measured[measured.index.get_level_values("line_id").isin(farm_lines)]
    assert rows[MEMBER_COLUMNS].isna().all(axis=None)
    assert column(measured, "B04", "rivals").tolist()[:4] == [0, 0, 0, 0]
    assert column(measured, "B13", "n").tolist()[:4] == [10, 0, 1, 0]


def test_unknown_kecamatan_stands_alone(tiny):
    kelurahan, businesses = tiny
    kelurahan.loc["35.78.03.1001", "kecamatan"] = None
    kelurahan.loc["35.78.13.1005", "kecamatan"] = None
    buyers = column(measure_lines(kelurahan, businesses, Settings()), "B13", "buyers")
    np.testing.assert_array_equal(buyers, [5, 9, 4, 4, NAN])


def test_kecamatan_of_the_same_name_in_two_kabupaten_are_two(tiny):
    kelurahan, businesses = tiny
    kelurahan["kecamatan"] = "Kota"
    kelurahan.loc[kelurahan.index[:2], "kabupaten"] = "Kabupaten Lain"
    buyers = column(measure_lines(kelurahan, businesses, Settings()), "B13", "buyers")
    np.testing.assert_array_equal(buyers, [14, 14, 4, 4, 4])


def test_order_of_rows_does_not_matter(tiny, measured):
    kelurahan, businesses = tiny
    mixed = kelurahan.sample(frac=1, random_state=3), businesses.sample(frac=1, random_state=4)
    shuffled = measure_lines(*mixed, Settings())
    pd.testing.assert_frame_equal(shuffled.reindex(measured.index), measured, rtol=1e-12)


@pytest.mark.parametrize("seed", range(2))
def test_agrees_with_a_plain_loop(region, seed):
    kelurahan, businesses = region(seed, kelurahan=22, mean=25)
    measured = measure_lines(kelurahan, businesses, Settings())
    pairs = line_products(read_lines()).groupby(["role", "line_id"])["product"].agg(set)
    lines = read_lines()
    classified = businesses[businesses["sector"] != ""]
    for line_id in lines.index:
        wanted = businesses["product"].isin(pairs.get(("member", line_id), set()))
        for name, keep in (("keyword", True), ("keyword_not", False)):
            if lines.at[line_id, name]:
                hit = businesses["keyword"].map(lambda t, p=lines.at[line_id, name]: bool(re.search(p, t)))
                wanted &= hit == keep
        members = businesses[wanted]
        for code in kelurahan.index:
            row = measured.loc[(code, line_id)]
            if (classified["kelurahan_code"] == code).any() and ("member", line_id) in pairs.index:
                here = members[members["kelurahan_code"] == code]
                assert row["n"] == len(here)
                if len(members):
                    expected = (classified["kelurahan_code"] == code).sum() * len(members) / len(classified)
                    assert row["expected"] == pytest.approx(expected)
            else:
                assert row[MEMBER_COLUMNS].isna().all()
            if ("buyer", line_id) in pairs.index:
                same = kelurahan.index[kelurahan["kecamatan"] == kelurahan.at[code, "kecamatan"]]
                near = businesses[businesses["kelurahan_code"].isin(same)]
                assert row["buyers"] == near["product"].isin(pairs["buyer", line_id]).sum()


def test_no_business_at_all_does_not_crash(tiny):
    kelurahan, businesses = tiny
    measured = measure_lines(kelurahan, businesses.iloc[:0], Settings())
    assert measured.drop(columns="n_kelurahan").isna().all(axis=None)
    assert (measured["n_kelurahan"] == 0).all()
