"""What the page and the exports may say about the quality of the data."""

import pandas as pd
import pytest

from mapping.present.quality import next_survey_table, quality_table, reasons, row_account


@pytest.fixture(params=["surabaya", "batang"])
def study(request, demonstration):
    return demonstration(request.param)


def test_rows_in_are_used_or_rejected_and_repaired_ones_are_used(study):
    table = row_account(study)
    assert (table["rows_in"] == table["rows_used"] + table["rows_rejected"]).all()
    assert (table["rows_repaired"] <= table["rows_used"]).all()
    assert table["rows_repaired"].sum() > 0


def test_every_rejected_row_has_a_reason_that_is_counted(study):
    table = reasons(study)
    rejected = table[table["what"] == "ditolak"].groupby("file")["rows"].sum()
    assert rejected.sum() == len(study.rejects.drop_duplicates(["file", "row"]))
    assert not table["reason"].str.contains(r'\d|"', regex=True).any()


def test_no_public_column_gives_a_small_cell_away(study):
    """Where the total is hidden elsewhere it is hidden here, and nothing else is fine enough to count from."""
    table = quality_table(study).set_index("kelurahan_code")
    small = study.indicators["n"].between(1, study.settings.suppress_below - 1)
    hiding = small.groupby(level="kelurahan_code").any()
    assert table.loc[hiding[hiding].index, "n"].isna().all()
    assert set(table["coverage"]) <= {"", "kurang dari 15%", "15-40%", "40-70%", "70% atau lebih"}
    after = next_survey_table(study)
    assert not {"n", "expected"} & set(after.columns)
    assert (after["wanted"] % 5 == 0).all()
    assert set(after["chance_of_change"]) <= {"kecil", "sedang", "besar"}


def test_the_worst_data_stand_first_and_all_kelurahan_stand_once(study):
    table = quality_table(study)
    assert table["grade"].is_monotonic_decreasing
    assert sorted(table["kelurahan_code"]) == sorted(study.kelurahan.index)
    assert next_survey_table(study)["place"].tolist() == list(range(1, len(study.kelurahan) + 1))
    assert (table["data_label"] == "data sintetis").all()


def test_reasons_of_nothing_are_an_empty_table(tiny_study):
    assert reasons(tiny_study).empty
    assert isinstance(reasons(tiny_study), pd.DataFrame)
