"""Siapa memimpin, siapa memasok?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.advising import advised_view
from mapping.ui.controls import is_dark, is_phone
from mapping.ui.division import (
    choose_contested,
    choose_role,
    explain_division,
    list_groups,
    map_division,
    offer_division,
    say_division,
    say_role,
)
from mapping.ui.links import go_to, link_to
from mapping.ui.mapview import show_map

view = advised_view()

st.title(tr("Siapa memimpin, siapa memasok?"))
line_id = choose_contested(view)
selected = ""
if say_division(view, line_id):
    map_side, list_side = st.columns([6, 5], gap="medium")
    with list_side:
        selected = choose_role(view, line_id, height=380 if is_phone() else 470)
        if selected:
            say_role(view, line_id, selected)
            link_to("profil", tr("Buka profilnya"), ":material/storefront:", kelurahan=selected)
        else:
            st.caption(tr("Pilih satu baris untuk membaca alasannya seluruhnya."))
    with map_side:
        clicked = show_map(view, map_division(view, line_id, selected, is_dark()), 400 if is_phone() else 560)
    if clicked.code:
        go_to("profil", kelurahan=clicked.code)
    list_groups(view, line_id)
explain_division()
with st.container(horizontal=True):
    offer_division(view)
