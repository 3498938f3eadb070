"""The back button leads to the page as it was left, also where the device or the line is slow."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import WebSocketRoute

from tests.browser.test_links import AT, HERE, opened, settled

pytestmark = pytest.mark.browser
MAP = f"wilayah=surabaya&sektor=pangan&lihat=workers&pilih={HERE}"


def went_back(page, path: str) -> None:
    page.go_back()
    page.wait_for_function("(path) => location.pathname === path", arg=path)


def test_a_slow_device_finds_the_meeting_as_it_was_left(page, server, watched):
    """At a twentieth of the speed the browser hears what the next page writes before it hears of the change."""
    opened(page, f"{server}/musyawarah?{AT}&langkah=hitung")
    left = page.url
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 20})
    page.get_by_role("link", name="Ringkasan").click()
    page.wait_for_function("location.pathname === '/'", timeout=120_000)
    settled(page)
    went_back(page, "/musyawarah")
    settled(page)
    assert page.url == left
    page.go_forward()
    page.wait_for_function("location.pathname === '/'", timeout=120_000)


def test_the_last_words_of_a_page_do_not_follow_the_reader_back(page, server, watched):
    """A slow line brings what the profile wrote into its address only when the reader is on the map again."""
    held: list[bytes | str] = []
    lines: list[WebSocketRoute] = []
    slow = [True]

    def carry(line: WebSocketRoute) -> None:
        def bring(message: bytes | str) -> None:
            late = isinstance(message, bytes) and b"sisi=saran" in message
            if slow[0] and (held or late):
                held.append(message)
            else:
                line.send(message)

        line.connect_to_server().on_message(bring)
        lines.append(line)

    page.route_web_socket(re.compile("_stcore/stream"), carry)
    opened(page, f"{server}/peta?{MAP}")
    left = page.url
    page.get_by_role("link", name="Buka profilnya").first.click()
    page.wait_for_url("**/profil?**")
    for _ in range(600):
        page.wait_for_timeout(50)
        if held:
            break
    assert held, "the profile wrote nothing into its address"
    went_back(page, "/peta")
    slow[0] = False
    for message in held:
        lines[-1].send(message)
    settled(page)
    assert page.url == left
    assert page.get_by_role("combobox", name="Yang ditampilkan").input_value() == "Tenaga kerja"
