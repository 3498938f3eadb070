"""The data of a cooperative: a new one by the office, changes by the office or the cooperative itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from mapping.desk.register.checks import LABELS, latest_day
from mapping.desk.register.write import add_cooperative, change_cooperative
from mapping.desk.rules import may
from mapping.errors import EntryError
from mapping.knowledge.catalog import read_lines
from mapping.language import tr
from mapping.ui.cache import View
from mapping.ui.controls import kelurahan_labels
from mapping.ui.desk.open import Actor, Desk, now
from mapping.ui.desk.register_list import open_card
from mapping.ui.desk.register_parts import FIRST_DAY, day_of, keep, known, say_failed, status_labels
from mapping.ui.state import chosen

WIDTH, NEW_KEY = 760, "koperasi-baru"
SHARED = ("deed_number", "deed_date", "nik", "nib", "kbli", "line_id", "members", "capital_idr", "lat", "lon", "note")
PLACES = {"kelurahan": "name", "kecamatan": "kecamatan", "kabupaten": "kabupaten"}


def new_form(view: View, desk: Desk, actor: Actor) -> None:
    """A cooperative that is on no list yet."""
    labels, key = kelurahan_labels(view), NEW_KEY
    codes = sorted(labels, key=labels.__getitem__)
    here = chosen("kelurahan")
    with st.form(key, width=WIDTH, border=True):
        st.selectbox(
            tr("Kelurahan atau desa"),
            codes,
            index=codes.index(here) if here in codes else None,
            format_func=labels.__getitem__,
            filter_mode="contains",
            placeholder=tr("Pilih kelurahan atau desa"),
            key=f"{key}-kelurahan_code",
        )
        hint = "Koperasi Kelurahan Merah Putih …"
        st.text_input(tr(LABELS["name"]), placeholder=hint, max_chars=200, key=f"{key}-name")
        left, right = st.columns(2)
        steps = status_labels()
        left.selectbox(tr(LABELS["status"]), list(steps), format_func=steps.__getitem__, key=f"{key}-status")
        right.date_input(
            tr(LABELS["status_since"]),
            None,
            min_value=FIRST_DAY,
            max_value=_last_day(),
            format="DD/MM/YYYY",
            key=f"{key}-status_since",
        )
        _ask_fields(pd.Series(dtype=object), key)
        st.form_submit_button(
            tr("Simpan koperasi"),
            type="primary",
            icon=":material/save:",
            on_click=keep,
            args=(key, partial(_add, view, desk, actor)),
        )
    say_failed(key)


def _typed(key: str, names: Iterable[str]) -> dict[str, Any]:
    return {name: st.session_state.get(f"{key}-{name}") for name in names}


def _add(view: View, desk: Desk, actor: Actor) -> str:
    code = st.session_state.get(f"{NEW_KEY}-kelurahan_code")
    if code is None:
        raise EntryError(tr("Pilih kelurahan atau desa yang ada di peta."), "kelurahan_code")
    place = view.study.kelurahan.loc[code]
    told: dict[str, Any] = {name: str(place[source]) for name, source in PLACES.items()}
    fields = _typed(NEW_KEY, ("name", "status", "status_since", *SHARED))
    outlines = view.study.kelurahan
    number = add_cooperative(desk, actor, now(), kelurahan_code=str(code), outlines=outlines, **told, **fields)
    open_card(number, str(code))
    return tr("Tersimpan. Koperasi ini sekarang ada di daftar.")


def change_form(view: View, desk: Desk, actor: Actor, row: pd.Series) -> None:
    """What is known of a cooperative, to be changed; what is typed here is left alone by later imports."""
    number, version = int(str(row.name)), int(row["version"])
    key = f"koperasi-{number}-{version}"
    names = ("name", *SHARED) if may(actor, "register.write") else SHARED
    with st.form(key, width=WIDTH, border=False):
        if "name" in names:
            st.text_input(tr(LABELS["name"]), row["name"], max_chars=200, key=f"{key}-name")
        _ask_fields(row, key)
        st.caption(tr("Yang Anda isi di sini tidak ditimpa saat daftar dimuat lagi dari berkas."))
        st.form_submit_button(
            tr("Simpan perubahan"),
            type="primary",
            icon=":material/save:",
            on_click=keep,
            args=(key, partial(_change, view, desk, actor, number, version, names)),
        )
    say_failed(key)


def _change(view: View, desk: Desk, actor: Actor, number: int, version: int, names: Iterable[str]) -> str:
    fields = _typed(f"koperasi-{number}-{version}", names)
    change_cooperative(desk, actor, now(), number, version, outlines=view.study.kelurahan, **fields)
    return tr("Perubahan tersimpan.")


def _last_day() -> dt.date:
    return dt.date.fromisoformat(latest_day(now()))


def _ask_fields(row: pd.Series, key: str) -> None:
    """The fields that office and cooperative share, two side by side; their widgets are called after ``SHARED``."""

    def kept(name: str) -> str:
        value = row.get(name, "")
        return str(value) if known(value) else ""

    def text(place: Any, name: str, longest: int, more: str = "", hint: str = "") -> None:
        label = tr(LABELS[name])
        place.text_input(
            label, kept(name), max_chars=longest, key=f"{key}-{name}", help=more or None, placeholder=hint or None
        )

    left, right = st.columns(2)
    text(left, "deed_number", 60, hint="AHU-0012345.AH.01.29.TAHUN 2025")
    deed = day_of(kept("deed_date"))
    right.date_input(
        tr(LABELS["deed_date"]),
        deed,
        min_value=min(deed or FIRST_DAY, FIRST_DAY),
        max_value=_last_day(),
        format="DD/MM/YYYY",
        key=f"{key}-deed_date",
    )
    text(left, "nik", 30, tr("Nomor Induk Koperasi dari Dinas Koperasi, bukan NIK pada KTP."))
    text(right, "nib", 20, tr("13 angka, dari lembar NIB (OSS)."))
    text(left, "kbli", 200, tr("Kode 5 angka, titik koma di antaranya."), "47112; 10792")
    _ask_line(right, kept("line_id"), key)
    text(left, "members", 15)
    text(right, "capital_idr", 25, tr("Simpanan pokok, wajib, dan modal lain, dalam rupiah."))
    text(left, "lat", 25, hint="-7.3252")
    text(right, "lon", 25, hint="112.7738")
    st.text_area(
        tr(LABELS["note"]),
        kept("note"),
        max_chars=1000,
        height=80,
        key=f"{key}-note",
        help=tr("Hanya dibaca dinas dan koperasi ini. Nama dan nomor orang disamarkan."),
    )


def _ask_line(place: Any, line_id: str, key: str) -> None:
    lines = read_lines()
    options = ["", *lines.index]
    place.selectbox(
        tr(LABELS["line_id"]),
        options,
        index=options.index(line_id) if line_id in options else 0,
        format_func=lambda line: f"{line} · {lines.at[line, 'line']}" if line else tr("belum dipilih"),
        filter_mode="contains",
        key=f"{key}-line_id",
    )
