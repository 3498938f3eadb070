"""The working sheet: every score and rank follows from the file alone, and nobody hidden is in it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mapping.measure.hiding import SHOWN
from mapping.present.files.tables import write_tables
from mapping.present.files.tidy import csv_bytes
from mapping.present.hidden import HIDDEN_TOO, MONEY_NOTES, TOO_FEW, notes_of, told_as, told_cells
from mapping.present.recompute import COLUMNS, DICTIONARY, STEPS, recompute_table
from mapping.present.tables import NO_DATA
from mapping.settings import ScoringSetup

ROOT = Path(__file__).parents[2]
CELL = ["kelurahan_code", "sector"]
SETUPS = {
    "default": ScoringSetup(),
    "geometric": ScoringSetup(aggregation="geometric"),
    "own weights": ScoringSetup(name="Coba", weights=(("lq", 3.0), ("workers", 1.0), ("diversity", 2.0))),
    "own goalposts": ScoringSetup(goalposts=(("lq", 0.0, 4.0), ("workers", 200.0, 0.0)), aggregation="geometric"),
    "with unknowns": ScoringSetup(name="Bagian", weights=(("n", 3.0), ("digital_share", 1.0), ("capital_share", 1.0))),
    "extremes": ScoringSetup(scaling="minmax"),
    "order": ScoringSetup(scaling="ranks"),
}


def scored(study, setup: ScoringSetup):
    """The study scored again under a set-up."""
    from mapping.score.composite import score_table

    settings = replace(study.settings, setup=setup, draws=20)
    scores, contributions = score_table(study.indicators, settings)
    return replace(study, settings=settings, scores=scores, contributions=contributions)


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype={"kelurahan_code": str}, keep_default_na=False, na_values=[""])


def work_out_again(sheet: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Score and rank of every cell, and the steps there, by the rules in the column dictionary; plain arithmetic."""
    cell = [sheet[name] for name in CELL]
    scaled = ((sheet["value"] - sheet["low"]) / (sheet["high"] - sheet["low"])).clip(0, 1)
    scaled = sheet["scaled"] if (sheet["scaling"] == "ranks").all() else scaled
    weight = sheet["weight"].where(scaled.notna())
    shared = weight / weight.groupby(cell).transform("sum")
    if (sheet["aggregation"] == "geometric").all():
        score = 100 * np.exp((shared * np.log(scaled.clip(lower=0.01))).groupby(cell).sum())
    else:
        score = 100 * (shared * scaled).groupby(cell).sum()
    sheet = sheet.assign(scaled_again=scaled, shared_again=shared.fillna(0.0))
    steps = sheet[sheet["score"].notna()][["scaled", "scaled_again", "weight_shared", "shared_again"]]
    answer = sheet.groupby(CELL)[["score", "rank", "hidden_above"]].first()
    answer["again"] = score.where(answer["score"].notna())
    place = answer["again"].round(9).groupby(level="sector").rank(ascending=False, method="min")
    answer["rank_again"] = place + answer["hidden_above"]
    return answer, steps


@pytest.mark.parametrize("region", ["surabaya", "batang"])
@pytest.mark.parametrize("name", SETUPS)
def test_every_score_and_rank_follows_from_the_file_alone(demonstration, tmp_path, region, name):
    study = scored(demonstration(region), SETUPS[name])
    path = tmp_path / "lembar.csv"
    path.write_bytes(csv_bytes(recompute_table(study), exact=True))
    again, steps = work_out_again(read(path))
    np.testing.assert_allclose(steps["scaled_again"], steps["scaled"], rtol=0, atol=1e-12)
    np.testing.assert_allclose(steps["shared_again"], steps["weight_shared"], rtol=0, atol=1e-12)
    assert again["score"].notna().sum() > 50
    np.testing.assert_allclose(again["again"], again["score"], rtol=0, atol=1e-9)
    np.testing.assert_array_equal(again["rank_again"], again["rank"])
    shown = study.scores["score"].reindex(again.index)
    hidden = told_as(told_cells(study), again.index) != SHOWN
    np.testing.assert_allclose(again["again"], shown.mask(hidden), rtol=0, atol=1e-9)


@pytest.mark.parametrize("name", SETUPS)
def test_contributions_of_the_file_sum_to_its_score(demonstration, name):
    sheet = recompute_table(scored(demonstration("surabaya"), SETUPS[name]))
    cells = sheet.groupby(CELL)
    total = cells["contribution"].sum(min_count=1)
    np.testing.assert_allclose(total, cells["score"].first(), rtol=0, atol=1e-9)
    weights = cells["weight_shared"].sum(min_count=1)
    np.testing.assert_allclose(weights.dropna(), 1.0)


