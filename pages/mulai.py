"""Koperasi kami sebaiknya mulai dari apa?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.advising import advised_view
from mapping.ui.buyers import say_buyers
from mapping.ui.cache import current_view
from mapping.ui.controls import choose_kelurahan
from mapping.ui.figures import best_known
from mapping.ui.files.shelf import take_along
from mapping.ui.plan.plan import say_plan
from mapping.ui.profile import say_later
from mapping.ui.start.answers import ask_answers
from mapping.ui.start.result import choose_part, first_line, list_for_money, say_do_not, say_next, say_three

st.title(tr("Koperasi kami sebaiknya mulai dari apa?"))
code = choose_kelurahan(current_view(), best_known(current_view()))
ask_answers(current_view())

# While new answers are worked out the old advice must not stand there as if it were theirs.
place = st.empty()
with place:
    view = advised_view()
line_id = first_line(view, code)
advice = view.study.advice[view.study.advice["kelurahan_code"] == code]
with place.container():
    say_three(view, code)
    part = choose_part()
    if part == "pilihan":
        list_for_money(view, code)
        say_later(advice)
    elif part == "jangan":
        say_do_not(advice)
    elif not line_id:
        st.info(tr("Bagian ini terisi setelah ada lini usaha yang bisa dimulai."))
    elif part == "pembeli":
        say_buyers(view, code, line_id)
    else:
        say_plan(view, code, line_id)
    say_next(view, code, line_id)
    take_along(view, code, "proposal", "proposal-pdf", "handout")
