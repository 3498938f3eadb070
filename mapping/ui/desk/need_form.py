"""A need entered in under a minute on a phone: what, how much, by when, and it is sent."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import streamlit as st

from mapping.desk.needs.enter import (
    GOODS,
    LONGEST_DETAILS,
    LONGEST_ITEM,
    PROBLEM,
    STOCK,
    date_label,
    enter_need,
)
from mapping.knowledge.commodities import commodity_label, commodity_of, unit_factor, units_of
from mapping.knowledge.formats import say_date
from mapping.knowledge.needs import read_needs
from mapping.language import mark, plural, tr
from mapping.ui.desk.need_words import upper_first
from mapping.ui.desk.open import Actor, Desk, now, said, today
from mapping.ui.desk.queue_state import open_need

KEY, SENT = "kunci_kebutuhan", "kebutuhan_terkirim"
PICK, NEVER = "pilih", "tanpa"
KIND_LABELS = {GOODS: mark("Barang"), STOCK: mark("Stok tidak laku"), PROBLEM: mark("Masalah lain")}
QUESTIONS = {
    GOODS: mark("Barang apa yang dibutuhkan?"),
    STOCK: mark("Stok apa yang tidak laku?"),
    PROBLEM: mark("Masalahnya apa?"),
}
WIDTH = 560


def enter_here(desk: Desk, actor: Actor, cooperative_id: int) -> None:
    """The form for one cooperative, or the number of the need that it just sent and what comes next."""
    if st.session_state.get(SENT, {}).get("cooperative_id") == cooperative_id:
        _say_sent(actor)
        return
    # One form is one need, however often its button is pressed or its page interrupted.
    key = st.session_state.setdefault(KEY, uuid4().hex)
    with st.container(border=True, width=WIDTH):
        kind = _ask_kind(key)
        entry = {"kind": kind} | (_ask_problem(key) if kind == PROBLEM else _ask_goods(key, kind))
        if st.button(
            tr("Kirim kebutuhan"), type="primary", icon=":material/send:", width="stretch", key=f"{key}-kirim"
        ):
            _send(desk, actor, cooperative_id, key, entry)


def _ask_kind(key: str) -> str:
    picked = st.segmented_control(
        tr("Jenis"),
        list(KIND_LABELS),
        format_func=lambda kind: tr(KIND_LABELS[kind]),
        default=GOODS,
        required=True,
        key=f"{key}-jenis",
        label_visibility="collapsed",
        width="stretch",
    )
    return picked or GOODS


def _ask_goods(key: str, kind: str) -> dict[str, object]:
    """What, how much, in which unit, by when; the price may stay open."""
    item = _ask_item(key, kind)
    known = commodity_of(item)
    _say_known(item, known)
    # Beside each other on a phone, too, where columns would stack.
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        amount = st.number_input(
            tr("Jumlah"), min_value=0.0, value=None, step=1.0, format="%g", placeholder="0", key=f"{key}-jumlah"
        )
        # A widget of its own for every commodity, so that its first unit is offered.
        unit = st.selectbox(
            tr("Satuan"),
            units_of(known),
            format_func=tr,
            accept_new_options=not known,
            key=f"{key}-satuan-{known}",
            width=150,
        )
    wanted_by = _ask_day(key, kind)
    with st.expander(tr("Harga dan keterangan (boleh kosong)"), key=f"{key}-lebih"):
        # People know the price of a kilogram, also where they ask for tonnes.
        size = unit_factor(known, unit or "")
        counted = tr(units_of(known)[0] if size else unit or "")
        label = tr("Harga yang diminta") if kind == STOCK else tr("Harga tertinggi")
        price = st.number_input(
            tr("{label}, rupiah per {unit}", label=label, unit=counted),
            min_value=0,
            value=None,
            step=500,
            format="%d",
            key=f"{key}-harga",
        )
        details = _ask_details(key)
    return {
        "item": item,
        "amount": amount,
        "unit": unit or "",
        "wanted_by": wanted_by,
        "price_limit_idr": round(price * (size or 1.0)) if price else None,
        "details": details,
    }


def _say_known(item: str, known: str) -> None:
    """What the item was taken for. Always one line: what moved would take the focus from the field that is typed in."""
    if known:
        st.caption(tr("Dikenali sebagai {commodity}.", commodity=commodity_label(known)))
    elif item:
        st.caption(tr("Barang ini belum ada di daftar kami, tetapi tetap bisa dikirim."))
    else:
        st.caption(tr("Nama umumnya saja, tanpa nama orang."))


def _ask_item(key: str, kind: str) -> str:
    """The thing: one tap for what is asked most, or typed."""
    field = f"{key}-barang"

    def fill_in() -> None:
        if picked := st.session_state.get(f"{key}-cepat"):
            st.session_state[field] = upper_first(commodity_label(picked))

    quick = read_needs()["form"]["quick"]
    st.pills(
        tr(QUESTIONS[kind]),
        quick,
        format_func=lambda commodity: upper_first(commodity_label(commodity)),
        key=f"{key}-cepat",
        on_change=fill_in,
    )
    typed = st.text_input(
        tr(QUESTIONS[kind]),
        placeholder=tr("atau tulis di sini, misalnya pupuk urea"),
        key=field,
        max_chars=LONGEST_ITEM,
        label_visibility="collapsed",
    )
    return str(typed or "")


def _ask_day(key: str, kind: str) -> str:
    """By when, one tap: tomorrow, in some days, a day of the calendar, or no day."""
    form = read_needs()["form"]
    offered = [*map(str, form["due_days"]), PICK, NEVER]
    words = {PICK: tr("Pilih tanggal"), NEVER: tr("Tanpa tanggal")}
    words |= {str(days): _say_span(days) for days in form["due_days"]}
    picked = st.pills(
        date_label(kind),
        offered,
        format_func=words.__getitem__,
        default=NEVER if kind == STOCK else str(form["usual_days"]),
        required=True,
        key=f"{key}-kapan-{kind}",
    )
    first = dt.date.fromisoformat(today())
    if picked == PICK:
        day = st.date_input(
            date_label(kind),
            value=first + dt.timedelta(days=form["usual_days"]),
            min_value=first,
            max_value=first + dt.timedelta(days=form["furthest_days"]),
            format="DD/MM/YYYY",
            key=f"{key}-tanggal",
            label_visibility="collapsed",
        )
        return day.isoformat() if isinstance(day, dt.date) else ""
    if not picked or picked == NEVER:
        st.caption(tr("Yang bertanggal diurus lebih dulu."))
        return ""
    day = first + dt.timedelta(days=int(picked))
    st.caption(tr("Paling lambat {day}.", day=say_date(day.isoformat())))
    return day.isoformat()


def _say_span(days: int) -> str:
    if days == 1:
        return tr("Besok")
    return tr("Seminggu") if days == 7 else plural("{n} hari", days, n=days)


def _ask_problem(key: str) -> dict[str, object]:
    item = st.text_input(
        tr(QUESTIONS[PROBLEM]),
        placeholder=tr("satu kalimat, misalnya timbangan rusak"),
        key=f"{key}-masalah",
        max_chars=LONGEST_ITEM,
        help=tr("Kalimat ini dibaca semua orang. Jangan tulis nama atau nomor orang."),
    )
    return {"item": str(item or ""), "details": _ask_details(key)}


def _ask_details(key: str) -> str:
    told = st.text_area(
        tr("Keterangan, hanya dibaca dinas dan koperasi ini"), key=f"{key}-rinci", max_chars=LONGEST_DETAILS, height=90
    )
    return str(told or "")


def _send(desk: Desk, actor: Actor, cooperative_id: int, key: str, entry: dict[str, object]) -> None:
    """Keep the need; a field that cannot be kept is named below the button and everything typed stays."""
    with said():
        number = enter_need(desk, actor, now(), cooperative_id=cooperative_id, request_key=key, **entry)  # type: ignore[arg-type]
        st.session_state[SENT] = {"cooperative_id": cooperative_id, "number": number, "kind": entry["kind"]}
        del st.session_state[KEY]
        st.rerun()


def _say_sent(actor: Actor) -> None:
    sent = st.session_state[SENT]
    days = read_needs()["statuses"]["new"]["remind_days"]
    with st.container(border=True, width=WIDTH):
        st.success(tr("**Tersimpan: kebutuhan nomor {n}.**", n=sent["number"]), icon=":material/check_circle:")
        st.markdown(
            tr("Dinas sudah bisa melihatnya di antrean. Kabarnya muncul di halaman ini, dan Anda bisa menulis pesan.")
            if sent["kind"] != STOCK
            else tr("Dinas dan koperasi tetangga yang membutuhkan barang ini sudah bisa melihatnya.")
        )
        st.caption(
            plural("Bila {n} hari belum ada yang mengurus, antrean mengingatkan dinas dengan sendirinya.", days, n=days)
        )
        with st.container(horizontal=True):
            if st.button(tr("Lihat kebutuhan ini"), icon=":material/visibility:"):
                st.session_state.pop(SENT)
                open_need(sent["number"])
            if st.button(tr("Isi kebutuhan lain"), icon=":material/add:"):
                st.session_state.pop(SENT)
                st.rerun()
