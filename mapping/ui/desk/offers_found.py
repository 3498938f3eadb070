"""Who could supply a need, best first, each with its reasons and a way to note an offer."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import streamlit as st

from mapping.desk.rules import Actor
from mapping.desk.supply.find import candidates
from mapping.knowledge.commodities import unit_factor
from mapping.knowledge.supply import supply_label
from mapping.language import mark, plural, tr
from mapping.present.hidden import SHOWN, told_products
from mapping.ui.cache import View
from mapping.ui.controls import is_phone
from mapping.ui.desk.need_words import say_amount
from mapping.ui.desk.offers_acts import Begun, note_offer
from mapping.ui.desk.offers_words import rows_of, say_base, say_idr, say_km, say_verdict, say_who
from mapping.ui.desk.open import Desk, said, today
from mapping.ui.mapview import show_map
from mapping.ui.scoring import kept
from mapping.ui.text import plain
from mapping.ui.together.parts import map_of

FIRST = 6
"""So many are shown at once."""
BESIDE = 3
WANTED = mark("yang membutuhkan")
KINDS = {"supplier": mark("pemasok"), "stock": mark("stok koperasi"), "survey": mark("usaha dari survei")}
COLOURS = {WANTED: "#253494", KINDS["supplier"]: "#41b6c4", KINDS["stock"]: "#fdae61", KINDS["survey"]: "#b5a7d6"}


def public_makers(view: View) -> pd.DataFrame:
    """Makers and traders that the survey met, as everybody may see them: ``kelurahan_code, product, n``."""

    def make() -> pd.DataFrame:
        told = told_products(view.study)
        return told[told["told"] == SHOWN].reset_index()[["kelurahan_code", "product", "n"]]

    return kept(view, "makers", (), make)


def show_found(view: View, desk: Desk, actor: Actor, need: pd.Series, offers: pd.DataFrame) -> None:
    """The candidates of one need; folded away once there are offers to choose from."""
    if (offers["status"] == "open").any():
        with st.expander(tr("Cari calon pemasok lain"), icon=":material/search:"):
            _found(view, desk, actor, need)
    else:
        st.markdown(f"**{tr('Calon pemasok')}**")
        _found(view, desk, actor, need)


def _found(view: View, desk: Desk, actor: Actor, need: pd.Series) -> None:
    with said():
        found = candidates(desk, actor, int(str(need.name)), public_makers(view), view.study.kelurahan, today())
        if found.empty:
            st.info(
                tr("Belum ada calon: tidak ada di daftar pemasok, stok tetangga, maupun survei."),
                icon=":material/search_off:",
            )
        else:
            st.caption(
                tr(
                    "Urutan: bisa dipilih (tidak di atas HET), cukup jumlahnya, jenisnya pasti, dalam batas harga, "
                    "termurah setelah ongkos angkut (perkiraan), lalu terdekat."
                )
            )
            _cards(view, desk, actor, need, found.head(FIRST))
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            if st.button(tr("Catat tawaran dari pemasok lain"), icon=":material/edit_note:", key="tawaran-lain"):
                note_offer(desk, actor, need, _typed(need))
            more = len(found) > FIRST and st.toggle(
                plural("Tampilkan {n} calon lain", len(found) - FIRST, n=len(found) - FIRST), key="calon-lain"
            )
            mapped = len(found) > 0 and st.toggle(tr("Tampilkan di peta"), key="calon-di-peta")
        if more:
            _cards(view, desk, actor, need, found.iloc[FIRST:])
        if mapped:
            _map(view, need, found)


def _typed(need: pd.Series) -> Begun:
    amount = None if pd.isna(need["amount"]) else float(need["amount"])
    return Begun(amount=amount, unit=need["unit"], commodity=need["commodity"])


def _cards(view: View, desk: Desk, actor: Actor, need: pd.Series, found: pd.DataFrame) -> None:
    places = view.study.kelurahan["name"]
    for row in rows_of(found.to_dict("records"), BESIDE):
        for column, one in zip(st.columns(BESIDE, gap="small"), row, strict=False):
            with column.container(border=True, gap="xsmall", height="stretch", key=f"calon-{one['rank']}"):
                _card(one, places)
                if st.button(tr("Catat tawarannya"), key=f"calon-catat-{one['rank']}", icon=":material/edit_note:"):
                    note_offer(desk, actor, need, _begun(one, places))


def _card(one: dict[str, Any], places: pd.Series) -> None:
    st.markdown(f"**{one['rank']}. {plain(say_who(one, places))}**")
    with st.container(horizontal=True, gap="xsmall"):
        st.badge(supply_label("sources", one["source"]), color="blue")
        words, colour = say_verdict(one)
        st.badge(words, color=colour)  # type: ignore[arg-type]
    unit = tr(one["measure"])
    amount = say_amount(one["amount"], unit) if not pd.isna(one["available"]) else tr("jumlah belum diketahui")
    st.markdown(f"{plain(amount)} · **{plain(say_base(one['price_base'], unit))}**")
    if not pd.isna(one["total_idr"]):
        st.markdown(tr("Total **{total}**", total=plain(say_idr(one["total_idr"]))))
    st.markdown(plain(say_km(one["distance_km"])))
    st.caption("\n".join(f"- {plain(note)}" for note in one["notes"]))


def _begun(one: dict[str, Any], places: pd.Series) -> Begun:
    """The form of an offer of this candidate, in the unit of its price."""
    factor = (unit_factor(one["commodity"], one["unit"]) or 1.0) if one["commodity"] else 1.0
    days = one["delivery_days"]
    day = "" if pd.isna(days) else (dt.date.fromisoformat(today()) + dt.timedelta(days=float(days))).isoformat()
    fixed = {
        "source": one["source"],
        "supplier_id": None if pd.isna(one["supplier_id"]) else int(one["supplier_id"]),
        "stock_need_id": None if pd.isna(one["stock_need_id"]) else int(one["stock_need_id"]),
        "from_code": one["from_code"],
        "distance_km": None if pd.isna(one["distance_km"]) else float(one["distance_km"]),
    }
    return Begun(
        title=say_who(one, places),
        who=one["who"],
        commodity=one["commodity"],
        amount=None if pd.isna(one["amount"]) else float(one["amount"]) / factor,
        unit=one["unit"],
        price_idr=None if pd.isna(one["price_idr"]) else int(one["price_idr"]),
        price_date=one["price_date"],
        deliver_by=day,
        fixed=fixed,
    )


def _map(view: View, need: pd.Series, found: pd.DataFrame) -> None:
    """In which kelurahan the candidates are; those outside the region are not on it."""
    here = found[found["kelurahan_code"].isin(view.study.kelurahan.index)]
    kinds = {row.kelurahan_code: KINDS[row.source] for row in here.iloc[::-1].itertuples()}
    kinds[need["kelurahan_code"]] = WANTED
    shown = map_of(view, kinds, COLOURS, tr("Calon pemasok"), need["kelurahan_code"])
    show_map(view, shown, 320 if is_phone() else 420, key="peta-calon")
    outside = len(found) - len(here)
    if outside:
        st.caption(plural("{n} calon berada di luar wilayah ini atau tempatnya belum diketahui.", outside, n=outside))
