"""Who may do what, cell by cell, below the page; and that no function of the desk forgets to ask."""

from __future__ import annotations

import ast
import importlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from mapping.desk.models import TrailEntry
from mapping.desk.rules import ADMIN, ALL, ANYONE, COOPERATIVE, OFFICE, OWN, PUBLIC, ROLES, RULES, Actor
from mapping.desk.store.desk import open_desk
from mapping.errors import MappingError, NotAllowedError
from tests.desk.conftest import make_two

ROOT = Path(__file__).parents[2]
DESK = ROOT / "mapping" / "desk"


def all_doings() -> dict[str, Callable]:
    """Every room's doings: action -> what it is to do it."""
    found: dict[str, Callable] = {}
    for path in sorted((Path(__file__).parent / "doings").glob("*.py")):
        room = importlib.import_module(f"tests.desk.doings.{path.stem}")
        assert not found.keys() & room.DOINGS.keys(), f"{path.name} does again what another room does"
        found |= room.DOINGS
    return found


DOINGS = all_doings()
CELLS = {
    "public": lambda own: ANYONE,
    "own": lambda own: Actor(COOPERATIVE, cooperative_id=own),
    "other": lambda own: Actor(COOPERATIVE, cooperative_id=own + 1),
    "office": lambda own: Actor(OFFICE),
    "admin": lambda own: Actor(ADMIN),
    "nobody known": lambda own: Actor("tamu"),
    "a cooperative without one": lambda own: Actor(COOPERATIVE),
}


def is_allowed(action: str, cell: str) -> bool:
    """The table read by itself, without the function under test."""
    allowed = dict(zip(ROLES, RULES[action][1:], strict=True))
    rule = {
        "public": allowed[PUBLIC],
        "own": allowed[COOPERATIVE],
        "other": allowed[COOPERATIVE],
        "office": allowed[OFFICE],
        "admin": allowed[ADMIN],
        "a cooperative without one": allowed[COOPERATIVE],
    }.get(cell, "")
    return rule == ALL or (rule == OWN and cell == "own")


def test_every_action_of_the_rules_has_a_doing() -> None:
    assert set(DOINGS) == set(RULES)


def check_cell(desk, action: str, cell: str) -> None:
    own, _ = make_two(desk)
    actor = CELLS[cell](own)
    if is_allowed(action, cell):
        DOINGS[action](desk, actor, own)
        return
    with pytest.raises(NotAllowedError) as refused:
        DOINGS[action](desk, actor, own)
    assert str(refused.value)
    with desk.reading() as session:
        written = session.scalars(select(TrailEntry.n).where(TrailEntry.role == actor.role)).all()
    assert actor.role in (OFFICE, ADMIN) or not written, "refused, and yet something was written"


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("action", RULES)
def test_who_may_do_what(action, cell, _sqlite_template, tmp_path) -> None:
    path = tmp_path / "desk.sqlite3"
    shutil.copy(_sqlite_template, path)
    check_cell(open_desk(f"sqlite:///{path}"), action, cell)


@pytest.mark.parametrize("action", RULES)
def test_what_is_allowed_can_be_done_on_both_databases(action, desk) -> None:
    """The rules know no database; what they allow has to work on each."""
    check_cell(desk, action, "admin")


def test_the_office_never_has_less_than_a_cooperative_nor_an_admin_less_than_the_office() -> None:
    strength = {"": 0, OWN: 1, ALL: 2}
    for action, (_, *allowed) in RULES.items():
        assert [strength[rule] for rule in allowed] == sorted(strength[rule] for rule in allowed), action


# What is asked of a function: it calls check_may itself, or hands the actor to one that does.
UNASKED = {
    "actor_for": "says who somebody is, before anybody is anyone",
    "own_cooperative": "tells an actor the name of the own cooperative",
    "whole_ledger": "for sums; its callers ask, and blank what they show",
    "read_counted": "for counts of the report; its caller asks",
}


def functions() -> dict[str, tuple[Path, ast.FunctionDef]]:
    """Every function of the desk's rooms by its name and file."""
    rooms = [path for path in DESK.rglob("*.py") if not {"migrations", "models", "demo"} & set(path.parts)]
    return {
        f"{path.relative_to(DESK)}:{node.name}": (path, node)
        for path in rooms
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }


def called(node: ast.AST) -> set[str]:
    calls = (call.func for call in ast.walk(node) if isinstance(call, ast.Call))
    return {func.id if isinstance(func, ast.Name) else getattr(func, "attr", "") for func in calls}


def asking() -> set[str]:
    """Names of functions that ask whether the actor may, by themselves or through one that they hand the actor to."""
    found, asks = functions(), {"check_may"}
    while True:
        more = {node.name for _, node in found.values() if _hands_on(node, asks)} - asks
        if not more:
            return asks
        asks |= more


def _hands_on(node: ast.FunctionDef, asks: set[str]) -> bool:
    for call in ast.walk(node):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        if name in asks and any(isinstance(value, ast.Name) and value.id == "actor" for value in given):
            return True
    return False


def test_every_function_that_is_told_who_asks_asks_whether_they_may() -> None:
    asks = asking()
    silent = [
        name
        for name, (_, node) in functions().items()
        if {"desk", "actor"} <= {argument.arg for argument in node.args.args}
        and not node.name.startswith("_")
        and node.name not in asks
        and node.name not in UNASKED
    ]
    assert silent == []


def test_nothing_is_written_without_asking() -> None:
    asks = asking()
    silent = [
        name
        for name, (path, node) in functions().items()
        if "writing" in called(node) and path.parent.name != "store" and node.name not in asks
    ]
    # A function in a function is asked for by the one around it.
    assert [name for name in silent if not name.endswith(":keep")] == []


def test_nothing_but_the_store_opens_a_transaction_of_its_own() -> None:
    """Rows come and go through sessions only: what is sent past them is not in the trail."""
    past = {"exec_driver_sql", "begin", "raw_connection", "bulk_save_objects", "bulk_insert_mappings"}
    allowed = {DESK / "exchange" / "backup.py"}
    found = [
        (name, sorted(called(node) & past))
        for name, (path, node) in functions().items()
        if path.parent.name != "store" and path not in allowed and called(node) & past
    ]
    assert found == []


def test_a_refusal_says_what_and_who() -> None:
    from mapping.desk.rules import check_may

    with pytest.raises(MappingError, match="koperasi Anda sendiri"):
        check_may(Actor(COOPERATIVE, 7), "need.enter", 8)
    with pytest.raises(MappingError, match="peran Umum"):
        check_may(ANYONE, "need.enter", 8)
