"""One cooperative: its assessment, what it says, its plan."""

from __future__ import annotations

import streamlit as st

from mapping.desk.register.read import read_cooperative
from mapping.desk.rules import may
from mapping.desk.training.assess import read_assessments
from mapping.language import tr
from mapping.ui.desk.open import Actor, Desk, said
from mapping.ui.desk.training_form import ask_levels, say_kept
from mapping.ui.desk.training_plan import show_plan
from mapping.ui.desk.training_result import show_result


def show_own(desk: Desk, actor: Actor, cooperative_id: int) -> None:
    """The form first where nothing was answered yet; else the result, the plan, and the form for the next time."""
    with said():
        cooperative = read_cooperative(desk, actor, cooperative_id)
        assessments = read_assessments(desk, actor, [cooperative_id])
        asks = may(actor, "training.assess", cooperative_id)
        say_kept(cooperative_id)
        if assessments.empty:
            st.info(
                tr(
                    "Belum ada asesmen. Dua belas pertanyaan, satu ketukan tiap jawaban, kurang dari tiga menit. "
                    "Hasilnya: apa yang perlu dipelajari, dan rencana 90 hari."
                ),
                icon=":material/checklist:",
            )
            if asks:
                _ask(desk, actor, cooperative_id)
            return
        show_result(assessments, str(cooperative["line_id"]))
        show_plan(desk, actor, cooperative, assessments.iloc[-1])
        if asks:
            with st.expander(tr("Isi asesmen baru"), icon=":material/checklist:"):
                st.caption(tr("Yang lama tetap disimpan, supaya terlihat perubahannya."))
                _ask(desk, actor, cooperative_id)


_ask = st.fragment(ask_levels)
