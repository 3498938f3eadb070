"""A partner entered or changed by the office, with everything it gives."""

from __future__ import annotations

from uuid import uuid4

import pandas as pd
import streamlit as st

from mapping.desk.partners.directory import Service, add_partner, change_partner, read_directory, read_services
from mapping.desk.partners.lists import area_name, parts_of
from mapping.desk.rules import check_may
from mapping.errors import EntryError
from mapping.knowledge.lines import lines_in_force
from mapping.knowledge.plans import read_training
from mapping.language import tr
from mapping.ui.cache import View
from mapping.ui.controls import kelurahan_labels
from mapping.ui.desk.open import Actor, Desk, now, said
from mapping.ui.desk.partner_state import DIRECTORY, PARTNER_FORM, close_opened, leave
from mapping.ui.desk.partner_words import area_labels, kind_labels, nature_labels, words_of

FORM_WIDTH = 640


def edit_partner(view: View, desk: Desk, actor: Actor, number: int) -> None:
    """The form of one partner; ``number`` 0 is a new one."""
    check_may(actor, "partner.write")
    form = _form_of(desk, actor, number)
    st.button(tr("Kembali ke daftar mitra"), icon=":material/arrow_back:", on_click=close_opened)
    st.subheader(tr("Ubah mitra") if number else tr("Mitra baru"))
    with st.container(width=FORM_WIDTH):
        st.fragment(_fields)(view, desk, actor, form)


def _form_of(desk: Desk, actor: Actor, number: int) -> dict[str, object]:
    """What the form began with; kept until it is saved or another is opened, so that what is typed stays."""
    form = st.session_state.get(PARTNER_FORM)
    if form and form["number"] == number:
        return dict(form)
    told: dict[str, object] = {"number": number, "key": uuid4().hex, "partner": {}, "services": [{}]}
    if number:
        partners = read_directory(desk, actor)
        if number not in partners.index:
            raise EntryError(tr("Mitra ini tidak ada dalam daftar."), "partner_id")
        services = read_services(desk, actor, active_only=False)
        rows = services[services["partner_id"] == number].reset_index().to_dict("records")
        told |= {"partner": partners.loc[number].to_dict(), "services": rows or [{}]}
    st.session_state[PARTNER_FORM] = told
    return told


def _fields(view: View, desk: Desk, actor: Actor, form: dict[str, object]) -> None:
    """All fields; adding a service runs this part alone."""
    form = st.session_state.get(PARTNER_FORM, form)
    key, partner, places = str(form["key"]), form["partner"], kelurahan_labels(view)
    assert isinstance(partner, dict)
    name = st.text_input(tr("Nama mitra"), partner.get("name", ""), max_chars=200, key=f"{key}-nama")
    natures = nature_labels()
    nature = st.selectbox(
        tr("Jenis lembaga"),
        list(natures),
        index=list(natures).index(partner.get("kind", "government")),
        format_func=natures.__getitem__,
        key=f"{key}-lembaga",
    )
    place = st.text_input(
        tr("Tempat"), partner.get("place", ""), max_chars=200, placeholder=tr("misalnya Surabaya"), key=f"{key}-tempat"
    )
    codes = ["", *places]
    seat = partner.get("kelurahan_code", "")
    seat_code = st.selectbox(
        tr("Kelurahan atau desa kantornya (untuk peta)"),
        codes if seat in codes else [*codes, seat],
        index=codes.index(seat) if seat in codes else len(codes),
        format_func=lambda code: places.get(code, code) if code else tr("belum diketahui"),
        key=f"{key}-kelurahan",
    )
    contact = st.text_input(
        tr("Kontak, hanya dibaca dinas"), partner.get("contact", ""), max_chars=200, key=f"{key}-kontak"
    )
    checked = st.date_input(
        tr("Tanggal diperiksa"), partner.get("checked_on") or None, format="DD/MM/YYYY", key=f"{key}-diperiksa"
    )
    active = st.checkbox(tr("Masih aktif"), bool(partner.get("active", True)), key=f"{key}-aktif")
    given = _ask_services(view, key, form)
    if st.button(tr("Simpan mitra"), type="primary", icon=":material/save:", key=f"{key}-simpan"):
        told = {"name": name, "nature": nature, "place": place, "kelurahan_code": seat_code, "contact": contact}
        _save(desk, actor, form, told | {"checked_on": checked, "source": partner.get("source", "")}, active, given)


