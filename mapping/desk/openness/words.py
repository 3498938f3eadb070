"""Before and after of a change, said with the names of columns and values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from mapping.desk.rules import ROLE_LABELS
from mapping.desk.store.chain import MASKED
from mapping.knowledge.catalog import read_lines
from mapping.knowledge.formats import say_date, say_number
from mapping.knowledge.needs import read_needs
from mapping.knowledge.register import read_register
from mapping.knowledge.trail import read_trail_words
from mapping.language import mark, tr

EMPTY = mark("kosong")
YES, NO = mark("ya"), mark("tidak")
LINES = ("line_id", "line_ids", "advised", "avoided")
DAY = re.compile(r"[12]\d{3}-\d{2}-\d{2}")
LETTERS = 120
"""Of a value; what is longer is cut."""


def say_change(entity: str, before: Mapping[str, Any], after: Mapping[str, Any], own: bool) -> str:
    """What changed, column by column.

    Parameters
    ----------
    own : bool
        Whether the reader may know what concerns the cooperative itself; else it is ``***``.

    Examples
    --------
    >>> say_change("need", {"amount": 1500.0}, {"amount": 2000.0}, own=False)
    'jumlah: 1.500 → 2.000'
    >>> say_change("need", {}, {"item": "beras", "details": "hubungi kami", "request_key": "x"}, own=False)
    'barang: beras · keterangan: ***'
    >>> say_change("need", {"wanted_by": ""}, {"wanted_by": "2026-11-28"}, own=False)
    'dibutuhkan paling lambat: kosong → 28 November 2026'
    >>> say_change("need", {}, {"item": "2026-02-30"}, own=False)
    'barang: 2026-02-30'
    """
    words = read_trail_words()
    told = words["entities"].get(entity, {"open": [], "own": []})
    parts = []
    for name in [*told["open"], *told["own"]]:
        if name not in before and name not in after:
            continue
        hidden = name in told["own"] and not own
        old, new = (_say_value(entity, name, side.get(name), hidden) for side in (before, after))
        if not before or not after:
            value = old or new
            if value:
                parts.append(f"{words['columns'][name]}: {value}")
        else:
            parts.append(f"{words['columns'][name]}: {old or tr(EMPTY)} → {new or tr(EMPTY)}")
    return " · ".join(parts)


def _say_value(entity: str, name: str, value: Any, hidden: bool) -> str:
    """A value in words; ``""`` where there is none."""
    if value is None or value == "":
        return ""
    if hidden or value == MASKED:
        return MASKED
    if isinstance(value, bool):
        return tr(YES) if value else tr(NO)
    if isinstance(value, (int, float)):
        return say_number(value, 0 if float(value).is_integer() else 1)
    if name in LINES:
        return "; ".join(_line_name(part) for part in str(value).split("; "))
    text = str(value)
    if DAY.fullmatch(text):
        # What people typed may look like a day and be none.
        with suppress(ValueError):
            return say_date(text)
    return _labels(entity, name).get(text, text)[:LETTERS]


def _line_name(line_id: str) -> str:
    lines = read_lines()["line"]
    return str(lines[line_id]) if line_id in lines.index else line_id


def _labels(entity: str, name: str) -> dict[str, str]:
    """What the values of a column are called."""
    if name in ("role", "owned"):
        return {role: tr(label) for role, label in ROLE_LABELS.items()}
    told = dict(read_trail_words()["values"].get(name, {}))
    if name == "status" and entity.startswith("cooperative"):
        return {key: status["label"] for key, status in read_register()["statuses"].items()}
    if name == "status":
        told |= {key: status["label"] for key, status in read_needs()["statuses"].items()}
    return told
