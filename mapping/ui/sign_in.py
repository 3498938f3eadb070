"""How people show who they are here: a proxy says it in a header, an OpenID provider says it, or nobody asks."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from mapping.errors import SettingsError
from mapping.language import tr

PROVIDER_KEYS = ("client_id", "client_secret", "server_metadata_url")
DEFAULT = "default"
CALLBACK = "/oauth2callback"
SHORTEST_SECRET = 32
"""Whoever guesses the secret signs in as anybody: 32 characters are 128 bits even in hexadecimal."""
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]", "::1")


def is_loopback(address: str | None) -> bool:
    """Whether an address can be reached from this machine only; no address means all interfaces.

    Examples
    --------
    >>> [is_loopback(a) for a in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "192.168.1.7", "", None)]
    [True, True, True, False, False, False, False]
    """
    if not address:
        return False
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def allowed_hosts() -> list[str]:
    """Host names that the app answers to; those of this machine where none are set."""
    return [str(host) for host in st.get_option("server.allowedHosts") or ["localhost", "127.0.0.1"]]


def sign_in_headers() -> dict[str, str]:
    """Headers in which a proxy says who signed in, and what each holds (``server.trustedUserHeaders``)."""
    return {str(name): str(held) for name, held in (st.get_option("server.trustedUserHeaders") or {}).items()}


def auth_section() -> dict[str, Any]:
    """``[auth]`` of the secrets as written; empty where there is none.

    Raises
    ------
    SettingsError
        A secrets file is there and cannot be read: whether people have to sign in is then not known.
    """
    try:
        found = st.secrets.to_dict().get("auth", {})
    except (OSError, ValueError, st.errors.StreamlitAPIException):
        if any(Path(path).exists() for path in st.get_option("secrets.files")):
            raise SettingsError(
                tr("Berkas rahasia (secrets.toml) ada tetapi tidak bisa dibaca. Periksa tulisan TOML dan hak bacanya.")
            ) from None
        return {}
    return dict(found) if isinstance(found, Mapping) else {"auth": found}


def providers() -> dict[str, dict[str, Any]]:
    """OpenID providers by name; the one written directly in ``[auth]`` is ``"default"``.

    Raises
    ------
    SettingsError
        A secrets file is there and cannot be read.
    """
    section = auth_section()
    named = {
        name: dict(value) for name, value in section.items() if isinstance(value, Mapping) and name != "client_kwargs"
    }
    plain = {name: value for name, value in section.items() if not isinstance(value, Mapping)}
    return ({DEFAULT: plain} if any(key in plain for key in PROVIDER_KEYS) else {}) | named


def people_sign_in() -> bool:
    """Whether a provider is configured; a secrets file that cannot be read counts as none, so nothing opens by it."""
    try:
        return bool(providers())
    except SettingsError:
        return False


def is_own_machine() -> bool:
    """Whether this is one person's computer: nobody signs in, and no other machine has a way here.

    A public host name among ``server.allowedHosts`` says that a proxy stands in front; then nobody is let in as the
    local user, also when the secrets file was lost or broken.
    """
    try:
        asked = bool(auth_section() or sign_in_headers())
    except SettingsError:
        return False
    here = is_loopback(st.get_option("server.address")) and all(host in LOOPBACK_NAMES for host in allowed_hosts())
    return here and not asked


def is_served_by_tls() -> bool:
    """Whether people reach the app by https, as the callback's address says."""
    try:
        return urlsplit(str(auth_section().get("redirect_uri", ""))).scheme == "https"
    except (SettingsError, ValueError):
        return False


def check_sign_in() -> None:
    """Refuse a half-written ``[auth]``: it would let nobody in, or the wrong ones.

    Raises
    ------
    SettingsError
        The first fault found, and what to write instead.
    """
    section = auth_section()
    if not section:
        return
    _check_callback(str(section.get("redirect_uri", "")))
    if len(str(section.get("cookie_secret", ""))) < SHORTEST_SECRET:
        raise SettingsError(
            tr(
                "[auth] cookie_secret di secrets.toml harus rahasia acak, paling pendek {n} huruf. Buat dengan: "
                "python -c 'import secrets; print(secrets.token_hex(32))'",
                n=SHORTEST_SECRET,
            )
        )
    found = providers()
    if not found:
        raise SettingsError(
            tr("[auth] di secrets.toml belum menyebut penyedia. Isi: {keys}.", keys=", ".join(PROVIDER_KEYS))
        )
    for name, provider in found.items():
        _check_provider(name, provider)


def _check_callback(address: str) -> None:
    parts = urlsplit(address.replace("{port}", "1") if _is_safe(address) else "")
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    wanted = f"/{base}{CALLBACK}" if base else CALLBACK
    if parts.path != wanted:
        raise SettingsError(
            tr(
                "[auth] redirect_uri di secrets.toml harus alamat https aplikasi ini yang berakhir dengan {path}, "
                "misalnya https://peta.contoh.id{path}.",
                path=wanted,
            )
        )
    host = (parts.hostname or "").lower()
    hosts = [allowed.lower() for allowed in allowed_hosts()]
    if not any(
        host == allowed or allowed == "*" or (allowed[:2] == "*." and host.endswith(allowed[1:])) for allowed in hosts
    ):
        raise SettingsError(
            tr("Nama {x} dari [auth] redirect_uri belum ada di server.allowedHosts. Tambahkan di sana.", x=host)
        )


def _check_provider(name: str, provider: dict[str, Any]) -> None:
    missing = [key for key in PROVIDER_KEYS if not provider.get(key)]
    if missing:
        raise SettingsError(
            tr(
                "Penyedia {name} dalam [auth] di secrets.toml belum lengkap. Isi: {keys}.",
                name=name,
                keys=", ".join(missing),
            )
        )
    if not _is_safe(str(provider["server_metadata_url"])) or "_" in name:
        raise SettingsError(
            tr(
                "Penyedia {name} dalam [auth] di secrets.toml: server_metadata_url harus alamat https, dan nama "
                "penyedia tanpa garis bawah.",
                name=name,
            )
        )


def _is_safe(address: str) -> bool:
    """By https, or on this machine."""
    try:
        parts = urlsplit(address.replace("{port}", "1"))
    except ValueError:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK_NAMES)
