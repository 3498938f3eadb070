"""Typed values: what is kept is clean and bounded, what is refused says which field and why, and nobody is named."""

import datetime as dt
import math
import unicodedata

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.desk.entries import (
    amount_of,
    free_text,
    iso_date,
    name_text,
    one_of,
    plain_line,
    shown,
    whole_number,
    whole_rupiah,
)
from mapping.errors import EntryError

# Any code point, halves of characters too: forms and files bring them.
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=80)


@given(ANY_TEXT)
def test_a_kept_text_has_no_sign_that_a_database_refuses_or_that_hides_others(text: str) -> None:
    kept = free_text(text, "Keterangan", 2_000, lines=True)
    assert all(sign == "\n" or unicodedata.category(sign)[0] != "C" for sign in kept)
    assert "\0" not in kept
    kept.encode("utf-8")


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert plain_line(plain_line(text)) == plain_line(text)
    assert plain_line(plain_line(text, lines=True), lines=True) == plain_line(text, lines=True)


@given(st.text("abc \n\t", max_size=40), st.integers(1, 40))
def test_a_text_fits_or_is_refused(text: str, longest: int) -> None:
    try:
        assert len(free_text(text, "Barang", longest)) <= longest
    except EntryError as error:
        assert len(plain_line(text)) > longest
        assert str(error).startswith("Barang ")


@pytest.mark.parametrize("number", ["081234567890", "0812-3456-7890", "0812\u200b3456\u200b7890", "٠٨١٢٣٤٥٦٧٨٩٠"])
@pytest.mark.parametrize("text", [free_text, name_text])
def test_phone_numbers_are_hidden_however_they_are_written(text, number: str) -> None:
    assert text(f"hubungi {number} ya", "Keterangan", 200) == "hubungi *** ya"


def test_persons_are_hidden_in_free_text_and_villages_stay_in_names() -> None:
    assert free_text("titip ke Bu Siti Aminah", "Keterangan", 200) == "titip ke Bu ***"
    assert name_text("Koperasi Kelurahan Merah Putih Wonokromo", "Nama", 200).endswith("Wonokromo")
    assert "3578010101900001" not in name_text("Toko 3578010101900001", "Nama", 200)


def test_messages_repeat_no_personal_data() -> None:
    with pytest.raises(EntryError) as refused:
        amount_of("3578010101900001 Siti Aminah 081234567890 x", "Jumlah")
    assert "3578010101900001" not in str(refused.value) and "081234567890" not in str(refused.value)
    assert len(shown("x" * 1000)) == 40


def test_a_huge_text_is_refused_at_once() -> None:
    with pytest.raises(EntryError, match="terlalu panjang"):
        free_text("x" * 5_000_000, "Keterangan", 2_000)


def test_an_empty_text_is_refused_only_where_it_is_required() -> None:
    assert free_text(" \x00\u202e ", "Keterangan", 10) == ""
    with pytest.raises(EntryError, match="Nama belum diisi"):
        name_text(" \x00\u202e ", "Nama", 10, field="name")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("2", 2.0),
        ("2.000", 2000.0),
        ("2.000,5", 2000.5),
        ("2000.5", 2000.5),
        ("2,5", 2.5),
        ("2,000.50", 2000.5),
        ("1.000.000", 1_000_000.0),
        ("0,25", 0.25),
        ("0.125", 0.125),
        ("2 ribu", 2000.0),
        (" 2\u00a0", 2.0),
        ("٢", 2.0),
        (2, 2.0),
        (2.5, 2.5),
        (2000.125, 2000.125),
        (np.float64(1.5), 1.5),
        (np.int64(7), 7.0),
        ("0", 0.0),
        ("", None),
        ("-", None),
        (None, None),
    ],
)
def test_amounts_in_the_forms_people_use(typed: object, number: float | None) -> None:
    assert amount_of(typed, "Jumlah") == number


