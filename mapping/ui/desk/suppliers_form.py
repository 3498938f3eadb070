"""The forms of a supplier and of what it has, in dialogs."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import streamlit as st

from mapping.desk.rules import Actor
from mapping.desk.supply.goods import remove_good, set_good
from mapping.desk.supply.suppliers import add_supplier, change_supplier
from mapping.knowledge.commodities import commodity_label, commodity_of, units_of
from mapping.knowledge.supply import read_supply, supply_label
from mapping.language import mark, tr
from mapping.ui.desk.open import Desk, act, now, today

SEEN = {"": mark("belum dilihat"), "yes": mark("dilihat"), "no": mark("belum lengkap")}


def edit_supplier(desk: Desk, actor: Actor, present: pd.Series | None) -> None:
    """Add a supplier, or change the one given."""
    title = tr("Tambah pemasok") if present is None else tr("Ubah pemasok")
    st.dialog(title)(_supplier_form)(desk, actor, present)


def _supplier_form(desk: Desk, actor: Actor, present: pd.Series | None) -> None:
    old: dict[str, Any] = {} if present is None else present.to_dict()
    kinds = list(read_supply()["kinds"])
    complies = old.get("complies")
    seen = "" if pd.isna(complies) else ("yes" if complies else "no")
    with st.form("pemasok", border=False):
        fields: dict[str, Any] = {
            "name": st.text_input(tr("Nama pemasok"), old.get("name", ""), max_chars=200),
            "kind": st.selectbox(
                tr("Jenis pemasok"),
                kinds,
                index=kinds.index(old["kind"]) if old.get("kind") in kinds else 0,
                format_func=lambda kind: supply_label("kinds", kind),
            ),
            "place": st.text_input(
                tr("Tempat"), old.get("place", ""), max_chars=200, help=tr("Dibaca semua orang, misalnya nama kota.")
            ),
            "area": st.text_input(
                tr("Wilayah yang dilayani"),
                old.get("area", ""),
                help=tr("Kode wilayah, misalnya 35.78; kosong berarti semua."),
            ),
            "contact": st.text_input(
                tr("Kontak, hanya dibaca dinas"), old.get("contact", ""), max_chars=200, autocomplete="off"
            ),
        }
        picked = st.segmented_control(
            tr("Izin usaha"), list(SEEN), default=seen, format_func=lambda key: tr(SEEN[key]), required=True
        )
        fields["complies"] = {"yes": True, "no": False}.get(picked or "")
        fields["permits"] = st.text_input(tr("Izin yang dilihat"), old.get("permits", ""), max_chars=200)
        with st.expander(tr("Titik dan sumber (boleh kosong)")):
            fields["kelurahan_code"] = st.text_input(tr("Kode kelurahan"), old.get("kelurahan_code", ""))
            fields["lat"] = st.text_input(tr("Lintang"), _number(old.get("lat")), placeholder="-7.32")
            fields["lon"] = st.text_input(tr("Bujur"), _number(old.get("lon")), placeholder="112.77")
            fields["source"] = st.text_input(tr("Sumber"), old.get("source", ""), max_chars=200)
            fields["checked_on"] = _day(tr("Tanggal diperiksa"), old.get("checked_on") or today())
        if present is not None:
            fields["active"] = st.checkbox(tr("Masih aktif"), bool(old.get("active", True)))
        if st.form_submit_button(tr("Simpan pemasok"), type="primary", width="stretch"):
            act(lambda: _keep_supplier(desk, actor, present, fields))


def _keep_supplier(desk: Desk, actor: Actor, present: pd.Series | None, fields: dict[str, Any]) -> None:
    if present is None:
        add_supplier(desk, actor, now(), **fields)
    else:
        change_supplier(desk, actor, now(), int(str(present.name)), int(present["version"]), **fields)


def _number(value: Any) -> str:
    return "" if value is None or pd.isna(value) else f"{float(value):g}"


def _day(label: str, value: str) -> dt.date | str:
    day = st.date_input(label, value=dt.date.fromisoformat(value) if value else None, format="DD/MM/YYYY")
    return day if isinstance(day, dt.date) else ""


def edit_good(desk: Desk, actor: Actor, supplier_id: int, present: pd.Series | None) -> None:
    """Add a thing to what a supplier has, or change the one given."""
    title = tr("Tambah barang") if present is None else tr("Ubah barang")
    st.dialog(title)(_good_form)(desk, actor, supplier_id, present)


def _good_form(desk: Desk, actor: Actor, supplier_id: int, present: pd.Series | None) -> None:
    old: dict[str, Any] = {} if present is None else present.to_dict()
    item = st.text_input(tr("Barang"), old.get("item", ""), max_chars=120)
    known = commodity_of(item or "")
    if known:
        st.caption(tr("Dikenali sebagai {commodity}.", commodity=commodity_label(known)))
    units = units_of(known)
    unit = st.selectbox(
        tr("Satuan"),
        units,
        index=units.index(old["unit"]) if old.get("unit") in units else 0,
        accept_new_options=not known,
        format_func=tr,
        key=f"satuan-{known}",
    )
    price = st.number_input(
        tr("Harga per satuan (rupiah)"), min_value=1, value=_whole(old.get("price_idr")), step=500, format="%d"
    )
    day = _day(tr("Tanggal harga"), old.get("price_date") or today())
    capacity = _amount(tr("Kemampuan sebulan"), old.get("capacity_month"))
    minimum = _amount(tr("Pembelian paling sedikit"), old.get("minimum_order"))
    days = _amount(tr("Lama kirim (hari)"), old.get("delivery_days"))
    told = {"item": item or "", "unit": unit or "", "price_idr": price, "price_date": day if price else ""}
    told |= {"capacity_month": capacity, "minimum_order": minimum, "delivery_days": days}
    if present is not None:
        told |= {"good_id": int(str(present.name)), "version": int(present["version"])}
    if st.button(tr("Simpan barang"), type="primary", icon=":material/save:", width="stretch"):
        act(lambda: set_good(desk, actor, now(), supplier_id=supplier_id, **told))  # type: ignore[arg-type]
    if present is not None and st.button(tr("Hapus barang ini"), icon=":material/delete:", type="tertiary"):
        number, version = int(str(present.name)), int(present["version"])
        act(lambda: remove_good(desk, actor, now(), number, version))


def _whole(value: Any) -> int | None:
    return None if value is None or pd.isna(value) else int(value)


def _amount(label: str, value: Any) -> float | None:
    known = None if value is None or pd.isna(value) else float(value)
    return st.number_input(label, min_value=0.0, value=known, step=1.0, format="%g")
