"""The map: one escape for every text, no other host, values apart from geometry, nothing hidden travels."""

from __future__ import annotations

import ast
import dataclasses
import html
import json
import re
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit_folium import generate_leaflet_string

from mapping.language import speaking
from mapping.present.mapdata import (
    KNOWN,
    PAIR_COLOURS,
    SUPPRESSED,
    UNKNOWN,
    MapKinds,
    MapMarks,
    MapOverlay,
    MapPairs,
    MapValues,
    class_breaks,
    class_of,
    diverging,
    ramp,
)
from mapping.present.mappayload import escape_all, map_payload, map_register, register_key
from mapping.present.maps import draw_map, draw_marks, draw_shown, escape_text

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
    draw_shown(shown).add_to(drawn)
    return drawn.get_root().render()


def painted(page: str) -> dict:
    """What the (first) map is told by the call that colours it, read back as JSON."""
    return called(page)["maps"][0]


def called(page: str) -> dict:
    """The whole argument of the call that colours the map."""
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
    group = draw_shown(values_of(PAYLOADS))
    group.add_to(drawn)
    drawn.get_root().render()
    assert painted(generate_leaflet_string(group))["names"] == [escape_text(p) for p in PAYLOADS]


def test_marks_carry_codes_and_escaped_names_only():
    drawn = draw_map(BOUNDS, "/geo/abc.json", ASSETS)
    draw_marks(MapMarks(["35.78.01.1001"] * len(PAYLOADS), PAYLOADS, dark=True)).add_to(drawn)
    page = drawn.get_root().render()
    spec = json.JSONDecoder().raw_decode(page.split("window.peta.mark(", 1)[1])[0]
    assert spec["names"] == [escape_text(p) for p in PAYLOADS]
    assert set(spec) == {"codes", "names", "dark", "words", "locale"}
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
    draw_shown(shown).add_to(drawn)
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
    assert spec["classes"] == [0, -1, -1]
    assert spec["details"] == ["x", "", ""]


def test_a_map_of_kinds_needs_a_colour_for_each_label():
    with pytest.raises(ValueError, match="length"):
        draw_shown(kinds_of(["A"], colours=["#0072b2"]))
    with pytest.raises(ValueError, match="length"):
        draw_shown(kinds_of(["A"], details=[]))


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
        draw_shown(shown).add_to(drawn)
        return text

    assert script(values_of(["A"])) == script(values_of(["B"], title="lain", low=5))


def test_hidden_and_unknown_values_never_leave_the_server():
    shown = values_of(
        ["A", "B", "C"],
        values=np.array([11.11, 22.22, 33.33]),
        states=np.array([KNOWN, SUPPRESSED, UNKNOWN]),
        ranks=np.array([[1.0, 1, 2], [44.0, 44, 44], [55.0, 55, 55]]),
        digits=2,
        doubt=np.array([2, 1, 2]),
        doubt_labels=("yakin", "cukup", "belum"),
        details=["x", "rahasia", "rahasia"],
    )
    page = rendered(shown)
    spec = painted(page)
    assert spec["values"] == [11.11, None, None]
    assert spec["classes"] == [0, -1, -1]
    assert spec["ranks"] == [[1, None, None], [0, None, None], [1, None, None]]
    assert spec["doubt"] == [2, 0, 0]
    assert spec["details"] == ["x", "", ""]
    assert not re.search(r"22\.22|33\.33|rahasia", page)


def test_ends_of_a_rank_interval_never_shrink_on_the_way():
    """Among thousands they are told in tens, outwards."""
    n = 2_000
    rank = np.arange(1.0, n + 1)
    ranks = np.column_stack([rank, np.maximum(rank - 33, 1), np.minimum(rank + 7, n)])
    spec = painted(rendered(values_of(["x"] * n, ranks=ranks)))
    told, before, after = (np.array(column) for column in spec["ranks"])
    assert (told == rank).all()
    assert ((told - before * spec["rankStep"] <= ranks[:, 1]) & (told + after * spec["rankStep"] >= ranks[:, 2])).all()
    assert (ranks[:, 1] - (told - before * spec["rankStep"])).max() < 10


def test_a_rank_that_is_unknown_is_null_not_nan():
    spec = painted(rendered(values_of(["A"], ranks=np.full((1, 3), np.nan))))
    assert spec["ranks"] == [[None], [None], [None]]


