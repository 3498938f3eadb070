"""The map itself in a real browser: textures, two maps, filter, levels, layers on top, keyboard, and that it stays put.

The pages that use it come and go; here a small page of its own asks for each thing that a map can do.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
OUTLINE = "#map_div path.leaflet-interactive"
ENTRY = """
import streamlit as st
from mapping.ui.server import middleware, routes
app = st.App({script!r}, routes=routes(), middleware=middleware())
"""
PAGE = """
import dataclasses

import geopandas as gpd
import numpy as np
import shapely
import streamlit as st

from mapping.present.mapdata import KNOWN, MapPairs, MapValues, ramp
from mapping.ui.cache import read_view
from mapping.ui.controls import is_dark
from mapping.ui.figures import map_values, sector_rows
from mapping.ui.mapview import share_overlay, show_map
from mapping.ui.outlines import SHELF
from mapping.ui.speech import hear_language

st.set_page_config(layout="wide")
hear_language()
st.title("Peta")
want = lambda word: st.checkbox(word, value=word in st.query_params.get("isi", "").split("-"))
view = read_view("surabaya")
SHELF.publish(view.outlines, False)
rows = sector_rows(view, "food", "skor")
values = map_values(view, rows, "food", "skor", st.session_state.get("pilih", ""), is_dark())
n, turn = len(values.codes), np.arange(len(values.codes)) % 3
shared = {"notes": values.notes, "selected": values.selected, "dark": values.dark}
pairs = MapPairs(
    values.codes, values.names, values.places, values.kecamatan, turn, np.arange(n) // 3 % 3, values.states,
    "Skor", "Kepastian", ("rendah", "sedang", "tinggi"), ("lemah", "cukup", "kuat"), "Skor dan kepastian", **shared,
)
kecamatan = [str(i) for i in range(len(values.kecamatan))]
district = MapValues(
    kecamatan, values.kecamatan, range(len(kecamatan)), values.kecamatan, np.linspace(5, 95, len(kecamatan)),
    np.full(len(kecamatan), KNOWN), None, "Skor rata-rata", "skor", 0, 100, level="kecamatan", **shared,
)
if want("ragu"):
    values = dataclasses.replace(values, doubt=turn, doubt_labels=("yakin", "cukup yakin", "belum yakin"))
if want("saring"):
    values = dataclasses.replace(values, chosen=np.array(values.places) == 4)
if want("tujuh"):
    values = dataclasses.replace(values, breaks=[0, 10, 20, 25, 30, 40, 60, 100], colours=ramp(7))
if want("fokus"):
    values = dataclasses.replace(values, focus="4")
shown = pairs if want("dua") else district if want("kecamatan") else values
layers = []
if want("titipan"):
    west, south, east, north = view.outlines.bounds
    if "titipan" not in st.session_state:
        road = shapely.LineString([(west, south), (east, north)])
        zones = [shapely.box(west, south, (west + east) / 2, (south + north) / 2), shapely.Point(east, north)]
        st.session_state.titipan = [
            share_overlay(gpd.GeoDataFrame(geometry=[road], crs=4326), "Jalan <img src=x onerror=window.pwned=1>"),
            share_overlay(
                gpd.GeoDataFrame(geometry=zones, crs=4326), "Zona", kinds=[0, 1], labels=["industri", "hijau"],
                colours=["#c0392b", "#1e8449"],
            ),
        ]
    layers = st.session_state.titipan
clicked = show_map(view, shown, 560, beside=pairs if want("kedua") else None, overlays=layers)
if clicked.code:
    st.session_state.pilih, st.session_state.kabar = clicked.code, f"{clicked.level} {clicked.code}"
    st.rerun()
st.text("diklik: " + st.session_state.get("kabar", "belum"))
"""


@pytest.fixture(scope="module")
def server(processed, tmp_path_factory):
    """A page of the map alone, served with the app's own routes and doors."""
    folder = tmp_path_factory.mktemp("map_page")
    (folder / "page.py").write_text(PAGE, encoding="utf-8")
    (folder / "app.py").write_text(ENTRY.format(script=str(folder / "page.py")), encoding="utf-8")
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "config.toml").write_bytes((ROOT / ".streamlit" / "config.toml").read_bytes())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (folder / "log.txt").open("wb") as out:
        running = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
            cwd=folder,
            env=os.environ | {"MAPPING_PROCESSED": str(processed), "PYTHONPATH": str(ROOT)},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/sehat", timeout=2)
                break
            except OSError:
                assert running.poll() is None, (folder / "log.txt").read_text()
                time.sleep(0.25)
        yield address
    finally:
        running.terminate()
        running.wait(20)


