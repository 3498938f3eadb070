"""The measures in natural units, and the table that holds all of it."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from mapping.language import tr
from mapping.present.compare import MEASURES, PARTS, SCORE
from mapping.present.compare_words import side_by_side
from mapping.present.files.tidy import csv_bytes
from mapping.present.tables import sector_label
from mapping.ui.compare.side import Side

STAR = "★"


def list_measures(side: Side, sector: str) -> None:
    """The criteria of one sector as they were measured; what is clearly the best is starred."""
    rows = side.part(MEASURES)
    shown = side_by_side(rows[rows["sector"] == sector], side.labels, STAR).drop(columns=["part", "sector"])
    _table(shown.rename(columns={"label": tr("Ukuran")}), "ukuran")
    st.caption(
        tr(
            "{star} jelas terbaik: tetap yang terbaik dalam 90% hitungan ulang atau lebih. Tanpa bintang: bedanya bisa "
            "karena kebetulan, atau kebetulannya tidak bisa dihitung.",
            star=STAR,
        )
    )


def list_everything(side: Side) -> None:
    """All figures of the page in one table, and as a file."""
    with st.expander(tr("Semua angka dalam satu tabel"), icon=":material/table:"):
        shown = side_by_side(side.whole, side.labels, STAR)
        part = shown["part"].map({name: tr(said) for name, said in PARTS.items()})
        named = shown["sector"].map(lambda sector: sector_label(sector) if sector else "")
        shown = shown.assign(part=part.where(named == "", part + " · " + named)).drop(columns="sector")
        _table(shown.rename(columns={"part": tr("Bagian"), "label": tr("Hal")}), "semua", height=420)
    st.download_button(
        tr("Unduh perbandingan (CSV)"),
        partial(csv_bytes, side.whole),
        file_name=tr("perbandingan-{key}.csv", key=side.view.key),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def list_scores(side: Side) -> None:
    """The figures of the chart of scores as a table beside it."""
    shown = side_by_side(side.part(SCORE), side.labels, STAR)
    shown.insert(0, tr("Sektor"), shown["sector"].map(sector_label))
    _table(shown.drop(columns=["part", "sector"]).rename(columns={"label": tr("Hal")}), "skor")


def _table(shown: pd.DataFrame, key: str, height: int | str = "content") -> None:
    st.dataframe(shown, hide_index=True, height=height, placeholder="", key=f"banding-{key}-{shown.shape[1]}")  # type: ignore[arg-type]
