"""The files behind the page about firmness: the working sheet of every score, and the tables of the tests."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from mapping.language import mark, tr
from mapping.present.files.tidy import csv_bytes
from mapping.present.firmness import firmness_tables
from mapping.present.recompute import DICTIONARY, recompute_table
from mapping.study import Study
from mapping.ui.cache import View
from mapping.ui.text import plain

if TYPE_CHECKING:
    from mapping.score.firm.firmness import Firmness

LABELS = {
    "rentang": mark("Rentang peringkat"),
    "kepekaan": mark("Pilihan yang menentukan"),
    "pengaruh": mark("Pengaruh nyata bobot"),
    "tanpa_satu": mark("Tanpa satu kriteria"),
    "hubungan": mark("Hubungan kriteria"),
    "kecamatan": mark("Per kecamatan"),
    "pembalikan": mark("Satu kelurahan dikeluarkan"),
}


def _sheet(study: Study) -> bytes:
    return csv_bytes(recompute_table(study), exact=True)


def offer_recompute(view: View) -> None:
    """Every step from a value to a rank, for all kelurahan, and what its columns mean."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.download_button(
            tr("Lembar hitung semua skor (CSV)"),
            # Bound now: a download is written outside the session.
            partial(_sheet, view.study),
            file_name=f"lembar-hitung-{view.key}.csv",
            mime="text/csv",
            icon=":material/calculate:",
            on_click="ignore",
            key="unduh-lembar-hitung",
        )
        with st.popover(tr("Arti kolomnya"), type="tertiary"):
            for name, meaning in DICTIONARY.items():
                st.markdown(f"**{plain(name)}**: {plain(tr(meaning))}")
    st.caption(tr("Dari berkas ini saja tiap skor dan peringkat bisa dihitung ulang di lembar sebar."))


def offer_firmness(view: View, firmness: Firmness) -> None:
    """Every table of the page as CSV, for all sectors."""
    tables = firmness_tables(view.study, firmness)
    st.markdown(tr("**Unduh hasil uji** (CSV, semua sektor)"))
    with st.container(horizontal=True, gap="small"):
        for name in (key for key in LABELS if key in tables):
            st.download_button(
                tr(LABELS[name]),
                partial(csv_bytes, tables[name]),
                file_name=f"{name}-{view.key}.csv",
                mime="text/csv",
                type="tertiary",
                icon=":material/download:",
                on_click="ignore",
                key=f"unduh-{name}",
            )
