"""Signing in and out leads back to the page, the language and the choices that one came from, not to the first page."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.requests import Request

COOKIE = "jalan_kembali"
LIVES_S = 900
"""As long as somebody may take to find their password."""
# Pages have names of plain letters. Anything else, such as //host, a browser could read as another host.
SAFE = re.compile(r"/(?:[a-z]+)?(?:\?[!-~]*)?")
LONGEST = 2_000

Message = MutableMapping[str, Any]


def _base() -> str:
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


def page_of(referer: str, host: str) -> str:
    """Path and query of the own page that a request came from; ``""`` where it came from elsewhere.

    Examples
    --------
    >>> page_of("https://peta.contoh.id/meja?koperasi=3", "peta.contoh.id")
    '/meja?koperasi=3'
    >>> [page_of(x, "peta.contoh.id") for x in ("https://evil.example/meja", "https://peta.contoh.id//x.example")]
    ['', '']
    """
    try:
        parts = urlsplit(referer)
    except ValueError:
        return ""
    if parts.netloc != host or not host:
        return ""
    path = parts.path.removeprefix(_base())
    page = f"{path}?{parts.query}" if parts.query else path
    return page if is_page(page) else ""


def is_page(page: str) -> bool:
    """Whether this is the path of a page of ours, nothing that leads elsewhere."""
    return len(page) <= LONGEST and bool(SAFE.fullmatch(page))


class WayBackMiddleware:
    """Notes the page on the way out to the provider, and leads there on the way in."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        base = _base()
        leaves = scope["type"] == "http" and scope["path"] in (f"{base}/auth/login", f"{base}/auth/logout")
        returns = scope["type"] == "http" and scope["path"] == f"{base}/oauth2callback"
        if not leaves and not returns:
            await self.app(scope, receive, send)
            return
        request = Request(scope)

        async def send_with_way(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                page = page_of(request.headers.get("referer", ""), request.headers.get("host", ""))
                noted = unquote(request.cookies.get(COOKIE, ""))
                if leaves and page:
                    headers.append("set-cookie", f"{COOKIE}={quote(page, safe='')}; Max-Age={LIVES_S}; {_rest()}")
                    # Without a provider's own way out Streamlit leads home at once.
                    _lead(headers, page)
                elif returns and is_page(noted):
                    headers.append("set-cookie", f"{COOKIE}=; Max-Age=0; {_rest()}")
                    _lead(headers, noted)
            await send(message)

        await self.app(scope, receive, send_with_way)


def _rest() -> str:
    return f"Path={_base() or '/'}; HttpOnly; SameSite=Lax"


def _lead(headers: MutableHeaders, page: str) -> None:
    """Only a way home is changed; a way to the provider stays."""
    if headers.get("location", "") in (f"{_base()}/", _base() or "/"):
        headers["location"] = f"{_base()}{page}"
