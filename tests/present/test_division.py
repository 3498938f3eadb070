"""Roles, buyers and suppliers as people see them: bands for counts, types for names, unknown said."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from mapping.knowledge.lines import lines_in_force
from mapping.present.division import (
    ROLES,
    SUPPLIES,
    buyer_table,
    chain_of,
    contested_lines,
    division_table,
    groups_of,
    roles_on_map,
)

HERE, OTHER, THIRD = "35.78.03.1001", "35.78.03.1002", "35.78.13.1004"
CHIPS, RICE, EGGS = "B14", "B03", "B26"


def with_division(study, rows):
    columns = ["line_id", "group", "kelurahan_code", "role", "demand_month", "taken_month", "left_month"]
    table = pd.DataFrame(rows, columns=columns)
    ends = {"demand_low": table["demand_month"] / 2, "demand_high": table["demand_month"] * 2}
    return dataclasses.replace(
        study, division=table.assign(**ends, unit="kg", reason="Memimpin: nilainya tertinggi (47).")
    )


TWO = [
    (RICE, "B03-a", HERE, "lead", 12_345.0, 8_700.0, 0.0),
    (RICE, "B03-a", OTHER, "out", 12_345.0, 0.0, 0.0),
]


def with_buyers(study, *rows):
    columns = ["kelurahan_code", "line_id", "kind", "product", "n", "rows", "capacity", "nearest_m", "within_m"]
    table = pd.DataFrame(rows, columns=columns)
    return dataclasses.replace(study, buyers=table, suppliers=table.iloc[:0])


def shop(n, rows, product="kantin", code=HERE, nearest=0.0):
    return (code, CHIPS, "survey", product, float(n), float(rows), np.nan, nearest, 2400.0)


def point(kind, n, nearest, capacity=np.nan, line=EGGS):
    return (HERE, line, kind, "", float(n), np.nan, capacity, nearest, 15_000.0)


def test_amounts_are_rounded_because_they_rest_on_assumptions(tiny_study):
    table = division_table(with_division(tiny_study, TWO))
    assert table["demand_month"].tolist() == [12_000, 12_000]
    assert table["data_label"].eq("data sintetis").all()
    assert table["role"].tolist() == [ROLES["lead"], ROLES["out"]]
    assert table["name"].tolist() == tiny_study.kelurahan.loc[[HERE, OTHER], "name"].tolist()


def test_supplying_is_called_by_what_it_is(tiny_study):
    rows = [(line, f"{line}-a", code, "supply", 10.0, 5.0, 5.0) for line, code in ((RICE, HERE), (CHIPS, OTHER))]
    assert division_table(with_division(tiny_study, rows))["role"].tolist() == [ROLES["supply"], SUPPLIES]


def test_the_line_that_leaves_most_out_comes_first_and_unknown_is_counted(tiny_study):
    rows = [
        *TWO,
        (CHIPS, "B14-a", THIRD, "lead", np.nan, np.nan, np.nan),
        (CHIPS, "B14-a", "x", "supply", *[np.nan] * 3),
    ]
    table = contested_lines(with_division(tiny_study, rows))
    assert table.index.tolist() == [RICE, CHIPS]
    assert table.loc[RICE].to_dict() == {"groups": 1, "kelurahan": 2, "out": 1, "unknown": 0}
    assert table.loc[CHIPS].to_dict() == {"groups": 1, "kelurahan": 2, "out": 0, "unknown": 2}


def test_a_group_shows_its_lead_and_what_is_left(tiny_study):
    row = groups_of(with_division(tiny_study, TWO), RICE).loc["B03-a"]
    assert (row["lead"], row["kelurahan"], row["out"]) == (tiny_study.kelurahan.at[HERE, "name"], 2, 1)
    assert (row["demand_month"], row["left_month"]) == (12_345, 0)


def test_the_map_tells_apart_thin_surveys_nothing_to_start_and_another_line(tiny_study):
    quality = tiny_study.quality.assign(n=30)
    quality.loc[THIRD, "n"] = 2
    pairs = pd.MultiIndex.from_tuples([(HERE, CHIPS), (OTHER, RICE)], names=["kelurahan_code", "line_id"])
    first = pd.DataFrame({"score": 50.0, "p_best": 0.5, "volume_month": 1.0, "candidate": True}, index=pairs)
    study = dataclasses.replace(with_division(tiny_study, []), quality=quality, suitability=first)
    told = roles_on_map(study, CHIPS)["role"]
    assert told.loc[[HERE, OTHER, THIRD]].tolist() == ["alone", "other", ""]
    assert set(told.drop([HERE, OTHER, THIRD])) <= {"none"}


@pytest.mark.parametrize(
    ("n", "rows", "said"),
    [(2, 2, "kurang dari 3 yang disurvei"), (40, 2, "kurang dari 3 yang disurvei"), (3, 3, "3 sampai 9")]
    + [(9.5, 9, "3 sampai 9"), (10, 10, "10 sampai 29"), (99, 99, "30 sampai 99"), (250, 90, "100 atau lebih")],
)
def test_surveyed_buyers_are_told_in_bands(tiny_study, n, rows, said):
    assert buyer_table(with_buyers(tiny_study, shop(n, rows)))["found"].tolist() == [said]


def test_no_exact_count_of_surveyed_buyers_leaves_the_house(tiny_study):
    """Two regions that differ within a band cannot be told apart."""
    one, other = (buyer_table(with_buyers(tiny_study, shop(n, n), shop(n + 9, n + 9, code=OTHER))) for n in (3, 9))
    pd.testing.assert_frame_equal(one, other)
    assert not {"n", "rows"} & set(one)


def test_points_are_public_and_counted(tiny_study):
    table = buyer_table(with_buyers(tiny_study, point("kitchen", 4, 1240.0, 9_800.0), point("hotel", 0, 23_900.0)))
    assert table[["type", "found", "nearest_km"]].values.tolist() == [["dapur SPPG", "4", 1.2]]
    assert table["side"].tolist() == ["pembeli"]


def test_a_chain_says_what_is_near_what_is_far_and_what_nobody_told(tiny_study):
    rows = [point("kitchen", 4, 1240.0, 9_800.0), point("hotel", 0, 23_900.0)]
    told = chain_of(with_buyers(tiny_study, *rows), HERE, EGGS)
    assert told.buyers == [
        "4 dapur SPPG dalam 15 km, yang terdekat 1,2 km, bersama melayani 9.800 porsi sehari.",
        "Tidak ada hotel dalam 15 km; yang terdekat 23,9 km.",
    ]
    assert any("Letak pasar belum diketahui" in sentence for sentence in told.unknown)
    assert any("Pembeli dari survei belum diketahui" in sentence for sentence in told.unknown)
    assert told.reachable is True


def test_none_found_is_not_nobody_looked(tiny_study):
    none = with_buyers(tiny_study, (HERE, CHIPS, "survey", "", 0.0, 0.0, np.nan, np.nan, 2400.0))
    assert chain_of(none, HERE, CHIPS).reachable is False
    assert chain_of(none, HERE, CHIPS).buyers == ["Tidak ada pembeli dari survei di sini dan di kelurahan sebelah."]
    unknown = chain_of(with_buyers(tiny_study), HERE, CHIPS)
    assert (unknown.reachable, unknown.buyers) == (None, [])
    assert unknown.unknown


def test_a_line_for_residents_names_them_as_its_customers(tiny_study):
    people = tiny_study.kelurahan.at[HERE, "population"]
    said = chain_of(with_buyers(tiny_study), HERE, RICE).buyers
    assert len(said) == 1
    assert f"{people:,.0f}".replace(",", ".") in said[0]


def test_every_line_of_every_kelurahan_can_be_told(tiny_study):
    for line_id in lines_in_force().index:
        told = chain_of(tiny_study, HERE, line_id)
        assert all(sentence.endswith(".") and "nan" not in sentence for sentence in told.buyers + told.suppliers)
