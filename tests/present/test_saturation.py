"""Outlets beside norms: words, and nobody pointed at."""

from dataclasses import replace

import numpy as np

from mapping.present.saturation import HIDDEN, saturation_table

KALIRUNGKUT = "35.78.03.1001"


def shops(study, **changes):
    """The study with other figures for shops in Kalirungkut."""
    table = study.saturation.copy()
    for column, value in changes.items():
        table.loc[(KALIRUNGKUT, "shop"), column] = value
    return replace(study, saturation=table)


def row(study, what="Toko atau warung kebutuhan sehari-hari"):
    return saturation_table(study, KALIRUNGKUT).set_index("what").loc[what]


def test_shops_of_kalirungkut_by_hand(tiny_study):
    found = row(tiny_study)
    assert (found["outlets"], found["wanted"]) == ("4", "96")
    assert found["share"].startswith("0,0 kali (")
    assert "SNI" in found["source"]


def test_what_nobody_counts_is_left_out_not_none(tiny_study):
    assert "Pertokoan" not in saturation_table(tiny_study, KALIRUNGKUT)["what"].tolist()


def test_one_or_two_rows_are_hidden_whatever_they_stand_for(tiny_study):
    found = row(shops(tiny_study, outlets=60.0, rows=2.0, saturation=0.6, low=0.4, high=0.9))
    assert (found["outlets"], found["share"]) == ("kurang dari 3", HIDDEN)


def test_places_of_a_map_are_public(tiny_study):
    found = row(shops(tiny_study, outlets=1.0, rows=np.nan, saturation=0.5, low=0.1, high=1.2))
    assert (found["outlets"], found["share"]) == ("1", "0,5 kali (0,1–1,2)")


def test_without_population_or_code_there_is_nothing(tiny_study):
    assert saturation_table(tiny_study, "35.78.13.1004").empty
    assert saturation_table(tiny_study, "99.99.99.9999").empty
