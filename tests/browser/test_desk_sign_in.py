"""Signing in with a real provider at the real server: the role of one's account, and nothing by pretence."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from mapping.desk.accounts import admit, dismiss, read_accounts
from mapping.desk.rules import CONSOLE
from mapping.desk.store.desk import open_desk
from tests.browser.people import AT, IN, OUT, PEOPLE, SECRET, found_desk, opened, pick, role_of, sign_in, signed_out
from tests.browser.test_accessible import breaches

pytestmark = [
    pytest.mark.browser,
    # The provider's own use of Authlib.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:authlib"),
]
PAGE = "meja?wilayah=surabaya"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "locale": "id-ID"}
DESKTOP = {"viewport": {"width": 1280, "height": 900}, "locale": "id-ID"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A desk with the accounts of the people that have one, or had."""
    url = f"sqlite:///{tmp_path_factory.mktemp('desk')}/desk.sqlite3"
    found_desk(url)
    opened_desk = open_desk(url)
    gone = admit(opened_desk, CONSOLE, AT, "lama@contoh.id", "admin")
    admit(opened_desk, CONSOLE, AT, "kepala@contoh.id", "admin")
    dismiss(opened_desk, CONSOLE, AT, gone, int(read_accounts(opened_desk, CONSOLE)["version"][gone]))
    return opened_desk


@pytest.fixture(scope="module")
def address(desk, serve_people):
    with serve_people(desk.engine.url.render_as_string(hide_password=False)) as started:
        yield started


@pytest.fixture
def visit(browser, address):
    """A browser of one's own on a page: ``visit()``, ``visit(PHONE)``."""
    contexts = []

    def enter(look: dict = DESKTOP, page: str = PAGE, **more: object):
        contexts.append(browser.new_context(**look, **more))
        return opened(contexts[-1].new_page(), f"{address}/{page}")

    yield enter
    for context in contexts:
        context.close()


def test_two_people_sign_in_at_the_same_time_each_with_their_own_role(visit, address) -> None:
    phone, screen = visit(PHONE), visit()
    signed_out(phone)
    signed_out(screen)
    sign_in(phone, "ketua")
    sign_in(screen, "dinas")
    role_of(phone, "Koperasi")
    role_of(screen, "Dinas")
    phone.locator("[data-testid=stPopover] button").first.click()
    # The provider wrote the address with capitals.
    expect(phone.get_by_text("masuk sebagai Koperasi: Koperasi Kelurahan Merah Putih Kalirungkut.")).to_be_visible()
    for page in (phone, screen):
        opened(page, f"{address}/{PAGE}")
    role_of(phone, "Koperasi")
    role_of(screen, "Dinas")


def test_signing_in_leads_back_to_the_page_with_its_choices_and_out_again(visit, address) -> None:
    page = visit(page="pantauan?wilayah=surabaya&bahasa=en")
    began = page.url
    page.get_by_test_id("stMain").get_by_role("button").filter(has_text="login").first.click()
    page.get_by_role("button", name="dinas", exact=True).click()
    expect(page).to_have_url(began, timeout=30_000)
    page.locator("[data-testid=stPopover] button").filter(has_text="account_circle").click()
    page.locator(".st-key-keluar button").click()
    page.wait_for_url("**/end_session**")
    # The provider asks whether to leave it as well; the app is left already.
    opened(page, f"{address}/{PAGE}")
    signed_out(page)
    assert not [cookie for cookie in page.context.cookies() if cookie["name"].startswith("_streamlit_user")]


def test_who_says_no_at_the_provider_is_back_and_signed_out(visit) -> None:
    page = visit()
    began = page.url
    page.get_by_role("button", name=IN, exact=True).click()
    page.get_by_role("button", name="Deny", exact=True).click()
    expect(page).to_have_url(began, timeout=30_000)
    signed_out(page)


@pytest.mark.parametrize("name", ["palsu", "diam", "tanpa", "tamu", "lama"])
def test_without_a_verified_address_and_an_active_account_one_is_anyone(visit, name) -> None:
    page = visit()
    sign_in(page, name)
    role_of(page, "Umum")
    page.locator("[data-testid=stPopover] button").first.click()
    known = "belum punya peran" if PEOPLE[name].get("email_verified") else "tidak menyatakan alamat surel"
    expect(page.get_by_text(known)).to_be_visible()
    expect(page.get_by_role("button", name=OUT)).to_be_visible()


def test_an_admin_lets_somebody_in_and_out_again(visit, address) -> None:
    admin, guest = visit(), visit(PHONE)
    sign_in(admin, "kepala")
    sign_in(guest, "tamu")
    role_of(guest, "Umum")
    admin.locator("[data-testid=stPopover] button").first.click()
    admin.get_by_role("button", name="Akun dan peran").click()
    window = admin.get_by_role("dialog")
    window.get_by_role("textbox", name="Alamat surel").fill("tamu@contoh.id")
    window.get_by_role("button", name="Beri peran").click()
    expect(window.get_by_text("Akun koperasi memerlukan koperasi")).to_be_visible(timeout=20_000)
    pick(admin, "Koperasi", "Kalirungkut (Rungkut)")
    window.get_by_role("button", name="Beri peran").click()
    expect(window.get_by_text("Peran sudah diberikan.")).to_be_visible(timeout=20_000)
    role_of(opened(guest, f"{address}/{PAGE}"), "Koperasi")

    pick(admin, "Akun", "tamu@contoh.id")
    window.get_by_role("button", name="Hapus alamat").click()
    expect(window.get_by_text("Alamat dihapus.")).to_be_visible(timeout=20_000)
    role_of(opened(guest, f"{address}/{PAGE}"), "Umum")


