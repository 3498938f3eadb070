"""The whole plan of one line in one kelurahan, a tab for each part."""

from __future__ import annotations

import streamlit as st

from mapping.language import mark, tr
from mapping.ui.cache import View
from mapping.ui.plan.gaps import say_gaps
from mapping.ui.plan.overlap import say_overlap
from mapping.ui.plan.permits import say_permits
from mapping.ui.plan.roadmap import say_roadmap
from mapping.ui.plan.roles import say_roles
from mapping.ui.tabs import open_tabs

PARTS = {
    "jalan": (mark("Peta jalan"), say_roadmap),
    "izin": (mark("Izin"), say_permits),
    "tugas": (mark("Siapa mengerjakan"), say_roles),
    "pelatihan": (mark("Pelatihan dan mitra"), say_gaps),
    "lembaga": (mark("Lembaga yang ada"), say_overlap),
}
"""Word in the address -> what the tab says, and what fills it."""


@st.fragment
def say_plan(view: View, code: str, line_id: str) -> None:
    """Road map, permits, roles, training and partners, and who is already there; one tab each."""
    tabs = open_tabs("rencana", {part: tr(title) for part, (title, _) in PARTS.items()})
    for tab, (_, say) in zip(tabs, PARTS.values(), strict=True):
        with tab:
            say(view, code, line_id)
