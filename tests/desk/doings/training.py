"""What people do with assessments, plans and trainings, one doing for each action of the rules."""

from __future__ import annotations

from collections.abc import Callable

from mapping.desk.rules import LOCAL, Actor
from mapping.desk.store.desk import Desk
from mapping.desk.training.assess import assess, read_assessments
from mapping.desk.training.attend import Came, note_attendance, read_attendance
from mapping.desk.training.effect import training_effect
from mapping.desk.training.gaps import board_gaps, region_gaps
from mapping.desk.training.invite import invite
from mapping.desk.training.plan import read_plan, tick_step, write_plan
from mapping.desk.training.sessions import change_session, plan_session, read_sessions

AT = "2026-11-23T08:00:00Z"


def _read(desk: Desk, actor: Actor, cooperative_id: int) -> object:
    _assess(desk, LOCAL, cooperative_id)
    read_plan(desk, actor, cooperative_id)
    for read in (read_assessments, read_sessions, read_attendance, region_gaps, board_gaps):
        read(desk, actor)
    return training_effect(desk, actor)


def _assess(desk: Desk, actor: Actor, cooperative_id: int) -> int:
    told = {"taken_on": "2026-11-20", "by": "self", "levels": {"cashbook": 1, "tasks": 2}}
    return assess(desk, actor, AT, cooperative_id=cooperative_id, **told)


def _plan(desk: Desk, actor: Actor, cooperative_id: int) -> object:
    told = {"cooperative_id": cooperative_id, "assessment_id": _assess(desk, LOCAL, cooperative_id)}
    first, *_ = write_plan(desk, actor, AT, start_on="2026-12-01", **told)
    return tick_step(desk, actor, AT, first, 1, "2026-11-23")


def _hold(desk: Desk, actor: Actor, cooperative_id: int) -> int:
    told = {"module": "finance", "title": "Buku kas", "held_on": "2026-11-20"}
    number = plan_session(desk, actor, AT, **told)
    change_session(desk, actor, AT, number, 1, seats=20)
    invite(desk, actor, AT, number, 2, {cooperative_id: 2})
    return number


def _attend(desk: Desk, actor: Actor, cooperative_id: int) -> object:
    number = _hold(desk, LOCAL, cooperative_id)
    return note_attendance(desk, actor, AT, number, 2, [Came(cooperative_id, came=2, women=1, version=1)])


DOINGS: dict[str, Callable[[Desk, Actor, int], object]] = {
    "training.read": _read,
    "training.assess": _assess,
    "training.plan": _plan,
    "training.session": _hold,
    "training.attend": _attend,
}
