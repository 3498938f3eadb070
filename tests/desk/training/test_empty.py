"""An empty desk answers every question with nothing, not with an error; so does one without answers."""

from __future__ import annotations

import pytest

from mapping.desk.rules import ANYONE, COOPERATIVE, LOCAL, Actor
from mapping.desk.training.assess import read_assessments
from mapping.desk.training.attend import read_attendance
from mapping.desk.training.effect import training_effect
from mapping.desk.training.gaps import board_gaps, kecamatan_gaps, region_gaps
from mapping.desk.training.plan import read_plan, read_teachers
from mapping.desk.training.sessions import read_sessions

ACTORS = (ANYONE, LOCAL, Actor(COOPERATIVE, cooperative_id=1))


@pytest.mark.parametrize("codes", [None, ["35.78.03.1001"], []])
@pytest.mark.parametrize("filled", [False, True])
def test_nothing_is_nothing(desk, request, codes, filled):
    if filled:
        request.getfixturevalue("two")
    for actor in ACTORS:
        assert read_assessments(desk, actor).empty
        assert read_sessions(desk, actor).empty and read_attendance(desk, actor).empty
        assert (training_effect(desk, actor, codes)["state"] == "none").all()
        assert (region_gaps(desk, actor, codes)["state"] == "few").all()
        assert read_plan(desk, actor, 1).empty and read_teachers(desk, actor, "35.78.03.1001").empty
        assert "cashbook" in board_gaps(desk, actor, codes)
    assert set(kecamatan_gaps(desk, LOCAL, codes).columns) >= {"kecamatan", "answered", "share"}
