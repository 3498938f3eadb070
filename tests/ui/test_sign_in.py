"""Who somebody is taken for: the configuration's every half-truth opens nothing."""

from __future__ import annotations

import pytest
import streamlit as st

from mapping.errors import SettingsError
from mapping.ui.desk.who import Visitor, visitor_of
from mapping.ui.sign_in import check_sign_in, is_loopback, is_own_machine, people_sign_in, providers
from mapping.ui.way_back import is_page, page_of

WHOLE = """
[auth]
redirect_uri = "https://peta.contoh.id/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "peta"
client_secret = "rahasia"
server_metadata_url = "https://masuk.contoh.id/.well-known/openid-configuration"
"""
TWO = """
[auth]
redirect_uri = "https://peta.contoh.id/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
[auth.satu]
client_id = "peta"
client_secret = "rahasia"
server_metadata_url = "https://satu.contoh.id/.well-known/openid-configuration"
[auth.dua]
client_id = "peta"
client_secret = "rahasia"
server_metadata_url = "https://dua.contoh.id/.well-known/openid-configuration"
emails_verified = true
"""
SIGNED_IN = {"is_logged_in": True, "provider": "default", "email": "ani@contoh.id", "email_verified": True}
NOBODY = Visitor()


@pytest.fixture
def secrets(option, tmp_path):
    """Write the secrets file; the host name of its addresses is allowed."""
    path = tmp_path / "secrets.toml"
    st.secrets._reset()
    option("secrets.files", [str(path)])
    option("server.allowedHosts", ["peta.contoh.id"])

    def write(text: str) -> None:
        path.write_text(text)
        st.secrets._reset()

    yield write
    st.secrets._reset()


@pytest.mark.parametrize(
    ("address", "here"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("", False), (None, False)],
)
def test_only_loopback_is_this_machine(address, here) -> None:
    assert is_loopback(address) is here


def test_a_laptop_has_one_local_user_and_a_proxy_before_it_none(option) -> None:
    option("secrets.files", [])
    assert visitor_of({}, forwarded=False) == Visitor(is_local=True)
    assert visitor_of({}, forwarded=True) == NOBODY
    # What a browser could claim changes nothing where nobody asks.
    assert visitor_of(SIGNED_IN, forwarded=True) == NOBODY


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("server.address", "0.0.0.0"),
        ("server.address", ""),
        ("server.allowedHosts", ["localhost", "peta.contoh.id"]),
        ("server.allowedHosts", ["*"]),
    ],
)
def test_where_others_can_come_nobody_is_the_local_user(option, key, value) -> None:
    option("secrets.files", [])
    assert is_own_machine()
    option(key, value)
    assert not is_own_machine()
    assert visitor_of({}, forwarded=False) == NOBODY


@pytest.mark.parametrize("broken", ["[auth", "auth = 3", "[auth]\ncookie_secret = 'x'", "\x00"])
def test_a_broken_secrets_file_opens_nothing_and_stops_the_start(secrets, option, broken) -> None:
    option("server.allowedHosts", ["localhost", "127.0.0.1"])
    secrets(broken)
    assert not is_own_machine()
    assert not people_sign_in() or broken.startswith("[auth]\n")
    assert visitor_of(SIGNED_IN, forwarded=False) == NOBODY
    with pytest.raises(SettingsError):
        check_sign_in()


def test_a_lost_secrets_file_makes_nobody_the_local_user_of_a_server(secrets) -> None:
    assert not is_own_machine()
    assert visitor_of(SIGNED_IN, forwarded=False) == NOBODY


def test_a_whole_configuration_is_taken(secrets, option) -> None:
    secrets(WHOLE)
    check_sign_in()
    assert list(providers()) == ["default"]
    secrets(TWO)
    check_sign_in()
    assert list(providers()) == ["satu", "dua"]
    secrets("[lain]\nkunci = 'x'\n")
    check_sign_in()
    assert not people_sign_in()


