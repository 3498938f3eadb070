"""Apa yang diputuskan bersama?"""

import streamlit as st

st.title("Apa yang diputuskan bersama?")
