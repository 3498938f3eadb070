"""What happened to the rows of a study's files."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.knowledge.formats import say_number, say_percent
from mapping.present.layers import csv_bytes
from mapping.present.tables import label_table
from mapping.ui.cache import View
from mapping.ui.text import plain

ROLES = {"boundaries": "Batas wilayah", "survey": "Survei usaha"}
ISSUE_LABELS = {
    "file": "Berkas",
    "sheet": "Lembar",
    "row": "Baris",
    "column": "Kolom",
    "value": "Nilai",
    "what": "Temuan",
    "done": "Yang dilakukan",
}
REJECT_LABELS = {k: v for k, v in ISSUE_LABELS.items() if k not in ("what", "done")} | {"reason": "Alasan"}


def say_rows(view: View) -> None:
    """Rows in, used and rejected, per file."""
    for column, entry in zip(st.columns(2), view.study.manifest["inputs"], strict=False):
        with column.container(border=True):
            st.markdown(f"**{ROLES.get(entry['role'], '')}** · {plain(entry['name'])}")
            figures = (("Baris masuk", "rows_in"), ("Dipakai", "rows_used"), ("Ditolak", "rows_rejected"))
            for part, (label, key) in zip(st.columns(3), figures, strict=True):
                part.metric(label, say_number(entry[key]))
            if entry["rows_rejected"] > entry["rows_used"]:
                st.warning("Sebagian besar baris ditolak. Apakah kedua berkas dari wilayah yang sama?")


def say_classified(view: View) -> None:
    """How many businesses were recognised, and how many want a second look."""
    businesses = view.study.businesses
    if businesses.empty:
        return
    unknown = float((businesses["product"] == "").mean())
    doubtful = int((businesses["needs_confirmation"] & (businesses["product"] != "")).sum())
    st.markdown(
        f"Produk dikenali pada **{say_percent(1 - unknown)}** usaha; **{say_number(doubtful)}** di antaranya perlu "
        "konfirmasi karena tulisannya belum pasti."
    )


def list_doubtful(view: View) -> None:
    """Texts that could mean several products: what was used and what else it could be."""
    businesses = view.study.businesses
    rows = businesses[businesses["needs_confirmation"] & (businesses["product"] != "")]
    if rows.empty:
        return
    with st.expander(f"Perlu konfirmasi: {say_number(len(rows))} usaha", icon=":material/help:"):
        table = rows[["row", "description", "product", "candidates"]].sort_values("row")
        labels = {"row": "Baris", "description": "Tulisan", "product": "Dipakai sebagai", "candidates": "Bisa juga"}
        st.dataframe(table.rename(columns=labels), hide_index=True, placeholder="")


def _table(rows: pd.DataFrame, labels: dict[str, str]) -> None:
    kept = [column for column in labels if column in rows and (column != "sheet" or (rows["sheet"] != "").any())]
    config = {
        "Temuan": st.column_config.TextColumn(width="large"),
        "Yang dilakukan": st.column_config.TextColumn(width="large"),
        "Alasan": st.column_config.TextColumn(width="large"),
        "Baris": st.column_config.NumberColumn(width=64, format="%d"),
    }
    st.dataframe(rows[kept].rename(columns=labels), hide_index=True, column_config=config, placeholder="")


def list_issues(view: View) -> None:
    """Every finding about the files, and what was done about it."""
    st.subheader("Temuan", anchor=False)
    if view.study.issues.empty:
        st.success("Tidak ada temuan.", icon=":material/check_circle:")
        return
    _table(view.study.issues, ISSUE_LABELS)


def list_rejects(view: View) -> None:
    """Rows that were not used, why, and the file to mend them in."""
    st.subheader("Baris yang ditolak", anchor=False)
    if view.study.rejects.empty:
        st.success("Semua baris dipakai.", icon=":material/check_circle:")
        return
    _table(view.study.rejects, REJECT_LABELS)
    st.download_button(
        "Unduh baris yang ditolak (CSV)",
        lambda: csv_bytes(label_table(view.study.rejects, view.study)),
        file_name=f"ditolak-{view.key}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
