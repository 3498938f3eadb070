"""The scores with their rank intervals as dots and bars, and what each criterion adds, side by side."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.language import tr
from mapping.present.compare import SCORE, SHARES
from mapping.present.tables import sector_label
from mapping.ui.compare.side import Side
from mapping.ui.controls import is_phone
from mapping.ui.text import plain

HUES = ("#2f7fc1", "#c77700", "#1f9a73", "#c2599b")
"""One a kelurahan: told apart by colour-blind readers, 3:1 against the light and the dark ground."""
SHAPES = ("circle", "square", "diamond", "triangle-up")


def draw_scores(side: Side) -> None:
    """A dot for each rank and a bar for its 80% interval, one chart a sector on one scale; rank 1 is at the left."""
    rows, labels = side.part(SCORE), side.labels
    score = rows[rows["item"] == "score"].set_index(["kelurahan_code", "sector"])["value"]
    ranks = rows[(rows["item"] == "rank") & rows["value"].notna()]
    if ranks.empty:
        st.info(tr("Belum ada skor yang bisa ditampilkan untuk tempat-tempat ini."), icon=":material/help:")
        return
    end = max(float(ranks["high"].max()) + 1.0, 5.0)
    for sector, mine in ranks.groupby("sector", sort=False):
        points = score.xs(sector, level="sector")
        st.altair_chart(
            _intervals(mine.assign(score=mine["kelurahan_code"].map(points)), labels, end), key=f"rentang-{sector}"
        )
    st.caption(tr("Titik: peringkat sekarang. Batang: 80% dari semua hitungan ulang jatuh di dalamnya."))


def _intervals(ranks: pd.DataFrame, labels: dict[str, str], end: float) -> Any:
    import altair as alt

    place, points, rank, low, high = (tr("Tempat"), tr("Skor"), tr("Peringkat"), tr("Paling baik"), tr("Paling buruk"))
    shown = pd.DataFrame(
        {
            place: ranks["kelurahan_code"].map(labels),
            points: ranks["score"],
            rank: ranks["value"],
            low: ranks["low"],
            high: ranks["high"],
            "left": ranks["low"] - 0.4,
            "right": ranks["high"] + 0.4,
        }
    )
    tips = [alt.Tooltip(f"{place}:N"), *(alt.Tooltip(f"{name}:Q", format=".0f") for name in (points, rank, low, high))]
    limit = 110 if is_phone() else 170
    named = [label for label in labels.values() if label in set(shown[place])]
    heading = alt.Title(sector_label(str(ranks["sector"].iloc[0])), anchor="start", fontSize=14)
    told = tr("Peringkat dan rentangnya: {sector}", sector=sector_label(str(ranks["sector"].iloc[0])))
    base = alt.Chart(shown, height=alt.Step(24), title=heading, description=told).encode(
        y=alt.Y(f"{place}:N", sort=named, title=None, axis=alt.Axis(labelLimit=limit, minExtent=limit)),
        color=alt.Color(f"{place}:N", scale=_scale(labels, HUES), legend=None),
        tooltip=tips,
    )
    bars = base.mark_bar(height=7, opacity=0.45, cornerRadius=3).encode(
        x=alt.X("left:Q", title=tr("peringkat (kiri terbaik)"), scale=alt.Scale(domain=[0.5, end], nice=False)),
        x2="right:Q",
    )
    dots = base.mark_point(size=90, filled=True, opacity=1).encode(
        x=f"{rank}:Q", shape=alt.Shape(f"{place}:N", scale=_scale(labels, SHAPES), legend=None)
    )
    return bars + dots


def draw_shares(side: Side, sector: str) -> None:
    """Points by criterion, one small chart a kelurahan with the same scale; hidden ones say so."""
    rows, labels = side.part(SHARES), side.labels
    mine = rows[rows["sector"] == sector]
    most = max(float(mine["value"].max()), 1.0) if mine["value"].notna().any() else 1.0
    for column, (position, (code, label)) in zip(st.columns(len(labels)), enumerate(labels.items()), strict=True):
        given = mine[mine["kelurahan_code"] == code]
        with column:
            if given["value"].notna().any():
                st.altair_chart(
                    _shares(given, label, most, HUES[position], 200 if len(labels) < 4 else 150),
                    key=f"sumbangan-{code}",
                )
            else:
                st.markdown(f"**{plain(label)}**")
                st.caption(tr(str(given["note"].iloc[0])) or tr("belum diketahui"))


def _shares(rows: pd.DataFrame, label: str, most: float, hue: str, limit: int) -> Any:
    import altair as alt

    what, points = tr("Kriteria"), tr("Poin")
    shown = pd.DataFrame({what: rows["label"], points: rows["value"]})
    ends = [min(0.0, float(shown[points].min())), most * 1.15]
    heading, told = alt.Title(label, anchor="start", fontSize=14), tr("Sumbangan tiap kriteria: {name}", name=label)
    base = alt.Chart(shown, height=alt.Step(22), title=heading, description=told).encode(
        x=alt.X(f"{points}:Q", title=tr("poin"), scale=alt.Scale(domain=ends)),
        y=alt.Y(f"{what}:N", sort=None, title=None, axis=alt.Axis(labelLimit=limit)),
        tooltip=[what, alt.Tooltip(f"{points}:Q", format=".1f")],
    )
    return base.mark_bar(color=hue, height=12) + base.mark_text(align="left", dx=4, color="gray").encode(
        text=alt.Text(f"{points}:Q", format=".0f")
    )


def _scale(labels: dict[str, str], signs: tuple[str, ...]) -> Any:
    """The same sign for the same kelurahan in every chart."""
    import altair as alt

    return alt.Scale(domain=list(labels.values()), range=list(signs[: len(labels)]))
