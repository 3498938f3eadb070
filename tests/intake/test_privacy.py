import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.intake.privacy import (
    NUMBER_TYPES,
    TEXT_TYPES,
    is_personal_column,
    is_personal_header,
    mask_line,
    mask_text,
)

NIK, PHONE, MAIL = "3374019901900001", "081299887766", "budi.santoso@contoh.id"


@pytest.mark.parametrize(
    "header",
    [
        *("Nama Pemilik", "PEMILIK", "nama pengusaha", "NIK", "No. KTP", "no hp", "Telp/HP", "WhatsApp", "email"),
        *(
            "Alamat",
            "alamat usaha",
            "Alamat Rumah",
            "tgl lahir",
            "umur",
            "jenis kelamin",
            "No Rekening",
            "NPWP",
            "kontak",
        ),
    ],
)
def test_headers_about_people_are_known(header):
    assert is_personal_header(header)


@pytest.mark.parametrize(
    "header", ["produk", "nama usaha", "kelurahan", "omzet", "lat", "lon", "kode wilayah", "kendala"]
)
def test_headers_about_businesses_are_not(header):
    assert not is_personal_header(header)


@pytest.mark.parametrize("value", [PHONE, "+62 812-9988-7766", MAIL, "3374012208900001"])
def test_values_give_a_column_away(value):
    assert is_personal_column(pd.Series([value, value, "", "?"]))


@pytest.mark.parametrize(
    "value", ["35.78.03.1001", "3578031001", "1.250.000", "-7.250445", "112.738", "2015", "NIB", "085"]
)
def test_codes_money_and_degrees_are_not_people(value):
    assert not is_personal_column(pd.Series([value] * 4))


@pytest.mark.parametrize("secret", [NIK, PHONE, "0812-9988-7766", MAIL])
def test_free_text_loses_the_secret_and_keeps_the_rest(secret):
    masked = mask_text(pd.Series([f"keripik singkong, hub {secret} ya"])).iloc[0]
    assert secret not in masked
    assert masked.startswith("keripik singkong")


def test_masking_is_idempotent_and_leaves_clean_text_alone():
    texts = pd.Series(["kue basah", f"tempe pak Slamet {PHONE}", "", "Rp 1.500.000", "keripik 250 gram isi 12"])
    once = mask_text(texts)
    assert once.tolist()[0::2] == texts.tolist()[0::2]
    assert once.iloc[3] == "Rp 1.500.000"
    pd.testing.assert_series_equal(mask_text(once), once)


PIECES = st.sampled_from(
    ["pak ", "Slamet", "hub ", PHONE, MAIL, NIK, "jl Mawar 3", "rt 5", "ſ", "é", "\u0660", " ", "beras"]
)


@given(
    st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=6).map("".join)),
    st.sampled_from([TEXT_TYPES, NUMBER_TYPES]),
)
def test_a_line_is_masked_as_in_a_column(text, types):
    assert mask_line(text, types=types) == mask_text(pd.Series([text]), types=types).iloc[0]
