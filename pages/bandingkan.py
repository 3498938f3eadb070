"""Apa bedanya beberapa kelurahan?"""

import streamlit as st

from mapping.language import tr

st.title(tr("Apa bedanya beberapa kelurahan?"))
