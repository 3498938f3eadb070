"""The peer as an app of its own: its page, and Leaflet beside it."""

from pathlib import Path

import streamlit as st
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from xstatic.pkg import leaflet

app = st.App(
    str(Path(__file__).parent / "page.py"),
    routes=[Mount("/aset/leaflet", StaticFiles(directory=leaflet.BASE_DIR))],
)
