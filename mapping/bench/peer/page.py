"""The peer of `bench app`: the same scores through geopandas.explore and streamlit-folium, rebuilt each run.

Leaflet comes from this machine, as ours does: without that no map would appear where there is no internet.
"""

import os
from pathlib import Path

import geopandas as gpd
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

STUDY = Path(os.environ["MAPPING_PROCESSED"]) / "surabaya" / "study"
SECTORS = {"pangan": "food", "kerajinan": "crafts", "pertanian": "agriculture"}


@st.cache_data
def read() -> tuple[gpd.GeoDataFrame, pd.DataFrame, pd.DataFrame]:
    """Outlines, scores and contributions of the study, read once."""
    return (
        gpd.read_parquet(STUDY / "kelurahan.parquet"),
        pd.read_parquet(STUDY / "scores.parquet"),
        pd.read_parquet(STUDY / "contributions.parquet"),
    )


def page() -> None:
    """The map and the ranked table, with the weight of the first criterion moved by ``geser``."""
    kelurahan, scores, contributions = read()
    sector = SECTORS[st.query_params.get("sektor", "pangan")]
    push = float(st.query_params.get("geser", "1"))
    parts = contributions.xs(sector, level="sector")
    score = parts.iloc[:, 0] * push + parts.iloc[:, 1:].sum(axis=1)
    shown = kelurahan[["name", "kecamatan", "geometry"]].join(score.rename("score"))
    drawn = shown.explore(
        "score", tiles=None, legend=False, cmap="YlGnBu", vmin=0, vmax=100, missing_kwds={"color": "lightgrey"}
    )
    drawn.default_js = [("leaflet", "/aset/leaflet/leaflet.js")]
    drawn.default_css = [("leaflet_css", "/aset/leaflet/leaflet.css")]
    st.title("Di mana potensinya?")
    st_folium(drawn, use_container_width=True, height=620, returned_objects=["last_active_drawing"], key=sector)
    st.dataframe(scores.xs(sector, level="sector").sort_values("rank"))


if __name__ == "__main__":
    page()