def open_map(page, server: str, *isi: str, query: str = ""):
    """Open the page and wait until the map has its legend; the frame, for locators and for scripts."""
    page.goto(f"{server}/?isi={'-'.join(isi)}{query}")
    page.frame_locator("iframe").locator(".peta-legenda").first.wait_for(timeout=40_000)
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    frame.evaluate("document.fonts.ready.then(() => new Promise((done) => setTimeout(done, 300)))")
    return frame


def place(frame) -> list[float]:
    return frame.evaluate("[map.getZoom(), map.getCenter().lat, map.getCenter().lng]")


def spot(frame, code: str, div: str = "map_div") -> dict[str, float]:
    """A point of the frame where this area is on top."""
    x, y = frame.evaluate(
        """([code, div]) => {
            const box = document.getElementById(div);
            for (const path of box.querySelectorAll("path.leaflet-interactive")) {
                const at = path.getBoundingClientRect();
                for (let i = 1; i < 20; i++) for (let j = 1; j < 20; j++) {
                    const x = at.left + at.width * i / 20, y = at.top + at.height * j / 20;
                    if (document.elementFromPoint(x, y) !== path) continue;
                    let id = null;
                    window.map.eachLayer((one) => {
                        if (one.getElement && one.getElement() === path) id = one.feature.id;
                    });
                    if (id === code || div !== "map_div") return [x, y];
                    i = j = 20;
                }
            }
            return [-1, -1];
        }""",
        [code, div],
    )
    assert x >= 0, f"{code} is not in sight"
    return {"x": x, "y": y}


def click_at(page, at: dict[str, float]) -> None:
    box = page.locator("iframe").bounding_box()
    page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])


def keys(frame, board: str = "#map_div") -> list[str]:
    return frame.locator(f"{board} .peta-legenda .peta-kunci").all_inner_texts()


def test_the_legend_tells_class_ends_and_counts(page, server, watched):
    frame = open_map(page, server, "tujuh")
    rows = [" ".join(text.split()) for text in keys(frame)]
    assert [row.rsplit(" ", 1)[0] for row in rows[:7]] == [
        "0–10",
        "10–20",
        "20–25",
        "25–30",
        "30–40",
        "40–60",
        "60–100",
    ]
    assert sum(int(row.rsplit(" ", 1)[1]) for row in rows) == frame.locator(OUTLINE).count() == 153


def test_doubt_is_a_texture_with_its_own_keys(page, server, watched):
    frame = open_map(page, server, "ragu")
    assert frame.locator('path[fill^="url(#peta-ragu-"]').count() > 20
    assert frame.locator('path[fill^="url(#peta-cukup-"]').count() > 20
    used = set(
        frame.eval_on_selector_all("path[fill^=url]", "all => all.map(one => one.getAttribute('fill').slice(5, -1))")
    )
    assert used == set(frame.eval_on_selector_all("svg pattern", "all => all.map(one => one.id)"))
    texts = " ".join(keys(frame))
    assert all(word in texts for word in ("yakin", "cukup yakin", "belum yakin", "Belum cukup data"))


def test_two_things_have_a_square_legend_with_all_counts(page, server, watched):
    frame = open_map(page, server, "dua")
    cells = frame.locator(".peta-dua td").all_inner_texts()
    counts = [int(text) for text in cells if text.strip()]
    assert len(counts) == 9
    assert sum(counts) + sum(int(text.split()[-1]) for text in keys(frame)) == 153
    assert frame.locator(".peta-dua th").all_inner_texts() == ["tinggi", "sedang", "rendah", "lemah", "cukup", "kuat"]
    assert "Skor" in frame.locator(".peta-dua caption").inner_text()
    assert "Kepastian" in frame.locator(".peta-sumbu").inner_text()


