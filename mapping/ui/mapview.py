"""The map on a page, and what a click on it means."""

from __future__ import annotations

from streamlit_folium import st_folium

from mapping.present.mapdata import MapKinds, MapMarks, MapValues
from mapping.present.maps import draw_kinds, draw_map, draw_marks, draw_values, escape_text
from mapping.ui.cache import View
from mapping.ui.outlines import SHELF, Outlines
from mapping.ui.server import assets, outlines_url

CANVAS_FROM = 3_000
"""From this many kelurahan on the map is painted on one canvas: SVG gets slow, hatching is given up."""


def show_map(view: View, shown: MapValues | MapKinds, height: int) -> str:
    """Draw the map and return the code of the kelurahan that was clicked, ``""`` when none was."""
    outlines = view.outlines
    drawn = draw_map(outlines.bounds, outlines_url(outlines.token), assets(), canvas=outlines.count >= CANVAS_FROM)
    answer = st_folium(
        drawn,
        key=f"peta-{outlines.token}",
        height=height,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=draw_kinds(shown) if isinstance(shown, MapKinds) else draw_values(shown),
    )
    clicked = (answer or {}).get("last_active_drawing") or {}
    codes = {escape_text(code): code for code in shown.codes}
    return codes.get(str(clicked.get("id", "")), "")


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
