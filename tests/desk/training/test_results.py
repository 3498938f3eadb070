"""Assessments out of files: of KoboToolbox, of our own table, and files that are none."""

from __future__ import annotations

import pandas as pd
import pytest

from mapping.desk.rules import COOPERATIVE, LOCAL, Actor
from mapping.desk.training.assess import read_assessments
from mapping.desk.training.results import load_results, read_results
from mapping.errors import InputError, MappingError, NotAllowedError
from mapping.knowledge.competencies import competency_keys, read_competencies
from mapping.language import speaking
from mapping.present.training.form import assessment_form, assessment_table, write_assessment_form

AT = "2026-11-23T08:00:00Z"
REGISTER = pd.DataFrame(
    {
        "kelurahan_code": ["35.78.03.1001", "35.78.03.1002", "35.78.03.1002"],
        "kelurahan": ["Kalirungkut", "Rungkut Kidul", "Rungkut Kidul"],
        "name": ["Koperasi Kalirungkut", "Koperasi Satu", "Koperasi Dua"],
        "label": ["Kalirungkut (Rungkut)", "Rungkut Kidul (Rungkut) · Koperasi Satu", "Rungkut Kidul · Koperasi Dua"],
    },
    index=pd.Index([1, 2, 3], name="id"),
)
HEAD = '"start";"tanggal";"koperasi";"keuangan/cashbook";"keuangan/reports";"_id"\n'


def read(*rows: str, head: str = HEAD):
    return read_results((head + "\n".join(rows)).encode(), "hasil.csv", REGISTER, "2026-11-23")


def test_an_export_is_read_row_by_row():
    found = read(
        '"2026-11-20T08:00";"2026-11-20";"35.78.03.1001";"2";"";"77"',
        '"x";"21/11/2026";"Koperasi Satu";"3 - Dicatat setiap hari";"tidak tahu";"78"',
        f'"x";"2026-11-21";"kalirungkut";"{read_competencies()["competencies"]["cashbook"]["levels"][3]}";"0";"79"',
    )
    assert found.rejects.empty and found.blank == 0
    assert found.rows["cooperative_id"].tolist() == [1, 2, 1]
    assert found.rows["taken_on"].tolist() == ["2026-11-20", "2026-11-21", "2026-11-21"]
    assert found.rows["cashbook"].tolist() == [2, 3, 4]
    assert found.rows["reports"].isna().all() and found.rows["tasks"].isna().all()
    assert set(found.rows) == {"cooperative_id", "taken_on", *competency_keys()}


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ('"x";"2026-11-21";"35.78.03.1001";"5";"";""', "keuangan/cashbook"),
        ('"x";"2026-11-21";"35.78.03.1001";"2.5";"";""', "keuangan/cashbook"),
        ('"x";"2026-11-21";"35.78.03.1001";"ya";"";""', "keuangan/cashbook"),
        ('"x";"2026-12-21";"35.78.03.1001";"2";"";""', "tanggal"),
        ('"x";"";"35.78.03.1001";"2";"";""', "tanggal"),
        ('"x";"2026-11-21";"35.78.03.1002";"2";"";""', "koperasi"),
        ('"x";"2026-11-21";"Rungkut Kidul";"2";"";""', "koperasi"),
        ('"x";"2026-11-21";"Pak Slamet 081234567890";"2";"";""', "koperasi"),
        ('"x";"2026-11-21";"";"2";"";""', "koperasi"),
    ],
)
def test_a_bad_row_is_rejected_with_its_place_and_good_ones_stay(row, column):
    found = read('"x";"2026-11-20";"35.78.03.1001";"2";"";""', row)
    assert found.rows["cashbook"].tolist() == [2]
    assert found.rejects["row"].tolist() == [3]
    assert found.rejects["column"].iloc[0] in (column, column.rsplit("/", 1)[-1])
    assert "Slamet" not in found.rejects.to_string() and "0812" not in found.rejects.to_string()


def test_a_row_without_an_answer_is_counted_and_not_rejected():
    found = read(
        '"x";"";"35.78.03.1001";"";"";""', '"x";"";"Entah";"";"";""', '"x";"2026-11-20";"35.78.03.1001";"2";"";""'
    )
    assert found.blank == 2 and found.rejects.empty and len(found.rows) == 1


@pytest.mark.parametrize(
    "content", [b"", b"a;b\n1;2\n", b"\x00\x01\x02", b"PK\x03\x04 broken", b"tanggal;koperasi\n2026-11-20;x\n"]
)
def test_a_file_that_is_none_is_one_sentence(content):
    with pytest.raises(InputError):
        read_results(content, "hasil.csv", REGISTER, "2026-11-23")


@pytest.mark.parametrize("code", ["id", "en"])
def test_our_own_table_comes_back_as_filled_in(code):
    from mapping.present.files.tidy import csv_bytes, xlsx_bytes

    with speaking(code):
        table = assessment_table(REGISTER)
        table.loc[2, ["tanggal", "cashbook", "online"]] = ["2026-11-20", "3", "1"]
        for content in (csv_bytes(table), xlsx_bytes(table, "asesmen")):
            found = read_results(content, "asesmen", REGISTER, "2026-11-23")
            assert found.rejects.empty and found.blank == 2
            assert found.rows[["cooperative_id", "cashbook", "online"]].to_numpy().tolist() == [[3, 3, 1]]


def test_the_form_asks_what_is_read_and_offers_every_level():
    form = assessment_form(REGISTER)
    assert [question["name"] for question in form["question"]] == ["tanggal", "koperasi", *competency_keys()]
    assert all([name for name, _ in form["choices"][key]] == ["1", "2", "3", "4"] for key in competency_keys())
    assert write_assessment_form(REGISTER) == write_assessment_form(REGISTER)
    names = [name for name, _ in form["choices"]["koperasi"]]
    assert names == ["35.78.03.1001", "35.78.03.1002-2", "35.78.03.1002-3"]
    assert read('"x";"2026-11-20";"35.78.03.1002-3";"2";"";""').rows["cooperative_id"].tolist() == [3]
    # What KoboToolbox gives back holds names of questions and choices.
    heads = ";".join(question["name"] for question in form["question"])
    found = read("2026-11-20;35.78.03.1001;" + ";".join("2" * 12), head=heads + "\n")
    assert (found.rows[competency_keys()] == 2).all(axis=None)


def test_loaded_twice_is_kept_once_and_only_by_the_office(desk, two):
    rows = read('"x";"2026-11-20";"35.78.03.1001";"2";"";""').rows.assign(cooperative_id=two[0])
    assert load_results(desk, LOCAL, AT, rows, "office") == (1, 0)
    assert load_results(desk, LOCAL, AT, rows, "office") == (0, 1)
    assert len(read_assessments(desk, LOCAL)) == 1
    with pytest.raises(NotAllowedError):
        load_results(desk, Actor(COOPERATIVE, cooperative_id=two[0]), AT, rows, "self")


def test_all_rows_or_none(desk, two):
    rows = read('"x";"2026-11-20";"35.78.03.1001";"2";"";""', '"x";"2026-11-20";"35.78.03.1001";"3";"";""').rows
    with pytest.raises(MappingError):
        load_results(desk, LOCAL, AT, rows.assign(cooperative_id=[two[0], 999]), "office")
    assert read_assessments(desk, LOCAL).empty
