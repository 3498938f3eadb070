"""The repair desk: what a doubtful place may mean."""

import numpy as np
import pandas as pd
import pytest

from mapping.intake.places.candidates import COLUMNS, no_candidates, place_candidates
from mapping.intake.places.names import PLACE, match_places, read_gazetteer

MAP = [
    ("33.25.61.2001", "Rungkut Utara", "Kanigaran"),
    ("33.25.61.2002", "Rungkut Selatan", "Kanigaran"),
    ("33.25.61.2003", "Tisno Selatan", "Kanigaran"),
    ("33.25.62.2001", "Mangunharjo", "Mayangan"),
    ("33.25.62.2002", "Sukabumi", "Mayangan"),
]


@pytest.fixture
def book():
    table = pd.DataFrame(MAP, columns=["code", "name", "kecamatan"]).set_index("code")
    return read_gazetteer(table.assign(kind="kelurahan", kabupaten="Kota Contoh"))


def desk(book, *places):
    asked = pd.DataFrame([(*place, "", "")[:3] for place in places], columns=PLACE)
    asked = asked.assign(n=1, row=np.arange(2, len(asked) + 2))
    return place_candidates(asked, match_places(asked, book), book)


def first(table, kelurahan):
    return table[(table["kelurahan"] == kelurahan) & (table["position"] == 1)].iloc[0]


def test_nothing_doubtful_is_an_empty_table(book):
    table = desk(book, ("Sukabumi", "Mayangan"))
    pd.testing.assert_frame_equal(table, no_candidates())


def test_words_of_one_meaning_are_offered_and_their_pattern_is_named(book):
    table = desk(book, ("Rungkut Lor", "Kanigaran"), ("Tisno Kidul", "Kanigaran"), ("Rungkut Kidul", "Kanigaran"))
    assert first(table, "Rungkut Lor")["name"] == "Rungkut Utara"
    assert first(table, "Rungkut Kidul")["name"] == "Rungkut Selatan"
    assert first(table, "Tisno Kidul")["pattern"] == '"kidul" -> "selatan"'
    assert first(table, "Rungkut Kidul")["pattern"] == '"kidul" -> "selatan"'
    assert first(table, "Rungkut Lor")["pattern"] == ""  # one place alone is no pattern
    assert not table["taken"].any()


def test_an_old_kecamatan_is_one_pattern_for_all_its_villages(book):
    table = desk(book, ("Mangunharjo", "Mayangan Lama"), ("Sukabumi", "Mayangan Lama"))
    assert set(table.loc[table["position"] == 1, "pattern"]) == {'kecamatan "Mayangan Lama" -> "Mayangan"'}
    assert table.loc[table["position"] == 1, "kelurahan_code"].tolist() == ["33.25.62.2001", "33.25.62.2002"]


def test_a_word_too_many_is_a_pattern(book):
    table = desk(book, ("Dinas Sukabumi", "Mayangan"), ("Dinas Mangunharjo", "Mayangan"))
    assert set(table.loc[table["position"] == 1, "pattern"]) == {'"dinas" -> ""'}


def test_what_was_taken_stands_first_and_is_flagged(book):
    table = desk(book, ("Mangunharjp", "Mayangan"))
    assert table["taken"].all()
    assert first(table, "Mangunharjp")["kelurahan_code"] == "33.25.62.2001"
    table = desk(book, ("Rungkut Utaar", "Kanigaran"))
    assert table["name"].tolist() == ["Rungkut Utara", "Rungkut Selatan"]
    assert table["taken"].tolist() == [True, True]


def test_without_a_kecamatan_the_whole_map_is_searched(book):
    assert first(desk(book, ("Mangunharj",)), "Mangunharj")["name"] == "Mangunharjo"


def test_a_place_like_nothing_waits_with_an_empty_candidate(book):
    row = first(desk(book, ("Zzzz", "Mayangan")), "Zzzz")
    assert row["kelurahan_code"] == ""
    assert np.isnan(row["score"])


def test_better_candidates_come_first_and_five_are_enough():
    names = ["Karang Satu", "Karang Dua", "Karang Tiga", "Karang Empat", "Karang Lima", "Karang Enam", "Karang Tujuh"]
    table = pd.DataFrame({"name": names, "kecamatan": "Barat", "kind": "desa", "kabupaten": ""})
    table = desk(read_gazetteer(table.set_axis([f"c{i}" for i in range(7)])), ("Karang Enem Tiga", "Barat"))
    assert table["position"].tolist() == [1, 2, 3, 4, 5]
    assert table["score"].is_monotonic_decreasing
    assert table["score"].between(0, 100).all()
    assert table.columns.tolist() == COLUMNS
