"""The founder's path on a phone: choose a kelurahan, answer money and people, read three sentences."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
AGENT = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36"


@pytest.fixture
def phone(browser, browser_context_args, server):
    context = browser.new_context(**{**browser_context_args, **PHONE, "user_agent": AGENT})
    page = context.new_page()
    page.clicks = 0
    yield page
    context.close()


def tap(page, locator) -> None:
    """One tap, counted."""
    locator.tap()
    page.clicks += 1


def box(page):
    return page.locator(".st-key-tiga-kalimat")


def test_from_the_first_page_to_the_answer_in_under_ten_taps(phone, server):
    page = phone
    page.goto(f"{server}/?wilayah=surabaya")
    tap(page, page.get_by_text("Pilih usaha pertama"))
    page.get_by_role("heading", name="Koperasi kami sebaiknya mulai dari apa?").wait_for(timeout=30_000)
    tap(page, page.get_by_role("combobox", name="Kelurahan atau desa"))
    page.keyboard.type("Kalirungkut")
    tap(page, page.get_by_role("option", name="Kalirungkut · Kec. Rungkut"))
    tap(page, page.get_by_role("radio", name="Rp 10 juta").or_(page.get_by_text("Rp 10 juta", exact=True)).first)
    tap(page, page.get_by_text("3–5", exact=True))
    page.wait_for_url("**orang=5**")
    expect(box(page)).to_contain_text("Rp 10 juta uang koperasi", timeout=30_000)
    answer = box(page).inner_text()

    assert page.clicks < 10
    assert "Mulai dari Sentra kue basah" in answer
    assert re.search(r"\d+ usaha di sini sudah mengusahakannya", answer)
    assert re.search(r"\d+,\d kali cicilannya", answer)
    assert "Batalkan rencana ini bila" in answer
    assert not re.search(r"DSCR|LQ|P\(|\bnan\b", answer)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_answers_stand_in_the_address(phone, server):
    page = phone
    page.goto(f"{server}/mulai?wilayah=surabaya&kelurahan=35.78.03.1001&modal=10jt&orang=5&pinjam=tidak")
    expect(box(page)).to_contain_text("Belum ada lini", timeout=30_000)
    tap(page, page.get_by_text("Ya", exact=True))
    expect(box(page)).to_contain_text("pinjaman", timeout=30_000)
    page.wait_for_url("**pinjam=ya**")
    page.reload()
    expect(box(page)).to_contain_text("pinjaman", timeout=30_000)
    assert "modal=10jt" in page.url


def test_a_kelurahan_without_data_is_told_what_to_survey(phone, server, processed):
    from mapping.study import read_study

    advice = read_study(processed / "surabaya" / "study").advice
    unsurveyed = advice[advice["reason"].str.startswith("Belum cukup data: belum ada")]["kelurahan_code"].iloc[0]
    phone.goto(f"{server}/mulai?wilayah=surabaya&kelurahan={unsurveyed}")
    expect(box(phone)).to_contain_text("Belum cukup data", timeout=30_000)
    expect(box(phone)).to_contain_text("Survei berikutnya")
