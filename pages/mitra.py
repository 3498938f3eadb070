"""Siapa yang bisa membantu, dan apa yang disepakati?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.advising import advised_view
from mapping.ui.desk.open import present_actor, said, the_desk
from mapping.ui.desk.partner_directory import show_directory
from mapping.ui.desk.partner_form import edit_partner
from mapping.ui.desk.partner_parts import show_agreed, show_suggested
from mapping.ui.desk.partner_region import show_region
from mapping.ui.desk.partner_state import AGREED, DIRECTORY, REGION, choose_part, opened, say_done

view = advised_view()

st.title(tr("Siapa yang bisa membantu, dan apa yang disepakati?"))
part = choose_part()
say_done()
with said():
    desk, actor = the_desk(), present_actor()
    what, number = opened()
    if part == AGREED:
        show_agreed(view, desk, actor, what, number)
    elif part == DIRECTORY and what:
        edit_partner(view, desk, actor, number)
    elif part == DIRECTORY:
        show_directory(view, desk, actor)
    elif part == REGION:
        show_region(view, desk, actor)
    else:
        show_suggested(view, desk, actor)