def test_two_maps_move_together_and_point_at_the_same_kelurahan(page, server, watched):
    frame = open_map(page, server, "kedua")
    assert frame.locator("#map_div2 path.leaflet-interactive").count() == 153
    assert frame.locator("#map_div .peta-ramp, #map_div .peta-kelas").count() > 0
    assert frame.locator("#map_div2 .peta-dua").count() == 1
    frame.locator("#map_div2 .leaflet-control-zoom-in").click()
    page.wait_for_timeout(700)
    boxes = frame.evaluate(
        """() => ["map_div", "map_div2"].map((div) => {
            const box = document.getElementById(div).getBoundingClientRect();
            return [...document.querySelectorAll("#" + div + " path.leaflet-interactive")].map((path) => {
                const at = path.getBoundingClientRect();
                return [Math.round(at.x - box.x), Math.round(at.y - box.y)];
            });
        })"""
    )
    assert max(abs(a - b) for one, other in zip(*boxes, strict=True) for a, b in zip(one, other, strict=True)) <= 2
    rings = """() => [...document.querySelectorAll(".leaflet-garis-pane path[stroke-width='2.5']")]
        .filter((path) => path.getAttribute("d") !== "M0 0").length"""
    assert frame.evaluate(rings) == 0
    page.frame_locator("iframe").locator("#map_div2").hover(position={"x": 300, "y": 200})
    page.wait_for_timeout(200)
    assert frame.evaluate(rings) == 2


def test_a_click_on_the_second_map_counts(page, server, watched):
    frame = open_map(page, server, "kedua")
    at = spot(frame, "", "map_div2")
    click_at(page, at)
    page.get_by_text("diklik: kelurahan 35.78.").wait_for()


def test_two_maps_stand_under_each_other_on_a_phone(browser, server, playwright):
    context = browser.new_context(**playwright.devices["Pixel 5"], locale="id-ID")
    page = context.new_page()
    frame = open_map(page, server, "kedua")
    first, second = (page.frame_locator("iframe").locator(f"#{div}").bounding_box() for div in ("map_div", "map_div2"))
    assert second["y"] >= first["y"] + first["height"]
    assert page.locator("iframe").bounding_box()["height"] >= first["height"] + second["height"]
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_what_the_filter_leaves_out_is_pale_and_deaf(page, server, watched):
    frame = open_map(page, server)
    at = spot(frame, "35.78.03.1001")
    page.get_by_text("saring", exact=True).click()
    frame.locator(".peta-kunci", has_text="Di luar saringan").wait_for()
    left = frame.locator(OUTLINE).count()
    assert 0 < left < 20
    assert sum(int(text.split()[-1]) for text in keys(frame)) == 153
    click_at(page, at)
    page.wait_for_timeout(800)
    assert page.get_by_text("diklik: belum").count() == 1


def test_the_kecamatan_level_is_clicked_as_kecamatan(page, server, watched):
    frame = open_map(page, server, "kecamatan")
    assert frame.locator(OUTLINE).count() == 31
    at = spot(frame, "7")
    click_at(page, at)
    page.get_by_text("diklik: kecamatan 7", exact=True).wait_for()
    page.get_by_text("kecamatan", exact=True).click()
    page.wait_for_timeout(800)
    assert frame.locator(OUTLINE).count() == 153


def test_the_map_zooms_to_a_kecamatan_once(page, server, watched):
    frame = open_map(page, server)
    whole = place(frame)
    page.get_by_text("fokus", exact=True).click()
    frame.wait_for_function("(zoom) => map.getZoom() > zoom + 1", arg=whole[0])
    frame.locator("#map_div .leaflet-control-zoom-out").click()
    page.wait_for_timeout(700)
    mine = place(frame)
    page.get_by_text("ragu", exact=True).click()
    frame.locator(".peta-kunci", has_text="belum yakin").wait_for()
    assert place(frame) == mine
    page.get_by_text("fokus", exact=True).click()
    frame.wait_for_function("(zoom) => Math.abs(map.getZoom() - zoom) < 0.01", arg=whole[0])


def test_the_map_keeps_its_place_whatever_it_shows(page, server, watched):
    frame = open_map(page, server)
    frame.locator(".leaflet-control-zoom-in").click()
    page.wait_for_timeout(700)
    before = place(frame)
    for word, sign in (("dua", ".peta-dua"), ("kedua", "#map_div2 .peta-legenda"), ("titipan", ".peta-titipan")):
        page.get_by_text(word, exact=True).click()
        frame.locator(sign).first.wait_for()
        assert place(frame) == pytest.approx(before, abs=1e-3)
    page.get_by_text("kedua", exact=True).click()
    frame.locator("#map_div2 .peta-legenda").wait_for(state="detached")
    assert place(frame) == pytest.approx(before, abs=1e-3)


