"""Whether the tool's advice came true, in plain words; on Pantauan and on Waktu dan uji balik."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
import streamlit as st

from mapping.desk.outcomes.hits import Hits, read_hits
from mapping.language import mark, tr
from mapping.present.desk_hits import calibration_table, hits_table, say_calibration, say_verdict
from mapping.ui.cache import View
from mapping.ui.controls import is_phone
from mapping.ui.desk.open import Actor, Desk, present_actor, said, the_desk, today
from mapping.ui.desk.watch import LEDGER, PART, say_label
from mapping.ui.links import link_to
from mapping.ui.words import show_words

HEADS = {
    "group": mark("Kelompok"),
    "month": mark("Sesudah"),
    "starts": mark("Dimulai"),
    "early": mark("Belum waktunya"),
    "waiting": mark("Ditunggu"),
    "lost": mark("Tidak diketahui"),
    "known": mark("Diketahui"),
    "hits": mark("Bertahan"),
    "share": mark("Bagiannya"),
    "bounds": mark("Bila yang tak diketahui ikut"),
}
ON_PHONE = ("group", "month", "known", "share")


def show_hits(desk: Desk, actor: Actor, codes: Collection[str]) -> None:
    """The verdict in a sentence, then the table and the stated chances behind it."""
    hits = read_hits(desk, actor, today(), codes)
    st.subheader(tr("Apakah saran alat ini benar?"), anchor=False)
    say_label(hits.made_up, 0)
    st.markdown(say_verdict(hits.rates, hits.difference))
    _list_hits(hits)


def _list_hits(hits: Hits) -> None:
    table = hits_table(hits.rates)
    if table.empty:
        return
    with st.expander(tr("Hitungannya"), icon=":material/calculate:"):
        names = [name for name in HEADS if name in ON_PHONE or not is_phone()]
        shown = table[names].rename(columns={name: tr(head) for name, head in HEADS.items()})
        show_words(shown)
        st.caption(
            tr(
                "Bertahan: masih berjalan di lini yang sama dan menutup biaya. Yang belum diketahui tidak dihitung "
                "gagal; kolom terakhir memperlihatkan bagiannya bila semuanya gagal, atau semuanya bertahan. Dalam "
                "kurung: rentang 90%. Yang sudah berhenti di bulan ke-6 dan tidak dicek lagi dihitung berhenti di "
                "bulan ke-12."
            )
        )
        st.markdown(say_calibration(hits.calibration))
        if hits.calibration.enough:
            heads = [tr("Peluang yang disebut"), "n", tr("Rata-rata"), tr("Yang terjadi"), tr("Cocok?")]
            show_words(pd.DataFrame(calibration_table(hits.calibration).to_numpy(), columns=heads))


def say_hits_of(view: View) -> None:
    """The section of Waktu dan uji balik: the advice against what cooperatives lived through."""
    st.header(tr("Apakah sarannya terbukti di lapangan?"), anchor=False)
    st.markdown(
        tr(
            "Uji balik di atas memakai dua survei. Ukuran yang lebih keras: usaha yang benar-benar dimulai koperasi, "
            "dibandingkan dengan saran yang disalin pada hari itu."
        )
    )
    with said():
        hits = read_hits(the_desk(), present_actor(), today(), view.study.kelurahan.index)
        say_label(hits.made_up, 0)
        st.markdown(say_verdict(hits.rates, hits.difference))
        _list_hits(hits)
    link_to("pantauan", tr("Buka buku hasil"), ":material/menu_book:", **{PART: LEDGER})
