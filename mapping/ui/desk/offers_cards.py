"""Offers beside each other, on a phone below each other; the same as a table to take along."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.desk.rules import Actor
from mapping.knowledge.commodities import commodity_label
from mapping.knowledge.supply import supply_label
from mapping.language import tr
from mapping.ui.cache import View
from mapping.ui.desk.offers_acts import act_on
from mapping.ui.desk.offers_words import COLOURS, rows_of, say_facts, say_verdict, say_who
from mapping.ui.desk.open import Desk
from mapping.ui.downloads import offer_table
from mapping.ui.text import plain

BESIDE = 3
"""Cards in a row."""
GONE = ("declined", "withdrawn")


def compare_offers(view: View, desk: Desk, actor: Actor, need: pd.Series, offers: pd.DataFrame) -> None:
    """Every offer as a card with what can be done about it; those that were not chosen folded away."""
    _say_cover(offers, need)
    places = view.study.kelurahan["name"]
    live, gone = offers[~offers["status"].isin(GONE)], offers[offers["status"].isin(GONE)]
    _cards(desk, actor, need, live, places)
    if len(gone):
        with st.expander(tr("Tawaran yang tidak dipilih ({n})", n=len(gone))):
            _cards(desk, actor, need, gone, places)
    with st.expander(tr("Semua tawaran dalam tabel")):
        table = compared_table(offers, places)
        money = [label for label in table if label.endswith("(Rp)")]
        config = dict.fromkeys(money, st.column_config.NumberColumn(format="localized"))
        st.dataframe(table, hide_index=True, column_config=config)
        with st.container(horizontal=True, gap="small"):
            offer_table(table, f"tawaran-{need.name}", tr("Unduh perbandingan"), "tertiary")
        st.caption(
            tr(
                "Ongkos angkut: asumsi perencanaan, satu mobil bak sewaan, dihitung dari jarak lurus. Naik dan turun "
                "20% menunjukkan berapa totalnya bila harga pasar berubah."
            )
        )


def _say_cover(offers: pd.DataFrame, need: pd.Series) -> None:
    """How much of what is asked the chosen offers cover, while some is missing."""
    chosen = offers[offers["status"].isin(["chosen", "delivered"])]
    if chosen.empty or need["status"] != "offered":
        return
    st.info(
        tr("Sebagian sudah dipilih. Pilih tawaran lain sampai jumlahnya cukup, atau berhenti dengan alasan."),
        icon=":material/pie_chart:",
    )


def _cards(desk: Desk, actor: Actor, need: pd.Series, offers: pd.DataFrame, places: pd.Series) -> None:
    for row in rows_of(offers.to_dict("index").items(), BESIDE):
        columns = st.columns(BESIDE if len(offers) > 1 else 2, gap="small")
        for column, (number, offer) in zip(columns, row, strict=False):
            with column.container(border=True, gap="xsmall", height="stretch", key=f"tawaran-{number}"):
                _card(offer, places, need)
                act_on(desk, actor, need, int(str(number)), offer)


def _card(offer: dict[str, Any], places: pd.Series, need: pd.Series) -> None:
    st.markdown(f"**{plain(say_who(offer, places))}**")
    with st.container(horizontal=True, gap="xsmall"):
        st.badge(supply_label("statuses", offer["status"]), color=COLOURS[offer["status"]])  # type: ignore[arg-type]
        words, colour = say_verdict(offer)
        st.badge(words, color=colour)  # type: ignore[arg-type]
        if not pd.isna(offer["within_limit"]) and not offer["within_limit"]:
            st.badge(tr("di atas batas harga koperasi"), color="orange")
        if offer["source"] == "supplier":
            st.badge(*_permits(offer["complies"]))
    if offer["commodity"] and offer["commodity"] != need["commodity"]:
        st.caption(plain(commodity_label(offer["commodity"])))
    for label, words in say_facts(offer).items():
        st.markdown(f"{plain(label)}: **{plain(words)}**")


def _permits(complies: Any) -> tuple[str]:
    if pd.isna(complies):
        return (tr("izin belum dilihat"),)
    return (tr("izin dilihat"),) if complies else (tr("izin belum lengkap"),)


def compared_table(offers: pd.DataFrame, places: pd.Series) -> pd.DataFrame:
    """The comparison as a table; figures as numbers."""
    rows = offers.to_dict("records")
    return pd.DataFrame(
        {
            tr("Pemasok"): [say_who(row, places) for row in rows],
            tr("Keadaan"): [supply_label("statuses", row["status"]) for row in rows],
            tr("Jumlah"): offers["amount"].to_numpy(),
            tr("Satuan"): [tr(row["unit"]) for row in rows],
            tr("Harga per satuan dasar (Rp)"): offers["price_base"].to_numpy(),
            tr("Satuan dasar"): [tr(row["measure"]) for row in rows],
            tr("Total (Rp)"): offers["total_idr"].to_numpy(),
            tr("Total bila turun 20% (Rp)"): offers["low_idr"].to_numpy(),
            tr("Total bila naik 20% (Rp)"): offers["high_idr"].to_numpy(),
            tr("Ongkos angkut, perkiraan (Rp)"): offers["haul_idr"].to_numpy(),
            tr("HET (Rp)"): offers["ceiling_idr"].to_numpy(),
            tr("Terhadap HET"): [say_verdict(row)[0] for row in rows],
            tr("Jarak (km)"): offers["distance_km"].round(1).to_numpy(),
            tr("Dikirim paling lambat"): offers["deliver_by"].to_numpy(),
            tr("Tanggal harga"): offers["price_date"].to_numpy(),
            tr("Sumber HET"): offers["ceiling_source"].to_numpy(),
            tr("Alasan"): [tr(row["reason"]) if row["reason"] else "" for row in rows],
        }
    )
