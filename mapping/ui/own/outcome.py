"""What became of the user's files: rows in, used, repaired, rejected; where to look next; the rejects to mend."""

from __future__ import annotations

import streamlit as st

from mapping.knowledge.formats import say_number
from mapping.language import mark, tr
from mapping.present.quality import row_account
from mapping.present.tables import label_table
from mapping.ui.cache import OWN, View
from mapping.ui.downloads import offer_table
from mapping.ui.links import link_to
from mapping.ui.text import plain

ROLES = {"boundaries": mark("Batas wilayah"), "survey": mark("Survei usaha"), "earlier": mark("Survei sebelumnya")}
MORE = mark("Berkas tambahan")


def say_outcome(view: View) -> None:
    """One line per file, and the ways on."""
    with st.container(border=True, key="hasil"):
        st.markdown(
            tr(
                ":material/check_circle: **{region}** siap dan bisa dipilih di semua halaman, hanya dalam sesi ini.",
                region=plain(view.study.settings.region),
            )
        )
        for entry in row_account(view.study).itertuples():
            st.markdown(
                tr(
                    "**{role}** {name}: {rows_in} baris masuk · **{rows_used} dipakai** · {rows_repaired} "
                    "diperbaiki · {rows_rejected} ditolak",
                    role=tr(ROLES.get(entry.role, MORE)),
                    name=plain(entry.name),
                    rows_in=say_number(entry.rows_in),
                    rows_used=say_number(entry.rows_used),
                    rows_repaired=say_number(entry.rows_repaired),
                    rows_rejected=say_number(entry.rows_rejected),
                )
            )
        with st.container(horizontal=True, vertical_alignment="center"):
            link_to("peta", tr("Peta potensi"), ":material/map:", wilayah=OWN)
            link_to("periksa", tr("Periksa data"), ":material/fact_check:", wilayah=OWN)
            _offer_rejects(view)


def _offer_rejects(view: View) -> None:
    if len(view.study.rejects):
        offer_table(label_table(view.study.rejects, view.study), "ditolak", tr("Baris ditolak"), "tertiary")
