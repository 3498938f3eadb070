"""The queue: what waits, most urgent first, with what is overdue on top; it looks again by itself."""

from __future__ import annotations

import zlib

import pandas as pd
import streamlit as st

from mapping.desk.needs.queue import read_needs
from mapping.desk.rules import COOPERATIVE, Actor, may
from mapping.knowledge.formats import say_number
from mapping.knowledge.needs import read_needs as read_rules
from mapping.knowledge.needs import status_label, tier_label
from mapping.language import mark, plural, tr
from mapping.ui.cache import View
from mapping.ui.controls import is_phone
from mapping.ui.desk.import_table import load_table
from mapping.ui.desk.need_words import TIER_COLOURS, place_of, say_clock, say_due, say_item
from mapping.ui.desk.open import Desk, now, said, today
from mapping.ui.desk.queue_state import open_need, turn
from mapping.ui.downloads import offer_table
from mapping.ui.kinship import ROW_PX, pick_row
from mapping.ui.state import remember, restore
from mapping.ui.text import plain

EVERY_S = 15
ALL, REMIND, NEW, MINE, OVER = "terbuka", "ingat", "baru", "saya", "selesai"
SHOWN = {
    ALL: mark("Semua terbuka"),
    REMIND: mark("Perlu diingatkan"),
    NEW: mark("Belum diurus"),
    MINE: mark("Saya urus"),
    OVER: mark("Selesai"),
}
MOST_REMINDERS = 3
MOST_ENDED = 500
"""So many of the needs that are over are read with those that wait: it happens every 15 seconds, for every reader."""
LATEST = "antrean_terbaru"


def filter_needs(view: View, actor: Actor) -> tuple[str, str, str]:
    """What of the queue is shown: its state, its kind, its place; each kept in the address."""
    shown = [key for key in SHOWN if key not in (REMIND, MINE) or may(actor, "need.take")]
    wanted = restore("saring", shown, ALL)
    state = st.segmented_control(
        tr("Tampilkan"),
        shown,
        format_func=lambda key: tr(SHOWN[key]),
        key="saring",
        required=True,
        persist_state="session",
    )
    remember("saring", state or wanted, unless=ALL)
    kinds = {"": tr("Semua jenis")} | {key: row["label"] for key, row in read_rules()["kinds"].items()}
    places = {"": tr("Semua tempat")} | {
        name: tr("Kec. {name}", name=name) for name in sorted(set(view.study.kelurahan["kecamatan"].astype(str)))
    }
    with st.container(horizontal=True, gap="small"):
        kind = _choose("macam", tr("Jenis"), kinds)
        place = _choose("di", tr("Tempat"), places)
    return state or wanted, kind, place


def _choose(word: str, label: str, names: dict[str, str]) -> str:
    wanted = restore(word, list(names), "")
    picked = st.selectbox(
        label,
        list(names),
        format_func=names.__getitem__,
        key=word,
        persist_state="session",
        width="stretch" if is_phone() else 240,
        label_visibility="collapsed",
    )
    remember(word, picked or "", unless="")
    return picked if picked is not None else wanted


def picked_of(needs: pd.DataFrame, state: str, kind: str, place: str) -> pd.DataFrame:
    """The needs that the filters leave, in the order of the queue."""
    is_open = needs["urgency"].notna()
    of_state = {
        ALL: is_open,
        REMIND: needs["reminder"] != "",
        NEW: is_open & needs["status"].eq("new"),
        MINE: is_open & needs["mine"],
        OVER: ~is_open,
    }
    kept = of_state[state]
    if kind:
        kept &= needs["kind"].eq(kind)
    if place:
        kept &= needs["kecamatan"].eq(place)
    return needs[kept]


def show_queue(view: View, desk: Desk, actor: Actor, state: str, kind: str, place: str) -> None:
    """The queue, read anew every 15 seconds; nothing else of the page moves when it is. The office may load needs."""
    st.fragment(_queue, run_every=EVERY_S)(view, desk, actor, state, kind, place)
    load_table(desk, actor, "kebutuhan")


def _queue(view: View, desk: Desk, actor: Actor, state: str, kind: str, place: str) -> None:
    with said():
        needs = read_needs(desk, actor, today(), view.study.kelurahan.index, ended=MOST_ENDED)
        _tell_new(needs)
        if needs.empty:
            _say_empty(actor)
        else:
            _say_state(needs, actor)
            if state == ALL and not kind and not place:
                _list_reminders(needs, actor)
            _list_needs(picked_of(needs, state, kind, place), actor, state)
            if state == OVER and needs["urgency"].isna().sum() >= MOST_ENDED:
                st.caption(
                    tr("Hanya {n} yang terakhir selesai; semuanya ada di data terbuka.", n=say_number(MOST_ENDED))
                )
    st.caption(tr("Diperbarui otomatis tiap {n} detik, terakhir pukul {time}.", n=EVERY_S, time=say_clock(now())))


def _tell_new(needs: pd.DataFrame) -> None:
    """A word about what came in since the last look."""
    latest = int(needs.index.max()) if len(needs) else 0
    before = st.session_state.get(LATEST)
    st.session_state[LATEST] = max(latest, before or 0)
    if before is None or latest <= before:
        return
    for _, need in needs[needs.index > before].head(MOST_REMINDERS).iterrows():
        st.toast(
            tr("Kebutuhan baru: {item}, {place}", item=plain(say_item(need)), place=plain(place_of(need))),
            icon=":material/notifications:",
        )


