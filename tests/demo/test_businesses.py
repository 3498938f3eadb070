"""The invented businesses carry the known specialities, and elsewhere nothing but noise."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from scipy.stats import chi2_contingency

from mapping.demo import SEED
from mapping.demo.businesses import draw_businesses
from mapping.demo.recipe import read_kinds, read_recipe
from mapping.knowledge.catalog import read_lexicon
from mapping.knowledge.regions import REGIONS, read_villages

each_region = pytest.mark.parametrize("key", REGIONS)

# Domain dossier section 7, written out here on purpose: place, product, makers at least.
KNOWN = [
    ("surabaya", "35.78.03.1001", "kue basah", 71),
    ("surabaya", "35.78.06.1003", "lontong dan ketupat", 100),
    ("surabaya", "35.78.13.1003", "kue basah", 30),
    ("surabaya", "35.78.07.1003", "kue basah", 30),
    ("surabaya", "35.78.11.1005", "toko kelontong", 40),
    ("surabaya", "35.78.21.1001", "toko kelontong", 40),
    ("surabaya", "35.78.23.1001", "suvenir dan kerajinan tangan", 25),
    ("surabaya", "35.78.23.1001", "kompos", 10),
    ("surabaya", "35.78.23.1001", "bank sampah dan barang bekas", 10),
    ("batang", "33.25.08.2001", "keripik dan kerupuk", 60),
    ("batang", "33.25.08.2007", "keripik dan kerupuk", 60),
    ("batang", "33.25.08.2012", "keripik dan kerupuk", 60),
    ("batang", "33.25.04.2006", "minyak atsiri", 20),
    ("batang", "33.25.06.2013", "gula merah dan gula semut", 20),
    ("batang", "33.25.15.2004", "madu", 25),
    ("batang", "33.25.07.2010", "madu", 25),
    ("batang", "33.25.11.2011", "batik", 40),
    ("batang", "33.25.12.2008", "tas dan kerajinan kulit", 40),
    ("batang", "33.25.01.2002", "anyaman bambu dan rotan", 40),
    ("batang", "33.25.14.2001", "buah tropis", 25),
]


@pytest.mark.parametrize(("key", "code", "product", "makers"), KNOWN)
def test_known_specialities_are_planted(businesses, key, code, product, makers):
    here = businesses[key].query("kelurahan_code == @code")
    assert (here["product"] == product).sum() >= makers
    assert here["planted"].eq("latar").sum() >= 6, "a speciality kelurahan keeps its ordinary businesses"


def test_the_planted_number_of_makers_is_exact(businesses):
    for special in read_recipe()["speciality"]:
        table = businesses[special["region"]].query("product == @special['product']")
        counts = table["kelurahan_code"].value_counts()
        assert counts[special["codes"]].tolist() == [special["makers"]] * len(special["codes"])


def test_kalirungkut_has_71_cake_makers_and_emping_says_emping(businesses):
    cakes = businesses["surabaya"].query("kelurahan_code == '35.78.03.1001' and product == 'kue basah'")
    assert len(cakes) == 71
    assert cakes["revenue_idr_month"].quantile([0.05, 0.95]).between(3e6, 15e6).all()
    emping = businesses["batang"].query("kelurahan_code == '33.25.08.2007' and product == 'keripik dan kerupuk'")
    assert emping["text"].str.contains("emping", case=False).all()


def test_farms_are_absent_in_surabaya_and_a_third_in_batang(businesses):
    share = {key: (table["sector"] == "agriculture").mean() for key, table in businesses.items()}
    assert share["surabaya"] == 0
    assert 0.25 <= share["batang"] <= 0.35
    groups = read_lexicon().set_index("product")["group"]
    assert not groups[businesses["surabaya"]["product"]].isin(["TANI", "TERNAK", "IKAN"]).any()


@each_region
def test_unsurveyed_and_four_business_kelurahan(businesses, key):
    region = read_recipe()["region"][key]
    counts = businesses[key]["kelurahan_code"].value_counts().reindex(read_villages(key).index).fillna(0)
    assert (counts[region["unsurveyed"]] == 0).all()
    assert set(counts.index[counts == 0]) == set(region["unsurveyed"])
    assert set(counts.index[counts == 4]) == set(region["four"])
    assert len(region["unsurveyed"]) == {"surabaya": 8, "batang": 15}[key]
    assert len(region["four"]) == 5
    food = businesses[key].query("sector == 'food'")["kelurahan_code"].value_counts()
    assert food[region["four"]].tolist() == [2, 1, 1, 1, 1]
    assert len(businesses[key]) == region["businesses"]


@each_region
def test_the_background_is_one_mix_and_nothing_but_noise(businesses, key):
    """Sectors of background businesses do not depend on the kelurahan (chi-square)."""
    special = {code for s in read_recipe()["speciality"] for code in s["codes"]}
    rows = businesses[key].query("planted == 'latar'")
    rows = rows[~rows["kelurahan_code"].isin(special)]
    table = pd.crosstab(rows["kelurahan_code"], rows["sector"])
    assert chi2_contingency(table).pvalue > 0.001


@each_region
def test_bigger_kelurahan_have_more_businesses(businesses, key):
    counts = businesses[key].query("planted == 'latar'")["kelurahan_code"].value_counts()
    people = read_villages(key)["population"].reindex(counts.index)
    assert counts.corr(people, method="spearman") > 0.4


@each_region
def test_businesses_stand_inside_their_kelurahan(businesses, outlines, key):
    table = businesses[key]
    cells = outlines[key].geometry.loc[table["kelurahan_code"]].to_numpy()
    assert shapely.contains_xy(cells, table["lon"], table["lat"]).all()


@each_region
def test_figures_are_possible(businesses, key):
    table, kinds = businesses[key], read_kinds(key).drop_duplicates("product").set_index("product")
    assert not table.isna().any().any()
    assert (table["men"] + table["women"] >= 1).all()
    assert (table[["men", "women"]] >= 0).all().all()
    share = table["input_spend_idr_month"] / table["revenue_idr_month"]
    rounding = 10_000 / table["revenue_idr_month"]
    assert (share >= kinds.loc[table["product"], "input_low"].to_numpy() - rounding).all()
    assert (share <= kinds.loc[table["product"], "input_high"].to_numpy() + rounding).all()
    assert table["surveyed_on"].between("2026-06-01", "2026-08-31").all()
    assert table["phone"].str.fullmatch(r"081[23]-0000-\d{4}").all()
    assert table["phone"].is_unique


def test_another_seed_gives_other_businesses_of_the_same_shape(outlines, businesses):
    other = draw_businesses("surabaya", outlines["surabaya"], SEED + 1)
    assert not other["text"].equals(businesses["surabaya"]["text"])
    assert len(other) == len(businesses["surabaya"])
    counts = [
        t.query("kelurahan_code == '35.78.03.1001'")["product"].eq("kue basah").sum()
        for t in (other, businesses["surabaya"])
    ]
    assert np.array_equal(counts, [71, 71])


def test_products_are_lexicon_rows():
    assert set(read_recipe()["product"]) <= set(read_lexicon()["product"])
