"""Neighbours who need the same: proposed as one purchase, joined, ordered, and taken along as one order."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.desk.needs.joint import (
    CANCELLED,
    CLOSED,
    ORDERED,
    join_purchase,
    joinable,
    joint_candidates,
    leave_purchase,
    move_purchase,
    propose_purchase,
)
from mapping.desk.needs.purchases import purchase_order, read_purchases
from mapping.desk.needs.queue import read_needs
from mapping.desk.rules import Actor, may
from mapping.knowledge.formats import say_date, say_number
from mapping.knowledge.needs import read_needs as read_rules
from mapping.language import plural, tr
from mapping.measure.space.neighbours import Neighbours
from mapping.present.place import touching
from mapping.ui.cache import View
from mapping.ui.desk.need_words import MADE_UP, say_amount, say_item, upper_first
from mapping.ui.desk.open import Desk, act, now, said, today
from mapping.ui.downloads import offer_table
from mapping.ui.scoring import kept
from mapping.ui.text import plain

ACTIVE = ("proposed", "open", "ordered")


def show_joint(view: View, desk: Desk, actor: Actor) -> None:
    """What could be bought together, what is proposed, and what became of it."""
    with said():
        around = kept(view, "touching", (), lambda: touching(view.study))
        needs = read_needs(desk, actor, today(), view.study.kelurahan.index)
        purchases = read_purchases(desk, actor, view.study.kelurahan.index)
        candidates = _unproposed(joint_candidates(needs, around), purchases)
        if candidates.empty and purchases.empty:
            _say_nothing()
            return
        if len(candidates):
            _list_candidates(desk, actor, candidates, needs)
        if len(purchases):
            _list_purchases(desk, actor, purchases, needs, around)


def _say_nothing() -> None:
    window = read_rules()["joint"]["window_days"]
    st.info(
        tr(
            "**Belum ada yang bisa dibeli bersama.** Bila koperasi yang bertetangga atau satu kecamatan membutuhkan "
            "barang yang sama dalam selisih {n} hari, usulannya muncul di sini.",
            n=window,
        ),
        icon=":material/groups:",
    )


def _unproposed(candidates: pd.DataFrame, purchases: pd.DataFrame) -> pd.DataFrame:
    """Candidates that nobody has proposed yet."""
    taking = purchases[purchases["status"].isin(ACTIVE[:2])]
    proposed = pd.MultiIndex.from_frame(taking[["commodity", "lead_id"]].astype("object"))
    here = pd.MultiIndex.from_frame(candidates[["commodity", "lead_id"]].astype("object"))
    return candidates[~here.isin(proposed)]


def _list_candidates(desk: Desk, actor: Actor, candidates: pd.DataFrame, needs: pd.DataFrame) -> None:
    n = len(candidates)
    st.subheader(plural("{n} belanja bersama bisa diusulkan", n, n=say_number(n)), anchor=False)
    for group in candidates.itertuples():
        members = needs.loc[list(group.need_ids)]
        with st.container(border=True, gap="xsmall"):
            st.markdown(
                plural(
                    "**{item}: {total}** untuk {n} koperasi. Usulan pemimpin: {lead}.",
                    group.cooperatives,
                    item=plain(upper_first(group.item)),
                    total=say_amount(group.total, group.unit),
                    n=say_number(group.cooperatives),
                    lead=plain(_with_label(members, group.lead_id)),
                )
            )
            if group.wanted_by:
                st.caption(tr("Tanggal yang cocok bagi semua: paling lambat {day}.", day=say_date(group.wanted_by)))
            with st.expander(tr("Siapa dan berapa"), key=f"anggota-{'-'.join(map(str, group.need_ids))}"):
                list_members(members)
            if may(actor, "purchase.propose") and st.button(
                tr("Usulkan belanja bersama"), icon=":material/groups:", key=f"usul-{group.need_ids[0]}"
            ):
                act(lambda ids=group.need_ids: propose_purchase(desk, actor, now(), ids))  # type: ignore[misc]


def _with_label(members: pd.DataFrame, lead_id: int) -> str:
    lead = members[members["cooperative_id"] == lead_id].iloc[0]
    name = str(lead["cooperative"])
    return f"{name} · {tr(MADE_UP)}" if lead["synthetic"] else name


def list_members(members: pd.DataFrame) -> None:
    """Needs that are or could be bought together."""
    rows = members.to_dict("records")
    table = {
        tr("Koperasi"): members["cooperative"].to_numpy(),
        tr("Kelurahan"): members["kelurahan"].to_numpy(),
        tr("Kebutuhan"): [say_item(row) for row in rows],
        tr("Paling lambat"): [say_date(row["wanted_by"]) if row["wanted_by"] else "–" for row in rows],
    }
    st.dataframe(pd.DataFrame(table), hide_index=True)


def _list_purchases(desk: Desk, actor: Actor, purchases: pd.DataFrame, needs: pd.DataFrame, around: Neighbours) -> None:
    st.subheader(tr("Belanja bersama yang berjalan"), anchor=False)
    could = joinable(needs, purchases, around)
    running = purchases[purchases["status"].isin(ACTIVE)]
    if running.empty:
        st.caption(tr("Tidak ada yang sedang berjalan."))
    for number, purchase in running.iterrows():
        invited = needs.loc[could.loc[could["purchase_id"] == number, "need_id"]]
        _show_purchase(desk, actor, int(number), purchase, needs, invited)
    if over := len(purchases) - len(running):
        st.caption(plural("{n} belanja bersama sudah selesai atau dibatalkan.", over, n=say_number(over)))


def _show_purchase(
    desk: Desk, actor: Actor, number: int, purchase: pd.Series, needs: pd.DataFrame, invited: pd.DataFrame
) -> None:
    status = read_rules()["purchases"][purchase["status"]]
    joined = needs[needs["purchase_id"] == number]
    with st.container(border=True, gap="xsmall"):
        st.markdown(
            tr(
                "**{item}: {total}** · {status} · dipimpin {lead}",
                item=plain(upper_first(purchase["item"])),
                total=say_amount(purchase["total"], purchase["unit"]),
                status=status["label"],
                lead=plain(purchase["lead"]),
            )
        )
        told = [plural("{n} koperasi ikut", purchase["cooperatives"], n=say_number(purchase["cooperatives"]))]
        if purchase["wanted_by"]:
            told.append(tr("paling lambat {day}", day=say_date(purchase["wanted_by"])))
        told += [tr(MADE_UP)] if purchase["synthetic"] else []
        st.caption(" · ".join(told))
        if status["joins"]:
            _ask_join(desk, actor, number, invited, joined)
        if len(joined):
            list_members(joined)
        with st.container(horizontal=True, gap="small"):
            _move(desk, actor, number, purchase)
            if len(joined):
                order = _order_table(purchase_order(desk, actor, number))
                offer_table(order, f"pesanan-bersama-{number}", tr("Unduh pesanan"), "tertiary")


def _ask_join(desk: Desk, actor: Actor, number: int, invited: pd.DataFrame, joined: pd.DataFrame) -> None:
    """One button for every need that may join or leave by the hand of whoever looks."""
    with st.container(horizontal=True, gap="small"):
        for need_id, need in invited.iterrows():
            if may(actor, "purchase.join", int(need["cooperative_id"])):
                label = tr("Ikutkan {item} ({place})", item=say_item(need), place=need["kelurahan"])
                seen = int(need["version"])
                if st.button(plain(label), icon=":material/add:", key=f"ikut-{number}-{need_id}"):
                    act(lambda one=int(need_id), v=seen: join_purchase(desk, actor, now(), number, one, v))  # type: ignore[misc]
        for need_id, need in joined.iterrows():
            if may(actor, "purchase.join", int(need["cooperative_id"])):
                label, seen = tr("Keluarkan {place}", place=need["kelurahan"]), int(need["version"])
                if st.button(plain(label), type="tertiary", icon=":material/close:", key=f"keluar-{need_id}"):
                    act(lambda one=int(need_id), v=seen: leave_purchase(desk, actor, now(), one, v))  # type: ignore[misc]


def _move(desk: Desk, actor: Actor, number: int, purchase: pd.Series) -> None:
    if not may(actor, "purchase.move"):
        return
    labels = {ORDERED: tr("Pesan bersama"), CLOSED: tr("Sudah selesai"), CANCELLED: tr("Batalkan")}
    version = int(purchase["version"])
    for status in [key for key in read_rules()["purchases"][purchase["status"]]["next"] if key in labels]:
        kind = "tertiary" if status == CANCELLED else "primary"
        if st.button(labels[status], key=f"belanja-{status}-{number}", type=kind):  # type: ignore[arg-type]
            act(lambda to=status: move_purchase(desk, actor, now(), number, version, to))  # type: ignore[misc]


def _order_table(order: pd.DataFrame) -> pd.DataFrame:
    """The collective order to hand to a supplier: who, how much, by when, and the sum."""
    unit = order["base_unit"].iloc[0]
    table = pd.DataFrame(
        {
            tr("Nomor"): order["need_id"].astype("object"),
            tr("Koperasi"): order["cooperative"],
            tr("Kelurahan"): order["kelurahan"],
            tr("Kecamatan"): order["kecamatan"],
            tr("Barang"): order["item"],
            tr("Jumlah"): order["amount"],
            tr("Satuan"): [tr(name) for name in order["unit"]],
            tr("Jumlah dalam {unit}", unit=tr(unit)): order["base_amount"],
            tr("Paling lambat"): order["wanted_by"],
            tr("Keterangan"): [tr(MADE_UP) if made_up else "" for made_up in order["synthetic"]],
        }
    )
    total = {tr("Koperasi"): tr("Jumlah semua"), tr("Jumlah dalam {unit}", unit=tr(unit)): order["base_amount"].sum()}
    return pd.concat([table, pd.DataFrame([total])], ignore_index=True)
