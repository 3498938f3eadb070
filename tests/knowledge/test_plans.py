"""What is known beforehand about plans: tables whose parts belong together."""

import re

import pandas as pd
import pytest

from mapping.advise.plan.permits import split_permits
from mapping.knowledge.catalog import SECTORS, read_lines, read_sectors, read_sources
from mapping.knowledge.plans import (
    read_partners,
    read_permits,
    read_roadmap,
    read_roadmap_rules,
    read_roles,
    read_training,
)

LINES = read_lines().index.tolist()
PIECES = sorted({piece for text in read_lines()["permits"] for piece in split_permits(text)})
TASKS = read_roles()["tasks"]
GAPS = read_training()["gaps"]


@pytest.mark.parametrize("line_id", LINES)
def test_every_line_has_a_second_and_a_third_stage_that_exist_and_differ(line_id):
    after = read_roadmap().query("line_id == @line_id").sort_values("position")["next_id"].tolist()
    assert len(after) >= 2
    assert set(after) <= set(LINES)
    assert len({line_id, *after}) == len(after) + 1


@pytest.mark.parametrize("sector", SECTORS)
def test_every_sector_has_enough_lines_to_fall_back_on(sector):
    after = read_roadmap().query("line_id == @sector")["next_id"].tolist()
    assert set(after) <= set(LINES)
    assert len(set(after)) == len(after) >= 3


def test_the_road_map_names_nothing_else_and_gives_a_reason_each():
    table = read_roadmap()
    assert set(table["line_id"]) == {*LINES, *SECTORS}
    assert not table.duplicated(["line_id", "position"]).any()
    assert table["reason"].str.len().gt(15).all()


@pytest.mark.parametrize("piece", PIECES)
def test_every_permit_of_the_catalogue_is_explained(piece):
    known = [entry for entry in read_permits()["permits"] if re.search(entry["words"], piece, re.IGNORECASE)]
    assert known, f"tidak ada penjelasan untuk {piece!r}"


@pytest.mark.parametrize("entry", [*read_permits()["general"], *read_permits()["permits"]], ids=lambda e: e["key"])
def test_a_permit_is_explained_in_one_plain_line_without_a_made_up_duration(entry):
    assert all(entry[name] for name in ("name", "what", "where", "when"))
    assert len(entry["what"]) <= 120
    assert not (entry.get("duration") and not entry["source"])


def test_permits_are_told_apart():
    keys = [entry["key"] for entry in read_permits()["permits"]]
    assert len(set(keys)) == len(keys)
    assert len({entry["name"] for entry in read_permits()["permits"]}) == len(keys)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task["task"])
def test_exactly_one_decides_and_nobody_stands_in_a_task_twice(task):
    roles = read_roles()["roles"]
    assert isinstance(task["decides"], str)
    others = [*task["asked"], *task["told"]]
    assert {task["decides"], *task["does"], *others} <= set(roles)
    assert task["does"]
    assert len(set(others)) == len(others)
    # Who decides may also do it; who is asked or told does neither.
    assert not {task["decides"], *task["does"]} & set(others)


def test_every_role_has_something_to_do_or_to_say():
    used = {role for task in TASKS for role in (task["decides"], *task["does"], *task["asked"], *task["told"])}
    assert used == set(read_roles()["roles"])


def test_tasks_speak_of_stages_drivers_and_groups_that_lines_have():
    lines = read_lines()
    for part, column in (("stages", "stage"), ("drivers", "driver"), ("groups", "group")):
        named = {value for task in TASKS for value in task.get(part, ())}
        assert named <= set(lines[column])


@pytest.mark.parametrize("key", GAPS)
def test_a_gap_calls_for_modules_and_partners_that_exist_and_says_its_number(key):
    rule = GAPS[key]
    assert set(rule["training"]) <= set(read_training()["modules"])
    assert set(rule["partners"]) <= set(read_partners()["types"])
    assert rule["training"] and rule["partners"] and rule["ask"]
    assert ("least" in rule) != ("under" in rule)
    shown = "{grade}" if key == "quality" else "{value}"
    assert shown in rule["say"]
    assert shown in rule["fine"] or key == "buyers"
    assert set(rule.get("sectors", ())) <= set(read_sectors()["sectors"])


def test_the_five_kinds_of_partners_and_five_modules_of_the_source_texts_are_there():
    assert set(read_partners()["types"]) == {"technical", "finance", "marketing", "research", "advocacy"}
    assert set(read_training()["modules"]) == {"management", "finance", "marketing", "it", "production"}
    called = {partner for rule in GAPS.values() for partner in rule["partners"]}
    assert called == set(read_partners()["types"])
    assert len(read_training()["required"]) == 3


def test_overlap_speaks_of_groups_that_lines_have_and_items_that_a_table_can_fill():
    from mapping.intake.contracts import read_context_rules

    overlap = read_partners()["overlap"]
    assert set(overlap) == set(read_context_rules()["organisations"])
    assert {group for rule in overlap.values() for group in rule["groups"]} <= set(read_lines()["group"])


def test_a_later_stage_asks_for_no_less_than_the_one_before():
    before = pd.DataFrame(read_roadmap_rules()["before"]).T
    assert before["months"].is_monotonic_increasing
    assert before["coverage"].is_monotonic_increasing
    assert (before["coverage"] > 1).all()


def test_every_source_is_listed():
    partners, training = read_partners(), read_training()
    entries = [*read_permits()["general"], *read_permits()["permits"], *TASKS]
    entries += [*partners["types"].values(), *partners["overlap"].values(), *training["modules"].values()]
    codes = {entry["source"] for entry in entries if entry["source"].startswith("S")}
    assert codes
    assert codes <= set(read_sources())
