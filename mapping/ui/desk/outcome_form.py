"""What was started, beside what is advised today: the form of the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from mapping.desk.outcomes.advised import NOTHING_SAID, Advised
from mapping.desk.outcomes.ledger import BORROWED, MEMBERS, NOTE, OTHER, REVENUE, WORKERS, start_outcome
from mapping.desk.register.read import read_cooperative
from mapping.desk.rules import Actor
from mapping.knowledge.formats import say_percent
from mapping.language import tr
from mapping.present.advised import advised_of
from mapping.ui.cache import View
from mapping.ui.desk.open import Desk, now, said, today
from mapping.ui.desk.outcome_advice import say_lines
from mapping.ui.text import plain

KEPT = "hasil_tersimpan"
WIDTH = 560


def say_advice(view: View, desk: Desk, actor: Actor, cooperative_id: int, names: dict[str, str]) -> Advised:
    """The advice of today that the form would copy, in one sentence; with what would make the first line fail."""
    code = str(read_cooperative(desk, actor, cooperative_id)["kelurahan_code"])
    if code not in view.study.kelurahan.index:
        st.caption(tr("Kelurahan koperasi ini di luar wilayah yang dipilih, jadi tidak ada saran untuk disalin."))
        return NOTHING_SAID
    advice = advised_of(view.study, code, today())
    if not advice.lines:
        st.markdown(tr("Saran hari ini: **belum ada**. Usaha yang dimulai tetap bisa dicatat."))
        return advice
    first = advice.lines[0]
    st.markdown(
        tr("Saran hari ini: **{first}**", first=plain(names.get(first, first)))
        + "".join(f"; {plain(names.get(line, line))}" for line in advice.lines[1:])
    )
    if advice.avoided:
        st.caption(tr("Hindari: {lines}.", lines=plain(say_lines("; ".join(advice.avoided), names))))
    row = view.study.advice[
        (view.study.advice["kelurahan_code"] == code) & (view.study.advice["position"] == "1")
    ].iloc[0]
    with st.expander(tr("Yang bisa membuatnya gagal"), icon=":material/warning:"):
        if first in advice.chances:
            chance = say_percent(advice.chances[first])
            st.markdown(tr("Peluang mampu mencicil menurut hitungan alat: {chance}.", chance=chance))
        st.markdown(plain(row["counter_argument"]))
        st.markdown(tr("Batalkan bila: {when}", when=plain(row["cancels_if"])))
    return advice


@st.fragment
def ask_start(desk: Desk, actor: Actor, cooperative_id: int, advice: Advised, names: dict[str, str]) -> None:
    """The form: one line, one day, four figures that may stay open."""
    if st.session_state.pop(KEPT, None) == cooperative_id:
        st.success(tr("Tersimpan di buku hasil, bersama salinan saran hari ini."), icon=":material/check_circle:")
    with (
        st.expander(tr("Catat usaha yang dimulai"), icon=":material/add:"),
        st.form(f"mulai-{cooperative_id}", border=False, width=WIDTH),
    ):
        entry = ask_entry(f"hasil-{cooperative_id}", advice.lines, names)
        if not st.form_submit_button(tr("Simpan di buku hasil"), type="primary", icon=":material/save:"):
            return
        with said():
            start_outcome(desk, actor, now(), cooperative_id=cooperative_id, advice=advice, **entry)
            st.session_state[KEPT] = cooperative_id
            st.rerun()


def ask_entry(
    key: str, advised: Sequence[str], names: Mapping[str, str], before: pd.Series | None = None
) -> dict[str, Any]:
    """The fields of a start, with what stands in the ledger where there is something.

    Parameters
    ----------
    key : str
        Before the key of each field.
    advised : sequence of str
        Lines that come first in the list.
    before : Series, optional
        Row of the ledger.
    """
    kept = {} if before is None else before.where(before.notna(), None).to_dict()
    mine = str(kept.get("line_id") or "")
    first = [line for line in dict.fromkeys([mine, *advised]) if line and (line in names or line == mine)]
    order = ["", *first, *sorted(set(names) - {*first, OTHER}, key=names.__getitem__)]
    order += [OTHER] if OTHER not in first else []
    line = st.selectbox(
        tr("Usaha yang sudah dimulai"),
        order,
        index=order.index(mine),
        format_func=lambda line: names.get(line, line) if line else tr("belum ada yang dimulai"),
        key=f"{key}-lini",
        filter_mode="contains",
        help=tr("Juga bila bukan yang disarankan: justru itu yang menguji sarannya."),
    )
    day = _day_of(key, str(kept.get("started_on") or ""))
    st.caption(tr("Angka awal, untuk dibandingkan kelak. Kosong berarti belum diketahui; 0 berarti tidak ada."))
    revenue, borrowed = (tr("{what} (rupiah)", what=tr(what)) for what in (REVENUE, BORROWED))
    return {
        "line_id": line or "",
        "started_on": day,
        "members": count_of(tr(MEMBERS), f"{key}-anggota", value=kept.get("members")),
        "workers": count_of(tr(WORKERS), f"{key}-pekerja", value=kept.get("workers")),
        "revenue_idr_month": count_of(revenue, f"{key}-omzet", 100_000, kept.get("revenue_idr_month")),
        "borrowed_idr": count_of(borrowed, f"{key}-pinjaman", 1_000_000, kept.get("borrowed_idr")),
        "note": st.text_area(
            tr("Catatan, hanya dibaca dinas dan koperasi ini"),
            str(kept.get("note") or ""),
            max_chars=NOTE,
            height=80,
            key=f"{key}-catatan",
        ),
    }


def _day_of(key: str, kept: str) -> dt.date | None:
    """The day of the start; not after today, unless it was written farther east where the day had begun."""
    before = dt.date.fromisoformat(kept) if kept else None
    latest = dt.date.fromisoformat(max(today(), kept))
    return st.date_input(tr("Tanggal mulai"), before, max_value=latest, format="DD/MM/YYYY", key=f"{key}-tanggal")


def count_of(label: str, key: str, step: int = 1, value: int | None = None) -> int | None:
    """A whole number that may stay open."""
    kept = None if value is None else int(value)
    return st.number_input(label, min_value=0, value=kept, step=step, format="%d", key=key)
