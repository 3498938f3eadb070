"""Outlets against planning norms: by hand, by a second formula, and what stays unknown."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, poisson
from shapely.geometry import box

from mapping.intake.contracts import read_context_rules
from mapping.knowledge.catalog import read_lexicon, read_norms
from mapping.measure.space.saturation import measure_saturation, saturation
from mapping.settings import Settings

NO_POINTS = pd.DataFrame({"kind": [], "lon": [], "lat": []})


def region(*population):
    squares = [box(110 + i, -7, 111 + i, -6) for i in range(len(population))]
    codes = pd.Index([f"k{i}" for i in range(len(population))], name="kelurahan_code")
    return gpd.GeoDataFrame({"population": list(population)}, index=codes, geometry=squares, crs="EPSG:4326")


def businesses(*rows):
    lexicon = read_lexicon().set_index("product")["sector"]
    table = pd.DataFrame(rows, columns=["kelurahan_code", "product", "sampling_weight"])
    return table.assign(sector=table["product"].map(lexicon).fillna(""))


@given(st.integers(0, 500), st.floats(0.1, 1_000))
def test_the_interval_is_garwoods_and_holds_the_ratio(n, wanted):
    found = saturation(np.array([float(n)]), np.array([wanted]))
    assert found["low"][0] * wanted == pytest.approx(chi2.ppf(0.1, 2 * n) / 2 if n else 0.0)
    assert found["high"][0] * wanted == pytest.approx(chi2.ppf(0.9, 2 * n + 2) / 2)
    assert found["low"][0] <= found["saturation"][0] <= found["high"][0]


@pytest.mark.parametrize("mean", [2.0, 7.5, 40.0])
def test_the_interval_holds_the_true_number_at_least_as_often_as_it_says(mean):
    n = np.arange(0, 200).astype(float)
    found = saturation(n, np.ones(200))
    inside = (found["low"] <= mean) & (mean <= found["high"])
    assert 0.8 <= poisson.pmf(n, mean)[inside].sum() <= 0.95


def test_an_interview_that_stands_for_three_widens_the_interval():
    alone = saturation(np.array([30.0]), np.array([20.0]))
    three = saturation(np.array([30.0]), np.array([20.0]), np.array([3.0]))
    assert three["saturation"] == alone["saturation"]
    assert three["low"][0] == pytest.approx(chi2.ppf(0.1, 20) / 2 * 3 / 20)
    assert three["high"][0] - three["low"][0] > 1.5 * (alone["high"][0] - alone["low"][0])


def test_shops_by_hand():
    """k0: 1,000 people want 4 shops and have 3; a batik maker and a tailor are none. k1: none among 500 people."""
    rows = businesses(
        ("k0", "toko kelontong", 1.0), ("k0", "minimarket", 1.0), ("k0", "toko beras", 1.0),
        ("k0", "batik", 1.0), ("k1", "batik", 1.0),
    )  # fmt: skip
    table = measure_saturation(region(1_000.0, 500.0), rows, NO_POINTS, Settings())
    shops = table.xs("shop", level="norm")
    assert shops["outlets"].tolist() == [3.0, 0.0]
    assert shops["wanted"].tolist() == [4.0, 2.0]
    assert shops["saturation"].tolist() == [0.75, 0.0]
    assert shops["high"].tolist() == pytest.approx([chi2.ppf(0.9, 8) / 8, chi2.ppf(0.9, 2) / 4])


def test_sampling_weights_count_outlets_and_interviews_count_evidence():
    rows = businesses(("k0", "toko kelontong", 4.0), ("k0", "toko kelontong", 4.0), ("k1", "batik", 4.0))
    shops = measure_saturation(region(1_000.0, 1_000.0), rows, NO_POINTS, Settings()).xs("shop", level="norm")
    assert shops["outlets"].tolist() == [8.0, 0.0]
    assert shops["high"].tolist() == pytest.approx([chi2.ppf(0.9, 6) / 2, chi2.ppf(0.9, 2) / 2])


def test_unknown_is_not_zero():
    rows = businesses(("k0", "toko kelontong", 1.0), ("k2", "", 1.0))
    table = measure_saturation(region(np.nan, 800.0, 800.0, 0.0), rows, NO_POINTS, Settings())
    shops = table.xs("shop", level="norm")
    assert shops["outlets"].tolist()[0] == 1.0
    assert shops["outlets"].isna().tolist() == [False, True, True, True]  # k1, k3 not surveyed, k2 not understood
    assert shops["wanted"].isna().tolist() == [True, False, False, False]
    assert shops[["saturation", "low", "high"]].isna().all().all()
    for norm in ("shop_row", "centre", "market"):
        assert table.xs(norm, level="norm")["outlets"].isna().all()
        assert table.xs(norm, level="norm")["wanted"].notna().tolist() == [False, True, True, True]


def test_a_sector_that_was_not_asked_about_has_no_outlets_to_count(monkeypatch):
    import mapping.measure.space.saturation as module

    rows = businesses(("k0", "toko kelontong", 1.0))
    monkeypatch.setattr(module, "covered_sectors", lambda *_: dict.fromkeys(module.SECTORS, True) | {"trade": False})
    assert np.isnan(measure_saturation(region(1_000.0), rows, NO_POINTS, Settings()).loc[("k0", "shop"), "outlets"])


def test_markets_come_from_points_and_one_on_a_border_counts_once():
    points = pd.DataFrame({"kind": ["market", "market", "bank"], "lon": [110.5, 111.0, 111.5], "lat": -6.5})
    table = measure_saturation(region(30_000.0, 15_000.0), businesses(("k0", "batik", 1.0)), points, Settings())
    markets = table.xs("market", level="norm")
    assert markets["outlets"].tolist() == [2.0, 0.0]
    assert markets["saturation"].tolist() == [2.0, 0.0]
    abroad = points.assign(lon=120.0)
    table = measure_saturation(region(30_000.0, 15_000.0), businesses(("k0", "batik", 1.0)), abroad, Settings())
    assert table.xs("market", level="norm")["outlets"].tolist() == [0.0, 0.0]


def test_every_norm_has_a_source_and_counts_what_exists():
    norms, products = read_norms(), set(read_lexicon()["product"])
    kinds = read_context_rules()["points"]
    for norm in norms["norms"].values():
        assert set(norm["products"]) <= products
        assert norm.get("point", "market") in kinds
        assert norm["residents_per_outlet"] > 0
    assert set(norms["catchments"]) <= set(kinds)
    for figure in [*norms["norms"].values(), *norms["catchments"].values()]:
        assert figure["source"]
        assert figure["date"]
        assert isinstance(figure["assumption"], bool)
    wanted = {name: norm["residents_per_outlet"] for name, norm in norms["norms"].items()}
    assert wanted == {"shop": 250, "shop_row": 6_000, "market": 30_000, "centre": 120_000, "pharmacy": 30_000}
