"""Siapa bisa belanja dan memakai alat bersama?"""

import streamlit as st

st.title("Siapa bisa belanja dan memakai alat bersama?")
