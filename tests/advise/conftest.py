"""A small region for the advice: every figure is set by hand, one row per kelurahan and line."""

import numpy as np
import pandas as pd
import pytest

from mapping.knowledge.catalog import read_lines

CODES = ["35.78.01.1001", "35.78.01.1002", "35.78.01.1003"]


@pytest.fixture
def kelurahan():
    return pd.DataFrame(
        {
            "name": ["Satu", "Dua", "Tiga"],
            "kind": "kelurahan",
            "kecamatan": "Contoh",
            "kabupaten": "Kota Contoh",
            "population": [12_000.0, 9_000.0, np.nan],
        },
        index=pd.Index(CODES, name="kelurahan_code"),
    )


@pytest.fixture
def line_indicators():
    """Every line: 2 members against 2 expected, 10 buyers, no rivals; 100 businesses surveyed everywhere.

    What a member turns over (Rp 1 billion a month) is more than any line needs: money closes a line only where a test
    makes it so.
    """
    index = pd.MultiIndex.from_product([CODES, read_lines().index], names=["kelurahan_code", "line_id"])
    table = pd.DataFrame(
        {
            "n": 2.0,
            "n_effective": 2.0,
            "n_kelurahan": 100.0,
            "workers": 4.0,
            "expected": 2.0,
            "lq": 1.0,
            "lq_low": 0.6,
            "lq_high": 1.5,
            "lq_prob": 0.5,
            "spend_idr_month": 4e6,
            "revenue_idr_month": 2e9,
            "rivals": 0.0,
            "rivals_rows": 0.0,
            "buyers": 10.0,
            "buyers_rows": 10.0,
        },
        index=index,
    )
    driver = read_lines()["driver"].reindex(index.get_level_values("line_id")).to_numpy()
    table.loc[
        np.isin(driver, ["demand", "outside"]),
        ["n", "n_effective", "workers", "expected", "lq", "lq_prob", "spend_idr_month", "revenue_idr_month"],
    ] = np.nan
    return table


@pytest.fixture
def businesses():
    return pd.DataFrame(
        {"kelurahan_code": [CODES[0]] * 3, "product": ["kue basah", "kue basah", "roti dan bolu"]},
        index=pd.Index(["a", "b", "c"], name="business_id"),
    )


@pytest.fixture
def cake_region(line_indicators):
    """The same with 40 cake makers in the first kelurahan."""
    table = line_indicators.copy()
    row = (CODES[0], "B13")
    columns = ["n", "n_effective", "lq", "lq_low", "lq_high", "lq_prob", "spend_idr_month", "revenue_idr_month"]
    table.loc[row, columns] = [40.0, 40.0, 6.0, 4.6, 7.6, 1.0, 1.2e8, 2e9]
    return table
