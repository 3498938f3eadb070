"""What leaves the house about joint purchasing and shared facilities: no figure of one or two businesses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mapping.advise.together.purchasing import COLUMNS, main_inputs
from mapping.knowledge.sharing import OTHER, read_inputs
from mapping.present.files.tables import table_files
from mapping.present.hidden import DOMINATED
from mapping.present.together import (
    ALONE,
    NOT_TOGETHER,
    group_table,
    joiners_table,
    purchasing_table,
    site_table,
    user_table,
)

MONEY = ["spend_idr_month", "saving_low_idr_month", "saving_high_idr_month"]


@pytest.fixture(scope="module")
def surabaya(demonstration):
    return demonstration("surabaya")


class TestPurchasing:
    def test_no_figure_of_one_or_two_businesses(self, surabaya):
        told = purchasing_table(surabaya).set_index(["kelurahan_code", "key"])
        raw = surabaya.purchasing.set_index(["kelurahan_code", "input"])
        small = raw["rows"].reindex(told.index) < 3
        assert small.any()
        hidden = told[small.to_numpy()]
        assert hidden[["rows", "members", "assumed", *MONEY]].isna().all().all()
        assert (hidden["verdict"] == "").all() and (hidden["fewer_than"] == 3).all()

    def test_spend_that_one_or_two_told_is_hidden_too(self, surabaya):
        rows = surabaya.purchasing.copy()
        at = rows.index[(rows["rows"] >= 5) & rows["together"]][0]
        rows.loc[at, "answered"] = 2.0
        told = purchasing_table(replace(surabaya, purchasing=rows))
        row = told[(told["kelurahan_code"] == rows.at[at, "kelurahan_code"]) & (told["key"] == rows.at[at, "input"])]
        assert row[MONEY].isna().all().all() and row["fewer_than"].tolist() == [3.0]
        assert row["members"].notna().all()

    def test_known_cells_are_told_as_they_are(self, surabaya):
        row = purchasing_table(surabaya, "35.78.03.1001").iloc[0]
        raw = surabaya.purchasing.set_index(["kelurahan_code", "input"]).loc["35.78.03.1001", row["key"]]
        assert row[["members", *MONEY]].tolist() == raw[["members", *MONEY]].tolist()
        assert row["verdict"] == ALONE

    def test_spend_that_one_or_two_make_nearly_alone_is_hidden_too(self, surabaya):
        told = purchasing_table(surabaya).set_index(["kelurahan_code", "key"])
        dominated = told[told["money_note"] != ""]
        assert len(dominated) > 20 and set(dominated["money_note"]) == {DOMINATED}
        assert dominated[MONEY].isna().all(axis=None) and dominated[["rows", "members"]].notna().all(axis=None)
        businesses = surabaya.businesses.assign(
            input=np.array([*read_inputs(), OTHER])[main_inputs(surabaya.businesses)[0]]
        )
        spend = businesses.groupby(["kelurahan_code", "input"])["input_spend_idr_month"]
        share = (spend.apply(lambda told: told.nlargest(2).sum()) / spend.sum()).reindex(told.index)
        assert (share[dominated.index] > 0.85).all()
        assert (share[told["spend_idr_month"].notna()] <= 0.85 + 1e-9).all()

    def test_fuel_says_why_not(self, surabaya):
        told = purchasing_table(surabaya)
        fuel = told[(told["key"] == "fuel") & (told["verdict"] != "")]
        assert (fuel["verdict"] == NOT_TOGETHER).all() and (fuel["why"] != "").all()

    def test_joiners_are_others_in_reach_with_small_ones_hidden(self, surabaya):
        near = joiners_table(surabaya, "35.78.03.1001")
        assert "35.78.03.1001" not in set(near["kelurahan_code"])
        assert near["km"].between(0, 6).all()
        assert near.loc[near["fewer_than"].eq(3) & near["verdict"].eq(""), ["members", *MONEY]].isna().all().all()


def tables_with(study, small_cells, small_rows):
    """The study with a first group and a first site that have so many small cells, and members of ten interviews."""
    groups, sites = study.purchase_groups.copy(), study.facility_sites.copy()
    for table in (groups, sites):
        table.loc[:, ["small_cells", "small_rows"]] = 0.0
        table.loc[0, ["small_cells", "small_rows"]] = [small_cells, small_rows]
    ten = {name: getattr(study, name).assign(rows=10) for name in ("purchasing", "facilities")}
    return replace(study, purchase_groups=groups, facility_sites=sites, **ten)


class TestTotals:
    @pytest.mark.parametrize(
        ("small_cells", "small_rows", "hidden"),
        [(0, 0, False), (1, 2, True), (2, 2, True), (2, 3, False), (1, 5, True)],
    )
    def test_a_total_that_tells_a_hidden_cell_is_blank(self, surabaya, small_cells, small_rows, hidden):
        study = tables_with(surabaya, small_cells, small_rows)
        groups, sites = group_table(study), site_table(study)
        # Others may be hidden for their money; the first of each is large.
        first = groups.merge(study.purchase_groups.loc[[0], ["input", "group"]].set_axis(["key", "group"], axis=1))
        assert first["hidden"].tolist() == [hidden]
        assert sites.merge(study.facility_sites.loc[[0], ["line_id", "site"]])["hidden"].tolist() == [hidden]
        if hidden:
            assert groups.loc[groups["hidden"], ["rows", "members", *MONEY]].isna().all().all()
            blank = ["rows", "users", "load_month", "load_low_month", "load_high_month", "used_share", "mean_km"]
            assert sites.loc[sites["hidden"], blank].isna().all().all()

    def test_no_hidden_cell_follows_from_a_total_and_the_others(self, surabaya):
        told = purchasing_table(surabaya)
        raw = surabaya.purchasing.set_index(["kelurahan_code", "input"])
        for group in group_table(surabaya).itertuples():
            members = told[(told["key"] == group.key) & (told["group"] == group.group)]
            blank = members[members["spend_idr_month"].isna()]
            if len(blank) and not group.hidden:
                assert len(blank) >= 2
                answered = raw["answered"].loc[list(zip(blank["kelurahan_code"], blank["key"], strict=True))]
                assert answered.sum() >= 3

    def test_hidden_groups_stand_last_and_in_no_order_of_size(self, surabaya):
        groups = group_table(surabaya)
        hidden = groups["hidden"].to_numpy()
        assert hidden.any() and (np.diff(hidden.astype(int)) >= 0).all()
        assert groups.loc[hidden, "group"].is_monotonic_increasing


class TestFacilities:
    def test_users_of_one_or_two_businesses_bring_no_figure(self, surabaya):
        told = user_table(surabaya)
        dominated = told["money_note"] != ""
        assert dominated.any() and told.loc[dominated, "load_month"].isna().all()
        small = surabaya.facilities["rows"] < 3
        assert small.any()
        assert told.loc[small.to_numpy(), ["rows", "users", "load_month"]].isna().all().all()

    def test_used_share_follows_from_load_and_capacity(self, surabaya):
        sites = site_table(surabaya).query("not hidden")
        assert (sites["used_share"] * sites["capacity_month"]).to_numpy() == pytest.approx(
            sites["load_month"].to_numpy()
        )


def test_exports_hold_the_public_forms(surabaya, tmp_path):
    written = dict(table_files(surabaya))
    for name, table in (
        ("purchasing.csv", purchasing_table(surabaya)),
        ("purchase_groups.csv", group_table(surabaya)),
        ("facilities.csv", site_table(surabaya)),
        ("facility_users.csv", user_table(surabaya)),
    ):
        (tmp_path / name).write_bytes(written[name])
        read = pd.read_csv(tmp_path / name)
        assert list(read.columns) == list(table.columns) and len(read) == len(table)
        assert set(read["data_label"]) == {"data sintetis"}


def test_every_measured_column_has_a_public_one(surabaya):
    assert set(COLUMNS) - {"answered"} <= set(purchasing_table(surabaya).columns)
