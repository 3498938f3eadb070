"""The three questions a founder answers: money, people, a loan."""

from __future__ import annotations

import streamlit as st

from mapping.language import mark, tr
from mapping.settings import AdviceSetup
from mapping.ui.advising import advice_setup_now, change_answers
from mapping.ui.cache import View
from mapping.ui.state import remember, restore

OTHER = "lain"
MONEY = {"0": 0.0, "10jt": 10e6, "50jt": 50e6, "100jt": 100e6, "250jt": 250e6, "500jt": 500e6}
MONEY_LABELS = {
    "0": mark("Belum ada"),
    "10jt": mark("Rp 10 juta"),
    "50jt": mark("Rp 50 juta"),
    "100jt": mark("Rp 100 juta"),
}
MONEY_LABELS |= {"250jt": mark("Rp 250 juta"), "500jt": mark("Rp 500 juta"), OTHER: mark("Jumlah lain")}
PEOPLE: dict[str, int | None] = {"belum": None, "2": 2, "5": 5, "10": 10, "20": 20}
PEOPLE_LABELS = {"belum": mark("Belum tahu"), "2": "1–2", "5": "3–5", "10": "6–10", "20": mark("Lebih dari 10")}
LOAN_LABELS = {"ya": mark("Ya"), "tidak": mark("Tidak")}
MOST_MONEY = 50e9
QUESTIONS = ("modal", "orang", "pinjam", "modal_lain")
WRITTEN_HERE = "_answers_of_start"


def ask_answers(view: View) -> None:
    """Money at hand, people, whether to borrow; what is answered counts at once and stands in the address."""
    now = advice_setup_now(view)
    _forget_if_changed(now)
    with st.container(border=True, gap="small"):
        money = _pick(
            tr("Uang koperasi yang sudah ada"), "modal", MONEY_LABELS, _key_of(MONEY, now.own_capital_idr, OTHER)
        )
        own = MONEY[money] if money in MONEY else _ask_amount(now.own_capital_idr)
        people = _pick(tr("Orang yang bisa bekerja"), "orang", PEOPLE_LABELS, _key_of(PEOPLE, now.people, "belum"))
        loan = _pick(tr("Mau meminjam?"), "pinjam", LOAN_LABELS, "ya" if now.borrows else "tidak")
    change_answers(view, own_capital_idr=own, people=PEOPLE[people], borrows=loan == "ya")
    st.session_state[WRITTEN_HERE] = (own, PEOPLE[people], loan == "ya")


def _forget_if_changed(now: AdviceSetup) -> None:
    """Where another page changed the answers since, its answers count and not what was picked here before."""
    written = st.session_state.get(WRITTEN_HERE)
    if written is None or written == (now.own_capital_idr, now.people, now.borrows):
        return
    for key in QUESTIONS:
        st.session_state.pop(key, None)
        if key in st.query_params:
            del st.query_params[key]


def _key_of(choices: dict[str, float] | dict[str, int | None], value: float | int | None, otherwise: str) -> str:
    return next((key for key, known in choices.items() if known == value), otherwise)


def _pick(question: str, key: str, labels: dict[str, str], default: str) -> str:
    wanted = restore(key, list(labels), default)
    picked = st.pills(
        question,
        list(labels),
        format_func=lambda value: tr(labels[value]),
        key=key,
        required=True,
        persist_state="session",
    )
    remember(key, picked or wanted)
    return picked or wanted


def _ask_amount(now: float) -> float:
    amount = st.number_input(
        tr("Jumlahnya (juta rupiah)"),
        min_value=0.0,
        max_value=MOST_MONEY / 1e6,
        value=now / 1e6,
        step=5.0,
        format="%.1f",
        key="modal_lain",
        width=260,
    )
    return float(amount) * 1e6
