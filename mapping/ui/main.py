"""The frame around every page: title, navigation, the region, and what must never be forgotten about it."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from mapping.language import tr
from mapping.ui.cache import region_labels
from mapping.ui.carried import hear_setups, remember_setups
from mapping.ui.controls import choose_region, is_dark, say_origin
from mapping.ui.desk.sign import sign_in_or_out
from mapping.ui.links import PAGES
from mapping.ui.scoring import say_setup
from mapping.ui.server import OWN_FILES
from mapping.ui.speech import choose_language, hear_language
from mapping.ui.state import begin_page, write_address

hear_language()

# A local picture: an icon by name would be fetched from a font host.
st.set_page_config(
    page_title=tr("Peta Potensi Koperasi"),
    page_icon=str(OWN_FILES / "ikon.svg"),
    layout="wide",
    initial_sidebar_state="collapsed",
)

st.html(OWN_FILES / "riwayat.html", unsafe_allow_javascript=True)
if is_dark():
    st.html(OWN_FILES / "gelap.css")


def _page(name: str, title: str, icon: str) -> StreamlitPage:
    return st.Page(
        PAGES / f"{name}.py", title=title, icon=f":material/{icon}:", url_path=name, default=name == "ringkasan"
    )


SECTIONS = {
    "": [
        _page("ringkasan", tr("Ringkasan"), "home"),
        _page("peta", tr("Peta potensi"), "map"),
        _page("profil", tr("Profil kelurahan"), "storefront"),
        _page("bandingkan", tr("Bandingkan"), "compare"),
    ],
    tr("Koperasi"): [
        _page("mulai", tr("Mulai dari apa"), "flag"),
        _page("hitung", tr("Hitung pinjaman"), "calculate"),
        _page("lini", tr("Lini usaha"), "category"),
        _page("belanja", tr("Belanja bersama"), "shopping_cart"),
        _page("pembagian", tr("Pembagian peran"), "hub"),
        _page("musyawarah", tr("Musyawarah"), "how_to_vote"),
    ],
    tr("Pendampingan"): [
        _page("meja", tr("Meja kebutuhan"), "support_agent"),
        _page("daftar", tr("Daftar koperasi"), "apartment"),
        _page("mitra", tr("Mitra"), "handshake"),
        _page("pelatihan", tr("Pelatihan"), "school"),
        _page("pantauan", tr("Pantauan"), "monitoring"),
    ],
    tr("Analisis"): [
        _page("bobot", tr("Ubah bobot"), "tune"),
        _page("skenario", tr("Skenario"), "alt_route"),
        _page("keteguhan", tr("Keteguhan peringkat"), "balance"),
        _page("kelompok", tr("Tipe dan gugus"), "workspaces"),
        _page("waktu", tr("Waktu dan uji balik"), "timeline"),
    ],
    tr("Data"): [
        _page("berkas", tr("Berkas dan cetak"), "folder_zip"),
        _page("data", tr("Data saya"), "upload_file"),
        _page("periksa", tr("Periksa data"), "fact_check"),
        _page("metode", tr("Metode"), "functions"),
    ],
}

page = st.navigation(SECTIONS, position="top")
begin_page(page.url_path)

with st.container(horizontal=True, vertical_alignment="center", gap="small"):
    choose_region()
    # Beside the region, so that on a narrow screen the language never takes a row of its own.
    choose_language()
    sign_in_or_out()
    if region_labels():
        hear_setups(page.url_path)
    say_origin()
    say_setup(page.url_path)

if not region_labels() and page.url_path not in ("data", "metode"):
    st.title(tr("Belum ada data wilayah"))
    st.info(
        tr("Jalankan `python -m mapping build` untuk menyiapkan wilayah peraga, atau muat berkas Anda di Data saya.")
    )
else:
    page.run()
    if region_labels():
        remember_setups()
write_address()
