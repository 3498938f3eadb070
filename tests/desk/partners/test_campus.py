"""Problems for a campus: from figures, from the desk, grouped, and never what was written for the office."""

from __future__ import annotations

import re
from io import BytesIO

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.advise.plan.gaps import FINE, LACKING
from mapping.desk.models import Cooperative
from mapping.desk.needs.answer import close, refuse, say, take, withdraw
from mapping.desk.needs.enter import enter_need
from mapping.desk.needs.queue import read_needs
from mapping.desk.partners.campus import (
    OTHER,
    TAKEN_ALONG,
    campus_problems,
    campus_table,
    group_problems,
    open_problems,
    topic_label,
    topic_of,
)
from mapping.desk.rules import ANYONE, LOCAL
from mapping.knowledge.catalog import read_lines
from mapping.knowledge.partnership import read_partnership
from mapping.knowledge.plans import read_training
from mapping.language import speaking
from mapping.present.files.tidy import csv_bytes, xlsx_bytes
from tests.desk.rows import row_of

AT, TODAY = "2026-11-20T01:00:00Z", "2026-11-23"
HERE, BESIDE, AWAY = "35.78.03.1001", "35.78.03.1002", "35.78.09.1004"
CODES = [HERE, BESIDE, AWAY]
SECRET = "pengurus lama membawa uang kas"
NONE_SHOWN = campus_problems(
    pd.DataFrame(columns=["kelurahan_code", "line_id", "gap", "label", "state", "partners"]), read_lines()
)


def test_a_campus_is_given_what_calls_for_research_by_line():
    rows = [
        (code, line, gap, gap.title(), state, partners)
        for code, line, gap, state, partners in [
            ("a", "B13", "one_product", LACKING, "research"),
            ("b", "B13", "one_product", LACKING, "research"),
            ("c", "B03", "technology", LACKING, "technical; research"),
            ("d", "B03", "technology", FINE, ""),
            ("e", "B03", "capital", LACKING, "finance"),
        ]
    ]
    gaps = pd.DataFrame(rows, columns=["kelurahan_code", "line_id", "gap", "label", "state", "partners"])
    found = campus_problems(gaps, read_lines())
    assert found[["gap", "line_id", "kelurahan", "codes"]].values.tolist() == [
        ["one_product", "B13", 2, "a; b"],
        ["technology", "B03", 1, "c"],
    ]
    assert (found["ask"] != "").all()


@pytest.mark.parametrize(
    ("item", "topic"),
    [
        ("Timbangan rusak", "technology"),
        ("MESIN pengemas macet", "technology"),
        ("Izin PIRT anggota tertahan di pemeriksaan dapur", "permits"),
        ("Sertifikat halal belum keluar", "permits"),
        ("Belum ada tempat untuk gerai", "premises"),
        ("Keripik cepat tengik", "keeping"),
        ("Kemasan sobek saat dikirim", "packaging"),
        ("Sulit mengirim ke luar kota", "distribution"),
        ("Limbah minyak jelantah", "waste"),
        ("Pembukuan masih di buku tulis", "accounts"),
        ("Tidak punya modal untuk mesin", "capital"),
        ("Bahan baku sering terlambat", "supply"),
        ("Kurang pembeli di hari biasa", "buyers"),
        ("Anggota belum bisa menjual", "buyers"),
        ("Sinyal internet lemah", "digital"),
        ("Rapat sepi", "people"),
        ("Analisis belum ada", OTHER),
        ("  ", OTHER),
        ("{{ x }} ](http://a) <b>", OTHER),
    ],
)
def test_a_problem_is_about_what_its_sentence_names_first(item, topic):
    assert topic_of(item) == topic


def test_topics_are_called_as_gaps_are_and_each_is_put_as_a_question_in_both_languages():
    gaps, problems = read_training()["gaps"], read_partnership()["problems"]
    assert OTHER in problems
    for topic, problem in problems.items():
        assert problem["ask"].endswith("?")
        assert ("label" in problem) != (topic in gaps)
        for words in problem.get("words", []):
            re.compile(words)
    with speaking("en"):
        assert topic_label("technology") == read_training()["gaps"]["technology"]["label"]


@given(st.text(max_size=120))
def test_any_sentence_has_one_topic_with_a_name(item):
    assert topic_label(topic_of(item))


@pytest.fixture
def ask(desk, two):
    """Enter a problem of the first cooperative; its number."""

    def enter(item="Timbangan rusak", at=AT, who=None, **changed) -> int:
        told = {"kind": "problem", "item": item, "details": SECRET} | changed
        return enter_need(desk, LOCAL, at, cooperative_id=who or two[0], **told)

    return enter


@pytest.fixture
def away(desk) -> int:
    """A cooperative of another kecamatan, not made up, with a line of its own."""
    with desk.writing(LOCAL, AT) as session:
        made = row_of(
            Cooperative,
            name="Koperasi Keputih",
            kelurahan_code=AWAY,
            kelurahan="Keputih",
            kecamatan="Sukolilo",
            line_id="B13",
        )
        session.add(made)
        session.flush()
        return int(made.id)


def groups(desk, codes=CODES):
    return group_problems(open_problems(desk, TODAY, codes), read_lines())


