"""The map page in a real browser: map, table and chart say the same thing; links and the back button restore it."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.browser
OUTLINE = "path.leaflet-interactive"
KALIRUNGKUT = "35.78.03.1001"
CARD = ".st-key-peta-kartu"


def open_map(page, address: str):
    """Open a map page and wait until its outlines are drawn and coloured."""
    page.goto(address)
    frame = page.frame_locator("iframe").first
    frame.locator(OUTLINE).first.wait_for(timeout=30_000)
    frame.locator(".peta-legenda").first.wait_for()
    return frame


def inside(page):
    """The map's own frame, for scripts."""
    return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


def click_place(page, code: str) -> None:
    """A real click on a point of the screen whose topmost element is the outline of that place."""
    page.wait_for_timeout(700)
    x, y = inside(page).evaluate(
        """(code) => {
            let found = null;
            map.eachLayer((one) => {
                if (one.feature && one.feature.id === code && one.getElement && one.getElement()
                    && getComputedStyle(one.getElement()).pointerEvents !== "none") found = one;
            });
            const at = map.getContainer().getBoundingClientRect();
            const box = found.getElement().getBoundingClientRect();
            for (let i = 1; i < 20; i++) for (let j = 1; j < 20; j++) {
                const x = box.left + box.width * i / 20, y = box.top + box.height * j / 20;
                if (document.elementFromPoint(x, y) === found.getElement()) return [x - at.left, y - at.top];
            }
        }""",
        code,
    )
    page.frame_locator("iframe").first.locator("#map_div").click(position={"x": x, "y": y})


def settled(page) -> None:
    """Wait until the app has nothing more to say."""
    page.wait_for_function("!document.querySelector('[data-testid=stStatusWidget]')", timeout=30_000)
    page.wait_for_timeout(400)


def test_a_click_selects_in_map_table_and_chart_and_a_second_opens_the_profile(page, server, watched):
    open_map(page, f"{server}/peta?wilayah=surabaya&sektor=pangan")
    click_place(page, KALIRUNGKUT)
    card = page.locator(CARD)
    card.get_by_text("Kalirungkut", exact=True).wait_for()
    page.wait_for_function("(code) => location.search.includes('pilih=' + code)", arg=KALIRUNGKUT)
    assert "peringkat" in card.inner_text()
    page.locator("[data-testid=stVegaLiteChart] text", has_text="Kalirungkut").first.wait_for(state="attached")
    row = page.locator("[data-testid=stDataFrame] [role=row][aria-selected=true]").first
    row.wait_for(state="attached")
    assert "Kalirungkut" in row.inner_text()
    settled(page)
    click_place(page, KALIRUNGKUT)
    page.wait_for_url("**/profil?**")
    assert f"kelurahan={KALIRUNGKUT}" in page.url


def test_the_card_leads_to_the_profile_and_back_restores_the_map(page, server, watched):
    open_map(page, f"{server}/peta?wilayah=surabaya&sektor=pangan&lihat=workers&pilih={KALIRUNGKUT}")
    page.locator(CARD).get_by_role("link", name="Buka profilnya").click()
    page.wait_for_url("**/profil?**")
    page.go_back()
    page.wait_for_url("**/peta?**")
    page.locator(CARD).get_by_text("Kalirungkut", exact=True).wait_for(timeout=20_000)
    page.wait_for_function("location.search.includes('lihat=workers')")


def test_search_as_one_types_finds_and_focuses(page, server, watched):
    frame = open_map(page, f"{server}/peta?wilayah=surabaya&sektor=pangan")
    before = inside(page).evaluate("map.getZoom()")
    page.get_by_label("Cari", exact=True).press_sequentially("kalirung", delay=30)
    page.locator(CARD).get_by_text("Kalirungkut", exact=True).wait_for()
    frame.locator(OUTLINE).first.wait_for()
    page.wait_for_function("location.search.includes('cari=kalirung')")
    page.wait_for_timeout(1200)
    assert inside(page).evaluate("map.getZoom()") > before


def test_a_filter_leaves_only_what_passes_and_is_taken_off(page, server, watched):
    open_map(page, f"{server}/peta?wilayah=surabaya&sektor=pangan&nilai=4,5")
    page.get_by_text(re.compile("saringan menyisakan 5")).wait_for()
    page.get_by_role("button", name="Hapus semua saringan").click()
    page.wait_for_function("!location.search.includes('nilai')")
    page.get_by_text(re.compile("saringan menyisakan")).wait_for(state="detached")


