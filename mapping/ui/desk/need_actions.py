"""What can be done about an opened need: only what its status and the role of whoever looks allow is offered."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from mapping.desk.needs.answer import LONGEST_REASON, close, receive, refuse, take, withdraw
from mapping.desk.needs.enter import GOODS
from mapping.desk.rules import Actor, may
from mapping.knowledge.needs import read_needs
from mapping.language import tr
from mapping.ui.desk.need_words import say_amount
from mapping.ui.desk.open import Desk, now, said
from mapping.ui.text import plain


def offer_actions(desk: Desk, actor: Actor, need: pd.Series) -> None:
    """Buttons for this need; one click or one reason each."""
    number, version, owner = int(str(need.name)), int(need["version"]), int(need["cooperative_id"])
    status = read_needs()["statuses"][need["status"]]
    follows = set(status["next"])
    if status["open"] and need["status"] in ("chosen", "delivered") and may(actor, "need.receive", owner):
        _receive(desk, actor, need, number, version)
    with st.container(horizontal=True, gap="small"):
        if may(actor, "need.take", owner) and ("taken" in follows or (status["open"] and not need["mine"])):
            label = tr("Urus lagi") if need["status"] == "unmet" else tr("Saya urus")
            if st.button(label, type="primary", icon=":material/pan_tool:", key=f"ambil-{number}"):
                _do(lambda: take(desk, actor, now(), number, version))
        if "closed" in follows and may(actor, "need.close", owner):
            _close(desk, actor, need, number, version)
        if "unmet" in follows and may(actor, "need.refuse", owner):
            _with_reason(
                tr("Tidak bisa dipenuhi"),
                tr("Alasan, dibaca koperasi"),
                f"tolak-{number}",
                lambda why: refuse(desk, actor, now(), number, version, why),
            )
        if "withdrawn" in follows and may(actor, "need.withdraw", owner):
            _with_reason(
                tr("Tarik kebutuhan"),
                tr("Alasan (boleh kosong)"),
                f"tarik-{number}",
                lambda why: withdraw(desk, actor, now(), number, version, why),
            )


def _do(work: Callable[[], object]) -> None:
    """Do it and show the new state; what cannot be done is said, and the page stays as it was."""
    with said():
        work()
        st.rerun()


def _receive(desk: Desk, actor: Actor, need: pd.Series, number: int, version: int) -> None:
    """How much has come; what is still missing is offered first."""
    missing = need["missing_amount"] if pd.notna(need["missing_amount"]) else need["amount"]
    if need["status"] == "delivered" and not missing > 0:
        return
    with st.form(f"terima-{number}-{version}"):
        amount = st.number_input(
            tr("Jumlah yang baru diterima ({unit})", unit=tr(need["unit"])),
            min_value=0.0,
            value=float(missing) if missing > 0 else None,
            step=1.0,
            format="%g",
        )
        st.caption(tr("Bila datang sebagian, tulis bagian ini saja; bagian berikutnya ditambahkan nanti."))
        if st.form_submit_button(tr("Catat penerimaan"), type="primary", icon=":material/inventory:"):
            _do(lambda: receive(desk, actor, now(), number, version, amount))


def _close(desk: Desk, actor: Actor, need: pd.Series, number: int, version: int) -> None:
    """Closing what came whole takes one click; what came short takes a reason."""
    missing = need["missing_amount"] if pd.notna(need["missing_amount"]) else need["amount"]
    if need["kind"] == GOODS and missing > 0:
        label = tr("Alasan menutup meski kurang {amount}", amount=plain(say_amount(missing, need["unit"])))
        _with_reason(tr("Tutup"), label, f"tutup-{number}", lambda why: close(desk, actor, now(), number, version, why))
    elif st.button(tr("Tutup, sudah selesai"), type="primary", icon=":material/task_alt:", key=f"tutup-{number}"):
        _do(lambda: close(desk, actor, now(), number, version))


def _with_reason(label: str, question: str, key: str, work: Callable[[str], object]) -> None:
    with st.popover(label):
        why = st.text_area(question, key=f"{key}-alasan", max_chars=LONGEST_REASON, height=90)
        if st.button(label, key=key, type="primary"):
            _do(lambda: work(why or ""))
