"""Apakah usahanya bisa membayar cicilan?"""

import streamlit as st

st.title("Apakah usahanya bisa membayar cicilan?")
