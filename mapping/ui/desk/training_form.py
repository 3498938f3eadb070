"""Twelve questions to a board, one tap each."""

from __future__ import annotations

from uuid import uuid4

import streamlit as st

from mapping.desk.rules import COOPERATIVE
from mapping.desk.training.assess import BY, LONGEST_NOTE, OFFICE, SELF, assess
from mapping.knowledge.competencies import LEVELS, read_competencies
from mapping.language import tr
from mapping.ui.desk.open import Actor, Desk, now, said, today
from mapping.ui.text import plain

KEY, KEPT = "kunci_asesmen", "asesmen_tersimpan"
OPEN = 0
"""Stands for "not known yet": a tap on a radio cannot be taken back."""


def ask_levels(desk: Desk, actor: Actor, cooperative_id: int) -> None:
    """The form; what is left open stays unknown."""
    key = st.session_state.setdefault(KEY, uuid4().hex)
    told = read_competencies()
    st.markdown(
        tr(
            "Pilih yang paling mirip dengan keadaan **sekarang**. Yang dinilai pengurus sebagai kelompok, bukan orang. "
            "Yang tidak diketahui boleh dikosongkan."
        )
    )
    with st.form(f"{key}-{cooperative_id}", width=720):
        levels: dict[str, int | None] = {}
        for area, label in told["areas"].items():
            st.markdown(f"#### {plain(label)}")
            for name, of in told["competencies"].items():
                if of["area"] == area:
                    levels[name] = _ask_one(f"{key}-{cooperative_id}-{name}", of)
        own = actor.role == COOPERATIVE
        by = SELF if own else _ask_by(f"{key}-{cooperative_id}-oleh")
        day = st.date_input(tr("Tanggal asesmen"), value=today(), format="DD/MM/YYYY", width=240)
        note = st.text_area(tr("Catatan (boleh kosong, tanpa nama orang)"), max_chars=LONGEST_NOTE, height=80)
        sent = st.form_submit_button(
            tr("Simpan asesmen"), type="primary", icon=":material/save:", width="stretch", key=f"{key}-kirim"
        )
    if not sent:
        return
    with said():
        assess(
            desk,
            actor,
            now(),
            cooperative_id=cooperative_id,
            taken_on=str(day or ""),
            by=by,
            levels=levels,
            note=note or "",
        )
        st.session_state.pop(KEY)
        st.session_state[KEPT] = cooperative_id
        st.rerun()


def _ask_one(key: str, of: dict[str, list[str]]) -> int | None:
    picked = st.radio(
        f"**{plain(of['question'])}**",
        [*LEVELS, OPEN],
        index=None,
        format_func=lambda level: tr("Belum diketahui") if level == OPEN else plain(of["levels"][level - 1]),
        key=key,
    )
    return picked or None


def _ask_by(key: str) -> str:
    return str(st.radio(tr("Diisi oleh"), list(BY), index=1, format_func=lambda by: tr(BY[by]), key=key) or OFFICE)


def say_kept(cooperative_id: int) -> None:
    """That the answers were kept, once."""
    if st.session_state.get(KEPT) == cooperative_id:
        st.session_state.pop(KEPT)
        st.success(tr("Asesmen disimpan."), icon=":material/check_circle:")
