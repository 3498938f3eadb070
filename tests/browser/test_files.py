"""Files taken along in a real browser: one by its button, many with a bar, stopped and taken up again."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

KALIRUNGKUT = "35.78.03.1001"


@pytest.fixture
def files_page(page, server, watched):
    def open_at(**choices):
        told = "&".join(f"{key}={value}" for key, value in {"wilayah": "surabaya", **choices}.items())
        page.goto(f"{server}/berkas?{told}")
        expect(page.get_by_role("heading", level=1)).to_have_text(
            re.compile("Berkas apa yang dibawa pulang"), timeout=60_000
        )
        return page

    return open_at


def download(page, label):
    with page.expect_download(timeout=120_000) as waiting:
        page.get_by_role("button", name=label).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_the_profile_of_a_kelurahan_comes_by_its_button(files_page):
    name, content = download(files_page(kelurahan=KALIRUNGKUT), re.compile("^Profil satu halaman"))
    assert name == f"{KALIRUNGKUT}-kalirungkut-profil.pdf"
    assert content.startswith(b"%PDF")


def test_three_kelurahan_at_once_stopped_and_taken_up(files_page):
    page = files_page(kelurahan=KALIRUNGKUT, untuk="pilih")
    total = page.get_by_text(re.compile(r"^\d+ berkas\. Bisa dihentikan"))
    each = int(total.inner_text().split()[0])
    for place, name in enumerate(("Rungkut Kidul", "Kedung Baruk"), start=2):
        box = page.locator(".st-key-berkas-kelurahan input")
        box.click()
        box.fill(name)
        page.get_by_role("option", name=re.compile(name)).first.click()
        expect(total).to_have_text(re.compile(rf"^{place * each} berkas"), timeout=30_000)
        page.keyboard.press("Escape")
    count = int(total.inner_text().split()[0])
    assert count == 3 * each
    page.get_by_role("button", name="Tulis semuanya").click()
    expect(page.get_by_text(re.compile(rf"\([1-9]\d* dari {count}\)"))).to_be_visible(timeout=120_000)
    page.get_by_role("button", name="Hentikan").click()
    expect(page.get_by_text(re.compile("^Dihentikan"))).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Lanjutkan").click()
    expect(page.get_by_text(re.compile(rf"{count} berkas siap"))).to_be_visible(timeout=240_000)
    name, content = download(page, "Unduh semuanya")
    assert name == "kota-surabaya-berkas.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        assert len(packed.namelist()) == 1 + count
        assert len({member.split("/")[0] for member in packed.namelist()}) == 1 + 3


def test_on_a_phone_nothing_sticks_out(page, server, watched):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server}/berkas?wilayah=surabaya&kelurahan={KALIRUNGKUT}")
    expect(page.get_by_role("button", name="Tulis semuanya")).to_be_visible(timeout=60_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
