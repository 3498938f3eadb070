"""The map: one escape for every text, no other host, values apart from geometry, nothing hidden travels."""

from __future__ import annotations

import ast
import dataclasses
import html
import json
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit_folium import generate_leaflet_string

from mapping.present.mapdata import (
    COLOURS,
    KNOWN,
    SUPPRESSED,
    UNKNOWN,
    MapKinds,
    MapMarks,
    MapValues,
    class_breaks,
)
from mapping.present.maps import draw_kinds, draw_map, draw_marks, draw_values, escape_text

ROOT = Path(__file__).parents[2]
ASSETS = {"leaflet_js": "/l.js", "leaflet_css": "/l.css", "map_js": "/m.js", "map_css": "/m.css"}
BOUNDS = (112.6, -7.4, 112.8, -7.2)
PAYLOADS = [
    "{{7*7}}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "Diskon {% 50",
    "{# komentar",
    "</script><script>alert(1)</script>",
    "${alert(1)}",
    "`${alert(1)}`",
    '<img src=x onerror="alert(1)">',
    "\\u003cimg src=x onerror=alert(1)\\u003e",
    'Jum\'at & "Legi"',
    "baris\u2028baru\nlagi",
]


def values_of(names: list[str], **changes: object) -> MapValues:
    n = len(names)
    shown = MapValues(
        codes=[f"35.78.01.{1001 + i}" for i in range(n)],
        names=names,
        places=[0] * n,
        kecamatan=["Rungkut"],
        values=np.linspace(1.0, 99.0, n),
        states=np.full(n, KNOWN),
        ranks=np.column_stack([np.arange(1, n + 1)] * 3).astype(float),
        title="Skor potensi: pangan",
        unit="skor 0–100",
        low=0,
        high=100,
    )
    return dataclasses.replace(shown, **changes)


def rendered(shown: MapValues) -> str:
    """The page as branca writes it, that is after its second pass through Jinja."""
    drawn = draw_map(BOUNDS, "/geo/abc.json", ASSETS)
    draw_values(shown).add_to(drawn)
    return drawn.get_root().render()


def painted(page: str) -> dict:
    """The argument of the call that colours the map, read back as JSON."""
    return json.JSONDecoder().raw_decode(page.split("window.peta.paint(", 1)[1])[0]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_names_stay_text_everywhere(payload):
    everywhere = values_of([payload], kecamatan=[payload], title=payload, unit=payload, notes=[payload])
    page = rendered(everywhere)
    spec = painted(page)
    flat = " ".join(payload.split())
    texts = [spec["names"][0], spec["kecamatan"][0], spec["title"], spec["unit"], spec["notes"][0]]
    assert [html.unescape(text) for text in texts] == [flat] * 5
    assert texts == [escape_text(payload)] * 5
    assert payload not in page


def test_hostile_codes_stay_text():
    spec = painted(rendered(values_of(["A"], codes=["{{7*7}}"], selected="{{7*7}}")))
    assert spec["codes"] == ["&#123;&#123;7*7&#125;&#125;"] == [spec["selected"]]


def test_hostile_names_pass_through_the_component_unchanged():
    """streamlit-folium renders by its own road; it must reach the browser with the same text."""
    drawn = draw_map(BOUNDS, "/geo/abc.json", ASSETS)
    group = draw_values(values_of(PAYLOADS))
    group.add_to(drawn)
    drawn.get_root().render()
    assert painted(generate_leaflet_string(group))["names"] == [escape_text(p) for p in PAYLOADS]


def test_marks_carry_codes_and_escaped_names_only():
    drawn = draw_map(BOUNDS, "/geo/abc.json", ASSETS)
    draw_marks(MapMarks(["35.78.01.1001"] * len(PAYLOADS), PAYLOADS, dark=True)).add_to(drawn)
    page = drawn.get_root().render()
    spec = json.JSONDecoder().raw_decode(page.split("window.peta.mark(", 1)[1])[0]
    assert spec["names"] == [escape_text(p) for p in PAYLOADS]
    assert set(spec) == {"codes", "names", "dark"}
    assert not any(payload in page for payload in PAYLOADS)


def kinds_of(names: list[str], **changes: object) -> MapKinds:
    n = len(names)
    shown = MapKinds(
        codes=[f"35.78.01.{1001 + i}" for i in range(n)],
        names=names,
        places=[0] * n,
        kecamatan=["Rungkut"],
        kinds=np.arange(n) % 2,
        states=np.full(n, KNOWN),
        labels=["kampung pengrajin", "permukiman dagang"],
        colours=["#0072b2", "#e69f00"],
        details=[""] * n,
        title="Tipe kelurahan",
    )
    return dataclasses.replace(shown, **changes)


def rendered_kinds(shown: MapKinds) -> str:
    drawn = draw_map(BOUNDS, "/geo/abc.json", ASSETS)
    draw_kinds(shown).add_to(drawn)
    return drawn.get_root().render()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_texts_stay_text_on_a_map_of_kinds(payload):
    shown = kinds_of([payload], labels=[payload, "b"], details=[payload], title=payload, notes=[payload])
    page = rendered_kinds(shown)
    spec = painted(page)
    texts = [spec["names"][0], spec["labels"][0], spec["details"][0], spec["title"], spec["notes"][0]]
    assert texts == [escape_text(payload)] * 5
    assert payload not in page


def test_hidden_and_unknown_kinds_never_leave_the_server():
    states = np.array([KNOWN, SUPPRESSED, UNKNOWN])
    spec = painted(rendered_kinds(kinds_of(["A", "B", "C"], states=states, details=["x", "rahasia", "rahasia"])))
    assert spec["values"] == [0, None, None]
    assert spec["details"] == ["x", "", ""]


def test_a_map_of_kinds_needs_a_colour_for_each_label():
    with pytest.raises(ValueError, match="length"):
        draw_kinds(kinds_of(["A"], colours=["#0072b2"]))
    with pytest.raises(ValueError, match="length"):
        draw_kinds(kinds_of(["A"], details=[]))


def test_marks_without_a_name_each_are_refused():
    with pytest.raises(ValueError, match="2 codes, but 1 names"):
        draw_marks(MapMarks(["a", "b"], ["A"]))


@given(st.text())
def test_escape_is_exact_and_leaves_no_active_sign(text):
    escaped = escape_text(text)
    assert html.unescape(escaped) == " ".join(text.split())
    assert not set(re.sub(r"&#\d+;", "", escaped)) & set("&<>\"'`$\\{}\n\r\u2028\u2029")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_name_survives_two_renderings(name):
    assert html.unescape(painted(rendered(values_of([name])))["names"][0]) == " ".join(name.split())


def test_every_address_is_our_own():
    page = rendered(values_of(["Kalirungkut"]))
    addresses = re.findall(r"""(?:src|href)=["']([^"']+)""", page)
    assert addresses
    assert all(address.startswith("/") and not address.startswith("//") for address in addresses)
    assert not re.search(r"https?://", page)
    assert "jquery" not in page.lower()
    assert "bootstrap" not in page.lower()


def test_the_map_does_not_change_with_its_values():
    """The component is recreated when the map's own script changes: then place and zoom would be lost."""

    def script(shown: MapValues) -> str:
        drawn = draw_map(BOUNDS, "/geo/abc.json", ASSETS)
        drawn.get_root().render()
        text = generate_leaflet_string(drawn)
        draw_values(shown).add_to(drawn)
        return text

    assert script(values_of(["A"])) == script(values_of(["B"], title="lain", low=5))


def test_hidden_and_unknown_values_never_leave_the_server():
    shown = values_of(
        ["A", "B", "C"],
        values=np.array([11.11, 22.22, 33.33]),
        states=np.array([KNOWN, SUPPRESSED, UNKNOWN]),
        ranks=np.array([[1.0, 1, 2], [44.0, 44, 44], [55.0, 55, 55]]),
    )
    page = rendered(shown)
    spec = painted(page)
    assert spec["values"] == [11.11, None, None]
    assert spec["ranks"] == [[1, 1, 2], None, None]
    assert not re.search(r"22\.22|33\.33|44\.0|55\.0", page)


def test_a_rank_that_is_unknown_is_null_not_nan():
    spec = painted(rendered(values_of(["A"], ranks=np.full((1, 3), np.nan))))
    assert spec["ranks"] == [[None, None, None]]


def test_classes_depend_on_the_criterion_only():
    few, many = values_of(["A"]), values_of([str(i) for i in range(9)], values=np.full(9, 3.0))
    assert painted(rendered(few))["breaks"] == painted(rendered(many))["breaks"] == [0, 20, 40, 60, 80, 100]
    assert class_breaks(0.5, 2.5) == [0.5, 0.9, 1.3, 1.7, 2.1, 2.5]


def test_colours_get_darker_step_by_step():
    """Order must be readable without colour: relative luminance falls from class to class."""

    def luminance(colour: str) -> float:
        parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    steps = np.array([luminance(colour) for colour in COLOURS])
    assert (np.diff(steps) < -0.05).all()


def test_columns_of_different_length_are_refused():
    with pytest.raises(ValueError, match="length"):
        draw_values(dataclasses.replace(values_of(["A", "B"]), names=["A"]))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"import_module", "__import__"}:
            names |= {str(a.value).split(".")[0] for a in node.args if isinstance(a, ast.Constant)}
    return names


def test_there_is_no_other_road_to_folium():
    sources = [ROOT / "app.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "mapping").rglob("*.py")]
    users = {path.relative_to(ROOT).as_posix(): imported(path) for path in sources}
    assert {path for path, names in users.items() if names & {"folium", "branca"}} == {"mapping/present/maps.py"}
    assert {path for path, names in users.items() if "streamlit_folium" in names} == {"mapping/ui/mapview.py"}


def test_pages_show_no_raw_html():
    sources = [*(ROOT / "pages").glob("*.py"), *(ROOT / "mapping" / "ui").rglob("*.py")]
    forbidden = re.compile(r"unsafe_allow_html|unsafe_allow_javascript|st\.html\(|components\.v1|folium_static")
    assert [path.name for path in sources if forbidden.search(path.read_text(encoding="utf-8"))] == []
