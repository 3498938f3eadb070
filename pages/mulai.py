"""Koperasi kami sebaiknya mulai dari apa?"""

import streamlit as st

st.title("Koperasi kami sebaiknya mulai dari apa?")
