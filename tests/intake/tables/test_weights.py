"""Sampling weights as offices and statistical programs write them."""

import pandas as pd
import pytest

from mapping.intake.issues import Findings
from mapping.intake.tables.survey import read_survey
from mapping.intake.tables.weights import read_weights
from mapping.settings import Settings


def read(cells, header="bobot sampel"):
    findings = Findings("umkm.csv")
    table = pd.DataFrame({0: cells}, index=range(2, len(cells) + 2), dtype="str")
    return read_weights(table, [header], {"sampling_weight": [0]}, findings).tolist(), findings.issues()


@pytest.mark.parametrize(
    ("cells", "weights"),
    [
        (["1", "2", "3"], [1, 2, 3]),
        (["12,5", "7,25", "8"], [12.5, 7.25, 8]),
        (["12.345", "7.250", "8.100"], [12.345, 7.25, 8.1]),
        (["12.3456789", "1"], [12.3456789, 1]),
    ],
)
def test_weights_as_written(cells, weights):
    found, issues = read(cells)
    assert found == pytest.approx(weights)
    assert issues["level"].tolist() == ["info"]


@pytest.mark.parametrize("bad", ["0", "-3", "abc", "", "-", "nan"])
def test_a_bad_weight_loses_no_row_and_is_said(bad):
    found, issues = read(["10", "20", "40", bad])
    assert found == [10, 20, 40, 20]
    assert issues["level"].tolist() == ["info", "warn"]
    assert issues["done"].str.contains("20").any()


def test_no_readable_weight_at_all_counts_rows():
    found, issues = read(["abc", "x"])
    assert found == [1, 1]
    assert "dianggap 1" in issues["done"].tolist()


def test_a_weight_beyond_reason_is_kept_and_said():
    found, issues = read(["10", "5000"])
    assert found == [10, 5000]
    assert (issues["level"] == "warn").any()


@pytest.mark.parametrize("head", ["Bobot Sampel", "faktor pengali", "Penimbang", "WEIGHT", "inflasi", "FWT"])
def test_heads_that_mean_a_weight(head):
    text = f"desa,kecamatan,produk,{head}\nMasin,Timur,tempe,2.5\nMasin,Timur,keripik,4\n"
    survey, _, rejects = read_survey(text.encode(), "umkm.csv", Settings())
    assert survey["sampling_weight"].tolist() == [2.5, 4]
    assert rejects.empty


def test_a_survey_without_weights_counts_rows():
    survey, issues, _ = read_survey(b"desa,kecamatan,produk\nMasin,Timur,tempe\n", "umkm.csv", Settings())
    assert survey["sampling_weight"].tolist() == [1]
    assert survey["digital"].tolist() == [""]
    assert "bobot" not in set(issues["kind"])
