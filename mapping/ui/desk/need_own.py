"""What one cooperative has asked for, with the way of each so far."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.desk.needs.queue import read_needs
from mapping.desk.rules import Actor
from mapping.knowledge.needs import read_needs as read_rules
from mapping.knowledge.needs import status_label
from mapping.language import plural, tr
from mapping.ui.desk.need_words import say_amount, say_days, say_due, say_item, say_supplier
from mapping.ui.desk.open import Desk, said, today
from mapping.ui.desk.queue_state import open_need
from mapping.ui.text import plain

EVERY_S = 15
MOST = 20
USUAL_WAY = ("new", "taken", "offered", "chosen", "delivered", "closed")


def show_own(desk: Desk, actor: Actor, cooperative_id: int) -> None:
    """The needs of one cooperative, open ones first; looked at again every 15 seconds."""
    st.fragment(_show_own, run_every=EVERY_S)(desk, actor, cooperative_id)


def _show_own(desk: Desk, actor: Actor, cooperative_id: int) -> None:
    with said():
        needs = read_needs(desk, actor, today(), cooperative_id=cooperative_id)
        st.subheader(tr("Kebutuhan koperasi ini"), anchor=False)
        if needs.empty:
            st.caption(tr("Belum ada. Yang Anda kirim muncul di sini, dengan jalannya sampai selesai."))
            return
        for number, need in needs.head(MOST).iterrows():
            _show_one(int(number), need)
        if len(needs) > MOST:
            rest = len(needs) - MOST
            st.caption(plural("{n} kebutuhan lama lainnya ada di antrean.", rest, n=rest))
    st.caption(tr("Diperbarui otomatis tiap {n} detik.", n=EVERY_S))


def _show_one(number: int, need: pd.Series) -> None:
    is_open = pd.notna(need["urgency"])
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(tr("**{item}** · nomor {n}", item=plain(say_item(need)), n=number), width="stretch")
            if st.button(tr("Buka"), key=f"sendiri-{number}"):
                open_need(number)
        st.markdown(say_way(need["status"]))
        told = [say_due(need) if is_open and need["wanted_by"] else "", say_supplier(need)]
        told += [tr("terbuka {days}", days=say_days(need["age_days"])) if is_open else ""]
        missing = need["missing_amount"] > 0
        told += [
            tr("masih kurang {amount}", amount=say_amount(need["missing_amount"], need["unit"])) if missing else ""
        ]
        if turn := _whose_turn(need):
            told.append(turn)
        st.caption(plain(" · ".join(filter(None, told))))


def _whose_turn(need: pd.Series) -> str:
    if need["status"] == "chosen":
        return tr("catat di sini bila barang datang")
    if need["waits_for"] == "cooperative":
        return tr("tutup bila sudah selesai")
    return tr("menunggu dinas") if need["waits_for"] == "office" else ""


def say_way(status: str) -> str:
    """Where a need stands on the usual way, the present status in bold; one that left the way is said alone.

    Examples
    --------
    >>> say_way("taken").split(" → ")[:2], say_way("withdrawn")
    (['Baru', '**Sedang diurus**'], '**Ditarik**')
    """
    if status not in USUAL_WAY:
        return f"**{read_rules()['statuses'][status]['label']}**"
    return " → ".join(f"**{status_label(key)}**" if key == status else status_label(key) for key in USUAL_WAY)
