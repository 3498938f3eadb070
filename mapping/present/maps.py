"""The map: an empty folium map that fetches its outlines once, and what colours it.

Geometry and values travel apart. ``draw_map`` makes a map whose only content is the address of the
outlines; it stays the same when another sector or criterion is chosen, so the browser keeps its place
and zoom. ``draw_shown`` makes the small layer that says which colour each kelurahan has.

This is the only file that knows folium, because folium (through branca) compiles text that it has
already rendered a second time as a template: a kelurahan named ``{{7*7}}`` would run on the server.
Every text that goes in passes ``escape_text``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template

from mapping.present.mapdata import MapMarks, MapOverlay, MapShown
from mapping.present.mappayload import escape_all, escape_text, map_payload, map_speech

__all__ = ["draw_map", "draw_marks", "draw_shown", "escape_text"]


def _as_script(value: Any) -> str:
    """A JavaScript literal that branca can compile as a template any number of times unchanged."""
    script = json.dumps(escape_all(value), ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return script.replace("{{", "{ {").replace("}}", "} }")


class _Outlines(MacroElement):
    """An empty layer, there when the map is made so that clicks on it are heard, filled by fetch."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = window.peta.open({{ this._parent.get_name() }}, {{ this.options }});
        {% endmacro %}
        """
    )

    def __init__(self, options: dict[str, Any]) -> None:
        super().__init__()
        self._name = "Outlines"
        self.options = _as_script(options)


class _Call(MacroElement):
    """The call that colours the outlines (``paint``) or marks some of them (``mark``)."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        window.peta.{{ this.verb }}({{ this.values }});
        {% endmacro %}
        """
    )

    def __init__(self, verb: str, values: dict[str, Any]) -> None:
        super().__init__()
        self._name = "Call"
        self.verb = verb
        self.values = _as_script(values)


def draw_map(
    bounds: tuple[float, float, float, float], outlines_url: str, assets: dict[str, str], canvas: bool = False
) -> folium.Map:
    """An empty map that fetches outlines from the app's own server; no tiles, no other host.

    Parameters
    ----------
    bounds : (west, south, east, north)
        Degrees; what is shown first.
    outlines_url : str
        Where the outlines are fetched; feature ids are kelurahan codes.
    assets : dict
        Addresses of scripts (keys ending in ``_js``, Leaflet's first, in the order they are to run), style sheets
        (``_css``) and, if there is one, the ``"font"``.
    canvas : bool
        Paint on one canvas instead of SVG: faster above some 3,000 outlines.

    Examples
    --------
    >>> urls = {"leaflet_js": "/l.js", "leaflet_css": "/l.css", "map_js": "/m.js", "map_css": "/m.css"}
    >>> page = draw_map((112.6, -7.4, 112.8, -7.2), "/geo/abc.json", urls).get_root().render()
    >>> "https://" in page, "/geo/abc.json" in page
    (False, True)
    """
    west, south, east, north = bounds
    drawn = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=11,
        tiles=None,
        prefer_canvas=canvas,
        attribution_control=False,
        zoom_snap=0.1,
        zoom_delta=0.5,
        zoom_control=False,
    )
    drawn.default_js = [(name, address) for name, address in assets.items() if name.endswith("_js")]
    drawn.default_css = [(name, address) for name, address in assets.items() if name.endswith("_css")]
    options: dict[str, Any] = {"url": outlines_url, "bounds": [[south, west], [north, east]], "canvas": canvas}
    options["font"] = assets.get("font", "")
    _Outlines(options).add_to(drawn)
    return drawn


def draw_shown(
    shown: MapShown,
    *,
    beside: MapShown | None = None,
    overlays: Sequence[MapOverlay] = (),
    register: str = "",
    beside_register: str = "",
    height: int = 0,
) -> folium.FeatureGroup:
    """The layer that colours the outlines; handed over beside the map, it leaves place and zoom alone.

    Parameters are those of :func:`map_payload`.
    """
    group = folium.FeatureGroup(name="isi", control=False)
    payload = map_payload(
        shown, beside=beside, overlays=overlays, register=register, beside_register=beside_register, height=height
    )
    _Call("paint", payload).add_to(group)
    return group


def draw_marks(marks: MapMarks) -> folium.FeatureGroup:
    """The layer that outlines and numbers a few kelurahan and brings them into view; the others stay pale.

    Raises
    ------
    ValueError
        When codes and names differ in number.

    Examples
    --------
    >>> draw_marks(MapMarks(["35.78.03.1001"], ["Kalirungkut"])).get_name().startswith("feature_group")
    True
    """
    if len(marks.codes) != len(marks.names):
        raise ValueError(f"{len(marks.codes)} codes, but {len(marks.names)} names")
    group = folium.FeatureGroup(name="tanda", control=False)
    told = {"codes": list(marks.codes), "names": list(marks.names), "dark": marks.dark}
    _Call("mark", told | map_speech()).add_to(group)
    return group
