"""Farm households beside all households."""

import numpy as np
import pandas as pd
import pytest

from mapping.measure.farming import farm_quotient


def test_by_hand():
    farms, households = pd.Series({"a": 300.0, "b": 100.0}), pd.Series({"a": 400.0, "b": 600.0})
    table = farm_quotient(farms, households)
    # region: 400 of 1,000; expected 160 and 240
    assert table["expected"].tolist() == [160.0, 240.0]
    assert 1 < table.loc["a", "lq"] < 300 / 160
    assert 100 / 240 < table.loc["b", "lq"] < 1
    assert (table["lq_low"] < table["lq"]).all()
    assert (table["lq"] < table["lq_high"]).all()


@pytest.mark.parametrize("farms", [np.nan, 700.0])
def test_what_cannot_be_true_stays_unknown(farms):
    table = farm_quotient(pd.Series({"a": 300.0, "b": farms}), pd.Series({"a": 400.0, "b": 600.0}))
    assert table.loc["b"].isna().all()
    assert table.loc["a"].notna().all()


def test_nothing_known_is_nothing_said():
    assert farm_quotient(pd.Series(dtype=float), pd.Series({"a": 5.0})).isna().all().all()
