"""Three ways in from the first page, one per reader, and one for those who bring their own files."""

from __future__ import annotations

import streamlit as st

from mapping.language import tr
from mapping.ui.cache import View
from mapping.ui.links import go_to, link_to

OWN_PLACE = "pintu_kelurahan"


def say_doors(view: View) -> None:
    """A planner, a founder and an analyst each see their first step."""
    planner, founder, analyst = st.columns(3)
    with planner.container(border=True, height="stretch"):
        st.markdown(f"##### :material/map: {tr('Perencana dinas')}")
        st.markdown(tr("Kelurahan mana dulu, dan mengapa? Lihat peta dan urutan dengan rentang peringkatnya."))
        link_to("peta", tr("Buka peta potensi"), ":material/arrow_forward:")
        link_to("bandingkan", tr("Bandingkan beberapa kelurahan"), ":material/compare:")
        link_to("berkas", tr("Bawa pulang peta dan daftarnya"), ":material/folder_zip:")
        link_to("pantauan", tr("Pantau koperasi yang berjalan"), ":material/monitoring:")
    with founder.container(border=True, height="stretch"):
        st.markdown(f"##### :material/storefront: {tr('Pengurus koperasi')}")
        st.markdown(tr("Mulai dari usaha apa, butuh modal berapa, apa yang bisa membatalkannya?"))
        _choose_place(view)
        link_to("mulai", tr("Pilih usaha pertama"), ":material/arrow_forward:")
        link_to("meja", tr("Sampaikan kebutuhan koperasi"), ":material/support_agent:")
    with analyst.container(border=True, height="stretch"):
        st.markdown(f"##### :material/fact_check: {tr('Analis')}")
        st.markdown(tr("Bisakah angka ini dipercaya dan diulang? Periksa berkas, rumus dan asumsinya."))
        link_to("metode", tr("Baca cara hitungnya"), ":material/arrow_forward:")
        link_to("keteguhan", tr("Uji keteguhan peringkat"), ":material/balance:")
    link_to("data", tr("Pakai data wilayah Anda sendiri"), ":material/upload_file:")


def _choose_place(view: View) -> None:
    """The founder's own place, by typing part of its name; choosing it leads on."""
    picked = st.selectbox(
        tr("Kelurahan atau desa Anda"),
        view.places.codes,
        index=None,
        format_func=view.places.labels.__getitem__,
        placeholder=tr("Ketik nama kelurahan atau desa"),
        key=OWN_PLACE,
        filter_mode="contains",
    )
    if picked:
        del st.session_state[OWN_PLACE]
        go_to("mulai", kelurahan=picked)
