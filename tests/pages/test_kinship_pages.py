"""The page of likes and clusters, and what a profile says of them."""

from __future__ import annotations

import pytest

from mapping.present.kinship import gap_table
from mapping.ui.text import plain

TITLE = "Mana yang serupa, mana yang mengelompok?"


def texts(test) -> str:
    kinds = (test.markdown, test.caption, test.info, test.warning)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


@pytest.mark.parametrize("region", ["surabaya", "batang"])
@pytest.mark.parametrize("look", ["pola", "panas", "yakin"])
@pytest.mark.parametrize("sector", ["pangan", "pertanian"])
def test_every_view_of_the_clusters_opens(app, region, look, sector):
    test = app("kelompok", wilayah=region, lihat="gugus", pola=look, sektor=sector)
    assert not test.exception
    assert [title.value for title in test.title] == [TITLE]


def test_types_are_listed_with_what_sets_them_apart(app, study):
    types = study("batang").types
    shown = texts(app("kelompok", wilayah="batang"))
    assert len(types) > 1
    for row in types.itertuples():
        assert plain(row.name[:1].upper() + row.name[1:]) in shown
        assert row.traits in shown
    assert f"{len(types)} tipe" in shown


def test_the_sentence_on_clustering_agrees_with_the_test(app, study):
    for sector, word in (("food", "pangan"), ("crafts", "kerajinan")):
        whole = study("batang").clustering.loc[sector]
        shown = texts(app("kelompok", wilayah="batang", lihat="gugus", sektor=word))
        clusters = whole["p"] < 0.05 and whole["moran_i"] > whole["expected_i"]
        assert ("memang mengelompok" in shown) == clusters
        assert ("tidak terbukti mengelompok" in shown) == (whole["p"] >= 0.05)


def test_a_sector_that_was_not_surveyed_cannot_cluster(app):
    assert "tidak bisa dihitung" in texts(app("kelompok", wilayah="surabaya", lihat="gugus", sektor="pertanian"))


def test_nonsense_in_the_address_falls_back(app):
    test = app("kelompok", wilayah="batang", lihat="<b>", pola="{{7*7}}", sektor="x")
    assert not test.exception
    assert test.session_state["lihat"] == "tipe"


def test_a_profile_names_its_type_and_its_gaps(app, study):
    of = study("batang")
    row = gap_table(of).iloc[0]
    shown = texts(app("profil", wilayah="batang", kelurahan=row["kelurahan_code"], sisi="sekitar"))
    assert f"Tipe: {plain(of.typology.loc[row['kelurahan_code'], 'name'])}" in shown
    word = {"kurang": "sedikit", "lebih": "banyak"}[row["kind"]]
    assert f"Lebih **{word}** usaha {plain(row['product'])}" in shown


def test_a_thinly_surveyed_profile_says_neither_type_nor_gap(app, study):
    of = study("batang")
    thin = next(code for code in of.kelurahan.index if code not in of.typology.index)
    test = app("profil", wilayah="batang", kelurahan=thin, sisi="sekitar")
    assert not test.exception
    shown = texts(test)
    assert "Tipe:" not in shown
    assert "Dibanding tempat yang mirip" not in shown
