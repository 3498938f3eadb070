"""The three stages of a road map, each with what it costs and what must be reached before it starts."""

from __future__ import annotations

from typing import Any

import streamlit as st

from mapping.knowledge.formats import say_rupiah
from mapping.knowledge.plans import read_roadmap_rules
from mapping.language import tr
from mapping.present.plan import stages_of
from mapping.ui.cache import View
from mapping.ui.text import plain


def say_roadmap(view: View, code: str, line_id: str) -> None:
    """Core product, related service, widening; beside each other on a desk, below each other on a phone."""
    stages = stages_of(view.study, code, line_id)
    st.markdown(tr("Mulai dari satu lini sampai untung, baru melebar. Tiap tahap punya syarat yang bisa diperiksa."))
    for column, row in zip(st.columns(len(stages)), stages.itertuples(), strict=True):
        with column.container(border=True, height="stretch", gap="small"):
            _say_stage(row)
    before = read_roadmap_rules()["before"]
    months = tr(" dan ").join(f"{rule['months']}" for rule in before.values())
    st.caption(
        tr(
            "Lama untung berturut-turut ({months} bulan) dan kas bersih 1,2 kali cicilan adalah "
            "asumsi perencanaan. Kas bersih: uang masuk dikurangi semua biaya, sebelum cicilan. "
            "Modal dari katalog lini; sumber tiap angka ada di halaman Lini usaha.",
            months=months,
        )
    )


def _say_stage(row: Any) -> None:
    """One stage: what, why, what first, how much."""
    stage = read_roadmap_rules()["stages"][str(row.stage)]
    st.badge(
        tr("Tahap {stage}: {label}", stage=row.stage, label=stage["label"]), color="green" if row.stage == 1 else "blue"
    )
    st.markdown(f"**{plain(row.stage_line)}**")
    st.markdown(plain(row.why))
    title = tr("Sebelum mulai") if row.stage == 1 else tr("Baru mulai bila")
    conditions = "\n".join(f"- {plain(condition)}" for condition in row.before.split("; "))
    st.markdown(f"**{title}**\n" + (conditions or "- " + tr("tidak ada syarat angka")))
    st.markdown(tr("**Modal** {amount}", amount=_say_capital(row)))
    if row.own_figures:
        st.badge(tr("angka Anda"), icon=":material/edit:", color="violet")


def _say_capital(row: Any) -> str:
    """The range of the catalogue, and what the size for this place needs."""
    low, high = row.capital_low_idr, row.capital_high_idr
    if low != low and high != high:
        return tr("belum diketahui")
    span = say_rupiah(low) if low == high or high != high else f"{say_rupiah(low)} – {say_rupiah(high)}"
    here = row.capital_here_idr
    return tr("{span}; untuk ukuran di sini sekitar {here}", span=span, here=say_rupiah(here)) if here == here else span
