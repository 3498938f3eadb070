"""The main weights, money, prices and the threshold of a loan, changed live; the full editors stay on their pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from mapping.errors import MappingError
from mapping.knowledge.assumptions import assumptions_in_force, read_assumptions
from mapping.knowledge.formats import say_number, say_percent, say_rupiah
from mapping.language import tr
from mapping.settings import AdviceSetup
from mapping.ui.cache import View
from mapping.ui.controls import is_phone
from mapping.ui.links import link_to
from mapping.ui.scenario.shelf import keep_answers, present, say_next, view_now
from mapping.ui.weigh.setup_draft import draft_now
from mapping.ui.weigh.weights_form import move_weights

CAPITAL = (0.0, 10e6, 25e6, 50e6, 75e6, 100e6, 150e6, 250e6, 500e6, 1e9)
PRICES = tuple(step / 100 for step in range(-30, 31, 5))
COVER = "loan.least_dscr"
COVERS = tuple(step / 10 for step in range(5, 31))
KEYS = {name: f"skenario-{name}" for name in ("modal", "harga", "batas", "pinjam")}


def move_choices(view: View) -> None:
    """Sliders of what is in force; whatever is moved counts at once and on every page."""
    st.caption(tr("Geseran ini mengubah “Pilihan sekarang”; halaman lain ikut berubah."))
    with st.expander(tr("Uang, harga dan syarat"), icon=":material/payments:", expanded=not is_phone()):
        _move_answers(view)
    with st.expander(tr("Bobot skor"), icon=":material/tune:", expanded=False):
        move_weights(draft_now())
    with st.container(horizontal=True, gap="small"):
        link_to("bobot", tr("Semua pilihan skor"), ":material/tune:")
        link_to("lini", tr("Semua anggapan dan angka lini"), ":material/category:")


def _move_answers(view: View) -> None:
    now = present(view)
    capital, cover = now.answers.own_capital_idr, _cover(now.answers)
    st.select_slider(
        tr("Uang koperasi yang sudah ada"),
        _with(CAPITAL, capital),
        format_func=say_rupiah,
        key=_showing("modal", capital),
        on_change=_move,
        args=("modal",),
    )
    st.toggle(tr("Mau meminjam"), key=_showing("pinjam", now.answers.borrows), on_change=_move, args=("pinjam",))
    st.select_slider(
        tr("Harga jual semua lini"),
        _with(PRICES, now.price_change),
        format_func=say_change,
        key=_showing("harga", now.price_change),
        on_change=_move,
        args=("harga",),
        help=tr(
            "Dibanding angka lini, dengan volume yang sama. Bila harga beli tetap, seluruh selisihnya menjadi untung "
            "atau rugi koperasi; bila harga beli ikut berubah, bagian koperasi tetap."
        ),
    )
    st.select_slider(
        tr("Kas bersih paling sedikit, berapa kali cicilan"),
        _with(COVERS, cover),
        format_func=lambda times: say_number(times, 1),
        key=_showing("batas", cover),
        on_change=_move,
        args=("batas",),
        help=tr("Lini yang kas bersihnya di bawah batas ini tidak disarankan."),
    )


def say_change(share: float) -> str:
    """A price change in words.

    Examples
    --------
    >>> say_change(0.1), say_change(-0.05), say_change(0.0)
    ('+10%', '-5%', 'tetap')
    """
    if share == 0:
        return tr("tetap")
    return f"{'+' if share > 0 else ''}{say_percent(share)}"


def _cover(answers: AdviceSetup) -> float:
    try:
        return round(assumptions_in_force(answers)[COVER], 6)
    except MappingError:
        return float(read_assumptions()[COVER]["value"])


def _with(options: tuple[float, ...], value: float) -> list[float]:
    """The steps of a slider, with the value in force among them."""
    return sorted({*options, value})


def _showing(name: str, value: Any) -> str:
    """The key of a control that shows what is in force, also where another page changed it."""
    if st.session_state.get(KEYS[name]) != value:
        st.session_state[KEYS[name]] = value
    return KEYS[name]


def _move(name: str) -> None:
    """One control was moved: the rest stays what it was."""
    value = st.session_state.get(KEYS[name])
    if value is None:
        return
    now = present(view_now())
    if name == "harga":
        now = replace(now, price_change=float(value))
    elif name == "modal":
        now = replace(now, answers=replace(now.answers, own_capital_idr=float(value)))
    elif name == "pinjam":
        now = replace(now, answers=replace(now.answers, borrows=bool(value)))
    else:
        rest = tuple(row for row in now.answers.assumptions if row[0] != COVER)
        usual = float(value) == float(read_assumptions()[COVER]["value"])
        chosen = rest if usual else (*rest, (COVER, float(value)))
        now = replace(now, answers=replace(now.answers, assumptions=chosen))
    try:
        keep_answers(now)
    except MappingError as error:
        say_next(str(error), bad=True)
