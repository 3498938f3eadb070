"""What leaves the house of two waves: no cell of one or two businesses, and none that can be reckoned back."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mapping.present.tables import TOO_FEW
from mapping.present.time import COUNTS, backtest_table, change_table, hidden_cells, next_products, sector_changes


@pytest.fixture
def study(demonstration):
    return demonstration("surabaya")


def test_small_cells_of_either_wave_are_blank_in_every_figure(study):
    table = change_table(study).set_index(["kelurahan_code", "sector"])
    rows = study.waves.loc[table.index]
    small = rows[["rows_before", "rows_now"]].isin([1.0, 2.0]).any(axis=1)
    assert small.sum() > 20
    assert table.loc[small, COUNTS].isna().all().all()
    assert (table.loc[small, "note"] == TOO_FEW).all()
    assert not table.loc[~small, "n_before"].isna().all()


def test_no_hidden_cell_is_a_total_less_the_others(study):
    """Per sector none or at least three cells are hidden, and they do not all have to be ones or twos."""
    hidden = hidden_cells(study.waves, 3)
    for _, of in hidden.groupby(level="sector"):
        assert of.sum() == 0 or of.sum() >= 3


def test_one_small_cell_hides_two_more():
    index = pd.MultiIndex.from_product([list("abcdef"), ["food"]], names=["kelurahan_code", "sector"])
    counts = [2.0, 30, 0, 5, 9, 7]
    rows = pd.DataFrame({"rows_before": counts, "rows_now": counts}, index=index)
    assert hidden_cells(rows, 3).tolist() == [True, False, False, True, False, True]
    assert not hidden_cells(rows.assign(rows_before=9.0, rows_now=9.0), 3).any()


def test_the_parts_of_the_sectors_are_those_of_the_cells(study):
    table = sector_changes(study).set_index("sector")
    assert table.loc["Semua", "n_before"] == study.waves["n_before"].sum()
    assert (table["region_part"] + table["mix_part"]).to_numpy() == pytest.approx(table["change"].to_numpy())
    assert table.loc["Semua", "mix_part"] == pytest.approx(0, abs=1e-9)
    assert table["survival"].between(0.6, 1).all()


def test_every_row_says_that_the_data_are_synthetic(study):
    table = change_table(study)
    assert (table["data_label"] == "data sintetis").all()
    assert (table["before"] == "2023-07-16").all()


def test_scores_stand_beside_their_baselines(study):
    table = backtest_table(study, "new").set_index("score")
    rows = study.backtest[(study.backtest["target"] == "new") & (study.backtest["baseline"] == "popularity")]
    rows = rows.set_index("score")
    assert table.loc["Kedekatan produk", "average_precision"] == rows.loc["relatedness", "average_precision"]
    assert table.loc["Kedekatan produk", "popularity"] == rows.loc["relatedness", "baseline_precision"]
    assert table.loc["Kelaziman", "verdict"] == "patokan"
    assert np.isnan(table.loc["Kelaziman", "popularity"])
    assert table.loc["Kedekatan produk", "verdict"] == "tidak"
    assert table["hits"].between(0, 3).all()


def test_suggestions_need_a_passed_backtest(study):
    code = study.kelurahan.index[0]
    assert next_products(study, code).empty
    index = pd.MultiIndex.from_product(
        [[code], ["tempe", "tahu", "batik", "madu"]], names=["kelurahan_code", "product"]
    )
    shown = pd.DataFrame({"density": [0.9, 0.5, np.nan, 0.7], "lq_prob": [0.95, 0.2, 0.1, 0.6]}, index=index)
    table = next_products(replace(study, relatedness=shown), code)
    assert table["product"].tolist() == ["madu", "tahu"]
    assert "n" not in table
