"""Bagaimana memakai data saya?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.cache import own_view
from mapping.ui.own.desk import show_desk, show_lost
from mapping.ui.own.loading import ask_files, say_matter
from mapping.ui.own.mapping_form import ask_columns
from mapping.ui.own.outcome import say_outcome
from mapping.ui.own.questions import ask_question, list_answers
from mapping.ui.own.work import do_work, matter

st.title(tr("Bagaimana memakai data saya?"))
st.markdown(
    tr(
        "Beri dua berkas: batas kelurahan/desa dan survei usaha. Bila ada yang belum jelas, Anda "
        "ditanya di sini; berkasnya tidak perlu diunggah ulang."
    )
)
with st.container(border=True):
    ask_files()
do_work()
say_matter()
list_answers()
ask_question()
ask_columns()

present, view = matter(), own_view()
if present and present.kind == "places":
    show_lost(present)
elif view:
    st.header(tr("Hasil"), anchor=False)
    say_outcome(view)
    show_desk(view)
