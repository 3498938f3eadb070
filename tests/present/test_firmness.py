"""How firm the ranks are, as people may see it: hidden cells stay hidden, sums agree, and the ladder adds up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mapping.present.example import quotient_steps, worked_example
from mapping.present.firmness import (
    RANGES,
    firm_ranks,
    firmness_tables,
    kecamatan_ranks,
    ladder,
    range_table,
    ranks_without,
)
from mapping.present.recompute import recompute_table
from mapping.present.tables import small_cells
from mapping.settings import ScoringSetup


@pytest.fixture(scope="module")
def surabaya(demonstration):
    return demonstration("surabaya")


@pytest.fixture(scope="module")
def firmness(surabaya):
    from mapping.score.firm.firmness import assess

    return assess(surabaya.indicators, surabaya.kelurahan, surabaya.settings, businesses=surabaya.businesses)


def hidden_codes(study, sector: str) -> set[str]:
    n = study.indicators["n"].xs(sector, level="sector")
    return set(n.index[small_cells(n, study.settings.suppress_below)])


@pytest.mark.parametrize("sector", ["food", "crafts"])
def test_hidden_kelurahan_are_in_no_table(surabaya, firmness, sector):
    hidden = hidden_codes(surabaya, sector)
    assert hidden
    assert not hidden & set(firm_ranks(surabaya, sector).index)
    assert not hidden & set(ranks_without(surabaya, sector).index)
    assert not hidden & set(kecamatan_ranks(surabaya, firmness, sector).index)
    for name, table in firmness_tables(surabaya, firmness).items():
        if "kelurahan_code" in table:
            rows = table[(table["sector"] == sector) & table["kelurahan_code"].isin(hidden)]
            assert rows.empty, name


def test_every_file_says_synthetic(surabaya, firmness):
    tables = firmness_tables(surabaya, firmness)
    assert {"rentang", "kepekaan", "pengaruh", "hubungan", "tanpa_satu", "kecamatan", "pembalikan"} == set(tables)
    for name, table in tables.items():
        assert len(table), name
        assert (table["data_label"] == "data sintetis").all(), name


def test_ranks_come_best_first_inside_their_intervals(surabaya):
    rows = firm_ranks(surabaya, "food")
    assert rows["rank"].is_monotonic_increasing
    for low, high in zip(RANGES[::2], RANGES[1::2], strict=True):
        assert (rows[low] <= rows["rank"]).all() and (rows["rank"] <= rows[high]).all(), low
    assert rows["rank"].max() <= rows["ranked"].iloc[0]


def test_a_sector_that_was_not_surveyed_has_no_ranks(surabaya):
    assert firm_ranks(surabaya, "agriculture").empty
    assert "agriculture" not in set(range_table(surabaya)["sector"])


def test_the_ladder_adds_up_to_the_score_and_to_the_gap(surabaya):
    sheet = recompute_table(surabaya).query("sector == 'food'")
    rows = firm_ranks(surabaya, "food")
    for place in (0, 1, len(rows) // 2, len(rows) - 1):
        code = rows.index[place]
        rungs = ladder(sheet, code)
        assert rungs["points"].sum() == pytest.approx(rows.loc[code, "score"])
        assert rungs["most"].sum() == pytest.approx(100.0)
        assert (rungs["lost"] >= -1e-9).all()
        assert rungs["lost"].dropna().is_monotonic_decreasing
        above = rungs["above_code"].iloc[0]
        if not place:
            assert above == "" and rungs["above"].isna().all()
        else:
            better = rows[rows["score"] > rows.loc[code, "score"]]
            assert rungs["above"].sum() == pytest.approx(better["score"].min())


def test_ranks_without_a_criterion_are_those_of_a_set_up_without_it(surabaya):
    from mapping.score.composite import score_sectors

    without = ranks_without(surabaya, "food")
    weights = {"spend_idr_month": 25.0, "producers": 20.0, "workers": 15.0, "density_1000": 10.0, "diversity": 5.0}
    scores, _ = score_sectors(surabaya.indicators, ScoringSetup(weights=tuple(weights.items())))
    expected = scores["rank"].xs("food", level="sector").reindex(without.index)
    pd.testing.assert_series_equal(without["lq"], expected, check_names=False)
    assert not without["lq"].equals(firm_ranks(surabaya, "food")["rank"])


def test_without_the_only_criterion_nothing_can_be_ranked(surabaya):
    from mapping.score.composite import score_table

    settings = replace(surabaya.settings, setup=ScoringSetup(weights=(("lq", 1.0),)), draws=20)
    scores, contributions = score_table(surabaya.indicators, settings)
    alone = replace(surabaya, settings=settings, scores=scores, contributions=contributions)
    assert ranks_without(alone, "food")["lq"].isna().all()


def test_kecamatan_of_one_or_two_businesses_are_blank(surabaya, firmness):
    rows = kecamatan_ranks(surabaya, firmness, "crafts")
    n = surabaya.indicators["n"].xs("crafts", level="sector")
    total = n.groupby(surabaya.kelurahan["kecamatan"].reindex(n.index)).sum()
    small = rows["kecamatan"].map(total).between(1, 2)
    assert rows.loc[small, ["kecamatan_score", "kecamatan_rank"]].isna().all(axis=None)
    shown = rows["kecamatan_score"].dropna()
    assert len(shown) > 50
    assert (shown == shown.round()).all()


def test_a_planted_small_kecamatan_is_blank(tiny_study):
    """Two crafts businesses in a kecamatan of its own: nothing of it may be read from the table of kecamatan."""

    class Found:
        maup = pd.DataFrame(
            {"rank": 1.0, "kecamatan_score": 40.0, "kecamatan_rank": 1.0}, index=tiny_study.scores.index
        )

    crafts = tiny_study.indicators["n"].xs("crafts", level="sector")
    assert crafts["35.78.13.1003":"35.78.13.1004"].sum() == 1
    rows = kecamatan_ranks(tiny_study, Found(), "crafts")
    few = rows[rows["kecamatan"] == "Bubutan"]
    assert few["kecamatan_score"].isna().all()
    assert rows[rows["kecamatan"] == "Rungkut"]["kecamatan_score"].notna().all()


@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_the_worked_example_is_a_cell_that_may_be_shown_and_agrees_with_the_study(demonstration, region):
    study = demonstration(region)
    rows = worked_example(study)
    cell = (rows["kelurahan_code"].iloc[0], rows["sector"].iloc[0])
    assert study.indicators.loc[cell, "n"] >= study.settings.suppress_below
    assert study.scores.loc[cell, "known_weight"] == pytest.approx(study.scores["known_weight"].max())
    assert rows["contribution"].sum() == pytest.approx(study.scores.loc[cell, "score"])
    steps = quotient_steps(study, *cell)
    lq = (steps["n"] + steps["strength"]) / (steps["expected"] + steps["strength"])
    assert lq == pytest.approx(study.indicators.loc[cell, "lq"], abs=1e-6)


def test_the_example_prefers_complete_data_to_many_businesses(surabaya):
    rows = worked_example(surabaya)
    cell = (rows["kelurahan_code"].iloc[0], rows["sector"].iloc[0])
    scores = surabaya.scores.copy()
    scores.loc[cell, "known_weight"] = 0.75
    other = worked_example(replace(surabaya, scores=scores))
    assert (other["kelurahan_code"].iloc[0], other["sector"].iloc[0]) != cell
    shown = surabaya.scores[surabaya.scores["score"].notna()].drop(index=cell)
    most = surabaya.indicators["n"].reindex(shown.index).max()
    assert surabaya.indicators.loc[(other["kelurahan_code"].iloc[0], other["sector"].iloc[0]), "n"] == most


def test_no_example_where_nothing_is_scored(tiny_study):
    empty = replace(
        tiny_study,
        scores=tiny_study.scores.assign(score=np.nan, rank=np.nan),
        contributions=tiny_study.contributions * np.nan,
    )
    assert worked_example(empty).empty


def test_a_quotient_from_elsewhere_is_not_explained_by_the_survey(surabaya):
    changed = surabaya.indicators.copy()
    changed.loc[(firm_ranks(surabaya, "food").index[0], "food"), "lq"] = 9.0
    study = replace(surabaya, indicators=changed)
    assert quotient_steps(study, firm_ranks(surabaya, "food").index[0], "food") is None
