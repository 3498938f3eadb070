"""Seberapa teguh peringkat ini?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.controls import choose_kelurahan, choose_sector
from mapping.ui.figures import best_known
from mapping.ui.firm.areas import say_kecamatan, say_reversal
from mapping.ui.firm.causes import list_drops, say_correlations, say_sensitivity, say_weights
from mapping.ui.firm.firm_files import offer_firmness, offer_recompute
from mapping.ui.firm.firmness import firmness_of
from mapping.ui.firm.intervals import list_top
from mapping.ui.firm.ladder import say_why
from mapping.ui.scoring import scored_view

st.title(tr("Seberapa teguh peringkat ini?"))
view = scored_view(apart=True)
st.markdown(
    tr(
        "Peringkat bisa berubah bila surveinya bertemu usaha yang lain, atau bila bobotnya lain. "
        "Di sini keduanya dicoba ratusan kali: peringkat yang tetap di tempatnya layak "
        "dipercaya, yang berpindah jauh tidak."
    )
)
sector = choose_sector()

st.header(tr("Siapa di puncak, dan seberapa pasti?"), anchor=False)
if list_top(view, sector):
    st.header(tr("Mengapa yang ini di sini?"), anchor=False)
    code = choose_kelurahan(view, best_known(view))
    say_why(view, sector, code)
    offer_recompute(view)

    st.header(tr("Apa yang paling memengaruhi urutan?"), anchor=False)
    firmness = firmness_of(view, sector)
    if firmness:
        say_sensitivity(firmness, sector)
        say_weights(firmness, sector)
        list_drops(firmness, sector)
        say_correlations(firmness, sector)

        st.header(tr("Bagaimana bila wilayahnya dibagi lain?"), anchor=False)
        say_kecamatan(view, firmness, sector, code)
        say_reversal(view, firmness, sector)
        offer_firmness(view, firmness)
