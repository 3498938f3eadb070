"""First use, measured in the browser: three tasks, their clicks, keys and seconds.

Run as ``python -m tests.first_use PORT before|after`` beside a running app.

Seconds are those the app takes to answer. What a person adds is estimated by the keystroke-level model (Card, Moran and
Newell 1980): 1.1 s to point and 0.2 s to press for a click, 0.28 s a key, 1.35 s to think before each step.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable

from playwright.sync_api import Browser, Locator, Page, sync_playwright

CLICK_S, KEY_S, THINK_S = 1.3, 0.28, 1.35
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


class Person:
    """Someone at the screen: counts what the hands do, and how long the app takes to answer."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.keys, self.app_s = page, 0, 0, 0.0

    def open(self, address: str, seen: str) -> None:
        """Come to the first page."""
        self._timed(lambda: self.page.goto(address), seen)

    def click(self, what: Locator, seen: str = "") -> None:
        """Press something, and wait until what was wanted is there."""
        what.first.wait_for(timeout=30_000)
        self.clicks += 1
        self._timed(what.first.click, seen)

    def click_cell(self, seen: str) -> None:
        """Press the first row of the ranked list, which is one picture."""
        table = self.page.locator("[data-testid=stDataFrame]").first
        table.wait_for(timeout=30_000)
        self.page.wait_for_timeout(800)
        self.clicks += 1
        self._timed(lambda: table.click(position={"x": 90, "y": 52}), seen)

    def type(self, text: str) -> None:
        """Type a name."""
        self.keys += len(text)
        self.page.keyboard.type(text)

    def _timed(self, do: Callable[[], object], seen: str) -> None:
        start = time.perf_counter()
        do()
        if seen:
            self.page.locator(f"text={seen}").first.wait_for(timeout=60_000)
        self.app_s += time.perf_counter() - start

    def told(self) -> dict[str, float]:
        """Clicks, keys, the app's seconds, and the estimate with a person's."""
        person = self.clicks * (CLICK_S + THINK_S) + self.keys * KEY_S
        return {
            "clicks": self.clicks,
            "keys": self.keys,
            "app_s": round(self.app_s, 1),
            "whole_s": round(self.app_s + person, 1),
        }


def planner(person: Person, home: str, after: bool) -> None:
    """Which kelurahan first for food, and why?"""
    page = person.page
    person.open(home, "Perencana dinas")
    person.click(page.get_by_text("Buka peta potensi"), "Di mana potensinya?")
    if after:
        person.click_cell("Terutama dari")
    else:
        person.click_cell("")
        person.click(page.get_by_role("link", name="Buka profilnya"), "Dari mana skornya datang")


def founder(person: Person, home: str, after: bool) -> None:
    """On a phone: start with what in Kalirungkut, with Rp 10 million and five people?"""
    page = person.page
    person.open(home, "Pengurus koperasi")
    if after:
        person.click(page.get_by_role("combobox", name="Kelurahan atau desa Anda"))
    else:
        person.click(page.get_by_text("Pilih usaha pertama"), "Koperasi kami sebaiknya mulai dari apa?")
        person.click(page.get_by_role("combobox", name="Kelurahan atau desa"))
    person.type("Kalirungkut")
    person.click(page.get_by_role("option", name="Kalirungkut · Kec. Rungkut"), "Uang koperasi yang sudah ada")
    person.click(page.get_by_text("Rp 10 juta", exact=True))
    person.click(page.get_by_text("3–5", exact=True), "Rp 10 juta uang koperasi")


def analyst(person: Person, home: str, after: bool) -> None:
    """How was Kalirungkut's food score made, from which rows, and where is the table?"""
    page = person.page
    person.open(home, "Analis")
    if after:
        person.click(page.get_by_role("link", name="Profil kelurahan"), "Kelurahan atau desa")
    else:
        person.click(page.get_by_text("Baca cara hitungnya"), "Bagaimana angka ini dihitung?")
        person.click(page.get_by_role("link", name="Profil kelurahan"), "Kelurahan atau desa")
    person.click(page.get_by_role("combobox", name="Kelurahan atau desa"))
    person.type("Kalirungkut")
    person.click(page.get_by_role("option", name="Kalirungkut · Kec. Rungkut"), "30.693 jiwa")
    page.wait_for_timeout(800)
    if after:
        person.click(page.get_by_text("Dari mana angka ini?").nth(1), "baris dari berkas")
    else:
        person.click(page.get_by_text("Dari mana angka ini?").nth(1), "Cara hitung")
        page.keyboard.press("Escape")
    person.click(page.get_by_role("link", name="Peta potensi"), "Unduh semua skor")
    with page.expect_download() as got:
        person.click(page.get_by_text("Unduh semua skor"))
    assert got.value.suggested_filename.endswith(".csv")


TASKS = {"planner": (planner, DESKTOP), "founder": (founder, PHONE), "analyst": (analyst, DESKTOP)}


def measure(browser: Browser, port: int, after: bool) -> dict[str, dict[str, float]]:
    """Every task in a browser of its own, twice; the second is told, when the server is warm."""
    told = {}
    for name, (task, look) in TASKS.items():
        for _ in range(2):
            agent = "Mozilla/5.0 (Linux; Android 13) Mobile" if look is PHONE else None
            context = browser.new_context(**look, locale="id-ID", user_agent=agent)  # type: ignore[arg-type]
            person = Person(context.new_page())
            task(person, f"http://127.0.0.1:{port}/?wilayah=surabaya", after)
            told[name] = person.told()
            context.close()
    return told


def main() -> None:
    """Measure the app on a port."""
    port, when = int(sys.argv[1]), sys.argv[2]
    binary = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=binary, args=["--no-sandbox"])
        print(json.dumps(measure(browser, port, when == "after"), indent=1))  # noqa: T201
        browser.close()


if __name__ == "__main__":
    main()
