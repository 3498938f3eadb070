"""The ladder of a cooperative from founded to trading, the offices of its board, and what is looked at about them."""

from __future__ import annotations

from typing import Any

from mapping.knowledge.texts import read_toml_texts
from mapping.language import per_language


@per_language
def read_register() -> dict[str, Any]:
    """``statuses`` in their order, ``offices``, and the rules ``board``, ``members`` and ``freshness``.

    Examples
    --------
    >>> list(read_register()["statuses"])[:3], read_register()["board"]["least"]
    (['founded', 'legal', 'accounts'], 5)
    """
    return read_toml_texts("register.toml")


def ladder() -> list[str]:
    """The steps from founded to trading; those beside the ladder are left out.

    Examples
    --------
    >>> ladder()[0], ladder()[-1]
    ('founded', 'trading')
    """
    return [key for key, status in read_register()["statuses"].items() if status["ladder"]]
