"""Several small tables of the same columns as one, so that their columns stand under each other."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from mapping.ui.text import plain
from mapping.ui.words import show_words


def show_grouped(tables: Mapping[str, pd.DataFrame]) -> None:
    """Tables under their headings in bold; texts wrap, also on a phone."""
    parts = []
    for heading, table in tables.items():
        first, *others = table.columns
        head = pd.DataFrame({first: [f"**{plain(heading)}**"]} | dict.fromkeys(others, ""))
        parts += [head, table.map(plain)]
    show_words(pd.concat(parts, ignore_index=True), ready=True)
