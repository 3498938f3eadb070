"""What a plan says of its rows in words: who they are about, and what becomes different."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mapping.desk.exchange.columns import DATE, SHAPES, TABLES, choices_of, header_of
from mapping.desk.exchange.ready import Row
from mapping.desk.store.rehearsal import Changes
from mapping.knowledge.formats import say_date, say_number
from mapping.language import tr

HIDDEN = "***"
KEPT_AS = {("partner", "kind"): "nature", ("partner_service", "line_ids"): "lines"}
"""Columns of the database that a file calls otherwise."""


def say_row(table: str, cell: Row) -> list[str]:
    """Who a row is about, and what.

    Examples
    --------
    >>> say_row("pemasok", {"name": "UD Makmur", "place": "Rungkut", "item": "beras"})
    ['UD Makmur (Rungkut)', 'beras']
    """
    if table == "kebutuhan":
        amount = f"{_say(cell['amount'])} {tr(cell['unit'])}".strip() if cell["amount"] != "" else ""
        return [str(cell["label"]), f"{cell['item']}, {amount}" if amount else str(cell["item"])]
    name = f"{cell['name']} ({cell['place']})" if cell["place"] else str(cell["name"])
    return [name, str(cell["item" if table == "pemasok" else "what"])]


def say_changes(table: str, changes: Changes, headers: Mapping[str, str]) -> str:
    """What becomes different, column by column under its head in the file; of contacts only that they do.

    Examples
    --------
    >>> told = {("supplier_good", "price_idr"): (12500, 13000), ("supplier", "contact"): ("***", "***")}
    >>> say_changes("pemasok", told, {"price_idr": "Harga"})
    'kontak: diperbarui; Harga: 12.500 → 13.000'
    """
    said = []
    told = {KEPT_AS.get(where, where[1]): values for where, values in changes.items()}
    for column in TABLES[table][0]:
        if column not in told:
            continue
        before, after = told[column]
        labels = {key: str(about["label"]) for key, about in choices_of(table).get(column, {}).items()}
        old, new = (_say(value, column, labels) for value in (before, after))
        text = tr("diperbarui") if HIDDEN in (before, after) else f"{old} → {new}"
        said.append(f"{headers.get(column) or header_of(table, column)}: {text}")
    return "; ".join(said)


def _say(value: Any, column: str = "", labels: dict[str, str] | None = None) -> str:
    if value is None or value == "":
        return tr("kosong")
    if isinstance(value, bool):
        return tr("ya") if value else tr("tidak")
    if isinstance(value, int | float):
        return say_number(value, 0 if value == int(value) else 2)
    if SHAPES.get(column) == DATE:
        return say_date(str(value))
    return (labels or {}).get(str(value), str(value))
