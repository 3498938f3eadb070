"""Apa bedanya beberapa kelurahan?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.advising import advised_view
from mapping.ui.compare.cards import show_cards
from mapping.ui.compare.charts import draw_scores, draw_shares
from mapping.ui.compare.chooser import choose_places
from mapping.ui.compare.side import say_answer, say_apart, side_of
from mapping.ui.compare.tables import list_everything, list_measures, list_scores
from mapping.ui.controls import choose_sector

st.title(tr("Apa bedanya beberapa kelurahan?"))


@st.fragment
def compare() -> None:
    """Everything that another choice of kelurahan or sector changes; nothing else of the page runs again."""
    view = advised_view()
    codes = choose_places(view)
    sector = choose_sector()
    if len(codes) < 2:
        return
    side = side_of(view, codes)
    say_answer(side, sector)
    show_cards(side)
    st.subheader(tr("Skor dan rentang peringkatnya"), anchor=False)
    say_apart(side, sector)
    chart, table = st.columns([6, 5], gap="medium")
    with chart:
        draw_scores(side)
    with table:
        list_scores(side)
    st.subheader(tr("Dari mana skornya datang"), anchor=False)
    draw_shares(side, sector)
    st.subheader(tr("Ukuran dalam satuan aslinya"), anchor=False)
    list_measures(side, sector)
    list_everything(side)


compare()
