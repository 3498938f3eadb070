"""The set-up as a file of its own: name it, take it along, load it again, go back to the usual one."""

from __future__ import annotations

from functools import partial

import streamlit as st

from mapping.errors import MappingError
from mapping.language import tr
from mapping.present.files.tidy import csv_bytes
from mapping.settings import ScoringSetup
from mapping.ui.cache import View
from mapping.ui.scoring import is_same
from mapping.ui.weigh.setup_draft import refuse, start_from
from mapping.ui.weigh.weights_form import name_setup

FILE, FILE_NAME = "berkas-susunan", "susunan-skor.json"


def keep_setup_file(view: View, scored: View, setup: ScoringSetup, usable: bool) -> None:
    """Name, download and loading of the set-up, and the scores under it as CSV.

    Parameters
    ----------
    view, scored : View
        The region as it was built, and as it is shown now.
    setup : ScoringSetup
        Under the user's hands.
    usable : bool
        Whether it can be written to a file.
    """
    from mapping.score.weigh.setup import write_setup

    if not is_same(view, setup):
        st.button(tr("Kembali ke bawaan"), icon=":material/restart_alt:", on_click=start_from, args=(ScoringSetup(),))
    with st.expander(tr("Simpan, kirim, muat"), icon=":material/folder_open:"):
        name_setup(setup)
        if usable:
            st.download_button(
                tr("Unduh susunan skor"),
                partial(write_setup, setup),
                file_name=FILE_NAME,
                mime="application/json",
                icon=":material/download:",
                on_click="ignore",
            )
        st.download_button(
            tr("Unduh semua skor (CSV)"),
            partial(csv_bytes, scored.table),
            file_name=f"skor-{view.key}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.file_uploader(tr("Muat susunan skor"), type="json", max_upload_size=1, key=FILE, on_change=_load)


def _load() -> None:
    """Take over the set-up of the file that was just given; a bad one changes nothing."""
    from mapping.score.weigh.setup import read_setup

    file = st.session_state.get(FILE)
    if file is None:
        return
    try:
        setup = read_setup(file.getvalue(), file.name)
    except MappingError as error:
        refuse(str(error))
        return
    start_from(setup)
