"""Bagaimana angka ini dihitung?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.cache import region_labels
from mapping.ui.explain.example import say_example
from mapping.ui.explain.measures import list_measures
from mapping.ui.explain.method import (
    list_criteria,
    list_kpju,
    list_traps,
    list_ways,
    say_advice_rules,
    say_provenance,
    say_road,
    say_uncertainty,
)
from mapping.ui.explain.references import list_references
from mapping.ui.explain.score import say_score
from mapping.ui.firm.firm_files import offer_recompute
from mapping.ui.scoring import scored_view
from mapping.ui.tabs import open_tabs
from mapping.ui.text import plain

st.title(tr("Bagaimana angka ini dihitung?"))
if not region_labels():
    st.info(tr("Belum ada wilayah yang dibuka. Muat berkas di halaman Data saya."), icon=":material/help:")
    st.stop()
view = scored_view()
setup = view.study.settings.setup

example, score, measures, weights, doubt, advice, limits, sources = open_tabs(
    "bab",
    {
        "contoh": tr("Contoh nyata"),
        "skor": tr("Skor"),
        "ukuran": tr("Ukuran"),
        "bobot": tr("Bobot"),
        "pasti": tr("Seberapa pasti"),
        "saran": tr("Saran"),
        "batas": tr("Batasnya"),
        "sumber": tr("Sumber"),
    },
)
with example:
    say_road()
    st.header(tr("Satu baris sampai peringkat: {region}", region=plain(view.study.settings.region)), anchor=False)
    say_example(view)
    offer_recompute(view)
with score:
    say_score(setup)
    list_criteria(setup)
with measures:
    list_measures()
with weights:
    list_ways(setup)
    list_kpju()
with doubt:
    st.header(tr("Seberapa pasti"), anchor=False)
    say_uncertainty(view.study.settings)
with advice:
    st.header(tr("Saran lini usaha"), anchor=False)
    say_advice_rules()
with limits:
    st.header(tr("Yang tidak bisa dikatakan angka ini"), anchor=False)
    list_traps()
with sources:
    say_provenance(view)
    list_references()