@pytest.mark.parametrize(
    ("taken", "put", "named"),
    [
        ("https://peta.contoh.id/oauth2callback", "https://peta.contoh.id/masuk", "redirect_uri"),
        ("https://peta.contoh.id/oauth2callback", "http://peta.contoh.id/oauth2callback", "redirect_uri"),
        ("https://peta.contoh.id/oauth2callback", "https://[peta/oauth2callback", "redirect_uri"),
        ("https://peta.contoh.id/oauth2callback", "https://lain.contoh.id/oauth2callback", "allowedHosts"),
        ("0123456789abcdef0123456789abcdef", "rahasia", "cookie_secret"),
        ("https://masuk", "http://masuk", "server_metadata_url"),
        ('client_id = "peta"', "", "client_id"),
        ('client_secret = "rahasia"', 'client_secret = ""', "client_secret"),
    ],
)
def test_half_a_configuration_is_refused_by_name(secrets, taken, put, named) -> None:
    secrets(WHOLE.replace(taken, put))
    with pytest.raises(SettingsError, match=named):
        check_sign_in()


def test_a_provider_below_auth_is_checked_as_well(secrets) -> None:
    secrets(TWO.replace('client_secret = "rahasia"', "", 1))
    with pytest.raises(SettingsError, match="satu"):
        check_sign_in()
    secrets(TWO.split("[auth.satu]")[0])
    with pytest.raises(SettingsError, match="penyedia"):
        check_sign_in()


@pytest.mark.parametrize(
    ("claims", "email"),
    [
        ({}, "ani@contoh.id"),
        ({"email_verified": "true"}, "ani@contoh.id"),
        ({"email_verified": False}, ""),
        ({"email_verified": "false"}, ""),
        ({"email_verified": None}, ""),
        ({"email_verified": 1}, ""),
        ({"email": ""}, ""),
        ({"email": None}, ""),
    ],
)
def test_only_an_address_that_the_provider_vouches_for_counts(secrets, claims, email) -> None:
    secrets(WHOLE)
    assert visitor_of(SIGNED_IN | claims, forwarded=True) == Visitor(email, is_signed_in=True)


def test_silence_about_the_address_counts_only_where_the_operator_vouches_for_the_provider(secrets) -> None:
    secrets(TWO)
    silent = {name: value for name, value in SIGNED_IN.items() if name != "email_verified"}
    assert visitor_of(silent | {"provider": "satu"}, forwarded=True).email == ""
    assert visitor_of(silent | {"provider": "dua"}, forwarded=True).email == "ani@contoh.id"
    assert visitor_of(SIGNED_IN | {"provider": "dua", "email_verified": False}, forwarded=True).email == ""
    # A provider that is no longer configured vouches for nobody.
    assert visitor_of(SIGNED_IN | {"provider": "tiga"}, forwarded=True) == NOBODY


@pytest.mark.parametrize("said", [False, None, "true", 1])
def test_who_is_not_signed_in_is_nobody(secrets, said) -> None:
    secrets(WHOLE)
    assert visitor_of(SIGNED_IN | {"is_logged_in": said}, forwarded=False) == NOBODY
    assert visitor_of({}, forwarded=False) == NOBODY


def test_where_a_proxy_names_people_only_its_header_counts(secrets, option) -> None:
    secrets(WHOLE)
    option("server.trustedUserHeaders", {"X-Nama": "name", "X-Surel": "email"})
    assert visitor_of({"name": "Ani", "email": "ani@contoh.id"}, forwarded=True).email == "ani@contoh.id"
    assert visitor_of({"name": "ani@contoh.id", "email": None}, forwarded=True).email == ""
    option("server.trustedUserHeaders", {"X-Pengguna": "user"})
    assert visitor_of(SIGNED_IN | {"user": "budi@contoh.id"}, forwarded=True).email == "budi@contoh.id"
    assert visitor_of(SIGNED_IN, forwarded=False).email == ""


def test_the_way_back_leads_to_own_pages_only() -> None:
    here = "peta.contoh.id"
    assert page_of(f"https://{here}/meja?koperasi=3&bahasa=en", here) == "/meja?koperasi=3&bahasa=en"
    assert page_of(f"https://{here}/", here) == "/"
    for elsewhere in (
        "",
        "https://jahat.example/meja",
        f"https://{here}//jahat.example/",
        f"https://{here}/\\jahat.example",
        f"https://{here}/a/b",
        f"https://{here}@jahat.example/meja",
        "https://[",
        f"https://{here}/meja?{'x' * 3000}",
    ):
        assert page_of(elsewhere, here) == ""
    for page in ("//jahat.example", "https://jahat.example", "/meja\r\nSet-Cookie: a=b", "/meja?a=\n", "", "/Meja"):
        assert not is_page(page)
