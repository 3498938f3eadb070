"""What was started after an advice on record, said later or mended: beside the entry itself."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.desk.outcomes.ledger import record_start
from mapping.desk.outcomes.read import CHECKED
from mapping.desk.rules import Actor, may
from mapping.knowledge.outcomes import MONTHS
from mapping.language import tr
from mapping.ui.desk.open import Desk, now, said
from mapping.ui.desk.outcome_form import WIDTH, ask_entry

KEPT, SEEN = "awal_tersimpan", "awal_dilihat"


def ask_later(desk: Desk, actor: Actor, outcome_id: int, row: pd.Series, names: dict[str, str]) -> None:
    """The form, while nobody has looked at how the start stands: then it is what later figures are compared with."""
    _say_changed(outcome_id, row)
    if not may(actor, "outcome.start", int(row["cooperative_id"])):
        return
    if any(row[f"state_{month}"] == CHECKED for month in MONTHS):
        st.caption(tr("Sudah dicek, jadi catatan awalnya tidak diubah lagi."))
        return
    if not row["line_id"]:
        st.markdown(tr("Sudah mulai usaha? Isi di sini, supaya dibandingkan dengan saran hari itu."))
    _form(desk, actor, outcome_id, row, names)


def _say_changed(outcome_id: int, row: pd.Series) -> None:
    """Whether what was typed is kept, or somebody else wrote here since the reader last looked."""
    seen, version = st.session_state.setdefault(SEEN, {}), int(row["version"])
    if st.session_state.get(KEPT) == outcome_id:
        del st.session_state[KEPT]
        st.success(_say_kept(row), icon=":material/check_circle:")
    elif seen.get(outcome_id, version) != version:
        st.warning(
            tr("Catatan ini diubah orang lain sejak Anda melihatnya. Isian di bawah memuat keadaan barunya."),
            icon=":material/sync_problem:",
        )
    seen[outcome_id] = version


def _say_kept(row: pd.Series) -> str:
    if not row["line_id"]:
        return tr("Tersimpan: belum ada usaha yang dimulai.")
    return tr("Tersimpan. Hasilnya dicek sesudah 6 dan 12 bulan; saran hari itu tetap seperti dicatat.")


@st.fragment
def _form(desk: Desk, actor: Actor, outcome_id: int, row: pd.Series, names: dict[str, str]) -> None:
    # The version is part of the key: a form drawn after a change starts from what stands there now.
    key = f"awal-{outcome_id}-{row['version']}"
    label, icon = (
        (tr("Perbaiki catatan awal"), ":material/edit:")
        if row["line_id"]
        else (tr("Isi usaha yang dimulai"), ":material/add:")
    )
    with st.expander(label, icon=icon, key=f"{key}-isian"), st.form(key, border=False, width=WIDTH):
        advised = [line for line in row["advised"].split("; ") if line]
        entry = ask_entry(key, advised, names, row)
        if not st.form_submit_button(tr("Simpan perubahan"), type="primary", icon=":material/save:"):
            return
        with said():
            record_start(desk, actor, now(), outcome_id, int(row["version"]), **entry)
            st.session_state[KEPT] = outcome_id
            st.rerun()
