"""Apa yang perlu dipelajari pengurus?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.cache import current_view
from mapping.ui.desk.choose import choose_cooperative
from mapping.ui.desk.open import present_actor, said, the_desk
from mapping.ui.desk.training_help import offer_help
from mapping.ui.desk.training_own import show_own
from mapping.ui.desk.training_parts import OWN, REGION, choose_part
from mapping.ui.desk.training_region import show_region
from mapping.ui.desk.training_sessions import show_sessions

view = current_view()

st.title(tr("Apa yang perlu dipelajari pengurus?"))
st.markdown(
    tr("Jawab dua belas pertanyaan, lihat celahnya, susun rencana 90 hari, lalu ikut pelatihan yang mengisinya.")
)
with said():
    desk, actor = the_desk(), present_actor()
    part = choose_part(actor)
    if part == OWN:
        cooperative_id = choose_cooperative(view, desk, actor)
        if cooperative_id is not None:
            show_own(desk, actor, cooperative_id)
    elif part == REGION:
        show_region(view, desk, actor)
    else:
        show_sessions(view, desk, actor)
offer_help()
