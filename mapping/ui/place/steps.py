"""What to do next in one kelurahan, each step with the page that does it."""

from __future__ import annotations

import streamlit as st

from mapping.language import tr
from mapping.present.plan import needed_first, permits_of
from mapping.ui.cache import View
from mapping.ui.links import link_to
from mapping.ui.text import plain

PERMITS = 3


def say_steps(view: View, code: str) -> None:
    """At most five steps from here: survey, money, meeting, permits, the second stage."""
    advice = view.study.advice
    mine = advice[(advice["kelurahan_code"] == code) & (advice["position"] == "1")]
    wanted = view.study.next_survey.set_index("kelurahan_code")["wanted"]
    st.subheader(tr("Langkah berikutnya"), anchor=False)
    with st.container(border=True, gap="small"):
        number = 0
        if code in wanted.index and (mine.empty or not bool(mine["confident"].iloc[0])):
            number = _step(number, _say_survey(float(wanted[code])))
            link_to("periksa", tr("Lihat daftar survei berikutnya"), ":material/checklist:")
        if mine.empty:
            _step(number, tr("Tanyakan kebutuhan dan kesediaan warga dalam musyawarah sebelum memilih usaha."))
            link_to("musyawarah", tr("Siapkan musyawarah"), ":material/how_to_vote:", kelurahan=code)
            return
        line = str(mine["line_id"].iloc[0])
        before = needed_first(view.study, code, line)
        number = _step(number, tr("Hitung uangnya dengan harga dan modal Anda sendiri."))
        link_to("hitung", tr("Hitung pinjaman"), ":material/calculate:", kelurahan=code, lini=line)
        number = _step(number, tr("Bawa ke musyawarah. Yang harus tercapai: {before}.", before=plain(before)))
        link_to("musyawarah", tr("Cetak kertas suara"), ":material/how_to_vote:", kelurahan=code)
        names = permits_of(view.study, line)["name"].head(PERMITS)
        if len(names):
            number = _step(number, tr("Urus izinnya: {names}.", names=", ".join(plain(name) for name in names)))
        _step(number, tr("Baca rencana lengkapnya: tahap, peran, pelatihan, dan mitra."))
        link_to("mulai", tr("Buka rencana dan pembatalnya"), ":material/flag:", kelurahan=code)


def _step(number: int, text: str) -> int:
    st.markdown(f"**{number + 1}.** {text}")
    return number + 1


def _say_survey(wanted: float) -> str:
    at_least = max(5, int(-(-wanted // 5) * 5))
    return tr("Lengkapi data: datangi sekitar {n} usaha lagi, sebab jawabannya bisa mengubah saran.", n=at_least)
