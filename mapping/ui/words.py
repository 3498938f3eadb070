"""Small tables of sentences: a grid of cells would cut them off."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.ui.text import plain


def show_words(table: pd.DataFrame, ready: bool = False) -> None:
    """A small table whose texts wrap, also on a phone; ``ready`` when its cells are markdown already."""
    cells = table.astype(str) if ready else table.astype(object).where(table.notna(), "–").map(plain)
    rows = ["| " + " | ".join(row) + " |" for row in cells.to_numpy()]
    st.markdown("\n".join(["| " + " | ".join(table.columns) + " |", "|---" * len(table.columns) + "|", *rows]))
