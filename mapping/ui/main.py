"""The frame around every page: title, navigation, the region, and what must never be forgotten about it."""

import streamlit as st

from mapping.ui.cache import region_labels
from mapping.ui.controls import choose_region, say_origin
from mapping.ui.links import PAGES
from mapping.ui.scoring import say_setup
from mapping.ui.server import OWN_FILES

# A local picture: an icon by name would be fetched from a font host.
st.set_page_config(
    page_title="Peta Potensi Koperasi",
    page_icon=str(OWN_FILES / "ikon.svg"),
    layout="wide",
    initial_sidebar_state="collapsed",
)

SECTIONS = {
    "": [
        st.Page(PAGES / "ringkasan.py", title="Ringkasan", icon=":material/home:", url_path="ringkasan", default=True),
        st.Page(PAGES / "peta.py", title="Peta potensi", icon=":material/map:", url_path="peta"),
        st.Page(PAGES / "profil.py", title="Profil kelurahan", icon=":material/storefront:", url_path="profil"),
    ],
    "Koperasi": [
        st.Page(PAGES / "mulai.py", title="Mulai dari apa", icon=":material/flag:", url_path="mulai"),
        st.Page(PAGES / "hitung.py", title="Hitung pinjaman", icon=":material/calculate:", url_path="hitung"),
        st.Page(PAGES / "lini.py", title="Lini usaha", icon=":material/category:", url_path="lini"),
        st.Page(PAGES / "belanja.py", title="Belanja bersama", icon=":material/shopping_cart:", url_path="belanja"),
        st.Page(PAGES / "pembagian.py", title="Pembagian peran", icon=":material/hub:", url_path="pembagian"),
        st.Page(PAGES / "musyawarah.py", title="Musyawarah", icon=":material/how_to_vote:", url_path="musyawarah"),
    ],
    "Analisis": [
        st.Page(PAGES / "bobot.py", title="Ubah bobot", icon=":material/tune:", url_path="bobot"),
        st.Page(PAGES / "keteguhan.py", title="Keteguhan peringkat", icon=":material/balance:", url_path="keteguhan"),
        st.Page(PAGES / "kelompok.py", title="Tipe dan gugus", icon=":material/workspaces:", url_path="kelompok"),
        st.Page(PAGES / "waktu.py", title="Waktu dan uji balik", icon=":material/timeline:", url_path="waktu"),
    ],
    "Data": [
        st.Page(PAGES / "data.py", title="Data saya", icon=":material/upload_file:", url_path="data"),
        st.Page(PAGES / "periksa.py", title="Periksa data", icon=":material/fact_check:", url_path="periksa"),
        st.Page(PAGES / "metode.py", title="Metode", icon=":material/functions:", url_path="metode"),
    ],
}

page = st.navigation(SECTIONS, position="top")

with st.container(horizontal=True, vertical_alignment="center", gap="small"):
    choose_region()
    say_origin()
    say_setup(page.url_path)

if not region_labels() and page.url_path not in ("data", "metode"):
    st.title("Belum ada data wilayah")
    st.info("Jalankan `python -m mapping build` untuk menyiapkan wilayah peraga, atau muat berkas Anda di Data saya.")
else:
    page.run()
