"""The parts of the first page."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.knowledge.formats import say_date, say_number
from mapping.language import tr
from mapping.ui.cache import View
from mapping.ui.controls import WRAPS, is_phone
from mapping.ui.links import go_to

SHORTLIST = 10


def say_headline(view: View) -> None:
    """The region in four figures."""
    advice, settings = view.study.advice, view.study.settings
    total = len(view.study.kelurahan)
    advised = advice[advice["position"] == "1"]["kelurahan_code"].nunique()
    surveyed = view.study.indicators["n_kelurahan"].groupby(level="kelurahan_code").first()
    thin = int((surveyed < settings.minimum_businesses).sum())
    survey = next(entry for entry in view.study.manifest["inputs"] if entry["role"] == "survey")
    figures = [
        (tr("Kelurahan/desa"), say_number(total), None),
        (tr("Mendapat saran"), say_number(advised), tr("ada lini yang lolos semua syarat")),
        (
            tr("Belum ada saran"),
            say_number(total - advised),
            tr(
                "{thin} belum cukup data · {none} tanpa lini yang lolos",
                thin=say_number(thin),
                none=say_number(total - advised - thin),
            ),
        ),
        (
            tr("Usaha dipakai"),
            say_number(survey["rows_used"]),
            tr(
                "{rejected} baris ditolak · survei {date}",
                rejected=say_number(survey["rows_rejected"]),
                date=say_date(settings.survey_date),
            ),
        ),
    ]
    for column, (label, value, note) in zip(st.columns(4), figures, strict=True):
        with column.container(border=True, height="stretch", gap="xsmall"):
            st.metric(label, value)
            if note:
                st.caption(note)


def list_firm_advice(view: View) -> None:
    """The kelurahan whose first line stays first whatever the uncertainty; a click opens the profile."""
    advice = view.study.advice
    firm = advice[(advice["position"] == "1") & advice["confident"]]
    firm = firm.sort_values(["score", "p_best"], ascending=False).head(SHORTLIST)
    if firm.empty:
        st.info(
            tr("Belum ada saran yang cukup kuat di wilayah ini. Saran tiap kelurahan tetap bisa dibaca di profilnya.")
        )
        return
    names = view.study.kelurahan.loc[firm["kelurahan_code"], ["name", "kecamatan"]].reset_index(drop=True)
    shown = pd.DataFrame(
        {
            "Kelurahan": names["name"],
            "Kecamatan": names["kecamatan"],
            "Mulai dari": firm["line"].to_numpy(),
            "Keteguhan": firm["p_best"].to_numpy() * 100,
            "Alasan": firm["reason"].str.split(". ", n=1, regex=False).str[0].to_numpy(),
        }
    )
    event = st.dataframe(
        shown,
        hide_index=True,
        height="content",
        row_height=WRAPS,
        column_order=["Kelurahan", "Mulai dari", "Keteguhan"] if is_phone() else None,
        column_config={
            "Kelurahan": st.column_config.TextColumn(tr("Kelurahan"), width=100 if is_phone() else 130),
            "Kecamatan": st.column_config.TextColumn(tr("Kecamatan"), width=130),
            "Mulai dari": st.column_config.TextColumn(tr("Mulai dari"), width=150 if is_phone() else 250),
            "Keteguhan": st.column_config.ProgressColumn(
                tr("Keteguhan"),
                min_value=0,
                max_value=100,
                format="%.0f%%",
                width=85 if is_phone() else 120,
                help=tr("Seberapa sering saran ini tetap pertama ketika datanya diacak ulang."),
            ),
            "Alasan": st.column_config.TextColumn(tr("Alasan")),
        },
        on_select="rerun",
        selection_mode="single-cell",
        key="saran-terkuat",
    )
    st.caption(tr("Klik satu baris untuk membuka profilnya."))
    if event.selection.cells:
        go_to("profil", kelurahan=str(firm["kelurahan_code"].iloc[event.selection.cells[0][0]]))
