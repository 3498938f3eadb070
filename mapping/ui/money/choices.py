"""What is chosen on the page: line or loan alone, which line, and the terms of the loan."""

from __future__ import annotations

import streamlit as st

from mapping.knowledge.assumptions import assumptions_in_force, read_assumptions
from mapping.knowledge.formats import say_date
from mapping.knowledge.lines import lines_in_force
from mapping.language import mark, tr
from mapping.ui.advising import advice_setup_now, change_answers
from mapping.ui.cache import View, current_view
from mapping.ui.controls import choose_one
from mapping.ui.lines.assumptions_form import say_assumption
from mapping.ui.state import remember, restore
from mapping.ui.text import plain

WAYS = {"lini": mark("Untuk satu lini usaha"), "pinjaman": mark("Pinjamannya saja")}
TERMS = {
    "loan.rate_year": (mark("Bunga setahun (%)"), 100.0, 0.5),
    "loan.months": (mark("Lama pinjaman (bulan)"), 1.0, 6.0),
    "loan.grace_months": (mark("Tenggang (bulan)"), 1.0, 1.0),
}
GRACE = mark(
    "Tenggang: bulan-bulan pertama hanya membayar bunga; pokoknya dicicil sesudah itu, sampai lama pinjaman habis."
)


def choose_way() -> str:
    """A line of business in a kelurahan, or the plain loan calculator."""
    return choose_one("cara", WAYS, tr("Yang dihitung"))


def choose_line(view: View, code: str) -> str:
    """A line, those that the advice suggests here first; as its id."""
    names = lines_in_force(view.study.settings.advice.line_changes)["line"]
    advice = view.study.advice
    here = advice[(advice["kelurahan_code"] == code) & advice["position"].isin(["1", "2", "3"])]
    suggested = here.sort_values("position").set_index("line_id")["position"]
    order = [*suggested.index, *names.index.difference(suggested.index, sort=False)]
    labels = {
        line_id: tr("{line} · saran ke-{position}", line=names[line_id], position=suggested[line_id])
        for line_id in suggested.index
    }
    wanted = restore("lini", order, order[0])
    picked = st.selectbox(
        tr("Lini usaha"),
        order,
        format_func=lambda line_id: labels.get(line_id, str(names[line_id])),
        key="lini",
        filter_mode="contains",
        persist_state="session",
        width=560,
    )
    remember("lini", picked or wanted)
    return picked or wanted


def ask_terms(view: View) -> None:
    """Interest, tenor and grace; they count at once, on every page."""
    known, said = read_assumptions(), assumptions_in_force(advice_setup_now(view))
    for key, column in zip(TERMS, st.columns(3), strict=True):
        label, factor, step = TERMS[key]
        entry = known[key]
        st.session_state[_control(key)] = round(said[key] * factor, 6)
        with column:
            st.number_input(
                tr(label),
                min_value=entry["least"] * factor,
                max_value=entry["most"] * factor,
                step=step,
                format="%.10g",
                key=_control(key),
                on_change=_take,
                args=(key,),
            )
            st.caption(say_origin_of(key, said[key]))


def say_origin_of(key: str, value: float) -> str:
    """Where an assumption comes from: the user, a source, or nobody's measurement."""
    entry = read_assumptions()[key]
    source = (
        tr("asumsi perencanaan")
        if entry["assumption"]
        else tr("sumber {source}, {date}", source=entry["source"], date=say_date(entry["date"]))
    )
    if abs(value - float(entry["value"])) > 1e-12:
        usual = plain(say_assumption(float(entry["value"]), entry["unit"]))
        return tr("**angka Anda** · bawaan {usual}", usual=usual)
    return plain(source)


def _control(key: str) -> str:
    return f"hitung-{key}"


def _take(key: str) -> None:
    factor, known = TERMS[key][1], read_assumptions()
    chosen = dict(advice_setup_now(current_view()).assumptions)
    chosen[key] = round(float(st.session_state[_control(key)]) / factor, 12)
    kept = tuple((name, value) for name, value in chosen.items() if abs(value - float(known[name]["value"])) > 1e-12)
    change_answers(current_view(), assumptions=kept)
