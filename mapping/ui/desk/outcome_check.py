"""How a start stands after 6 and 12 months: the form, open only in its time, and what was typed there mended."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import streamlit as st

from mapping.desk.outcomes.ledger import MEMBERS, NOTE, REVENUE, WORKERS, check_outcome
from mapping.desk.rules import Actor, may
from mapping.knowledge.formats import say_date
from mapping.knowledge.outcomes import MONTHS
from mapping.language import mark, tr
from mapping.present.desk_hits import month_label
from mapping.ui.desk.open import Desk, now, said, today
from mapping.ui.desk.outcome_form import WIDTH, count_of

YES, NO, OPEN = "ya", "tidak", "entah"
ANSWERS = {YES: mark("Ya"), NO: mark("Tidak"), OPEN: mark("Belum diketahui")}
TRUTH = {YES: True, NO: False, OPEN: None}
KEPT = "cek_tersimpan"


def ask_check(desk: Desk, actor: Actor, outcome_id: int, row: pd.Series, names: dict[str, str]) -> None:
    """What was found at each check, the form where one is awaited, or from when on it can be made."""
    for month in MONTHS:
        state = row[f"state_{month}"]
        label = month_label(month)
        if st.session_state.get(KEPT) == (outcome_id, month):
            del st.session_state[KEPT]
            st.success(tr("Pengecekan {label} tersimpan.", label=label), icon=":material/check_circle:")
        if state == "checked":
            st.markdown(_say_found(row, month, label))
            if may(actor, "outcome.check", int(row["cooperative_id"])):
                _form(desk, actor, outcome_id, month, row, names)
        elif state == "early":
            st.caption(tr("Pengecekan {label}: mulai {day}.", label=label, day=say_date(row[f"from_{month}"])))
        elif state == "lost":
            st.caption(tr("Pengecekan {label}: terlewat, keadaannya tidak diketahui.", label=label))
        elif state and may(actor, "outcome.check", int(row["cooperative_id"])):
            _form(desk, actor, outcome_id, month, row, names)


def _say_found(row: pd.Series, month: int, label: str) -> str:
    trading = tr("masih berjalan") if row[f"trading_{month}"] else tr("berhenti")
    covers = row[f"covers_costs_{month}"]
    costs = (
        tr("biaya belum diketahui") if pd.isna(covers) else tr("menutup biaya") if covers else tr("belum menutup biaya")
    )
    return tr(
        "Pengecekan {label}, {day}: {trading}, {costs}.",
        label=label,
        day=say_date(row[f"checked_on_{month}"]),
        trading=trading,
        costs=costs,
    )


@st.fragment
def _form(desk: Desk, actor: Actor, outcome_id: int, month: int, row: pd.Series, names: dict[str, str]) -> None:
    version = None if pd.isna(row[f"version_{month}"]) else int(row[f"version_{month}"])
    # The version is part of the key: a form drawn after a change starts from what stands there now.
    key, label = f"cek-{outcome_id}-{month}-{version or 0}", month_label(month)
    asks, icon = (
        (tr("Isi pengecekan {label}", label=label), ":material/fact_check:")
        if version is None
        else (tr("Perbaiki pengecekan {label}", label=label), ":material/edit:")
    )
    with st.expander(asks, icon=icon, key=f"{key}-isian"), st.form(key, border=False, width=WIDTH):
        entry = _ask(key, month, row, names)
        if not st.form_submit_button(tr("Simpan pengecekan"), type="primary", icon=":material/save:"):
            return
        with said():
            check_outcome(desk, actor, now(), outcome_id=outcome_id, month=month, version=version, **entry)
            st.session_state[KEPT] = (outcome_id, month)
            st.rerun()


def _ask(key: str, month: int, row: pd.Series, names: dict[str, str]) -> dict[str, Any]:
    """The fields of a check, with what was found before where it is mended."""
    kept = {name: None if pd.isna(value) else value for name, value in row.items()}
    first, last = dt.date.fromisoformat(row[f"from_{month}"]), dt.date.fromisoformat(today())
    checked_on = row[f"checked_on_{month}"]
    before = dt.date.fromisoformat(checked_on) if checked_on else max(first, last)
    day = st.date_input(
        tr("Tanggal pengecekan"),
        before,
        min_value=first,
        # Not after today, unless it was written farther east where the day had begun.
        max_value=max(last, before),
        format="DD/MM/YYYY",
        key=f"{key}-hari",
    )
    trading = _answer(tr("Masih berjalan?"), f"{key}-jalan", (YES, NO), kept[f"trading_{month}"])
    now_in = kept[f"line_id_{month}"] or row["line_id"]
    order = [now_in, *sorted(set(names) - {now_in}, key=names.__getitem__)]
    line = st.selectbox(
        tr("Lini sekarang (bila masih berjalan)"),
        order,
        format_func=lambda line: names.get(line, line),
        key=f"{key}-lini",
    )
    covers = _answer(tr("Pemasukan menutup biaya?"), f"{key}-biaya", tuple(ANSWERS), kept[f"covers_costs_{month}"])
    paying = OPEN
    # Without a loan there are no instalments to ask for.
    if kept["borrowed_idr"] != 0:
        paying = _answer(tr("Cicilan lancar?"), f"{key}-cicil", tuple(ANSWERS), kept[f"paying_{month}"])
    on = trading == YES
    revenue = tr("{what} (rupiah)", what=tr(REVENUE))
    return {
        "checked_on": day,
        "trading": on,
        "line_id": line if on else "",
        "paying": TRUTH[paying],
        "covers_costs": TRUTH[covers] if on else None,
        "members": count_of(tr(MEMBERS), f"{key}-anggota", value=kept[f"members_{month}"]),
        "workers": count_of(tr(WORKERS), f"{key}-pekerja", value=kept[f"workers_{month}"]),
        "revenue_idr_month": count_of(revenue, f"{key}-omzet", 100_000, kept[f"revenue_idr_month_{month}"]),
        "note": st.text_area(
            tr("Catatan, hanya dibaca dinas dan koperasi ini"),
            str(kept[f"note_{month}"] or ""),
            max_chars=NOTE,
            height=80,
            key=f"{key}-catatan",
        ),
    }


def _answer(question: str, key: str, answers: tuple[str, ...], kept: bool | None = None) -> str:
    """One of the answers; before anybody answers, the one that claims least."""
    least = answers[-1] if OPEN in answers else answers[0]
    said_before = least if kept is None else YES if kept else NO
    picked = st.radio(
        question,
        answers,
        index=answers.index(said_before),
        format_func=lambda a: tr(ANSWERS[a]),
        horizontal=True,
        key=key,
    )
    return str(picked)
