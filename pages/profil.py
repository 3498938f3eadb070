"""Kelurahan ini sebaiknya mulai dari apa?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.advising import advised_view
from mapping.ui.behind import say_indicators
from mapping.ui.controls import choose_kelurahan, choose_sector
from mapping.ui.figures import best_known
from mapping.ui.kin import say_chains, say_peers, say_saturation, say_type
from mapping.ui.profile import (
    draw_contributions,
    list_products,
    say_avoid,
    say_known,
    say_later,
    say_place,
    say_scores,
    say_start_with,
)

view = advised_view()

st.title(tr("Kelurahan ini sebaiknya mulai dari apa?"))
code = choose_kelurahan(view, best_known(view))
advice = view.study.advice[view.study.advice["kelurahan_code"] == code]
rows = view.table[view.table["kelurahan_code"] == code].set_index("sector")

say_place(view, code)
say_type(view, code)
advice_side, evidence_side = st.columns([7, 5], gap="large")
with advice_side:
    say_start_with(view, code, advice)
    say_later(advice)
    say_avoid(advice)
    say_peers(view, code)
    say_chains(view, code)
with evidence_side:
    say_scores(view, rows)
    draw_contributions(view, code, rows)
    st.subheader(tr("Angka di baliknya"), anchor=False)
    sector = choose_sector()
    say_indicators(view, rows.loc[sector], sector)
    list_products(view, code)
    say_saturation(view, code)
    say_known(view, code)
