"""Lini usaha apa saja yang bisa dipilih?"""

import streamlit as st

st.title("Lini usaha apa saja yang bisa dipilih?")
