"""Lines of the user's own: by a short form that starts from a line much like it, or by a table."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from mapping.advise.own_lines import copy_line, read_line_rows
from mapping.errors import MappingError
from mapping.knowledge.catalog import read_lexicon
from mapping.language import tr
from mapping.present.files.tidy import csv_bytes
from mapping.ui.lines.edits import CONTROLS, put_in_force, refuse, setup_now, show_afresh, typed
from mapping.ui.lines.listing import KEY

TABLE = "tabel-lini"


def ask_own_line(lines: pd.DataFrame) -> None:
    """Both ways to add a line."""
    with st.expander(tr("Tambah lini sendiri"), icon=":material/add:"):
        with st.form("lini-baru", border=False):
            st.caption(tr("Lini baru mulai dengan angka lini yang mirip; setelah itu ubah angkanya seperti lini lain."))
            st.text_input(
                tr("Nama lini"),
                max_chars=80,
                key=CONTROLS + "baru-nama",
                placeholder=tr("Misalnya: Sewa tenda hajatan"),
            )
            labels = {str(code): f"{code} · {line}" for code, line in lines["line"].items()}
            st.selectbox(
                tr("Lini yang paling mirip"),
                list(labels),
                index=None,
                format_func=lambda code: labels.get(code, code),
                key=CONTROLS + "baru-mirip",
                placeholder=tr("Pilih"),
            )
            st.multiselect(
                tr("Produk anggota (kosong: sama dengan lini yang mirip)"),
                sorted(read_lexicon()["product"], key=tr),
                format_func=tr,
                key=CONTROLS + "baru-produk",
                placeholder=tr("Ketik untuk mencari"),
            )
            st.form_submit_button(tr("Tambahkan"), type="primary", on_click=_add)
        st.markdown(tr("**Atau lewat tabel**"))
        st.caption(
            tr(
                "Unduh tabelnya, ubah angka atau tambah baris dengan kode baru di kolom line_id, lalu "
                "muat kembali. Sel kosong pada lini bawaan tidak mengubah apa pun."
            )
        )
        st.download_button(
            tr("Unduh tabel lini (CSV)"),
            partial(csv_bytes, lines.drop(columns=["changed", "own"]).reset_index(), exact=True),
            file_name="lini-usaha.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.file_uploader(tr("Muat tabel lini"), type="csv", max_upload_size=1, key=TABLE, on_change=_load)


def _add() -> None:
    """The line of the form, if it can be used; then it is the one shown."""
    name, like = str(typed("baru-nama") or "").strip(), typed("baru-mirip")
    if not name or not like:
        refuse(tr("Isi nama lini dan pilih lini yang paling mirip."))
        return
    try:
        code, changes = copy_line(setup_now().line_changes, like, name, list(typed("baru-produk") or []))
    except MappingError as error:
        refuse(str(error))
        return
    put_in_force(tr("Lini {code} ditambahkan. Periksa angkanya.", code=code), line_changes=changes)
    st.session_state[KEY] = code
    show_afresh("baru-")


def _load() -> None:
    """Take over the table that was just given; a bad one changes nothing."""
    file = st.session_state.get(TABLE)
    if file is None:
        return
    try:
        changes = read_line_rows(file.getvalue(), file.name, setup_now().line_changes)
    except MappingError as error:
        refuse(str(error))
        return
    show_afresh("B")
    show_afresh("U")
    put_in_force(tr("Tabel lini dipakai di semua halaman."), line_changes=changes)
