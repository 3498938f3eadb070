"""Points that stand for many; a grid of cells of 0.01 degrees."""

import numpy as np
import pandas as pd
import pytest

from mapping.errors import QuestionError
from mapping.intake.issues import Findings
from mapping.intake.places.placeholders import mark_placeholders
from mapping.settings import Settings

OFFICE = (110.4012, -7.0188)
RNG = np.random.default_rng(1)


def survey_of(at_office, elsewhere):
    spots = np.column_stack([RNG.uniform(110.4, 110.43, elsewhere), RNG.uniform(-7.02, -7.0, elsewhere)])
    points = np.vstack([np.tile(OFFICE, (at_office, 1)), spots])
    table = pd.DataFrame(points, columns=["lon", "lat"])
    table["row"] = table.index + 2
    return table.assign(business_name="Usaha " + table["row"].astype(str), product="")


def mark(kelurahan, survey, other=None, answer=""):
    findings = Findings("a.csv")
    other = pd.Series([None] * len(survey) if other is None else other, dtype="object")
    settings = Settings(answers=(("survei.titik", answer),) if answer else ())
    return mark_placeholders(survey, kelurahan, other, findings, settings), findings.issues()


def test_a_few_on_one_point_are_neighbours(kelurahan):
    marks, issues = mark(kelurahan, survey_of(4, 30))
    assert not marks["placeholder"].any()
    assert issues.empty


def test_many_on_one_point_among_others_place_nobody(kelurahan):
    marks, issues = mark(kelurahan, survey_of(8, 30))
    assert marks["placeholder"].tolist() == [True] * 8 + [False] * 30
    assert marks["problem"].iloc[:8].str.contains("dipakai 8 usaha").all()
    assert issues[["row", "level"]].values.tolist() == [[2, "warn"]]


def test_half_the_file_on_one_point_is_asked_about(kelurahan):
    survey = survey_of(20, 0)
    with pytest.raises(QuestionError, match="20 dari 20") as asked:
        mark(kelurahan, survey)
    assert asked.value.key == "survei.titik"
    market, _ = mark(kelurahan, survey, answer="pakai")
    assert not market["placeholder"].any()
    office, _ = mark(kelurahan, survey, answer="buang")
    assert office["placeholder"].all()


def test_businesses_that_say_themselves_they_are_apart_prove_it(kelurahan):
    codes = [*kelurahan.index[:2], *kelurahan.index[:2], *[None] * 4]
    for answer in ("pakai", ""):  # nothing is left to ask about
        marks, _ = mark(kelurahan, survey_of(8, 0), other=codes, answer=answer)
        assert (marks["problem"] != "").all()


def test_one_point_for_a_kelurahan_whose_rows_have_its_code_is_no_warning(kelurahan):
    marks, issues = mark(kelurahan, survey_of(20, 0), other=[kelurahan.index[0]] * 20)
    assert marks["placeholder"].all()
    assert issues["level"].tolist() == ["info"]


def test_one_business_listed_many_times_is_no_placeholder(kelurahan):
    survey = survey_of(8, 30).assign(business_name="Toko Satu")
    assert not mark(kelurahan, survey)[0]["placeholder"].any()


def test_the_middle_of_a_kelurahan_says_which_was_meant_but_not_where(kelurahan):
    middle = kelurahan.geometry.centroid
    survey = pd.DataFrame({"lon": middle.x.to_numpy(), "lat": middle.y.to_numpy(), "row": range(2, 8)})
    marks, issues = mark(kelurahan, survey)
    assert marks["placeholder"].all()
    assert (marks["problem"] == "").all()
    assert issues["row"].tolist() == [2, 3, 4, 5, 6, 7]
    two, _ = mark(kelurahan, pd.concat([survey.iloc[:2], survey_of(0, 30)], ignore_index=True))
    assert not two["placeholder"].any()  # two may be there by chance
