"""Siapa memimpin, siapa memasok?"""

import streamlit as st

st.title("Siapa memimpin, siapa memasok?")
