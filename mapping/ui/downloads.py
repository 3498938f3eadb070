"""A table as a file to take along, written only when asked for."""

from __future__ import annotations

from functools import partial
from typing import Literal

import pandas as pd
import streamlit as st

from mapping.present.files.tidy import csv_bytes, xlsx_bytes

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer_table(
    table: pd.DataFrame, name: str, label: str, kind: Literal["secondary", "tertiary"] = "secondary"
) -> None:
    """Two buttons, CSV and workbook, for the whole table; ``name`` of the files, ``label`` before the format.

    The table is bound now, because a download is written outside the session.
    """
    formats = (("csv", "CSV", "text/csv", csv_bytes), ("xlsx", "Excel", EXCEL, partial(xlsx_bytes, sheet=name[:31])))
    for ending, said, mime, write in formats:
        st.download_button(
            f"{label} ({said})",
            partial(write, table),
            file_name=f"{name}.{ending}",
            mime=mime,
            type=kind,
            icon=":material/download:",
            key=f"unduh_{name}_{ending}",
            on_click="ignore",
        )
