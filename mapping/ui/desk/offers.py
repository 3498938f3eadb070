"""Who can supply a need: candidates, offers side by side, the choice and the delivery."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.desk.needs.enter import GOODS
from mapping.desk.rules import Actor, may
from mapping.desk.supply.compare import read_offers
from mapping.desk.supply.cover import NEARLY, read_left
from mapping.desk.supply.dependence import supplier_dependence
from mapping.knowledge.ceilings import ceiling_on, priced_kinds, say_ceiling
from mapping.knowledge.commodities import commodity_label
from mapping.knowledge.formats import say_number
from mapping.language import plural, tr
from mapping.ui.cache import View
from mapping.ui.desk.offers_cards import compare_offers
from mapping.ui.desk.offers_found import show_found
from mapping.ui.desk.offers_stock import show_takers
from mapping.ui.desk.open import Desk, said, today
from mapping.ui.text import plain


def show_offers(view: View, desk: Desk, actor: Actor, need: pd.Series) -> None:
    """What is offered for a need, and, for the office, who else could supply it; of a stalled stock who wants it."""
    with said():
        if need["kind"] != GOODS:
            show_takers(desk, actor, need)
            return
        offers = read_offers(desk, actor, int(str(need.name)), today())
        searching = _is_searching(desk, actor, need)
        office = may(actor, "offer.make")
        st.subheader(tr("Siapa yang bisa memasok?"), anchor=False)
        _say_ceiling(need)
        _say_dependence(desk, actor, need)
        if len(offers):
            compare_offers(view, desk, actor, need, offers)
        elif not office:
            st.info(
                tr("Belum ada tawaran yang dipilih. Dinas mencarikan pemasok.")
                if searching
                else tr("Tidak ada tawaran yang dicatat."),
                icon=":material/hourglass_empty:",
            )
        if office and searching:
            show_found(view, desk, actor, need, offers)


def _is_searching(desk: Desk, actor: Actor, need: pd.Series) -> bool:
    """Whether somebody is still to be found; after a delivery only where it fell short."""
    if need["status"] == "delivered":
        return (read_left(desk, actor, int(str(need.name))) or 0.0) > NEARLY
    return need["status"] in ("new", "taken", "offered")


def _say_ceiling(need: pd.Series) -> None:
    """The official price of what is asked, or of its kinds, with its source and its age."""
    commodity, code = need["commodity"], need["kelurahan_code"]
    kinds = priced_kinds(commodity, code, today())
    if kinds:
        with st.expander(tr("Harga resmi menurut jenisnya")):
            for kind in kinds:
                st.markdown(f"**{plain(commodity_label(kind))}**")
                st.caption(plain(say_ceiling(kind, code, today())))
        return
    st.caption(plain(say_ceiling(commodity, code, today())))
    found = ceiling_on(commodity, code, today())
    if found and found.partner_idr:
        st.caption(
            tr(
                "Harga ke mitra penyalur Rp {price} per {unit}; HET adalah harga tertinggi ke pembeli akhir.",
                price=say_number(found.partner_idr),
                unit=tr(found.unit),
            )
        )


def _say_dependence(desk: Desk, actor: Actor, need: pd.Series) -> None:
    """A warning where what this cooperative buys hangs on one supplier."""
    table = supplier_dependence(desk, actor, int(need["cooperative_id"]))
    own = table[(table["commodity"] == need["commodity"]) & (table["warning"] != "")]
    for row in own.itertuples():
        st.warning(
            plural(
                "{warning} (dari {n} tawaran yang dipilih)",
                row.offers,
                warning=plain(row.warning),
                n=say_number(row.offers),
            ),
            icon=":material/hub:",
        )
