"""Bagaimana bila bobotnya lain?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.cache import current_view
from mapping.ui.controls import choose_sector
from mapping.ui.figures import ranked_rows
from mapping.ui.scoring import get_ready, is_same
from mapping.ui.state import remember, restore_text
from mapping.ui.weigh.moves import (
    lay_out,
    list_moves,
    moved_rows,
    say_change,
    say_missing,
    say_one,
    say_problem,
    show_moves_map,
)
from mapping.ui.weigh.presets import choose_weights, say_preset
from mapping.ui.weigh.setup_draft import draft_now, settle_draft
from mapping.ui.weigh.setup_form import keep_setup_file
from mapping.ui.weigh.weights_form import choose_rules

st.title(tr("Bagaimana bila bobotnya lain?"))


@st.fragment
def weigh() -> None:
    """Everything that a moved weight changes; nothing else of the page runs again."""
    view = current_view()
    draft = draft_now()
    scored, problem = settle_draft(view)
    sector_side, control_side, map_side, list_side = lay_out()
    with sector_side:
        sector = choose_sector()
    with control_side:
        choose_weights(view, draft, sector)
        choose_rules(draft)
        keep_setup_file(view, scored, draft, usable=not problem)
    rows = moved_rows(view, scored, sector)
    with list_side:
        restore_text("cari")
        search = st.text_input(
            tr("Cari"), placeholder=tr("Nama kelurahan atau kecamatan"), icon=":material/search:", key="cari"
        )
        remember("cari", search, unless="")
        listed = list_moves(view, ranked_rows(rows, search), draft.method)
    with map_side:
        say_problem(problem)
        say_change(rows, sector, is_same(view, scored.study.settings.setup))
        clicked = show_moves_map(scored, rows, sector, listed)
        say_one(rows, listed or clicked)
        say_missing(scored, sector)
    say_preset(view, draft)
    get_ready(view)


weigh()
