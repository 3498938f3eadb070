"""Di mana potensinya?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.controls import choose_criterion, choose_sector, is_dark, is_phone
from mapping.ui.figures import map_values, ranked_rows, sector_rows
from mapping.ui.links import go_to, link_to
from mapping.ui.mapview import show_map
from mapping.ui.rankings import choose_row, offer_download, say_coverage
from mapping.ui.scoring import scored_view

view = scored_view()

st.title(tr("Di mana potensinya?"))
left, right = st.columns([3, 2], vertical_alignment="bottom")
with left:
    sector = choose_sector()
with right:
    indicator = choose_criterion()
rows = sector_rows(view, sector, indicator)
say_coverage(view, rows, sector)

map_side, list_side = st.columns([7, 4], gap="medium")
with list_side:
    search = st.text_input("Cari", placeholder=tr("Nama kelurahan atau kecamatan"), icon=":material/search:")
    selected = choose_row(ranked_rows(rows, search), indicator, height=380 if is_phone() else 536)
    if selected:
        link_to("profil", tr("Buka profilnya"), ":material/storefront:", kelurahan=selected)
with map_side:
    shown = map_values(view, rows, sector, indicator, selected, is_dark())
    clicked = show_map(view, shown, height=440 if is_phone() else 620)
if clicked:
    go_to("profil", kelurahan=clicked)

offer_download(view)
