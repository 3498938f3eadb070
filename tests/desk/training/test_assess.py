"""Assessments: what is kept, what stays unknown, who sees it."""

from __future__ import annotations

import pandas as pd
import pytest

from mapping.desk.models import Assessment, TrailEntry
from mapping.desk.rules import ANYONE, COOPERATIVE, LOCAL, Actor
from mapping.desk.training.assess import assess, latest_of, read_assessments
from mapping.errors import EntryError, NotAllowedError
from mapping.knowledge.competencies import competency_keys, read_competencies

AT = "2026-11-23T08:00:00Z"


def test_twelve_competencies_three_of_each_area_with_four_levels_and_three_steps():
    told = read_competencies()["competencies"]
    assert len(told) == 12
    areas = pd.Series([of["area"] for of in told.values()])
    assert areas.value_counts().to_dict() == {"management": 3, "finance": 3, "marketing": 3, "it": 3}
    assert all(len(of["levels"]) == 4 and len(of["steps"]) == len(of["seen"]) == 3 for of in told.values())
    assert all(1 <= of["wanted"] <= 3 and 0 <= of["before_borrowing"] <= 4 for of in told.values())


def test_every_line_of_a_competency_exists_and_every_text_fits_its_column():
    from mapping.knowledge.catalog import read_lines
    from mapping.knowledge.plans import read_roles, read_training

    lines = read_lines()
    for of in read_competencies()["competencies"].values():
        assert of["role"] in read_roles()["roles"] and of["module"] in read_training()["modules"]
        assert all(len(text) <= 300 for text in [*of["seen"], *of["steps"]])
        for column, values in of["needs_most"].items():
            assert set(values) <= set(lines[column[:-1]]), (column, values)


def test_what_is_not_answered_stays_unknown(desk, two, answer):
    answer(two[0], cashbook=2)
    row = read_assessments(desk, LOCAL).iloc[0]
    assert row["cashbook"] == 2
    assert all(row[key] is pd.NA for key in competency_keys() if key != "cashbook")


def test_the_latest_counts_as_it_stands_and_earlier_ones_stay(desk, two, answer):
    answer(two[0], "2026-11-02", tasks=3)
    answer(two[0], "2026-10-01", cashbook=4, tasks=1)
    table = read_assessments(desk, LOCAL)
    assert table["taken_on"].tolist() == ["2026-10-01", "2026-11-02"]
    latest = latest_of(table).loc[two[0]]
    assert latest["tasks"] == 3
    assert latest["cashbook"] is pd.NA


def test_the_same_assessment_twice_is_one(desk, two, answer):
    first = answer(two[0], cashbook=2)
    with desk.reading() as session:
        before = session.query(TrailEntry).count()
    assert answer(two[0], cashbook=2) == first
    with desk.reading() as session:
        assert session.query(TrailEntry).count() == before
        assert session.query(Assessment).count() == 1
    assert answer(two[0], cashbook=3) != first


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"levels": {"cashbook": 5}}, "levels"),
        ({"levels": {"cashbook": 0}}, "levels"),
        ({"levels": {"cashbook": True}}, "levels"),
        ({"levels": {"cashbook": 2.5}}, "levels"),
        ({"levels": {"cashbook": "2"}}, "levels"),
        ({"levels": {"rapat": 2}}, "levels"),
        ({"levels": {}}, "levels"),
        ({"levels": {"cashbook": None}}, "levels"),
        ({"taken_on": "2026-11-25"}, "taken_on"),
        ({"taken_on": ""}, "taken_on"),
        ({"taken_on": "2019-01-01"}, "taken_on"),
        ({"by": "tetangga"}, "by"),
        ({"cooperative_id": 999}, "cooperative_id"),
        ({"note": "x" * 1001}, "note"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(desk, two, changes, field):
    told = {"cooperative_id": two[0], "taken_on": "2026-11-20", "by": "office", "levels": {"cashbook": 2}} | changes
    with pytest.raises(EntryError) as failure:
        assess(desk, LOCAL, AT, **told)
    assert failure.value.field == field
    assert read_assessments(desk, LOCAL).empty


def test_a_note_names_nobody(desk, two, answer):
    answer(two[0], note="ketua Pak Slamet 081234567890", cashbook=2)
    kept = read_assessments(desk, LOCAL).iloc[0]["note"]
    assert "Slamet" not in kept and "0812" not in kept


def test_a_cooperative_speaks_for_itself_only_and_never_as_the_office(desk, two):
    own = Actor(COOPERATIVE, cooperative_id=two[0])
    told = {"taken_on": "2026-11-20", "levels": {"cashbook": 2}}
    assess(desk, own, AT, cooperative_id=two[0], by="self", **told)
    for number, by in ((two[1], "self"), (two[0], "office")):
        with pytest.raises(NotAllowedError):
            assess(desk, own, AT, cooperative_id=number, by=by, **told)
    assert len(read_assessments(desk, LOCAL)) == 1


def test_the_public_sees_no_assessment_and_a_cooperative_its_own(desk, two, answer):
    for number in two:
        answer(number, cashbook=2)
    assert read_assessments(desk, ANYONE).empty
    own = read_assessments(desk, Actor(COOPERATIVE, cooperative_id=two[1]))
    assert own["cooperative_id"].tolist() == [two[1]]
    assert len(read_assessments(desk, LOCAL)) == 2
