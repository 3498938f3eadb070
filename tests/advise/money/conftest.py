"""Lines and evidence made by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mapping.knowledge.catalog import read_lines

FIGURES = {
    "price_low_idr": 20000.0,
    "price_high_idr": 30000.0,
    "price_risk": "price",
    "margin_low_pct": 15.0,
    "margin_high_pct": 30.0,
    "volume_basis": "revenue",
    "rival_products": "toko kelontong",
    "through_low": 0.3,
    "through_high": 0.6,
    "capacity_low": 1500.0,
    "capacity_high": 12000.0,
    "capex_low_idr": 20e6,
    "capex_high_idr": 80e6,
    "working_low_idr": 5e6,
    "working_high_idr": 30e6,
    "staff_low": 1.0,
    "staff_high": 4.0,
    "overhead_low_idr_month": 1e6,
    "overhead_high_idr_month": 4e6,
}


@pytest.fixture
def make_lines():
    """A function that makes lines of the catalogue with figures by hand, the same for every line unless told."""

    def make(*line_ids: str, **figures) -> pd.DataFrame:
        lines = read_lines().loc[list(line_ids or ("B13",))].copy()
        return lines.assign(**{**FIGURES, **figures})

    return make


def make_evidence(rows: dict[tuple[str, str], dict[str, float]]) -> pd.DataFrame:
    """Evidence of (kelurahan, line) pairs; what a row does not say is a place with some of everything."""
    usual = {
        "n": 20.0,
        "n_effective": 20.0,
        "revenue_idr_month": 200e6,
        "spend_idr_month": 120e6,
        "population": 9000.0,
        "rivals": 4.0,
    }
    index = pd.MultiIndex.from_tuples(list(rows), names=["kelurahan_code", "line_id"])
    return pd.DataFrame([usual | told for told in rows.values()], index=index, dtype=np.float64)


@pytest.fixture(name="make_evidence")
def _make_evidence():
    return make_evidence
