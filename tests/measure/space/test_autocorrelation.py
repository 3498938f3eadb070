"""Moran's I, local Moran and Gi* against published figures, against esda, and against themselves."""

import json
import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.errors import NotComputableError
from mapping.measure.space.autocorrelation import conditional_moments, getis_ord, global_moran, local_moran
from mapping.measure.space.contiguity import contiguity
from mapping.measure.space.neighbours import Neighbours

BUNDLED = {"sids2.shp": "SIDR74", "columbus.shp": "CRIME", "stl_hom.shp": "HR8893", "us48.shp": None}


def bundled(name):
    """Outlines and a variable that libpysal carries with it."""
    import geopandas as gpd
    import libpysal

    table = gpd.read_file(libpysal.examples.get_path(name))
    column = BUNDLED[name] or table.select_dtypes("number").columns[0]
    return table, table[column].to_numpy(dtype=float)


def of_weights(path):
    """Our graph of a weights file of libpysal."""
    import libpysal

    w = libpysal.io.open(libpysal.examples.get_path(path)).read()
    place = {key: at for at, key in enumerate(w.id_order)}
    pairs = np.array([(place[a], place[b]) for a, around in w.neighbors.items() for b in around])
    return w, Neighbours.of_pairs(pd.Index(w.id_order), *pairs.T)


def column(path, name):
    import libpysal

    return np.array(libpysal.io.open(libpysal.examples.get_path(path)).by_col[name], dtype=float)


def test_published_moran_of_st_louis_homicides_and_north_carolina_sids():
    """esda's documentation: HR8893 0.244, expected -0.012987, p 0.00027 (normal); SIDR74 0.248 as in OpenGeoda."""
    _, graph = of_weights("stl.gal")
    found = global_moran(column("stl_hom.txt", "HR8893"), graph)
    assert found["moran_i"] == pytest.approx(0.244, abs=5e-4)
    assert found["expected_i"] == pytest.approx(-0.012987012987012988, abs=1e-15)
    assert found["p"] < 0.02
    _, graph = of_weights("sids2.gal")
    assert global_moran(column("sids2.dbf", "SIDR74"), graph)["moran_i"] == pytest.approx(0.248, abs=5e-4)


def test_published_gi_star_of_six_points():
    """esda's documentation, after Getis & Ord (1992): six points, neighbours within 15."""
    points = np.array([(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)])
    apart = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    graph = Neighbours.of_pairs(pd.Index(range(6)), *np.nonzero((apart <= 15) & (apart > 0)))
    found = getis_ord(np.array([2, 3, 3.2, 5, 8, 7]), graph)["gi"].to_numpy()
    published = [-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331]
    np.testing.assert_allclose(found, published, atol=1e-8)


@pytest.mark.parametrize("name", BUNDLED)
def test_statistics_are_esdas(name):
    import esda
    from libpysal.graph import Graph

    table, values = bundled(name)
    ours, peer = contiguity(table), Graph.build_contiguity(table.reset_index(drop=True), rook=False)
    whole = esda.Moran(values, peer, permutations=0)
    found = global_moran(values, ours, permutations=0)
    assert found["moran_i"] == pytest.approx(whole.I, abs=1e-9)
    assert found["expected_i"] == pytest.approx(whole.EI, abs=1e-9)
    assert found["p"] == pytest.approx(whole.p_rand, abs=1e-9)
    local, here = esda.Moran_Local(values, peer, permutations=0), local_moran(values, ours)
    tested = ours.counts > 0
    np.testing.assert_allclose(here["moran"][tested], local.Is[tested], atol=1e-9)
    kinds = np.array(["", "HH", "LH", "LL", "HL"])[local.q]
    np.testing.assert_array_equal(here["kind"][tested].to_numpy(dtype=str), kinds[tested])
    shifted = values - values.min() + 1.0
    spots = esda.G_Local(shifted, peer, transform="B", star=True, permutations=0)
    np.testing.assert_allclose(getis_ord(values, ours)["gi"][tested], spots.Zs[tested], atol=1e-9)


@pytest.mark.parametrize("name", BUNDLED)
def test_conditional_moments_are_esdas(name):
    """esda gives Sokal's moments for z times lag; ours are for local Moran itself, (n - 1) / n of it."""
    import esda
    from libpysal.graph import Graph

    table, values = bundled(name)
    ours, peer = contiguity(table), Graph.build_contiguity(table.reset_index(drop=True), rook=False)
    local, n = esda.Moran_Local(values, peer, permutations=0), len(values)
    mean, variance = conditional_moments((values - values.mean()) / values.std(), ours)
    tested = ours.counts > 0
    np.testing.assert_allclose((mean * n / (n - 1))[tested], local.EIc[tested], atol=1e-9)
    np.testing.assert_allclose((variance * (n / (n - 1)) ** 2)[tested], local.VIc[tested], rtol=1e-9)


ESDA = """
import esda, esda.crand, geopandas, json, libpysal
from libpysal.graph import Graph
esda.crand.boolean = bool  # a type that only the compiler knows
table = geopandas.read_file(libpysal.examples.get_path("columbus.shp"))
graph, values = Graph.build_contiguity(table, rook=False), table["CRIME"].to_numpy(dtype=float)
local = esda.Moran_Local(values, graph, permutations=9_999, seed=5, n_jobs=1)
spots = esda.G_Local(values, graph, transform="B", star=True, permutations=9_999, seed=6, n_jobs=1)
print(json.dumps([local.p_sim.tolist(), spots.p_sim.tolist()]))
"""


