"""Sharing in a real browser: the picture shows the classes, the page works from storage with no network."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from mapping.present.mapdata import COLOURS

pytestmark = pytest.mark.browser
MAP = "/peta?wilayah=surabaya&sektor=pangan"


def open_share(page, address: str) -> None:
    page.goto(address)
    page.frame_locator("iframe").first.locator("path.leaflet-interactive").first.wait_for(timeout=60_000)
    page.get_by_role("button", name="Bagikan").click()
    page.get_by_role("button", name="Gambar (PNG)").wait_for()


def taken(page, button: str):
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("button", name=button).click()
    return waiting.value


@pytest.fixture(scope="module")
def offline_page(server, browser, browser_context_args, tmp_path_factory) -> str:
    """Address of the offline page of Surabaya's food scores, downloaded as a reader does."""
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    open_share(page, server + MAP)
    path = tmp_path_factory.mktemp("luring") / "peta.html"
    taken(page, "Halaman luring (HTML)").save_as(path)
    context.close()
    assert 100_000 < path.stat().st_size < 2_000_000
    return path.as_uri()


@pytest.fixture
def storage(browser, browser_context_args, offline_page):
    """The offline page open from a file without network; nothing is asked for and nothing fails."""

    def visit(**more):
        context = browser.new_context(**{**browser_context_args, "offline": True, **more})
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(offline_page)
        page.locator("#peta path.leaflet-interactive").first.wait_for()
        opened.append(context)
        return page

    asked: list[str] = []
    said: list[str] = []
    opened: list = []
    yield visit
    for context in opened:
        context.close()
    assert said == []
    assert [url for url in asked if not url.startswith((offline_page, "data:"))] == []


def test_the_picture_shows_the_classes(page, server, watched, tmp_path):
    open_share(page, server + MAP)
    file = taken(page, "Gambar (PNG)")
    assert file.suggested_filename.startswith("surabaya-peta-") and file.suggested_filename.endswith(".png")
    file.save_as(tmp_path / "peta.png")
    picture = Image.open(io.BytesIO((tmp_path / "peta.png").read_bytes())).convert("RGB")
    assert picture.width == 1600 and 700 < picture.height < 1600
    seen = {f"#{r:02x}{g:02x}{b:02x}": n for n, (r, g, b) in picture.getcolors(2**24)}
    assert sum(seen.get(colour, 0) > 3_000 for colour in COLOURS) >= 3


def test_the_link_is_the_address_of_this_view(page, server, watched):
    open_share(page, f"{server}/peta?wilayah=batang&sektor=kerajinan")
    link = page.locator("[data-testid=stPopoverBody] code").inner_text()
    assert link == page.url
    assert "sektor=kerajinan" in link and "wilayah=batang" in link


def test_the_offline_page_draws_searches_and_sorts(storage):
    page = storage()
    assert page.locator("#peta path.leaflet-interactive").count() == 153
    assert page.get_by_role("heading", level=1).inner_text() != ""
    assert page.get_by_text("data sintetis").first.is_visible()
    rows = page.locator("#daftar tbody tr")
    assert rows.count() == 153
    page.get_by_label("Cari").fill("kaliRUNGkut")
    assert rows.count() == 1
    rows.first.click()
    assert "Kalirungkut" in page.locator("#kartu").inner_text()
    page.get_by_label("Cari").fill("tidak ada tempat ini")
    assert rows.count() == 0 and "Coba sebagian namanya" in page.locator("#jumlah").inner_text()
    page.get_by_label("Cari").fill("")
    head = page.locator("#daftar th").first
    head.get_by_role("button").click()
    first = rows.first.inner_text()
    assert head.get_attribute("aria-sort") in ("ascending", "descending")
    head.get_by_role("button").click()
    assert rows.first.inner_text() != first


def test_a_tap_on_the_map_opens_the_card_and_marks_the_row(storage):
    page = storage(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, color_scheme="dark")
    spot = page.evaluate(
        """() => { for (const path of document.querySelectorAll('#peta path.leaflet-interactive')) {
            const box = path.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
            if (document.elementFromPoint(x, y) === path) { return [x, y]; } } }"""
    )
    page.touchscreen.tap(*spot)
    page.locator("#kartu h2").wait_for()
    assert page.locator("#daftar tr[aria-selected=true]").count() == 1
    assert page.evaluate("document.body.classList.contains('peta-gelap')")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_hostile_names_stay_names_in_the_offline_page(page, server, watched, hostile_names, browser, tmp_path):
    open_share(page, f"{server}/peta?wilayah=batang&sektor=pangan")
    taken(page, "Halaman luring (HTML)").save_as(tmp_path / "batang.html")
    context = browser.new_context(offline=True)
    opened, asked = context.new_page(), []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto((tmp_path / "batang.html").as_uri())
    opened.locator("#peta path.leaflet-interactive").first.wait_for()
    told = opened.locator("#daftar").inner_text()
    assert any(name in told for name in hostile_names)
    assert opened.evaluate("window.pwned") is None
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()
