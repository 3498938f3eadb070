"""Di mana potensinya?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.map.address import take_address
from mapping.ui.map.panel import show_panel
from mapping.ui.scoring import scored_view

view = scored_view()
take_address()

st.title(tr("Di mana potensinya?"))
show_panel(view)
