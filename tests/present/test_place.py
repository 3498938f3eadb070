"""A kelurahan beside others: medians by hand, hidden cells left out, rows that point at nobody."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.present.hidden import hidden_cells
from mapping.present.place import ENOUGH, beside_table, neighbours_of, peers_of, rows_behind, touching
from mapping.present.tables import score_table


def scores(values, sector="food"):
    codes = [f"k{i}" for i in range(len(values))]
    return pd.DataFrame({"kelurahan_code": codes, "sector": sector, "score": values, "lq": np.array(values) / 10})


def test_the_middle_of_the_known_by_hand():
    table = scores([50.0, 10.0, np.nan, 30.0, 90.0])
    row = beside_table(table, "k0", {"near": ["k1", "k2", "k3", "k4"]}, ["score"]).iloc[0]
    assert (row["here"], row["near"], row["near_known"]) == (50.0, 30.0, 3)


def test_two_known_are_too_few_for_a_middle():
    table = scores([50.0, 10.0, np.nan, 30.0])
    row = beside_table(table, "k0", {"near": ["k1", "k2", "k3"]}, ["score"]).iloc[0]
    assert np.isnan(row["near"]) and row["near_known"] == 2 < ENOUGH


def test_a_kelurahan_is_not_its_own_neighbour():
    table = scores([100.0, 1.0, 2.0, 3.0])
    codes = ["k0", "k1", "k2", "k3"]
    with_itself = beside_table(table, "k0", {"all": codes}, ["score"])
    without = beside_table(table, "k0", {"all": codes[1:]}, ["score"])
    pd.testing.assert_frame_equal(with_itself, without)
    assert with_itself["all"].iloc[0] == 2.0


@given(st.lists(st.floats(0, 100), min_size=4, max_size=12), st.randoms())
def test_the_order_of_the_others_does_not_matter(values, random):
    table, codes = scores(values), [f"k{i}" for i in range(1, len(values))]
    first = beside_table(table, "k0", {"g": codes})
    random.shuffle(codes)
    pd.testing.assert_frame_equal(first, beside_table(table, "k0", {"g": codes}))
    low, high = min(values[1:]), max(values[1:])
    assert low - 1e-9 <= first.loc[first["measure"] == "score", "g"].iloc[0] <= high + 1e-9


@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_in_the_demonstration_regions(demonstration, region):
    of = demonstration(region)
    around = touching(of)
    codes = list(of.kelurahan.index)
    for code in codes[:20]:
        near = neighbours_of(of, around, code)
        assert code not in near
        assert all(code in neighbours_of(of, around, other) for other in near)
    table = score_table(of)
    row = beside_table(table, codes[0], {"all": codes}, ["score"]).set_index("sector")
    food = table[(table["sector"] == "food") & (table["kelurahan_code"] != codes[0])]["score"]
    assert row.at["food", "all"] == pytest.approx(food.median())
    assert row.at["food", "all_known"] == food.notna().sum()
    assert codes[0] not in peers_of(of, codes[0])


@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_rows_behind_a_figure_add_up_and_point_at_nobody(demonstration, region):
    of = demonstration(region)
    least = of.settings.suppress_below
    counted = of.indicators["n"]
    hidden = hidden_cells(of)
    for (code, sector), n in counted.sample(120, random_state=1).items():
        told = rows_behind(of, code, sector)
        if not n >= least or hidden.at[code, sector]:
            assert np.isnan(told["n"]) and told["products"].empty and told["first"] is None
            continue
        assert told["n"] == n == told["products"]["n"].sum()
        assert (told["products"]["n"] >= least).all()
        assert told["first"] <= told["last"]


def test_a_rest_of_two_is_told_with_the_smallest_product(demonstration):
    from dataclasses import replace

    of = demonstration("surabaya")
    code = of.kelurahan.index[0]
    rows = of.businesses.head(12).copy()
    rows["kelurahan_code"], rows["sector"] = code, "food"
    rows["product"] = ["tempe"] * 6 + ["tahu"] * 4 + ["kue"] * 2
    told = rows_behind(replace(of, businesses=rows), code, "food")
    assert told["products"].to_dict("list") == {"product": ["tempe", ""], "n": [6, 6]}
