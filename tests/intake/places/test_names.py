"""Written places against a map whose answers are known by hand."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapping.intake.places.names import PLACE, closest, match_places, read_gazetteer

MAP = [
    ("35.73.01.1001", "Sodong", "desa", "Barat", "Kota Malang"),
    ("35.73.01.1002", "Pasar 3", "desa", "Barat", "Kota Malang"),
    ("35.73.01.1003", "Karanganyar", "kelurahan", "Barat", "Kota Malang"),
    ("35.73.01.2004", "Karanganyar", "desa", "Barat", "Kota Malang"),
    ("35.07.02.2001", "Sodong", "desa", "Timur", "Kabupaten Malang"),
    ("35.07.02.2002", "Silurah", "desa", "Timur", "Kabupaten Malang"),
]


def book_of(rows):
    table = pd.DataFrame(rows, columns=["code", "name", "kind", "kecamatan", "kabupaten"]).set_index("code")
    return read_gazetteer(table)


def ask(*place, rows=MAP):
    asked = pd.DataFrame([(*place, "", "")[:3]], columns=PLACE)
    return match_places(asked, book_of(rows)).iloc[0]


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (("Sodong", "Barat"), "35.73.01.1001"),
        (("Sodong", "", "Kab. Malang"), "35.07.02.2001"),
        (("Sodong", "", "KOTA MALANG"), "35.73.01.1001"),
        (("Pasar III", "Barat"), "35.73.01.1002"),
        (("Kel. Karanganyar", "Barat"), "35.73.01.1003"),
        (("Desa Karanganyar", "Barat"), "35.73.01.2004"),
        (("Silurha", "Timur"), "35.07.02.2002"),
    ],
)
def test_a_name_that_says_enough_is_found(place, code):
    assert ask(*place)["found"] == code


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (("Sodong",), "ada 2 pada peta; kecamatannya"),
        (("Sodong", "", "Malang"), "ada 2 pada peta"),
        (("Karanganyar", "Barat", "Kota Malang"), "kodenya perlu disebut"),
        (("Pasar 2", "Barat"), "tidak ada pada peta"),
        (("Silurha",), "tidak ada pada peta"),
        (("Sodong", "Barat", "Kabupaten Malang"), 'kecamatan "Barat"'),
    ],
)
def test_what_is_not_sure_is_not_taken(place, words):
    found = ask(*place)
    assert pd.isna(found["found"])
    assert words in found["problem"]


def test_kota_and_kabupaten_of_one_name_are_two_places():
    only_city = [row for row in MAP if row[4].startswith("Kota")]
    found = ask("Sodong", "", "Kabupaten Malang", rows=only_city)
    assert pd.isna(found["found"])
    assert found["outside"]


SUTOREJO = ("35.78.12.1001", "Bongkarann", "kelurahan", "Pabean Cantikan", "Kota Surabaya")


def test_the_official_spelling_is_as_good_as_that_of_the_map():
    """The official list has Bongkaran, Nyamplungan, Krembangan Utara, Tanjung Perak in Pabean Cantian."""
    assert ask("Bongkaran", "Pabean Cantian", rows=[SUTOREJO])["found"] == "35.78.12.1001"


def test_a_village_that_officially_exists_is_not_a_misspelling_of_its_neighbour():
    near = ("35.78.12.1001", "Nyamplungann", "kelurahan", "Pabean Cantian", "Kota Surabaya")
    found = ask("Nyamplungan", "Pabean Cantian", rows=[near])
    assert pd.isna(found["found"])
    assert found["outside"]
    assert "daftar resmi" in found["problem"]
    assert ask("Nyamplungqn", "Pabean Cantian", rows=[near])["found"] != near[0]


def test_a_kecamatan_of_another_kabupaten_is_outside_and_named():
    found = ask("Oro-oro Dowo", "Klojen", rows=[SUTOREJO])
    assert found["outside"]
    assert "Kota Malang" in found["problem"]


def test_numbers_are_never_misspelled():
    assert closest("sukamaju1", ["sukamaju2"]) is None
    assert closest("sukamajv1", ["sukamaju1", "sukamaju2"]) == "sukamaju1"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(*[st.sampled_from(["", "Sodong", "Barat", "Kota Malang", "Sodonk", "\u202e", "1"])] * 3)))
def test_every_place_is_found_or_has_a_problem(rows):
    asked = pd.DataFrame([row for row in rows if row[0]], columns=PLACE).drop_duplicates()
    if asked.empty:
        return
    answers = match_places(asked, book_of(MAP))
    assert (answers["found"].isna() == (answers["problem"] != "")).all()
    assert not (answers["outside"] & answers["found"].notna()).any()
