"""The synthetic buyers lie where the recipe says, name nobody, and are read without a question."""

from __future__ import annotations

import geopandas as gpd
import pytest

from mapping.demo import SEED, say_survey
from mapping.demo.buyers import draw_buyers
from mapping.demo.recipe import read_recipe
from mapping.intake.context import read_context
from mapping.knowledge.regions import REGIONS, read_villages
from mapping.settings import Settings

LABELS = {kind: shape["label"] for kind, shape in read_recipe()["buyer_kinds"].items()}


@pytest.fixture(scope="module", params=list(REGIONS))
def drawn(request, outlines):
    key = request.param
    return key, outlines[key], draw_buyers(key, outlines[key], SEED)


def test_there_are_as_many_of_each_kind_as_the_recipe_says_and_each_says_synthetic(drawn):
    key, _, buyers = drawn
    wanted = {LABELS[kind]: shape["count"] for kind, shape in read_recipe()["buyers"][key].items()}
    assert buyers["jenis tempat"].value_counts().to_dict() == wanted
    assert (buyers["catatan"] == "data sintetis").all()
    assert buyers["id"].is_unique
    assert list(buyers) == ["id", "jenis tempat", "lintang", "bujur", "kapasitas", "catatan"]


def test_each_lies_in_a_kecamatan_of_its_kind(drawn):
    key, outlines, buyers = drawn
    points = gpd.GeoDataFrame(
        buyers, geometry=gpd.points_from_xy(buyers["bujur"].astype(float), buyers["lintang"].astype(float)), crs=4326
    )
    found = points.sjoin(outlines[["geometry"]], how="left")
    district = found["kelurahan_code"].map(read_villages(key)["kecamatan"])
    assert district.notna().mean() > 0.95  # five decimals may put a point on a border across it
    for kind, shape in read_recipe()["buyers"][key].items():
        here = district[(found["jenis tempat"] == LABELS[kind]) & district.notna()]
        assert not shape["where"] or set(here[~here.index.duplicated()]) <= set(shape["where"])


def test_capacities_are_plausible_or_not_said(drawn):
    _, _, buyers = drawn
    for kind, shape in read_recipe()["buyer_kinds"].items():
        low, usual, high, _ = shape["capacity"]
        said = buyers.loc[buyers["jenis tempat"] == shape["label"], "kapasitas"]
        assert said.astype(int).between(low, high).all() if usual else (said == "").all(), kind


def test_the_same_seed_draws_the_same_and_another_seed_does_not(drawn):
    key, outlines, buyers = drawn
    assert draw_buyers(key, outlines, SEED).equals(buyers)
    assert not draw_buyers(key, outlines, SEED + 1).equals(buyers)


def test_the_table_is_read_as_points_without_a_finding(drawn):
    key, outlines, buyers = drawn
    known = read_context(say_survey(buyers).encode(), f"{key}_pembeli.csv", outlines, Settings())
    assert (known.used, len(known.rejects)) == (len(buyers), 0)
    assert set(known.points["kind"]) == set(read_recipe()["buyers"][key])
    assert known.points["capacity"].notna().sum() == (buyers["kapasitas"] != "").sum()
    assert not len(known.issues[known.issues["level"] != "info"])
