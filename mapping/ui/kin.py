"""What a profile says about its likes: type, peers, the gap to them, and the chain of inputs."""

from __future__ import annotations

import streamlit as st

from mapping.knowledge.catalog import read_kinship
from mapping.knowledge.formats import say_chance, say_number, say_percent
from mapping.language import mark, plural, tr
from mapping.present.kinship import chains_of, gap_table
from mapping.present.saturation import saturation_table
from mapping.ui.cache import View
from mapping.ui.kinship import has_types
from mapping.ui.links import link_to
from mapping.ui.text import plain
from mapping.ui.words import show_words

LINKED_PEERS = 4
OPEN_CHAINS = 2
SIGNS = {
    "ada": ":green-badge[:material/check: {product} · {words}]",
    "dekat": mark(":blue-badge[:material/near_me: {product} · di tetangga]"),
    "tidak ada": mark(":gray-badge[:material/remove: {product} · tidak ada]"),
    "belum diketahui": mark(":orange-badge[:material/help: {product} · belum diketahui]"),
    "disembunyikan": mark(":gray-badge[:material/visibility_off: {product} · disembunyikan]"),
}


def say_type(view: View, code: str) -> None:
    """One line: the type of this kelurahan, what sets it apart, and how firmly it belongs."""
    study = view.study
    if code not in study.typology.index or not has_types(view):
        return
    row = study.typology.loc[code]
    kind = study.types.loc[row["type"]]
    stays = tr(
        "Tetap di tipe ini dalam {share} hitungan ulang dengan data yang diacak.",
        share=say_chance(row["typicality"]),
    )
    st.markdown(tr("**Tipe: {name}.** {traits}", name=plain(row["name"]), traits=kind["traits"]), help=stays)
    link_to(
        "kelompok",
        tr("Lihat {n} kelurahan/desa bertipe sama di peta", n=say_number(kind["n"])),
        ":material/workspaces:",
        lihat="tipe",
    )


def say_saturation(view: View, code: str) -> None:
    """Outlets beside planning norms: a reference line."""
    table = saturation_table(view.study, code)
    if table.empty:
        return
    st.subheader(tr("Sarana dibanding acuan SNI"), anchor=False)
    labels = {
        "what": tr("Sarana"),
        "outlets": tr("Terdata"),
        "wanted": tr("Menurut acuan"),
        "share": tr("Dibanding acuan"),
        "source": tr("Sumber"),
    }
    show_words(table.rename(columns=labels), below=labels["source"])
    st.caption(
        tr(
            "Acuan SNI menghitung lahan yang disiapkan untuk sejumlah penduduk, bukan berapa toko "
            "yang bisa hidup. Survei yang tidak mendata semua usaha membuat sarana tampak lebih "
            "sedikit daripada sebenarnya. Angka dalam kurung: rentang 80%."
        )
    )


def say_peers(view: View, code: str) -> None:
    """Kelurahan with the most similar make-up, what they would start with, and what is scarcer or commoner here."""
    peers = view.study.peers
    peers = peers[peers["kelurahan_code"] == code].sort_values("position")
    if peers.empty:
        return
    first = view.study.advice[view.study.advice["position"] == "1"].set_index("kelurahan_code")["line"]
    names = view.study.kelurahan.loc[peers["peer_code"].head(LINKED_PEERS), ["name", "kecamatan"]]
    st.subheader(tr("Kelurahan yang mirip"), anchor=False)
    for row in names.itertuples():
        start = (
            tr("mulai dari {line}", line=plain(first[row.Index])) if row.Index in first.index else tr("belum ada saran")
        )
        link_to("profil", f"{plain(row.name)} (Kec. {plain(row.kecamatan)}): {start}", kelurahan=row.Index)
    st.caption(
        tr(
            "Susunan usahanya paling dekat: porsi pembuat pangan, warung, pengrajin, petani, "
            "pedagang dan jasa. Besar dan letaknya tidak dihitung."
        )
    )
    _say_gaps(view, code, len(peers))


def _say_gaps(view: View, code: str, peers: int) -> None:
    """Products that are clearly scarcer or commoner here than at the peers."""
    table = gap_table(view.study)
    table = table[table["kelurahan_code"] == code]
    st.markdown(tr("**Dibanding tempat yang mirip**"))
    for row in table.itertuples():
        n = say_number(row.n) if row.n == row.n else tr("kurang dari {n}", n=say_number(row.fewer_than))
        told = {"product": plain(tr(row.product)), "n": n, "expected": say_number(row.expected)}
        said = (
            tr("Lebih **sedikit** usaha {product}: {n}, wajarnya {expected}.", **told)
            if row.kind == "kurang"
            else tr("Lebih **banyak** usaha {product}: {n}, wajarnya {expected}.", **told)
        )
        sure = "" if row.certainty != row.certainty else tr("Kepastian {chance}.", chance=say_chance(row.certainty))
        st.markdown(f"- {said} {sure}".rstrip())
    if table.empty:
        st.markdown(tr("Tidak ada produk yang jelas lebih sedikit atau lebih banyak di sini."))
    with st.popover(tr("Dari mana angka ini?"), type="tertiary"):
        rules = read_kinship()["gaps"]
        st.markdown(
            tr(
                "**Wajarnya** dihitung dari porsi produk itu di {peers} kelurahan/desa yang paling "
                "mirip, dikali banyaknya usaha di sini. Hanya disebut bila kepastiannya {certainty} atau "
                "lebih, wajarnya {least_expected} usaha atau lebih, dan sedikitnya {agreeing} dari "
                "tempat yang mirip memang berbeda ke arah yang sama. Selisih kecil bisa kebetulan, jadi "
                "tidak disebut.",
                peers=peers,
                certainty=say_percent(rules["certainty"]),
                least_expected=say_number(rules["least_expected"]),
                agreeing=say_percent(rules["agreeing"]),
            )
        )


def say_chains(view: View, code: str) -> None:
    """The chains from raw material to stall that have a maker here: what is here, near, missing, unknown."""
    told = chains_of(view.study, code)
    if not told:
        return
    st.subheader(tr("Rantai bahan di sini"), anchor=False)
    for chain in told[:OPEN_CHAINS]:
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{plain(tr(chain['chain']))}**")
            _say_chain(chain)
    if len(told) > OPEN_CHAINS:
        with st.expander(plural("{n} rantai lain", len(told) - OPEN_CHAINS, n=len(told) - OPEN_CHAINS)):
            for chain in told[OPEN_CHAINS:]:
                st.markdown(f"**{plain(tr(chain['chain']))}**")
                _say_chain(chain)
    st.caption(
        tr(
            "Dari bahan (1) ke penjual. *Di tetangga*: tidak terdata di sini, tetapi ada di "
            "kelurahan/desa yang bersebelahan. *Tidak ada* berarti tidak terdata, bukan pasti tidak "
            "ada. Sambungan antarproduk adalah asumsi perencanaan dari daftar bahan leksikon dan "
            "katalog."
        )
    )


def _say_chain(chain: dict) -> None:
    """The steps of one chain, and what is missing in it."""
    for number, step in enumerate(chain["steps"], start=1):
        badges = [tr(SIGNS[state], product=plain(tr(product)), words=plain(words)) for product, words, state in step]
        st.markdown(f"{number}. " + " ".join(badges))
    if chain["missing"]:
        lacking = "; ".join(f"{plain(tr(product))} ({plain(tr(handed))})" for product, handed in chain["missing"][:3])
        st.caption(tr("Mata rantai yang belum terdata: {lacking}.", lacking=lacking))
