"""Two maps of one place laid over each other; areas known by hand."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import affinity
from shapely.geometry import box

from mapping.errors import ColumnsError, InputError
from mapping.intake.places.crosswalk import build_crosswalk, choose_pairs, read_crosswalk


def map_of(prefix, rows):
    table = pd.DataFrame(rows, columns=["code", "name", "geometry"])
    table["code"] = prefix + table["code"]
    return gpd.GeoDataFrame(table.set_index("code").assign(kecamatan="Barat"), crs="EPSG:4326")


def strip(west, east):
    return box(110 + west / 100, -7, 110 + east / 100, -6.99)


BPS = [
    ("3325010001", "Satu", strip(0, 4)),
    ("3325010002", "Kecil", strip(4, 5)),
    ("3325010003", "Besar", strip(5, 9)),
    ("3325010004", "Dua", strip(9, 13)),
]
OWN = [
    ("33.25.01.2001", "Satu", strip(0, 4)),
    ("33.25.01.2002", "Besar Kecil", strip(4, 9)),
    ("33.25.01.2003", "Dua Barat", strip(9, 11)),
    ("33.25.01.2004", "Dua Timur", strip(11, 13)),
]


@pytest.fixture
def built():
    return build_crosswalk(map_of("bps:", BPS), map_of("", OWN)).set_index(["bps_code", "kelurahan_code"])


def test_agreement_by_hand(built):
    table = built[["iou", "share_bps", "share_kelurahan"]]
    assert table.loc[("bps:3325010001", "33.25.01.2001")].tolist() == pytest.approx([1, 1, 1])
    assert table.loc[("bps:3325010002", "33.25.01.2002")].tolist() == pytest.approx([1 / 5, 1, 1 / 5])
    assert table.loc[("bps:3325010003", "33.25.01.2002")].tolist() == pytest.approx([4 / 5, 1, 4 / 5])
    assert table.loc[("bps:3325010004", "33.25.01.2004")].tolist() == pytest.approx([1 / 2, 1 / 2, 1])
    assert len(table) == 5


def test_merged_and_split_units_are_told_apart(built):
    relation = built["relation"]
    assert relation["bps:3325010001"].tolist() == ["sama"]
    assert relation["bps:3325010002"].tolist() == relation["bps:3325010003"].tolist() == ["gabungan"]
    assert relation["bps:3325010004"].tolist() == ["pecahan", "pecahan"]


def test_which_pair_is_used_and_how_surely(built):
    pairs = choose_pairs(built.reset_index(), pd.Index([code for code, _, _ in OWN]))
    assert pairs["grade"].tolist() == ["sure", "merged", "sure", "sure"]
    assert set(choose_pairs(built.reset_index(), pd.Index(["x"]))["grade"]) == {"absent"}


def test_swapped_names_are_noted():
    own = [("33.25.01.2001", "Simomulyo Baru", strip(0, 4)), ("33.25.01.2002", "Simomulyo", strip(4, 9))]
    bps = [("3325010001", "Simomulyo", strip(0, 4)), ("3325010002", "Simomulyo Baru", strip(4, 9))]
    assert build_crosswalk(map_of("bps:", bps), map_of("", own))["note"].str.contains("milik kelurahan lain").all()


def test_stretching_and_shuffling_change_nothing(built):
    def moved(frame):
        return frame.set_geometry([affinity.affine_transform(g, [2, 0, 0, 3, -110, 15]) for g in frame.geometry])

    again = build_crosswalk(moved(map_of("bps:", BPS[::-1])), moved(map_of("", OWN[::-1])))
    pd.testing.assert_frame_equal(again.set_index(["bps_code", "kelurahan_code"]).sort_index(), built.sort_index())


def test_shares_of_a_unit_sum_to_one_on_a_full_cover(built):
    assert built.groupby("bps_code")["share_bps"].sum().tolist() == pytest.approx([1, 1, 1, 1])


def test_the_order_of_the_maps_is_checked():
    with pytest.raises(InputError, match="berkode BPS"):
        build_crosswalk(map_of("", OWN), map_of("bps:", BPS))
    with pytest.raises(InputError, match="tidak bertemu"):
        away = map_of("", [(code, name, affinity.translate(shape, 5)) for code, name, shape in OWN])
        build_crosswalk(map_of("bps:", BPS), away)


def test_what_is_built_is_read_again(built):
    content = built.reset_index().to_csv(index=False).encode()
    again = read_crosswalk(content, "padanan.csv").set_index(["bps_code", "kelurahan_code"])
    np.testing.assert_allclose(again["iou"].sort_index(), built["iou"].sort_index())


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("a,b\n1,2\n", ColumnsError, "kolom bps_code dan kelurahan_code"),
        ("village_code,kode,iou\nid332504,33.25.04.2002,0.5\n", InputError, "baris 2"),
        ("village_code,kode,iou\nid3325040002,3325,0.5\n", InputError, "kode Kemendagri"),
        ("village_code,kode,iou\nid3325040002,33.25.04.2002,85\n", InputError, "antara 0 dan 1"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_row_and_column(text, error, words):
    with pytest.raises(error, match=words):
        read_crosswalk(text.encode(), "padanan.csv")
