"""Distances and access by hand, by a second formula, by their identity, and beside the package ``access``."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from mapping.knowledge.catalog import read_norms
from mapping.measure.space.access import EARTH_RADIUS_M, access_1000, add_access, nearest_distance, two_stage_fca

LON, LAT = st.floats(95, 141), st.floats(-11, 6)
EMPTY = pd.DataFrame(columns=["kelurahan_code", "item", "value", "text", "unit", "date", "file", "row"])


def places(*corners, population=None):
    outlines = [box(x - 0.01, y - 0.01, x + 0.01, y + 0.01) for x, y in corners]
    said = [1_000.0] * len(corners) if population is None else population
    codes = [f"k{i}" for i in range(len(corners))]
    return gpd.GeoDataFrame({"population": said}, index=codes, geometry=outlines, crs="EPSG:4326")


def distance_m(a, b):
    a, b = np.radians(a), np.radians(b)
    chord = np.sin((b[1] - a[1]) / 2) ** 2 + np.cos(a[1]) * np.cos(b[1]) * np.sin((b[0] - a[0]) / 2) ** 2
    return 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(chord))


def test_one_degree_of_latitude_is_111_km():
    points = pd.DataFrame({"kind": ["bank"], "lon": [110.0], "lat": [-6.0]})
    table = nearest_distance(places((110.0, -7.0)), points)
    assert table.columns.tolist() == ["bank_distance_m"]
    assert table.iloc[0, 0] == pytest.approx(np.radians(1.0) * EARTH_RADIUS_M, rel=1e-6)


def test_each_kind_has_its_own_nearest():
    points = pd.DataFrame({"kind": ["bank", "market", "market"], "lon": [110.5, 110.1, 110.3], "lat": [-7.0] * 3})
    table = nearest_distance(places((110.0, -7.0), (110.4, -7.0)), points)
    assert (table["market_distance_m"] < table["bank_distance_m"]).tolist() == [True, False]


@given(st.lists(st.tuples(LON, LAT), min_size=1, max_size=6), st.lists(st.tuples(LON, LAT), min_size=1, max_size=6))
def test_the_nearest_is_never_farther_than_any_point(corners, sites):
    table = nearest_distance(places(*corners), pd.DataFrame(sites, columns=["lon", "lat"]).assign(kind="market"))
    for corner, found in zip(corners, table["market_distance_m"], strict=True):
        assert found == pytest.approx(min(distance_m(corner, site) for site in sites), abs=0.05)


def test_more_points_never_make_it_farther():
    few = pd.DataFrame({"kind": "market", "lon": [110.5], "lat": [-7.0]})
    more = pd.concat([few, pd.DataFrame({"kind": "market", "lon": [110.2], "lat": [-7.1]})])
    region = places((110.0, -7.0), (110.6, -7.0))
    assert (nearest_distance(region, more) <= nearest_distance(region, few)).all().all()


def reach(distances, within):
    outlet, resident = np.nonzero(np.asarray(distances) <= within)
    return resident, outlet


def test_three_kelurahan_and_two_outlets_by_hand():
    """Population 1,000, 2,000, 3,000; two shops at 0, 400 and 1,200 m, one at 1,200, 700 and 0 m; 800 m."""
    near = reach([[0, 400, 1_200], [1_200, 700, 0]], 800)
    found = two_stage_fca(np.array([1_000.0, 2_000.0, 3_000.0]), np.array([2.0, 1.0]), *near)
    np.testing.assert_allclose(1_000 * found, [0.6667, 0.8667, 0.2], atol=5e-5)


CASES = st.tuples(st.integers(0, 9_999), st.integers(1, 25), st.integers(1, 12), st.floats(0.05, 0.9))


def a_case(seed, kelurahan, outlets, within):
    rng = np.random.default_rng(seed)
    apart = np.hypot(*(rng.random((2, outlets, 1)) - rng.random((2, 1, kelurahan))))
    population = rng.integers(1, 9_000, kelurahan).astype(float)
    return population, rng.integers(1, 5, outlets).astype(float), apart, reach(apart, within)


@given(CASES)
def test_what_residents_get_is_what_is_supplied_and_reached(case):
    population, supply, _, near = a_case(*case)
    reached = np.unique(near[1])
    assert (two_stage_fca(population, supply, *near) * population).sum() == pytest.approx(supply[reached].sum())


@given(CASES, st.floats(0.1, 50))
def test_access_grows_with_supply_and_shrinks_with_people(case, factor):
    population, supply, _, near = a_case(*case)
    first = two_stage_fca(population, supply, *near)
    np.testing.assert_allclose(two_stage_fca(population, factor * supply, *near), factor * first, rtol=1e-9)
    np.testing.assert_allclose(two_stage_fca(factor * population, supply, *near), first / factor, rtol=1e-9)


@given(CASES)
def test_access_is_that_of_the_package_access(case):
    from access.fca import two_stage_fca as peer

    population, supply, apart, near = a_case(*case)
    outlet, resident = np.indices(apart.shape).reshape(2, -1)
    cost = pd.DataFrame({"origin": resident, "dest": outlet, "cost": apart.ravel()})
    demand = pd.DataFrame({"geoid": np.arange(len(population)), "demand": population})
    offer = pd.DataFrame({"supply": supply}, index=pd.Index(np.arange(len(supply)), name="geoid"))
    theirs = peer(demand, offer, cost, max_cost=case[3]).reindex(np.arange(len(population))).fillna(0.0)
    np.testing.assert_allclose(two_stage_fca(population, supply, *near), theirs, atol=1e-9)


def test_an_unknown_population_is_unknown_access_wherever_its_outlets_are_shared():
    """Places 0 and 1 share outlet 0, places 1 and 2 share outlet 1, place 3 has outlet 2 for itself, place 4 none."""
    near = np.array([0, 1, 1, 2, 3]), np.array([0, 0, 1, 1, 2])
    population = np.array([np.nan, 100.0, 100.0, 500.0, 50.0])
    found = two_stage_fca(population, np.ones(3), *near)
    np.testing.assert_equal(found, [np.nan, np.nan, 1 / 200, 1 / 500, 0.0])
    unknown = two_stage_fca(np.full(5, 100.0), np.array([1.0, np.nan, 1.0]), *near)
    np.testing.assert_equal(unknown, [1 / 200, np.nan, np.nan, 1 / 100, 0.0])


def test_an_outlet_among_nobody_helps_nobody():
    near = np.array([0, 0, 1]), np.array([0, 1, 1])
    assert two_stage_fca(np.array([0.0, 100.0]), np.ones(2), *near).tolist() == [0.01, 0.01]


def test_the_catchment_is_that_of_the_kind():
    reach_m = {kind: rule["radius_m"] for kind, rule in read_norms()["catchments"].items()}
    assert reach_m["lpg"] < 3_000 < reach_m["market"]
    north = np.degrees(3_000 / EARTH_RADIUS_M)
    points = pd.DataFrame({"kind": ["lpg", "market", "road"], "lon": 110.0, "lat": [-7.0 + north] * 3})
    found = access_1000(places((110.0, -7.0), population=[4_000.0]), points)
    assert found.columns.tolist() == ["market_access_1000", "lpg_access_1000"]
    assert found.loc["k0"].tolist() == [0.25, 0.0]


def test_capacity_counts_where_the_file_gives_one():
    points = pd.DataFrame({"kind": "lpg", "lon": [110.0, 110.0], "lat": -7.0, "capacity": [300.0, 100.0]})
    region = places((110.0, -7.0), population=[2_000.0])
    assert access_1000(region, points)["lpg_access_1000"].tolist() == [200.0]
    assert access_1000(region, points.assign(capacity=np.nan))["lpg_access_1000"].tolist() == [1.0]
    assert access_1000(region, points.assign(capacity=[300.0, np.nan]))["lpg_access_1000"].isna().all()


def test_context_rows_say_unit_and_file_and_the_unknown_has_no_row():
    points = pd.DataFrame({"kind": ["market", "road"], "lon": 110.0, "lat": -7.0, "file": ["pasar.csv", "jalan.csv"]})
    found = add_access(EMPTY, places((110.0, -7.0), (112.0, -7.0), population=[500.0, np.nan]), points)
    rows = found[["kelurahan_code", "item", "unit", "file"]].to_numpy().tolist()
    assert rows == [
        ["k0", "market_distance_m", "m", "pasar.csv"],
        ["k1", "market_distance_m", "m", "pasar.csv"],
        ["k0", "road_distance_m", "m", "jalan.csv"],
        ["k1", "road_distance_m", "m", "jalan.csv"],
        ["k0", "market_access_1000", "per 1.000 jiwa", "pasar.csv"],
    ]
    assert found.iloc[-1]["value"] == 2.0
    only_roads = add_access(EMPTY, places((110.0, -7.0)), points[points["kind"] == "road"])
    assert only_roads["item"].tolist() == ["road_distance_m"]
    assert add_access(EMPTY, places((110.0, -7.0)), points.iloc[:0]) is EMPTY


FACILITIES = """Jenis Tempat;Lintang;Bujur
Pasar Soponyono;-7.32;112.71
Agen BRILink;-7.325;112.73
Pangkalan LPG 3 kg;-7.321;112.75
Apotek Sehat;-7.319;112.77
Jalan raya;-7.318;112.79
"""


def test_a_file_of_places_reaches_the_profile(tiny_study):
    """Market, bank, LPG outlet and pharmacy from a file to words, with distance and access."""
    from dataclasses import replace

    from mapping.intake.context import read_context
    from mapping.present.known import known_table
    from mapping.settings import Settings

    kelurahan = tiny_study.kelurahan
    context = read_context(FACILITIES.encode(), "fasilitas.csv", kelurahan, Settings())
    assert sorted(context.points["kind"]) == ["bank", "lpg", "market", "pharmacy", "road"]
    study = replace(tiny_study, context=add_access(tiny_study.context, kelurahan, context.points))
    nearest = study.context[study.context["item"] == "market_distance_m"].set_index("kelurahan_code")["value"]
    assert nearest.idxmin() == kelurahan.index[0]
    # The population of Jepara is unknown, and so is the access of all who share an outlet with it.
    access = study.context[study.context["item"] == "lpg_access_1000"].set_index("kelurahan_code")["value"]
    assert "35.78.13.1004" not in access
    assert access["35.78.03.1001"] == 0.0
    settled = kelurahan.assign(population=10_000.0)
    study = replace(tiny_study, context=add_access(tiny_study.context, settled, context.points))
    said = known_table(study, kelurahan.index[0]).set_index("what")["value"]
    assert said["Pasar terdekat (garis lurus)"] == "0 m"
    ending = "(garis lurus), dibagi semua yang bisa mencapainya"
    assert said[f"Pasar dalam 5 km {ending}"] == "0,03 per 1.000 jiwa"  # one market among three kelurahan of 10,000
    assert said[f"Pangkalan LPG dalam 2 km {ending}"] == "0,00 per 1.000 jiwa"
    for label in ("Bank atau agen bank dalam 5 km", "Apotek dalam 3 km"):
        assert f"{label} {ending}" in said.index
