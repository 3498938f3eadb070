"""Gates: every reason in words, the place before the money."""

import numpy as np
import pytest

from mapping.advise.suit.gates import TELLING, check_gates, saturation
from mapping.advise.suit.suitability import weigh_lines
from mapping.settings import Settings

FIRST = "35.78.01.1001"


@pytest.fixture
def evidence(kelurahan, businesses, cake_region):
    columns = ["open", "warn", "closed_by", "gate"]
    return weigh_lines(kelurahan, businesses, cake_region, Settings(draws=5)).drop(columns=columns)


def test_saturation_is_unknown_without_population():
    assert np.isnan(saturation(np.array([3.0, 3.0]), np.array([np.nan, 0.0]), np.array([250.0]))).all()


def test_every_closed_gate_says_why_in_words(evidence):
    gates = check_gates(evidence)
    assert (gates["open"] == (gates["gate"] == "")).all() and (gates["open"] == (gates["closed_by"] == "")).all()
    assert (gates.loc[~gates["open"], "gate"].str.len() > 20).all()
    assert (gates["warn"] == gates["closed_by"].isin(TELLING)).all()
    assert not gates["warn"][gates["open"]].any()


@pytest.mark.parametrize(
    ("figures", "closed_by"),
    [
        ({}, ""),
        ({"carries": "unknown", "net_cash_idr_month": np.nan}, ""),
        ({"missing_idr": 1.0}, "capital"),
        ({"carries": "no", "net_cash_idr_month": -1.0}, "loss"),
        ({"carries": "no", "net_cash_idr_month": 1e6}, "repay"),
        ({"carries": "no", "missing_idr": 1e6, "n": 9.0}, "members"),
        ({"n": np.nan}, "uncovered"),
    ],
)
def test_each_gate_of_the_cake_line(evidence, figures, closed_by):
    row = evidence.loc[[(FIRST, "B13")]].assign(**figures)
    assert check_gates(row)["closed_by"].tolist() == [closed_by]


def test_rice_needs_rice_fields_where_the_land_is_known(evidence):
    row = evidence.loc[[(FIRST, "B25")]].assign(kind="desa", n=8.0)
    assert check_gates(row.assign(land_share=0.002))["closed_by"].item() == "land"
    assert check_gates(row.assign(land_share=0.4))["closed_by"].item() != "land"
    assert check_gates(row.assign(land_share=np.nan))["closed_by"].item() != "land"
