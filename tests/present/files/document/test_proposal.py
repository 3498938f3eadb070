"""A proposal says what the study says, proposes no loan that is not carried, and invents nothing."""

import re
from dataclasses import replace

import pytest

from mapping.advise.decide.record import POSTPONED, no_decisions
from mapping.advise.money.pay import pay
from mapping.knowledge.formats import say_rupiah
from mapping.knowledge.lines import lines_in_force
from mapping.language import speaking
from mapping.present.files.document.blocks import Blank, Heading, Notice, Signatures, Table
from mapping.present.files.document.case import CLOSED, HIDDEN, LOAN, NOTHING, OWN, POSTPONE, case_of
from mapping.present.files.document.money_part import whole_rupiah
from mapping.present.files.document.pdf import pdf_bytes
from mapping.present.files.document.people_part import APPROVAL, BOARD, PAPERS
from mapping.present.files.document.proposal import ASPECTS, FORMATS, proposal_of
from mapping.present.files.edition import Edition
from mapping.present.money import say_times
from mapping.present.plan import stages_of
from mapping.settings import AdviceSetup
from mapping.study import advise_again, read_study, write_study

KALIRUNGKUT = "35.78.03.1001"
PAGE = re.compile(rb"/Type\s*/Page\b")


def texts_of(document):
    """Every text of a document in one string."""

    def walk(value):
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            for part in value:
                yield from walk(part)
        elif hasattr(value, "__dataclass_fields__"):
            for name in value.__dataclass_fields__:
                yield from walk(getattr(value, name))

    return "\n".join(walk(document))


def table_of(document, caption):
    return next(block for block in document.blocks if isinstance(block, Table) and block.caption.startswith(caption))


def decided(study, code, line_id, line):
    row = (
        no_decisions()
        .reindex([0])
        .assign(
            kelurahan_code=code,
            decided_on="2026-10-02",
            meeting="musyawarah, balai",
            present=41.0,
            line_id=line_id,
            line=line,
            reasons="dekat pasar",
            advice_line="",
        )
    )
    text = ["kelurahan", "votes", "votes_line_id", "advice_line_id", "study_key", "data_label"]
    return Edition(replace(study, decisions=row.assign(**dict.fromkeys(text, ""))))


@pytest.fixture(scope="module")
def surabaya(demonstration):
    return demonstration("surabaya")


@pytest.fixture(scope="module")
def edition(surabaya):
    return Edition(surabaya)


def number(text):
    return int(text.replace(".", ""))


def test_the_six_aspects_stand_in_order_and_every_number_of_the_cooperative_is_a_blank(edition):
    document = proposal_of(edition, KALIRUNGKUT)
    heads = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert heads[:6] == list(ASPECTS)
    blanks = {block.label for block in document.blocks if isinstance(block, Blank)}
    assert {label for label, _ in (*PAPERS, APPROVAL)} <= blanks and set(BOARD) <= blanks
    assert len(document.blocks[-1].roles) == 3 and isinstance(document.blocks[-1], Signatures)


def test_its_figures_are_those_of_the_app(surabaya, edition):
    case = case_of(edition, KALIRUNGKUT)
    evidence = surabaya.line_indicators.loc[[(KALIRUNGKUT, case.line_id)]].copy()
    evidence["population"] = float(surabaya.kelurahan.at[KALIRUNGKUT, "population"])
    setup = surabaya.settings.advice
    row = pay(evidence, lines_in_force(setup.line_changes), setup).iloc[0]
    assert case.state == LOAN and case.line_id == "B13"
    for name in ("capital_idr", "loan_idr", "instalment_idr_month", "net_cash_idr_month", "dscr", "p_carries"):
        assert case.row[name] == pytest.approx(row[name])
    summary = texts_of(table_of(proposal_of(edition, KALIRUNGKUT), "Ringkasan"))
    for said in (say_rupiah(row["loan_idr"]), say_rupiah(row["instalment_idr_month"]), say_times(row["dscr"])):
        assert said in summary


