"""Kinds of suppliers, where offers come from, and what is assumed when they are compared."""

from __future__ import annotations

from typing import Any

from mapping.knowledge.texts import read_toml_texts
from mapping.language import per_language


@per_language
def read_supply() -> dict[str, Any]:
    """``kinds``, ``sources`` and ``statuses`` with their labels, and ``assumptions``; callers must not change it.

    Examples
    --------
    >>> read_supply()["kinds"]["bulog"]["label"], read_supply()["assumptions"]["swing"]
    ('Bulog', 0.2)
    """
    return read_toml_texts("supply.toml")


def supply_label(part: str, key: str) -> str:
    """What a kind, a source or a status is called on a screen; ``""`` for none.

    Examples
    --------
    >>> supply_label("sources", "stock"), supply_label("kinds", "")
    ('Stok koperasi tetangga', '')
    """
    return str(read_supply()[part].get(key, {}).get("label", ""))
