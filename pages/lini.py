"""Lini usaha apa saja yang bisa dipilih?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.lines.assumptions_form import ask_assumptions
from mapping.ui.lines.edits import lines_now, say_last_wish
from mapping.ui.lines.figures_form import ask_figures
from mapping.ui.lines.listing import choose_line
from mapping.ui.lines.own_form import ask_own_line
from mapping.ui.lines.setup_file import keep_answers
from mapping.ui.lines.sheet import list_figures, say_line, say_permits
from mapping.ui.tabs import open_tabs

st.title(tr("Lini usaha apa saja yang bisa dipilih?"))
say_last_wish()
lines = lines_now()
browse, assumptions, file = open_tabs(
    "buka", {"daftar": tr("Lini usaha"), "anggapan": tr("Anggapan"), "berkas": tr("Simpan dan muat")}
)
with browse:
    list_side, sheet_side = st.columns([5, 7], gap="large")
    with list_side:
        line_id = choose_line(lines)
    with sheet_side:
        say_line(lines, line_id)
        list_figures(lines, line_id)
        ask_figures(lines, line_id)
        say_permits(lines, line_id)
    ask_own_line(lines)
with assumptions:
    ask_assumptions()
with file:
    keep_answers()
