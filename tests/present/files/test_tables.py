"""Public tables as files: small cells are blank and say why, nothing runs, the same bytes again."""

import pandas as pd

from mapping.present.files.tables import TABLES, table_files, write_tables
from mapping.present.hidden import HIDDEN_NOTES, HIDDEN_TOO, TOO_FEW
from mapping.present.tables import NO_DATA, PRIVATE_COLUMNS, SYNTHETIC, score_table


def test_every_table_says_synthetic(tiny_study, tmp_path):
    write_tables(tiny_study, tmp_path)
    for name in ("scores", "advice", "suitability", "plan"):
        assert (pd.read_csv(tmp_path / f"{name}.csv")["data_label"] == SYNTHETIC).all(), name


def test_small_cells_are_blank_and_say_why(tiny_study):
    shown = score_table(tiny_study).set_index(["kelurahan_code", "sector"])
    n = tiny_study.indicators["n"]
    small = n[(n >= 1) & (n < 3)].index
    assert len(small) >= 4
    assert shown.loc[small, PRIVATE_COLUMNS].isna().all(axis=None)
    assert shown.loc[small, "note"].isin(HIDDEN_NOTES).all()
    assert {TOO_FEW, HIDDEN_TOO} <= set(shown["note"])


def test_the_total_beside_a_hidden_cell_is_hidden_too(tiny_study):
    shown = score_table(tiny_study).set_index(["kelurahan_code", "sector"])
    hidden = shown["note"].isin(HIDDEN_NOTES).groupby(level="kelurahan_code").any()
    assert shown["n_kelurahan"].groupby(level="kelurahan_code").apply(lambda s: s.isna().all())[hidden].all()


def test_other_cells_are_shown_as_they_are(tiny_study):
    shown = score_table(tiny_study).set_index(["kelurahan_code", "sector"])
    assert shown.loc[("35.78.03.1001", "food"), "n"] == tiny_study.indicators.loc[("35.78.03.1001", "food"), "n"] == 12
    assert shown.loc[("35.78.03.1001", "food"), "score"] == tiny_study.scores.loc[("35.78.03.1001", "food"), "score"]


def test_unsurveyed_is_said_not_zeroed(tiny_study):
    shown = score_table(tiny_study).set_index("kelurahan_code").loc["35.78.13.1005"]
    assert (shown["note"] == NO_DATA).all()
    assert shown[["score", "rank", "n"]].isna().all(axis=None)


def test_formulas_in_names_are_disarmed_in_every_csv(tiny_study, tmp_path):
    tiny_study.kelurahan.loc["35.78.03.1001", "name"] = '=HYPERLINK("http://x","y")'
    write_tables(tiny_study, tmp_path)
    for name in ("scores.csv", "advice.csv"):
        assert ",=HYPERLINK" not in (tmp_path / name).read_text(encoding="utf-8")
        assert "'=HYPERLINK" in (tmp_path / name).read_text(encoding="utf-8")


def test_tables_are_the_same_bytes_again(tiny_study):
    first = dict(table_files(tiny_study))
    assert set(first) == {f"{name}.csv" for name in TABLES} | {"manifest.json"}
    again = dict(table_files(tiny_study))
    assert [name for name in first if first[name] != again[name]] == []
