"""The plan of 90 days: by hand, remade without losing what is done, and whose it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.desk.models import Partner, PartnerService, PlanStep, TrailEntry
from mapping.desk.rules import ANYONE, COOPERATIVE, LOCAL, Actor
from mapping.desk.training.gaps import cooperative_gaps
from mapping.desk.training.plan import Step, choose_steps, due_dates, read_plan, read_teachers, tick_step, write_plan
from mapping.errors import ConflictError, EntryError, NotAllowedError
from mapping.knowledge.competencies import competency_keys, read_competencies
from mapping.knowledge.plans import read_training
from mapping.language import speaking

AT = "2026-11-23T08:00:00Z"
FULL = dict.fromkeys(competency_keys(), 4)


def steps_of(levels, line_id="", reached=None):
    return [(step.competency, step.target) for step in choose_steps(cooperative_gaps(levels, line_id), reached)]


def test_the_largest_gap_comes_first_and_the_second_step_after_all_first_ones():
    # Wanted: cashbook 3, tasks 3, stock 2. Marketing has no gap and still has its place.
    assert steps_of(FULL | {"tasks": 2, "cashbook": 1, "stock": 1}) == [
        ("cashbook", 2),
        ("tasks", 3),
        ("stock", 2),
        ("cashbook", 3),
    ]
    lower = steps_of(FULL | {"tasks": 2, "cashbook": 1, "stock": 1, "pricing": 3})
    assert lower[-1] == ("pricing", 4)


def test_of_equal_gaps_what_the_line_needs_most_comes_first():
    # A savings unit wants its cash book at 4; both are one short.
    levels = FULL | {"tasks": 2, "cashbook": 3}
    assert steps_of(levels, "B05")[:2] == [("cashbook", 4), ("tasks", 3)]
    assert steps_of(levels | {"cashbook": 2})[:2] == [("tasks", 3), ("cashbook", 3)]


def test_no_more_than_a_board_can_do_and_the_required_modules_always():
    worst = steps_of(dict.fromkeys(competency_keys(), 1))
    assert len(worst) == read_competencies()["plan"]["most_steps"]
    modules = {read_competencies()["competencies"][key]["module"] for key, _ in worst}
    assert set(read_training()["required"]) <= modules


LEVELS = st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=12, max_size=12)


@given(LEVELS, st.sampled_from(["", "B01", "B05", "B13", "B35"]))
def test_steps_climb_one_level_at_a_time_from_where_the_board_stands(levels, line_id):
    told = dict(zip(competency_keys(), levels, strict=True))
    steps = choose_steps(cooperative_gaps(told, line_id))
    assert len(steps) == len(set(steps)) <= read_competencies()["plan"]["most_steps"]
    now = {key: level or 1 for key, level in told.items()}
    for step in steps:
        assert step.target == now[step.competency] + 1
        now[step.competency] = step.target
    modules = {read_competencies()["competencies"][step.competency]["module"] for step in steps}
    for module in read_training()["required"]:
        assert module in modules or all(told[key] == 4 for key in competency_keys(module))


def test_a_step_reached_since_counts_as_its_level():
    levels = FULL | {"cashbook": 1}
    assert steps_of(levels)[0] == ("cashbook", 2)
    assert steps_of(levels, reached={"cashbook": 2})[0] == ("cashbook", 3)
    assert ("cashbook", 3) not in steps_of(levels, reached={"cashbook": 3})


@given(st.dates(), st.integers(1, 13))
def test_days_are_in_order_and_within_the_ninety(start, count):
    import datetime as dt

    dates = due_dates(start.isoformat(), count, 90) if start.year < 9999 else []
    days = [(dt.date.fromisoformat(day) - start).days + 1 for _, day in dates]
    assert days == sorted(days) and all(1 <= day <= 90 for day in days)
    assert [7 * week for week, _ in dates] == days


@pytest.fixture
def planned(desk, two, answer):
    number = answer(two[0], cashbook=1, tasks=2)
    made = write_plan(desk, LOCAL, AT, cooperative_id=two[0], assessment_id=number, start_on="2026-12-01")
    return number, made


def test_a_plan_says_what_who_when_and_how_one_sees_it(desk, two, planned):
    table = read_plan(desk, LOCAL, two[0])
    assert table.index.tolist() == planned[1]
    first = table.iloc[0]
    told = read_competencies()["competencies"]["cashbook"]
    assert (first["competency"], first["target"], first["role"]) == ("cashbook", 2, "manajer")
    assert (first["what"], first["seen"]) == (told["steps"][0], told["seen"][0])
    assert first["due_on"] == "2026-12-21" and first["week"] == 3
    assert table["due_on"].max() <= "2027-02-28"


def test_a_plan_made_in_english_is_kept_in_indonesian(desk, two, answer):
    number = answer(two[0], cashbook=1)
    with speaking("en"):
        write_plan(desk, LOCAL, AT, cooperative_id=two[0], assessment_id=number, start_on="2026-12-01")
    assert read_plan(desk, LOCAL, two[0]).iloc[0]["what"].startswith("Buka kas")


def test_the_same_plan_twice_changes_nothing(desk, two, planned):
    with desk.reading() as session:
        before = session.query(TrailEntry).count()
    again = write_plan(desk, LOCAL, AT, cooperative_id=two[0], assessment_id=planned[0], start_on="2026-12-01")
    assert again == planned[1]
    with desk.reading() as session:
        assert session.query(TrailEntry).count() == before


def test_a_newer_assessment_remakes_what_is_open_and_keeps_what_is_done(desk, two, planned, answer):
    table = read_plan(desk, LOCAL, two[0])
    done = table.index[0]
    tick_step(desk, LOCAL, AT, done, int(table["version"].iloc[0]), "2026-11-10")
    newer = answer(two[0], "2026-11-20", cashbook=2, tasks=3)
    write_plan(desk, LOCAL, AT, cooperative_id=two[0], assessment_id=newer, start_on="2026-12-15")
    remade = read_plan(desk, LOCAL, two[0])
    assert remade.index[0] == done and remade.iloc[0]["done_on"] == "2026-11-10"
    still = remade[remade["done_on"] == ""]
    assert ("tasks", 3) not in set(zip(still["competency"], still["target"], strict=True))
    assert still.iloc[0][["competency", "target"]].tolist() == ["cashbook", 3]
    assert (still["assessment_id"] == newer).all()


def test_a_step_done_that_a_later_look_does_not_find_is_wanted_again(desk, two, planned, answer):
    table = read_plan(desk, LOCAL, two[0])
    tick_step(desk, LOCAL, AT, table.index[0], int(table["version"].iloc[0]), "2026-11-10")
    newer = answer(two[0], "2026-11-20", cashbook=1)
    write_plan(desk, LOCAL, AT, cooperative_id=two[0], assessment_id=newer, start_on="2026-12-15")
    remade = read_plan(desk, LOCAL, two[0])
    twice = remade[(remade["competency"] == "cashbook") & (remade["target"] == 2)]
    assert sorted(twice["done_on"]) == ["", "2026-11-10"]


def test_a_step_ticked_off_since_the_assessment_is_not_asked_for_again(desk, two, planned):
    table = read_plan(desk, LOCAL, two[0])
    tick_step(desk, LOCAL, AT, table.index[0], int(table["version"].iloc[0]), "2026-11-10")
    write_plan(desk, LOCAL, AT, cooperative_id=two[0], assessment_id=planned[0], start_on="2026-12-15")
    remade = read_plan(desk, LOCAL, two[0])
    cash = remade[remade["competency"] == "cashbook"]
    assert cash[["target", "done_on"]].to_numpy().tolist() == [[2, "2026-11-10"], [3, ""]]


def test_ticks_can_be_taken_back_and_are_not_in_the_future(desk, two, planned):
    table = read_plan(desk, LOCAL, two[0])
    step = table.index[0]
    tick_step(desk, LOCAL, AT, step, 1, "2026-11-23")
    with pytest.raises(ConflictError):
        tick_step(desk, LOCAL, AT, step, 1, "2026-11-22")
    tick_step(desk, LOCAL, AT, step, 2, "")
    with pytest.raises(EntryError):
        tick_step(desk, LOCAL, AT, step, 3, "2026-11-24")
    assert (read_plan(desk, LOCAL, two[0])["done_on"] == "").all()


def test_an_older_assessment_makes_no_plan(desk, two, planned, answer):
    answer(two[0], "2026-11-21", cashbook=3)
    with pytest.raises(ConflictError):
        write_plan(desk, LOCAL, AT, cooperative_id=two[0], assessment_id=planned[0], start_on="2026-12-01")
    with pytest.raises(EntryError):
        write_plan(desk, LOCAL, AT, cooperative_id=two[1], assessment_id=planned[0], start_on="2026-12-01")
    for start in ("", "besok", "2031-01-01"):
        with pytest.raises(EntryError):
            write_plan(desk, LOCAL, AT, cooperative_id=two[0], assessment_id=planned[0], start_on=start)


def test_a_plan_is_its_cooperatives_own(desk, two, planned):
    other = Actor(COOPERATIVE, cooperative_id=two[1])
    for actor in (other, ANYONE):
        assert read_plan(desk, actor, two[0]).empty
        with pytest.raises(NotAllowedError):
            tick_step(desk, actor, AT, planned[1][0], 1, "2026-11-23")
        with pytest.raises(NotAllowedError):
            write_plan(desk, actor, AT, cooperative_id=two[0], assessment_id=planned[0], start_on="2026-12-01")
    own = Actor(COOPERATIVE, cooperative_id=two[0])
    tick_step(desk, own, AT, planned[1][0], 1, "2026-11-23")
    with desk.reading() as session:
        assert session.get(PlanStep, planned[1][0]).done_on == "2026-11-23"


def test_teachers_are_active_partners_of_the_place_and_the_line(desk):
    blank = {"contact": "", "source": "", "checked_on": "", "synthetic": True, "place": "", "kelurahan_code": ""}
    services = {
        "Sini": ("35.78.03; 35.78.13", "finance; it", ""),
        "Mana saja": ("", "finance", "B13"),
        "Lain": ("33.25", "finance", ""),
        "Tutup": ("", "finance", ""),
    }
    with desk.writing(LOCAL, AT) as session:
        for name, (area, modules, lines) in services.items():
            partner = Partner(name=name, kind="campus", active=name != "Tutup", **blank)
            session.add(partner)
            session.flush()
            columns = [of for of in PartnerService.__table__.columns if of.name not in ("id", "version")]
            told = {of.name: "" for of in columns if not of.nullable}
            told |= {"partner_id": partner.id, "kind": "technical", "what": "melatih", "area": area}
            session.add(PartnerService(**(told | {"modules": modules, "line_ids": lines})))
    table = read_teachers(desk, ANYONE, "35.78.03.1001", "B13")
    assert table[["name", "module", "near"]].to_numpy().tolist() == [
        ["Sini", "finance", True],
        ["Sini", "it", True],
        ["Mana saja", "finance", False],
    ]
    assert "Mana saja" not in set(read_teachers(desk, ANYONE, "35.78.03.1001", "B01")["name"])


def test_a_step_is_one_thing():
    assert Step("cashbook", 2) == Step("cashbook", 2) != Step("cashbook", 3)
