"""One need opened: what is asked, its way so far, what was said, and what can be done about it now."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.desk.needs.answer import say
from mapping.desk.needs.enter import GOODS, PROBLEM, date_label, price_label
from mapping.desk.needs.queue import read_need
from mapping.desk.needs.steps import read_messages, read_steps, reads_all
from mapping.desk.rules import ROLE_LABELS, Actor, may
from mapping.knowledge.needs import status_label, tier_label
from mapping.language import tr
from mapping.ui.cache import View
from mapping.ui.desk.need_actions import offer_actions
from mapping.ui.desk.need_paper import offer_paper
from mapping.ui.desk.need_words import (
    MADE_UP,
    TIER_COLOURS,
    say_amount,
    say_days,
    say_due,
    say_item,
    say_limit,
    say_moment,
    say_price,
    say_supplier,
)
from mapping.ui.desk.offers import show_offers
from mapping.ui.desk.open import Desk, now, said, today
from mapping.ui.desk.queue_state import leave_need
from mapping.ui.text import plain

EVERY_S = 15


def show_need(view: View, desk: Desk, actor: Actor, number: int) -> None:
    """Everything about one need that this role may see and do."""
    st.button(tr("Kembali"), icon=":material/arrow_back:", on_click=leave_need, type="tertiary")
    with said():
        need = read_need(desk, actor, today(), number)
        if need is None:
            st.warning(tr("Kebutuhan nomor {n} tidak ada.", n=number), icon=":material/help:")
            return
        _say_head(need, actor)
        facts, talk = st.columns([6, 5], gap="medium")
        with facts:
            _say_facts(need, actor)
            offer_actions(desk, actor, need)
        with talk:
            st.fragment(_show_way, run_every=EVERY_S)(desk, actor, number, int(need["version"]))
            _write(desk, actor, need)
            offer_paper(need, need_facts(need, actor), step_table(read_steps(desk, actor, now(), number)))
        if need["kind"] != PROBLEM:
            show_offers(view, desk, actor, need)


def _say_head(need: pd.Series, actor: Actor) -> None:
    st.subheader(tr("Nomor {n}: {item}", n=need.name, item=plain(say_item(need))), anchor=False)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.badge(status_label(need["status"]), color="blue" if pd.notna(need["urgency"]) else "gray")
        if pd.notna(need["urgency"]):
            st.badge(tier_label(need["urgency"]), color=TIER_COLOURS[int(need["urgency"])])
        if need["synthetic"]:
            st.badge(tr(MADE_UP), icon=":material/science:", color="orange")
    if need["why"]:
        st.caption(plain(need["why"]))
    if need["reminder"] and may(actor, "need.take"):
        st.warning(plain(need["reminder"]), icon=":material/notifications:")


def need_facts(need: pd.Series, actor: Actor) -> dict[str, str]:
    """What is asked and what has come, as far as this role may read it; what says nothing is left out."""
    private = reads_all(actor, int(need["cooperative_id"]))
    told = {
        tr("Koperasi"): f"{need['cooperative']}, {need['kelurahan']} ({need['kecamatan']})",
        date_label(need["kind"]): say_due(need) if need["kind"] != PROBLEM or need["wanted_by"] else "",
        tr("Yang diminta"): say_amount(need["amount"], need["unit"]),
        price_label(need["kind"]): say_limit(need) if private else "",
        tr("Pemasok"): say_supplier(need),
        tr("Harga yang dipilih"): say_price(need["chosen_price_idr"], need["chosen_unit"]),
        tr("Sudah diterima"): say_amount(need["received_amount"], need["unit"]),
        tr("Masih kurang"): say_amount(need["missing_amount"], need["unit"]) if need["missing_amount"] > 0 else "",
        tr("Diurus oleh"): need["owner"],
        tr("Lama terbuka"): say_days(need["age_days"]),
        tr("Keterangan"): need["details"],
    }
    return {label: str(words) for label, words in told.items() if words}


def _say_facts(need: pd.Series, actor: Actor) -> None:
    """The facts, one line each."""
    told = need_facts(need, actor)
    with st.container(border=True, gap="xsmall"):
        for label, words in told.items():
            st.markdown(f"**{label}**: {plain(words)}")
    if need["kind"] == GOODS and need["missing_amount"] > 0:
        st.caption(tr("Barang datang sebagian: yang kurang tetap tercatat, juga sesudah ditutup."))


def _show_way(desk: Desk, actor: Actor, number: int, version: int) -> None:
    """The way so far and the messages; looked at again by itself, so that an answer appears while one waits."""
    with said():
        need = read_need(desk, actor, today(), number)
        if need is not None and need["version"] != version:
            st.info(tr("Kebutuhan ini baru saja berubah."), icon=":material/sync:")
            if st.button(tr("Tampilkan keadaan barunya"), icon=":material/refresh:"):
                st.rerun()
        st.markdown(f"**{tr('Jalannya sampai sekarang')}**")
        st.table(step_table(read_steps(desk, actor, now(), number)).set_index(tr("Status")))
        messages = read_messages(desk, actor, number)
        for message in messages.itertuples():
            with st.container(border=True, gap="xsmall"):
                st.caption(f"{tr(ROLE_LABELS[message.role])} · {say_moment(message.said_at)}")
                for line in message.text.splitlines():
                    st.markdown(plain(line))
    st.caption(tr("Diperbarui otomatis tiap {n} detik.", n=EVERY_S))


def step_table(steps: pd.DataFrame) -> pd.DataFrame:
    """Every status of a need in words: since when, how long, and why where this role may read it."""
    table = pd.DataFrame(
        {
            tr("Status"): [status_label(status) for status in steps["status"]],
            tr("Sejak"): [say_moment(at) for at in steps["since"]],
            tr("Lama"): [_say_lasted(days) for days in steps["days"]],
            tr("Alasan"): steps["reason"],
        }
    )
    if not steps["reason"].any():
        table = table.drop(columns=tr("Alasan"))
    return table


def _say_lasted(days: float) -> str:
    if pd.isna(days):
        return ""
    if days >= 1:
        return say_days(days)
    hours = int(days * 24)
    return tr("{n} jam", n=hours) if hours else tr("kurang dari sejam")


def _write(desk: Desk, actor: Actor, need: pd.Series) -> None:
    if not may(actor, "need.say", int(need["cooperative_id"])):
        return
    with st.form(f"pesan-{need.name}", clear_on_submit=True, border=False):
        text = st.text_area(
            tr("Pesan, hanya dibaca dinas dan koperasi ini"), height=80, max_chars=1000, key=f"tulis-{need.name}"
        )
        if st.form_submit_button(tr("Kirim pesan"), icon=":material/send:"):
            with said():
                say(desk, actor, now(), int(str(need.name)), text)
                st.rerun()
