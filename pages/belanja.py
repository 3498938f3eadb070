"""Siapa bisa belanja dan memakai alat bersama?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.advising import advised_view
from mapping.ui.controls import choose_kelurahan, is_phone
from mapping.ui.figures import best_known
from mapping.ui.links import go_to
from mapping.ui.mapview import show_map
from mapping.ui.together.buying import (
    choose_input,
    list_inputs,
    list_joiners,
    map_group,
    offer_purchases,
    purchases_here,
    say_first,
)
from mapping.ui.together.facilities import (
    choose_facility,
    list_sites,
    list_users,
    map_sites,
    offer_facilities,
    say_sites,
)
from mapping.ui.together.overview import choose_group_input, map_groups, offer_groups, pick_group, say_groups
from mapping.ui.together.parts import choose_part
from mapping.ui.together.rates import ask_rates

view = advised_view()
height = 380 if is_phone() else 520

st.title(tr("Siapa bisa belanja dan memakai alat bersama?"))
part = choose_part()
clicked = ""

if part == "belanja":
    code = choose_kelurahan(view, best_known(view))
    told, near = purchases_here(view, code)
    say_first(view, code, told)
    ask_rates(view)
    list_inputs(view, told)
    if key := choose_input(told):
        map_side, list_side = st.columns([6, 5], gap="medium")
        with map_side:
            clicked = show_map(view, map_group(view, code, near, told, key), height).code
        with list_side:
            list_joiners(near, key, told.loc[told["key"] == key, "input"].iloc[0])
    with st.container(horizontal=True):
        offer_purchases(view)
elif part == "alat":
    code = choose_kelurahan(view, best_known(view))
    if line_id := choose_facility(view):
        say_sites(view, line_id, code)
        map_side, list_side = st.columns([5, 6], gap="medium")
        with map_side:
            clicked = show_map(view, map_sites(view, line_id, code), height).code
        with list_side:
            list_sites(view, line_id)
            list_users(view, line_id, code)
        with st.container(horizontal=True):
            offer_facilities(view)
else:
    if key := choose_group_input(view):
        say_groups(view, key)
        map_side, list_side = st.columns([6, 5], gap="medium")
        with list_side:
            selected = pick_group(view, key)
        with map_side:
            clicked = show_map(view, map_groups(view, key, selected), height).code
        with st.container(horizontal=True):
            offer_groups(view)
    ask_rates(view)

if clicked:
    go_to("belanja", kelurahan=clicked, bagian="belanja" if part == "wilayah" else part)
