import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.intake.tables.dates import read_dates, read_years

DAY = "2026-08-09"


@pytest.mark.parametrize(
    "text",
    [
        *("2026-08-09", "2026-08-09T10:11:12.000+07:00", "2026/8/9", "9/8/2026", "09-08-2026", "9.8.2026", "9 8 2026"),
        *("9 Agustus 2026", "9 agt 2026", "Minggu, 9 Agustus 2026", "09-Aug-2026", "9/8/26", "46243", "46243.0"),
    ],
)
def test_one_day_however_it_is_written(text):
    assert read_dates(pd.Series([text]))["value"].tolist() == [DAY]


@pytest.mark.parametrize("text", ["31-02-2026", "kemarin", "2026", "12345678", "99999", "Agustus"])
def test_what_is_no_day_says_so(text):
    assert read_dates(pd.Series([text])).iloc[0].tolist() == ["", "text"]


def test_the_month_stands_first_only_where_a_cell_proves_it():
    assert read_dates(pd.Series(["8/9/2026", "8/23/2026"]))["value"].tolist() == ["2026-08-09", "2026-08-23"]
    assert read_dates(pd.Series(["8/9/2026", "23/8/2026"]))["value"].tolist() == ["2026-09-08", "2026-08-23"]
    assert read_dates(pd.Series(["8/23/2026", "23/8/2026"]))["value"].tolist() == ["", "2026-08-23"]


@given(st.dates(min_value=pd.Timestamp("1990-01-01").date(), max_value=pd.Timestamp("2090-01-01").date()))
def test_any_day_written_day_first_reads_back(day):
    iso = day.isoformat()
    for text in (iso, f"{day.day}/{day.month}/{day.year}", f"{day.day:02}-{day.month:02}-{day.year}"):
        cells = pd.Series([text, "31/12/2000"])
        assert read_dates(cells)["value"].iloc[0] == iso


def test_years():
    found = read_years(pd.Series(["2015", "2.015", "tahun 1998", "12/03/2015", "lama", "-"]))
    assert found["value"].tolist()[:4] == [2015, 2015, 1998, 2015]
    assert found["problem"].tolist() == ["", "", "", "", "text", ""]
    assert math.isnan(found["value"].iloc[5])
