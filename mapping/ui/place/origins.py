"""Where the figures at the head of a profile come from: people, counts, score, rank, firmness."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.knowledge.formats import say_date, say_number
from mapping.language import tr
from mapping.present.known import known_table
from mapping.present.tables import sector_label
from mapping.score.weigh.setup import criteria_in_force
from mapping.ui.cache import View
from mapping.ui.links import link_to
from mapping.ui.place.rows import say_rows
from mapping.ui.text import plain


def _origin() -> st.delta_generator.DeltaGenerator:
    return st.popover(tr("Dari mana angka ini?"), type="tertiary")


def say_place_origin(view: View, code: str) -> None:
    """Where the residents and the number of surveyed businesses come from."""
    study = view.study
    files = {entry["role"]: entry for entry in study.manifest["inputs"]}
    with _origin():
        st.markdown(
            tr(
                "**Nama, kode, dan batas.** Berkas {file}. {note}",
                file=plain(files["boundaries"]["name"]),
                note=plain(tr(study.settings.boundary_note)),
            )
        )
        known = known_table(study, code)
        people = known[known["what"].str.contains("enduduk|opulation", regex=True)] if len(known) else known
        for row in people.itertuples():
            told = tr("**{what}.** {value}; {source}", what=plain(row.what), value=row.value, source=plain(row.source))
            st.markdown(f"{told} ({row.date})" if row.date else told)
        if people.empty:
            st.markdown(tr("**Penduduk.** Dari kolom penduduk di berkas batas, bila ada."))
        st.markdown(
            tr(
                "**Usaha tersurvei.** Baris berkas {file} yang ditempatkan di sini menurut kode, nama, atau titiknya; "
                "{used} dari {rows} baris berkas itu dipakai. Disembunyikan bila ada sektor dengan kurang dari 3 "
                "usaha, karena jumlahnya akan membocorkan sektor itu.",
                file=plain(files["survey"]["name"]),
                used=say_number(files["survey"]["rows_used"]),
                rows=say_number(files["survey"]["rows_in"]),
            )
        )
        st.caption(tr("Survei {date}.", date=say_date(study.settings.survey_date)))


def say_score_origin(view: View, code: str, rows: pd.DataFrame) -> None:
    """How score, rank and rank interval are made, and the rows of every sector behind them."""
    setup = view.study.settings.setup
    criteria = criteria_in_force(setup)["criteria"]
    weights = ", ".join(
        f"{criterion['label']} {say_number(100 * criterion['weight'])}" for criterion in criteria.values()
    )
    with _origin():
        st.markdown(
            tr(
                "**Skor (0–100).** Tiap kriteria dinilai 0–100 di antara dua batas tetap, dikali bobotnya, lalu "
                "dijumlah. Kriteria yang belum diketahui tidak dihitung nol: bobotnya dibagi ke yang lain. Bobot "
                "(asumsi perencanaan): {weights}.",
                weights=weights,
            )
        )
        st.markdown(
            tr(
                "**Peringkat.** Urutan skor di antara kelurahan/desa yang datanya cukup. **Kemungkinan antara**: "
                "data dan bobot diacak {draws} kali; delapan dari sepuluh kali peringkatnya jatuh di antara dua "
                "angka itu.",
                draws=say_number(view.study.settings.draws),
            )
        )
        for sector in SCORED_SECTORS:
            if sector in rows.index:
                st.markdown(f"**{sector_label(sector)}**")
                say_rows(view, code, sector)
        link_to("metode", tr("Baca rumus lengkapnya"), ":material/functions:")
        link_to("keteguhan", tr("Lihat seberapa teguh peringkatnya"), ":material/balance:", kelurahan=code)