def _ask_services(view: View, key: str, form: dict[str, object]) -> list[Service]:
    """What the partner gives, a frame each; one can be added or taken away."""
    services = form["services"]
    assert isinstance(services, list)
    st.markdown(tr("**Yang diberikan**"))
    told = []
    for position, row in enumerate(services):
        if row is not None:
            with st.container(border=True):
                told.append(_ask_service(view, f"{key}-{position}", row))
                if sum(one is not None for one in services) > 1:
                    st.button(
                        tr("Hapus layanan ini"),
                        icon=":material/delete:",
                        key=f"{key}-{position}-hapus",
                        type="tertiary",
                        on_click=services.__setitem__,
                        args=(position, None),
                    )
    st.button(tr("Tambah layanan"), icon=":material/add:", key=f"{key}-tambah", on_click=services.append, args=({},))
    return told


def _ask_service(view: View, key: str, row: dict[str, object]) -> Service:
    kinds, modules = kind_labels(), {name: of["label"] for name, of in read_training()["modules"].items()}
    kind = st.selectbox(
        tr("Jenis kemitraan"),
        list(kinds),
        index=list(kinds).index(str(row.get("kind", "technical"))),
        format_func=kinds.__getitem__,
        key=f"{key}-jenis",
    )
    what = st.text_input(
        tr("Yang diberikan"),
        str(row.get("what", "")),
        max_chars=200,
        placeholder=tr("misalnya pelatihan pembukuan tiap bulan"),
        key=f"{key}-apa",
    )
    area = _ask_many(tr("Wilayah yang dilayani"), area_labels(view), row.get("area"), f"{key}-wilayah", "semua")
    lines = lines_in_force(view.study.settings.advice.line_changes)
    offered = lines.loc[~lines["own"], "line"].to_dict()
    line_ids = _ask_many(tr("Lini usaha"), offered, row.get("line_ids"), f"{key}-lini", "semua")
    taught = _ask_many(tr("Modul yang bisa dilatih"), modules, row.get("modules"), f"{key}-modul")
    money, interest, security = "", None, ""
    if kind == "finance":
        money, interest, security = _ask_money(key, row)
    terms = st.text_area(tr("Syarat lain"), str(row.get("terms", "")), max_chars=1000, height=80, key=f"{key}-syarat")
    number = row.get("id")
    return Service(
        kind, what, area, line_ids, taught, money, interest, security, terms, id=int(str(number)) if number else None
    )


def _ask_many(label: str, labels: dict[str, str], told: object, key: str, empty: str = "") -> str:
    """Keys of a list; those of another region that stand there already stay."""
    present = parts_of(told or "")
    offered = {**labels, **{part: area_name(part) for part in present if part not in labels}}
    picked = st.multiselect(
        label,
        list(offered),
        default=present,
        format_func=offered.__getitem__,
        placeholder=tr("kosong: semua") if empty else tr("boleh kosong"),
        key=key,
    )
    return "; ".join(picked)


def _ask_money(key: str, row: dict[str, object]) -> tuple[str, float | None, str]:
    kinds = words_of("money")
    money = st.selectbox(
        tr("Jenis uang"),
        list(kinds),
        index=list(kinds).index(str(row.get("money") or "loan")),
        format_func=kinds.__getitem__,
        key=f"{key}-uang",
    )
    before = row.get("interest_percent_year")
    interest = st.number_input(
        tr("Bunga setahun (persen)"),
        min_value=0.0,
        max_value=100.0,
        value=None if before is None or pd.isna(before) else float(str(before)),
        step=0.5,
        format="%g",
        key=f"{key}-bunga",
    )
    security = st.text_input(tr("Jaminan"), str(row.get("security", "")), max_chars=200, key=f"{key}-jaminan")
    return money, interest, security


def _save(
    desk: Desk, actor: Actor, form: dict[str, object], told: dict[str, object], active: bool, given: list[Service]
) -> None:
    """Keep it and go back to the list; what cannot be kept is said below the button, and everything typed stays."""
    partner = form["partner"]
    assert isinstance(partner, dict)
    with said():
        if number := int(str(form["number"])):
            version = int(partner["version"])
            change_partner(desk, actor, now(), number, version, services=given, active=active, **told)
        else:
            add_partner(desk, actor, now(), services=given, **told)  # type: ignore[arg-type]
        leave(DIRECTORY, tr("Mitra disimpan."))
