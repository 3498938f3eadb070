"""The region seen from the office: whom to look for, what to ask a campus, what to bring before the government."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.desk.partners.directory import read_services
from mapping.desk.partners.region import policy_proposals
from mapping.desk.partners.suggest import missing_partners
from mapping.knowledge.formats import say_number
from mapping.language import plural, tr
from mapping.present.plan import first_gaps
from mapping.present.tables import sector_label
from mapping.ui.cache import View
from mapping.ui.controls import is_phone
from mapping.ui.desk.open import Actor, Desk
from mapping.ui.desk.partner_campus import names_of, say_problems
from mapping.ui.desk.partner_words import ICONS
from mapping.ui.downloads import offer_table
from mapping.ui.text import plain


def show_region(view: View, desk: Desk, actor: Actor) -> None:
    """Three lists that follow from the region's own figures and needs."""
    gaps = first_gaps(view.study)
    _say_leads(view, missing_partners(read_services(desk, actor), gaps))
    say_problems(view, desk, gaps)
    _say_proposals(policy_proposals(view.table))


def _say_leads(view: View, leads: pd.DataFrame) -> None:
    st.subheader(tr("Mitra yang masih perlu dicari"))
    if leads.empty:
        st.markdown(tr("Setiap celah yang terukur sudah punya mitra yang melayani tempatnya."))
        return
    first = leads.iloc[0]
    n = int(first["kelurahan"])
    st.markdown(
        plural(
            "{icon} Yang paling banyak dicari: **{kind}** untuk celah {gap}, di {n} kelurahan/desa.",
            n,
            icon=ICONS[first["kind"]],
            kind=plain(first["kind_label"]),
            gap=plain(first["label"].lower()),
            n=say_number(n),
        )
    )
    shown = pd.DataFrame(
        {
            tr("Celah"): leads["label"],
            tr("Kemitraan"): leads["kind_label"],
            tr("Kelurahan/desa"): leads["kelurahan"],
            tr("Di mana"): [names_of(view, codes) for codes in leads["codes"]],
        }
    )
    widths = {tr("Celah"): 130, tr("Kemitraan"): 150, tr("Kelurahan/desa"): 110, tr("Di mana"): 300}
    config = {name: st.column_config.Column(width=width) for name, width in widths.items()} if is_phone() else {}
    st.dataframe(
        shown,
        hide_index=True,
        row_height=70,
        height="content" if len(shown) <= 6 else 380,
        column_config=config,
        key="mitra-dicari",
    )
    st.caption(tr("Celah lini pertama tiap kelurahan atau desa yang belum dilayani mitra jenis itu."))
    with st.container(horizontal=True):
        offer_table(leads, "mitra_dicari", tr("Unduh daftar ini"), "tertiary")


def _say_proposals(proposals: pd.DataFrame) -> None:
    st.subheader(tr("Usulan kebijakan dari data"))
    if proposals.empty:
        st.markdown(tr("Tidak ada kendala yang cukup sering disebut di wilayah ini untuk diusulkan."))
        return
    for (_, label), rows in proposals.groupby(["policy", "label"], sort=False):
        with st.container(border=True, gap="small"):
            st.markdown(f":material/campaign: **{plain(label)}.** {plain(rows['propose'].iloc[0])}")
            told = [
                plain(row.sentence)
                + " "
                + plural(
                    "Melewati batas di {beyond} dari {n} kelurahan/desa yang angkanya bisa ditampilkan.",
                    row.kelurahan,
                    beyond=say_number(row.beyond),
                    n=say_number(row.kelurahan),
                )
                for row in rows.itertuples()
            ]
            st.markdown("\n".join(f"- {sentence}" for sentence in told))
    st.caption(
        tr(
            "Bagian jawaban seluruh wilayah, ditimbang menurut banyaknya jawaban; batasnya asumsi perencanaan. "
            "Kelurahan atau desa dengan satu atau dua usaha tidak ikut dihitung."
        )
    )
    table = proposals.assign(sector=proposals["sector"].map(sector_label))
    with st.container(horizontal=True):
        offer_table(table, "usulan_kebijakan", tr("Unduh usulan kebijakan"), "tertiary")
