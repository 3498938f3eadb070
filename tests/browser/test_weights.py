"""Weights in a real browser: a slider moves map and ranks, the set-up travels as a file, contradictions are refused."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def board(page, server, watched):
    """The page, drawn and quiet."""
    page.goto(f"{server}/bobot?wilayah=surabaya&sektor=pangan")
    page.frame_locator("iframe").locator(".peta-legenda").wait_for(timeout=30_000)
    page.get_by_text("Sama dengan bawaan").wait_for()
    page.get_by_text("Simpan, kirim, muat").wait_for()
    return page


def map_frame(page):
    return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


def colours(page) -> list[str]:
    """The fill of every outline."""
    return map_frame(page).evaluate(
        "[...document.querySelectorAll('path.leaflet-interactive')].map((p) => p.getAttribute('fill'))"
    )


def push(page, name: str, key: str, times: int) -> None:
    """Move a slider by keyboard, as fast as keys repeat."""
    slider = page.get_by_role("slider", name=name)
    slider.focus()
    for _ in range(times):
        page.keyboard.press(key)


def answer_of(page) -> str:
    """The sentences about the top and how sure it is, once they have settled."""
    seen: list[str] = []
    for _ in range(60):
        page.wait_for_timeout(300)
        busy = page.get_by_test_id("stStatusWidget").is_visible()
        seen.append("" if busy else "".join(page.get_by_text("teratas").all_inner_texts()))
        # A slider waits a moment before it tells: what stood there before must not be taken for the answer.
        if seen[-1] and len(set(seen[-5:])) == 1 and len(seen) >= 5:
            return seen[-1]
    raise AssertionError("the page did not settle")


def test_a_slider_moves_map_and_ranks_and_the_map_keeps_its_place(board):
    page = board
    page.frame_locator("iframe").locator(".leaflet-control-zoom-in").click()
    page.wait_for_timeout(600)
    place, before = map_frame(page).evaluate("[map.getZoom(), map.getCenter().lat]"), colours(page)
    push(page, "Ragam produk", "PageUp", 9)
    assert "teratas tetap" in answer_of(page)
    assert colours(page) != before
    assert map_frame(page).evaluate("[map.getZoom(), map.getCenter().lat]") == place


def test_no_step_of_a_fast_slider_is_lost(board):
    page = board
    push(page, "Kekhasan", "ArrowRight", 30)
    push(page, "Tenaga kerja", "ArrowRight", 10)
    answer_of(page)
    assert page.get_by_role("slider", name="Kekhasan").input_value() == "55"
    page.get_by_text("Kekhasan dibanding wilayah (LQ) · 39%").wait_for()
    page.get_by_text("Tenaga kerja · 18%").wait_for()


def test_a_set_up_that_is_downloaded_and_loaded_gives_the_same_ranks(board, tmp_path):
    page = board
    push(page, "Ragam produk", "PageUp", 5)
    wanted = answer_of(page)
    page.get_by_text("Simpan, kirim, muat").click()
    with page.expect_download() as caught:
        page.get_by_role("button", name="Unduh susunan skor").click()
    caught.value.save_as(tmp_path / "susunan-skor.json")
    push(page, "Kekhasan", "PageUp", 6)
    assert answer_of(page) != wanted
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(tmp_path / "susunan-skor.json")
    page.get_by_text("Kekhasan dibanding wilayah (LQ) · 17%").wait_for()
    assert answer_of(page) == wanted
    push(page, "Kekhasan", "PageUp", 3)
    page.get_by_text("Kekhasan dibanding wilayah (LQ) · 17%").wait_for(state="hidden")
    assert answer_of(page) != wanted, "the file that was loaded once must not come back by itself"


def test_contradictory_answers_are_refused_by_name(board):
    page = board
    page.get_by_label("Mulai dari").click()
    page.get_by_role("option", name="Tanya jawab").click()
    page.get_by_text("jawaban sejalan").wait_for()
    sliders = page.get_by_role("slider")
    for position, key in ((0, "Home"), (1, "End"), (5, "Home")):
        sliders.nth(position).focus()
        page.keyboard.press(key)
    page.get_by_text("saling bertentangan").wait_for()
    page.get_by_role("button", name="Pakai bobot ini").click()
    refused = page.get_by_test_id("stAlert").filter(has_text="Jawaban perbandingan saling bertentangan").inner_text()
    assert "Kekhasan dibanding wilayah (LQ)" in refused and "dibanding" in refused
    page.get_by_text("Sama dengan bawaan").wait_for()


def test_on_a_phone_map_comes_before_sliders_and_list(browser, browser_context_args, server):
    phone = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
    agent = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36"
    page = browser.new_context(**{**browser_context_args, **phone, "user_agent": agent}).new_page()
    page.goto(f"{server}/bobot?wilayah=surabaya")
    page.get_by_text("Sama dengan bawaan").wait_for(timeout=30_000)
    page.get_by_test_id("stDataFrame").wait_for()
    parts = (page.locator("iframe"), page.get_by_role("slider"), page.get_by_test_id("stDataFrame"))
    for part in parts:
        part.first.wait_for()
    page.wait_for_timeout(1_500)  # the page may still put a part in place of another
    top = [part.first.bounding_box()["y"] for part in parts]
    assert top == sorted(top)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.close()
