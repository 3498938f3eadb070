"""Everyone who helps, by kind: what they give, where and on which terms, on a map and in a table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from mapping.desk.partners.directory import read_directory, read_services
from mapping.desk.partners.lists import reached
from mapping.desk.rules import may
from mapping.knowledge.formats import say_date, say_number
from mapping.language import plural, tr
from mapping.present.mapdata import KNOWN, MapKinds
from mapping.ui.cache import View
from mapping.ui.controls import is_dark, is_phone
from mapping.ui.desk.import_table import load_table
from mapping.ui.desk.open import Actor, Desk, today
from mapping.ui.desk.partner_state import CHANGE, DIRECTORY, NEW, open_in
from mapping.ui.desk.partner_words import (
    MADE_UP,
    badge_made_up,
    kind_labels,
    nature_labels,
    say_area,
    say_lines,
    say_modules,
    say_money,
    say_service,
)
from mapping.ui.downloads import offer_table
from mapping.ui.hotspots import PALE
from mapping.ui.mapview import show_map
from mapping.ui.state import chosen, remember, restore
from mapping.ui.text import plain

KIND, EVERY = "jenis", "semua"
CARDS = 12
HERE, SERVED = "#1b7837", "#92c5de"


def show_directory(view: View, desk: Desk, actor: Actor) -> None:
    """The directory: filter, cards, map and table; the office may add and change."""
    partners, services = read_directory(desk, actor), read_services(desk, actor)
    if partners.empty:
        _say_empty(actor)
        load_table(desk, actor, "mitra")
        return
    kind = _choose_kind()
    if kind != EVERY:
        services = services[services["kind"] == kind]
        partners = partners[partners.index.isin(services["partner_id"])]
    listed = partners[partners["active"].astype(bool)]
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(plural("**{n} mitra terdaftar.**", len(listed), n=say_number(len(listed))))
        if may(actor, "partner.write") and st.button(tr("Daftarkan mitra"), icon=":material/add:", type="primary"):
            open_in(DIRECTORY, 0, NEW)
    load_table(desk, actor, "mitra")
    cards, beside = st.columns([6, 5], gap="medium")
    with cards:
        for number, partner in listed.head(CARDS).iterrows():
            _show_card(view, actor, int(str(number)), partner, services[services["partner_id"] == number])
        if listed.empty:
            st.markdown(tr("Belum ada mitra terdaftar untuk ini."))
        if len(listed) > CARDS:
            rest = say_number(len(listed) - CARDS)
            st.caption(tr("{n} mitra lain ada dalam tabel di bawah.", n=rest))
    with beside:
        show_map(view, map_services(view, services, listed), 360 if is_phone() else 480, key="peta-mitra")
    _list_services(view, services, actor)


def _say_empty(actor: Actor) -> None:
    st.info(
        tr(
            "Daftar mitra masih kosong. Catat siapa yang bisa membantu koperasi di wilayah ini: dinas, bank, pembeli, "
            "kampus, organisasi masyarakat. Sesudah itu halaman ini mengusulkan mitra menurut celah tiap kelurahan."
        ),
        icon=":material/handshake:",
    )
    if may(actor, "partner.write") and st.button(tr("Daftarkan mitra pertama"), icon=":material/add:", type="primary"):
        open_in(DIRECTORY, 0, NEW)


def _choose_kind() -> str:
    labels = {EVERY: tr("Semua jenis")} | kind_labels()
    wanted = restore(KIND, list(labels), EVERY)
    picked = st.pills(tr("Jenis kemitraan"), list(labels), format_func=labels.__getitem__, key=KIND, required=True)
    remember(KIND, picked or wanted, unless=EVERY)
    return picked or wanted


def _show_card(view: View, actor: Actor, number: int, partner: pd.Series, services: pd.DataFrame) -> None:
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{plain(partner['name'])}**")
            st.badge(nature_labels()[partner["kind"]], color="gray")
            badge_made_up(bool(partner["synthetic"]))
        where = [plain(partner["place"])] if partner["place"] else []
        if partner["checked_on"]:
            where.append(tr("diperiksa {day}", day=say_date(partner["checked_on"])))
        if partner["contact"]:
            where.append(tr("kontak (hanya dinas): {contact}", contact=plain(partner["contact"])))
        st.caption(" · ".join(where) or tr("Tempat dan tanggal periksa belum dicatat."))
        st.markdown("\n\n".join(say_service(view, row) for row in services.to_dict("records")))
        if may(actor, "partner.write") and st.button(tr("Ubah"), icon=":material/edit:", key=f"ubah-mitra-{number}"):
            open_in(DIRECTORY, number, CHANGE)


def map_services(view: View, services: pd.DataFrame, partners: pd.DataFrame) -> MapKinds:
    """Where somebody gives what is listed: a partner sits there, the place is served, or nobody."""
    kelurahan = view.study.kelurahan
    at, kecamatan = view.kecamatan
    codes = pd.Series([str(code) for code in kelurahan.index])
    seated = codes.isin(set(partners["kelurahan_code"])).to_numpy()
    served = reached(services["area"], codes).to_numpy()
    kinds = {kind: reached(rows["area"], codes).to_numpy() for kind, rows in services.groupby("kind")}
    labels = kind_labels()
    told = [", ".join(labels[kind] for kind in labels if kind in kinds and kinds[kind][n]) for n in range(len(codes))]
    notes = [tr("menurut daftar mitra, {day}", day=say_date(today()))]
    return MapKinds(
        codes=codes.tolist(),
        names=kelurahan["name"].astype(str).tolist(),
        places=at.tolist(),
        kecamatan=kecamatan,
        kinds=np.select([seated, served], [0, 1], 2).astype(np.int64),
        states=np.full(len(codes), KNOWN),
        labels=[tr("mitra berkantor di sini"), tr("dilayani mitra"), tr("belum ada yang melayani")],
        colours=[HERE, SERVED, PALE[is_dark()]],
        details=told,
        title=tr("Di mana mitra melayani"),
        notes=[*notes, tr(MADE_UP)] if partners["synthetic"].any() else notes,
        selected=chosen("kelurahan"),
        dark=is_dark(),
    )


def _list_services(view: View, services: pd.DataFrame, actor: Actor) -> None:
    """Every service as a table, and the table as a file; contacts only where they may be read."""
    kinds, natures = kind_labels(), nature_labels()
    rows = services.to_dict("records")
    shown = pd.DataFrame(
        {
            tr("Mitra"): services["partner"],
            tr("Lembaga"): services["nature"].map(natures),
            tr("Kemitraan"): services["kind"].map(kinds),
            tr("Yang diberikan"): services["what"],
            tr("Wilayah"): [say_area(view, row["area"]) for row in rows],
            tr("Lini usaha"): [say_lines(view, row["line_ids"]) for row in rows],
            tr("Pelatihan"): [say_modules(row["modules"]) for row in rows],
            tr("Uang, bunga, jaminan"): [say_money(row) for row in rows],
            tr("Syarat lain"): services["terms"],
            tr("Diperiksa"): services["checked_on"],
            tr("Keterangan"): services["synthetic"].map({True: tr(MADE_UP), False: ""}),
        }
    )
    if may(actor, "private.read"):
        shown.insert(2, tr("Kontak"), services["contact"])
    with st.expander(tr("Semua layanan sebagai tabel ({n})", n=say_number(len(shown)))):
        widths = {tr("Mitra"): 150, tr("Yang diberikan"): 240, tr("Wilayah"): 150, tr("Pelatihan"): 180}
        st.dataframe(
            shown,
            hide_index=True,
            row_height=70,
            height="content" if len(shown) <= 6 else 400,
            column_config={name: st.column_config.TextColumn(width=width) for name, width in widths.items()},
            key="layanan-mitra",
        )
        with st.container(horizontal=True):
            # Contacts stay in the house.
            offer_table(
                shown.drop(columns=tr("Kontak"), errors="ignore"), "mitra", tr("Unduh daftar mitra"), "tertiary"
            )
