"""The seed's story in real browsers: rice runs short in a kelurahan, the office finds a supplier, the case is closed.

A cooperative on a phone and the office on a screen are signed in at the same time; whoever has not signed in looks on.
Nobody reloads a page to see what the other did.
"""

from __future__ import annotations

import re
import time

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from mapping.desk.store.desk import open_desk
from mapping.desk.store.verify import verify
from tests.browser.people import CONTACT, DEAR, FAIR, found_desk, open_window, opened, pick, rested, role_of, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::DeprecationWarning:authlib")]
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "locale": "id-ID"}
SCREEN = {"viewport": {"width": 1280, "height": 900}, "locale": "id-ID"}
PAGE = "meja?wilayah=surabaya"
LIMIT, DETAILS, MESSAGE = "12600", "Stok habis sejak Senin", "Truk tiba pagi hari"
REASON = "Di bawah HET dan cukup jumlahnya"
SOON_S, QUEUE_S = 20, 40
"""How long a page may take to show what its own reader did, and what another did (it looks again every 15 s)."""


@pytest.fixture
def address(desk_url, serve_people):
    """The app over a desk of which nobody has asked anything yet."""
    found_desk(desk_url)
    with serve_people(desk_url) as started:
        yield started


@pytest.fixture
def visit(browser, address):
    """A browser of one's own on the page of the desk."""
    contexts = []

    def enter(look: dict) -> Page:
        contexts.append(browser.new_context(**look))
        return opened(contexts[-1].new_page(), f"{address}/{PAGE}")

    yield enter
    for context in contexts:
        context.close()


def enters_two_tonnes(phone: Page) -> str:
    """The form, filled in as a hurried reader does it; the number of the need. Everything on it was tapped once."""
    start = time.monotonic()
    phone.get_by_placeholder("atau tulis di sini").fill("Beras SPHP")
    phone.get_by_placeholder("atau tulis di sini").press("Enter")
    expect(phone.get_by_text("Dikenali sebagai beras SPHP.")).to_be_visible(timeout=SOON_S * 1000)
    phone.get_by_role("spinbutton", name="Jumlah").fill("2")
    phone.get_by_role("spinbutton", name="Jumlah").press("Enter")
    pick(phone, "Satuan", "ton")
    phone.get_by_role("radio", name="3 hari").or_(phone.get_by_role("button", name="3 hari")).first.click()
    phone.get_by_text("Harga dan keterangan (boleh kosong)").click()
    phone.get_by_role("spinbutton", name=re.compile("rupiah")).fill(LIMIT)
    phone.get_by_role("textbox", name=re.compile("^Keterangan")).fill(DETAILS)
    phone.get_by_role("button", name="Kirim kebutuhan").click()
    sent = phone.get_by_text(re.compile(r"Tersimpan: kebutuhan nomor \d+"))
    expect(sent).to_be_visible(timeout=SOON_S * 1000)
    assert time.monotonic() - start < 60
    return re.search(r"nomor (\d+)", sent.inner_text())[1]


def card(page: Page, name: str, key: str):
    """The card of a candidate or of an offer."""
    return page.locator(f"[class*='st-key-{key}-']").filter(has=page.get_by_text(re.compile(re.escape(name)))).first


def notes_offer(screen: Page, name: str) -> None:
    """The office writes down what a candidate asks, as the form begins it."""
    more = rested(screen).get_by_text("Cari calon pemasok lain")
    if more.is_visible():
        more.click()
    button = card(screen, name, "calon").get_by_role("button", name="Catat tawarannya")
    window = open_window(screen, button, name)
    window.get_by_role("button", name="Simpan tawaran").click()
    expect(window).to_have_count(0, timeout=SOON_S * 1000)
    expect(card(screen, name, "tawaran")).to_be_visible(timeout=SOON_S * 1000)


def trail_of(page: Page) -> pd.DataFrame:
    """The trail as the page gives it to take along."""
    with page.expect_download(timeout=60_000) as begun:
        page.get_by_role("button", name="Unduh catatan (CSV)").click()
    return pd.read_csv(begun.value.path())


def check_trail(page: Page, said: str) -> None:
    """The check on the page, and what it says."""
    page.get_by_role("button", name="Periksa keutuhan catatan").click()
    expect(page.get_by_text(said)).to_be_visible(timeout=60_000)


def see_private(page: Page) -> list[str]:
    """What of the private things a page shows."""
    told = page.get_by_test_id("stMain").inner_text()
    return [secret for secret in (LIMIT, "12.600", DETAILS, MESSAGE, CONTACT) if secret in told]


