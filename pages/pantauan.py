"""Bagaimana perkembangannya, dan apakah sarannya benar?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.cache import current_view
from mapping.ui.desk.open import present_actor, said, the_desk
from mapping.ui.desk.outcome_ledger import show_ledger
from mapping.ui.desk.trail_list import show_trail
from mapping.ui.desk.trail_rules import show_rules
from mapping.ui.desk.watch import LEDGER, REPORT, RULES, TRAIL, choose_part, show_board
from mapping.ui.desk.watch_report import show_report

view = current_view()

st.title(tr("Bagaimana perkembangannya, dan apakah sarannya benar?"))
with said():
    desk, actor = the_desk(), present_actor()
    part = choose_part()
    if part == LEDGER:
        show_ledger(view, desk, actor)
    elif part == TRAIL:
        show_trail(view, desk, actor)
    elif part == REPORT:
        show_report(view, desk, actor)
    elif part == RULES:
        show_rules(actor)
    else:
        show_board(view, desk, actor)
