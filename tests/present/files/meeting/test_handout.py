"""The handout: figures are those of the public tables, what is not known is said, two sides at most."""

import math
from dataclasses import replace

import pytest

from mapping.advise.say.words import about_rupiah
from mapping.language import speaking
from mapping.present.files.edition import Edition
from mapping.present.files.meeting.handout import handout_parts, handout_pdf
from mapping.present.files.meeting.starts import say_start, starts_of
from mapping.settings import AdviceSetup
from tests.present.files.meeting.conftest import DESA, EMPTY, HOSTILE, LONG, PLACE, SMALL, with_texts

PUBLIC = ["capital_idr", "net_cash_idr_month", "instalment_idr_month", "loan_idr"]


def said(edition, code, texts_of):
    return "\n".join(texts_of(handout_parts(edition, code)))


def lines(edition, code):
    return [part for part in handout_parts(edition, code) if part["form"] == "line"]


def test_each_line_says_money_and_conditions_of_the_public_tables(edition):
    table = edition.suitability.query("kelurahan_code == @PLACE").set_index("line")
    told = {part["title"]: dict(part["rows"]) for part in lines(edition, PLACE)}
    assert len(told) == 3
    for name, rows in told.items():
        assert about_rupiah(table.at[name, "capital_idr"]) in rows["Modal"]
        assert about_rupiah(table.at[name, "instalment_idr_month"]) in rows["Cicilan"]
        assert {"Koperasi", "Hasil", "Pembeli", "Harus ada dulu", "Jangan atau berhenti bila", "Tetapi"} <= set(rows)


def test_lines_carry_the_letters_of_the_ballot_in_their_order(edition):
    letters = [part["letter"] for part in lines(edition, PLACE)]
    assert letters == sorted(letters) and "" not in letters


def test_only_lines_that_the_advice_starts_are_offered(edition):
    for code in edition.study.kelurahan.index:
        wanted = edition.advice.query("kelurahan_code == @code and position in ['1', '2', '3']")["line"]
        assert {part["title"] for part in lines(edition, code)} == set(wanted)


@pytest.mark.parametrize("code", [EMPTY, SMALL])
def test_without_advice_the_sheet_says_why_and_asks_people(edition, texts_of, code):
    told = said(edition, code, texts_of)
    assert "Belum cukup data" in told and "Warga boleh mengusulkan" in told and not lines(edition, code)


def test_a_small_place_is_not_counted_out_loud(edition):
    bars = next(part for part in handout_parts(edition, SMALL) if part["form"] == "bars")
    assert bars["rows"] == [] and "Jumlahnya tidak ditulis" in bars["text"]
    empty = next(part for part in handout_parts(edition, EMPTY) if part["form"] == "bars")
    assert "Belum ada usaha yang didata" in empty["text"]


def test_no_bar_stands_for_fewer_businesses_than_may_be_shown(edition):
    least = edition.study.settings.suppress_below
    for code in edition.study.kelurahan.index:
        shown = next(part for part in handout_parts(edition, code) if part["form"] == "bars")["rows"]
        assert all(n >= least for _, n in shown)


def test_a_village_hears_of_its_fund_and_a_ward_does_not(edition, texts_of):
    assert "Dana Desa" in said(edition, DESA, texts_of) and "30%" in said(edition, DESA, texts_of)
    assert "Dana Desa" not in said(edition, PLACE, texts_of) and "wali kota" in said(edition, PLACE, texts_of)


def test_the_loan_is_told_with_sources_and_to_be_read_again(edition, texts_of):
    told = said(edition, DESA, texts_of)
    assert "6% setahun" in told and "72 bulan" in told and "periksa lagi" in told and "megapolitik.com" in told


def test_who_does_not_borrow_hears_nothing_of_loans(rural, texts_of):
    advice = AdviceSetup(own_capital_idr=5e8, borrows=False)
    told = said(Edition(replace(rural, settings=replace(rural.settings, advice=advice))), DESA, texts_of)
    assert "Kalau meminjam" not in told and "setahun" not in told


def test_hidden_or_unknown_money_is_said_not_printed_as_nothing(edition):
    row = starts_of(edition, PLACE).iloc[0].copy()
    row[[*PUBLIC, "p_carries", "staff", "population", "nearest_m", "big_buyers"]] = math.nan
    told = dict(say_start(edition, row))
    assert told["Modal"] == told["Hasil"] == told["Cicilan"] == "belum bisa dihitung dari survei ini."
    assert "nan" not in " ".join(told.values()).casefold().split() and "Rp 0" not in " ".join(told.values())


def test_a_line_of_the_users_own_is_told_by_its_own_words(edition):
    row = starts_of(edition, PLACE).iloc[0].rename("X01").copy()
    row["role"] = "mengumpulkan madu warga"
    assert dict(say_start(edition, row))["Koperasi"] == "Mengumpulkan madu warga"


@pytest.mark.parametrize("text", [HOSTILE, LONG, ""])
@pytest.mark.parametrize("code", [PLACE, DESA, EMPTY])
def test_any_text_fits_two_sides_and_gives_the_same_bytes(rural, page_count, text, code):
    made = handout_pdf(Edition(with_texts(rural, text)), code)
    assert page_count(made) <= 2 and made == handout_pdf(Edition(with_texts(rural, text)), code)


def test_no_population_and_no_day_are_said(rural, texts_of):
    study = replace(rural, settings=replace(rural.settings, survey_date="", synthetic=False))
    told = said(Edition(study), "35.78.13.1004", texts_of)
    assert "jumlahnya belum diketahui" in told and "tanggal tidak diketahui" in told and "sintetis" not in told


def test_the_sheet_speaks_the_language_in_force(rural):
    with speaking("en"):
        assert any("cooperative" in str(part).casefold() for part in handout_parts(Edition(rural), PLACE))


@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_every_place_of_a_region_with_advice_fits_its_sheet(demonstration, page_count, region):
    edition = Edition(demonstration(region))
    starting = set(edition.advice.query("position == '1'")["kelurahan_code"])
    others = [code for code in edition.study.kelurahan.index if code not in starting]
    for code in [*sorted(starting)[::12], *others[::80]]:
        assert page_count(handout_pdf(edition, code)) == (2 if code in starting else 1), code