def test_a_bar_of_the_chart_filters_map_and_table(page, server, watched):
    open_map(page, f"{server}/peta?wilayah=surabaya&sektor=pangan&lihat=saran")
    bar = page.locator("[data-testid=stVegaLiteChart] [aria-roledescription=bar]").first
    bar.scroll_into_view_if_needed()
    bar.click()
    page.wait_for_function("location.search.includes('nilai=1')")
    page.get_by_text(re.compile("saringan menyisakan 82")).wait_for()


def test_a_kecamatan_opens_and_the_crumb_and_the_back_button_lead_out(page, server, watched):
    open_map(page, f"{server}/peta?wilayah=surabaya&sektor=pangan&tingkat=kecamatan")
    page.get_by_text("31 dari 31 kecamatan").wait_for()
    click_place(page, "0")
    page.wait_for_function("location.search.includes('kecamatan=Asem')")
    page.get_by_text(re.compile("kelurahan/desa diketahui")).wait_for()
    page.get_by_role("button", name="Semua kecamatan").click()
    page.wait_for_function("!location.search.includes('kecamatan=Asem')")
    page.get_by_text(re.compile("dari 31 kecamatan")).wait_for()
    page.go_back()
    page.get_by_text(re.compile("kelurahan/desa diketahui")).wait_for()
    page.wait_for_function("location.search.includes('kecamatan=Asem')")


def test_a_link_restores_the_whole_view_and_the_back_button_each_step(page, server, watched):
    words = "lihat=lq&kelas=kuantil&banyak=4&peta2=skor&pilih=33.25.08.2007&jenis=desa"
    frame = open_map(page, f"{server}/peta?wilayah=batang&sektor=kerajinan&{words}")
    page.locator(CARD).get_by_text("Limpung", exact=True).wait_for()
    assert frame.locator(".peta-legenda").count() == 2
    page.get_by_text("Sama banyak.").wait_for()
    settled(page)
    before = page.url
    page.locator("button", has_text="Pertanian").first.click()
    page.wait_for_function("location.search.includes('sektor=pertanian')")
    settled(page)
    page.go_back()
    page.wait_for_function("location.search.includes('sektor=kerajinan')")
    settled(page)
    page.wait_for_function("(address) => location.href === address", arg=before)


def test_hot_spots_stand_beside_their_significance(page, server, watched):
    frame = open_map(page, f"{server}/peta?wilayah=surabaya&sektor=pangan&lihat=panas")
    titles = frame.locator(".peta-legenda summary").all_inner_texts()
    assert len(titles) == 2
    assert "Kepastian" in titles[1]


def test_an_own_layer_is_laid_over_the_map_coloured_and_removed(page, server, watched, tmp_path):
    import geopandas as gpd
    from shapely.geometry import LineString, box

    path = tmp_path / "zona.geojson"
    table = {"zona": ["industri", "sawah", "jalan"], "geometry": [
        box(112.70, -7.30, 112.74, -7.26), box(112.75, -7.30, 112.78, -7.27), LineString([(112.7, -7.3), (112.8, -7.2)])
    ]}  # fmt: skip
    gpd.GeoDataFrame(table, crs="EPSG:4326").to_file(path, driver="GeoJSON")
    frame = open_map(page, f"{server}/peta?wilayah=surabaya&sektor=pangan")
    page.get_by_role("button", name="Lapisan Anda").click()
    page.locator("input[type=file]").first.set_input_files(path)
    page.get_by_text("3 bentuk").wait_for()
    frame.locator(".leaflet-titipan-pane path").nth(2).wait_for(state="attached", timeout=15_000)
    settled(page)
    page.get_by_role("button", name="Hapus", exact=True).click()
    page.get_by_text("3 bentuk").wait_for(state="detached")
    bad = tmp_path / "rusak.geojson"
    bad.write_text("<script>alert(1)</script>", encoding="utf-8")
    settled(page)
    page.locator("input[type=file]").first.set_input_files(bad)
    page.get_by_text(re.compile('Berkas "rusak.geojson"')).wait_for()


def test_on_a_phone_the_page_fits_and_a_tap_selects(browser, server, playwright):
    context = browser.new_context(**playwright.devices["Pixel 5"], locale="id-ID")
    page = context.new_page()
    open_map(page, f"{server}/peta?wilayah=surabaya&sektor=pangan")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    page.locator("iframe").first.scroll_into_view_if_needed()
    click_place(page, KALIRUNGKUT)
    page.locator(CARD).get_by_text("Kalirungkut", exact=True).wait_for(timeout=15_000)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    context.close()
