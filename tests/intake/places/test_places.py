import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.intake.places.places import clean_codes, clean_names, is_kemendagri, name_key, regency_key

PARTS = st.tuples(st.integers(11, 96), st.integers(1, 79), st.integers(1, 60), st.integers(1001, 2999))


@settings(deadline=None)
@given(PARTS)
def test_all_ways_to_write_a_kemendagri_code_meet(parts):
    dotted = "{:02d}.{:02d}.{:02d}.{}".format(*parts)
    bare = dotted.replace(".", "")
    ways = pd.Series([dotted, bare, bare + ".0", "'" + dotted, f" {dotted} ", bare + ",00"])
    assert set(clean_codes(ways)) == {dotted}
    assert is_kemendagri(clean_codes(ways)).all()


def test_bps_codes_are_kept_apart():
    codes = clean_codes(pd.Series(["id3578100005", "ID3578100005", "3578100005"]))
    assert set(codes) == {"bps:3578100005"}
    assert clean_codes(pd.Series(["3325011003"])).tolist() == ["33.25.01.1003"]
    assert clean_codes(pd.Series(["3325011003"]), bps=True).tolist() == ["bps:3325011003"]


def test_other_codes_stay_as_written():
    assert clean_codes(pd.Series(["0101", "01O1", "A-7", ""])).tolist() == ["0101", "01O1", "A-7", ""]


@pytest.mark.parametrize(
    "text", ["Kalirungkut", "KALI RUNGKUT", "Kel. Kali-Rungkut", "kelurahan  kalirungkut", "Kel Kalirungkut "]
)
def test_spellings_of_one_village_meet(text):
    assert name_key(text) == "kalirungkut"


@pytest.mark.parametrize("text", ["Desa Baru", "Kelapa Dua", "Kecapi", "Dasan", "Kota Baru"])
def test_names_that_only_look_prefixed_keep_their_letters(text):
    assert name_key(text) in ("baru", "kelapadua", "kecapi", "dasan", "kotabaru")


def test_a_name_that_is_only_a_prefix_is_not_lost():
    assert name_key("Desa") == "desa"
    assert clean_names(pd.Series(["Desa"])).tolist() == ["Desa"]


def test_kabupaten_and_kota_meet_their_bare_names():
    assert regency_key("Kabupaten Batang") == regency_key("BATANG") == regency_key("Kab. Batang")
    assert regency_key("Kota") == "kota"
