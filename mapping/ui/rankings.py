"""The ranked list beside the map, and the table behind it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.knowledge.formats import say_number, say_rupiah
from mapping.language import tr
from mapping.present.layers import csv_bytes
from mapping.present.mapdata import KNOWN, SUPPRESSED, UNKNOWN
from mapping.present.tables import NOT_COVERED, sector_label
from mapping.score.weigh.setup import criteria_in_force
from mapping.ui.cache import View
from mapping.ui.controls import is_phone
from mapping.ui.figures import DECIMALS, criterion_of, is_money

STYLED_UP_TO = 2_000
"""Longer tables are shown with the browser's own number format: styling cell by cell costs a second."""


def say_range(low: float, high: float) -> str:
    """A rank interval in whole ranks; ``""`` when unknown.

    Examples
    --------
    >>> say_range(8.0, 20.4), say_range(float("nan"), 3.0)
    ('8–20', '')
    """
    return "" if low != low or high != high else f"{low:.0f}–{high:.0f}"


def say_value(value: float, indicator: str) -> str:
    """A value of the map in words."""
    return say_rupiah(value) if is_money(indicator) else say_number(value, DECIMALS.get(indicator, 0))


def say_coverage(view: View, rows: pd.DataFrame, sector: str) -> None:
    """How much of the region the map can speak about."""
    known, few = int((rows["state"] == KNOWN).sum()), int((rows["state"] == SUPPRESSED).sum())
    unknown = int((rows["state"] == UNKNOWN).sum())
    if not known and (rows["note"] == NOT_COVERED).any():
        st.warning(
            tr(
                "Survei ini tidak mencakup {lower}. Potensinya **tidak diketahui**, bukan rendah.",
                lower=sector_label(sector).lower(),
            ),
            icon=":material/help:",
        )
        return
    if not known and rows["n"].notna().any():
        used = criteria_in_force(view.study.settings.setup)["criteria"]
        missing = [criterion["label"].lower() for name, criterion in used.items() if rows[name].isna().all()]
        st.warning(
            tr(
                "Skor belum bisa dihitung: {missing} tidak ada di berkas. Pilih ukuran lain di kanan, "
                "misalnya kekhasan, atau lengkapi berkasnya.",
                missing=", ".join(missing),
            ),
            icon=":material/help:",
        )
    text = tr("{known} dari {rows} kelurahan/desa punya angka", known=say_number(known), rows=say_number(len(rows)))
    text += tr("; {few} disembunyikan karena kurang dari 3 usaha", few=say_number(few)) if few else ""
    text += tr("; {unknown} belum cukup data", unknown=say_number(unknown)) if unknown else ""
    st.caption(text + tr(". Klik kelurahan di peta untuk membuka profilnya."))


def choose_row(rows: pd.DataFrame, indicator: str, height: int) -> str:
    """The ranked list; returns the code of the chosen row, ``""`` when none is."""
    if rows.empty:
        st.info(tr("Tidak ada kelurahan dengan nama itu."))
        return ""
    label = "Skor" if indicator == "skor" else criterion_of(indicator)["label"]
    state = rows["state"].map({KNOWN: "", SUPPRESSED: tr("< 3 usaha"), UNKNOWN: tr("belum cukup data")})
    phone = is_phone()
    shown = pd.DataFrame(
        {
            "Kelurahan": rows["name"].astype(str) + ("" if phone else " (" + rows["kecamatan"].astype(str) + ")"),
            label: rows["value"],
            "Peringkat": rows["rank"],
            "Rentang": [say_range(low, high) for low, high in zip(rows["rank_low"], rows["rank_high"], strict=True)],
        }
    )
    shown["Rentang"] = shown["Rentang"].where(rows["state"] == KNOWN, state.replace("belum cukup data", "–"))
    columns = ["Peringkat", "Kelurahan", label, "Rentang"]
    if indicator != "skor":
        columns, shown["Keterangan"] = ["Kelurahan", label, "Keterangan"], state
    number = st.column_config.NumberColumn(width=150)
    config = {
        "Kelurahan": st.column_config.TextColumn(width=150 if phone or indicator != "skor" else 225),
        "Peringkat": st.column_config.NumberColumn("#", width=42, help=tr("Peringkat skor; 1 paling berpotensi.")),
        "Rentang": st.column_config.TextColumn(
            width=70,
            help=tr("Rentang peringkat: dengan ketidakpastian data, peringkatnya 80% ada di antara dua angka ini."),
        ),
        label: st.column_config.ProgressColumn("Skor", min_value=0, max_value=100, format="%.0f", width=92)
        if indicator == "skor"
        else number,
    }
    frame = shown[columns]
    styled = frame.style.format({label: lambda v: "" if v != v else say_value(v, indicator)})
    event = st.dataframe(
        styled if indicator != "skor" and len(frame) <= STYLED_UP_TO else frame,
        hide_index=True,
        height=height,
        placeholder="",
        column_config=config,
        on_select="rerun",
        selection_mode="single-cell",
        key=f"urutan-{indicator}-{len(frame)}-{rows.index[0]}",
    )
    picked = event.selection.cells
    return str(rows.index[picked[0][0]]) if picked and picked[0][0] < len(rows) else ""


def offer_download(view: View) -> None:
    """The whole public score table as CSV."""
    st.download_button(
        tr("Unduh semua skor (CSV)"),
        lambda: csv_bytes(view.table),
        file_name=tr("skor-{key}.csv", key=view.key),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
