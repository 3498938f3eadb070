"""Apa yang berubah bila anggapannya lain?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.cache import current_view
from mapping.ui.controls import choose_sector
from mapping.ui.scenario.advice import list_advice, say_advice
from mapping.ui.scenario.changes import list_ranks, say_ranks, show_moves
from mapping.ui.scenario.chooser import choose_two, take_from_address
from mapping.ui.scenario.controls import move_choices
from mapping.ui.scenario.keeping import keep_scenarios
from mapping.ui.scenario.result import compare_advice, compare_scores, lay_out, settle
from mapping.ui.scenario.shelf import say_last
from mapping.ui.scenario.slope import draw_slope
from mapping.ui.scoring import get_ready

st.title(tr("Apa yang berubah bila anggapannya lain?"))


@st.fragment
def scenarios() -> None:
    """Everything that a moved choice changes; nothing else of the page runs again."""
    view = current_view()
    take_from_address()
    settle(view)
    say_last()
    control_side, answer_side = lay_out()
    with control_side:
        words = choose_two(view)
        sector = choose_sector()
        move_choices(view)
        keep_scenarios(view)
    with answer_side:
        ranks = compare_scores(view, words, sector)
        if ranks:
            say_ranks(ranks)
        sentence = st.container()
        if ranks:
            draw_slope(ranks)
            list_ranks(ranks)
            show_moves(ranks)
        with sentence:
            advice = compare_advice(view, words)
            if advice:
                say_advice(advice)
        if advice:
            list_advice(advice)
    get_ready(view)


scenarios()