def _say_empty(actor: Actor) -> None:
    st.info(
        tr(
            "**Belum ada kebutuhan di wilayah ini.** Koperasi memasukkan kebutuhan barang, stok yang tidak laku, atau "
            "masalah; dinas langsung melihatnya di sini dan mencarikan pemasok."
        ),
        icon=":material/inbox:",
    )
    if actor.role != COOPERATIVE and may(actor, "need.enter", actor.cooperative_id):
        st.caption(tr("Mulai dari bagian Isi kebutuhan di atas; daftar koperasinya ada di halaman Daftar koperasi."))


def _say_state(needs: pd.DataFrame, actor: Actor) -> None:
    """How many wait, how many of them urgently, and how fast it goes."""
    waiting = needs[needs["urgency"].notna()]
    if waiting.empty:
        st.markdown(tr("**Tidak ada kebutuhan yang menunggu.** Semuanya sudah selesai."))
        return
    urgent, alone = int(waiting["urgency"].eq(1).sum()), int(waiting["status"].eq("new").sum())
    st.markdown(
        plural(
            "**{n} kebutuhan menunggu**: {urgent} mendesak, {alone} belum diurus. Yang paling lama sudah {days} hari.",
            len(waiting),
            n=say_number(len(waiting)),
            urgent=say_number(urgent),
            alone=say_number(alone),
            days=say_number(waiting["age_days"].max()),
        )
    )


def _list_reminders(needs: pd.DataFrame, actor: Actor) -> None:
    """What has waited longest, for those whose turn it is."""
    if not may(actor, "need.take"):
        return
    late = needs[(needs["reminder"] != "") & (needs["mine"] | needs["owner"].ne(tr("Dinas")))]
    most = MOST_REMINDERS - is_phone()
    for number, need in late.head(most).iterrows():
        with st.container(border=True, horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.badge(tier_label(need["urgency"]), color=TIER_COLOURS[int(need["urgency"])])
            st.markdown(
                f"**{plain(say_item(need))}** · {plain(place_of(need))}  \n"
                f":material/notifications: {plain(need['reminder'])}",
                width="stretch",
            )
            if st.button(tr("Buka nomor {n}", n=number), key=f"ingat-{number}"):
                open_need(int(number))
    if (n := len(late) - most) > 0:
        st.caption(plural("{n} lagi ada di saringan Perlu diingatkan.", n, n=say_number(n)))


def queue_table(needs: pd.DataFrame, actor: Actor) -> pd.DataFrame:
    """The queue in words, one row per need; columns in the language in force. Reminders are for who answers."""
    rows = needs.to_dict("records")
    table = pd.DataFrame(
        {
            tr("Nomor"): needs.index,
            tr("Urgensi"): ["–" if pd.isna(tier) else tier_label(tier) for tier in needs["urgency"]],
            tr("Kebutuhan"): [say_item(row) for row in rows],
            tr("Koperasi di"): [place_of(row) for row in rows],
            tr("Dibutuhkan"): [say_due(row) for row in rows],
            tr("Status"): [status_label(status) for status in needs["status"]],
            tr("Hari terbuka"): needs["age_days"].astype("Int64").to_numpy(),
            tr("Diurus oleh"): needs["owner"].to_numpy(),
            tr("Mengapa di urutan ini"): needs["why"].to_numpy(),
            tr("Pengingat"): needs["reminder"].to_numpy(),
        }
    )
    return table if may(actor, "need.take") else table.drop(columns=tr("Pengingat"))


def _list_needs(needs: pd.DataFrame, actor: Actor, state: str) -> None:
    if needs.empty:
        st.caption(tr("Tidak ada kebutuhan dengan saringan ini."))
        return
    table = queue_table(needs, actor)
    if is_phone():
        # The rest is in the opened need.
        table = table[[tr("Kebutuhan"), tr("Urgensi"), tr("Koperasi di"), tr("Status"), tr("Nomor")]]
    config = {
        tr("Nomor"): st.column_config.NumberColumn(format="%d", width=60),
        tr("Urgensi"): st.column_config.TextColumn(width=95),
        tr("Kebutuhan"): st.column_config.TextColumn(width=150 if is_phone() else 190),
        tr("Koperasi di"): st.column_config.TextColumn(width=180 if is_phone() else 230),
        tr("Hari terbuka"): st.column_config.NumberColumn(format="%d", width=90),
        tr("Mengapa di urutan ini"): st.column_config.TextColumn(width=260),
    }
    # A row's place is no name for it: another order is another table, so that no click opens what moved there.
    order = zlib.crc32(",".join(map(str, needs.index)).encode())
    height = 420 if is_phone() else ROW_PX * 14
    picked = pick_row(table, needs.index, height, f"antrean-{state}-{order}-{turn()}", config)
    if picked:
        open_need(int(picked))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _open_by_number(needs)
        offer_table(queue_table(needs, actor), "kebutuhan", tr("Unduh antrean"), "tertiary")


def _open_by_number(needs: pd.DataFrame) -> None:
    """The way to a need by keyboard: typed and picked from a list."""
    names = {int(number): f"{number} · {say_item(need)} · {need['kelurahan']}" for number, need in _records(needs)}
    picked = st.selectbox(
        tr("Buka kebutuhan"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=tr("nomor, barang, atau kelurahan"),
        filter_mode="contains",
        key=f"buka-{turn()}",
        width=420,
    )
    if picked:
        open_need(picked)


def _records(needs: pd.DataFrame) -> list[tuple[int, dict[str, object]]]:
    return list(zip(needs.index, needs.to_dict("records"), strict=True))
