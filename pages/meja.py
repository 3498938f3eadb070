"""Apa yang dibutuhkan koperasi, dan siapa yang bisa memasok?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.cache import current_view
from mapping.ui.desk.choose import choose_cooperative
from mapping.ui.desk.joint import show_joint
from mapping.ui.desk.need_form import enter_here
from mapping.ui.desk.need_own import show_own
from mapping.ui.desk.need_view import show_need
from mapping.ui.desk.open import present_actor, said, the_desk
from mapping.ui.desk.queue import filter_needs, show_queue
from mapping.ui.desk.queue_map import show_places
from mapping.ui.desk.queue_state import ENTER, JOINT, MAP, SUPPLIERS, choose_part, opened_need
from mapping.ui.desk.suppliers import show_suppliers

view = current_view()

st.title(tr("Apa yang dibutuhkan koperasi, dan siapa yang bisa memasok?"))
with said():
    desk, actor = the_desk(), present_actor()
    if number := opened_need():
        show_need(view, desk, actor, number)
    else:
        part = choose_part(actor)
        if part == ENTER:
            cooperative_id = choose_cooperative(view, desk, actor)
            if cooperative_id is not None:
                st.fragment(enter_here)(desk, actor, cooperative_id)
                show_own(desk, actor, cooperative_id)
        elif part == JOINT:
            show_joint(view, desk, actor)
        elif part == SUPPLIERS:
            show_suppliers(view, desk, actor)
        elif part == MAP:
            show_places(view, desk, actor)
        else:
            show_queue(view, desk, actor, *filter_needs(view, actor))
