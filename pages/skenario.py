"""Apa yang berubah bila anggapannya lain?"""

import streamlit as st

from mapping.language import tr

st.title(tr("Apa yang berubah bila anggapannya lain?"))
