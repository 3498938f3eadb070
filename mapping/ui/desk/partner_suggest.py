"""What a place lacks, who could help with it and why, and what nobody offers yet."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.desk.partners.directory import read_services
from mapping.desk.partners.region import actors_at
from mapping.desk.partners.suggest import suggest_partners
from mapping.desk.rules import may
from mapping.knowledge.lines import lines_in_force
from mapping.knowledge.plans import read_partners
from mapping.language import tr
from mapping.present.plan import gaps_of
from mapping.ui.buyers import say_buyers
from mapping.ui.cache import View
from mapping.ui.controls import is_phone
from mapping.ui.desk.open import Actor, Desk, said, today
from mapping.ui.desk.partner_state import AGREED, DIRECTORY, NEW, open_in
from mapping.ui.desk.partner_words import ICONS, badge_made_up, say_area, say_money
from mapping.ui.links import link_to
from mapping.ui.text import plain

SHOWN = 3
"""Partners of one kind that stand open; the others are folded."""


def line_of(view: View, cooperative: pd.Series | None, code: str) -> tuple[str, bool]:
    """The line that partners are sought for: the cooperative's own, else the one advised there; and whether it is
    own."""
    own = str(cooperative["line_id"]) if cooperative is not None else ""
    if own in lines_in_force(view.study.settings.advice.line_changes).index:
        return own, True
    advice = view.study.advice
    first = advice.loc[(advice["kelurahan_code"] == code) & (advice["position"] == "1"), "line_id"]
    return (str(first.iloc[0]) if len(first) else ""), False


def say_suggestions(view: View, desk: Desk, actor: Actor, code: str, cooperative: pd.Series | None) -> None:
    """Gaps of the place with the partners for each; then who is at work there, and who buys."""
    line_id, own = line_of(view, cooperative, code)
    name = str(view.study.kelurahan.at[code, "name"])
    if not line_id:
        st.info(
            tr("{place} belum punya lini usaha dan datanya belum cukup untuk saran.", place=plain(name)),
            icon=":material/help:",
        )
        link_to("mulai", tr("Lihat sarannya"), ":material/flag:", kelurahan=code)
    else:
        line = plain(lines_in_force(view.study.settings.advice.line_changes).at[line_id, "line"])
        how = tr("lini yang dipilih koperasi") if own else tr("lini yang disarankan")
        st.markdown(tr("**{line}** di {place} ({how}).", line=line, place=plain(name), how=how))
        with said():
            _say_gaps(view, desk, actor, code, line_id, cooperative)
    with said():
        _say_actors(view, desk, actor, code)
    if line_id:
        say_buyers(view, code, line_id)
        _link_further(code, line_id)


def _say_gaps(view: View, desk: Desk, actor: Actor, code: str, line_id: str, cooperative: pd.Series | None) -> None:
    found = suggest_partners(read_services(desk, actor), gaps_of(view.study, code, line_id), code)
    st.subheader(tr("Yang kurang, dan siapa yang bisa membantu"))
    if found.empty:
        st.markdown(tr("Tidak ada celah yang tampak dari angka yang tersedia."))
    for _, rows in found.groupby("gap", sort=False):
        first = rows.iloc[0]
        with st.container(border=True, gap="small"):
            st.markdown(f":material/error: **{plain(first['label'])}.** {plain(first['sentence'])}")
            for kind, offers in rows.groupby("kind", sort=False):
                _say_kind(view, actor, str(kind), offers, cooperative)
    st.caption(tr("Usulan menurut celah yang terukur dan wilayah yang dilayani mitra. Hubungi mitra lewat dinas."))


def _say_kind(view: View, actor: Actor, kind: str, offers: pd.DataFrame, cooperative: pd.Series | None) -> None:
    """One kind of partner for one gap: who, what, why; what to agree first."""
    label = str(offers["kind_label"].iloc[0])
    if not offers["registered"].any():
        st.markdown(
            tr(
                "{icon} **{kind}:** belum ada mitra terdaftar untuk ini. Biasanya {who}.",
                icon=ICONS[kind],
                kind=plain(label),
                who=plain(read_partners()["types"][kind]["who"]),
            )
        )
        return
    st.markdown(f"{ICONS[kind]} **{plain(label)}**")
    listed = list(offers.to_dict("records"))
    for offer in listed[:SHOWN]:
        _say_offer(view, actor, offer, cooperative)
    if listed[SHOWN:]:
        with st.expander(tr("{n} mitra lain", n=len(listed) - SHOWN)):
            for offer in listed[SHOWN:]:
                _say_offer(view, actor, offer, cooperative)
    rule = read_partners()["types"][kind]
    st.caption(tr("Sepakati dulu: {agree}. {danger}", agree=plain(rule["agree"]), danger=plain(rule["danger"])))


def _say_offer(view: View, actor: Actor, offer: dict[str, object], cooperative: pd.Series | None) -> None:
    money = plain(say_money(offer))
    told = f"**{plain(offer['partner'])}** · {plain(offer['what'])}" + (f" · {money}" if money else "")
    area = str(offer["area"])
    # Whoever serves everywhere says so in the reason already.
    reach = " " + tr("Wilayah: {area}.", area=plain(say_area(view, area))) if area else ""
    st.markdown(f"{told}  \n{plain(offer['why'])}{reach}")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        badge_made_up(bool(offer["synthetic"]))
        own = None if cooperative is None else int(str(cooperative.name))
        if own is not None and may(actor, "agreement.write", own):
            key = f"susun-{offer['gap']}-{offer['kind']}-{offer['partner_id']}-{offer['what']}"
            if st.button(tr("Susun kesepakatan"), icon=":material/edit_document:", key=key):
                open_in(AGREED, int(str(offer["partner_id"])), NEW)


def _say_actors(view: View, desk: Desk, actor: Actor, code: str) -> None:
    """Who is at work in the place, as a table behind a fold."""
    actors = actors_at(desk, actor, code, today())
    st.subheader(tr("Siapa yang bekerja di sini"))
    if actors.empty:
        st.markdown(tr("Belum ada mitra atau pemasok yang tercatat melayani tempat ini."))
        if may(actor, "partner.write") and st.button(tr("Daftarkan mitra pertama"), icon=":material/add:"):
            open_in(DIRECTORY, 0, NEW)
        return
    shown = pd.DataFrame(
        {
            tr("Siapa"): actors["who"],
            tr("Sebagai"): actors["side_label"],
            tr("Memberi"): actors["gives"],
            tr("Lembaga"): actors["nature"],
            tr("Wilayah"): [say_area(view, area) for area in actors["area"]],
            tr("Keterangan"): actors["synthetic"].map({True: tr("data peraga"), False: ""}),
        }
    )
    narrow = is_phone()
    config = {
        tr("Siapa"): st.column_config.TextColumn(width=130 if narrow else 200),
        tr("Memberi"): st.column_config.TextColumn(width=220 if narrow else 380),
    }
    if narrow:
        # What somebody gives stands beside the name.
        shown = shown[[tr("Siapa"), tr("Memberi"), tr("Sebagai"), tr("Lembaga"), tr("Wilayah"), tr("Keterangan")]]
    st.dataframe(
        shown,
        hide_index=True,
        row_height=70,
        height="content" if len(shown) <= 6 else 380,
        column_config=config,
        key="siapa-di-sini",
    )


def _link_further(code: str, line_id: str) -> None:
    """Where the same place's training, risks, next products and road map stand."""
    with st.container(horizontal=True):
        link_to("mulai", tr("Rencana, izin dan pembagian tugas"), ":material/route:", kelurahan=code)
        link_to("pelatihan", tr("Pelatihan"), ":material/school:", kelurahan=code)
        link_to("profil", tr("Produk terkait dan rantai bahan"), ":material/hub:", kelurahan=code, sisi="sekitar")
        link_to("hitung", tr("Risiko dan cicilannya"), ":material/calculate:", kelurahan=code, lini=line_id)
