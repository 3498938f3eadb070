"""People with a real OpenID provider on this machine, and a server of ours that they sign in at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from mapping.desk.accounts import admit
from mapping.desk.needs.enter import enter_need
from mapping.desk.register.write import add_cooperative
from mapping.desk.rules import CONSOLE
from mapping.desk.store.desk import open_desk
from mapping.desk.supply.goods import set_good
from mapping.desk.supply.suppliers import add_supplier

AT = "2026-11-23T08:00:00Z"
SECRET = "0123456789abcdef0123456789abcdef0123456789abcdef"
PEOPLE = {
    # name at the provider: what the provider says of them
    "ketua": {"email": "Ketua@Contoh.id", "email_verified": True},
    "dinas": {"email": "dinas@contoh.id", "email_verified": True},
    "kepala": {"email": "kepala@contoh.id", "email_verified": True},
    "lama": {"email": "lama@contoh.id", "email_verified": True},
    "tamu": {"email": "tamu@contoh.id", "email_verified": True},
    "palsu": {"email": "dinas@contoh.id", "email_verified": False},
    "diam": {"email": "dinas@contoh.id"},
    "tanpa": {},
}
IN, OUT = "Masuk ke meja", "Keluar dari meja"
PLACES = [("35.78.03.1001", "Kalirungkut"), ("35.78.03.1002", "Rungkut Kidul")]
DEAR, FAIR = "CV Beras Mahal", "Gudang Beras Contoh"
CONTACT = "gudang@contoh.id"


def found_desk(url: str) -> None:
    """Begin a desk: two cooperatives, two sellers of the same rice, and a role for Kalirungkut's and for the office."""
    desk = open_desk(url)
    where = {"kecamatan": "Rungkut", "kabupaten": "Kota Surabaya"}
    own, _ = (
        add_cooperative(
            desk,
            CONSOLE,
            AT,
            name=f"Koperasi Kelurahan Merah Putih {name}",
            kelurahan_code=code,
            kelurahan=name,
            **where,
        )
        for code, name in PLACES
    )
    admit(desk, CONSOLE, AT, "ketua@contoh.id", "cooperative", own)
    admit(desk, CONSOLE, AT, "dinas@contoh.id", "office")
    # The official ceiling of this rice is Rp 12.500 a kilogram here.
    for name, price in ((DEAR, 13_000), (FAIR, 12_300)):
        number = add_supplier(
            desk, CONSOLE, AT, name=name, kind="wholesaler", place="Surabaya", contact=CONTACT, complies=True
        )
        told = {"item": "Beras SPHP", "commodity": "rice_sphp", "unit": "kg", "capacity_month": 5_000}
        told |= {"price_idr": price, "price_date": AT[:10], "delivery_days": 2}
        set_good(desk, CONSOLE, AT, supplier_id=number, **told)
    desk.engine.dispose()


def ask_for_rice(url: str) -> None:
    """A need of the first cooperative, so that pages have something to show."""
    desk = open_desk(url)
    asked = {"kind": "goods", "item": "Beras SPHP", "commodity": "rice_sphp", "amount": 2, "unit": "ton"}
    enter_need(desk, CONSOLE, AT, cooperative_id=1, **asked, request_key="beras")
    desk.engine.dispose()


@contextmanager
def providing() -> Iterator[str]:
    """Address of the provider. It is another site than the app: ``localhost`` there, ``127.0.0.1`` here."""
    users = [User(sub=name, claims=dict(claims)) for name, claims in PEOPLE.items()]
    with run_server_in_thread(user_claims=users) as server:
        yield f"http://localhost:{server.server_port}"


def write_secrets(folder: Path, provider: str, port: int) -> Path:
    """The secrets file of a server on a port."""
    path = folder / "secrets.toml"
    path.write_text(
        f"""
[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "peta"
client_secret = "rahasia"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""
    )
    return path


def opened(page: Page, address: str) -> Page:
    """The page, its title there and its script at rest."""
    page.goto(address)
    return rested(page)


def rested(page: Page) -> Page:
    """The page when its script is at rest."""
    page.get_by_role("heading", level=1).first.wait_for(timeout=60_000)
    expect(page.locator("[data-test-script-state=running]")).to_have_count(0, timeout=60_000)
    return page


def sign_in(page: Page, name: str) -> Page:
    """From an open page of the app through the provider and back."""
    page.get_by_role("button", name=IN, exact=True).click()
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_url("http://127.0.0.1:*/**", timeout=60_000)
    return rested(page)


def role_of(page: Page, role: str) -> None:
    """Assert what the frame says the reader is."""
    expect(page.locator("[data-testid=stPopover] button").filter(has_text=role)).to_be_visible(timeout=20_000)


def open_window(page: Page, button: Locator, text: str) -> Locator:
    """The window that a button opens, with its text; a press lost while the page still moves is pressed again."""
    window = page.get_by_role("dialog")
    for _ in range(4):
        rested(page)
        button.click()
        try:
            window.get_by_text(text).wait_for(timeout=8_000)
        except PlaywrightTimeout:
            continue
        rested(page)
        return window
    raise AssertionError(f"no window with {text}")


def signed_out(page: Page) -> None:
    """Assert that the frame offers to sign in."""
    expect(page.get_by_role("button", name=IN, exact=True)).to_be_visible(timeout=20_000)


def pick(page: Page, label: str, option: str | re.Pattern[str]) -> None:
    """One of a list; a list that the page redraws while it opens is opened again."""
    wanted = page.get_by_role("option", name=option, exact=isinstance(option, str))
    for _ in range(5):
        rested(page).get_by_role("combobox", name=label, exact=True).click()
        try:
            wanted.click(timeout=3_000)
        except PlaywrightTimeout:
            continue
        rested(page)
        return
    raise AssertionError(f"{label}: {option}")
