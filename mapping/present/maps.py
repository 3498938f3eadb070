"""The map: an empty folium map that fetches its outlines once, and the values that colour it.

Geometry and values travel apart. ``draw_map`` makes a map whose only content is the address of the
outlines; it stays the same when another sector or criterion is chosen, so the browser keeps its place
and zoom. ``draw_values`` makes the small layer that says which colour each kelurahan has.

This is the only file that knows folium, because folium (through branca) compiles text that it has
already rendered a second time as a template: a kelurahan named ``{{7*7}}`` would run on the server.
Every text that goes in passes ``escape_text``.
"""

from __future__ import annotations

import json
import math
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template

from mapping.present.mapdata import COLOURS, KNOWN, MapKinds, MapMarks, MapValues, class_breaks

_ESCAPES = str.maketrans({sign: f"&#{ord(sign)};" for sign in "&<>\"'`$\\{}"})


def escape_text(text: str) -> str:
    r"""Text that is safe as HTML, inside a JavaScript literal and through Jinja, and reads as written.

    Each of ``& < > " ' ` $ \ { }`` becomes its numeric entity; line separators, which end a JavaScript
    string in old engines, become spaces.

    Examples
    --------
    >>> escape_text("{{7*7}}")
    '&#123;&#123;7*7&#125;&#125;'
    >>> escape_text("Diskon {% 50"), escape_text("Kalirungkut")
    ('Diskon &#123;% 50', 'Kalirungkut')
    """
    return " ".join(text.split()).translate(_ESCAPES)


def _escaped(value: Any) -> Any:
    """The same structure with every text in it, keys included, through ``escape_text``."""
    if isinstance(value, str):
        return escape_text(value)
    if isinstance(value, dict):
        return {escape_text(str(key)): _escaped(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_escaped(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _as_script(value: Any) -> str:
    """A JavaScript literal that branca can compile as a template any number of times unchanged."""
    script = json.dumps(_escaped(value), ensure_ascii=True, allow_nan=False, separators=(",", ":"))
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
        Addresses of ``"leaflet_js"``, ``"leaflet_css"``, ``"map_js"``, ``"map_css"`` and, if there is one, ``"font"``.
    canvas : bool
        Paint on one canvas instead of SVG: faster above some 3,000 outlines, without hatching.

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
    drawn.default_js = [("leaflet", assets["leaflet_js"]), ("peta", assets["map_js"])]
    drawn.default_css = [("leaflet_css", assets["leaflet_css"]), ("peta_css", assets["map_css"])]
    options: dict[str, Any] = {"url": outlines_url, "bounds": [[south, west], [north, east]], "canvas": canvas}
    options["font"] = assets.get("font", "")
    _Outlines(options).add_to(drawn)
    return drawn


def _ranks(shown: MapValues) -> list[list[float] | None]:
    if shown.ranks is None:
        return []
    rows = zip(shown.ranks, shown.states, strict=True)
    return [[float(rank) for rank in row] if state == KNOWN else None for row, state in rows]


def draw_values(shown: MapValues) -> folium.FeatureGroup:
    """The layer that colours the outlines; handed over beside the map, it leaves place and zoom alone.

    Raises
    ------
    ValueError
        When the columns of ``shown`` differ in length.
    """
    lengths = {len(shown.codes), len(shown.names), len(shown.places), len(shown.values), len(shown.states)}
    if len(lengths) != 1:
        raise ValueError(f"columns differ in length: {sorted(lengths)}")
    values = {
        "codes": list(shown.codes),
        "names": list(shown.names),
        "places": [int(place) for place in shown.places],
        "kecamatan": list(shown.kecamatan),
        "values": [float(v) if s == KNOWN else None for v, s in zip(shown.values, shown.states, strict=True)],
        "states": [int(state) for state in shown.states],
        "ranks": _ranks(shown),
        "title": shown.title,
        "unit": shown.unit,
        "breaks": class_breaks(shown.low, shown.high),
        "colours": list(COLOURS),
        "open": shown.open_ended,
        "money": shown.money,
        "digits": shown.digits,
        "notes": list(shown.notes),
        "selected": shown.selected,
        "dark": shown.dark,
    }
    group = folium.FeatureGroup(name="nilai", control=False)
    _Call("paint", values).add_to(group)
    return group


def draw_kinds(shown: MapKinds) -> folium.FeatureGroup:
    """The layer that colours the outlines by kind; what is hidden or unknown is not sent.

    Raises
    ------
    ValueError
        When the columns of ``shown`` differ in length, or labels and colours in number.
    """
    lengths = {len(shown.codes), len(shown.names), len(shown.places), len(shown.kinds), len(shown.states)}
    if len(lengths | {len(shown.details)}) != 1 or len(shown.labels) != len(shown.colours):
        raise ValueError(f"columns differ in length: {sorted(lengths)}, {len(shown.details)} details")
    known = [int(state) == KNOWN for state in shown.states]
    values = {
        "codes": list(shown.codes),
        "names": list(shown.names),
        "places": [int(place) for place in shown.places],
        "kecamatan": list(shown.kecamatan),
        "values": [int(kind) if sure else None for kind, sure in zip(shown.kinds, known, strict=True)],
        "details": [detail if sure else "" for detail, sure in zip(shown.details, known, strict=True)],
        "states": [int(state) for state in shown.states],
        "ranks": [],
        "title": shown.title,
        "unit": "",
        "labels": list(shown.labels),
        "colours": list(shown.colours),
        "notes": list(shown.notes),
        "selected": shown.selected,
        "dark": shown.dark,
    }
    group = folium.FeatureGroup(name="jenis", control=False)
    _Call("paint", values).add_to(group)
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
    _Call("mark", {"codes": list(marks.codes), "names": list(marks.names), "dark": marks.dark}).add_to(group)
    return group
