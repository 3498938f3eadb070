"""Saved scenarios inside a link: what they say that is not usual, packed; read back as strictly as a file."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from mapping.errors import MappingError
from mapping.language import tr
from mapping.present.scenarios import Scenario, read_scenarios, write_scenarios
from mapping.ui.carried import LONGEST, pack, unpack
from mapping.ui.scenario.shelf import NOW, put_in_force, save, saved, say_next

TAKEN = "scenario_links_taken"
NEEDED = ("format", "version", "name")


def pack_scenarios(scenarios: list[Scenario]) -> str:
    """Scenarios as letters for an address; ``""`` for none, and for more than a link should carry.

    Raises
    ------
    mapping.errors.MappingError
        One of them says something impossible.
    """
    if not scenarios:
        return ""
    whole, usual = (json.loads(write_scenarios(given)) for given in (scenarios, [Scenario(NOW)]))
    whole["scenarios"] = [differences(one, usual["scenarios"][0]) for one in whole["scenarios"]]
    code = pack(json.dumps(whole, separators=(",", ":"), ensure_ascii=False).encode("utf-8"))
    return code if len(code) <= LONGEST else ""


def differences(given: dict[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
    """Keys whose value is not the usual one; what only people read is left out, what a reader needs stays.

    Examples
    --------
    >>> differences({"name": "a", "price_change": 0.1, "people": None}, {"price_change": 0.0, "people": None})
    {'name': 'a', 'price_change': 0.1}
    """
    kept: dict[str, Any] = {}
    for key, value in given.items():
        if key.endswith("label") or (key not in NEEDED and value == usual.get(key)):
            continue
        if isinstance(value, list):
            value = [differences(row, {}) if isinstance(row, dict) else row for row in value]
        kept[key] = differences(value, usual.get(key, {})) if isinstance(value, dict) else value
    return kept


def take_scenarios(code: str) -> None:
    """Take over what a link carries, once: scenarios are saved, the present choices come in force.

    A link that cannot be read changes nothing, and this is said.
    """
    taken = st.session_state.setdefault(TAKEN, set())
    if not code or code in taken:
        return
    taken.add(code)
    try:
        found = read_scenarios(unpack(code), tr("tautan"))
    except (MappingError, ValueError):
        say_next(tr("Isi skenario pada tautan tidak bisa dibaca. Minta tautan atau berkas yang baru."), bad=True)
        return
    for scenario in found:
        if scenario.name == NOW:
            put_in_force(scenario)
        elif scenario.name not in saved() and (refused := save(scenario, scenario.name)):
            say_next(refused, bad=True)


def mark_taken(code: str) -> None:
    """A link that this session wrote itself need not be read again."""
    st.session_state.setdefault(TAKEN, set()).add(code)
