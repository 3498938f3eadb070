"""The offline pages in Chromium from a file, without network: drawn, switched, searched, accessible."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from mapping.present.files.edition import Edition
from mapping.present.files.web import kelurahan_page, region_page
from tests.hostile import HOSTILE

pytestmark = pytest.mark.browser
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DESKTOP = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "is_mobile": True, "has_touch": True}
CODE, OUTLINE = "35.78.03.1001", "#peta path.leaflet-interactive"


@pytest.fixture(scope="module")
def pages(demonstration, tmp_path_factory) -> dict[str, Path]:
    """Both pages as files; a region with hostile names beside them."""
    from dataclasses import replace

    folder, study = tmp_path_factory.mktemp("luring"), demonstration("surabaya")
    edition = Edition(study)
    names = study.kelurahan["name"].astype(object).copy()
    names.iloc[: len(HOSTILE)] = HOSTILE
    hostile = Edition(replace(study, kelurahan=study.kelurahan.assign(name=names)))
    made = {
        "region": region_page(edition),
        "kelurahan": kelurahan_page(edition, CODE),
        "hostile": region_page(hostile),
        "hostile-kelurahan": kelurahan_page(hostile, str(study.kelurahan.index[1])),
    }
    for name, content in made.items():
        (folder / f"{name}.html").write_bytes(content)
    return {name: folder / f"{name}.html" for name in made}


@pytest.fixture
def visit(browser, pages):
    """A page opened from its file with no network; afterwards nothing was asked for and nothing failed."""
    asked: list[str] = []
    said: list[str] = []
    opened: list = []

    def open_page(name: str, **look):
        context = browser.new_context(offline=True, locale="id-ID", **look)
        opened.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(pages[name].as_uri())
        page.locator(OUTLINE).first.wait_for()
        return page

    yield open_page
    for context in opened:
        context.close()
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def fills(page) -> list[str]:
    return page.evaluate(f"[...document.querySelectorAll('{OUTLINE}')].map((path) => path.getAttribute('fill'))")


def test_a_region_is_drawn_and_another_map_is_picked(visit):
    page = visit("region", **DESKTOP)
    assert page.locator(OUTLINE).count() == 153
    before = fills(page)
    choice = page.get_by_label("Yang ditampilkan")
    choice.select_option("Skor potensi: pangan")
    page.locator(".peta-legenda summary", has_text="Skor potensi: pangan").wait_for()
    assert fills(page) != before and "#2c7fb8" in fills(page)
    heads = page.locator("#daftar th").all_inner_texts()
    assert "Skor" in heads and "Peringkat" in heads
    assert page.locator("#daftar tbody tr").first.locator("td").first.inner_text() == "1"
    page.get_by_label("Cari").fill("kaliRUNGkut")
    assert page.locator("#daftar tbody tr").count() == 1
    page.locator("#daftar tbody tr").first.click()
    assert "Kalirungkut" in page.locator("#kartu").inner_text()
    choice.select_option("Mulai dari apa")
    assert "Sentra kue basah" in page.locator("#kartu").inner_text()
    assert page.locator("#daftar tbody tr").count() == 1


def test_the_founders_page_opens_with_its_place_selected(visit):
    page = visit("kelurahan", **PHONE)
    assert page.get_by_role("heading", level=1).inner_text() == "Kelurahan Kalirungkut"
    assert page.locator("#kartu h2").inner_text() == "Kalirungkut"
    assert page.locator("#daftar tr[aria-selected=true]").count() == 1
    assert page.evaluate("document.body.classList.contains('peta-gelap')")
    page.get_by_label("Yang ditampilkan").select_option("Skor potensi: kerajinan")
    page.locator(".peta-legenda summary", has_text="kerajinan").wait_for()


@pytest.mark.parametrize("look", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", ["region", "kelurahan"])
def test_it_fits_the_screen_and_breaks_no_rule(visit, name, look):
    page = visit(name, **look)
    assert page.evaluate("document.documentElement.scrollWidth") <= look["viewport"]["width"]
    found = Axe().run(page, None, {"runOnly": {"type": "tag", "values": TAGS}})
    assert [(rule["id"], node["html"][:120]) for rule in found.response["violations"] for node in rule["nodes"]] == []


@pytest.mark.parametrize("name", ["hostile", "hostile-kelurahan"])
def test_hostile_names_stay_names(visit, name):
    page = visit(name, **DESKTOP)
    assert page.evaluate("document.querySelectorAll('script').length") == 10
    assert page.locator("#daftar b, #daftar script, #peta script").count() == 0
    told = page.locator("#daftar").inner_text()
    assert "{{ 7*7 }}" in told or "<b>&amp;" in told or "HYPERLINK" in told or name == "hostile-kelurahan"
