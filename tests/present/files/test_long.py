"""The long table: one value a row, unknown said, nothing runs; and every word of every file is explained."""

import io

import numpy as np
import pandas as pd
import pytest

from mapping.language import speaking
from mapping.present.files.edition import Edition
from mapping.present.files.long import COLUMNS, FORMATS, MEASURES, dictionary_table, long_table, meaning_of
from mapping.present.files.tables import TABLES
from mapping.present.hidden import HIDDEN_NOTES

WRITE = {form.name: form.write for form in FORMATS}
CELL = ["topic", "kelurahan_code", "item", "measure"]


def test_one_value_a_row_and_a_blank_says_why(tiny_study):
    table = long_table(Edition(tiny_study))
    assert table.columns.tolist() == COLUMNS
    assert not table[CELL].duplicated().any()
    told = table["value"].notna()
    assert not (told & (table["text"] != "")).any()
    blank = table[~told & (table["text"] == "")]
    # An empty text may be an answer: no gate is closed, nothing is weak, nothing cancels.
    empty = blank[blank["note"] == ""]
    assert set(empty["measure"]) <= {"closed_by", "weakest", "cancels_if"}
    assert set(table["topic"]) == {"stamp", *MEASURES}
    hidden = blank[(blank["kelurahan_code"] == "35.78.13.1003") & (blank["item"] == "food")]
    assert len(hidden) and hidden["note"].isin(HIDDEN_NOTES).all()


def test_values_are_those_of_the_tables(tiny_study):
    table = long_table(Edition(tiny_study)).set_index(CELL)
    score = tiny_study.scores.loc[("35.78.03.1001", "food"), "score"]
    assert table.at[("score", "35.78.03.1001", "food", "score"), "value"] == score
    producers = table.loc[("criterion", "35.78.03.1001", "food/producers")]
    assert producers.at["value", "value"] == 10 and producers.at["value", "unit"] == "usaha"
    # The weight of the spend, which is withheld, is shared out (see ``test_recompute.py``).
    assert producers.at["contribution", "value"] == pytest.approx(5.0 / 0.75)
    assert table.at[("stamp", "", "", "manifest_sha256"), "text"] == Edition(tiny_study).stamp.manifest_sha256


@pytest.mark.parametrize("code", ["id", "en"])
def test_both_forms_hold_the_same(tiny_study, code):
    with speaking(code):
        plain, excel = (WRITE[name](Edition(tiny_study), "") for name in ("csv", "csv-excel"))
        again = WRITE["csv"](Edition(tiny_study), "")
    assert plain == again
    assert excel.startswith(b"\xef\xbb\xbf") and b";" in excel.splitlines()[0]
    options = {"keep_default_na": False, "dtype": {"text": str}, "na_values": {"value": [""]}}
    ours = pd.read_csv(io.BytesIO(plain), **options)
    theirs = pd.read_csv(io.BytesIO(excel), sep=";", decimal=",", encoding="utf-8-sig", **options)
    np.testing.assert_allclose(theirs["value"], ours["value"], rtol=1e-11)
    pd.testing.assert_frame_equal(theirs.drop(columns="value"), ours.drop(columns="value"))


def test_texts_that_would_run_are_disarmed(tiny_study):
    tiny_study.kelurahan.loc["35.78.03.1001", "name"] = '=HYPERLINK("http://x","y")'
    for name in ("csv", "csv-excel"):
        text = WRITE[name](Edition(tiny_study), "").decode("utf-8-sig")
        assert "'=HYPERLINK" in text
        assert not [line for line in text.splitlines() if ',"=HYP' in line or ';"=HYP' in line]


def test_every_column_of_every_table_has_a_meaning_and_a_unit(tiny_study):
    told = dictionary_table(Edition(tiny_study)).set_index(["table", "column"])
    for table, make in TABLES.items():
        for column in make(tiny_study).columns:
            meaning, unit = told.loc[(table, column), ["meaning", "unit"]]
            assert len(meaning) >= 5 and unit, (table, column)
    with pytest.raises(KeyError):
        meaning_of("scores", "a column that nobody explained")


def test_every_word_of_the_long_table_is_in_the_dictionary(tiny_study):
    told = dictionary_table(Edition(tiny_study))
    table = long_table(Edition(tiny_study))
    assert set(told[told["table"] == "csv"]["column"]) == set(COLUMNS)
    for topic, measures in MEASURES.items():
        assert set(told[told["table"] == f"csv:measure:{topic}"]["column"]) == set(measures)
        assert set(table[table["topic"] == topic]["measure"]) == set(measures)
    items = set(told[told["table"] == "csv:item"]["column"])
    parts = table["item"].str.split("/").explode()
    places = {"", "1", "2", "3", "later", "avoid", "unknown"}
    assert set(parts) <= items | places
    assert not told[["table", "column"]].duplicated().any()
