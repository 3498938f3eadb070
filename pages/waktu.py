"""Apa yang berubah, dan apakah skornya terbukti?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.cache import current_view
from mapping.ui.desk.outcome_hits import say_hits_of
from mapping.ui.hindsight import list_scores, say_next, say_verdict
from mapping.ui.time import draw_sectors, list_places, say_state

view = current_view()

st.title(tr("Apa yang berubah, dan apakah skornya terbukti?"))
say_state(view)
if view.study.manifest["waves"]["state"] == "compared":
    draw_sectors(view)
    list_places(view)
say_verdict(view)
list_scores(view)
say_next(view)
say_hits_of(view)
