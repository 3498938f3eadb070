"""The permits checklist in order: those of any cooperative first, then the line's own."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.advise.plan.permits import ASK, GENERAL, OWN
from mapping.language import mark, tr
from mapping.present.plan import permits_of
from mapping.ui.cache import View
from mapping.ui.downloads import offer_table
from mapping.ui.text import plain

TITLES = {GENERAL: mark("Untuk setiap koperasi"), OWN: mark("Khusus lini ini")}


def say_permits(view: View, code: str, line_id: str) -> None:
    """One numbered row for each permit: what it is, where it is asked for, when, how long."""
    permits = permits_of(view.study, line_id)
    for part, title in TITLES.items():
        st.markdown(f"**{tr(title)}**")
        rows = permits[permits["part"] == part]
        if rows.empty:
            st.markdown(tr("Katalog tidak menyebut izin lain untuk lini ini. Tanyakan ke DPMPTSP sebelum mulai."))
        for row in rows.itertuples():
            _say_permit(row)
    st.caption(
        tr(
            "Yang tanpa sumber adalah pengetahuan umum: pastikan ke instansinya, karena syarat dan "
            "urutannya bisa berubah dan berbeda antar daerah. Berapa lama mengurusnya belum ada "
            "sumbernya: tanyakan. Kode seperti S4 adalah sumber; daftarnya di Metode."
        )
    )
    offer_table(_checklist(permits), f"izin_{line_id}", tr("Unduh daftar izin"), "tertiary")


def _say_permit(row: pd.Series) -> None:
    """One permit of the checklist."""
    told = row.permit.lower() in row.name.lower()
    written = tr(" (katalog: {permit})", permit=plain(row.permit)) if row.part == OWN and not told else ""
    duration = "" if row.duration == ASK else tr(" · lamanya {duration}", duration=plain(row.duration))
    source = f" · {plain(row.source)}" if row.source else ""
    with st.container(gap=None):
        st.markdown(f"{row.order}\\. **{plain(row.name)}**{written}  \n{plain(row.what)}")
        st.caption(
            f":material/location_on: {plain(row.where)}  \n:material/schedule: {plain(row.when)}{duration}{source}"
        )


def _checklist(permits: pd.DataFrame) -> pd.DataFrame:
    """The same list to print and tick off."""
    labels = {
        "order": tr("Urutan"),
        "name": tr("Izin"),
        "permit": tr("Menurut katalog"),
        "what": tr("Gunanya"),
        "where": tr("Di mana"),
        "when": tr("Kapan"),
        "duration": tr("Lama"),
        "source": tr("Sumber"),
    }
    return permits[list(labels)].rename(columns=labels).assign(**{tr("Selesai"): ""})
