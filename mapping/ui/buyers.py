"""Who buys here and who supplies, on a page: by type and distance, nobody by name."""

from __future__ import annotations

import streamlit as st

from mapping.knowledge.lines import lines_in_force
from mapping.language import plural, tr
from mapping.present.division import chain_of
from mapping.ui.cache import View
from mapping.ui.links import link_to
from mapping.ui.text import plain

SHOWN = 5


def say_buyers(view: View, code: str, line_id: str) -> None:
    """Buyers and suppliers of one line in one kelurahan; what nobody has told yet is said, too."""
    line = lines_in_force(view.study.settings.advice.line_changes).at[line_id, "line"]
    told = chain_of(view.study, code, line_id)
    st.subheader(tr("Siapa yang membeli, siapa yang memasok?"))
    if told.reachable is False:
        st.warning(
            tr("Belum ada pembeli yang terjangkau untuk {line}. Cari pembelinya dulu.", line=plain(line)),
            icon=":material/search:",
        )
    left, right = st.columns(2, gap="medium")
    with left:
        _list(tr("Pembeli"), told.buyers, tr("Belum ada pembeli yang diketahui."))
    with right:
        _list(tr("Pemasok bahan"), told.suppliers, tr("Belum ada pemasok yang diketahui."))
    for sentence in told.unknown:
        st.caption(f":material/help: {plain(sentence)}")
    st.caption(
        tr(
            "Jarak lurus dari tengah kelurahan, bukan jarak jalan. Yang disebut jenisnya, bukan "
            "namanya; dari survei hanya kisaran banyaknya. Ada di dekat sini belum berarti mau "
            "membeli."
        )
    )
    if told.unknown:
        link_to("data", tr("Tambahkan tabel pembeli"), ":material/upload_file:")


def _list(title: str, sentences: list[str], nothing: str) -> None:
    st.markdown(f"**{title}**")
    if not sentences:
        st.markdown(nothing)
        return
    st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sentences[:SHOWN]))
    if rest := sentences[SHOWN:]:
        with st.expander(plural("{n} jenis lain", len(rest), n=len(rest))):
            st.markdown("\n".join(f"- {plain(sentence)}" for sentence in rest))