def test_classes_depend_on_the_criterion_only():
    few, many = values_of(["A"]), values_of([str(i) for i in range(9)], values=np.full(9, 3.0))
    assert painted(rendered(few))["breaks"] == painted(rendered(many))["breaks"] == [0, 20, 40, 60, 80, 100]
    assert class_breaks(0.5, 2.5) == [0.5, 0.9, 1.3, 1.7, 2.1, 2.5]


# How a colour is seen: linear RGB through Machado, Oliveira and Fernandes (2009), severity 1; "all" sees everything.
SIGHTS = {
    "all": np.eye(3),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.119192, 0.9503041]]
)


def lab(colour: str, sight: str = "all") -> np.ndarray:
    """CIELAB of what such an eye sees of ``#rrggbb``; differences of about 2.3 are just noticeable."""
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(SIGHTS[sight] @ linear, 0, 1) / np.array([0.95047, 1, 1.08883])
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one: str, other: str, sight: str) -> float:
    return float(np.linalg.norm(lab(one, sight) - lab(other, sight)))


def test_sight_is_simulated_as_known():
    """Red and green of one lightness are told apart by all but the red-green blind; the measure must show it."""
    assert apart("#cc4c4c", "#4c8a2c", "all") > 80
    assert apart("#cc4c4c", "#4c8a2c", "deuteranopia") < 40
    assert lab("#ffffff")[0] == pytest.approx(100, abs=0.01)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("classes", range(3, 10))
def test_every_eye_tells_the_classes_apart(classes, sight):
    for colours in (ramp(classes), diverging(classes)):
        assert len(set(colours)) == classes
        pairs = [(a, b) for i, a in enumerate(colours) for b in colours[i + 1 :]]
        assert min(apart(a, b, sight) for a, b in pairs) > 10


@pytest.mark.parametrize("sight", SIGHTS)
def test_every_eye_tells_the_nine_colours_of_two_things_apart(sight):
    pairs = [(a, b) for i, a in enumerate(PAIR_COLOURS) for b in PAIR_COLOURS[i + 1 :]]
    assert min(apart(a, b, sight) for a, b in pairs) > 12


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("classes", range(3, 10))
def test_ordered_classes_get_darker_step_by_step(classes, sight):
    """Order must be readable without colour."""
    lightness = np.array([lab(colour, sight)[0] for colour in ramp(classes)])
    assert (np.diff(lightness) < -7).all()


@pytest.mark.parametrize("classes", range(3, 10))
def test_diverging_classes_are_lightest_in_the_middle(classes):
    lightness = np.array([lab(colour)[0] for colour in diverging(classes)])
    low, high = (classes - 1) // 2, classes // 2
    assert (np.diff(lightness[: low + 1]) > 5).all()
    assert (np.diff(lightness[high:]) < -5).all()


def test_two_things_get_darker_both_ways():
    lightness = np.array([lab(colour)[0] for colour in PAIR_COLOURS]).reshape(3, 3)
    assert (np.diff(lightness, axis=0) < 0).all()
    assert (np.diff(lightness, axis=1) < 0).all()


@pytest.mark.parametrize("classes", [2, 10])
def test_ramps_have_three_to_nine_classes(classes):
    for make in (ramp, diverging):
        with pytest.raises(ValueError, match="3 to 9"):
            make(classes)


def test_a_value_on_a_break_is_of_the_class_below_it():
    values = np.array([-5, 0, 10, 10.000001, 25, 30, 99, np.nan])
    assert class_of(values, [0, 10, 25, 30]).tolist() == [0, 0, 0, 1, 1, 2, 2, -1]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.integers(3, 9))
def test_every_known_value_has_one_class_and_order_is_kept(values, classes):
    breaks = class_breaks(-1e5, 1e5, classes)
    found = class_of(np.sort(values), breaks)
    assert ((found >= 0) & (found < classes)).all()
    assert (np.diff(found) >= 0).all()


def test_breaks_of_any_number_travel_with_their_classes():
    spec = painted(rendered(values_of(["A", "B", "C"], breaks=[0, 1, 50, 100], colours=ramp(3))))
    assert (spec["breaks"], spec["classes"], spec["colours"]) == ([0, 1, 50, 100], [0, 1, 2], list(ramp(3)))
    spec = painted(rendered(values_of(["A"], colours=ramp(4))))
    assert spec["breaks"] == [0, 25, 50, 75, 100]


@pytest.mark.parametrize("breaks", [[0, 1, 2], [0, 2, 1, 3], [0, 1, 2, 3, 4, 5, 6]])
def test_breaks_that_do_not_fit_their_colours_are_refused(breaks):
    with pytest.raises(ValueError, match="ascending"):
        draw_shown(values_of(["A"], breaks=breaks, colours=ramp(3)))


