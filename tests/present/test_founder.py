"""The founder's first sentences and the lines that the money can start, on the demonstration data."""

import re
from dataclasses import replace

import pytest

from mapping.knowledge.formats import say_number, say_rupiah
from mapping.present.founder import CAN, SHORT, first_sentences, lines_for_money
from mapping.settings import AdviceSetup
from mapping.study import advise_again

KALIRUNGKUT = "35.78.03.1001"
UNSURVEYED_SAYS = "Belum cukup data"


@pytest.fixture(scope="module")
def answered(demonstration):
    """Surabaya under a founder's answers; each set of answers is worked out once."""
    made = {}

    def under(**answers):
        key = tuple(sorted(answers.items()))
        if key not in made:
            made[key] = advise_again(demonstration("surabaya"), AdviceSetup(**answers))
        return made[key]

    return under


def test_three_sentences_name_the_line_its_money_and_what_not(answered):
    study = answered(own_capital_idr=10e6, people=5)
    row = study.suitability.loc[(KALIRUNGKUT, "B13")]
    known = study.line_indicators.loc[(KALIRUNGKUT, "B13")]
    start, money, no = first_sentences(study, KALIRUNGKUT)
    assert start.startswith("Mulai dari Sentra kue basah")
    assert f"{say_number(known['n'])} usaha di sini sudah mengusahakannya" in start
    assert f"Modalnya sekitar {say_rupiah(row['capital_idr'])}" in money
    assert "Rp 10 juta uang koperasi" in money
    assert f"{say_rupiah(row['loan_idr'])} pinjaman" in money
    assert f"{say_number(row['dscr'], 1)} kali cicilannya ({say_rupiah(row['instalment_idr_month'])})" in money
    avoid = study.advice[(study.advice["kelurahan_code"] == KALIRUNGKUT) & (study.advice["position"] == "avoid")]
    assert no.startswith("Batalkan rencana ini bila kurang dari 10 pelaku bersedia ikut")
    assert no.endswith(f" Jangan mulai dari {avoid.iloc[0]['line']}.")


def test_own_money_and_loan_add_up_to_the_capital(answered):
    row = answered(own_capital_idr=10e6, people=5).suitability.loc[(KALIRUNGKUT, "B13")]
    assert row["loan_idr"] + 10e6 + row["missing_idr"] == pytest.approx(row["capital_idr"])


def test_without_a_loan_there_is_no_word_of_one(answered):
    study = answered(own_capital_idr=500e6, borrows=False)
    assert "pinjaman" not in " ".join(first_sentences(study, KALIRUNGKUT))
    assert "cicilan" not in first_sentences(study, KALIRUNGKUT)[1]


def test_without_money_and_loan_every_line_is_short_of_its_whole_capital(answered):
    study = answered(own_capital_idr=0.0, borrows=False)
    table = lines_for_money(study, KALIRUNGKUT)
    assert len(table) >= 2
    assert (table["verdict"] == SHORT).all()
    assert table["missing_idr"].tolist() == pytest.approx(table["capital_idr"].tolist())
    said = " ".join(first_sentences(study, KALIRUNGKUT))
    assert "Mulai dari" not in said


def test_more_money_never_takes_a_line_away(answered):
    counts = [
        (lines_for_money(answered(own_capital_idr=own, borrows=False), KALIRUNGKUT)["verdict"] == CAN).sum()
        for own in (0.0, 30e6, 100e6, 500e6)
    ]
    assert counts == sorted(counts)
    assert counts[0] == 0 < counts[-1]


def test_those_that_can_be_started_come_first(answered):
    table = lines_for_money(answered(own_capital_idr=30e6, borrows=False), KALIRUNGKUT)
    ready = (table["verdict"] == CAN).tolist()
    assert ready == sorted(ready, reverse=True)


@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_every_kelurahan_gets_one_to_three_plain_sentences(demonstration, region):
    study = demonstration(region)
    unsurveyed = set(study.advice.loc[study.advice["reason"].str.startswith(UNSURVEYED_SAYS), "kelurahan_code"])
    for code in study.kelurahan.index:
        said = first_sentences(study, code)
        assert 1 <= len(said) <= 3
        for sentence in said:
            assert sentence.strip() == sentence != ""
            assert not re.search(r"\bnan\b|None|DSCR|LQ", sentence)
        if code in unsurveyed:
            assert said[0] == "Belum cukup data."


def test_money_of_one_or_two_members_is_not_told(answered):
    study = answered(own_capital_idr=10e6, people=5)
    few = study.line_indicators.copy()
    few.loc[(KALIRUNGKUT, "B13"), "n"] = 2.0
    start, money, _ = first_sentences(replace(study, line_indicators=few), KALIRUNGKUT)
    assert money == "Volume dan kasnya tidak ditulis karena pelaku yang terdata kurang dari 3."
    assert " 2 usaha" not in start
