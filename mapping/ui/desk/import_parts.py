"""What every loading of a file has in common: choose it, hear what it would do, take its rejects along."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from mapping.intake.issues import rejects_name, say_issues, say_rejects
from mapping.knowledge.formats import say_number
from mapping.language import plural, tr
from mapping.present.files.tidy import csv_bytes
from mapping.ui.text import plain

TYPES = ["csv", "tsv", "txt", "xlsx", "xls", "ods", "zip"]
MOST = 12
"""Findings said at once; all of them are in the file."""


def choose_file(label: str, key: str, note: str) -> Any:
    """The file that a person gives, None before; ``note`` says then what loading does."""
    file = st.file_uploader(label, type=TYPES, key=key)
    if file is None:
        st.caption(note)
    return file


def say_read(file: str, rows: int, rejected: int, counts: Mapping[str, int], labels: Mapping[str, str]) -> None:
    """How many rows were read, and what becomes of them."""
    told = say_counts(counts, labels)
    if rejected:
        told.append(tr("{n} ditolak", n=say_number(rejected)))
    st.markdown(
        tr(
            "**{n} baris terbaca dari {file}:** {what}.",
            n=say_number(rows + rejected),
            file=plain(file),
            what=", ".join(told),
        )
    )


def say_counts(counts: Mapping[str, int], labels: Mapping[str, str]) -> list[str]:
    """``"3 baris baru"`` and so on, what there is none of left out; ``labels`` marked, in their order."""
    return [f"{say_number(counts[key])} {tr(label)}" for key, label in labels.items() if counts.get(key)]


def show_actions(rows: pd.DataFrame) -> None:
    """The rows and what will happen with each, as a table of its own height."""
    if len(rows):
        st.dataframe(rows, hide_index=True, height="content" if len(rows) <= 8 else 320)


def say_findings(file: str, rejects: pd.DataFrame, issues: pd.DataFrame) -> None:
    """What was found, the gravest first, and both tables as files."""
    if len(rejects):
        st.warning("\n".join(f"- {plain(text)}" for text in say_rejects(rejects).head(MOST)), icon=":material/block:")
        if len(rejects) > MOST:
            st.caption(tr("{n} lagi ada di berkas baris yang ditolak.", n=say_number(len(rejects) - MOST)))
    told = issues[issues["level"] != "info"]
    with st.container(horizontal=True):
        for table, label, name in (
            (rejects, tr("Baris ditolak (CSV)"), rejects_name(file)),
            (issues, tr("Semua temuan (CSV)"), f"temuan_{file}.csv"),
        ):
            if len(table):
                st.download_button(
                    label,
                    partial(csv_bytes, table),
                    file_name=name,
                    mime="text/csv",
                    type="tertiary",
                    icon=":material/download:",
                    on_click="ignore",
                    key=f"unduh-{name}",
                )
    if told.empty:
        return
    with st.expander(plural("{n} hal untuk diperiksa", len(told), n=say_number(len(told)))):
        st.markdown("\n".join(f"- {plain(text)}" for text in say_issues(told).head(MOST)))
        if len(told) > MOST:
            st.caption(tr("{n} lagi ada di berkas temuan.", n=say_number(len(told) - MOST)))


def press_load(label: str, key: str, disabled: bool) -> bool:
    """The button that writes; nothing before it does."""
    return st.button(label, type="primary", icon=":material/database_upload:", disabled=disabled, key=key)
