"""The page that asks whether a line pays its loan: the answer, its reasons, and what stays hidden."""

from __future__ import annotations

import html
import re

import numpy as np
import pandas as pd
import pytest

from mapping.advise.money.loan import schedule
from mapping.advise.money.pay import pay
from mapping.knowledge.formats import say_rupiah
from mapping.knowledge.lines import lines_in_force
from mapping.present.money import plan_table, say_answer, say_times
from mapping.settings import AdviceSetup


def texts(test) -> str:
    kinds = (test.markdown, test.caption, test.subheader, test.info, test.warning, test.success, test.error)
    return html.unescape("\n".join(str(element.value) for kind in kinds for element in kind))


def answer(test) -> str:
    assert not test.exception
    said = [*test.success, *test.error, *test.info]
    return html.unescape(next(str(box.value) for box in said)).replace("**", "")


def evidence_of(study) -> pd.DataFrame:
    return study.line_indicators.join(study.kelurahan[["population"]], on="kelurahan_code")


@pytest.fixture(scope="module")
def row_with():
    def make(**figures):
        usual = {
            "carries": "yes",
            "net_cash_idr_month": 8e6,
            "instalment_idr_month": 5e6,
            "dscr": 1.6,
            "missing_idr": 0.0,
            "break_even_units_month": 1200.0,
        }
        return usual | figures

    return make


LINE = {"line": "Sentra kue", "unit": "potong"}


@pytest.mark.parametrize(
    ("figures", "begins", "holds"),
    [
        ({}, "Ya, Sentra kue di Kali bisa:", ["Rp 8 juta sebulan", "cicilan Rp 5 juta", "1,6 kali"]),
        ({"dscr": np.nan, "instalment_idr_month": 0.0}, "Ya, ", ["tanpa cicilan"]),
        ({"carries": "no", "dscr": 0.97}, "Tidak: ", ["0,97 kali"]),
        ({"carries": "no", "net_cash_idr_month": -2e6, "dscr": 0.0}, "Tidak: ", ["kurang Rp 2 juta sebulan"]),
        ({"carries": "no", "missing_idr": 7e6}, "Tidak: ", ["modal masih kurang Rp 7 juta"]),
        ({"carries": "unknown", "net_cash_idr_month": np.nan}, "Belum bisa dihitung: ", ["1.200 potong"]),
    ],
)
def test_the_answer_comes_first(row_with, figures, begins, holds):
    said = say_answer(row_with(**figures), LINE, "Kali", "omzetnya belum diketahui.", 1.0)
    assert said.startswith(begins)
    assert all(part in said for part in holds)
    assert "nan" not in said


def test_the_page_says_what_the_table_says(app, study):
    data = study("surabaya")
    table = data.suitability.join(data.line_indicators[["n", "rivals_rows"]])
    shown = table[(table["n"].fillna(5) >= 5) & (table["instalment_idr_month"] > 0)]
    for verdict, word in (("yes", "Ya, "), ("no", "Tidak: ")):
        some = shown[(shown["carries"] == verdict) & (shown["net_cash_idr_month"] > 0)]
        few = some[some["rivals_rows"].between(1, 2) & (some["population"] > 0)]
        (code, line_id), row = next((few if len(few) else some).iterrows())
        said = answer(app("hitung", wilayah="surabaya", kelurahan=code, lini=line_id))
        assert said.startswith(word)
        assert say_rupiah(row["net_cash_idr_month"]) in said
        assert say_rupiah(row["instalment_idr_month"]) in said
        assert say_times(row["dscr"]) in said


def test_lines_of_the_advice_come_first(app, study):
    advice = study("surabaya").advice
    code = advice.loc[advice["position"] == "1", "kelurahan_code"].iloc[0]
    here = advice[(advice["kelurahan_code"] == code) & advice["position"].isin(["1", "2", "3"])]
    wanted = here.sort_values("position")["line_id"].tolist()
    test = app("hitung", wilayah="surabaya", kelurahan=code)
    assert test.selectbox(key="lini").value == wanted[0]
    assert [label for label in test.selectbox(key="lini").options if "saran ke-" in label] == (
        test.selectbox(key="lini").options[: len(wanted)]
    )


