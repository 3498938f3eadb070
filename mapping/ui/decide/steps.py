"""The three steps of a meeting, one at a time, in the address."""

from __future__ import annotations

import streamlit as st

from mapping.language import mark, tr
from mapping.ui.controls import choose_one

STEPS = {"cetak": mark("1 · Cetak"), "hitung": mark("2 · Hitung"), "putuskan": mark("3 · Putuskan")}


def choose_step() -> str:
    """Which step is shown, as its word in the address."""
    return choose_one("langkah", {step: tr(said) for step, said in STEPS.items()}, tr("Langkah"), width="stretch")


def go_on(step: str, label: str) -> None:
    """A button to the next step."""
    st.button(label, icon=":material/arrow_forward:", on_click=_go, args=(step,), key=f"lanjut-{step}")


def _go(step: str) -> None:
    st.session_state["langkah"] = step