def test_permutation_p_are_esdas_once_both_sides_count():
    """esda's pseudo p is one-sided unless asked; held to its own value Gi* asks what local Moran asks.

    esda runs uncompiled in a process of its own: compiling takes a minute, and the same lines give the same numbers.
    """
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ESDA], env=environment, capture_output=True, check=True
    )
    table, values = bundled("columbus.shp")
    ours = contiguity(table)
    found = local_moran(values, ours, permutations=9_999)["p"].to_numpy()
    noise = 4.5 * 2 * np.sqrt(2 * 0.25 / 9_999)
    for theirs in map(np.array, json.loads(done.stdout)):
        np.testing.assert_allclose(found, np.minimum(2 * theirs, 1.0), atol=noise)
        assert np.mean(found) > 1.5 * np.mean(theirs)
    closed = local_moran(values, ours, permutations=0)["p"].to_numpy()
    assert np.corrcoef(found, closed)[0, 1] > 0.98


def test_the_region_p_of_shuffles_is_near_the_normal_one():
    _, graph = of_weights("sids2.gal")
    for seed in range(5):
        values = np.random.default_rng(seed).normal(size=graph.n)
        shuffled = global_moran(values, graph, permutations=2_999, seed=seed)["p"]
        assert shuffled == pytest.approx(global_moran(values, graph, permutations=0)["p"], abs=0.06)


def test_shuffles_that_leave_everything_as_it_is_are_no_evidence():
    """Two kelurahan: every shuffle gives the same I, so p is 1."""
    pair = Neighbours.of_pairs(pd.Index(["a", "b"]), np.array([0]), np.array([1]))
    assert global_moran(np.array([0.1, 0.3]), pair)["p"] == 1.0


def a_case(seed, n=30, unknown=0.2):
    rng = np.random.default_rng(seed)
    graph = Neighbours.of_pairs(pd.Index([f"k{i}" for i in range(n)]), *rng.integers(0, n, (2, 60)))
    return np.where(rng.random(n) < unknown, np.nan, rng.gamma(2.0, size=n)), graph


@given(st.integers(0, 9_999), st.floats(0.01, 1_000), st.floats(-100, 100))
def test_unit_and_origin_do_not_matter_and_turning_the_sign_turns_high_into_low(seed, scale, shift):
    values, graph = a_case(seed)
    first, again, turned = (local_moran(v, graph, 99) for v in (values, scale * values + shift, -values))
    np.testing.assert_allclose(again["moran"], first["moran"], atol=1e-6)
    np.testing.assert_allclose(turned["moran"], first["moran"], atol=1e-9)
    swap = str.maketrans("HL", "LH")
    assert [kind.translate(swap) for kind in turned["kind"]] == first["kind"].tolist()
    np.testing.assert_allclose(getis_ord(-values, graph)["gi"], -getis_ord(values, graph)["gi"], atol=1e-9)


@given(st.integers(0, 9_999))
def test_local_morans_sum_to_the_regions(seed):
    values, graph = a_case(seed)
    found = local_moran(values, graph, 0)
    known = graph.among(~np.isnan(values))
    n, linked = known.n, np.count_nonzero(known.counts)
    total = found["moran"].sum() * n / (n - 1) / linked
    assert total == pytest.approx(global_moran(values, graph, 0)["moran_i"])


@given(st.integers(0, 9_999))
def test_unknown_kelurahan_are_left_out_and_keep_their_row(seed):
    values, graph = a_case(seed)
    known = ~np.isnan(values)
    for measure in (local_moran, getis_ord):
        whole, part = measure(values, graph, 99, 3), measure(values[known], graph.among(known), 99, 3)
        assert whole.index.equals(graph.index)
        pd.testing.assert_frame_equal(whole[known], part)
        assert whole.loc[~known].select_dtypes("number").isna().all().all()


def test_islands_stay_in_the_mean_and_have_no_local_answer():
    graph = Neighbours.of_pairs(pd.Index(list("abcd")), np.array([0, 1]), np.array([1, 2]))
    found = local_moran(np.array([1.0, 2.0, 3.0, 10.0]), graph)
    assert found.loc["d", ["lag", "moran", "p"]].isna().all()
    assert found.loc["d", "kind"] == ""
    assert found.loc["c", "kind"] == "LL"  # below the mean of 4 that the island lifts
    assert global_moran(np.array([1.0, 2.0, 3.0, 10.0]), graph)["n"] == 4
    assert getis_ord(np.array([1.0, 2.0, 3.0, 10.0]), graph).loc["d"].isna().all()


ROW = Neighbours.of_pairs(pd.Index(list("abc")), np.array([0, 1]), np.array([1, 2]))
ALONE = Neighbours.of_pairs(pd.Index(list("abc")), np.array([], dtype=int), np.array([], dtype=int))


@pytest.mark.parametrize("measure", [global_moran, local_moran, getis_ord])
@pytest.mark.parametrize(
    ("values", "graph", "words"),
    [
        ([np.nan] * 3, ROW, "tidak diketahui"),
        ([1.0, np.nan, np.nan], ROW, "satu kelurahan"),
        ([2.0, 2.0, 2.0], ROW, "sama di semua"),
        ([0.3, 0.1 + 0.2, 0.3], ROW, "sama di semua"),
        ([0.0, 0.0, np.nan], ROW, "sama di semua"),
        ([1.0, 2.0, 3.0], ALONE, "bersebelahan"),
        ([1.0, np.nan, 3.0], ROW, "bersebelahan"),
    ],
)
def test_what_cannot_be_computed_is_refused_by_name(measure, values, graph, words):
    with pytest.raises(NotComputableError, match=words):
        measure(np.array(values), graph)
