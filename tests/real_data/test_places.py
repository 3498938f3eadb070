"""Codes, names and points of real publishers."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mapping.intake.outlines.boundaries import read_boundaries
from mapping.intake.places.assign import assign_kelurahan
from mapping.intake.places.crosswalk import build_crosswalk, choose_pairs, read_crosswalk
from mapping.settings import Settings

DATA = Path(__file__).parents[3] / "shared" / "data"
COOPERATIVES = DATA / "cooperatives" / "kkmp_simkopdes_surabaya_153.csv"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="real files are not beside the checkout")


def outlines(name):
    return read_boundaries((DATA / "boundaries" / name).read_bytes(), name, Settings())[0]


@pytest.fixture(scope="module")
def surabaya():
    return outlines("surabaya_kemendagri2025.gpkg"), outlines("surabaya_hdx_bps2020.gpkg")


@pytest.mark.parametrize(("region", "median", "sure"), [("surabaya", 0.93, 151), ("batang", 0.81, 244)])
def test_the_crosswalk_built_is_the_crosswalk_published(region, median, sure):
    own, bps = outlines(f"{region}_kemendagri2025.gpkg"), outlines(f"{region}_hdx_bps2020.gpkg")
    name = f"xwalk_bps_kemendagri_{region}.csv"
    published = read_crosswalk((DATA / "attributes" / name).read_bytes(), name)
    built = build_crosswalk(bps, own)
    both = published.merge(built, on=["bps_code", "kelurahan_code"], suffixes=("", "_built"))
    assert len(both) == len(published) == len(bps)
    np.testing.assert_allclose(both["iou_built"], both["iou"], atol=1e-4)
    np.testing.assert_allclose(both["share_bps_built"], both["share_bps"], atol=1e-4)
    best = choose_pairs(built, own.index)
    assert best["iou"].median() == pytest.approx(median, abs=0.005)
    assert best["grade"].value_counts()["sure"] == sure
    assert (best["kelurahan_code"] == choose_pairs(published, own.index)["kelurahan_code"]).all()


def test_what_changed_in_surabaya_is_named(surabaya):
    table = build_crosswalk(surabaya[1], surabaya[0])
    merged = table[table["relation"] == "gabungan"]
    assert set(merged["bps_name"]) == {"Perak Timur", "Perak Utara"}
    assert set(merged["name"]) == {"Tanjung Perak"}
    noted = table[table["note"] != ""]
    assert dict(zip(noted["bps_name"], noted["name"], strict=True)) == {
        "Simomulyo": "Simomulyo Baru",
        "Simomulyo Baru": "Simomulyo",
    }


@pytest.fixture(scope="module")
def cooperatives():
    table = pd.read_csv(COOPERATIVES)
    bare = (
        table["name"].str.removeprefix("KOPERASI KELURAHAN MERAH PUTIH ").str.replace(r" KECAMATAN .*", "", regex=True)
    )
    survey = pd.DataFrame(
        {
            "kelurahan": bare,
            "kecamatan": table["subdistrict"],
            "kabupaten": table["district"],
            "code": "",
            "bps_code": "",
        }
    ).astype("str")
    survey[["lon", "lat"]] = table[["longitude", "latitude"]]
    survey["row"] = survey.index + 2
    return survey.set_axis(survey.index.astype(str)).assign(business_name=table["name"].to_numpy(), product="")


def test_cooperatives_are_found_by_name_and_their_placeholders_named(surabaya, cooperatives):
    placed, issues, rejects, places = assign_kelurahan(cooperatives, surabaya[0], COOPERATIVES.name)
    assert rejects.empty
    assert places.empty  # the two odd names lie at points of their own, so nothing hangs on them
    assert placed["placed_by"].value_counts().to_dict() == {"name": 151, "point": 2}
    assert placed["kelurahan_code"].nunique() == 153
    middle = issues["kind"] == "titik pengganti"
    assert 77 <= middle.sum() <= 82
    assert placed["lon"].isna().sum() == middle.sum()
    assert issues["what"].str.contains("menurut titik ada di").sum() == 9


def test_without_names_a_middle_still_says_which_kelurahan(surabaya, cooperatives):
    nameless = cooperatives.assign(kelurahan="", kecamatan="", kabupaten="")
    placed, _, rejects, _ = assign_kelurahan(nameless, surabaya[0], COOPERATIVES.name, settings=Settings())
    by_name, *_ = assign_kelurahan(cooperatives, surabaya[0], COOPERATIVES.name)
    assert rejects.empty
    assert (placed["kelurahan_code"] == by_name["kelurahan_code"]).sum() >= 142


def test_a_bps_survey_reaches_a_kemendagri_map_with_the_crosswalk(surabaya):
    """Every BPS unit once, as 10 bare digits under "kode": 152 reach a kelurahan, the two low ones do not."""
    own, bps = surabaya
    codes = bps.index.str.removeprefix("bps:")
    survey = pd.DataFrame({"code": codes, "bps_code": "", "kelurahan": "", "kecamatan": "", "kabupaten": ""})
    survey = survey.astype("str").assign(lon=np.nan, lat=np.nan, row=range(2, len(codes) + 2))
    placed, _, rejects, _ = assign_kelurahan(survey, own, "a.csv")
    assert placed.empty
    assert rejects["reason"].str.contains("kode BPS").mean() > 0.8
    placed, issues, rejects, _ = assign_kelurahan(survey, own, "a.csv", crosswalk=build_crosswalk(bps, own))
    assert (len(placed), len(rejects)) == (152, 2)
    assert rejects["reason"].str.contains("hanya sama 4").all()
    assert issues["level"].value_counts().to_dict() == {"info": 2, "warn": 2}  # Perak Timur; codes of both numberings
