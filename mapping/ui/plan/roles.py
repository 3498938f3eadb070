"""Who does what: one role at a time, or the whole table."""

from __future__ import annotations

import streamlit as st

from mapping.advise.plan.roles import tasks_of
from mapping.language import tr
from mapping.present.plan import roles_of
from mapping.ui.cache import View
from mapping.ui.downloads import offer_table
from mapping.ui.text import plain

PARTS = {
    "decides": ("Memutuskan", ":material/gavel:"),
    "does": ("Mengerjakan", ":material/construction:"),
    "asked": ("Dimintai pendapat sebelum diputuskan", ":material/forum:"),
    "told": ("Diberi tahu sesudahnya", ":material/campaign:"),
}


def say_roles(view: View, code: str, line_id: str) -> None:
    """The tasks of a chosen role, and the whole table behind a fold."""
    table = roles_of(view.study, code, line_id)
    tasks = tasks_of(table)
    st.markdown(
        tr("Setiap tugas hanya punya satu pemutus. Sepakati daftar ini dalam musyawarah dan tanda tangani bersama.")
    )
    role = st.selectbox(tr("Peran siapa?"), list(dict.fromkeys(tasks["role"])), key="peran_rencana", width=420)
    mine = tasks[tasks["role"] == role]
    for part, (label, icon) in PARTS.items():
        listed = mine.loc[mine["part"] == part, "task"]
        if len(listed):
            st.markdown(f"{icon} **{label}**\n" + "\n".join(f"- {plain(task)}" for task in listed))
    labels = {"task": "Tugas", **{part: label for part, (label, _) in PARTS.items()}}
    shown = table[list(labels)].rename(columns=labels)
    with st.expander(tr("Semua tugas dan peran ({table} tugas)", table=len(table))):
        st.dataframe(shown, hide_index=True, row_height=60)
    st.caption(
        tr(
            "Rapat anggota memegang keputusan tertinggi. Kepala desa atau lurah menjadi pengawas "
            "karena jabatannya; pinjaman disetujui kepala desa, atau bupati/wali kota bagi "
            "kelurahan. Pembagian selebihnya adalah usulan."
        )
    )
    offer_table(shown, tr("peran_{line_id}", line_id=line_id), tr("Unduh tabel peran"), "tertiary")
