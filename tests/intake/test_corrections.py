"""Decisions of the user: kept, found again, replayed."""

import pandas as pd
import pytest

from mapping.errors import InputError
from mapping.intake.corrections import COLUMNS, column_choices, corrections_of, read_corrections, replay_answers
from mapping.present.files.tidy import csv_bytes

ROWS = [
    ["umkm.csv", "tempat", "", "Entah / Rungkut", "-", "bukan satu pun"],
    ["", "kolom", "", "dusun", "-", "bukan kolom kita"],
    ["umkm.csv", "nilai", "omzet", "=1+1", "2", "rumus"],
    ["umkm.csv", "jawaban", "survei.ganda", "", "buang", ""],
    ["lain.csv", "jawaban", "survei.ganda", "", "pakai semua", ""],
    ["batas.zip", "jawaban", "batas.crs", "", "EPSG:32749", ""],
]


def test_what_the_page_writes_is_what_is_read_again():
    """Also text that the download shields against spreadsheets."""
    table = pd.DataFrame(ROWS, columns=COLUMNS)
    again = read_corrections(csv_bytes(table), "corrections.csv")
    assert again.values.tolist() == ROWS


def test_a_decision_holds_for_its_file_or_for_any():
    table = pd.DataFrame(ROWS, columns=COLUMNS)
    assert column_choices(table, "apa pun.csv") == {"dusun": "-"}
    assert len(corrections_of(table, "tempat", "umkm.csv")) == 1
    assert corrections_of(table, "tempat", "lain.csv").empty


def test_answers_are_replayed_for_the_file_of_their_role_and_new_ones_win():
    table = pd.DataFrame(ROWS, columns=COLUMNS)
    files = {"boundaries": "batas.zip", "survey": "umkm.csv"}
    assert dict(replay_answers((), table, files)) == {"batas.crs": "EPSG:32749", "survei.ganda": "buang"}
    now = (("survei.ganda", "pakai semua"),)
    assert dict(replay_answers(now, table, files))["survei.ganda"] == "pakai semua"
    # A survey named like the map of another run answers no question about boundaries.
    assert dict(replay_answers((), table, {"survey": "batas.zip"})) == {}


def test_a_kind_or_column_that_is_unknown_is_named():
    with pytest.raises(InputError, match=r'baris 2, kolom "kind": "tebak"'):
        read_corrections(b"file,kind,column,value,replacement,reason\na,tebak,b,c,d,e\n", "k.csv")
    with pytest.raises(InputError, match="kind"):
        read_corrections(b"file,column,value,replacement,reason\na,b,c,d,e\n", "k.csv")
