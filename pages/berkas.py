"""Berkas apa yang dibawa pulang?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.advising import advised_view
from mapping.ui.controls import choose_kelurahan
from mapping.ui.figures import best_known
from mapping.ui.files.many import write_many
from mapping.ui.files.shelf import show_files

view = advised_view()

st.title(tr("Berkas apa yang dibawa pulang?"))
st.markdown(
    tr(
        "Tiap berkas ditulis saat diminta, dengan bobot dan jawaban yang sedang dipakai. Di dalamnya tertulis wilayah, "
        "tanggal data, pengaturan dan sidik, sehingga bisa ditelusuri kembali."
    )
)
code = choose_kelurahan(view, best_known(view))
show_files(view, code)
st.header(tr("Banyak sekaligus"), anchor=False)
write_many(view, code)
