"""A stalled stock: how much of it is left, and which cooperatives are looking for the same."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.desk.needs.enter import GOODS
from mapping.desk.needs.queue import read_needs
from mapping.desk.rules import Actor
from mapping.desk.supply.prices import measure_unit
from mapping.desk.supply.stock import read_stock_left
from mapping.knowledge.commodities import kinds_for
from mapping.language import plural, tr
from mapping.ui.desk.need_words import place_of, say_amount, say_item
from mapping.ui.desk.open import Desk, today
from mapping.ui.desk.queue_state import open_need
from mapping.ui.text import plain

FIRST = 8


def show_takers(desk: Desk, actor: Actor, stock: pd.Series) -> None:
    """Who could take the stock, most urgent first; a click opens their need, where it is among the candidates."""
    st.subheader(tr("Siapa yang membutuhkannya?"), anchor=False)
    left = read_stock_left(desk, actor, int(str(stock.name)))
    if left is not None:
        unit = tr(measure_unit(stock["commodity"], stock["unit"]))
        st.markdown(tr("Belum diambil: **{left}**.", left=plain(say_amount(left, unit))))
    needs = read_needs(desk, actor, today(), ended=0)
    wanting = needs[
        (needs["kind"] == GOODS)
        & needs["status"].isin(["new", "taken", "offered"])
        & (needs["cooperative_id"] != stock["cooperative_id"])
        & _same(needs, stock)
    ]
    if wanting.empty:
        st.info(tr("Belum ada koperasi yang meminta barang ini."), icon=":material/hourglass_empty:")
        return
    n = len(wanting)
    st.markdown(plural("{n} koperasi meminta barang yang sama:", n, n=n))
    for number, need in wanting.head(FIRST).iterrows():
        label = f"{need['kelurahan']}: {say_item(need)}"
        if st.button(
            plain(label), key=f"peminta-{number}", icon=":material/arrow_forward:", help=plain(place_of(need))
        ):
            open_need(int(str(number)))


def _same(needs: pd.DataFrame, stock: pd.Series) -> pd.Series:
    if stock["commodity"]:
        return needs["commodity"].isin(list(kinds_for(stock["commodity"])))
    return (needs["commodity"] == "") & (needs["item"].str.casefold() == str(stock["item"]).casefold())
