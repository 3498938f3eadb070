"""A link restores the view: every choice of a page stands in its address, and the back button takes one back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
HERE = "35.78.03.1001"
AT = f"wilayah=surabaya&kelurahan={HERE}"

CHOICES = [
    # page and its first address, kind of widget, the option picked, what the address then says
    ("profil?" + AT, "radio", "Mutu data", "sisi=data"),
    ("profil?" + AT, "Kelurahan atau desa", "Gundih", r"kelurahan=35\.78\.13\."),
    ("peta?wilayah=surabaya&sektor=pangan", "radio", "Kerajinan", "sektor=kerajinan"),
    ("bobot?wilayah=surabaya&sektor=pangan", "radio", "Kerajinan", "sektor=kerajinan"),
    ("keteguhan?" + AT + "&sektor=pangan", "radio", "Kerajinan", "sektor=kerajinan"),
    ("keteguhan?" + AT + "&sektor=pangan", "Kelurahan atau desa", "Gundih", r"kelurahan=35\.78\.13\."),
    ("waktu?wilayah=surabaya&sektor=pangan", "radio", "Kerajinan", "sektor=kerajinan"),
    ("kelompok?wilayah=surabaya&lihat=tipe", "radio", "Gugus di peta", "lihat=gugus"),
    ("kelompok?wilayah=surabaya&lihat=gugus&sektor=pangan", "radio", "Titik panas", "pola=panas"),
    ("mulai?" + AT, "radio", "Rp 50 juta", "modal=50jt"),
    ("mulai?" + AT, "radio", "3–5", "orang=5"),
    ("mulai?" + AT, "radio", "Tidak", "pinjam=tidak"),
    ("mulai?" + AT, "radio", "Rencana", "isi=rencana"),
    ("mulai?" + AT + "&isi=rencana", "tab", "Izin", "rencana=izin"),
    ("mulai?" + AT + "&isi=rencana&rencana=tugas", "Peran siapa?", "Pengawas", r"peran=\d+"),
    ("hitung?" + AT, "radio", "Pinjamannya saja", "cara=pinjaman"),
    ("hitung?" + AT, "Lini usaha", "saran ke-2", r"lini=\w+"),
    ("belanja?" + AT, "radio", "Alat bersama", "bagian=alat"),
    ("belanja?" + AT, "Bahan", "ketan", r"bahan=\w+"),
    ("pembagian?wilayah=surabaya", "Lini usaha (yang diperebutkan tetangga lebih dulu)", "batik", r"lini=\w+"),
    ("musyawarah?" + AT, "radio", "3 · Putuskan", "langkah=putuskan"),
    ("lini?wilayah=surabaya&lini=B01", "tab", "Anggapan", "buka=anggapan"),
    ("lini?wilayah=surabaya&lini=B01", "Tahap", "dagang", "tahap=dagang"),
    ("lini?wilayah=surabaya&lini=B01", "Modal mulai", "50 juta", "sampai=50jt"),
    ("lini?wilayah=surabaya&lini=B01", "textbox Cari lini", "tempe", "cari=tempe"),
    ("bobot?wilayah=surabaya&sektor=pangan", "textbox Cari", "Tegalsari", "cari=Tegalsari"),
    ("periksa?wilayah=surabaya", "button", "C", "mutu=C"),
    ("periksa?wilayah=surabaya", "radio", re.compile("^Diperbaiki"), "temuan=repair"),
    ("hitung?" + AT + "&cara=pinjaman", "spinbutton Pinjaman (juta rupiah)", "700", "pokok=700"),
    ("hitung?" + AT + "&cara=pinjaman", "spinbutton Bunga setahun (%)", "9", r"jawaban=[\w-]+"),
    (f"bandingkan?wilayah=surabaya&kode={HERE},35.78.03.1002&sektor=pangan", "radio", "Kerajinan", "sektor=kerajinan"),
    ("skenario?wilayah=surabaya&sektor=pangan", "radio", "Kerajinan", "sektor=kerajinan"),
    ("peta?wilayah=surabaya&sektor=pangan", "Yang ditampilkan", "Kepastian", "lihat=kepastian"),
    ("peta?wilayah=surabaya&sektor=pangan", "radio", "Kecamatan", "tingkat=kecamatan"),
    ("peta?wilayah=surabaya&sektor=pangan", "searchbox Cari", "Gundih", "cari=Gundih"),
    ("meja?wilayah=surabaya", "radio", "Peta kebutuhan", "meja=peta"),
    ("meja?wilayah=surabaya", "radio", "Belum diurus", "saring=baru"),
    ("daftar?wilayah=surabaya", "radio", "Satu koperasi", "daftar=satu"),
    ("mitra?" + AT, "radio", "Daftar mitra", "kemitraan=direktori"),
    ("pelatihan?" + AT, "radio", "Wilayah", "latih=wilayah-ini"),
    ("pantauan?wilayah=surabaya", "radio", "Catatan perubahan", "bagian=catatan"),
    ("metode?wilayah=surabaya", "tab", "Batasnya", "bab=batas"),
    ("metode?wilayah=surabaya", "Wilayah", "Kabupaten Batang", "wilayah=batang"),
    ("metode?wilayah=surabaya", "radio", "EN", "bahasa=en"),
]


def opened(page, address: str) -> None:
    page.goto(address)
    page.get_by_role("heading", level=1).first.wait_for(timeout=60_000)
    settled(page)


def settled(page) -> None:
    """Wait until the app has nothing more to say and the address stands still for a second."""
    still, before = 0, None
    for _ in range(150):
        page.wait_for_timeout(250)
        busy = page.locator("[data-test-script-state=running], [data-testid=stSpinner]").count()
        still = 0 if busy or page.url != before else still + 1
        before = page.url
        if still >= 4:
            return


STATES = {"radio": "aria-checked", "tab": "aria-selected", "button": "aria-pressed"}
FIELDS = ("textbox", "searchbox", "spinbutton")


def widget(page, kind: str, option: str):
    if kind in STATES:
        return page.get_by_role(kind, name=option, exact=True).first
    role, _, name = kind.partition(" ")
    if role in FIELDS:
        return page.get_by_role(role, name=name, exact=True)
    return page.get_by_role("combobox", name=kind, exact=True)


def said(page, kind: str, option: str) -> str:
    """What the widget shows now: whether the option is on, or the text of a list or field."""
    one = widget(page, kind, option)
    one.wait_for(timeout=30_000)
    return str(one.get_attribute(STATES[kind])) if kind in STATES else one.input_value()


def pick(page, kind: str, option: str) -> None:
    one = widget(page, kind, option)
    if kind in STATES:
        one.click()
    elif kind.startswith(FIELDS):
        one.fill(option)
        one.press("Enter")
    else:
        one.click()
        one.fill(option)
        page.get_by_role("option", name=re.compile(re.escape(option), re.I)).first.click()
    settled(page)


@pytest.mark.parametrize(("start", "kind", "option", "told"), CHOICES)
def test_a_choice_travels_with_the_link_and_goes_with_the_back_button(
    start, kind, option, told, page, server, watched, browser, browser_context_args
):
    opened(page, f"{server}/{start}")
    before, first = page.url, said(page, kind, option)
    pick(page, kind, option)
    expect(page).to_have_url(re.compile(rf"[?&]{told}(&|$)" if not told.endswith(".") else told), timeout=20_000)
    shown = said(page, kind, option)
    assert shown != first

    elsewhere = browser.new_context(**browser_context_args)
    other = elsewhere.new_page()
    opened(other, page.url)
    assert said(other, kind, option) == shown
    assert other.url == page.url
    elsewhere.close()

    if told.startswith("jawaban"):
        return  # answers stay in force in their session, wherever the back button leads
    page.go_back()
    settled(page)
    assert page.url == before
    assert said(page, kind, option) == first
