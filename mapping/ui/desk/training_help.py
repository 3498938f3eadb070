"""Aids for the steps of a plan: accounts to fill in, and whether a product is ready to be sold from a distance."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from mapping.knowledge.competencies import read_competencies
from mapping.language import language, speaking, tr
from mapping.present.training.accounts import NAME, write_accounts
from mapping.ui.downloads import EXCEL, offer_table
from mapping.ui.text import plain


def offer_help() -> None:
    """Two things to take along, closed until asked for."""
    with st.expander(tr("Alat bantu: laporan keuangan dan jualan daring"), icon=":material/construction:"):
        _offer_accounts()
        _check_product()


def _offer_accounts() -> None:
    st.markdown(
        tr(
            "**Neraca dan arus kas sederhana.** Isi yang kuning; jumlah dan ringkasan untuk rapat anggota dihitung "
            "sendiri."
        )
    )
    st.download_button(
        tr("Unduh templat laporan (Excel)"),
        # A download is written outside the session, which knows the language.
        partial(_accounts, language()),
        file_name=NAME,
        mime=EXCEL,
        icon=":material/download:",
        on_click="ignore",
        key="unduh-laporan",
    )


def _accounts(spoken: str) -> bytes:
    with speaking(spoken):
        return write_accounts()


@st.fragment
def _check_product() -> None:
    """Ten things to look at with one product in hand; nothing is kept."""
    online = read_competencies()["online"]
    items, ready = online["items"], online["ready"]
    st.markdown(tr("**Siap dijual daring?** Ambil satu produk, lalu centang yang sudah ada. Tidak disimpan."))
    ticked = [st.checkbox(plain(item), key=f"daring-{place}") for place, item in enumerate(items)]
    count = sum(ticked)
    said = tr("{count} dari {items} sudah ada.", count=count, items=len(items))
    if count >= ready:
        st.success(said + " " + tr("Produk ini siap dijual daring."), icon=":material/check_circle:")
    elif count:
        missing = next(item for item, done in zip(items, ticked, strict=True) if not done)
        st.info(said + " " + tr("Berikutnya: {item}", item=plain(missing)), icon=":material/arrow_forward:")
    sheet = pd.DataFrame({tr("Yang diperiksa"): items, **{tr("Produk {n}", n=n): "" for n in range(1, 5)}})
    with st.container(horizontal=True):
        offer_table(sheet, "daftar_periksa_daring", tr("Unduh daftar periksa"), "tertiary")
