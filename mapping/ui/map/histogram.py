"""How the shown figures are spread, in the map's own colours; a click on a bar shows that class only."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from mapping.knowledge.formats import say_number
from mapping.language import tr
from mapping.present.mapvalues import CERTAINTY
from mapping.ui.map.address import turned
from mapping.ui.map.classes import THIRDS, Classes
from mapping.ui.map.filters import set_grades
from mapping.ui.map.subjects import LINE, PAIR, Subject

BINS = 24
PICKED = "dipilih"
MARK = {False: "#b3261e", True: "#ff6b6b"}
INK = {False: "#33414e", True: "#dce3ea"}
PALE = 0.28


def draw_spread(subject: Subject, classes: Classes, grades: tuple[int, ...], selected: str, dark: bool) -> None:
    """The chart that fits the subject: a histogram of numbers, bars of kinds, a square of two things."""
    if not (classes.of >= 0).any():
        return
    key = f"peta-sebaran-{turned()}"
    how: dict[str, Any] = {"key": key, "on_select": partial(_take_bars, key), "selection_mode": PICKED}
    how["alt"] = say_spread(subject, classes)
    if subject.word == PAIR:
        st.altair_chart(_draw_square(classes, grades, dark), **how)
    elif subject.has_values and subject.word != LINE and classes.cuts is not None:
        st.vega_lite_chart(spec=_draw_histogram(subject, classes, grades, selected, dark), **how)
    else:
        st.altair_chart(_draw_kinds(subject, classes, grades, selected, dark), **how)


def _take_bars(key: str) -> None:
    bars = st.session_state[key]["selection"].get(PICKED) or []
    set_grades([int(bar["kelas"]) - 1 for bar in bars if "kelas" in bar])


def say_spread(subject: Subject, classes: Classes) -> str:
    """The chart in words, for those who do not see it."""
    counts = classes.count()
    parts = [f"{label}: {say_number(n)}" for label, n in zip(classes.labels, counts, strict=True) if n]
    return tr("{title}. Banyaknya tempat per kelas: {parts}.", title=subject.title, parts="; ".join(parts))


def _bar_edges(given: npt.NDArray[np.float64], ends: npt.NDArray[np.float64], bins: int) -> npt.NDArray[np.float64]:
    """Ends of the bars; classes of equal width are made of whole bars."""
    low, high = float(given.min()), float(given.max())
    widths = np.diff(ends)
    if low == high or len(widths) < 2 or not np.allclose(widths, widths[0]):
        return np.histogram_bin_edges(given, bins=bins if low < high else 1)
    # As many bars a class as spread about the wanted number over what there is.
    step = widths[0] / np.clip(round(bins * widths[0] / (high - low)), 1, bins)
    first, last = np.floor((low - ends[0]) / step), np.ceil((high - ends[0]) / step)
    return ends[0] + step * np.arange(first, max(last, first + 1) + 1)


def histogram_bars(
    values: npt.NDArray[np.float64], classes: Classes, ends: npt.ArrayLike = (), bins: int = BINS
) -> pd.DataFrame:
    """Bars of equal width, each parted by class, so that every bar wears the colours of the map.

    Returns
    -------
    DataFrame
        One row a bar and class that holds anything: ``left, right`` (ends of the bar), ``bottom, top`` (places),
        ``kelas`` (from 1), ``n``. The heights of all rows add up to the number of known values.

    Examples
    --------
    >>> classes = Classes(np.array([0, 0, 1, -1]), ("0–5", "5–10"), ("#fff", "#000"))
    >>> histogram_bars(np.array([1.0, 4.0, 9.0, np.nan]), classes, bins=2)[["left", "n", "kelas"]].to_numpy().tolist()
    [[1.0, 2.0, 1.0], [5.0, 1.0, 2.0]]
    """
    known = ~np.isnan(values) & (classes.of >= 0)
    given, of = values[known], classes.of[known]
    edges = _bar_edges(given, np.asarray(ends, dtype=float), bins)
    # A value on the end of a bar belongs to the bar below it, as one on the end of a class does.
    at = np.clip(np.searchsorted(edges, given, side="left") - 1, 0, len(edges) - 2)
    parts, n = np.unique(at * len(classes.labels) + of, return_counts=True)
    bar, kind = np.divmod(parts, len(classes.labels))
    below = np.cumsum(n) - n
    bottom = below - below[np.searchsorted(bar, bar)]
    return pd.DataFrame(
        {
            "bar": bar,
            "kelas": kind + 1,
            "n": n,
            "left": edges[bar],
            "right": edges[bar + 1],
            "bottom": bottom,
            "top": bottom + n,
        }
    )


def _selection() -> Any:
    import altair as alt

    return alt.selection_point(name=PICKED, fields=["kelas"], toggle="event.shiftKey || event.ctrlKey")


def _look(bars: pd.DataFrame, classes: Classes, grades: tuple[int, ...]) -> pd.DataFrame:
    """Colour, name and strength of each bar."""
    position = bars["kelas"].to_numpy() - 1
    return bars.assign(
        colour=[classes.colours[p] for p in position],
        label=[classes.labels[p] for p in position],
        strength=np.where(np.isin(position, grades) | (len(grades) == 0), 1.0, PALE),
    )


def _draw_histogram(
    subject: Subject, classes: Classes, grades: tuple[int, ...], selected: str, dark: bool
) -> dict[str, Any]:
    """The chart as Vega-Lite reads it: Altair checks every piece of it, half of what a change of the map costs."""
    scale = 1e6 if subject.money else 1.0
    values = subject.rows["value"].to_numpy(float) / scale
    ends = np.array(classes.cuts.breaks) / scale if classes.cuts else np.array([])
    bars = _look(histogram_bars(values, classes, ends), classes, grades)
    unit = tr("juta rupiah {unit}", unit=subject.unit) if subject.money else subject.unit
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    domain = [min(low, float(ends[0])), max(high, float(ends[-1]))]
    x = _field("left", "quantitative", title=unit, scale={"domain": domain, "nice": False})
    told = [_field("label", "nominal", title=tr("kelas")), _field("n", "quantitative", title=tr("jumlah tempat"))]
    drawn = {
        "name": "batang",
        "data": {"values": bars.to_dict("records")},
        "mark": {"type": "rect", "stroke": INK[dark], "strokeWidth": 0.6, "cursor": "pointer"},
        "encoding": {
            "x": x,
            "x2": {"field": "right"},
            "y": _field("bottom", "quantitative", title=tr("jumlah tempat"), axis={"tickMinStep": 1, "tickCount": 4}),
            "y2": {"field": "top"},
            "color": _field("colour", "nominal", scale=None),
            "opacity": _field("strength", "quantitative", scale=None),
            "tooltip": told,
        },
    }
    breaks = {
        "data": {"values": [{"at": float(end)} for end in ends[1:-1]]},
        "mark": {"type": "rule", "strokeDash": [3, 3], "color": INK[dark]},
        "encoding": {"x": _field("at", "quantitative")},
    }
    lines = _lines(subject, values, selected, dark)
    marks = [_draw_line(line, line["at"] > low + 0.7 * (high - low)) for line in lines]
    picks = {"type": "point", "fields": ["kelas"], "toggle": "event.shiftKey || event.ctrlKey"}
    return {
        "layer": [drawn, breaks, *marks],
        "height": 190,
        "padding": {"top": 18, "left": 2, "right": 2, "bottom": 2},
        "params": [{"name": PICKED, "select": picks, "views": ["batang"]}],
    }


def _field(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"field": name, "type": kind, **more}


def _draw_line(line: dict[str, Any], at_right: bool) -> dict[str, Any]:
    """An upright line with its words above, on the side where there is room."""
    x, look = _field("at", "quantitative"), {"type": "text", "baseline": "top", "fontSize": 12, "fontWeight": 600}
    text = {"mark": look | {"dy": -2, "color": line["colour"], "align": "right" if at_right else "left"}}
    rule = {"mark": {"type": "rule", "strokeWidth": 2, "color": line["colour"]}}
    rule["encoding"] = {"x": x, "tooltip": [_field("text", "nominal", title=" ")]}
    y = _field("height", "quantitative", scale=None)
    text["encoding"] = {"x": x, "y": y, "text": _field("text", "nominal")}
    return {"data": {"values": [line]}, "layer": [rule, text]}


def _lines(subject: Subject, values: npt.NDArray[np.float64], selected: str, dark: bool) -> list[dict[str, Any]]:
    """Upright lines: the middle of all, and the selected kelurahan where it has a number."""
    middle = float(np.nanmedian(values))
    text = tr("tengah {middle}", middle=say_number(middle, subject.digits if not subject.money else 1))
    lines = [{"at": middle, "text": text, "colour": INK[dark], "height": -14.0}]
    if selected in subject.rows.index:
        mine = values[subject.rows.index.get_loc(selected)]
        if not np.isnan(mine):
            name = str(subject.rows.loc[selected, "name"])
            lines.append({"at": float(mine), "text": name, "colour": MARK[dark], "height": 0.0})
    return lines


def _draw_kinds(subject: Subject, classes: Classes, grades: tuple[int, ...], selected: str, dark: bool) -> Any:
    import altair as alt

    counts = classes.count()
    shown = [position for position in range(len(classes.labels)) if counts[position]]
    bars = _look(pd.DataFrame({"kelas": [p + 1 for p in shown], "n": counts[shown]}), classes, grades)
    mine = classes.of[subject.rows.index.get_loc(selected)] if selected in subject.rows.index else -1
    bars = bars.assign(border=np.where(bars["kelas"] - 1 == mine, MARK[dark], INK[dark]),
                       width=np.where(bars["kelas"] - 1 == mine, 2.5, 0.6))  # fmt: skip
    y = alt.Y("label:N", title=None, sort=None, axis=alt.Axis(labelLimit=230))
    base = alt.Chart(bars, height=alt.Step(30)).encode(y=y)
    drawn = (
        base.mark_bar(size=20, cursor="pointer")
        .encode(
            x=alt.X("n:Q", title=tr("jumlah tempat"), axis=alt.Axis(tickMinStep=1, tickCount=4)),
            color=alt.Color("colour:N", scale=None),
            stroke=alt.Stroke("border:N", scale=None),
            strokeWidth=alt.StrokeWidth("width:Q", scale=None),
            opacity=alt.Opacity("strength:Q", scale=None),
            tooltip=[alt.Tooltip("label:N", title=tr("kelas")), alt.Tooltip("n:Q", title=tr("jumlah tempat"))],
        )
        .add_params(_selection())
    )
    return drawn + base.mark_text(align="left", dx=5, color=INK[dark]).encode(x="n:Q", text="n:Q")


def _draw_square(classes: Classes, grades: tuple[int, ...], dark: bool) -> Any:
    """Nine cells, score upwards and certainty to the right, with the number of places in each."""
    import altair as alt

    counts = classes.count()
    cells = pd.DataFrame({"kelas": range(1, 10), "n": counts[:9]})
    cells = _look(cells, classes, grades).assign(
        score=[tr(THIRDS[i // 3]) for i in range(9)],
        sure=[tr(CERTAINTY[2 - i % 3]) for i in range(9)],
        ink=["#ffffff" if i in (5, 7, 8) else "#1b2733" for i in range(9)],
    )
    base = alt.Chart(cells, height=alt.Step(44), width=alt.Step(92)).encode(
        x=alt.X("sure:N", sort=None, title=tr("kepastian"), axis=alt.Axis(labelAngle=0)),
        y=alt.Y("score:N", sort=[tr(word) for word in reversed(THIRDS)], title=tr("skor")),
    )
    drawn = base.mark_rect(cursor="pointer").encode(
        color=alt.Color("colour:N", scale=None),
        opacity=alt.Opacity("strength:Q", scale=None),
        tooltip=[alt.Tooltip("label:N", title=tr("kelas")), alt.Tooltip("n:Q", title=tr("jumlah tempat"))],
    )
    return drawn.add_params(_selection()) + base.mark_text(fontSize=14, fontWeight=600).encode(
        text="n:Q", color=alt.Color("ink:N", scale=None)
    )