def test_budget_drawdown_rates_and_repayment_agree_on_the_loan(edition):
    document, case = proposal_of(edition, KALIRUNGKUT), case_of(edition, KALIRUNGKUT)
    loan = round(case.loan)
    budget, drawn = table_of(document, "Anggaran"), table_of(document, "Pencairan")
    assert number(budget.rows[-1][3]) == loan == sum(number(row[3]) for row in budget.rows[:-1])
    assert number(drawn.rows[-1][3]) == loan == sum(number(row[3]) for row in drawn.rows[:-1])
    plan, rates = table_of(document, "Rencana pembayaran"), table_of(document, "Pinjaman")
    assert number(plan.rows[-1][3]) == loan == sum(number(row[3]) for row in plan.rows[:-1])
    assert number(plan.rows[-1][1]) == loan + number(plan.rows[-1][2])
    assert number(plan.rows[-1][2]) == pytest.approx(number(rates.rows[1][3]), abs=2)
    rate = 0.06 / 12
    by_hand = loan * rate / (1 - (1 + rate) ** -66)
    assert number(rates.rows[1][2]) == pytest.approx(by_hand, abs=1)
    assert [row[0].split(" · ")[1] for row in rates.rows] == ["3%", "6%", "12%"]
    assert whole_rupiah(case.loan) in rates.caption


def test_no_loan_is_proposed_for_a_line_that_does_not_carry_it(surabaya):
    table = surabaya.suitability.xs(KALIRUNGKUT, level="kelurahan_code")
    weak = table[(table["carries"] == "no") & table["capital_idr"].notna()].index
    lines = lines_in_force()
    assert len(weak)
    for line_id in weak:
        edition = decided(surabaya, KALIRUNGKUT, line_id, lines.at[line_id, "line"])
        case, document = case_of(edition, KALIRUNGKUT), proposal_of(edition, KALIRUNGKUT)
        assert case.state in (CLOSED, HIDDEN) and case.loan == 0.0
        assert any(isinstance(block, Notice) for block in document.blocks)
        told = texts_of(document)
        assert "Pencairan bertahap" not in told and "Rencana pembayaran." not in told
        assert APPROVAL[0] not in told and "menyetujui pinjaman" not in told


def test_the_decision_of_a_meeting_comes_before_the_advice(surabaya):
    edition = decided(surabaya, KALIRUNGKUT, "B11", "Pembelian bahan baku bersama UMKM pangan")
    case = case_of(edition, KALIRUNGKUT)
    assert case.line_id == "B11" and case.state == LOAN
    assert "2 Oktober 2026" in texts_of(proposal_of(edition, KALIRUNGKUT))
    named = decided(surabaya, KALIRUNGKUT, "", "Pembelian bahan baku bersama UMKM pangan")
    assert case_of(named, KALIRUNGKUT).line_id == "B11"
    unknown = decided(surabaya, KALIRUNGKUT, "X9", "Pabrik roket")
    assert case_of(unknown, KALIRUNGKUT).state == NOTHING
    assert "Pabrik roket" in texts_of(proposal_of(unknown, KALIRUNGKUT))
    waits = decided(surabaya, KALIRUNGKUT, POSTPONED[0], "Ditunda")
    assert case_of(waits, KALIRUNGKUT).state == POSTPONE
    assert "menunda" in texts_of(proposal_of(waits, KALIRUNGKUT))


def test_a_place_without_an_answer_gets_a_form_that_says_not_to_borrow(edition, surabaya):
    without = [code for code in surabaya.kelurahan.index if case_of(edition, code).state == NOTHING]
    assert without
    document = proposal_of(edition, without[0])
    notice = next(block for block in document.blocks if isinstance(block, Notice))
    assert "jangan ajukan pinjaman dulu" in notice.title and notice.text
    blanks = [block for block in document.blocks if isinstance(block, Blank)]
    assert len(blanks) >= 20
    assert "Rencana pembayaran." not in texts_of(document)


