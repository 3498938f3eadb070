"""The ranks of two scenarios as lines from left to right: who climbs, who falls."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.language import tr
from mapping.present.scenario_changes import spread
from mapping.ui.controls import is_dark, is_phone
from mapping.ui.scenario.changes import Changes

EACH_WAY = 8
"""Lines in colour up and down; others are grey."""
GREY_UP_TO = 300
UP, DOWN, GREY = "#8468c4", "#cc6a14", "#9a9a9a"
"""Purple up and orange down, as on the map; 3:1 against the light and the dark ground."""
HEIGHT = 520


def draw_slope(changes: Changes) -> None:
    """The slope chart; nothing where no rank changes."""
    rows = changes.known
    movers = top_movers(rows)
    if movers.empty:
        return
    st.altair_chart(_chart(rows, movers, changes), key="lereng")
    left = len(rows) - len(movers)
    st.caption(
        tr(
            "Berwarna: yang paling banyak berpindah, ungu naik dan jingga turun. Garis tebal: lebih dari kebetulan, "
            "rentang peringkat keduanya tidak bertumpuk. Abu-abu: {left} lainnya.",
            left=left,
        )
    )


def top_movers(rows: pd.DataFrame) -> pd.DataFrame:
    """Those that climb and fall most, ``EACH_WAY`` at most each, moves beyond chance before others.

    Examples
    --------
    >>> rows = pd.DataFrame({"move": [3.0, -2.0, 0.0, 9.0], "beyond": [True, False, False, False]})
    >>> top_movers(rows).index.tolist()
    [0, 3, 1]
    """
    ordered = rows.assign(size=rows["move"].abs()).sort_values(["beyond", "size"], ascending=False, kind="stable")
    up, down = ordered[ordered["move"] > 0].head(EACH_WAY), ordered[ordered["move"] < 0].head(EACH_WAY)
    return pd.concat([up, down]).drop(columns="size")


def _chart(rows: pd.DataFrame, movers: pd.DataFrame, changes: Changes) -> Any:
    import altair as alt

    last = float(rows[["rank_before", "rank_after"]].max().max())
    grey = rows.drop(movers.index)
    grey = grey.sort_values("rank_before").head(GREY_UP_TO)
    down = alt.Y(
        "before:Q", scale=alt.Scale(domain=[last + 0.5, 0.5], nice=False), title=tr("peringkat (atas terbaik)")
    )
    across = alt.X("x1:Q", scale=alt.Scale(domain=[-0.02, 2.3 if is_phone() else 1.5]), axis=None)
    ends = {"x": across, "x2": "x2:Q", "y": down, "y2": "after:Q"}
    tips = [alt.Tooltip("name:N", title=tr("Tempat")), *_rank_tips(changes)]
    quiet = alt.Chart(_ends(grey)).mark_rule(color=GREY, opacity=0.35).encode(**ends, tooltip=tips)
    named = _ends(movers).assign(label_y=spread(movers["rank_after"].tolist(), last / HEIGHT * 15, 1.0, last))
    named["label"] = [_label(row) for row in named.itertuples()]
    hue = alt.condition("datum.move > 0", alt.value(UP), alt.value(DOWN))
    bold = alt.condition("datum.beyond", alt.value(3.5), alt.value(1.8))
    loud = alt.Chart(named).mark_rule().encode(**ends, color=hue, strokeWidth=bold, tooltip=tips)
    leads = (
        alt.Chart(named.assign(from_x=1.0, to_x=1.06))
        .mark_rule(strokeWidth=0.8)
        .encode(x="from_x:Q", x2="to_x:Q", y="after:Q", y2="label_y:Q", color=hue)
    )
    ink = "#fafafa" if is_dark() else "#31333f"
    texts = (
        alt.Chart(named.assign(to_x=1.075))
        .mark_text(align="left", baseline="middle", fontSize=12, color=ink)
        .encode(x="to_x:Q", y="label_y:Q", text="label:N")
    )
    heads = pd.DataFrame({"x": [0.0, 1.0], "text": [changes.before, changes.after], "y": [0.5, 0.5]})
    heading = (
        alt.Chart(heads)
        .mark_text(dy=-12, fontWeight="bold", color=ink, fontSize=13, limit=150)
        .encode(x="x:Q", y="y:Q", text="text:N")
    )
    return (quiet + loud + leads + texts + heading).properties(
        description=tr("Peringkat tiap kelurahan/desa dalam dua skenario"),
        height=HEIGHT,
        padding={"top": 24, "left": 5, "right": 5, "bottom": 5},
    )


def _rank_tips(changes: Changes) -> list[Any]:
    import altair as alt

    said = {"before": changes.before, "after": changes.after, "move": tr("Pindah")}
    return [alt.Tooltip(f"{column}:Q", title=title, format=".0f") for column, title in said.items()]


def _ends(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": rows["name"].astype(str),
            "before": rows["rank_before"],
            "after": rows["rank_after"],
            "move": rows["move"],
            "beyond": rows["beyond"],
            "x1": 0.0,
            "x2": 1.0,
        }
    )


def _label(row: Any) -> str:
    """A name with its two ranks.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> _label(SimpleNamespace(name="Jati", before=12.0, after=5.0))
    'Jati 12 → 5'
    """
    name = row.name if len(row.name) <= 22 else row.name[:21] + "…"
    return f"{name} {row.before:.0f} → {row.after:.0f}"
