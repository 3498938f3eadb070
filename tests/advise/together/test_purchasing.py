"""Joint purchasing: what is bought, together with whom, and the laws that no data may break."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some
from shapely.geometry import box

from mapping.advise.together.groups import NOBODY, Buyers, assign_leads
from mapping.advise.together.purchasing import buyers_in_reach, main_inputs, pool_purchases
from mapping.advise.together.reach import MOST_NEAR, Reach, within_reach
from mapping.errors import SettingsError
from mapping.knowledge.catalog import read_lexicon
from mapping.knowledge.sharing import OTHER, read_inputs
from mapping.measure.space.contiguity import contiguity
from mapping.measure.space.neighbours import Neighbours
from mapping.settings import AdviceSetup, Settings

INPUTS = list(read_inputs())


def row_of(count, gap=0.02, lon=112.0, names=None):
    """Squares of about 1.1 km in a row, ``gap`` degrees apart: 2.2 km from middle to middle by default."""
    codes = names or [f"35.78.01.{1001 + i}" for i in range(count)]
    squares = [box(lon + gap * i, -7.01, lon + gap * i + 0.01, -7.0) for i in range(count)]
    columns = {"name": codes, "kecamatan": "A", "kabupaten": "B"}
    return gpd.GeoDataFrame(columns, index=pd.Index(codes, name="kelurahan_code"), geometry=squares, crs="EPSG:4326")


def surveyed(rows):
    """Businesses from ``(code, input, spend[, weight])``."""
    frame = pd.DataFrame([(*row, 1.0)[:4] for row in rows], columns=["kelurahan_code", "input_name", "spend", "weight"])
    return frame.assign(
        product="", input_spend_idr_month=frame["spend"].astype(float), sampling_weight=frame["weight"].astype(float)
    )


def pooled(kelurahan, businesses, **assumed):
    said = tuple((key.replace("__", "."), value) for key, value in assumed.items())
    settings = Settings(advice=AdviceSetup(assumptions=said))
    return pool_purchases(kelurahan, businesses, contiguity(kelurahan), settings)


def table_of(tables):
    return tables["purchasing"].set_index(["kelurahan_code", "input"])


class TestMainInput:
    @pytest.mark.parametrize(
        ("answer", "wanted"),
        [
            ("tepung, gula", "flour"),
            ("Gula merah", "palm_sugar"),
            ("ampas tahu", "feed"),
            ("rumput laut", "seaweed"),
            ("plastik bekas", "scrap"),
            ("solar, kedelai", "soybean"),
            ("solar", "fuel"),
            ("kayu bakar", "firewood"),
            ("TEPUNG-TERIGU & telur", "flour"),
            ("cat rambut", "salon_stock"),
            ("minyak urut", "massage_oil"),
        ],
    )
    def test_reads_what_people_write(self, answer, wanted):
        found, assumed = main_inputs(surveyed([("a", answer, 1.0)]))
        assert INPUTS[found[0]] == wanted
        assert not assumed[0]

    def test_falls_back_on_the_product_and_says_so(self):
        told = pd.DataFrame({"input_name": ["", "-", "xyz", "melinjo"], "product": ["tempe", "tahu", "batik", "tempe"]})
        found, assumed = main_inputs(told)
        assert [INPUTS[at] for at in found] == ["soybean", "soybean", "wax_cloth", "melinjo"]
        assert assumed.tolist() == [True, True, True, False]

    def test_what_nothing_tells_stays_unknown(self):
        found, assumed = main_inputs(pd.DataFrame({"input_name": ["xyz"], "product": [""]}))
        assert found.tolist() == [-1] and assumed.tolist() == [False]

    def test_lexicon_inputs_are_mostly_understood(self):
        lexicon = read_lexicon()
        told = lexicon[~lexicon["inputs"].isin(["", "lahan", "aneka"])]
        found, _ = main_inputs(pd.DataFrame({"input_name": told["inputs"], "product": ""}))
        assert (found >= 0).mean() > 0.9

    def test_every_input_not_bought_together_says_why(self):
        assert all(entry["together"] or entry["why"] for entry in read_inputs().values())


class TestSpend:
    def test_by_hand(self):
        kelurahan = row_of(2)
        a, b = kelurahan.index
        tables = pooled(kelurahan, surveyed([(a, "tepung", 4e6, 2.0), (a, "tepung", None), (b, "kedelai", 1e6)]))
        row = table_of(tables).loc[a, "flour"]
        assert row[["rows", "answered", "members", "spend_idr_month"]].tolist() == [2.0, 1.0, 3.0, 8e6]
        assert row["saving_low_idr_month"] == pytest.approx(400_000)
        assert row["saving_high_idr_month"] == pytest.approx(640_000)

    def test_unknown_spend_is_never_zero(self):
        kelurahan = row_of(1)
        tables = pooled(
            kelurahan,
            surveyed([(kelurahan.index[0], "tepung", None)] * 9),
            pooling__least_spend_idr_month=0.0,
        )
        row = tables["purchasing"].iloc[0]
        assert np.isnan(row[["spend_idr_month", "saving_low_idr_month", "saving_high_idr_month"]].astype(float)).all()
        assert not row["enough"] and row["group"] == ""

    def test_rows_add_up_to_the_known_spend(self, tiny):
        kelurahan, businesses = tiny
        tables = pooled(kelurahan, businesses)
        sums = tables["purchasing"].groupby("kelurahan_code")["spend_idr_month"].sum()
        known = (businesses["input_spend_idr_month"] * businesses["sampling_weight"]).groupby(
            businesses["kelurahan_code"]
        )
        pd.testing.assert_series_equal(sums, known.sum(), check_names=False)
        assert tables["purchasing"]["rows"].sum() == len(businesses)

    def test_fuel_is_measured_and_never_pooled(self):
        kelurahan = row_of(1)
        tables = pooled(kelurahan, surveyed([(kelurahan.index[0], "solar", 50e6)] * 20))
        row = tables["purchasing"].iloc[0]
        assert row["spend_idr_month"] == 1e9
        assert not row["together"] and not row["enough"] and row["group"] == ""

    def test_rates_are_the_users(self):
        kelurahan = row_of(1)
        businesses = surveyed([(kelurahan.index[0], "tepung", 10e6)])
        tables = pooled(kelurahan, businesses, pooling__saving_low=0.1, pooling__saving_high=0.2)
        saving = tables["purchasing"][["saving_low_idr_month", "saving_high_idr_month"]]
        assert saving.iloc[0].tolist() == pytest.approx([1e6, 2e6])

    def test_a_rate_out_of_range_is_refused_in_words(self):
        kelurahan = row_of(1)
        with pytest.raises(SettingsError, match="Hemat belanja bersama"):
            pooled(kelurahan, surveyed([(kelurahan.index[0], "tepung", 1e6)]), pooling__saving_low=2.0)

    def test_nobody_surveyed(self):
        tables = pooled(row_of(3), surveyed([]))
        assert tables["purchasing"].empty and tables["purchase_groups"].empty


class TestGroups:
    def test_two_neighbours_pass_together(self):
        kelurahan = row_of(3)
        a, b, _ = kelurahan.index
        tables = pooled(kelurahan, surveyed([(a, "tepung", 3e6)] * 4 + [(b, "tepung", 4e6)] * 4))
        told = table_of(tables)
        assert not told["enough"].any()
        assert told["group"].tolist() == [b, b]
        group = tables["purchase_groups"].iloc[0]
        assert group[["group", "kelurahan", "members"]].tolist() == [b, 2, 8.0]
        assert group["spend_idr_month"] == 28e6
        assert group["farthest_km"] == pytest.approx(2.2, abs=0.05)

    def test_out_of_reach_is_no_group(self):
        kelurahan = row_of(2, gap=0.05)
        businesses = surveyed([(code, "tepung", 4e6) for code in kelurahan.index for _ in range(4)])
        assert (pooled(kelurahan, businesses)["purchasing"]["group"] == "").all()
        near = pooled(kelurahan, businesses, pooling__reach_km=6.0)["purchasing"]
        assert near["group"].nunique() == 1 and (near["group"] != "").all()

    def test_touching_counts_however_far_the_middles_lie(self):
        wide = [box(112.0, -7.1, 112.1, -7.0), box(112.1, -7.1, 112.2, -7.0)]
        kelurahan = row_of(2).set_geometry(wide, crs="EPSG:4326")
        businesses = surveyed([(code, "tepung", 4e6) for code in kelurahan.index for _ in range(4)])
        assert (pooled(kelurahan, businesses)["purchasing"]["group"] != "").all()

    def test_who_passes_alone_leads_and_the_small_join_the_nearest(self):
        kelurahan = row_of(4, gap=0.012)
        a, b, c, d = kelurahan.index
        big = [(a, "tepung", 9e6)] * 9 + [(d, "tepung", 5e6)] * 9
        tables = pooled(kelurahan, surveyed([*big, (b, "tepung", 1e6), (c, "tepung", 1e6)]))
        assert table_of(tables)["group"].tolist() == [a, a, d, d]

    def test_different_inputs_make_no_group(self):
        kelurahan = row_of(2)
        a, b = kelurahan.index
        tables = pooled(kelurahan, surveyed([(a, "tepung", 3e6)] * 4 + [(b, "kedelai", 4e6)] * 4))
        assert tables["purchase_groups"].empty

    def test_an_island_can_lead_itself(self):
        kelurahan = row_of(1)
        tables = pooled(kelurahan, surveyed([(kelurahan.index[0], "tepung", 3e6)] * 8))
        group = tables["purchase_groups"].iloc[0]
        assert group["kelurahan"] == 1 and group["lead_enough"] and group["farthest_km"] == 0.0

    def test_who_could_join(self):
        kelurahan = row_of(3)
        a, b, c = kelurahan.index
        businesses = surveyed([(a, "tepung", 1e6), (b, "tepung", 2e6), (c, "tepung", 3e6), (b, "solar", 2e6)])
        tables = pooled(kelurahan, businesses)
        near = buyers_in_reach(kelurahan, tables["purchasing"], contiguity(kelurahan), Settings(), b)
        assert near["kelurahan_code"].tolist() == [a, c]
        assert near["spend_idr_month"].tolist() == [1e6, 3e6]
        assert tables["purchasing"].set_index(["kelurahan_code", "input"])["near"].loc[b, "flour"] == 2


@some.composite
def regions(draw):
    """A few kelurahan in a row and who buys what there, with distinct amounts."""
    count = draw(some.integers(1, 7))
    rows = draw(
        some.lists(
            some.tuples(
                some.integers(0, count - 1), some.sampled_from(["tepung", "kedelai", "solar"]), some.integers(1, 9000)
            ),
            min_size=1,
            max_size=40,
        )
    )
    # Distinct digits at the end: no two pools are alike, so that no order decides.
    spend = [(at, name, 1000.0 * amount + 2**-20 * number) for number, (at, name, amount) in enumerate(rows)]
    return count, spend


LOW = {"pooling__least_spend_idr_month": 6_000_000.0, "pooling__least_members": 3.0}


def businesses_of(kelurahan, spend):
    return surveyed([(kelurahan.index[at], name, amount) for at, name, amount in spend])


class TestLaws:
    @given(regions(), some.data())
    def test_more_spend_never_lowers_saving_nor_turns_enough_off(self, region, data):
        count, spend = region
        kelurahan = row_of(count)
        before = table_of(pooled(kelurahan, businesses_of(kelurahan, spend), **LOW))
        at = data.draw(some.integers(0, len(spend) - 1))
        more = [list(row) for row in spend]
        more[at][2] += data.draw(some.integers(1, 10_000_000))
        after = table_of(pooled(kelurahan, businesses_of(kelurahan, more), **LOW))
        assert (after["saving_low_idr_month"] >= before["saving_low_idr_month"]).all()
        assert (after["enough"] >= before["enough"]).all()
        own = (kelurahan.index[spend[at][0]], INPUTS[main_inputs(businesses_of(kelurahan, [spend[at]]))[0][0]])
        assert (after.at[own, "group"] != "") >= (before.at[own, "group"] != "")

    @given(regions())
    def test_groups_pass_the_threshold_and_share_nobody(self, region):
        count, spend = region
        kelurahan = row_of(count)
        tables = pooled(kelurahan, businesses_of(kelurahan, spend), **LOW)
        groups, told = tables["purchase_groups"], tables["purchasing"]
        assert (groups["spend_idr_month"] >= 6e6).all() and (groups["members"] >= 3).all()
        members = told[told["group"] != ""].groupby(["input", "group"])["spend_idr_month"].sum()
        found = groups.set_index(["input", "group"])["spend_idr_month"]
        pd.testing.assert_series_equal(members, found.sort_index(), check_names=False)
        assert (groups["farthest_km"] <= 3.0).all()
        assert told.loc[told["enough"], "group"].ne("").all()

    @given(regions())
    def test_two_far_copies_give_both_results(self, region):
        count, spend = region
        one = row_of(count)
        far = row_of(count, lon=120.0, names=[f"73.01.01.{1001 + i}" for i in range(count)])
        both = gpd.GeoDataFrame(pd.concat([one, far]), crs="EPSG:4326")
        parts = [pooled(part, businesses_of(part, spend), **LOW)["purchasing"] for part in (one, far)]
        businesses = pd.concat([businesses_of(part, spend) for part in (one, far)], ignore_index=True)
        whole = pooled(both, businesses, **LOW)["purchasing"]
        pd.testing.assert_frame_equal(whole, pd.concat(parts, ignore_index=True))

    @given(regions(), some.randoms(use_true_random=False))
    def test_names_and_order_of_rows_change_nothing(self, region, chance):
        count, spend = region
        kelurahan = row_of(count)
        order = list(range(count))
        chance.shuffle(order)
        other = dict(zip(kelurahan.index, [f"91.01.01.{2001 + at}" for at in order], strict=True))
        renamed = kelurahan.rename(index=other)
        rows = businesses_of(kelurahan, spend)
        moved = rows.assign(kelurahan_code=rows["kelurahan_code"].map(other)).sample(frac=1, random_state=1)
        before = table_of(pooled(kelurahan, rows, **LOW))
        after = table_of(pooled(renamed, moved, **LOW)).rename(index={new: old for old, new in other.items()}, level=0)
        after = after.loc[before.index]
        assert after["enough"].equals(before["enough"])
        told = after["group"].map({new: old for old, new in other.items()} | {"": ""})
        # Pools alike to the rupiah are told apart by code, and only then may a name decide who leads.
        assert (told != "").equals(before["group"] != "")


def test_a_wide_reach_stays_bounded():
    kelurahan = row_of(200, gap=0.001)
    near = within_reach(kelurahan, Neighbours.of_pairs(kelurahan.index, np.zeros(0, int), np.zeros(0, int)), 100.0)
    assert near.around.counts.min() >= MOST_NEAR
    assert len(near.km) <= 2 * MOST_NEAR * len(kelurahan)


def test_the_same_input_twice_in_reach_is_paired_by_input_only():
    around = Neighbours.of_pairs(pd.Index(["a", "b"]), np.array([0]), np.array([1]))
    buyers = Buyers(
        place=np.array([0, 0, 1, 1]),
        kind=np.array([0, 1, 0, 2]),
        spend=np.array([5.0, 9.0, 6.0, 9.0]),
        members=np.ones(4),
        joins=np.ones(4, dtype=bool),
    )
    assert assign_leads(buyers, Reach(around, np.ones(2)), 10.0, 2.0).tolist() == [2, NOBODY, 2, NOBODY]


def test_an_answer_that_nobody_knows_is_other(tiny):
    kelurahan, businesses = tiny
    strange = businesses.assign(input_name="xyz", product="")
    tables = pool_purchases(kelurahan, strange, contiguity(kelurahan), replace(Settings()))
    assert set(tables["purchasing"]["input"]) == {OTHER}
    assert not tables["purchasing"]["together"].any()
