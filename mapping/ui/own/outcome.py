"""What became of the user's files: rows in, used, repaired, rejected; where to look next; the rejects to mend."""

from __future__ import annotations

import streamlit as st

from mapping.knowledge.formats import say_number
from mapping.present.quality import row_account
from mapping.present.tables import label_table
from mapping.ui.cache import OWN, View
from mapping.ui.downloads import offer_table
from mapping.ui.links import link_to
from mapping.ui.text import plain

ROLES = {"boundaries": "Batas wilayah", "survey": "Survei usaha", "earlier": "Survei sebelumnya"}


def say_outcome(view: View) -> None:
    """One line per file, and the ways on."""
    with st.container(border=True, key="hasil"):
        st.markdown(
            f":material/check_circle: **{plain(view.study.settings.region)}** siap dan bisa dipilih di semua halaman, "
            "hanya dalam sesi ini."
        )
        for entry in row_account(view.study).itertuples():
            st.markdown(
                f"**{ROLES.get(entry.role, 'Berkas tambahan')}** {plain(entry.name)}: "
                f"{say_number(entry.rows_in)} baris masuk · **{say_number(entry.rows_used)} dipakai** · "
                f"{say_number(entry.rows_repaired)} diperbaiki · {say_number(entry.rows_rejected)} ditolak"
            )
        with st.container(horizontal=True, vertical_alignment="center"):
            link_to("peta", "Peta potensi", ":material/map:", wilayah=OWN)
            link_to("periksa", "Periksa data", ":material/fact_check:", wilayah=OWN)
            _offer_rejects(view)


def _offer_rejects(view: View) -> None:
    if len(view.study.rejects):
        offer_table(label_table(view.study.rejects, view.study), "ditolak", "Baris ditolak", "tertiary")