def test_the_control_and_the_window_break_no_rule(visit) -> None:
    for look in (PHONE, DESKTOP):
        page = visit(look)
        assert breaches(page) == []
        sign_in(page, "kepala")
        page.locator("[data-testid=stPopover] button").first.click()
        expect(page.get_by_role("button", name=OUT)).to_be_visible()
        assert breaches(page) == []
        page.get_by_role("button", name="Akun dan peran").click()
        expect(page.get_by_role("button", name="Beri peran")).to_be_visible(timeout=20_000)
        assert breaches(page) == []


def test_only_admins_are_offered_the_accounts(visit) -> None:
    page = visit()
    sign_in(page, "dinas")
    page.locator("[data-testid=stPopover] button").first.click()
    expect(page.get_by_role("button", name=OUT)).to_be_visible()
    expect(page.get_by_role("button", name="Akun dan peran")).to_have_count(0)


def test_a_dismissed_account_loses_its_rights_while_its_page_is_open(visit, desk) -> None:
    page = visit()
    sign_in(page, "dinas")
    role_of(page, "Dinas")
    table = read_accounts(desk, CONSOLE)
    number = int(table.index[table["email"] == "dinas@contoh.id"][0])
    dismiss(desk, CONSOLE, AT, number, int(table["version"][number]))
    try:
        page.get_by_role("radio", name="EN", exact=True).click()
        page.get_by_role("radio", name="ID", exact=True).click()
        role_of(page, "Umum")
    finally:
        admit(desk, CONSOLE, AT, "dinas@contoh.id", "office")


def cookie_of(page, address: str) -> dict:
    return next(cookie for cookie in page.context.cookies(address) if cookie["name"] == "_streamlit_user")


def claims(address: str, **more: object) -> str:
    said = {"origin": address, "is_logged_in": True, "provider": "default", "email_verified": True}
    return json.dumps(said | {"email": "dinas@contoh.id", **more})


def signed(secret: str, address: str, name: str = "_streamlit_user") -> str:
    from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

    return create_signed_value(secret, name, claims(address)).decode()


@pytest.mark.parametrize("kind", ["unsigned", "other secret", "no secret", "other name", "of another site"])
def test_a_forged_cookie_gets_nothing(visit, address, kind) -> None:
    value = {
        "unsigned": claims(address).replace('"', "'"),
        "other secret": signed("f" * 48, address),
        "no secret": signed("", address),
        "other name": signed(SECRET, address, name="_streamlit_user_tokens"),
        "of another site": signed(SECRET, "http://127.0.0.1:1"),
    }[kind]
    page = visit()
    page.context.add_cookies([{"name": "_streamlit_user", "value": value, "url": address}])
    opened(page, f"{address}/{PAGE}")
    signed_out(page)


def test_a_true_cookie_is_taken_and_a_changed_one_not(visit, address) -> None:
    page = visit()
    page.context.add_cookies([{"name": "_streamlit_user", "value": signed(SECRET, address), "url": address}])
    opened(page, f"{address}/{PAGE}")
    role_of(page, "Dinas")
    true = cookie_of(page, address)
    body, _, rest = true["value"].partition(".")
    changed = body[:-4] + ("AAAA" if body[-4:] != "AAAA" else "BBBB")
    page.context.add_cookies([{"name": true["name"], "value": f"{changed}.{rest}", "url": address}])
    opened(page, f"{address}/{PAGE}")
    signed_out(page)


def test_addresses_and_headers_are_nobodys_word(visit) -> None:
    said = "email=dinas@contoh.id&role=admin&peran=admin&is_logged_in=true&account_id=1&user=dinas@contoh.id"
    named = ("X-Forwarded-Email", "X-Forwarded-User", "X-Auth-Request-Email", "Remote-User", "X-User", "email")
    signed_out(visit(page=f"{PAGE}&{said}"))
    signed_out(visit(extra_http_headers=dict.fromkeys(named, "dinas@contoh.id")))


def test_a_callback_that_nobody_asked_for_signs_nobody_in(visit, address) -> None:
    page = visit()
    for query in ("", "?code=x&state=y", "?error=access_denied", "?state=_state_default_x&code=" + "a" * 400):
        opened(page, f"{address}/oauth2callback{query}")
        signed_out(page)


def test_on_a_laptop_nobody_is_asked(page, server) -> None:
    opened(page, f"{server}/{PAGE}")
    expect(page.get_by_role("button", name=IN, exact=True)).to_have_count(0)
    assert not [cookie for cookie in page.context.cookies() if cookie["name"].startswith("_streamlit_user")]
