"""Mana yang serupa, mana yang mengelompok?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.cache import current_view
from mapping.ui.controls import choose_sector, is_dark, is_phone
from mapping.ui.hotspots import (
    choose_cluster,
    choose_look,
    cluster_rows,
    explain_patterns,
    map_clusters,
    map_spot_sureness,
    offer_clusters,
    say_clustering,
    say_look,
)
from mapping.ui.kinship import choose_of_type, choose_part, list_types, map_types, offer_types, say_types
from mapping.ui.links import go_to, link_to
from mapping.ui.mapview import show_map

view = current_view()

st.title(tr("Mana yang serupa, mana yang mengelompok?"))
part = choose_part()

if part == "tipe":
    say_types(view)
    map_side, list_side = st.columns([7, 4], gap="medium")
    with list_side:
        list_types(view)
        selected = choose_of_type(view, height=300)
else:
    with st.container(horizontal=True, gap="medium"):
        sector = choose_sector()
        look = choose_look()
    rows = cluster_rows(view, sector)
    say_clustering(view, sector)
    say_look(look, rows)
    map_side, list_side = st.columns([7, 4], gap="medium")
    with list_side:
        selected = choose_cluster(view, rows, look, height=380 if is_phone() else 470)
        explain_patterns()

with list_side:
    if selected:
        link_to("profil", tr("Buka profilnya"), ":material/storefront:", kelurahan=selected)
with map_side:
    dark, height = is_dark(), 440 if is_phone() else 620
    shown = (
        map_types(view, selected, dark) if part == "tipe" else map_clusters(view, rows, sector, look, selected, dark)
    )
    beside = map_spot_sureness(view, rows, selected, dark) if part != "tipe" and look == "panas" else None
    clicked = show_map(view, shown, height, beside=beside)
if clicked.code:
    go_to("profil", kelurahan=clicked.code)

with st.container(horizontal=True):
    if part == "tipe":
        offer_types(view)
    else:
        offer_clusters(view)