def test_the_same_topic_of_neighbours_is_one_with_how_many_and_since_when(desk, two, ask, away):
    first = ask("Mesin jahit rusak", at="2026-11-01T20:00:00Z", who=two[1])
    again = ask("Timbangan rusak", at="2026-11-10T01:00:00Z")
    third = ask("Oven mati")
    other = ask("Mesin giling tumpul", who=away)
    found = groups(desk)
    assert found[["topic", "kecamatan", "line_id", "cooperatives", "since", "days", "needs"]].values.tolist() == [
        # 20.00 UTC is the next day in the office.
        ["technology", "Rungkut", "", 2, "2026-11-02", 21.0, (first, again, third)],
        ["technology", "Sukolilo", "B13", 1, "2026-11-20", 3.0, (other,)],
    ]
    assert found["synthetic"].tolist() == [True, False]
    assert found.at[0, "items"] == ("Mesin jahit rusak", "Timbangan rusak", "Oven mati")
    assert found.at[1, "line"] == read_lines().at["B13", "line"]
    assert groups(desk, [AWAY])["needs"].tolist() == [(other,)]
    assert groups(desk, []).empty


def test_what_is_made_up_is_never_counted_with_what_is_not(desk, two, ask):
    with desk.writing(LOCAL, AT) as session:
        real = row_of(
            Cooperative, name="Koperasi", kelurahan_code=BESIDE, kelurahan="Rungkut Kidul", kecamatan="Rungkut"
        )
        session.add(real)
        session.flush()
        number = int(real.id)
    ask("Oven mati")
    ask("Oven rusak", who=number)
    assert groups(desk)[["cooperatives", "synthetic"]].values.tolist() == [[1, False], [1, True]]


def test_groups_part_the_problems(desk, two, ask, away):
    for place, item in enumerate(["Oven mati", "Modal kurang", "Entah apa", "Rapat sepi", "Modal habis"]):
        ask(item, who=[*two, away][place % 3])
    problems = open_problems(desk, TODAY, CODES)
    found = group_problems(problems, read_lines())
    assert sorted(number for needs in found["needs"] for number in needs) == sorted(problems.index)
    assert found["since"].min() == problems["entered_on"].min()
    assert set(group_problems(problems.iloc[::-1], read_lines())["topic"]) == set(found["topic"])


def test_only_problems_that_still_wait_are_told(desk, two, ask):
    waits, taken = ask("Oven mati"), ask("Kompor bocor")
    ends = {name: ask(f"Mesin {name}") for name in ("refused", "withdrawn", "closed")}
    enter_need(desk, LOCAL, AT, cooperative_id=two[0], kind="goods", item="mesin jahit", amount=1, unit="unit")
    take(desk, LOCAL, AT, taken, 1)
    refuse(desk, LOCAL, AT, ends["refused"], 1, "tidak ada")
    withdraw(desk, LOCAL, AT, ends["withdrawn"], 1)
    take(desk, LOCAL, AT, ends["closed"], 1)
    close(desk, LOCAL, AT, ends["closed"], 2, "sudah dibeli")
    assert open_problems(desk, TODAY, CODES).index.tolist() == [waits, taken]


def test_what_was_written_for_the_office_is_never_in_it_whoever_looks(desk, two, ask):
    number = ask("Timbangan rusak, hub Bu Siti 0812-3456-7890")
    say(desk, LOCAL, AT, number, SECRET)
    # The office itself does read it elsewhere: the test would see it here.
    assert read_needs(desk, LOCAL, TODAY, CODES)["details"].tolist() == [SECRET]
    problems = open_problems(desk, TODAY, CODES)
    found = group_problems(problems, read_lines())
    table = campus_table(NONE_SHOWN, found, problems)
    assert table["needs"].tolist() == [str(number)]
    sheet = pd.read_excel(BytesIO(xlsx_bytes(table, "masalah")), engine="openpyxl").to_csv()
    for told in (problems.to_csv(), found.to_csv(), csv_bytes(table).decode(), sheet):
        assert "Timbangan rusak" in told
        assert not [word for word in (SECRET, "Siti", "3456", "request_key", "price") if word in told]
    public = set(read_needs(desk, ANYONE, TODAY, CODES)["item"])
    assert set(problems["item"]) == public


def test_the_table_to_take_along_holds_both_kinds(desk, ask, away):
    number = ask("Mesin giling tumpul", who=away)
    gaps = pd.DataFrame(
        [("a", "B13", "one_product", "Terpusat", LACKING, "research")],
        columns=["kelurahan_code", "line_id", "gap", "label", "state", "partners"],
    )
    problems = open_problems(desk, TODAY, CODES)
    table = campus_table(campus_problems(gaps, read_lines()), group_problems(problems, read_lines()), problems)
    assert table.columns.tolist() == TAKEN_ALONG
    assert table[["source", "topic", "kelurahan", "codes", "needs"]].values.tolist() == [
        ["desk", "technology", 1, AWAY, str(number)],
        ["figures", "one_product", 1, "a", ""],
    ]
    assert table["cooperatives"].tolist() == [1, pd.NA]
    assert table.loc[0, ["since", "items"]].tolist() == ["2026-11-20", "Mesin giling tumpul"]
    assert (table["ask"] != "").all()
    nothing = open_problems(desk, TODAY, [])
    assert campus_table(NONE_SHOWN, group_problems(nothing, read_lines()), nothing).empty
