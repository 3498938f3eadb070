"""How the audit trail speaks, and what of it everybody may read."""

from __future__ import annotations

from typing import Any

from mapping.knowledge.texts import read_toml_texts
from mapping.language import per_language


@per_language
def read_trail_words() -> dict[str, Any]:
    """``entities`` (label and ``open``, ``own``, ``silent`` columns of each table), ``columns`` and ``values``
    (labels).

    Examples
    --------
    >>> read_trail_words()["entities"]["need"]["own"]
    ['price_limit_idr', 'details']
    """
    return read_toml_texts("trail.toml")