def test_one_or_two_members_are_never_reckoned_out_loud(app, study):
    data = study("surabaya")
    lines = lines_in_force()
    members = lines.index[lines["volume_basis"].isin(["revenue", "spend"])]
    cells = data.line_indicators
    few = cells[cells["n"].between(1, 2) & cells["revenue_idr_month"].notna() & cells.index.isin(members, level=1)]
    code, line_id = few.index[0]
    test = app("hitung", wilayah="surabaya", kelurahan=code, lini=line_id)
    said = texts(test)
    assert answer(test).startswith("Belum bisa dihitung: pelakunya di sini kurang dari 3")
    assert "| kurang dari 3 |" in said
    row = few.iloc[0]
    open_row = pay(evidence_of(data).loc[[(code, line_id)]], lines, AdviceSetup()).iloc[0]
    told = [row["revenue_idr_month"], row["spend_idr_month"], open_row["net_cash_idr_month"]]
    assert not any(say_rupiah(figure) in said for figure in told if abs(figure) > 1)


def test_every_factor_has_a_source(app, study):
    advice = study("surabaya").advice
    first = advice[advice["position"] == "1"].iloc[0]
    test = app("hitung", wilayah="surabaya", kelurahan=first["kelurahan_code"], lini=first["line_id"])
    table = next(element.value for element in test.markdown if "| Bagian | Nilai | Dari mana |" in str(element.value))
    rows = [re.split(r"\s*\|\s*", row.strip("| ")) for row in html.unescape(str(table)).splitlines()[2:]]
    assert len(rows) >= 4
    assert all(len(row) == 3 and row[2] for row in rows)
    assert any("asumsi perencanaan" in row[2] or re.search(r"S\d+", row[2]) for row in rows)


def test_a_dearer_loan_shows_at_once_and_is_marked_as_the_users(app, study):
    advice = study("surabaya").advice
    first = advice[(advice["position"] == "1") & (advice["dscr"] > 0)].iloc[0]
    test = app("hitung", wilayah="surabaya", kelurahan=first["kelurahan_code"], lini=first["line_id"])
    before = answer(test)
    test.number_input(key="hitung-loan.rate_year").set_value(20.0).run()
    assert answer(test) != before
    assert "angka Anda" in texts(test)
    test.number_input(key="hitung-loan.rate_year").set_value(6.0).run()
    assert answer(test) == before


def test_the_plain_calculator_needs_no_kelurahan(app):
    test = app("hitung", wilayah="batang", cara="pinjaman")
    assert "Rp 3 miliar, bunga 6% setahun, 72 bulan dengan 6 bulan tenggang: cicilan Rp 53,5 juta sebulan" in answer(
        test
    )
    assert "Rp 49,7 juta sebulan" in texts(test)
    test.number_input(key="hitung-loan.grace_months").set_value(0.0).run()
    test.number_input(key="hitung-pokok-3000000000").set_value(500.0).run()
    assert "cicilan Rp 8,3 juta sebulan" in answer(test)
    assert all(part in texts(test) for part in ("3%", "6%", "12%"))


@pytest.mark.parametrize("how", [{}, {"kelurahan": "35.78.03.1001"}])
def test_rules_that_may_have_ended_are_said_beside_the_loan(app, how):
    test = app("hitung", wilayah="surabaya", **how)
    assert not test.exception
    said = [html.unescape(note.value) for note in test.info]
    assert [note for note in said if "PMK 7/2026" in note and "S149" in note], said


def test_the_plan_to_take_along_says_that_data_are_synthetic():
    plan = schedule(25e6, 0.06, 72, 6)
    table = plan_table(plan, synthetic=True)
    assert (table["Keterangan"] == "data sintetis").all()
    assert table["Sisa utang (Rp)"].iloc[-1] == 0
    assert abs(table["Pokok (Rp)"].sum() - 25e6) <= 36
    assert "Keterangan" not in plan_table(plan, synthetic=False)
