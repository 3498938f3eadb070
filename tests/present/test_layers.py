"""Files that leave the house: whole or not at all, nothing runs, nobody is pointed at."""

import io
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from mapping.present.layers import EXPORTS, disarm, score_layer, whole_file, write_exports
from mapping.present.tables import NO_DATA, PRIVATE_COLUMNS, SYNTHETIC, TOO_FEW, score_table


def test_small_cells_are_blank_and_say_why(tiny_study):
    shown = score_table(tiny_study).set_index(["kelurahan_code", "sector"])
    n = tiny_study.indicators["n"]
    small = n[(n >= 1) & (n < 3)].index
    assert len(small) >= 4
    assert shown.loc[small, PRIVATE_COLUMNS].isna().all(axis=None)
    assert (shown.loc[small, "note"] == TOO_FEW).all()


def test_the_total_beside_a_hidden_cell_is_hidden_too(tiny_study):
    shown = score_table(tiny_study).set_index(["kelurahan_code", "sector"])
    hidden = (shown["note"] == TOO_FEW).groupby(level="kelurahan_code").any()
    assert shown["n_kelurahan"].groupby(level="kelurahan_code").apply(lambda s: s.isna().all())[hidden].all()


def test_other_cells_are_shown_as_they_are(tiny_study):
    shown = score_table(tiny_study).set_index(["kelurahan_code", "sector"])
    assert shown.loc[("35.78.03.1001", "food"), "n"] == tiny_study.indicators.loc[("35.78.03.1001", "food"), "n"] == 12
    assert shown.loc[("35.78.03.1001", "food"), "score"] == tiny_study.scores.loc[("35.78.03.1001", "food"), "score"]


def test_unsurveyed_is_said_not_zeroed(tiny_study):
    shown = score_table(tiny_study).set_index("kelurahan_code").loc["35.78.13.1005"]
    assert (shown["note"] == NO_DATA).all()
    assert shown[["score", "rank", "n"]].isna().all(axis=None)


def test_every_table_and_layer_says_synthetic(tiny_study, tmp_path):
    write_exports(tiny_study, tmp_path)
    for name in ("scores.csv", "advice.csv"):
        assert (pd.read_csv(tmp_path / name)["data_label"] == SYNTHETIC).all()
    for name in ("scores.gpkg", "scores.geojson"):
        layer = gpd.read_file(tmp_path / name)
        assert (layer["data_label"] == SYNTHETIC).all()
        assert (layer["boundary_note"] == "batas perkiraan").all()


def test_outlines_of_the_layer_belong_to_their_codes(tiny_study):
    layer = score_layer(tiny_study)
    expected = tiny_study.kelurahan.geometry.reindex(layer["kelurahan_code"]).reset_index(drop=True)
    assert layer.geometry.reset_index(drop=True).geom_equals(expected).all()


def test_formulas_in_names_are_disarmed_in_every_csv(tiny_study, tmp_path):
    tiny_study.kelurahan.loc["35.78.03.1001", "name"] = '=HYPERLINK("http://x","y")'
    write_exports(tiny_study, tmp_path)
    for name in ("scores.csv", "advice.csv"):
        assert ",=HYPERLINK" not in (tmp_path / name).read_text(encoding="utf-8")
        assert "'=HYPERLINK" in (tmp_path / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_disarm_covers_every_start(start):
    assert disarm(pd.DataFrame({"a": [start + "1"]}))["a"].tolist() == ["'" + start + "1"]


def test_a_failed_write_leaves_the_old_file(tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text("lama", encoding="utf-8")
    with pytest.raises(RuntimeError), whole_file(path) as fresh:
        fresh.write_text("separuh", encoding="utf-8")
        raise RuntimeError("listrik padam")
    assert path.read_text(encoding="utf-8") == "lama"
    assert list(tmp_path.iterdir()) == [path]


def test_exports_are_the_same_bytes_again(tiny_study, tmp_path):
    write_exports(tiny_study, tmp_path / "a")
    write_exports(tiny_study, tmp_path / "b")
    for name in EXPORTS:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_csv_and_layer_hold_the_same_numbers(tiny_study, tmp_path):
    write_exports(tiny_study, tmp_path)
    table = pd.read_csv(tmp_path / "scores.csv")
    layer = gpd.read_file(tmp_path / "scores.gpkg")
    for column in ("score", "n", "lq", "spend_idr_month"):
        np.testing.assert_allclose(table[column], layer[column].astype(float), rtol=1e-5)


def test_a_workbook_holds_text_as_written_and_nothing_that_runs():
    import openpyxl

    from mapping.present.layers import xlsx_bytes

    hostile = ['=HYPERLINK("http://x")', "+62812", "-1+1", "@SUM(1)", "{=1}", "http://contoh.id", "00123"]
    table = pd.DataFrame({"nama": hostile, "n": [1.0, float("nan"), 3, 4, 5, 6, 7]})
    content = xlsx_bytes(table, "Temuan")
    assert content == xlsx_bytes(table, "Temuan")
    page = openpyxl.load_workbook(io.BytesIO(content))["Temuan"]
    assert [row[0].value for row in page.iter_rows(min_row=2)] == hostile
    assert all(cell.data_type != "f" and cell.hyperlink is None for row in page.iter_rows() for cell in row)
    assert page["B3"].value is None
    assert page.freeze_panes == "A2"
    assert xlsx_bytes(table.iloc[:0], "Temuan")[:2] == b"PK"


def test_what_rests_on_one_or_two_answers_is_blank(tiny_study):
    """A share of one answer is that answer; the cell itself may be large enough to be shown."""
    place = ("35.78.03.1001", "food")
    few = tiny_study.indicators.copy()
    few.loc[place, ["capital_share_answers", "established_share_answers"]] = [2.0, 1.0]
    shown = score_table(replace(tiny_study, indicators=few)).set_index(["kelurahan_code", "sector"]).loc[place]
    hidden = ["capital_share", "capital_share_answers", "established_share", "established_share_answers", "age_years"]
    assert shown[hidden].isna().all()
    assert shown["n"] == 12
    assert shown["technology_share"] == few.loc[place, "technology_share"]
    untouched = score_table(tiny_study).set_index(["kelurahan_code", "sector"]).loc[place]
    assert untouched[hidden].notna().all()