def test_own_money_and_changed_assumptions_are_followed_and_listed(surabaya):
    setup = AdviceSetup(name="Koperasi kami", own_capital_idr=30e6, people=3, assumptions=(("loan.rate_year", 0.03),))
    edition = Edition(advise_again(surabaya, setup))
    case, told = case_of(edition, KALIRUNGKUT), texts_of(proposal_of(edition, KALIRUNGKUT))
    assert case.state == OWN and "Tanpa pinjaman" in told
    assert "Koperasi kami" in told and "Rp 30 juta" in told and "angka koperasi (bawaan 6%)" in told
    refused = Edition(advise_again(surabaya, replace(setup, own_capital_idr=0.0, borrows=False)))
    assert case_of(refused, KALIRUNGKUT).state == NOTHING
    assert "belum ada lini" in texts_of(proposal_of(refused, KALIRUNGKUT)).casefold()


def test_figures_of_one_or_two_members_stay_hidden(surabaya):
    few = surabaya.line_indicators["n"].between(1, surabaya.settings.suppress_below - 1)
    rows = surabaya.suitability[few & (surabaya.suitability["carries"] != "unknown")].head(5)
    lines = lines_in_force()
    assert len(rows)
    for (code, line_id), row in rows.iterrows():
        edition = decided(surabaya, code, line_id, lines.at[line_id, "line"])
        assert case_of(edition, code).state == HIDDEN
        told = texts_of(proposal_of(edition, code))
        assert "disembunyikan" in told and say_rupiah(row["net_cash_idr_month"]) not in told


def test_the_plan_of_a_chosen_line_is_the_one_of_its_page(surabaya, edition):
    """Worked out for all at once, also for a line that a meeting decided."""
    other = decided(surabaya, KALIRUNGKUT, "B11", "Pembelian bahan baku bersama UMKM pangan")
    codes = surabaya.advice.loc[surabaya.advice["position"] == "1", "kelurahan_code"].head(4)
    for one, code in [*((edition, code) for code in codes), (other, KALIRUNGKUT)]:
        case = case_of(one, code)
        assert case.plan["before"].tolist() == stages_of(surabaya, code, case.line_id)["before"].tolist()


def test_the_same_study_gives_the_same_bytes_also_read_back(tiny_study, tmp_path):
    write_study(tiny_study, tmp_path / "study")
    again = read_study(tmp_path / "study")
    for code in tiny_study.kelurahan.index[:2]:
        for form in FORMATS:
            assert form.write(Edition(tiny_study), code) == form.write(Edition(again), code)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_kelurahan_has_two_or_three_pages(tiny_study, language):
    """Also the unsurveyed one, the one with two businesses and the one of unknown population."""
    with speaking(language):
        edition = Edition(tiny_study)
        for code in tiny_study.kelurahan.index:
            document = proposal_of(edition, code)
            assert len(PAGE.findall(pdf_bytes(document))) in (2, 3), code
            assert document.label and "nan" not in re.findall(r"\b\w+\b", texts_of(document).casefold())


def test_a_study_of_ones_own_without_a_date_carries_no_label(tiny_study):
    settings = replace(tiny_study.settings, synthetic=False, survey_date="")
    document = proposal_of(Edition(replace(tiny_study, settings=settings)), KALIRUNGKUT)
    assert document.label == "" and "tanggal tidak diketahui" in texts_of(document)


def test_hostile_names_change_neither_form_nor_length(tiny_study):
    names = ['=HYPERLINK("x")', '#read("/etc/passwd")', "<b>&amp;</b> {{7*7}}", "x" * 300, "a\nb\x00\u202e\U0001f600"]
    kelurahan = tiny_study.kelurahan.assign(name=names, kecamatan=names[::-1])
    edition = Edition(replace(tiny_study, kelurahan=kelurahan))
    for code in kelurahan.index:
        document = proposal_of(edition, code)
        assert len(PAGE.findall(pdf_bytes(document))) in (2, 3)
        assert FORMATS[0].write(edition, code)[:2] == b"PK"