def test_own_layers_are_shown_hidden_and_let_clicks_through(page, server, watched):
    frame = open_map(page, server, "titipan")
    drawn = frame.locator(".leaflet-titipan-pane path")
    frame.locator(".leaflet-titipan-pane path").first.wait_for(state="attached")
    page.wait_for_timeout(500)
    assert drawn.count() == 3
    assert {one.get_attribute("stroke") for one in drawn.all()} == {"#7a2e8e", "#c0392b", "#ffffff"}
    assert "Jalan <img src=x onerror=window.pwned=1>" in frame.locator(".peta-titipan").first.inner_text()
    assert not frame.evaluate("window.pwned")
    frame.locator(".peta-titipan input").nth(1).uncheck()
    assert drawn.count() == 1
    frame.locator(".peta-titipan input").nth(1).check()
    assert drawn.count() == 3
    code = frame.evaluate(
        """() => {
            const zone = document.querySelector(".leaflet-titipan-pane path[stroke='#c0392b']").getBoundingClientRect();
            let id = "";
            map.eachLayer((one) => {
                if (id || !one.feature || !one.getElement || !one.options.interactive) return;
                const at = one.getElement().getBoundingClientRect();
                const across = at.left > zone.left + 150 && at.right < zone.right;
                if (across && at.top > zone.top && at.bottom < zone.bottom - 60) id = one.feature.id;
            });
            return id;
        }"""
    )
    at = spot(frame, code)
    click_at(page, at)
    page.get_by_text(f"diklik: kelurahan {code}", exact=True).wait_for()


def test_the_keyboard_moves_zooms_reads_and_chooses(page, server, watched):
    frame = open_map(page, server)
    box = frame.locator("#map_div")
    assert box.get_attribute("role") == "application"
    assert "153 kelurahan" in box.get_attribute("aria-label")
    page.locator("iframe").scroll_into_view_if_needed()
    box.evaluate("box => { box.focus(); }")
    before = place(frame)
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(900)
    assert place(frame)[2] < before[2]
    page.keyboard.press("+")
    page.wait_for_timeout(900)
    assert place(frame)[0] > before[0]
    frame.wait_for_function("document.querySelector('.peta-kabar').textContent.length > 10")
    name = frame.locator(".peta-tip strong").inner_text()
    assert frame.locator(".peta-kabar").inner_text().startswith(name)
    page.keyboard.press("Enter")
    page.get_by_text("diklik: kelurahan 35.78.").wait_for()


def test_the_map_speaks_english_without_moving(page, server, watched):
    frame = open_map(page, server, query="&bahasa=en")
    assert frame.evaluate("document.documentElement.lang") == "en-GB"


def test_outlines_that_fail_can_be_fetched_again(page, server):
    broken = {"on": True}
    page.route("**/geo/*.json", lambda route: route.abort() if broken["on"] else route.continue_())
    page.goto(f"{server}/")
    button = page.frame_locator("iframe").locator(".peta-pesan button")
    button.wait_for(timeout=40_000)
    broken["on"] = False
    button.click()
    page.frame_locator("iframe").locator(".peta-legenda").wait_for()
    assert page.frame_locator("iframe").locator(OUTLINE).count() == 153


def test_a_click_is_told_once(page, server, watched):
    """A run for another reason must not repeat it: what was chosen since would be undone."""
    frame = open_map(page, server)
    at = spot(frame, "35.78.03.1001")
    click_at(page, at)
    page.get_by_text("diklik: kelurahan 35.78.03.1001", exact=True).wait_for()
    page.get_by_text("kecamatan", exact=True).click()
    frame.wait_for_function("document.querySelectorAll('#map_div path.leaflet-interactive').length === 31")
    at = spot(frame, "7")
    click_at(page, at)
    page.get_by_text("diklik: kecamatan 7", exact=True).wait_for()
    page.get_by_text("kecamatan", exact=True).click()
    page.wait_for_timeout(800)
    assert page.get_by_text("diklik: kecamatan 7", exact=True).count() == 1
