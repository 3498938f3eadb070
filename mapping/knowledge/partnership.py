"""Partners of the desk: their natures, what passes between them and a cooperative, limits and proposals."""

from __future__ import annotations

from typing import Any

from mapping.knowledge.texts import read_toml_texts
from mapping.language import per_language


@per_language
def read_partnership() -> dict[str, Any]:
    """``natures``, ``money``, ``flows``, ``statuses``, ``sides``, ``verdicts``, ``dependence``, ``days``,
    ``policies`` and ``problems``.

    Examples
    --------
    >>> list(read_partnership()["flows"])
    ['buys', 'sells', 'money', 'none']
    """
    return read_toml_texts("partnership.toml")
