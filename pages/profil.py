"""Kelurahan ini sebaiknya mulai dari apa?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.advising import advised_view
from mapping.ui.controls import choose_kelurahan, choose_one
from mapping.ui.figures import best_known
from mapping.ui.files.shelf import take_along
from mapping.ui.place.parts import PARTS, say_head

view = advised_view()

st.title(tr("Kelurahan ini sebaiknya mulai dari apa?"))
code = choose_kelurahan(view, best_known(view))
rows = view.table[view.table["kelurahan_code"] == code].set_index("sector")

say_head(view, code, rows)
take_along(view, code, "profile", "card", "page-kelurahan")
side = choose_one("sisi", {key: tr(label) for key, (label, _) in PARTS.items()}, tr("Bagian profil"))
PARTS[side][1](view, code, rows)
