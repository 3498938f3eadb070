"""Who does what: one role at a time, or the whole table."""

from __future__ import annotations

import streamlit as st

from mapping.advise.plan.roles import tasks_of
from mapping.language import mark, tr
from mapping.present.plan import roles_of
from mapping.ui.cache import View
from mapping.ui.downloads import offer_table
from mapping.ui.state import chosen, remember, restore
from mapping.ui.text import plain

PARTS = {
    "decides": (mark("Memutuskan"), ":material/gavel:"),
    "does": (mark("Mengerjakan"), ":material/construction:"),
    "asked": (mark("Dimintai pendapat sebelum diputuskan"), ":material/forum:"),
    "told": (mark("Diberi tahu sesudahnya"), ":material/campaign:"),
}


def _choose_role(roles: list[str]) -> str:
    """One of the roles; its place in the list stands in the address, because its name follows the language."""
    places = [str(place) for place in range(len(roles))]
    restore("peran", places, "0")
    st.selectbox(tr("Peran siapa?"), places, format_func=lambda place: roles[int(place)], key="peran", width=420)
    remember("peran", chosen("peran"), unless="0")
    return roles[int(chosen("peran"))]


def say_roles(view: View, code: str, line_id: str) -> None:
    """The tasks of a chosen role, and the whole table behind a fold."""
    table = roles_of(view.study, code, line_id)
    tasks = tasks_of(table)
    st.markdown(
        tr("Setiap tugas hanya punya satu pemutus. Sepakati daftar ini dalam musyawarah dan tanda tangani bersama.")
    )
    role = _choose_role(list(dict.fromkeys(tasks["role"])))
    mine = tasks[tasks["role"] == role]
    for part, (label, icon) in PARTS.items():
        listed = mine.loc[mine["part"] == part, "task"]
        if len(listed):
            st.markdown(f"{icon} **{tr(label)}**\n" + "\n".join(f"- {plain(task)}" for task in listed))
    labels = {"task": tr("Tugas"), **{part: tr(label) for part, (label, _) in PARTS.items()}}
    shown = table[list(labels)].rename(columns=labels)
    with st.expander(tr("Semua tugas dan peran ({n} tugas)", n=len(table))):
        st.dataframe(shown, hide_index=True, row_height=60)
    st.caption(
        tr(
            "Rapat anggota memegang keputusan tertinggi. Kepala desa atau lurah menjadi pengawas "
            "karena jabatannya; pinjaman disetujui kepala desa, atau bupati/wali kota bagi "
            "kelurahan. Pembagian selebihnya adalah usulan."
        )
    )
    offer_table(shown, f"peran_{line_id}", tr("Unduh tabel peran"), "tertiary")
