"""The figures behind joint purchasing: shown with their source, changed here, marked where they are the user's."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from mapping.advise.setup import check_advice_setup
from mapping.errors import MappingError
from mapping.knowledge.assumptions import assumptions_in_force, read_assumptions
from mapping.language import mark, plural, tr
from mapping.ui.advising import advice_setup_now, keep_advice_setup
from mapping.ui.cache import View, current_view
from mapping.ui.lines.assumptions_form import say_assumption
from mapping.ui.lines.edits import show_afresh
from mapping.ui.text import plain

KEYS = {
    "pooling.saving_low": 100.0,
    "pooling.saving_high": 100.0,
    "pooling.least_spend_idr_month": 1e-6,
    "pooling.least_members": 1.0,
    "pooling.reach_km": 1.0,
}
"""What is asked, and by how much it is multiplied: shares are typed as percent, rupiah as millions."""
UNITS = {100.0: "%", 1e-6: mark("juta rupiah sebulan")}
REFUSED = "pooling_refused"


def ask_rates(view: View) -> None:
    """Fields for the rates, the threshold and the reach, typed together and taken over together."""
    values = assumptions_in_force(view.study.settings.advice)
    own = [key for key in KEYS if key in dict(view.study.settings.advice.assumptions)]
    title = tr("Ubah hemat, ambang dan jarak")
    if own:
        title += " · " + plural("{n} angka Anda", len(own), n=len(own))
    with st.expander(title, icon=":material/tune:", expanded=bool(st.session_state.get(REFUSED))):
        if refused := st.session_state.pop(REFUSED, ""):
            st.error(tr("Tidak dipakai: {why}", why=plain(refused)), icon=":material/block:")
        with st.form("belanja-angka", border=False):
            for column, (key, factor) in zip(st.columns(len(KEYS)), KEYS.items(), strict=True):
                with column:
                    _ask(key, factor, values[key], key in own)
            st.form_submit_button(tr("Pakai angka ini"), type="primary", on_click=_take)
        if own:
            st.button(tr("Kembalikan angka bawaan"), icon=":material/restart_alt:", on_click=_drop)


def _ask(key: str, factor: float, value: float, own: bool) -> None:
    entry = read_assumptions()[key]
    st.number_input(
        f"{entry['label']} ({tr(UNITS.get(factor, entry['unit']))})",
        min_value=float(entry["least"]) * factor,
        max_value=float(entry["most"]) * factor,
        value=round(value * factor, 10),
        format="%.10g",
        key=f"belanja-{key}-{value:g}",
    )
    usual = say_assumption(float(entry["value"]), entry["unit"])
    st.caption(tr("**angka Anda** · bawaan {usual}", usual=usual) if own else f"{usual} · {plain(tr(entry['source']))}")


def _take() -> None:
    """What stands in the fields, in force if it can be used; what equals ours is ours."""
    setup = advice_setup_now(current_view())
    values = assumptions_in_force(setup)
    typed = {
        key: round(float(st.session_state[f"belanja-{key}-{values[key]:g}"]) / factor, 12)
        for key, factor in KEYS.items()
        if st.session_state.get(f"belanja-{key}-{values[key]:g}") is not None
    }
    if typed.get("pooling.saving_low", 0.0) > typed.get("pooling.saving_high", 1.0):
        st.session_state[REFUSED] = tr(
            "Hemat paling sedikit lebih besar daripada paling banyak. Tukar kedua angka itu."
        )
        return
    chosen = dict(setup.assumptions) | typed
    kept = {key: value for key, value in chosen.items() if value != float(read_assumptions()[key]["value"])}
    changed = replace(setup, assumptions=tuple(kept.items()))
    try:
        check_advice_setup(changed)
    except MappingError as error:
        st.session_state[REFUSED] = str(error)
        return
    keep_advice_setup(changed)
    show_afresh("anggapan-")


def _drop() -> None:
    """Go back to our figures for joint purchasing; other answers stay."""
    setup = advice_setup_now(current_view())
    kept = tuple((key, value) for key, value in setup.assumptions if key not in KEYS)
    keep_advice_setup(replace(setup, assumptions=kept))
    show_afresh("anggapan-")
