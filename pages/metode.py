"""Bagaimana angka ini dihitung?"""

import streamlit as st

from mapping.ui.cache import current_view, region_labels
from mapping.ui.method import (
    list_criteria,
    list_traps,
    say_advice_rules,
    say_provenance,
    say_road,
    say_score,
    say_uncertainty,
)

st.title("Bagaimana angka ini dihitung?")
say_road()
say_score()
list_criteria()
say_uncertainty()
say_advice_rules()
list_traps()
if region_labels():
    say_provenance(current_view())
