"""What can be done about an offer, and the form that notes one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from mapping.desk.rules import Actor, may
from mapping.desk.supply.offers import LONGEST_REASON, choose_offer, deliver_offer, drop_offer, make_offer
from mapping.knowledge.commodities import commodity_label, kinds_for, units_of
from mapping.knowledge.formats import say_number
from mapping.language import tr
from mapping.ui.desk.open import Desk, act, now, today
from mapping.ui.text import plain


@dataclass(frozen=True)
class Begun:
    """An offer as its form starts.

    Parameters
    ----------
    title : str
        Who offers; ``""``: typed.
    fixed : dict
        What the form does not ask: ``source``, ``supplier_id``, ``stock_need_id``, ``from_code``, ``distance_km``.
    """

    title: str = ""
    who: str = ""
    commodity: str = ""
    amount: float | None = None
    unit: str = ""
    price_idr: int | None = None
    price_date: str = ""
    deliver_by: str = ""
    fixed: dict[str, Any] = field(default_factory=lambda: {"source": "supplier"})


def act_on(desk: Desk, actor: Actor, need: pd.Series, number: int, offer: dict[str, Any]) -> None:
    """The buttons of one offer: choose it, note its delivery, note that it does not hold."""
    chooses = offer["status"] == "open" and need["status"] == "offered" and may(actor, "offer.choose")
    hindrance = _hindrance(offer) if chooses else ""
    if hindrance:
        st.caption(hindrance)
    with st.container(horizontal=True, gap="small"):
        if chooses and not hindrance:
            _choose(desk, actor, need, number, offer)
        if offer["status"] == "chosen" and may(actor, "offer.deliver"):
            _deliver(desk, actor, number, offer)
        if offer["status"] in ("open", "chosen") and may(actor, "offer.choose"):
            _drop(desk, actor, number, offer)


def _hindrance(offer: dict[str, Any]) -> str:
    """Why an offer cannot be chosen; ``""`` where it can."""
    if not pd.isna(offer["within_ceiling"]) and not offer["within_ceiling"]:
        return tr("Di atas HET: tidak bisa dipilih.")
    return tr("Tanyakan harganya, lalu catat tawaran baru.") if pd.isna(offer["price_idr"]) else ""


def _choose(desk: Desk, actor: Actor, need: pd.Series, number: int, offer: dict[str, Any]) -> None:
    with st.popover(tr("Pilih"), icon=":material/check_circle:", type="primary"):
        why = st.text_area(tr("Mengapa yang ini?"), key=f"pilih-{number}-alasan", max_chars=LONGEST_REASON, height=90)
        enough = False
        if not pd.isna(offer["covers"]) and not offer["covers"]:
            enough = st.checkbox(tr("Cukup ini saja; sisanya tidak dicari lagi"), key=f"pilih-{number}-cukup")
        if st.button(tr("Pilih tawaran ini"), key=f"pilih-{number}", type="primary"):
            seen = int(need["version"])
            act(lambda: choose_offer(desk, actor, now(), number, seen, why or "", enough))


def _deliver(desk: Desk, actor: Actor, number: int, offer: dict[str, Any]) -> None:
    with st.popover(tr("Sudah dikirim"), icon=":material/local_shipping:", type="primary"):
        amount = st.number_input(
            tr("Jumlah yang dikirim ({unit})", unit=tr(offer["unit"])),
            min_value=0.0,
            max_value=float(offer["amount"]),
            value=float(offer["amount"]),
            step=1.0,
            format="%g",
            key=f"kirim-{number}-jumlah",
        )
        day = st.date_input(
            tr("Tanggal dikirim"), value=dt.date.fromisoformat(today()), format="DD/MM/YYYY", key=f"kirim-{number}-hari"
        )
        if st.button(tr("Catat pengiriman"), key=f"kirim-{number}", type="primary"):
            seen = int(offer["version"])
            act(lambda: deliver_offer(desk, actor, now(), number, seen, amount, day))


def _drop(desk: Desk, actor: Actor, number: int, offer: dict[str, Any]) -> None:
    with st.popover(tr("Batal"), icon=":material/close:"):
        why = st.text_area(tr("Mengapa batal?"), key=f"batal-{number}-alasan", max_chars=LONGEST_REASON, height=90)
        if st.button(tr("Tawaran ini batal"), key=f"batal-{number}"):
            seen = int(offer["version"])
            act(lambda: drop_offer(desk, actor, now(), number, seen, why or ""))


def note_offer(desk: Desk, actor: Actor, need: pd.Series, begun: Begun) -> None:
    """The form of one offer in a dialog, filled in as far as it is known."""
    st.dialog(tr("Catat tawaran"))(_form)(desk, actor, need, begun)


def _form(desk: Desk, actor: Actor, need: pd.Series, begun: Begun) -> None:
    who = begun.who
    if begun.title:
        st.markdown(f"**{plain(begun.title)}**")
    else:
        who = st.text_input(tr("Pemasok"), help=tr("Nama usaha atau lembaga. Pemasok tetap sebaiknya masuk daftar."))
    kinds = list(kinds_for(need["commodity"]))
    commodity = begun.commodity or need["commodity"]
    if len(kinds) > 1 and begun.fixed["source"] != "stock":
        commodity = st.selectbox(
            tr("Barang yang ditawarkan"), kinds, index=kinds.index(commodity), format_func=commodity_label
        )
    units = units_of(commodity) if commodity else [need["unit"]]
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        amount = st.number_input(tr("Jumlah"), min_value=0.0, value=begun.amount, step=1.0, format="%g")
        index = units.index(begun.unit) if begun.unit in units else 0
        unit = st.selectbox(tr("Satuan"), units, index=index, format_func=tr, width=150)
    price = st.number_input(
        tr("Harga per {unit} (rupiah)", unit=tr(unit)), min_value=0, value=begun.price_idr, step=500, format="%d"
    )
    st.caption(_say_total(amount, price))
    asked = dt.date.fromisoformat(begun.price_date or today())
    price_date = st.date_input(tr("Harga ini berlaku per"), value=asked, format="DD/MM/YYYY")
    promised = dt.date.fromisoformat(begun.deliver_by) if begun.deliver_by else None
    deliver_by = st.date_input(tr("Dikirim paling lambat"), value=promised, format="DD/MM/YYYY")
    if st.button(tr("Simpan tawaran"), type="primary", icon=":material/save:", width="stretch"):
        act(
            lambda: make_offer(
                desk,
                actor,
                now(),
                need_id=int(str(need.name)),
                amount=amount,
                unit=unit,
                price_idr=price,
                who=who or "",
                commodity=commodity or "",
                price_date=price_date or "",
                deliver_by=deliver_by or "",
                **begun.fixed,
            )
        )


def _say_total(amount: float | None, price: int | None) -> str:
    if not amount or price is None:
        return tr("Harga boleh menyusul; tanpa harga, tawaran belum bisa dipilih.")
    return tr("Total Rp {total}.", total=say_number(amount * price))
