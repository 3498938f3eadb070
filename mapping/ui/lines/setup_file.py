"""All answers, figures and assumptions as one file: take it along, load it again, go back to ours."""

from __future__ import annotations

from functools import partial

import streamlit as st

from mapping.advise.setup import read_advice_setup, write_advice_setup
from mapping.errors import MappingError
from mapping.knowledge.formats import say_rupiah
from mapping.language import plural, tr
from mapping.settings import AdviceSetup
from mapping.ui.lines.edits import count_changes, go_back, refuse, setup_now, take_over

FILE, FILE_NAME = "berkas-jawaban", "jawaban-koperasi.json"


def keep_answers() -> None:
    """What the session holds in words, and its way out and in."""
    setup = setup_now()
    changed = count_changes(setup.line_changes, len(setup.assumptions))
    people = tr("orang belum dijawab") if setup.people is None else plural("{n} orang", setup.people, n=setup.people)
    loan = tr("mau meminjam") if setup.borrows else tr("tidak meminjam")
    st.markdown(
        tr(
            "Jawaban: uang sendiri {own_capital}, {people}, {loan}.",
            own_capital=say_rupiah(setup.own_capital_idr),
            people=people,
            loan=loan,
        )
    )
    st.markdown(tr("Diubah: {changed}.", changed=changed or tr("belum ada")))
    st.caption(tr("Berkas ini memuat semuanya. Kirim ke orang lain atau muat lagi nanti; hasilnya sama."))
    st.download_button(
        tr("Unduh jawaban koperasi"),
        partial(write_advice_setup, setup),
        file_name=FILE_NAME,
        mime="application/json",
        icon=":material/download:",
        on_click="ignore",
    )
    st.file_uploader(tr("Muat jawaban koperasi"), type="json", max_upload_size=1, key=FILE, on_change=_load)
    if setup != AdviceSetup():
        st.button(tr("Kembali ke bawaan semuanya"), icon=":material/restart_alt:", on_click=go_back)


def _load() -> None:
    """Take over the file that was just given; a bad one changes nothing."""
    file = st.session_state.get(FILE)
    if file is None:
        return
    try:
        setup = read_advice_setup(file.getvalue(), file.name)
    except MappingError as error:
        refuse(str(error))
        return
    take_over(setup, tr("Jawaban koperasi dari berkas dipakai di semua halaman."))
