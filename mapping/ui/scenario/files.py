"""Tables of the page as files."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from mapping.present.files.tidy import csv_bytes


def offer_csv(table: pd.DataFrame, name: str, label: str) -> None:
    """A button that gives a table as CSV, written only when asked for."""
    st.download_button(
        label,
        partial(csv_bytes, table),
        file_name=f"skenario-{name}.csv",
        mime="text/csv",
        icon=":material/download:",
        key=f"unduh-perubahan-{name}",
        on_click="ignore",
    )
