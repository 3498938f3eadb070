"""How a start stands after 6 and 12 months: the form, open only in its time."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from mapping.desk.outcomes.ledger import MEMBERS, NOTE, REVENUE, WORKERS, check_outcome
from mapping.desk.rules import Actor, may
from mapping.errors import EntryError
from mapping.knowledge.formats import say_date
from mapping.knowledge.outcomes import MONTHS
from mapping.language import mark, tr
from mapping.present.desk_hits import month_label
from mapping.ui.desk.open import Desk, now, said, today
from mapping.ui.desk.outcome_form import WIDTH, count_of

YES, NO, OPEN = "ya", "tidak", "entah"
ANSWERS = {YES: mark("Ya"), NO: mark("Tidak"), OPEN: mark("Belum diketahui")}
TRUTH = {YES: True, NO: False, OPEN: None}


def ask_check(desk: Desk, actor: Actor, outcome_id: int, row: pd.Series, names: dict[str, str]) -> None:
    """What was found at each check, the form where one is awaited, or from when on it can be made."""
    for month in MONTHS:
        state = row[f"state_{month}"]
        label = month_label(month)
        if state == "checked":
            st.markdown(_say_found(row, month, label))
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
    key = f"cek-{outcome_id}-{month}"
    with (
        st.expander(tr("Isi pengecekan {label}", label=month_label(month)), icon=":material/fact_check:"),
        st.form(key, border=False, width=WIDTH),
    ):
        entry = _ask(key, month, row, names)
        if not st.form_submit_button(tr("Simpan pengecekan"), type="primary", icon=":material/save:"):
            return
        with said():
            try:
                check_outcome(desk, actor, now(), outcome_id=outcome_id, month=month, **entry)  # type: ignore[arg-type]
            except EntryError as error:
                st.error(str(error), icon=":material/edit:")
                return
            st.rerun()


def _ask(key: str, month: int, row: pd.Series, names: dict[str, str]) -> dict[str, object]:
    first = dt.date.fromisoformat(row[f"from_{month}"])
    last = dt.date.fromisoformat(today())
    day = st.date_input(
        tr("Tanggal pengecekan"),
        max(first, last),
        min_value=first,
        max_value=last,
        format="DD/MM/YYYY",
        key=f"{key}-hari",
    )
    trading = _answer(tr("Masih berjalan?"), f"{key}-jalan", (YES, NO))
    order = [row["line_id"], *sorted(set(names) - {row["line_id"]}, key=names.__getitem__)]
    line = st.selectbox(
        tr("Lini sekarang (bila masih berjalan)"),
        order,
        format_func=lambda line: names.get(line, line),
        key=f"{key}-lini",
    )
    covers = _answer(tr("Pemasukan menutup biaya?"), f"{key}-biaya", tuple(ANSWERS))
    borrowed = row["borrowed_idr"]
    # Without a loan there are no instalments to ask for.
    paying = (
        OPEN if pd.notna(borrowed) and borrowed == 0 else _answer(tr("Cicilan lancar?"), f"{key}-cicil", tuple(ANSWERS))
    )
    on = trading == YES
    return {
        "checked_on": day,
        "trading": on,
        "line_id": line if on else "",
        "paying": TRUTH[paying],
        "covers_costs": TRUTH[covers] if on else None,
        "members": count_of(tr(MEMBERS), f"{key}-anggota"),
        "workers": count_of(tr(WORKERS), f"{key}-pekerja"),
        "revenue_idr_month": count_of(tr("{what} (rupiah)", what=tr(REVENUE)), f"{key}-omzet", 100_000),
        "note": st.text_area(
            tr("Catatan, hanya dibaca dinas dan koperasi ini"), max_chars=NOTE, height=80, key=f"{key}-catatan"
        ),
    }


def _answer(question: str, key: str, answers: tuple[str, ...]) -> str:
    picked = st.radio(
        question,
        answers,
        index=len(answers) - 1 if OPEN in answers else 0,
        format_func=lambda a: tr(ANSWERS[a]),
        horizontal=True,
        key=key,
    )
    return str(picked)
