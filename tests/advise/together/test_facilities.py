"""Shared facilities: the best sites against every other choice there is, and the laws of loads."""

from __future__ import annotations

from itertools import chain, combinations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy.optimize import linprog
from shapely.geometry import box

from mapping.advise.together.facilities import OPEN, SHORT, place_facilities, same_facilities
from mapping.advise.together.sites import Demand, choose_sites
from mapping.errors import SettingsError
from mapping.knowledge.catalog import read_lines
from mapping.knowledge.sharing import facilities_in_force, read_facilities
from mapping.measure.space.contiguity import contiguity
from mapping.settings import AdviceSetup, Settings


def road(load, reach=1.0):
    """Places one kilometre apart; each can reach those within ``reach`` kilometres."""
    at = np.arange(len(load), dtype=float)
    site, user = np.nonzero(np.abs(at[:, None] - at[None, :]) <= reach)
    return Demand(np.asarray(load, dtype=float), site, user, np.abs(at[site] - at[user]))


def worth_of(demand, served, rules):
    """What a choice is worth, by the formula of ``choose_sites``."""
    _, _, reach, edge, cost = rules
    value = (served * (1 - (1 - edge) * np.minimum(demand.km / reach, 1.0))).sum()
    return value - cost * len(set(demand.site[served > 1e-9]))


def best_by_force(demand, rules):
    """The best worth over all subsets of sites: for each, a linear programme says who goes where."""
    capacity, least, reach, edge, cost = rules
    worth = 1 - (1 - edge) * np.minimum(demand.km / reach, 1.0)
    n, best = len(demand.load), 0.0
    for stands in chain.from_iterable(combinations(range(n), size) for size in range(1, n + 1)):
        own = np.isin(demand.site, stands)
        limits = [((demand.user == user) & own, demand.load[user]) for user in range(n)]
        limits += [(demand.site == site, capacity) for site in stands]
        limits = [(row.astype(float), top) for row, top in limits]
        limits += [(-(demand.site == site).astype(float), -least) for site in stands]
        found = linprog(
            -worth,
            A_ub=np.array([row for row, _ in limits]),
            b_ub=[top for _, top in limits],
            bounds=[(0, None if inside else 0) for inside in own],
        )
        if found.status == 0:
            best = max(best, -found.fun - cost * len(stands))
    return best


