"""Kinds and statuses of needs: what may follow what, how urgent one is, and when whom is reminded."""

from __future__ import annotations

from typing import Any

from mapping.knowledge.texts import read_toml_texts
from mapping.language import per_language


@per_language
def read_needs() -> dict[str, Any]:
    """What ``needs.toml`` says: ``kinds``, ``statuses``, ``purchases``, ``form``, ``urgency``, ``joint``, ``office``.

    A status has a ``label``, whether it is ``open``, whom it ``waits_for``, what is ``next`` and ``remind_days``.

    Examples
    --------
    >>> read_needs()["statuses"]["chosen"]["next"]
    ['delivered', 'offered', 'withdrawn']
    """
    return read_toml_texts("needs.toml")


def open_statuses() -> list[str]:
    """Statuses in which somebody still waits.

    Examples
    --------
    >>> open_statuses()
    ['new', 'taken', 'offered', 'chosen', 'delivered']
    """
    return [key for key, status in read_needs()["statuses"].items() if status["open"]]


def status_label(status: str) -> str:
    """What a status of a need is called.

    Examples
    --------
    >>> status_label("taken")
    'Sedang diurus'
    """
    return str(read_needs()["statuses"][status]["label"])


def tier_label(tier: int) -> str:
    """What a tier of urgency is called, 1 (most urgent) to 4.

    Examples
    --------
    >>> tier_label(1), tier_label(4)
    ('Mendesak', 'Bisa menunggu')
    """
    return str(read_needs()["urgency"]["tiers"][str(tier)]["label"])