@pytest.mark.parametrize(
    "typed",
    ["nan", "NaN", "inf", "-inf", "-2", "-0,5", "1,500", "banyak", "1.2.3", "2-3", "< 5", "1e400", "9" * 20, "2 ton"]
    + [math.nan, math.inf, -math.inf, -1, True, np.nan, pd.NA, [1], 1e300, 10**400],
)
def test_what_is_no_amount_is_refused(typed: object) -> None:
    with pytest.raises(EntryError, match=r"^Jumlah "):
        amount_of(typed, "Jumlah")


@given(st.floats(0, 1e9, allow_nan=False))
def test_a_number_is_read_as_it_is(number: float) -> None:
    assert amount_of(number, "Jumlah") == number


@given(st.integers(0, 999_999_999), st.integers(1, 99))
def test_indonesian_notation_is_read_back(whole: int, hundredths: int) -> None:
    typed = f"{whole:,}".replace(",", ".") + f",{hundredths:02d}"
    assert amount_of(typed, "Jumlah") == pytest.approx(whole + hundredths / 100, rel=1e-12)


@given(st.integers(0, 10**14))
def test_rupiah_is_read_back_in_every_dress(amount: int) -> None:
    dotted = f"{amount:,}".replace(",", ".")
    for typed in (amount, str(amount), dotted, f"Rp {dotted}", f"Rp{dotted},-"):
        assert whole_rupiah(typed, "Harga") == amount


@pytest.mark.parametrize(
    "typed", ["0,5", "13.500,50", 0.5, "-1", -1, "10 juta - 12 juta", "12.000/hari", "1e16", "mahal"]
)
def test_what_is_no_whole_rupiah_is_refused(typed: object) -> None:
    with pytest.raises(EntryError, match=r"^Harga "):
        whole_rupiah(typed, "Harga")
    with pytest.raises(EntryError, match=r"^Harga paling sedikit 1\.000"):
        whole_rupiah(500, "Harga", 1000)


def test_counts_fit_every_database() -> None:
    assert whole_number("2.000", "Anggota") == 2000
    for typed in ("2147483648", 2**31, "1,5", -1):
        with pytest.raises(EntryError, match=r"^Anggota "):
            whole_number(typed, "Anggota")


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)))
def test_a_day_is_read_back_in_every_dress(day: dt.date) -> None:
    told = (day, dt.datetime(day.year, day.month, day.day, 23), day.isoformat(), f"{day.day}/{day.month}/{day.year}")
    for typed in (*told, f"{day.day:02d}-{day.month:02d}-{day.year}", day.isoformat() + "T08:00:00Z"):
        assert iso_date(typed, "Tanggal") == day.isoformat()


@pytest.mark.parametrize(
    "typed",
    ["2025-02-30", "31/4/2025", "11/23/2025", "kemarin", "45964", "2025", "3/11/25", "2025-11-03x", "1899-12-31"]
    + ["2200-01-01", "0000-00-00", 20251103, "2025-11-03' OR 1"],
)
def test_what_is_no_day_is_refused(typed: object) -> None:
    with pytest.raises(EntryError, match=r"^Tanggal "):
        iso_date(typed, "Tanggal")


def test_days_keep_their_bounds() -> None:
    assert iso_date("2025-11-03", "Tanggal", "2025-11-03", "2025-11-03") == "2025-11-03"
    with pytest.raises(EntryError, match="terlalu awal"):
        iso_date("2025-11-02", "Tanggal", earliest="2025-11-03")
    with pytest.raises(EntryError, match="terlalu jauh"):
        iso_date("2025-11-04", "Tanggal", latest="2025-11-03")
    for nothing in ("", None, "-", pd.NaT):
        assert iso_date(nothing, "Tanggal") == ""
        with pytest.raises(EntryError, match="belum diisi"):
            iso_date(nothing, "Tanggal", required=True)


@pytest.mark.parametrize("value", ["GOODS", "", None, 3, ["goods"]])
def test_only_what_is_offered_is_taken(value: object) -> None:
    assert one_of("goods", ("goods", "stock"), "Jenis") == "goods"
    with pytest.raises(EntryError) as refused:
        one_of(value, ("goods", "stock"), "Jenis", field="kind")
    assert refused.value.field == "kind"