class TestChooseSites:
    def test_church_and_revelle_cover_most_from_the_middle(self):
        # Five villages on a road; one facility that all of its neighbours can use: the middle of the three large.
        demand = road([1, 10, 10, 10, 1])
        served = choose_sites(demand, 100.0, 30.0, 1.0, 0.9, 24.0).served
        assert set(demand.site[served > 0]) == {2}
        assert served.sum() == 30.0

    @given(
        some.lists(some.integers(0, 12), min_size=1, max_size=5),
        some.integers(4, 30),
        some.integers(0, 10),
        some.floats(0.3, 1.0),
        some.floats(0.0, 0.9),
    )
    def test_nothing_is_better_than_the_choice(self, load, capacity, least, edge, charge):
        least = min(least, capacity)
        demand, rules = road(load), (float(capacity), float(least), 1.0, edge, charge * least)
        chosen = choose_sites(demand, *rules, seconds=20.0, gap=0.0)
        assert worth_of(demand, chosen.served, rules) == pytest.approx(best_by_force(demand, rules), abs=1e-3)

    @given(some.lists(some.integers(0, 12), min_size=1, max_size=8), some.integers(4, 30), some.integers(1, 10))
    def test_no_site_is_overfull_idle_or_serves_users_twice(self, load, capacity, least):
        least = min(least, capacity)
        demand = road(load)
        served = choose_sites(demand, capacity, least, 1.0, 0.6, 0.55 * least).served
        at_site = np.bincount(demand.site, weights=served, minlength=len(load))
        assert (at_site <= capacity * (1 + 1e-5)).all()
        assert (at_site[at_site > 0] >= least * (1 - 1e-5)).all()
        by_user = np.bincount(demand.user, weights=served, minlength=len(load))
        assert (by_user <= demand.load + 1e-4).all()

    def test_two_far_copies_are_chosen_alike(self):
        one = road([3, 9, 2, 8, 1])
        n = len(one.load)
        both = Demand(
            np.tile(one.load, 2),
            np.append(one.site, one.site + n),
            np.append(one.user, one.user + n),
            np.tile(one.km, 2),
        )
        rules = (15.0, 5.0, 1.0, 0.6, 2.75)
        alone, whole = choose_sites(one, *rules, gap=0.0), choose_sites(both, *rules, gap=0.0)
        assert worth_of(both, whole.served, rules) == pytest.approx(2 * worth_of(one, alone.served, rules))

    def test_more_load_never_lowers_the_worth(self):
        rules = (15.0, 5.0, 1.0, 0.6, 2.75)
        worths = []
        for extra in (0, 1, 3, 6, 10):
            demand = road([3, 4 + extra, 0, 6, 1])
            worths.append(worth_of(demand, choose_sites(demand, *rules, gap=0.0).served, rules))
        assert worths == sorted(worths)

    def test_a_site_that_fills_always_stands(self):
        demand = road([0, 5, 0, 0, 0, 5, 0])
        served = choose_sites(demand, 20.0, 5.0, 1.0, 0.6, 0.55 * 5).served
        assert set(demand.site[served > 0]) == {1, 5}

    def test_least_above_capacity_is_refused(self):
        with pytest.raises(SettingsError, match="Beban paling sedikit"):
            choose_sites(road([1.0]), 1.0, 2.0, 1.0, 0.9)

    def test_a_large_part_is_cut_along_its_kabupaten(self, monkeypatch):
        monkeypatch.setattr("mapping.advise.together.sites.MANY_PAIRS", 5)
        demand = road([4, 4, 4, 4])
        halves = Demand(demand.load, demand.site, demand.user, demand.km, np.array([0, 0, 1, 1]))
        served = choose_sites(halves, 20.0, 8.0, 1.0, 0.6, 4.4).served
        used = served > 0
        assert served.sum() == pytest.approx(16.0)
        assert (halves.block[halves.site[used]] == halves.block[halves.user[used]]).all()

    def test_no_load_no_site(self):
        chosen = choose_sites(road([0.0, 0.0]), 10.0, 0.0, 1.0, 0.9)
        assert not chosen.served.any() and chosen.finished


def villages(count, gap=0.02):
    codes = [f"33.25.01.{2001 + i}" for i in range(count)]
    squares = [box(110 + gap * i, -7.01, 110 + gap * i + 0.01, -7.0) for i in range(count)]
    columns = {"name": codes, "kecamatan": "A", "kabupaten": "B"}
    return gpd.GeoDataFrame(columns, index=pd.Index(codes, name="kelurahan_code"), geometry=squares, crs="EPSG:4326")


def makers(rows, product="kue basah"):
    """Businesses from ``(code, revenue)``."""
    frame = pd.DataFrame(rows, columns=["kelurahan_code", "revenue_idr_month"])
    return frame.assign(
        revenue_idr_month=frame["revenue_idr_month"].astype(float),
        product=product,
        input_spend_idr_month=1.0,
        sampling_weight=1.0,
    )


def kitchens(kelurahan, businesses, settings=None):
    found = place_facilities(kelurahan, businesses, contiguity(kelurahan), settings or Settings())
    return {name: table[table["line_id"] == "B12"].reset_index(drop=True) for name, table in found.items()}


