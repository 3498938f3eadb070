"""Tables as CSV and workbook: nothing in them runs."""

import io

import pandas as pd
import pytest

from mapping.present.files.tidy import disarm, xlsx_bytes


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_disarm_covers_every_start(start):
    assert disarm(pd.DataFrame({"a": [start + "1"]}))["a"].tolist() == ["'" + start + "1"]


def test_a_workbook_holds_text_as_written_and_nothing_that_runs():
    import openpyxl

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
