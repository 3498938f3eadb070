"""Likeness as people see it: nothing of one or two businesses can be read or worked out, words are plain."""

import dataclasses

import numpy as np
import pandas as pd

from mapping.measure.hiding import SHOWN
from mapping.measure.kin.chains import STATES
from mapping.present.hidden import told_as, told_cells
from mapping.present.kinship import HIDDEN_STATE, chain_table, chains_of, cluster_table, gap_table, type_table

HERE, OTHER = "35.78.03.1001", "35.78.03.1002"


def with_gaps(study):
    rows = [(HERE, "kue basah", 2.0, 9.0), (OTHER, "batik", 7.0, 20.0), (OTHER, "tempe", 0.0, 8.0)]
    table = pd.DataFrame(rows, columns=["kelurahan_code", "product", "n", "expected"])
    table = table.assign(ratio=table["n"] / table["expected"], p_below=0.97, p_above=0.03, agreeing=0.8, kind="kurang")
    return dataclasses.replace(study, gaps=table)


def with_chains(study, rows):
    columns = ["kelurahan_code", "chain", "step", "product", "n", "n_near", "state"]
    table = pd.DataFrame(rows, columns=columns).astype({"n": float, "n_near": float})
    return dataclasses.replace(study, chains=table.astype({"kelurahan_code": "category", "state": "category"}))


CAKES = [
    (HERE, "Kue dan roti", 1, "tepung", 0, 0, "tidak ada"),
    (HERE, "Kue dan roti", 1, "ayam petelur", np.nan, np.nan, "belum diketahui"),
    (HERE, "Kue dan roti", 2, "kue basah", 71, 2, "ada"),
    (HERE, "Kue dan roti", 3, "penjual kue", 0, 4, "dekat"),
    (HERE, "Kedelai", 2, "tempe", 1, 0, "ada"),
    (HERE, "Kedelai", 2, "tahu", 0, 0, "tidak ada"),
    (HERE, "Kedelai", 3, "warung makan", 90, 0, "ada"),
]


def test_a_gap_of_two_businesses_tells_that_it_is_few_and_no_figure_to_work_it_out(tiny_study):
    table = gap_table(with_gaps(tiny_study)).set_index("product")
    hidden = table.loc["kue basah"]
    assert hidden[["n", "ratio", "certainty", "agreeing"]].isna().all()
    assert np.isnan(hidden["fewer_than"]) or hidden["fewer_than"] == 3, "or not even that it is there"
    assert hidden["expected"] == 9
    assert table.loc["batik", ["n", "certainty"]].tolist() == [7, 0.97]
    assert np.isnan(table.loc["batik", "fewer_than"])
    # None at all is no person: it may be told.
    assert table.loc["tempe", "n"] == 0


def test_no_public_column_lets_a_hidden_count_be_derived(tiny_study):
    rng = np.random.default_rng(0)
    table = with_gaps(tiny_study).gaps
    many = pd.concat([table.assign(n=float(n), ratio=n / table["expected"]) for n in rng.integers(0, 6, 40)])
    shown = gap_table(dataclasses.replace(tiny_study, gaps=many.reset_index(drop=True)))
    one, two = (shown[many["n"].to_numpy() == n].drop_duplicates() for n in (1, 2))
    pd.testing.assert_frame_equal(one.reset_index(drop=True), two.reset_index(drop=True))


def test_chains_hide_small_counts_and_all_sums_next_door(tiny_study):
    table = chain_table(with_chains(tiny_study, CAKES)).set_index("product")
    assert np.isnan(table.loc["tempe", "n"])
    assert table.loc["tempe", "fewer_than"] == 3
    assert table.loc["kue basah", "n"] == 71
    assert "n_near" not in table


def test_a_chain_is_told_in_steps_with_what_is_lacking(tiny_study):
    cakes, soy = chains_of(with_chains(tiny_study, CAKES), HERE)
    # The chain with most makers first; 90 stalls do not make tempe a speciality.
    assert (cakes["chain"], soy["chain"]) == ("Kue dan roti", "Kedelai")
    assert [[product for product, _, _ in step] for step in cakes["steps"]] == [
        ["ayam petelur", "tepung"],
        ["kue basah"],
        ["penjual kue"],
    ]
    words = {product: said for step in cakes["steps"] for product, said, _ in step}
    # Of what else is sold there nothing is told: beside the total of its trade it would be one shop.
    assert words == {
        "ayam petelur": "belum diketahui",
        "tepung": "tidak ada",
        "kue basah": "71 usaha",
        "penjual kue": "disembunyikan",
    }
    assert cakes["missing"] == [("tepung", "tepung")]
    assert soy["steps"][0][1][1] == "< 3 usaha"
    assert chains_of(tiny_study, "99.99.99.9999") == []


def test_every_state_has_a_sign_on_the_profile():
    from mapping.ui.kin import SIGNS

    assert set(SIGNS) == {*STATES, HIDDEN_STATE}


def clustered(study):
    clusters = study.clusters.copy()
    clusters[["moran_p", "gi_p", "gi"]] = [0.5, 0.5, -1.0]
    clusters[["moran_kind", "neighbours"]] = ["LL", 2]
    clusters[["moran_firm", "gi_firm"]] = False
    clusters.loc[(OTHER, "food"), ["moran_kind", "moran_p", "moran_firm"]] = ["HH", 0.0002, True]
    clusters.loc[("35.78.13.1004", "food"), ["moran_kind", "moran_p", "gi", "gi_p"]] = ["HL", 0.04, 2.1, 0.03]
    clusters.loc[("35.78.13.1005", "food"), ["moran_kind", "moran_p", "gi", "gi_p"]] = ["", np.nan, np.nan, np.nan]
    return dataclasses.replace(study, clusters=clusters)


def test_patterns_in_plain_words_with_how_sure_they_are(tiny_study):
    # With fewer hidden cells: in so small a region nearly all is hidden else.
    few = dataclasses.replace(tiny_study, settings=dataclasses.replace(tiny_study.settings, suppress_below=2))
    table = cluster_table(clustered(few)).set_index(["kelurahan_code", "sector"])
    columns = ["pattern", "pattern_sure", "spot", "spot_sure"]
    assert table.loc[(OTHER, "food"), columns].tolist() == ["gugus tinggi", "pasti", "titik dingin", "tidak jelas"]
    possible = table.loc[("35.78.13.1004", "food"), columns].tolist()
    assert possible == ["menonjol sendiri", "mungkin", "titik panas", "mungkin"]
    assert table.loc[("35.78.13.1005", "food"), columns].tolist() == [""] * 4


def test_a_cell_of_two_businesses_has_no_pattern(tiny_study):
    study = clustered(tiny_study)
    table = cluster_table(study).set_index(["kelurahan_code", "sector"])
    small = study.indicators["n"].reindex(table.index).isin([1, 2])
    assert small.any() and table.loc[small, "hidden"].all()
    small = told_as(told_cells(study), table.index) != SHOWN
    assert (table["hidden"] == small).all()
    assert (table.loc[small, ["pattern", "pattern_sure", "spot", "spot_sure"]] == "").all(axis=None)
    assert not {"value", "lag", "moran", "gi", "moran_p", "gi_p"} & set(table)


def test_types_carry_names_and_the_label_of_synthetic_data(tiny_study):
    table = type_table(tiny_study)
    assert set(table["kelurahan_code"]) == set(tiny_study.typology.index)
    assert (table["data_label"] == "data sintetis").all()
    assert table["type_name"].notna().all()
