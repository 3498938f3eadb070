import pandas as pd
import pytest

from mapping.intake.issues import Findings
from mapping.intake.tables.eaten import mend_cells


def mend(name, cells):
    findings = Findings("umkm.csv")
    table = pd.DataFrame({0: cells}, index=range(2, len(cells) + 2), dtype="str")
    mended = mend_cells(table, ["kepala"], {name: [0]} if name else {}, findings)
    return mended[0].tolist(), findings.issues()


def test_codes_lose_what_excel_added():
    cells, issues = mend("code", ["3374001010.0", "0101", "", "3374001020,00"])
    assert cells == ["3374001010", "0101", "", "3374001020"]
    assert issues[["kind", "level"]].to_numpy().tolist() == [["kode dimakan Excel", "repair"]]
    assert issues["what"].iloc[0].startswith("2 kode")


def test_codes_that_lost_digits_are_named_not_guessed():
    cells, issues = mend("bps_code", ["3.374E+09", "3374001010"])
    assert cells[0] == "3.374E+09"
    assert issues[["row", "level"]].to_numpy().tolist() == [[2, "warn"]]


@pytest.mark.parametrize("cell", ["2026-01-02", "2026-01-02 00:00:00", "2-Jan", "02-Feb-26", "Mei-03", "3/Agu/2026"])
@pytest.mark.parametrize("name", ["workers", "revenue_idr_month", "code", "lat"])
def test_a_date_among_numbers_is_what_excel_made_of_them(name, cell):
    cells, issues = mend(name, [cell, "3"])
    assert cells == ["", "3"]
    assert issues[["row", "kind", "level"]].to_numpy().tolist() == [[2, "tanggal dari Excel", "warn"]]


@pytest.mark.parametrize("name", ["surveyed_on", "product", "started_year", "", "id"])
def test_dates_elsewhere_are_dates(name):
    cells, issues = mend(name, ["2026-01-02", "2-Jan"])
    assert cells == ["2026-01-02", "2-Jan"]
    assert issues.empty


@pytest.mark.parametrize("cell", ["-7.25", "1-2", "1.500.000", "33.25.01.2001", "2 jt/bln", "5-10 jt", "3 mei rebus"])
def test_numbers_as_people_write_them_are_no_dates(cell):
    cells, issues = mend("workers", [cell])
    assert cells == [cell]
    assert issues.empty


def test_errors_are_blank_in_every_column():
    for name in ("product", "workers", ""):
        cells, issues = mend(name, ["#REF!", "x", "#N/A", "#DIV/0!"])
        assert cells == ["", "x", "", ""]
        assert issues["row"].tolist() == [2, 4, 5]
        assert set(issues["level"]) == {"warn"}
