"""Wilayah mana yang paling siap, dan untuk usaha apa?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.cache import current_view
from mapping.ui.doors import say_doors
from mapping.ui.summary import list_firm_advice, say_headline

view = current_view()

st.title(tr("Wilayah mana yang paling siap, dan untuk usaha apa?"))
st.markdown(
    tr(
        "Alat ini membaca batas wilayah dan survei usaha kecil, lalu menunjukkan kelurahan mana "
        "yang siap dan lini usaha apa yang sebaiknya (dan tidak sebaiknya) dimulai koperasinya. "
        "Tiap angka menyebut asalnya dan seberapa pasti; yang belum diketahui disebut belum "
        "diketahui."
    )
)
say_doors(view)
say_headline(view)
st.subheader(tr("Saran terkuat di wilayah ini"), anchor=False)
list_firm_advice(view)