def test_shortening_a_value_never_moves_it_to_another_class():
    """Shown as 20, but above 20: its colour follows the value, not the shortened one."""
    spec = painted(rendered(values_of(["A"], values=np.array([20.04]))))
    assert (spec["values"], spec["classes"]) == ([20], [1])
    spec = painted(rendered(values_of(["A"], values=np.array([12_345_678.0]), low=0, high=2e7, money=True)))
    assert spec["values"] == [12_350_000]


def pairs_of(names: list[str], **changes: object) -> MapPairs:
    n = len(names)
    shown = MapPairs(
        codes=[f"35.78.01.{1001 + i}" for i in range(n)],
        names=names,
        places=[0] * n,
        kecamatan=["Rungkut"],
        first=np.arange(n) % 3,
        second=np.arange(n) // 3 % 3,
        states=np.full(n, KNOWN),
        first_label="Skor",
        second_label="Kepastian",
        first_words=("rendah", "sedang", "tinggi"),
        second_words=("lemah", "cukup", "kuat"),
        title="Skor dan kepastian",
    )
    return dataclasses.replace(shown, **changes)


def test_two_things_travel_as_one_of_nine():
    states = np.full(9, KNOWN)
    states[4] = SUPPRESSED
    spec = painted(rendered(pairs_of(list("abcdefghi"), states=states)))
    assert spec["classes"] == [0, 3, 6, 1, -1, 7, 2, 5, 8]
    assert spec["colours"] == list(PAIR_COLOURS)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_texts_stay_text_on_a_map_of_two_things_and_in_overlays(payload):
    words = [payload] * 3
    shown = pairs_of([payload], first_label=payload, second_label=payload, first_words=words, second_words=words)
    doubtful = values_of(["A"], doubt=np.array([1]), doubt_labels=words, details=[payload])
    layer = MapOverlay(payload, "/geo/abc.json", labels=[payload], colours=["#000000"])
    drawn = draw_map(BOUNDS, "/geo/abc.json", ASSETS)
    draw_shown(shown, beside=doubtful, overlays=[layer]).add_to(drawn)
    page = drawn.get_root().render()
    told = called(page)
    first, second, over = *told["maps"], told["overlays"][0]
    texts = [first["names"][0], first["firstLabel"], first["secondLabel"], *first["firstWords"], *first["secondWords"]]
    texts += [*second["doubtLabels"], *second["details"], over["name"], *over["labels"]]
    assert set(texts) == {escape_text(payload)}
    assert payload not in page


@pytest.mark.parametrize(
    "changes",
    [
        {"first": np.array([3])},
        {"second": np.array([-1])},
        {"colours": PAIR_COLOURS[:8]},
        {"first_words": ("a", "b")},
        {"chosen": np.array([True, False])},
        {"details": ["a", "b"]},
    ],
)
def test_what_cannot_be_drawn_of_two_things_is_refused(changes):
    with pytest.raises(ValueError, match=r"two things|length"):
        draw_shown(pairs_of(["A"], **changes))


def test_the_filter_travels_and_an_absent_one_does_not():
    assert painted(rendered(values_of(["A", "B"])))["chosen"] is None
    assert painted(rendered(values_of(["A", "B"], chosen=np.array([True, False]))))["chosen"] == [1, 0]


def test_names_travel_once():
    """With an own address for names, a change carries values only, and is the same whatever the names are."""
    shown = values_of([f"Desa {i}" for i in range(50)])
    told = map_payload(shown, register="/geo/abc.json")["maps"][0]
    assert not {"codes", "names", "places", "kecamatan"} & set(told)
    assert told["register"] == "/geo/abc.json"
    assert map_payload(dataclasses.replace(shown, names=["x"] * 50), register="/geo/abc.json")["maps"][0] == told


@pytest.mark.parametrize("change", [{"names": ["B"]}, {"codes": ["1"]}, {"places": [1]}, {"kecamatan": ["Tandes"]}])
def test_the_address_of_names_changes_with_them_and_needs_the_secret(change):
    shown = values_of(["A"])
    assert register_key(shown, "s") == register_key(dataclasses.replace(shown, values=np.array([3.0])), "s")
    assert register_key(shown, "s") != register_key(dataclasses.replace(shown, **change), "s")
    assert register_key(shown, "s") != register_key(shown, "t")
    assert re.fullmatch(r"[0-9a-f]{48}", register_key(shown, "s"))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_names_stay_text_on_their_own_road(payload):
    sent = escape_all(map_register(values_of([payload], codes=[payload], kecamatan=[payload])))
    assert sent["codes"] == sent["names"] == sent["kecamatan"] == [escape_text(payload)]