def test_unknown_criteria_are_blank_and_weigh_nothing(demonstration):
    sheet = recompute_table(scored(demonstration("batang"), SETUPS["with unknowns"]))
    unknown = sheet[sheet["score"].notna() & sheet["value"].isna()]
    assert len(unknown) > 5
    assert (unknown["weight_shared"] == 0).all()
    assert unknown[["scaled", "contribution"]].isna().all(axis=None)
    beside = sheet[sheet["score"].notna()].merge(unknown[CELL].drop_duplicates()).query("value.notna()")
    assert (beside["weight_shared"] > beside["weight"]).all()


def test_a_file_of_six_digits_would_not_do(demonstration, tmp_path):
    """The reason for ``exact``: rounded values no longer give the same score."""
    path = tmp_path / "lembar.csv"
    path.write_bytes(csv_bytes(recompute_table(demonstration("surabaya"))))
    again, _ = work_out_again(read(path))
    assert (again["again"] - again["score"]).abs().max() > 1e-9


def test_hidden_cells_are_blank_and_say_why(demonstration):
    study = demonstration("batang")
    sheet = recompute_table(study).set_index(CELL)
    told = told_as(told_cells(study), sheet.index)
    small = told != SHOWN
    assert small.sum() >= 12
    assert sheet.loc[small, STEPS].isna().all(axis=None)
    assert (sheet.loc[small, "note"] == notes_of(told)[small]).all()
    assert set(sheet.loc[small, "note"]) == {TOO_FEW, HIDDEN_TOO}
    unknown = sheet["note"] == NO_DATA
    assert sheet.loc[unknown, ["scaled", "contribution", "score", "rank"]].isna().all(axis=None)
    money = sheet["note"].isin(MONEY_NOTES) & ~small
    assert money.sum() > 50 and set(sheet.loc[money, "criterion"]) == {"spend_idr_month"}
    assert sheet.loc[money, ["value", "contribution"]].isna().all(axis=None)
    assert (sheet.loc[money, "weight_shared"] == 0).all() and sheet.loc[money, "score"].notna().all()
    assert (sheet["note"] == "")[~small & ~unknown & ~money].all()


def test_what_rests_on_one_or_two_answers_is_unknown_to_the_score_and_to_the_sheet(demonstration):
    shares = ("local_input_share", "digital_share", "capital_share")
    setup = ScoringSetup(name="Bagian", weights=(("n", 1.0), *((name, 1.0) for name in shares)))
    study = scored(demonstration("batang"), setup)
    sheet = recompute_table(study).set_index([*CELL, "criterion"])
    tried = 0
    for name in shares:
        answers = study.indicators[f"{name}_answers"]
        few = answers.index[answers.between(1, 2)].intersection(study.scores.index)
        rows = sheet.loc[[(*cell, name) for cell in few]]
        assert rows[["value", "scaled", "contribution"]].isna().all(axis=None), name
        tried += len(rows)
    assert tried > 100


def test_hidden_ones_are_counted_where_they_rank_higher(demonstration):
    study = demonstration("surabaya")
    sheet = recompute_table(study).groupby(CELL).first()
    small = told_as(told_cells(study), study.scores.index) != SHOWN
    hidden = study.scores["score"][small].dropna()
    assert len(hidden) > 0
    for (code, sector), row in sheet[sheet["score"].notna()].iterrows():
        assert row["hidden_above"] == (hidden.xs(sector, level="sector") > row["score"]).sum(), code


def test_the_tiny_region_by_hand(tiny_study):
    sheet = recompute_table(tiny_study).set_index([*CELL, "criterion"])
    row = sheet.loc[("35.78.03.1001", "food", "producers")]
    # Ten makers between 0 and 40 at a weight of 20 of 100.
    assert (row["value"], row["low"], row["high"], row["scaled"]) == (10, 0, 40, 0.25)
    # Its spend (25) is withheld: less that of the makers of cakes it would be that of two stalls.
    assert row["weight"] == 0.2 and row["weight_shared"] == pytest.approx(0.2 / 0.75)
    assert row["contribution"] == pytest.approx(5.0 / 0.75)


def test_exported_beside_the_scores_with_its_dictionary(tiny_study, tmp_path):
    write_tables(tiny_study, tmp_path)
    sheet = read(tmp_path / "recompute.csv")
    assert list(sheet.columns) == COLUMNS == list(DICTIONARY)
    assert (sheet["data_label"] == "data sintetis").all()
    assert read(tmp_path / "recompute_columns.csv")["column"].tolist() == COLUMNS


def test_the_dictionary_in_docs_is_that_of_the_code():
    text = (ROOT / "docs" / "lembar_hitung.md").read_text(encoding="utf-8")
    for name, meaning in DICTIONARY.items():
        assert f"| `{name}` | {meaning} |" in text
