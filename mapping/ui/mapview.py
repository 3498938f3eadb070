"""The map on a page, and what a click on it means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit_folium import st_folium

from mapping.present.mapdata import MapMarks, MapOverlay, MapShown
from mapping.present.mappayload import escape_all, escape_text, map_register, register_key
from mapping.present.maps import draw_map, draw_marks, draw_shown
from mapping.present.outlines import Outlines
from mapping.ui.cache import View
from mapping.ui.outlines import SHELF, pack, pack_overlay
from mapping.ui.server import assets, names_url, outlines_url

if TYPE_CHECKING:
    import geopandas as gpd

CANVAS_FROM = 3_000
"""From this many kelurahan on the map is painted on one canvas: SVG gets slow."""


@dataclass(frozen=True)
class Click:
    """What was clicked: its code and level (``"kelurahan"`` or ``"kecamatan"``); both ``""`` for nothing."""

    code: str = ""
    level: str = ""


def show_map(
    view: View,
    shown: MapShown,
    height: int,
    *,
    beside: MapShown | None = None,
    overlays: Sequence[MapOverlay] = (),
    key: str = "peta",
    on_click: Callable[[Click], None] | None = None,
) -> Click:
    """Draw the map, or two side by side that move together, and say what was clicked.

    A click is told once, by the run that it causes: afterwards the page's own choice holds. A page whose other parts
    hang on it takes it by ``on_click``, before that run: then nothing has to be drawn twice.

    Parameters
    ----------
    view : View
        The region; its outlines are fetched once, whatever is shown.
    shown, beside : MapShown
        What the map says, and the second map beside it (below it on a phone).
    height : int
        Pixels.
    overlays : sequence of MapOverlay
        Layers on top, from :func:`share_overlay`.
    key : str
        Tells several maps of one page apart.
    on_click : callable, optional
        Told of a click before the page runs; what is returned is then always nothing.
    """
    outlines, maps = view.outlines, [shown, beside] if beside else [shown]
    name = f"{key}-{outlines.token}"

    def tell() -> None:
        click = _read_click(st.session_state.get(name), maps, f"{key}-klik")
        if on_click and click.code:
            on_click(click)

    drawn = draw_map(outlines.bounds, outlines_url(outlines.token), assets(), canvas=outlines.count >= CANVAS_FROM)
    answer = st_folium(
        drawn,
        key=name,
        height=height,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        on_change=tell if on_click else None,
        feature_group_to_add=draw_shown(
            shown,
            beside=beside,
            overlays=overlays,
            register=_register_url(view, shown),
            beside_register=_register_url(view, beside) if beside else "",
            height=height,
        ),
    )
    return _read_click(answer, maps, f"{key}-klik")


def _register_url(view: View, shown: MapShown) -> str:
    """Where the browser gets codes and names, which stay the same while values change."""
    token = register_key(shown, view.outlines.token)
    parcel = SHELF.find(token)[0] or pack(escape_all(map_register(shown)), token)
    SHELF.publish(parcel, view.private)
    return names_url(token)


def _read_click(answer: Any, maps: Sequence[MapShown], key: str) -> Click:
    """The click that the browser told, unless an earlier run has had it."""
    clicked = (answer or {}).get("last_active_drawing") or {}
    told = clicked.get("properties") or {}
    moment = told.get("at")
    if moment is None or st.session_state.get(key) == moment:
        return Click()
    st.session_state[key] = moment
    level = str(told.get("level", ""))
    codes = {escape_text(code): code for one in maps if one.level == level for code in one.codes}
    code = codes.get(str(clicked.get("id", "")), "")
    return Click(code, level) if code else Click()


def share_overlay(
    shapes: gpd.GeoDataFrame,
    name: str,
    *,
    colour: str = "#7a2e8e",
    kinds: Sequence[int] | None = None,
    labels: Sequence[str] = (),
    colours: Sequence[str] = (),
) -> MapOverlay:
    """Someone's own layer, ready for :func:`show_map`; keep it in the session, it is packed once.

    Parameters
    ----------
    shapes : GeoDataFrame
        EPSG:4326.
    kinds : sequence of int, one a row, or None
        Position of each in ``labels`` and ``colours``.
    """
    parcel = pack_overlay(shapes, kinds)
    SHELF.publish(parcel, private=True)
    return MapOverlay(name, outlines_url(parcel.token), colour, labels, colours)


def show_marks(outlines: Outlines, marks: MapMarks, height: int) -> None:
    """A map of a user's own region that brings a few kelurahan into view, numbered."""
    SHELF.publish(outlines, private=True)
    drawn = draw_map(outlines.bounds, outlines_url(outlines.token), assets(), canvas=outlines.count >= CANVAS_FROM)
    st_folium(
        drawn,
        key=f"tanda-{outlines.token}",
        height=height,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=draw_marks(marks),
    )
