"""What the monthly report counts, and how each figure is called."""

from __future__ import annotations

from typing import Any

from mapping.knowledge.texts import read_toml_texts
from mapping.language import per_language


@per_language
def read_report_words() -> dict[str, Any]:
    """``sections`` (label) and ``figures`` (``section``, ``label``, ``unit``, ``counted``: from what).

    Examples
    --------
    >>> read_report_words()["figures"]["close_days"]["unit"]
    'hari'
    """
    return read_toml_texts("report.toml")
