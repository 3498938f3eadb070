"""Apakah usahanya bisa membayar cicilan?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.advising import advised_view
from mapping.ui.cache import current_view
from mapping.ui.controls import choose_kelurahan
from mapping.ui.figures import best_known
from mapping.ui.money.answer import say_missing, say_verdict
from mapping.ui.money.cases import draw_break_even, list_cases
from mapping.ui.money.choices import GRACE, ask_terms, choose_line, choose_way
from mapping.ui.money.figures import assumptions_now, money_of
from mapping.ui.money.loan import ask_principal, compare, say_instalment, show_plan
from mapping.ui.money.volume import say_volume
from mapping.ui.start.answers import ask_answers

st.title(tr("Apakah usahanya bisa membayar cicilan?"))
if choose_way() == "pinjaman":
    principal = ask_principal(assumptions_now(current_view()))
    ask_terms(current_view())
    st.caption(tr(GRACE))
    said = assumptions_now(current_view())
    say_instalment(principal, said)
    compare(principal, said)
    show_plan(principal, said, "rencana-pinjaman", synthetic=False)
else:
    code = choose_kelurahan(current_view(), best_known(current_view()))
    place = st.empty()
    answer = st.container()
    with st.expander(tr("Jawaban Anda: uang, orang, pinjaman"), icon=":material/tune:"):
        ask_answers(current_view())
        ask_terms(current_view())
        st.caption(tr(GRACE))
    view = advised_view()
    with place:
        line_id = choose_line(view, code)
    money = money_of(view, code, line_id)
    with answer:
        say_verdict(money)
    left, right = st.columns(2, gap="large")
    with left:
        say_volume(money)
        say_missing(money)
    with right:
        draw_break_even(money)
        list_cases(money)
    if money.row["loan_idr"] > 0:
        compare(money.row["loan_idr"], money.said, money.row["net_cash_idr_month"])
        show_plan(money.row["loan_idr"], money.said, f"rencana-{code}-{line_id}", view.study.settings.synthetic)
