"""Comparing in a real browser: a choice is a link, scenarios are saved, sent and loaded, nothing runs over a phone."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlparse

import pytest

pytestmark = pytest.mark.browser
GUNDIH, BANYU_URIP, PEGIRIAN = "35.78.13.1003", "35.78.06.1003", "35.78.16.1002"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
AGENT = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36"


def open_comparison(page, server, codes: str = f"{GUNDIH},{PEGIRIAN}"):
    page.goto(f"{server}/bandingkan?wilayah=surabaya&kode={codes}&sektor=pangan")
    page.get_by_role("button", name="Unduh perbandingan (CSV)").wait_for(timeout=60_000)
    return page


def open_scenarios(page, server, more: str = ""):
    page.goto(f"{server}/skenario?wilayah=surabaya{more}")
    page.get_by_text("Saran lini pertama", exact=False).or_(page.get_by_text("Saran:")).first.wait_for(timeout=60_000)
    return page


def asked(page, key: str) -> str:
    return parse_qs(urlparse(page.url).query).get(key, [""])[0]


def wait_for_address(page, key: str, value: str) -> None:
    page.wait_for_function(
        "([key, value]) => new URLSearchParams(location.search).get(key) === value", arg=[key, value], timeout=30_000
    )


def save_as(page, name: str) -> None:
    page.get_by_label("Simpan pilihan sekarang sebagai").fill(name)
    page.get_by_label("Simpan pilihan sekarang sebagai").press("Enter")
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.get_by_role("button", name="Pakai").first.wait_for(timeout=30_000)


def test_a_choice_is_a_link_that_a_reload_restores(page, server, watched):
    open_comparison(page, server)
    page.get_by_text("Gundih jelas lebih tinggi daripada Pegirian.").wait_for()
    page.get_by_role("combobox", name=re.compile("dibandingkan")).fill("Banyu Urip")
    page.get_by_role("option", name=re.compile("Banyu Urip")).click()
    page.keyboard.press("Escape")  # the open list hides the rest of the page from readers
    wait_for_address(page, "kode", f"{GUNDIH},{PEGIRIAN},{BANYU_URIP}")
    page.get_by_role("heading", name="Banyu Urip").wait_for()
    page.reload()
    page.get_by_role("heading", name="Banyu Urip").wait_for(timeout=60_000)
    assert page.get_by_role("heading", level=3).all_inner_texts()[:3] == ["Gundih", "Pegirian", "Banyu Urip"]


def test_a_card_leads_to_the_profile(page, server, watched):
    open_comparison(page, server)
    page.get_by_role("link", name="Buka profil").nth(1).click()
    page.get_by_role("heading", name="Pegirian").first.wait_for(timeout=60_000)
    wait_for_address(page, "kelurahan", PEGIRIAN)


def test_the_comparison_is_downloaded_with_hidden_cells_blank(page, server, watched, tmp_path):
    import pandas as pd

    open_comparison(page, server, f"{GUNDIH},{BANYU_URIP}")
    with page.expect_download() as caught:
        page.get_by_role("button", name="Unduh perbandingan (CSV)").click()
    caught.value.save_as(tmp_path / "banding.csv")
    table = pd.read_csv(tmp_path / "banding.csv", dtype={"kelurahan_code": str})
    assert set(table["kelurahan_code"]) == {GUNDIH, BANYU_URIP} and set(table["data_label"]) == {"data sintetis"}
    hidden = table[table["note"].fillna("").str.contains("kurang dari 3 usaha")]
    assert len(hidden) and hidden[["value", "low", "high"]].isna().all(axis=None)


def test_a_scenario_is_saved_compared_downloaded_and_loaded(
    page, server, watched, tmp_path, browser, browser_context_args
):
    open_scenarios(page, server)
    page.get_by_text("Bobot skor").click()
    slider = page.get_by_role("slider", name="Ragam produk")
    slider.focus()
    for _ in range(8):
        page.keyboard.press("PageUp")
    page.get_by_text("teratas tetap").first.wait_for(timeout=30_000)
    save_as(page, "Lebih beragam")
    page.get_by_text("Kirim atau muat sebagai berkas").click()
    with page.expect_download() as caught:
        page.get_by_role("button", name="Unduh semua skenario").click()
    caught.value.save_as(tmp_path / "skenario.json")

    other = browser.new_context(**browser_context_args).new_page()
    open_scenarios(other, server)
    other.get_by_text("Kirim atau muat sebagai berkas").click()
    other.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(tmp_path / "skenario.json")
    other.get_by_role("button", name="Pakai").wait_for(timeout=30_000)
    other.get_by_role("combobox", name=re.compile("Lihat skenario")).click()
    other.get_by_role("option", name="Lebih beragam").click()
    other.get_by_text("teratas tetap").first.wait_for(timeout=30_000)
    wait_for_address(other, "skenario", "Lebih beragam")
    shown = other.get_by_text("teratas tetap").first.inner_text()
    link = other.url
    other.context.close()

    third = browser.new_context(**browser_context_args).new_page()
    third.goto(link)
    third.get_by_text("teratas tetap").first.wait_for(timeout=60_000)
    assert third.get_by_text("teratas tetap").first.inner_text() == shown, "the link alone carries the scenario"
    third.context.close()


def test_a_bad_file_is_refused_in_one_sentence(page, server, watched, tmp_path):
    open_scenarios(page, server)
    (tmp_path / "buruk.json").write_text('{"format": "skenario", "version": 1, "scenarios": [{"harga": 1}]}')
    page.get_by_text("Kirim atau muat sebagai berkas").click()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(tmp_path / "buruk.json")
    refused = page.get_by_test_id("stAlert").filter(has_text="buruk.json")
    refused.wait_for(timeout=30_000)
    assert "tidak dikenal" in refused.inner_text()


@pytest.mark.parametrize(
    "address", [f"bandingkan?wilayah=surabaya&kode={GUNDIH},{PEGIRIAN},{BANYU_URIP}", "skenario?wilayah=surabaya"]
)
def test_nothing_runs_over_a_phone(browser, browser_context_args, server, address):
    page = browser.new_context(**{**browser_context_args, **PHONE, "user_agent": AGENT}).new_page()
    page.goto(f"{server}/{address}")
    page.get_by_role("button", name=re.compile("Unduh (perbandingan|perbedaan)")).first.wait_for(timeout=60_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMarkdown], [data-testid=stVegaLiteChart], button')]"
        ".filter((e) => e.getBoundingClientRect().right > 391).length"
    )
    assert wide == 0
    page.context.close()
