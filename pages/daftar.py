"""Koperasi mana saja, dan sudah sampai di mana?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.cache import current_view
from mapping.ui.desk.import_list import load_file
from mapping.ui.desk.open import present_actor, said, the_desk
from mapping.ui.desk.register_card import show_one
from mapping.ui.desk.register_form import new_form
from mapping.ui.desk.register_list import show_all
from mapping.ui.desk.register_parts import FILE, NEW, ONE, choose_part, say_done

view = current_view()

st.title(tr("Koperasi mana saja, dan sudah sampai di mana?"))
with said():
    desk, actor = the_desk(), present_actor()
    part = choose_part(actor)
    say_done()
    if part == ONE:
        show_one(view, desk, actor)
    elif part == NEW:
        new_form(view, desk, actor)
    elif part == FILE:
        load_file(view, desk, actor)
    else:
        show_all(view, desk, actor)
