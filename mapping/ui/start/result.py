"""What the founder gets: three sentences, the lines that the money can start, and where to go on."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.knowledge.formats import say_rupiah
from mapping.language import mark, tr
from mapping.present.founder import CAN, SHORT, first_sentences, lines_for_money
from mapping.ui.cache import View
from mapping.ui.controls import choose_one, is_phone
from mapping.ui.links import link_to
from mapping.ui.profile import say_avoid
from mapping.ui.text import plain

PARTS = {
    "pilihan": mark("Pilihan"),
    "jangan": mark("Jangan"),
    "pembeli": mark("Pembeli"),
    "rencana": mark("Rencana"),
}
ICONS = (":material/flag:", ":material/payments:", ":material/block:")


def say_three(view: View, code: str) -> None:
    """The answer in at most three sentences, each on its own line."""
    sentences = first_sentences(view.study, code)
    with st.container(border=True, gap="small", key="tiga-kalimat"):
        for icon, sentence in zip(ICONS, sentences, strict=False):
            head, colon, rest = sentence.partition(": ")
            text = f"**{plain(head)}:** {plain(rest)}" if colon else plain(sentence)
            st.markdown(f"{icon} {text}")


def first_line(view: View, code: str) -> str:
    """The line that is suggested first; ``""`` where none is."""
    advice = view.study.advice
    first = advice[(advice["kelurahan_code"] == code) & (advice["position"] == "1")]
    return str(first["line_id"].iloc[0]) if len(first) else ""


def list_for_money(view: View, code: str) -> None:
    """The lines that suit the place, what they cost, and what is missing."""
    table = lines_for_money(view.study, code)
    st.subheader(tr("Yang cocok di sini, dan yang terjangkau"), anchor=False)
    if table.empty:
        st.info(tr("Belum ada lini usaha yang cocok di sini menurut survei. Alasannya ada di profil kelurahan."))
        return
    missing = table.loc[table["verdict"] == SHORT, "missing_idr"].astype(object)
    short = missing.map(lambda idr: tr("kurang {missing}", missing=say_rupiah(idr)))
    verdict = table["verdict"].map(tr).mask(table["verdict"] == SHORT, short)
    if is_phone():
        _list_short(table.assign(said=verdict))
    else:
        _list_whole(table.assign(said=verdict))
    ready = int((table["verdict"] == CAN).sum())
    st.caption(
        tr(
            "{ready} dari {n} lini yang cocok bisa dimulai dengan jawaban di atas. Modal dan "
            "hasil dihitung dari survei dan asumsi perencanaan; angkanya bisa diubah di halaman Lini "
            "usaha.",
            ready=ready,
            n=len(table),
        )
    )


def _list_whole(table: pd.DataFrame) -> None:
    shown = pd.DataFrame({tr("Lini usaha"): table["line"], tr("Dengan jawaban Anda"): table["said"]})
    for label, column in (
        (tr("Modal"), "capital_idr"),
        (tr("Kas bersih sebulan"), "net_cash_idr_month"),
        (tr("Cicilan sebulan"), "instalment_idr_month"),
    ):
        shown[label] = table[column].map(say_rupiah)
    st.dataframe(shown, hide_index=True, height="content")


def _list_short(table: pd.DataFrame) -> None:
    """A line of text each: a table would cut the names on a narrow screen."""
    with st.container(border=True, gap="xsmall"):
        for row in table.itertuples():
            icon = ":material/check_circle:" if row.verdict == CAN else ":material/remove_circle_outline:"
            st.markdown(
                f"{icon} **{plain(row.line)}**  \n"
                + tr("{verdict}, modal {capital}", verdict=plain(row.said), capital=say_rupiah(row.capital_idr))
            )


def choose_part() -> str:
    """Which part of the answer is read: ``"pilihan"``, ``"jangan"``, ``"pembeli"`` or ``"rencana"``."""
    return choose_one("isi", PARTS, tr("Yang ingin dibaca"))


def say_do_not(advice: pd.DataFrame) -> None:
    """The lines that should not be started, or that none stands out."""
    if (advice["position"] == "avoid").any():
        say_avoid(advice)
    else:
        st.info(tr("Di sini tidak ada lini yang tampak menggoda tetapi keliru. Yang tidak disebut belum tentu baik."))


def say_next(view: View, code: str, line_id: str) -> None:
    """Where to go on from here."""
    st.subheader(tr("Langkah berikutnya"), anchor=False)
    with st.container(horizontal=True):
        if line_id:
            link_to("hitung", tr("Hitung pinjamannya"), ":material/calculate:", kelurahan=code, lini=line_id)
        link_to("musyawarah", tr("Bawa ke musyawarah"), ":material/how_to_vote:", kelurahan=code)
        link_to("belanja", tr("Belanja bersama tetangga"), ":material/shopping_cart:", kelurahan=code)
        link_to("profil", tr("Profil lengkap"), ":material/storefront:", kelurahan=code)
