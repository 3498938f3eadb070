"""A meeting from ballot to decision in a real browser: paper prints, votes are kept, the decision stays."""

from __future__ import annotations

import re
import zipfile

import pytest

pytestmark = pytest.mark.browser

PLACE = "35.78.06.1002"
PAPERS = ("12345", "12354", "21345", "12435", "54321")
"""Ranks of the lines A to E on five papers. By hand: points 15, 14, 9, 7, 5."""


@pytest.fixture
def meeting(page, server, watched):
    """Open a step of the meeting of one kelurahan."""

    def open_at(step: str):
        page.goto(f"{server}/musyawarah?wilayah=surabaya&kelurahan={PLACE}&langkah={step}")
        page.get_by_text("Alat memberi saran; warga yang memutuskan.").wait_for(timeout=30_000)
        return page

    return open_at


def settle(page) -> None:
    """Wait until the page stands still."""
    page.wait_for_timeout(700)
    page.get_by_test_id("stStatusWidget").wait_for(state="hidden")
    page.wait_for_timeout(300)


def go(page, step: str) -> None:
    page.get_by_role("radio", name=step).click()
    settle(page)


def type_votes(meeting, page, papers, told: str) -> None:
    """Type each paper's ranks into its row, cell by cell, until the page has heard them all.

    A machine under load draws the grid anew in the middle of a row and loses a key; then it begins on a new page.
    """
    for pause in (250, 500, 1_000):
        meeting("hitung")
        grid = page.get_by_test_id("stDataFrame").first
        grid.wait_for()
        settle(page)
        for row, paper in enumerate(papers):
            box = grid.bounding_box()
            page.mouse.click(box["x"] + 130, box["y"] + 53 + 35 * row)
            for rank in paper:
                page.keyboard.type(rank)
                page.wait_for_timeout(pause)
                page.keyboard.press("Tab")
                page.wait_for_timeout(pause)
            settle(page)
        settle(page)
        if page.get_by_text(told).count():
            return


@pytest.mark.parametrize(("second", "pages"), [("Tanpa halaman kedua", 1), ("Banding lini, dua-dua", 2)])
def test_the_ballot_prints_on_exactly_as_many_pages_as_it_says(meeting, page, tmp_path, second, pages):
    meeting("cetak")
    page.get_by_role("radio", name=second).click()
    settle(page)
    with page.expect_download() as caught:
        page.get_by_role("button", name="Kertas suara (PDF)").click()
    caught.value.save_as(tmp_path / "kertas.pdf")
    printed = (tmp_path / "kertas.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == pages
    assert caught.value.suggested_filename == f"{PLACE}-sawahan-kertas-suara.pdf"


def test_the_pack_holds_handout_ballot_minutes_and_tally_sheet(meeting, page, tmp_path):
    meeting("cetak")
    settle(page)
    with page.expect_download() as caught:
        page.get_by_role("button", name="Unduh paket musyawarah").click()
    caught.value.save_as(tmp_path / "musyawarah.zip")
    with zipfile.ZipFile(tmp_path / "musyawarah.zip") as packed:
        assert [name.partition(".")[2] for name in packed.namelist()] == ["pdf", "pdf", "docx", "xlsx"]


def test_votes_are_typed_counted_and_decided_and_stay_when_the_page_is_left(meeting, page):
    counted = "mendapat poin terbanyak: 15 dari 5 kertas, unggul 1 poin"
    type_votes(meeting, page, PAPERS, counted)
    page.get_by_text("5 kertas dihitung").wait_for()
    page.get_by_text(counted).wait_for()
    page.get_by_text("Kesepakatan warga:").wait_for()
    page.get_by_text("Di mana pendapat berbeda").wait_for()
    go(page, "3 · Putuskan")
    page.get_by_label("Jumlah yang hadir").fill("20")
    page.get_by_role("textbox", name="Alasannya").fill("Pelakunya banyak dan pembelinya sudah ada. Usul pak Slamet.")
    page.get_by_role("textbox", name="Alasannya").press("Tab")
    settle(page)
    page.get_by_role("button", name="Simpan keputusan").click()
    page.get_by_text("Keputusan disimpan bersama data wilayah ini").wait_for()
    page.get_by_role("link", name="Ringkasan").click()
    page.get_by_role("heading", name="Apa yang diputuskan bersama?").wait_for(state="hidden")
    settle(page)
    page.go_back()
    page.get_by_text("Sudah diputuskan").wait_for()
    page.get_by_text("Pelakunya banyak dan pembelinya sudah ada. Usul pak ***").first.wait_for()
    go(page, "2 · Hitung")
    page.get_by_text("5 kertas dihitung").wait_for()


def test_a_phone_shows_the_steps_without_scrolling_sideways(meeting, page):
    page.set_viewport_size({"width": 390, "height": 844})
    for step in ("cetak", "hitung", "putuskan"):
        meeting(step)
        settle(page)
        wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
        assert wide <= 390, step
