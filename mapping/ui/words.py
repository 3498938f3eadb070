"""Small tables of sentences: a grid of cells would cut them off."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.ui.controls import is_phone
from mapping.ui.text import plain


def show_words(table: pd.DataFrame, ready: bool = False, below: str = "") -> None:
    """A small table whose texts wrap, also on a phone; ``ready`` when its cells are markdown already.

    ``below`` names a column that a phone has no room for: there its texts follow under the table.
    """
    if below and is_phone():
        texts = "; ".join(dict.fromkeys(table[below].dropna().astype(str)))
        show_words(table.drop(columns=below), ready)
        st.caption(f"{below}: {plain(texts)}")
        return
    cells = table.astype(str) if ready else table.astype(object).where(table.notna(), "–").map(plain)
    rows = ["| " + " | ".join(row) + " |" for row in cells.to_numpy()]
    st.markdown("\n".join(["| " + " | ".join(table.columns) + " |", "|---" * len(table.columns) + "|", *rows]))
