"""The whole plan of one line in one kelurahan, a tab for each part."""

from __future__ import annotations

import streamlit as st

from mapping.ui.cache import View
from mapping.ui.plan.gaps import say_gaps
from mapping.ui.plan.overlap import say_overlap
from mapping.ui.plan.permits import say_permits
from mapping.ui.plan.roadmap import say_roadmap
from mapping.ui.plan.roles import say_roles

PARTS = {
    "Peta jalan": say_roadmap,
    "Izin": say_permits,
    "Siapa mengerjakan": say_roles,
    "Pelatihan dan mitra": say_gaps,
    "Lembaga yang ada": say_overlap,
}


def say_plan(view: View, code: str, line_id: str) -> None:
    """Road map, permits, roles, training and partners, and who is already there; one tab each."""
    for tab, say in zip(st.tabs(list(PARTS)), PARTS.values(), strict=True):
        with tab:
            say(view, code, line_id)
