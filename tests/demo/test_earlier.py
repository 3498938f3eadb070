"""The earlier wave is the same region three years before, and nothing is planted in what grew."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mapping.demo import SEED
from mapping.demo.earlier import draw_earlier
from mapping.demo.recipe import read_recipe
from mapping.knowledge.regions import REGIONS, demonstration_settings, demonstration_sources


@pytest.fixture(scope="module")
def earlier(businesses, outlines):
    return draw_earlier("surabaya", businesses["surabaya"], outlines["surabaya"], SEED)


def test_one_region_has_an_earlier_wave_and_one_has_none():
    assert {key: region.earlier for key, region in REGIONS.items()} == {"surabaya": 2023, "batang": 0}


def test_it_is_all_of_its_time_and_says_that_it_is_synthetic(earlier):
    assert pd.to_datetime(earlier["tanggal survei"]).between("2023-06-01", "2023-08-31").all()
    assert (earlier["tahun mulai"].astype(int) <= 2023).all()
    assert (earlier["catatan"] == "data sintetis").all()
    assert earlier["id"].is_unique
    assert not {"pemilik", "no hp", "nama usaha"} & set(earlier)


def test_most_businesses_stayed_and_a_fifth_has_closed(earlier, businesses):
    now = businesses["surabaya"]
    there = now[
        (now["started_year"] < 2023) & ~now["kelurahan_code"].isin(read_recipe()["earlier"]["surabaya"]["unsurveyed"])
    ]
    key = ["kelurahan_code", "text", "men", "women", "started_year"]
    known = set(there[key].astype(str).itertuples(index=False, name=None))
    columns = ["kode wilayah", "produk/usaha", "pekerja L", "pekerja P", "tahun mulai"]
    met = set(earlier[columns].itertuples(index=False, name=None))
    assert len(known & met) >= 0.93 * len(known)
    assert len(earlier) * 0.75 < len(there) < len(earlier) * 0.85


def test_some_kelurahan_were_left_out_and_the_unsurveyed_stay_unsurveyed(earlier):
    left_out = read_recipe()["earlier"]["surabaya"]["unsurveyed"]
    never = read_recipe()["region"]["surabaya"]["unsurveyed"]
    assert len(left_out) == 3
    assert not earlier["kode wilayah"].isin([*left_out, *never]).any()
    assert earlier["kode wilayah"].nunique() == 153 - len(left_out) - len(never)


def test_the_same_seed_gives_the_same_wave_and_another_another(businesses, outlines, earlier):
    again = draw_earlier("surabaya", businesses["surabaya"], outlines["surabaya"], SEED)
    pd.testing.assert_frame_equal(again, earlier)
    other = draw_earlier("surabaya", businesses["surabaya"], outlines["surabaya"], SEED + 1)
    assert not np.array_equal(other["produk/usaha"].to_numpy()[:200], earlier["produk/usaha"].to_numpy()[:200])


def test_all_of_it_is_used(demonstration):
    entry = next(e for e in demonstration("surabaya").manifest["inputs"] if e["role"] == "earlier")
    assert (entry["name"], entry["rows_in"], entry["rows_rejected"]) == ("surabaya_umkm_2023.csv", 4_726, 0)


def test_no_other_figure_hangs_on_the_earlier_wave(demonstration, demonstration_files):
    """Scores and advice of the present wave are the same with and without it."""
    from dataclasses import replace

    from mapping.study import build_study

    with_it = demonstration("surabaya")
    without = build_study(demonstration_settings("surabaya"), replace(demonstration_files("surabaya"), earlier=None))
    pd.testing.assert_frame_equal(with_it.scores, without.scores)
    pd.testing.assert_frame_equal(with_it.advice, without.advice)
    assert without.manifest["waves"]["state"] == "one"
    assert without.earlier.columns.tolist() == with_it.businesses.columns.tolist()


def test_a_missing_file_is_an_error_of_the_folder(tmp_path):
    with pytest.raises(FileNotFoundError):
        demonstration_sources("surabaya", tmp_path)
