"""The suitability and the advice as files: nothing of one or two businesses leaves the house."""

import numpy as np

from mapping.advise.suit.components import COMPONENTS
from mapping.present.tables import advice_table, small_cells, suitability_table

MONEY = ["volume_month", "net_cash_idr_month", "dscr", "capital_idr"]


def test_every_pair_is_in_the_file_with_its_names(tiny_study):
    table = suitability_table(tiny_study)
    assert len(table) == len(tiny_study.suitability)
    assert (table["line"] != "").all() and table["name"].notna().all()
    assert {*COMPONENTS, "score", "gate", "carries", "unit"} <= set(table)


def test_figures_of_one_or_two_members_are_blank(tiny_study):
    table = suitability_table(tiny_study).set_index(["kelurahan_code", "line_id"])
    small = small_cells(tiny_study.line_indicators["n"], tiny_study.settings.suppress_below).reindex(table.index)
    assert small.any()
    assert table.loc[small, [*COMPONENTS, "score", *MONEY]].isna().all(axis=None)
    assert table.loc[~small, "capital_idr"].notna().any()


def test_one_or_two_buyers_are_not_counted(tiny_study):
    few = tiny_study.suitability["buyers_reach_rows"].isin([1.0, 2.0])
    assert few.any()
    table = suitability_table(tiny_study).set_index(["kelurahan_code", "line_id"])
    assert (table.loc[few.reindex(table.index), "buyers_reach"] == "kurang dari 3").all()
    assert "buyers_reach_rows" not in table


def test_buyers_of_several_kelurahan_leave_as_a_band(demonstration):
    study = demonstration("surabaya")
    table = suitability_table(study).set_index(["kelurahan_code", "line_id"])
    exact = study.suitability["buyers_reach"].reindex(table.index)
    assert set(table.loc[exact >= 10, "buyers_reach"]) == {"10 sampai 29", "30 sampai 99", "100 atau lebih"}
    assert not table["buyers_reach"].str.fullmatch(r"[1-9]\d*").any()


def test_the_advice_file_says_the_money(demonstration):
    table = advice_table(demonstration("batang"))
    start = table[table["position"].isin(["1", "2", "3"])]
    for column in ("capital_idr", "break_even_units_month", "net_cash_idr_month", "dscr"):
        assert start[column].notna().mean() > 0.9
    assert "n" not in table
    assert np.allclose(start["net_cash_idr_month"] / start["instalment_idr_month"], start["dscr"], equal_nan=True)
