"""The plan as it leaves the house: whole, with the numbers of its rows, and nothing of one or two businesses."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mapping.advise.plan.gaps import HIDDEN, LACKING
from mapping.knowledge.catalog import read_lines
from mapping.knowledge.formats import say_rupiah
from mapping.present.plan import (
    COLUMNS,
    gaps_of,
    needed_first,
    overlap_of,
    permits_of,
    plan_table,
    public_suitability,
    roles_of,
    stages_of,
)
from mapping.present.tables import small_cells

CODE, THIN = "35.78.03.1001", "35.78.13.1003"


def organisations(study, *rows):
    columns = ["kelurahan_code", "item", "value", "text", "unit", "date", "file", "row"]
    known = [(code, item, value, "", "lembaga", "2026-01-05", "lembaga.csv", 2) for code, item, value in rows]
    return replace(study, context=pd.DataFrame(known, columns=columns))


@pytest.fixture(scope="module")
def surabaya(demonstration):
    return demonstration("surabaya")


def test_what_a_line_needs_first_is_what_its_plan_says_first(surabaya):
    for row in surabaya.advice.query("position == '1'").head(6).itertuples():
        stages = stages_of(surabaya, row.kelurahan_code, row.line_id)
        assert needed_first(surabaya, row.kelurahan_code, row.line_id) == stages["before"].iloc[0] != ""


def test_the_table_has_three_stages_for_each_first_line(surabaya):
    table = plan_table(surabaya)
    first = surabaya.advice.query("position == '1'").set_index("kelurahan_code")["line_id"]
    assert table.columns.tolist() == [*COLUMNS, "data_label"]
    assert table.groupby("kelurahan_code", sort=False)["stage"].agg(list).map(lambda said: said == [1, 2, 3]).all()
    assert set(table["kelurahan_code"]) == set(first.index)
    core = table[table["stage"] == 1].set_index("kelurahan_code")
    pd.testing.assert_series_equal(core["stage_line_id"].sort_index(), first.sort_index(), check_names=False)
    assert table.groupby("kelurahan_code")["stage_line_id"].nunique().eq(3).all()
    assert table[["line", "stage_line", "why", "before", "permits"]].ne("").all().all()
    assert set(table["data_label"]) == {"data sintetis"}


def test_the_sentences_agree_with_the_numbers_beside_them(surabaya):
    later = plan_table(surabaya).query("stage > 1 and net_cash_idr_month > 0")
    assert len(later)
    for row in later.itertuples():
        assert say_rupiah(row.net_cash_idr_month) in row.before
        assert f"{row.months:.0f} bulan" in row.before


def test_one_page_says_what_the_table_says(surabaya):
    table = plan_table(surabaya)
    for code in table["kelurahan_code"].drop_duplicates().iloc[::25]:
        mine = table[table["kelurahan_code"] == code]
        page = stages_of(surabaya, code, mine["line_id"].iloc[0])
        assert page["stage_line_id"].tolist() == mine["stage_line_id"].tolist()
        assert page["before"].tolist() == mine["before"].tolist()
        gaps = gaps_of(surabaya, code, mine["line_id"].iloc[0])
        lacking = gaps[gaps["state"] == LACKING]
        assert "; ".join(lacking["label"]) == mine["gaps"].iloc[0]


def test_nothing_worked_out_from_one_or_two_members_is_told(surabaya):
    few = small_cells(surabaya.line_indicators["n"], 3)
    pairs = few[few].index.intersection(surabaya.suitability.index)
    known = surabaya.suitability.loc[pairs].select_dtypes("number").notna().any(axis="columns")
    assert known.any()
    assert public_suitability(surabaya).loc[pairs].select_dtypes("number").isna().all().all()
    code, line_id = pairs[known][0]
    stages = stages_of(surabaya, code, line_id)
    assert stages["net_cash_idr_month"].isna().all()
    assert np.isnan(stages["capital_here_idr"].iloc[0])


def test_a_share_of_one_or_two_businesses_stays_hidden_on_the_page(surabaya):
    few = small_cells(surabaya.indicators["n"], 3).xs("food", level="sector")
    gaps = gaps_of(surabaya, few[few].index[0], "B13")
    asked = gaps[gaps["gap"].isin(["capital", "digital", "one_product"])]
    assert set(asked["state"]) <= {HIDDEN, "belum diketahui"}
    assert asked["value"].isna().all()


def test_what_a_founder_changes_is_felt(tiny_study):
    changed = replace(tiny_study.settings.advice, line_changes=(("B13", "capex_low_idr", "20000000"),), borrows=False)
    study = replace(tiny_study, settings=replace(tiny_study.settings, advice=changed))
    before, after = stages_of(tiny_study, CODE, "B13").iloc[0], stages_of(study, CODE, "B13").iloc[0]
    assert not before["own_figures"] and after["own_figures"]
    assert after["capital_low_idr"] - before["capital_low_idr"] == 20e6 - read_lines().at["B13", "capex_low_idr"]
    gone = set(roles_of(tiny_study, CODE, "B13")["task"]) - set(roles_of(study, CODE, "B13")["task"])
    assert gone == {"Mengajukan pinjaman sesudah musyawarah"}


def test_every_line_has_a_plan_even_where_nothing_was_surveyed(tiny_study):
    for line_id in read_lines().index:
        assert len(stages_of(tiny_study, THIN, line_id)) == 3
        assert len(permits_of(tiny_study, line_id)) > 5
        assert len(gaps_of(tiny_study, THIN, line_id)) >= 10


def test_a_ward_has_no_village_enterprise_unless_a_table_says_so(tiny_study):
    assert set(overlap_of(tiny_study, CODE, "B13")["item"]) == {"cooperatives", "groups"}
    told = organisations(tiny_study, (CODE, "bumdes", 1.0))
    assert set(overlap_of(told, CODE, "B13")["item"]) == {"bumdes", "cooperatives", "groups"}


def test_the_table_names_who_is_already_there(surabaya):
    code = plan_table(surabaya)["kelurahan_code"].iloc[0]
    told = plan_table(organisations(surabaya, (code, "cooperatives", 2.0)))
    assert set(told.loc[told["kelurahan_code"] == code, "already_there"]) == {"Koperasi lain (2)"}
    assert set(told.loc[told["kelurahan_code"] != code, "already_there"]) == {""}
