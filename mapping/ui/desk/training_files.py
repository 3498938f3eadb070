"""Assessments on paper and from a file: the form, the table to fill in, and loading what came back."""

from __future__ import annotations

from functools import partial

import streamlit as st

from mapping.desk.register.read import cooperatives_of
from mapping.desk.rules import may
from mapping.desk.training.assess import BY
from mapping.desk.training.results import Results, load_results, read_results
from mapping.intake.gate.limits import read_limits
from mapping.intake.issues import say_rejects
from mapping.language import plural, tr
from mapping.present.files.tidy import csv_bytes
from mapping.present.training.form import FORM_NAME, TABLE_NAME, assessment_table, write_assessment_form
from mapping.ui.cache import View
from mapping.ui.desk.open import Actor, Desk, now, said, today
from mapping.ui.downloads import EXCEL, offer_table
from mapping.ui.text import plain

SHOWN = 12


@st.fragment
def take_results(view: View, desk: Desk, actor: Actor) -> None:
    """Forms to take along, and the way back for the answers."""
    if not may(actor, "table.import"):
        return
    with st.expander(tr("Formulir dan muat hasil (KoboToolbox, Excel, CSV)"), icon=":material/upload_file:"), said():
        cooperatives = cooperatives_of(desk, view.study.kelurahan.index, actor)
        with st.container(horizontal=True):
            for label, name, write, mime in (
                (tr("Formulir KoboToolbox"), FORM_NAME, partial(write_assessment_form, cooperatives), EXCEL),
                (tr("Tabel kosong (CSV)"), TABLE_NAME, partial(csv_bytes, assessment_table(cooperatives)), "text/csv"),
            ):
                st.download_button(
                    label, write, file_name=name, mime=mime, icon=":material/download:", on_click="ignore", key=name
                )
        by = st.radio(tr("Diisi oleh"), list(BY), format_func=lambda by: tr(BY[by]), horizontal=True, key="hasil-oleh")
        file = st.file_uploader(
            tr("Hasil asesmen"), type=["csv", "xlsx", "xls", "ods"], max_upload_size=5, key="hasil-berkas"
        )
        if file is None:
            return
        found = read_results(file.getvalue(), file.name, cooperatives, today(), read_limits("page"))
        _say_found(found, file.name)
        if len(found.rows) and st.button(
            plural("Simpan {n} asesmen", len(found.rows), n=len(found.rows)),
            type="primary",
            icon=":material/save:",
            key="hasil-simpan",
        ):
            new, same = load_results(desk, actor, now(), found.rows, by)
            st.success(
                tr("{new} asesmen disimpan, {same} sudah ada.", new=new, same=same), icon=":material/check_circle:"
            )


def _say_found(found: Results, name: str) -> None:
    st.markdown(
        tr(
            "{rows} asesmen bisa disimpan, {rejects} baris ditolak, {blank} baris tanpa jawaban dilewati.",
            rows=len(found.rows),
            rejects=len(found.rejects),
            blank=found.blank,
        )
    )
    for sentence in say_rejects(found.rejects.head(SHOWN)):
        st.caption(plain(sentence))
    if len(found.rejects):
        offer_table(found.rejects, "asesmen_ditolak", tr("Unduh yang ditolak"), "tertiary")
