"""From the first page to a cooperative's advice with the keyboard alone; every stop inside the map is seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.gallery import settle

pytestmark = pytest.mark.browser
HERE = """() => {
  let one = document.activeElement;
  return one.getAttribute('aria-label') || one.innerText || String(one.value || one.tagName);
}"""
RING = """() => {
  const one = document.activeElement, look = getComputedStyle(one);
  const drawn = (style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
    || style.boxShadow !== 'none';
  const around = getComputedStyle(one, '::after');
  const framed = around.borderStyle !== 'none' && parseFloat(around.borderWidth) > 0;
  return framed || drawn(look) || (one.parentElement !== null && drawn(getComputedStyle(one.parentElement)));
}"""


def tab_to(page, locator, most: int = 60) -> int:
    """Press Tab until the element has the focus; how often that took."""
    for pressed in range(1, most + 1):
        page.keyboard.press("Tab")
        if locator.count() and locator.first.evaluate("one => one === document.activeElement"):
            return pressed
    raise AssertionError(f"{most} Tabs do not reach {locator}; they end at {page.evaluate(HERE)!r}")


def test_from_the_first_page_to_the_advice_of_a_kelurahan(page, server, watched):
    page.goto(f"{server}/?wilayah=surabaya")
    settle(page)
    tab_to(page, page.get_by_role("combobox", name="Wilayah"))
    tab_to(page, page.get_by_role("radio", name="ID", exact=True), 3)
    tab_to(page, page.get_by_role("combobox", name="Kelurahan atau desa Anda"), 12)
    page.keyboard.type("Gundih")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Koperasi kami sebaiknya mulai dari apa?", timeout=30_000)
    settle(page)
    assert "kelurahan=35.78.13." in page.url
    tab_to(page, page.get_by_role("link", name="Profil lengkap"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kelurahan ini sebaiknya mulai dari apa?", timeout=30_000)
    settle(page)
    expect(page.get_by_role("heading", name="Gundih")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Hitung modal, impas dan cicilannya").first)


def test_tab_reaches_the_map_and_the_table_and_shows_where_one_is(page, server, watched):
    page.goto(f"{server}/peta?wilayah=surabaya")
    settle(page)
    seen, unseen = [], []
    table = False
    for _ in range(60):
        page.keyboard.press("Tab")
        page.wait_for_timeout(120)
        seen.append(page.evaluate(HERE))
        if table := page.evaluate("document.activeElement.closest('canvas') !== null"):
            break
        if page.evaluate("document.activeElement.tagName") == "IFRAME":
            inside = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
            seen[-1] = "map: " + inside.evaluate(HERE)
            if not inside.evaluate(RING):
                unseen.append(seen[-1])
    assert 2 <= sum(text.startswith("map: ") for text in seen) <= 8, seen  # no stop for each of the areas
    assert table, seen
    assert unseen == []


def test_the_map_moves_by_its_keys(page, server, watched):
    page.goto(f"{server}/peta?wilayah=surabaya")
    settle(page)
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    pane = frame.locator(".leaflet-map-pane").first
    frame.locator(".leaflet-container").first.focus()
    before = pane.get_attribute("style")
    page.keyboard.press("+")
    page.wait_for_timeout(600)
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)
    assert pane.get_attribute("style") != before