def test_a_change_of_8563_villages_is_small():
    """BAR.md section 8: at most 50 kB for a change, whatever is shown of a province; compressed as the socket does."""
    rng, n = np.random.default_rng(6), 8563
    score = rng.gamma(8, 5, n).clip(0, 100)
    rank = np.argsort(np.argsort(-score)) + 1.0
    width = rng.normal(400, 120, n).clip(5)
    ranks = np.column_stack([rank, rank - width * rng.uniform(0.8, 1, n), rank + width]).clip(1, n)
    shown = values_of(
        ["x"] * n, values=score, ranks=ranks, doubt=np.digitize(width, [300, 500]), doubt_labels=("a", "b", "c")
    )
    told = json.dumps(escape_all(map_payload(shown, register="/geo/abc.json")), separators=(",", ":"))
    assert len(zlib.compress(told.encode(), 6)) < 50_000
    plain = dataclasses.replace(shown, ranks=None, doubt=None)
    told = json.dumps(escape_all(map_payload(plain, register="/geo/abc.json")), separators=(",", ":"))
    assert len(zlib.compress(told.encode(), 6)) < 20_000


def test_columns_of_thousands_are_packed_and_mean_the_same():
    n = 1_500
    values, states = np.linspace(0, 100, n), np.full(n, KNOWN)
    states[::7] = UNKNOWN
    few = painted(rendered(values_of(["x"] * 900, values=values[:900], states=states[:900])))
    many = painted(rendered(values_of(["x"] * n, values=values, states=states)))
    for column in ("classes", "states"):
        assert [-1 if sign == "-" else int(sign) for sign in many[column]][:900] == few[column]
    kinds = kinds_of(["x"] * n, kinds=np.arange(n) % 12, labels=["l"] * 12, colours=["#000000"] * 12)
    assert painted(rendered(kinds))["classes"] == (np.arange(n) % 12).tolist()


def test_the_map_speaks_the_language_in_force():
    told = map_payload(values_of(["A"]))
    assert told["locale"] == "id-ID"
    assert told["words"]["zoomIn"] == "Perbesar"
    with speaking("en"):
        assert map_payload(values_of(["A"]))["locale"] == "en-GB"


def scripts() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "mapping/present/static/peta").glob("*.js")}


def test_the_scripts_have_no_words_of_their_own():
    """Every word comes from Python and is translated there; a key that Python does not send would show as nothing."""
    asked = {word for text in scripts().values() for word in re.findall(r"peta\.word\(\"(\w+)\"", text)}
    assert asked
    sent = set(map_payload(values_of(["A"]))["words"])
    assert asked <= sent
    everything = " ".join(scripts().values())
    assert not [word for word in sent if f'"{word}"' not in everything]
    for name, text in scripts().items():
        code = re.sub(r"//.*", "", text)
        assert not re.findall(r"\"[A-Z][a-z]+ [a-z]+", code), name


def test_the_scripts_are_short_files():
    assert {name: n for name, text in scripts().items() if (n := text.count("\n")) > 300} == {}


def test_columns_of_different_length_are_refused():
    with pytest.raises(ValueError, match="length"):
        draw_shown(dataclasses.replace(values_of(["A", "B"]), names=["A"]))


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
    mapped = {path for path, names in users.items() if "streamlit_folium" in names}
    assert mapped - {"mapping/bench/peer/page.py"} == {"mapping/ui/mapview.py"}


def test_pages_show_no_raw_html():
    sources = [*(ROOT / "pages").glob("*.py"), *(ROOT / "mapping" / "ui").rglob("*.py")]
    # A file of our own, by its name, is code like any other; what is forbidden is text that becomes HTML.
    frame, own_script = "mapping/ui/main.py", 'st.html(OWN_FILES / "riwayat.html", unsafe_allow_javascript=True)'
    html = r"st\.html\((?!OWN_FILES / \"[a-z]+\.css\"\))"
    forbidden = re.compile(rf"unsafe_allow_html|unsafe_allow_javascript|{html}|components\.v1|folium_static")
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in sources}
    assert texts[frame].count(own_script) == 1
    texts[frame] = texts[frame].replace(own_script, "")
    assert [name for name, text in texts.items() if forbidden.search(text)] == []
