"""The committed files are what the generator writes, byte for byte, and the dictionary counts them rightly."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from mapping.demo import write_demo
from mapping.demo.dictionary import say_dirt, say_empty_places, say_specialities
from mapping.demo.recipe import read_recipe
from mapping.knowledge.regions import read_villages

RAW = Path(__file__).parents[2] / "data" / "raw"


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    reports: list[tuple[float, str]] = []
    paths = write_demo(tmp_path_factory.mktemp("raw"), progress=lambda share, text: reports.append((share, text)))
    return paths, reports


def test_the_committed_files_are_reproduced_byte_for_byte(written):
    paths, _ = written
    assert [path.name for path in paths] == [
        "surabaya_batas.geojson",
        "surabaya_umkm.csv",
        "surabaya_pembeli.csv",
        "surabaya_umkm_2023.csv",
        "batang_batas.geojson",
        "batang_umkm.csv",
        "batang_pembeli.csv",
    ]
    for path in paths:
        assert path.read_bytes() == (RAW / path.name).read_bytes(), path.name


def test_another_seed_changes_the_surveys_and_not_the_outlines(written, tmp_path):
    paths, _ = written
    for path, other in zip(paths, write_demo(tmp_path, seed=1), strict=True):
        assert (path.read_bytes() == other.read_bytes()) == path.name.endswith("_batas.geojson"), path.name


def test_progress_runs_from_none_to_all(written):
    _, reports = written
    shares = [share for share, _ in reports]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


@pytest.mark.parametrize("table", [say_specialities, say_empty_places])
def test_the_dictionary_holds_the_counted_tables(table):
    assert table() in (RAW / "README.md").read_text(encoding="utf-8")


def test_the_dictionary_counts_the_dirt_that_was_planted(surveys):
    table = say_dirt({key: planted for key, (_, planted) in surveys.items()})
    assert table in (RAW / "README.md").read_text(encoding="utf-8")


def test_the_dictionary_names_every_file_and_every_column():
    text = (RAW / "README.md").read_text(encoding="utf-8")
    for path in RAW.glob("*.csv"):
        rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        assert path.name in text
        assert not [header for header in rows[0] if f"`{header}`" not in text]
    counts = {"surabaya_umkm": "6.035", "surabaya_umkm_2023": "4.726", "batang_umkm": "5.029"}
    counts |= {"surabaya_pembeli": "142", "batang_pembeli": "39"}
    for name, rows in counts.items():
        survey = pd.read_csv(RAW / f"{name}.csv", dtype=str)
        assert f"{len(survey):,}".replace(",", ".") == rows
        assert rows in text


def test_declared_corrections_are_the_quarters_that_people_write():
    corrections = pd.read_csv(RAW / "corrections.csv", dtype=str)
    assert list(corrections.columns) == ["file", "kind", "column", "value", "replacement", "reason"]
    quarters = {
        (f"{key}_umkm.csv", quarter, read_villages(key).loc[code, "name"])
        for key, of in read_recipe()["quarter"].items()
        for code, quarter in of.items()
    }
    cells = corrections[corrections["kind"] == "nilai"]
    assert set(zip(cells["file"], cells["value"], cells["replacement"], strict=True)) == quarters
    for _, row in cells.iterrows():
        survey = pd.read_csv(RAW / row["file"], dtype=str)
        assert (survey[row["column"]] == row["value"]).any()


def test_the_question_that_the_planted_doubles_raise_is_answered():
    corrections = pd.read_csv(RAW / "corrections.csv", dtype=str)
    answers = corrections[corrections["kind"] == "jawaban"]
    assert answers[["column", "replacement"]].drop_duplicates().values.tolist() == [["survei.ganda", "buang"]]
    assert sorted(answers["file"]) == ["batang_umkm.csv", "surabaya_umkm.csv"]