def test_two_tonnes_of_rice_from_short_to_delivered(desk_url, address, visit) -> None:
    phone, screen, public = visit(PHONE), visit(SCREEN), visit(SCREEN)
    sign_in(phone, "ketua")
    sign_in(screen, "dinas")
    role_of(phone, "Koperasi")
    role_of(screen, "Dinas")
    began = screen.url

    # 1. Entered on a phone; it appears before the office without reloading.
    number = enters_two_tonnes(phone)
    expect(screen.get_by_text(re.compile("1 kebutuhan menunggu"))).to_be_visible(timeout=QUEUE_S * 1000)
    assert screen.url == began

    # 2. The office takes it, finds suppliers, writes two offers down.
    pick(screen, "Buka kebutuhan", re.compile(rf"^{number} · "))
    expect(screen.get_by_role("heading", name=re.compile(f"Nomor {number}"))).to_be_visible(timeout=SOON_S * 1000)
    assert {"12.600", DETAILS} <= set(see_private(screen))
    rested(screen).get_by_role("button", name="Saya urus").click()
    expect(screen.locator(".stMarkdownBadge", has_text="Sedang diurus")).to_be_visible(timeout=SOON_S * 1000)
    for name in (DEAR, FAIR):
        notes_offer(screen, name)

    # 3. What is above the official ceiling cannot be chosen; what is below it needs a reason.
    rested(screen)
    dear, fair = card(screen, DEAR, "tawaran"), card(screen, FAIR, "tawaran")
    expect(dear.get_by_text("di atas HET Rp 12.500")).to_be_visible()
    expect(dear.get_by_text("Di atas HET: tidak bisa dipilih.")).to_be_visible()
    expect(dear.get_by_role("button", name="Pilih", exact=True)).to_have_count(0)
    fair.get_by_role("button", name="Pilih").click()
    rested(screen).get_by_role("button", name="Pilih tawaran ini").click()
    expect(screen.get_by_role("alert").filter(has_text=re.compile("alasan", re.I)).first).to_be_visible(
        timeout=SOON_S * 1000
    )
    rested(screen).get_by_role("textbox", name="Mengapa yang ini?").fill(REASON)
    screen.get_by_role("textbox", name="Mengapa yang ini?").press("Control+Enter")
    rested(screen)
    screen.get_by_role("button", name="Pilih tawaran ini").click()
    expect(card(screen, FAIR, "tawaran").get_by_text(REASON)).to_be_visible(timeout=SOON_S * 1000)
    rested(screen).get_by_role("textbox", name=re.compile("^Pesan")).fill(MESSAGE)
    screen.get_by_role("button", name="Kirim pesan").click()
    expect(screen.get_by_text(MESSAGE).first).to_be_visible(timeout=SOON_S * 1000)

    # 4. The cooperative sees it without reloading, reads the message, and notes what came.
    phone.get_by_role("button", name="Lihat kebutuhan ini").click()
    expect(phone.get_by_text(MESSAGE)).to_be_visible(timeout=QUEUE_S * 1000)
    expect(phone.get_by_text(CONTACT)).to_have_count(0)
    rested(phone).get_by_role("button", name="Catat penerimaan").click()
    expect(phone.get_by_text("Sudah diterima", exact=True)).to_be_visible(timeout=SOON_S * 1000)

    # 5. Who has not signed in sees the way of it, and nothing that is not the public's.
    opened(public, f"{address}/{PAGE}&kebutuhan={number}")
    expect(public.get_by_role("heading", name=re.compile(f"Nomor {number}"))).to_be_visible(timeout=SOON_S * 1000)
    expect(public.get_by_text("Kalirungkut").first).to_be_visible()
    assert see_private(public) == []
    for forbidden in (
        "Saya urus",
        "Catat penerimaan",
        "Kirim pesan",
        "Pilih",
        "Tutup, sudah selesai",
        "Tarik kebutuhan",
    ):
        expect(public.get_by_role("button", name=forbidden, exact=True)).to_have_count(0)

    # 6. The office sees the delivery by itself and closes.
    changed = screen.get_by_role("button", name="Tampilkan keadaan barunya")
    expect(changed).to_be_visible(timeout=QUEUE_S * 1000)
    changed.click()
    rested(screen).get_by_role("button", name="Tutup, sudah selesai").click()
    expect(screen.locator(".stMarkdownBadge", has_text="Selesai")).to_be_visible(timeout=SOON_S * 1000)

    # 7. The trail, read by whoever likes, tells the way and is whole; a change past the desk is found.
    opened(public, f"{address}/pantauan?wilayah=surabaya&bagian=catatan")
    told = trail_of(public)
    steps = told[(told["entity"] == "need_step")].sort_values("n")
    assert steps["role"].tolist() == ["Koperasi", "Dinas", "Dinas", "Dinas", "Koperasi", "Dinas"]
    words = told.to_csv()
    assert [secret for secret in (LIMIT, "12.600", DETAILS, MESSAGE, CONTACT, "@contoh.id") if secret in words] == []
    check_trail(public, "Utuh: semua baris cocok")
    desk = open_desk(desk_url)
    assert verify(desk) == []
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE need SET received_amount = 1")
    desk.engine.dispose()
    check_trail(public, "Ada 1 ketidakcocokan")
