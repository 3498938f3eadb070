"""What leaves the house of two waves: no cell of one or two businesses, and none that can be reckoned back."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mapping.present.tables import TOO_FEW
from mapping.present.time import COUNTS, backtest_table, change_table, hidden_waves, next_products, sector_changes
from tests.attack import System


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


def test_no_hidden_cell_of_either_wave_is_a_total_less_the_others(study):
    """The attacker of tests/attack.py, who knows the sums of every kelurahan and sector in both waves."""
    table = change_table(study).set_index(["kelurahan_code", "sector"])
    hidden = table["n_now"].isna().unstack("sector")
    for wave in ("rows_before", "rows_now"):
        n = study.waves[wave].unstack("sector")
        system = System({cell: (0.0, 9_999.0) for cell, flag in hidden.stack().items() if flag})
        for code, row in n.iterrows():
            system.sums.append(
                ([(code, s) for s in n if hidden.at[code, s]], rest := row[hidden.loc[code]].sum(), rest)
            )
        for sector, column in n.items():
            rest = column[hidden[sector]].sum()
            system.sums.append(([(code, sector) for code in n.index if hidden.at[code, sector]], rest, rest))
        system.sums = [of for of in system.sums if of[0]]
        small = [cell for cell in system.bounds if n.at[cell] in (1, 2)]
        assert len(small) > 10
        for cell, (low, high) in system.ranges(small).items():
            assert low < high, (wave, cell)


def test_one_small_cell_hides_others_of_its_row_and_of_its_column():
    index = pd.MultiIndex.from_product([list("abc"), ["food", "trade"]], names=["kelurahan_code", "sector"])
    counts = [2.0, 30, 8, 5, 9, 7]
    rows = pd.DataFrame({"rows_before": counts, "rows_now": counts}, index=index)
    hidden = hidden_waves(rows, 3).unstack("sector")
    assert hidden.loc["a"].all() and hidden["food"].sum() > 1 and hidden["trade"].sum() > 1
    assert not hidden_waves(rows.assign(rows_before=9.0, rows_now=9.0), 3).any()


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
