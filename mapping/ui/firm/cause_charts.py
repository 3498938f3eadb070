"""Charts and the table behind the page about what the ranks hang on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from mapping.knowledge.catalog import read_criteria
from mapping.knowledge.formats import say_number, say_percent
from mapping.language import mark, tr
from mapping.ui.controls import is_phone

ASSUMPTION, CRITERION = mark("Asumsi"), mark("Kriteria")
TWO_COLOURS = ["#41a3b3", "#c98a1b"]


def label_of(criterion: str) -> str:
    """What a criterion is called on the screen."""
    return str(read_criteria()["criteria"].get(criterion, {}).get("label", criterion))


def draw_heat(square: pd.DataFrame) -> Any:
    """How far criteria go together, -1 to 1, as a square of coloured cells with their figures."""
    import altair as alt

    order = [label_of(str(name)) for name in square.index]
    long = square.set_axis(order).set_axis([label_of(str(name)) for name in square], axis=1)
    long = (
        long.rename_axis("Kriteria").reset_index().melt("Kriteria", var_name="Dengan", value_name="Hubungan").dropna()
    )
    base = alt.Chart(long, height=alt.Step(34)).encode(
        x=alt.X(
            "Dengan:N",
            sort=order,
            title=tr("Dengan"),
            axis=alt.Axis(title=None, labelAngle=-40, labelLimit=120, labelOverlap=False),
        ),
        y=alt.Y(
            "Kriteria:N",
            sort=order,
            title=tr(CRITERION),
            axis=alt.Axis(title=None, labelLimit=120 if is_phone() else 200),
        ),
        tooltip=[
            alt.Tooltip("Kriteria:N", title=tr(CRITERION)),
            alt.Tooltip("Dengan:N", title=tr("Dengan")),
            alt.Tooltip("Hubungan:Q", title=tr("Hubungan"), format=".2f"),
        ],
    )
    cells = base.mark_rect(cornerRadius=2).encode(
        color=alt.Color(
            "Hubungan:Q",
            title=tr("Hubungan"),
            scale=alt.Scale(domain=[-1, 0, 1], range=["#b5513c", "#f3efe6", "#0f5f6b"]),
            legend=None,
        )
    )
    strong = "abs(datum.Hubungan) > 0.55"
    figures = base.mark_text(fontSize=12).encode(
        text=alt.Text("Hubungan:Q", title=tr("Hubungan"), format=".2f"),
        color=alt.condition(strong, alt.value("#ffffff"), alt.value("#1b2733")),
    )
    return cells + figures


def draw_pairs(table: pd.DataFrame, rows: str, title: str) -> Any:
    """Two bars for each row, shares in percent; ``rows`` and the columns are marked texts, shown with ``tr``."""
    import altair as alt

    table = table.rename(columns=tr)
    names, order = list(table.columns), [str(name) for name in table.index]
    long = table.rename_axis(rows).reset_index().melt(rows, var_name="Ukuran", value_name="Bagian").dropna()
    return (
        alt.Chart(long, height=alt.Step(13))
        .mark_bar(cornerRadius=2)
        .encode(
            x=alt.X("Bagian:Q", title=title, axis=alt.Axis(format=".0%", tickCount=5)),
            y=alt.Y(
                f"{rows}:N",
                sort=order,
                title=tr(rows),
                axis=alt.Axis(title=None, labelLimit=120 if is_phone() else 200),
            ),
            yOffset=alt.YOffset("Ukuran:N", title=tr("Ukuran"), sort=names, scale=alt.Scale(paddingInner=0.1)),
            color=alt.Color(
                "Ukuran:N",
                title=tr("Ukuran"),
                scale=alt.Scale(domain=names, range=TWO_COLOURS),
                legend=alt.Legend(orient="bottom", title=None, offset=4),
            ),
            tooltip=[
                alt.Tooltip(f"{rows}:N", title=tr(rows)),
                alt.Tooltip("Ukuran:N", title=tr("Ukuran")),
                alt.Tooltip("Bagian:Q", title=tr("bagian").capitalize(), format=".0%"),
            ],
        )
    )


def list_shares(
    shown: pd.DataFrame, percents: Sequence[str], digits: dict[str, int] | None = None, first: int = 170
) -> None:
    """A table with shares as percent and other columns with so many ``digits``; heads are said with ``tr``."""
    formats: dict[str, Any] = dict.fromkeys(percents, say_percent)
    formats |= {name: partial(say_number, digits=places) for name, places in (digits or {}).items()}
    st.dataframe(
        shown.style.format(formats, na_rep=""),
        hide_index=True,
        height="content",
        placeholder="",
        column_config={
            str(name): st.column_config.Column(tr(str(name)), width=None if place else first)
            for place, name in enumerate(shown)
        },
    )