class TestPlaceFacilities:
    def load_of(self, revenue):
        """What so much revenue brings to a shared kitchen, by hand from the figures in force."""
        line = facilities_in_force().loc["B12"]
        through = (line["through_low"] + line["through_high"]) / 2
        price = (line["price_low_idr"] + line["price_high_idr"]) / 2
        return revenue * 0.5 * through / price

    def test_by_hand(self):
        kelurahan = villages(3)
        a, b, c = kelurahan.index
        found = kitchens(kelurahan, makers([(a, 100e6)] * 3 + [(b, 100e6)] * 3 + [(c, 100e6)] * 3))
        site = found["facility_sites"].iloc[0]
        assert site[["site", "state", "kelurahan"]].tolist() == [b, OPEN, 3]
        assert site["users"] == pytest.approx(4.5)
        assert site["load_month"] == pytest.approx(self.load_of(900e6))
        assert site["mean_km"] == pytest.approx(2 / 3 * 2.207, abs=0.01)
        assert site["load_low_month"] < site["load_month"] < site["load_high_month"]

    def test_nowhere_enough_says_which_is_nearest_to_it(self):
        kelurahan = villages(2)
        a, b = kelurahan.index
        found = kitchens(kelurahan, makers([(a, 2e6)] * 3 + [(b, 4e6)] * 3))
        site = found["facility_sites"].iloc[0]
        assert site["state"] == SHORT and site["kelurahan"] == 2
        assert site["load_month"] == pytest.approx(self.load_of(18e6))
        assert (found["facilities"]["site"] == "").all()

    def test_unknown_revenue_is_never_zero_load(self):
        kelurahan = villages(2)
        a, b = kelurahan.index
        found = kitchens(kelurahan, makers([(a, 300e6)] * 3 + [(b, None)] * 3))
        row = found["facilities"].set_index("kelurahan_code").loc[b]
        assert np.isnan(row["load_month"]) and row["site"] == "" and row["users"] == 1.5

    def test_served_and_unserved_add_up_to_the_load(self, tiny):
        kelurahan, businesses = tiny
        found = kitchens(kelurahan, businesses)["facilities"]
        made = businesses["product"].isin(facilities_in_force().at["B12", "products"])
        known = businesses[made].groupby("kelurahan_code")["revenue_idr_month"]
        total = known.mean() * businesses[made].groupby("kelurahan_code").size()
        loads = found.groupby("kelurahan_code")["load_month"].sum(min_count=1).dropna()
        assert loads.to_numpy() == pytest.approx(self.load_of(total[loads.index]).to_numpy())

    def test_no_users_no_rows(self):
        found = kitchens(villages(2), makers([]))
        assert found["facilities"].empty and found["facility_sites"].empty
        assert list(found["facilities"].columns)[:3] == ["line_id", "site", "kelurahan_code"]

    def test_a_users_own_figures_are_felt(self):
        kelurahan = villages(1)
        businesses = makers([(kelurahan.index[0], 300e6)] * 3)
        changed = AdviceSetup(line_changes=(("B12", "capacity_low", "100000"), ("B12", "capacity_high", "100000")))
        assert kitchens(kelurahan, businesses)["facility_sites"]["state"].tolist() == [OPEN]
        assert kitchens(kelurahan, businesses, Settings(advice=changed))["facility_sites"]["state"].tolist() == [SHORT]


def test_every_line_with_a_shared_role_is_a_facility():
    assert {"B09", "B12", "B25", "B38"} <= set(facilities_in_force().index)


def test_a_new_line_that_is_a_facility_needs_no_code():
    like = read_lines().loc["B12"].dropna()
    figures = {column: str(value) for column, value in like.items() if str(value)}
    figures |= {"line": "Oven bersama", "role": "fasilitas bersama", "products": "roti dan bolu", "unit": "loyang"}
    changes = tuple(("X01", column, value) for column, value in figures.items())
    row = facilities_in_force(changes).loc["X01"]
    assert row["label"] == "Oven bersama" and row["products"] == ["roti dan bolu"]
    assert row["least_share"] == read_facilities()["choice"]["least_share"]


def test_sites_are_sought_again_only_where_it_matters():
    assert same_facilities(AdviceSetup(), AdviceSetup(people=3, assumptions=(("loan.rate_year", 0.03),)))
    assert not same_facilities(AdviceSetup(), AdviceSetup(assumptions=(("members.join_low", 0.1),)))
    assert not same_facilities(AdviceSetup(), AdviceSetup(line_changes=(("B12", "capacity_high", "100"),)))


def test_a_further_site_is_worth_its_least_load_at_the_edge():
    rules = read_facilities()["choice"]
    assert rules["site_cost"] < rules["edge_worth"]
