"""Who buys here: the survey's own chain and points of a map; "none within reach" is not "nobody looked"."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box

from mapping.knowledge.buyers import line_buyers, line_points, line_suppliers, read_buyers
from mapping.knowledge.catalog import read_lexicon
from mapping.knowledge.lines import line_products, lines_in_force
from mapping.measure.space.access import EARTH_RADIUS_M
from mapping.measure.space.buyers import COLUMNS, measure_buyers, measure_suppliers
from mapping.measure.space.contiguity import contiguity
from mapping.settings import AdviceSetup, Settings

CHIPS, EGGS, LAUNDRY = "B14", "B26", "B38"
STEP = np.radians(0.02) * EARTH_RADIUS_M * np.cos(np.radians(6.99))
"""Metres between the middles of two kelurahan that lie side by side."""
NO_POINTS = pd.DataFrame({"kind": pd.Series(dtype="str"), "lon": [], "lat": [], "capacity": []})
SETTINGS = Settings(covers_agriculture=True, minimum_businesses=2)


@pytest.fixture
def row():
    """Kelurahan a, b, c in a row and d apart from all."""
    left = [110.0, 110.02, 110.04, 110.5]
    shapes = [box(x, -7.0, round(x + 0.02, 2), -6.98) for x in left]
    return gpd.GeoDataFrame(geometry=shapes, index=pd.Index(list("abcd"), name="kelurahan_code"), crs="EPSG:4326")


def survey(*rows, **columns):
    table = pd.DataFrame(rows, columns=["kelurahan_code", "product", "input_name"])
    sector = read_lexicon().set_index("product")["sector"]
    table["sector"] = table["product"].map(sector).fillna("")
    return table.assign(**columns).rename_axis("business_id")


def everywhere(product="laundry", codes="abcd"):
    """Two of a trade that buys nothing of what is tested, so that a kelurahan counts as surveyed."""
    return [(code, product, "") for code in codes for _ in range(2)]


def measured(row, businesses, points=NO_POINTS, settings=SETTINGS):
    return measure_buyers(row, businesses, points, contiguity(row), settings)


def of(table, line_id, code, kind="survey"):
    cells = (table["line_id"] == line_id) & (table["kelurahan_code"] == code) & (table["kind"] == kind)
    return table[cells].set_index("product")[["n", "rows", "nearest_m"]]


def test_shops_here_and_next_door_are_counted_by_product(row):
    shops = [("a", "toko kelontong", ""), ("b", "toko kelontong", ""), ("b", "kantin", ""), ("c", "kantin", "")]
    table = measured(row, survey(*everywhere(), *shops))
    assert of(table, CHIPS, "a")["n"].to_dict() == {"toko kelontong": 2, "kantin": 1}
    assert of(table, CHIPS, "b")["n"].to_dict() == {"toko kelontong": 2, "kantin": 2}
    np.testing.assert_allclose(of(table, CHIPS, "a").loc["kantin", "nearest_m"], STEP, rtol=1e-3)
    assert of(table, CHIPS, "a").loc["toko kelontong", "nearest_m"] == 0
    within = table.groupby("kelurahan_code")["within_m"].max()
    np.testing.assert_allclose(within[["a", "b", "d"]], [STEP, STEP, 0], rtol=1e-3)


def test_weights_count_businesses_and_rows_count_interviews(row):
    shops = survey(("a", "kantin", ""), ("b", "kantin", ""), sampling_weight=[2.5, 4.0])
    assert of(measured(row, shops), CHIPS, "a").loc["kantin", ["n", "rows"]].tolist() == [6.5, 2.0]


def test_who_names_what_members_make_as_main_input_buys_it_and_members_do_not(row):
    said = [("a", "salon dan rias", "Tepung, telur"), ("a", "ayam petelur", "telur tetas")]
    table = measured(row, survey(*everywhere(), *said))
    assert of(table, EGGS, "a")["n"].to_dict() == {"salon dan rias": 1}


def test_a_business_of_unknown_product_is_no_buyer(row):
    table = measured(row, survey(*everywhere(), ("a", "", "telur"), ("a", "bukan produk", "telur")))
    assert of(table, EGGS, "a").index.tolist() == [""]


def test_looked_and_found_none_is_a_row_of_nought_and_not_looked_is_no_row(row):
    table = measured(row, survey(*everywhere(codes="ab")))
    assert of(table, CHIPS, "a")["n"].tolist() == [0.0]
    assert np.isnan(of(table, CHIPS, "a")["nearest_m"].iloc[0])
    assert of(table, CHIPS, "c").empty
    thin = measured(row, survey(*everywhere(codes="ab")), settings=Settings(minimum_businesses=3))
    assert of(thin, CHIPS, "a").empty
    alone = measured(row, survey(*everywhere(codes="ac")))
    assert of(alone, CHIPS, "a").empty, "nobody was asked next door"
    assert of(measured(row, survey(*everywhere(codes="d"))), CHIPS, "d")["n"].tolist() == [0.0], "an island has no door"


def test_a_sector_that_was_not_asked_about_leaves_absence_unknown(row):
    """Maggot sells to fish farms, too: without farming in the survey nobody can say that there is none."""
    rows = survey(*everywhere())
    assert of(measured(row, rows), "B29", "a")["n"].tolist() == [0.0]
    assert of(measured(row, rows, settings=Settings(covers_agriculture=False, minimum_businesses=2)), "B29", "a").empty


def test_points_count_within_reach_and_the_nearest_beyond_it_is_named(row):
    kitchens = pd.DataFrame({"kind": "kitchen", "lon": [110.01, 110.03], "lat": -6.99, "capacity": [3000.0, np.nan]})
    near = Settings(advice=AdviceSetup(assumptions=(("selling.reach_km", 3.0),)))
    table = (
        measured(row, survey(*everywhere()), kitchens, near)
        .set_index(["line_id", "kind", "kelurahan_code"])
        .sort_index()
    )
    cells = table.loc[(EGGS, "kitchen")]
    assert cells["n"].to_dict() == {"a": 2, "b": 2, "c": 1, "d": 0}
    np.testing.assert_allclose(cells.loc[["a", "c"], "nearest_m"], [0, STEP], rtol=1e-3, atol=1)
    assert cells.loc["d", "nearest_m"] > 40_000
    np.testing.assert_equal(cells["capacity"].to_numpy(), [3000, 3000, np.nan, np.nan])
    assert (cells["within_m"] == 3000).all()
    assert cells["rows"].isna().all()
    wide = measured(row, survey(*everywhere()), kitchens).set_index(["line_id", "kind", "kelurahan_code"]).sort_index()
    assert wide.loc[(EGGS, "kitchen"), "n"].to_dict() == {"a": 2, "b": 2, "c": 2, "d": 0}


def test_no_table_of_buyers_is_no_row_and_another_kind_says_nothing_of_kitchens(row):
    assert set(measured(row, survey(*everywhere()))["kind"]) == {"survey"}
    hotel = pd.DataFrame({"kind": ["hotel", "bank"], "lon": 110.01, "lat": -6.99, "capacity": np.nan})
    assert set(measured(row, survey(*everywhere()), hotel)["kind"]) == {"survey", "hotel"}


def test_a_line_without_members_is_bought_by_points_that_name_it(row):
    hotel = pd.DataFrame({"kind": ["hotel"], "lon": [110.01], "lat": [-6.99], "capacity": [np.nan]})
    table = measured(row, survey(*everywhere()), hotel)
    assert of(table, LAUNDRY, "a", "hotel")["n"].tolist() == [1.0]


def test_suppliers_make_what_members_use(row):
    farms = [("a", "jagung", ""), ("b", "pakan ternak", ""), ("b", "toko kelontong", "")]
    table = measure_suppliers(row, survey(*everywhere(), *farms), contiguity(row), SETTINGS)
    assert of(table, EGGS, "a")["n"].to_dict() == {"pakan ternak": 1}
    assert of(table, EGGS, "d")["n"].to_dict() == {"": 0}


def test_a_new_line_finds_its_buyers_without_code(row):
    like = lines_in_force().loc[CHIPS].drop(["changed", "own"]).dropna().astype(str).to_dict()
    like = like | {"line": "Telur asin", "products": "telur asin", "buyers": "kantin"}
    own = tuple(("X1", column, text) for column, text in like.items() if text)
    settings = Settings(minimum_businesses=2, advice=AdviceSetup(line_changes=own))
    market = pd.DataFrame({"kind": ["market"], "lon": [110.01], "lat": [-6.99], "capacity": [np.nan]})
    table = measured(row, survey(*everywhere(), ("a", "kantin", "")), market, settings)
    assert of(table, "X1", "a")["n"].to_dict() == {"kantin": 1}
    assert of(table, "X1", "a", "market")["n"].tolist() == [1.0]


def test_order_of_rows_does_not_matter_and_columns_are_as_told(row):
    rows = survey(*everywhere(), ("a", "kantin", "telur"), ("c", "toko kelontong", ""))
    table = measured(row, rows)
    assert list(table) == COLUMNS
    pd.testing.assert_frame_equal(table, measured(row, rows.iloc[::-1]))
    assert not table.duplicated(["kelurahan_code", "line_id", "kind", "product"]).any()


def test_the_sum_over_a_line_is_each_buyer_seen_from_every_kelurahan_that_sees_it(row):
    rows = survey(*[(code, "kantin", "") for code in "aabccd"])
    table = measured(row, rows)
    assert table.loc[table["line_id"] == CHIPS, "n"].sum() == 2 * 2 + 1 * 3 + 2 * 2 + 1


def test_knowledge_names_only_what_exists():
    products, lines = set(read_lexicon()["product"]), lines_in_force()
    for rule in read_buyers()["points"].values():
        assert set(rule["products"]) <= products
        assert set(rule["lines"]) <= set(lines.index)
    needs = read_buyers()["needs"]
    assert set(needs["points"]) | {"kitchen"} == set(read_buyers()["points"])
    assert set(needs["survey"]) - {"default"} <= set(lines.index)
    for pair in [*needs["survey"].values(), *needs["points"].values(), needs["kitchen"]["idr_portion_month"]]:
        assert 0 < pair[0] < pair[1]
    members = line_products(lines).query("role == 'member'")[["line_id", "product"]]
    assert line_suppliers(lines).merge(members).empty
    sells = set(lines.index[lines["buyers"] != ""])
    assert set(line_buyers(lines)["line_id"]) == sells
    assert set(line_points(lines)["line_id"]) - sells == {LAUNDRY}
