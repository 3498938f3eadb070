"""The table of suppliers: the office fills it, everybody else sees kinds and places."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.desk.register.read import cooperatives_of
from mapping.desk.rules import Actor, may
from mapping.desk.supply.dependence import supplier_dependence
from mapping.desk.supply.goods import read_goods
from mapping.desk.supply.suppliers import read_suppliers
from mapping.knowledge.commodities import commodity_label
from mapping.knowledge.formats import say_date
from mapping.language import plural, tr
from mapping.ui.cache import View
from mapping.ui.controls import is_phone
from mapping.ui.desk.import_table import load_table
from mapping.ui.desk.need_words import MADE_UP, say_amount
from mapping.ui.desk.open import Desk, said, today
from mapping.ui.desk.suppliers_form import edit_good, edit_supplier
from mapping.ui.downloads import offer_table
from mapping.ui.text import plain


def show_suppliers(view: View, desk: Desk, actor: Actor) -> None:
    """Who is on the table, what each has at which price, and how much cooperatives hang on one of them."""
    with said():
        writes = may(actor, "supplier.write")
        suppliers = read_suppliers(desk, actor, active_only=not writes)
        goods = read_goods(desk, actor, today(), active_only=not writes)
        n = int(suppliers["active"].sum()) if len(suppliers) else 0
        st.markdown(
            plural("**{n} pemasok ada di daftar.**", n, n=n)
            if n
            else tr(
                "**Daftar pemasok masih kosong.** Dinas mengisinya; calon lain dicari dari stok tetangga dan survei."
            )
        )
        if writes and st.button(tr("Tambah pemasok"), type="primary", icon=":material/add_business:"):
            edit_supplier(desk, actor, None)
        load_table(desk, actor, "pemasok")
        if len(suppliers):
            _list_suppliers(suppliers, writes)
            if writes:
                _open_one(desk, actor, suppliers, goods)
            _list_goods(goods, writes)
        _say_dependence(view, desk, actor)


def _list_suppliers(suppliers: pd.DataFrame, writes: bool) -> None:
    rows = suppliers.to_dict("records")
    table = pd.DataFrame(
        {
            tr("Jenis"): suppliers["kind_label"],
            tr("Nama"): suppliers["name"],
            tr("Tempat"): [_place(row) for row in rows],
            tr("Barang"): suppliers["goods"],
            tr("Melayani"): [row["area"] or tr("semua wilayah") for row in rows],
            tr("Izin"): [_permits(row["complies"]) for row in rows],
            tr("Diperiksa"): [say_date(row["checked_on"]) if row["checked_on"] else "" for row in rows],
            tr("Kontak"): suppliers["contact"],
        }
    )
    if not writes:
        table = table.drop(columns=[tr("Nama"), tr("Kontak")])
    st.dataframe(table, hide_index=True, height=_height(len(table)))


def _place(row: dict[str, object]) -> str:
    place = str(row["place"] or row["kelurahan_code"])
    return f"{place} · {tr(MADE_UP)}" if row["synthetic"] else place


def _permits(complies: object) -> str:
    if pd.isna(complies):
        return tr("belum dilihat")
    return tr("dilihat") if complies else tr("belum lengkap")


def _open_one(desk: Desk, actor: Actor, suppliers: pd.DataFrame, goods: pd.DataFrame) -> None:
    """One supplier picked by name, to change it or what it has."""
    names = {int(number): f"{row['name']} · {row['place']}" for number, row in suppliers.iterrows()}
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        picked = st.selectbox(
            tr("Buka pemasok"),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=tr("nama atau tempat"),
            filter_mode="contains",
            key="buka-pemasok",
            width=380,
        )
        if picked is None:
            return
        if st.button(tr("Ubah"), icon=":material/edit:", key="ubah-pemasok"):
            edit_supplier(desk, actor, suppliers.loc[picked])
        if st.button(tr("Tambah barang"), icon=":material/add:", key="tambah-barang"):
            edit_good(desk, actor, picked, None)
    for number, good in goods[goods["supplier_id"] == picked].iterrows():
        label = tr("Ubah {item}", item=good["item"])
        if st.button(plain(label), icon=":material/edit:", type="tertiary", key=f"ubah-barang-{number}"):
            edit_good(desk, actor, picked, good)


def _list_goods(goods: pd.DataFrame, writes: bool) -> None:
    st.markdown(f"**{tr('Barang dan harga')}**")
    if goods.empty:
        st.caption(tr("Belum ada barang yang dicatat."))
        return
    rows = goods.to_dict("records")
    table = pd.DataFrame(
        {
            tr("Barang"): goods["item"],
            tr("Komoditas"): [commodity_label(row["commodity"]) for row in rows],
            tr("Pemasok"): goods["supplier"],
            tr("Jenis"): goods["kind_label"],
            tr("Tempat"): goods["place"],
            tr("Harga (Rp)"): goods["price_idr"],
            tr("Per"): [tr(row["unit"]) for row in rows],
            tr("Tanggal harga"): [_say_day(row) for row in rows],
            tr("Kemampuan sebulan"): [say_amount(row["capacity_month"], tr(row["unit"])) for row in rows],
            tr("Paling sedikit"): [say_amount(row["minimum_order"], tr(row["unit"])) for row in rows],
        }
    )
    if not writes:
        table = table.drop(columns=tr("Pemasok"))
    config = {tr("Harga (Rp)"): st.column_config.NumberColumn(format="localized")}
    st.dataframe(table, hide_index=True, column_config=config, height=_height(len(table)))
    with st.container(horizontal=True, gap="small"):
        offer_table(table, "pemasok", tr("Unduh barang dan harga"), "tertiary")
    old = int(goods["old"].sum())
    if old:
        st.caption(plural("{n} harga sudah lama: tanyakan lagi sebelum dipakai.", old, n=old))


def _say_day(row: dict[str, object]) -> str:
    if not row["price_date"]:
        return tr("belum diketahui")
    day = say_date(str(row["price_date"]))
    return tr("{day} (lama)", day=day) if row["old"] else day


def _height(rows: int) -> int:
    return min(35 * (rows + 1) + 3, 300 if is_phone() else 420)


def _say_dependence(view: View, desk: Desk, actor: Actor) -> None:
    """How concentrated the chosen offers of each cooperative are on one supplier."""
    cooperatives = cooperatives_of(desk, view.study.kelurahan.index, actor)
    table = supplier_dependence(desk, actor)
    table = table[table["cooperative_id"].isin(cooperatives.index)]
    # Of a cooperative that buys one thing all it buys is that thing.
    several = table.groupby("cooperative_id")["commodity"].transform("size") > 2
    table = table[several | (table["commodity"] != "*") | ~table["cooperative_id"].duplicated(keep=False)]
    if table.empty:
        return
    st.markdown(f"**{tr('Ketergantungan pada satu pemasok')}**")
    shown = pd.DataFrame(
        {
            tr("Koperasi"): cooperatives["label"].reindex(table["cooperative_id"]).to_numpy(),
            tr("Barang"): table["label"].to_numpy(),
            tr("Tawaran dipilih"): table["offers"].to_numpy(),
            tr("Pemasok"): table["suppliers"].to_numpy(),
            tr("Bagian pemasok terbesar"): (table["top_share"] * 100).round().to_numpy(),
            tr("Indeks HHI"): table["hhi"].round(2).to_numpy(),
            tr("Peringatan"): table["warning"].to_numpy(),
        }
    )
    config: dict[str, Any] = {tr("Bagian pemasok terbesar"): st.column_config.NumberColumn(format="%.0f%%")}
    config[tr("Peringatan")] = st.column_config.TextColumn(width="large")
    st.dataframe(shown, hide_index=True, column_config=config, height=_height(len(shown)))
    st.caption(
        tr(
            "HHI 1 berarti semua dari satu pemasok, 0,5 dua pemasok sama besar. Yang dihitung hanya belanja yang "
            "dicatat di meja ini."
        )
    )
