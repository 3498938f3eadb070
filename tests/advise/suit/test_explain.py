"""Each component in a sentence with its own numbers."""

import numpy as np
import pandas as pd
import pytest

from mapping.advise.advice import advise
from mapping.advise.suit.evidence import Known
from mapping.advise.suit.explain import say_components
from mapping.settings import AdviceSetup, Settings

FIRST = ("35.78.01.1001", "B13")
SETTINGS = Settings(draws=5, advice=AdviceSetup(people=2, own_capital_idr=10e6))


def explained(kelurahan, businesses, table, pair=FIRST, settings=SETTINGS):
    quality = pd.DataFrame({"age_months": 7.0, "classified_share": 0.9}, index=kelurahan.index)
    rows = advise(kelurahan, businesses, table, settings, Known(quality=quality))["suitability"]
    return rows.loc[pair], say_components(rows.loc[pair], table.loc[pair], settings).set_index("component")


def test_all_eight_are_said_and_their_points_sum_to_the_score(kelurahan, businesses, cake_region):
    row, said = explained(kelurahan, businesses, cake_region)
    assert len(said) == 8 and (said["sentence"].str.len() > 20).all()
    assert said["points"].sum() == pytest.approx(row["score"])
    assert np.isnan(said.loc["confidence", "weight"]) and np.isnan(said.loc["confidence", "points"])


def test_the_sentences_name_their_numbers(kelurahan, businesses, cake_region):
    _, said = explained(kelurahan, businesses, cake_region)
    text = said["sentence"]
    assert "40 pelaku dari 20" in text["supply"] and "6,0 kali porsi wilayah" in text["supply"]
    assert "Rp 120 juta sebulan; penuh pada Rp 20 juta" in text["aggregation"]
    assert "10 sampai 29 usaha" in text["demand"]
    assert "uang sendiri Rp 10 juta dari Rp 25 juta" in text["feasibility"] and "2 orang siap" in text["feasibility"]
    assert "bukan saingan" in text["competition"]
    assert "antara 4,6 dan 7,6" in text["confidence"] and "data berumur 7 bulan" in text["confidence"]


def test_one_or_two_businesses_are_not_counted_out_loud(kelurahan, businesses, line_indicators):
    line_indicators[["rivals", "rivals_rows", "buyers", "buyers_rows"]] = 1.0
    for pair in (FIRST, (FIRST[0], "B02"), (FIRST[0], "B01")):
        _, said = explained(kelurahan, businesses, line_indicators, pair)
        for name in ("supply", "demand", "competition", "confidence"):
            assert not said.loc[name, "sentence"].startswith(("1 ", "2 "))
            assert " 1 usaha" not in said.loc[name, "sentence"] and " 2 usaha" not in said.loc[name, "sentence"]


def test_what_is_unknown_is_said_to_be(kelurahan, businesses, cake_region):
    cake_region.loc[FIRST, ["spend_idr_month", "revenue_idr_month", "buyers"]] = np.nan
    _, said = explained(kelurahan, businesses, cake_region)
    for name in ("aggregation", "demand", "feasibility", "relatedness"):
        assert np.isnan(said.loc[name, "value"]) and np.isnan(said.loc[name, "points"])
        assert "belum" in said.loc[name, "sentence"] and "nan" not in said.loc[name, "sentence"]
