"""Apa yang diputuskan bersama?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.advising import advised_view
from mapping.ui.controls import choose_kelurahan
from mapping.ui.decide.ballots_in import take_votes
from mapping.ui.decide.joint import say_joint
from mapping.ui.decide.outcome import explain_counting, say_outcome
from mapping.ui.decide.paper import prepare_paper
from mapping.ui.decide.resolve import decide_line, list_decisions, say_kept
from mapping.ui.decide.session import ballot_of
from mapping.ui.decide.steps import choose_step, go_on
from mapping.ui.figures import best_known

view = advised_view()

st.title(tr("Apa yang diputuskan bersama?"))
st.markdown(tr("Alat memberi saran; warga yang memutuskan. Cetak kertas suara, hitung, lalu simpan keputusannya."))
code = choose_kelurahan(view, best_known(view))
say_kept(view, code)
step = choose_step()
ballot = ballot_of(view, code)

if step == "cetak":
    prepare_paper(view, code)
elif step == "hitung" and ballot is None:
    st.info(tr("Pilih dulu lini yang dipilih warga."), icon=":material/how_to_vote:")
    go_on("cetak", tr("Ke kertas suara"))
elif step == "hitung":
    type_side, outcome_side = st.columns([4, 6], gap="large")
    with type_side:
        votes = take_votes(view, code, ballot)
    with outcome_side:
        say_outcome(view, code, votes)
        say_joint(view, code, votes)
        explain_counting()
        go_on("putuskan", tr("Lanjut: catat keputusan"))
else:
    decide_line(view, code, ballot)
    list_decisions(view)
