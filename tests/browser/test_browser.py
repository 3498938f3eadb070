"""The app in a real browser without internet: the map is drawn, a click lands, a link restores, names stay names."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from mapping.present.hidden import HIDDEN_NOTES

pytestmark = pytest.mark.browser
OUTLINE = "path.leaflet-interactive"


def open_map(page, address: str):
    """Open a map page and wait until its outlines are drawn and coloured."""
    page.goto(address)
    frame = page.frame_locator("iframe")
    frame.locator(OUTLINE).first.wait_for(timeout=30_000)
    frame.locator(".peta-legenda").wait_for()
    return frame


def inside(page):
    """The map's own frame, for scripts."""
    return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


def place_of(page, code: str) -> tuple[float, float]:
    """Where on the page a kelurahan lies: a point of the screen whose topmost element is its outline."""
    return inside(page).evaluate(
        """(code) => {
            let found = null;
            map.eachLayer((one) => { if (one.feature && one.feature.id === code && one.getBounds) found = one; });
            const at = map.getContainer().getBoundingClientRect();
            const box = found.getElement().getBoundingClientRect();
            for (let i = 1; i < 20; i++) for (let j = 1; j < 20; j++) {
                const x = box.left + box.width * i / 20, y = box.top + box.height * j / 20;
                if (document.elementFromPoint(x, y) === found.getElement()) return [x - at.left, y - at.top];
            }
        }""",
        code,
    )


def click_kelurahan(page, code: str, wait: bool = True) -> None:
    x, y = place_of(page, code)
    page.frame_locator("iframe").locator("#map_div").click(position={"x": x, "y": y})


def read_scores(processed: Path, key: str, sector: str):
    from mapping.present.tables import score_table
    from mapping.study import read_study

    table = score_table(read_study(processed / key / "study"))
    return table[table["sector"] == sector].set_index("kelurahan_code")


@pytest.mark.parametrize("path", ["", "ringkasan", "peta", "profil", "data", "periksa", "metode"])
@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_no_page_talks_to_another_host(page, server, watched, path, region):
    page.goto(f"{server}/{path}?wilayah={region}")
    page.locator("h1").wait_for(timeout=30_000)
    page.wait_for_load_state("networkidle")


def test_every_kelurahan_is_drawn_and_the_unknown_are_hatched(page, server, watched, processed):
    frame = open_map(page, f"{server}/peta?wilayah=surabaya&sektor=pangan")
    rows = read_scores(processed, "surabaya", "food")
    few = int(rows["note"].isin(HIDDEN_NOTES).sum())
    unknown = int(rows["score"].isna().sum()) - few
    assert frame.locator(OUTLINE).count() == len(rows) == 153
    assert frame.locator('path[fill="url(#peta-arsir)"]').count() == unknown > 0
    assert frame.locator('path[fill="url(#peta-sedikit)"]').count() == few
    assert frame.locator("svg pattern#peta-arsir").count() == 1


def test_a_click_and_one_more_open_the_profile_of_that_kelurahan(page, server, watched):
    open_map(page, f"{server}/peta?wilayah=surabaya&sektor=pangan")
    click_kelurahan(page, "35.78.03.1001")
    page.get_by_role("link", name="Buka profilnya").click()
    page.wait_for_url("**/profil?**")
    page.locator("h2", has_text="Kalirungkut").wait_for()
    assert "kelurahan=35.78.03.1001" in page.url
    page.go_back()
    page.wait_for_url("**/peta?**")


def test_the_map_keeps_its_place_when_the_sector_changes(page, server, watched):
    frame = open_map(page, f"{server}/peta?wilayah=surabaya&sektor=pangan")
    frame.locator(".leaflet-control-zoom-in").click()
    page.wait_for_timeout(600)
    before = inside(page).evaluate("[map.getZoom(), map.getCenter().lat, map.getCenter().lng]")
    page.get_by_text("Kerajinan", exact=True).first.click()
    frame.locator(".peta-legenda summary", has_text="kerajinan").wait_for()
    assert inside(page).evaluate("[map.getZoom(), map.getCenter().lat, map.getCenter().lng]") == before
    assert "sektor=kerajinan" in page.url


def test_geometry_travels_once(page, server, watched):
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url) if "/geo/" in request.url else None)
    frame = open_map(page, f"{server}/peta?wilayah=surabaya&sektor=pangan")
    page.get_by_text("Kerajinan", exact=True).first.click()
    frame.locator(".peta-legenda summary", has_text="kerajinan").wait_for()
    assert len(fetched) == 1


def test_a_cold_link_restores_the_view(page, server, watched):
    page.goto(f"{server}/profil?wilayah=batang&kelurahan=33.25.08.2007")
    page.locator("h2", has_text="Limpung").wait_for(timeout=30_000)
    frame = open_map(page, f"{server}/peta?wilayah=batang&sektor=pertanian&lihat=workers")
    frame.locator(".peta-legenda summary", has_text="Tenaga kerja: pertanian").wait_for()
    assert frame.locator(OUTLINE).count() == 248


def test_hostile_names_are_shown_as_written(page, server, watched, processed, hostile_names):
    from mapping.study import read_study

    names = read_study(processed / "batang" / "study").kelurahan["name"]
    frame = open_map(page, f"{server}/peta?wilayah=batang&sektor=pangan")
    assert frame.locator(OUTLINE).count() == 248
    shown = inside(page).evaluate(
        """() => { const texts = {}; map.eachLayer((l) => { if (l.feature && l.getTooltip && l.getTooltip()) {
            const box = document.createElement("div"); box.innerHTML = l.getTooltip().getContent();
            texts[l.feature.id] = box.querySelector("strong").textContent; } }); return texts; }"""
    )
    assert shown == names.to_dict()
    assert set(hostile_names) <= set(shown.values())
    for code in names.index[: len(hostile_names)]:
        page.goto(f"{server}/profil?wilayah=batang&kelurahan={code}")
        page.get_by_role("heading", level=2, name=names[code], exact=True).wait_for(timeout=30_000)
    assert not any(frame.evaluate("window.pwned") for frame in page.frames)


def test_a_phone_has_no_sideways_scroll(browser, server, playwright):
    context = browser.new_context(**playwright.devices["Pixel 5"], locale="id-ID")
    page = context.new_page()
    for path in ("", "peta", "profil", "data", "periksa", "metode"):
        page.goto(f"{server}/{path}?wilayah=surabaya")
        page.locator("h1").wait_for(timeout=30_000)
        page.wait_for_timeout(800)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), path
    context.close()


def test_foreign_host_names_are_refused_by_the_running_server(server):
    request = urllib.request.Request(f"{server}/sehat", headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request)
    assert refusal.value.code == 400
