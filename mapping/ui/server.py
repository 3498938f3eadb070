"""What the app serves beside its pages, and where it agrees to listen."""

from __future__ import annotations

import hashlib
import logging
import re
import shutil
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

import mapping
from mapping.errors import SettingsError
from mapping.language import tr
from mapping.present.scripts import MAP_FILES, leaflet_folder, map_files
from mapping.ui.cache import processed_regions
from mapping.ui.open_data.routes import open_routes
from mapping.ui.outlines import SHELF
from mapping.ui.sign_in import (
    allowed_hosts,
    check_sign_in,
    is_loopback,
    is_served_by_tls,
    people_sign_in,
    sign_in_headers,
)
from mapping.ui.way_back import WayBackMiddleware

OWN_FILES = Path(__file__).parent / "static"
"""What belongs to the frame; the map's own files lie where pages without a server take them from, too."""
log = logging.getLogger(__name__)
TOKEN = re.compile(r"[0-9a-f]{8,64}")

# Streamlit's frontend needs inline styles and compiles charts and components; nothing needs another host.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' blob: data:; worker-src 'self' blob:; "
    "frame-src 'self'; frame-ancestors 'self'; form-action 'self'; base-uri 'self'; object-src 'none'"
)
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
]

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]


def _base() -> str:
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


@cache
def assets() -> dict[str, str]:
    """Addresses of the map's scripts and styles; the version in the address changes with the content."""
    base, files = _base(), map_files()
    fonts = sorted((Path(st.__file__).parent / "static" / "static" / "media").glob("SourceSansVF-Upright*.woff2"))
    rooms = {name: "peta" if path.parent == MAP_FILES else "leaflet" for name, path in files.items()}
    version = {name: hashlib.sha256(path.read_bytes()).hexdigest()[:12] for name, path in files.items()}
    addresses = {name: f"{base}/aset/{rooms[name]}/{path.name}?v={version[name]}" for name, path in files.items()}
    # The page's own letters, where this Streamlit ships them under that name; the map has others to fall back on.
    return addresses | ({"font": f"{base}/static/media/{fonts[0].name}"} if fonts else {})


def outlines_url(token: str) -> str:
    """Address of a region's outlines, or of someone's own layer."""
    return f"{_base()}/geo/{token}.json"


def names_url(token: str) -> str:
    """Address of the codes and names that belong to a region's outlines."""
    return f"{_base()}/nama/{token}.json"


async def serve_outlines(request: Request) -> Response:
    """What is on the shelf under a token: cached for good when public, never by others when someone's own."""
    token = request.path_params["token"]
    outlines, private = SHELF.find(token) if TOKEN.fullmatch(token) else (None, True)
    if outlines is None:
        return Response(status_code=404)
    keep = "private, no-cache" if private else "public, max-age=31536000, immutable"
    headers = {"ETag": outlines.etag, "Cache-Control": keep, "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == outlines.etag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(outlines.body, media_type="application/json", headers={**headers, "Content-Encoding": "gzip"})
    import gzip

    return Response(gzip.decompress(outlines.body), media_type="application/json", headers=headers)


async def serve_health(request: Request) -> Response:
    """Version, free disk, and whether there is data to show: 200 when the app can work, 503 when it cannot."""
    regions = processed_regions()
    free_mb = shutil.disk_usage(Path.cwd()).free // 1_000_000
    body = {"sehat": bool(regions), "versi": mapping.__version__, "data": regions, "disk_bebas_mb": free_mb}
    return JSONResponse(body, status_code=200 if regions else 503, headers={"Cache-Control": "no-store"})


async def send_home(request: Request) -> Response:
    """The first page lives at the root; its name in an address leads there with the choices kept."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{_base()}/{query}", status_code=307)


def routes() -> list[BaseRoute]:
    """What is served beside the pages."""
    return [
        Route("/sehat", serve_health),
        Route("/ringkasan", send_home),
        Route("/geo/{token}.json", serve_outlines),
        Route("/nama/{token}.json", serve_outlines),
        *open_routes(),
        Mount("/aset/leaflet", StaticFiles(directory=leaflet_folder())),
        Mount("/aset/peta", StaticFiles(directory=MAP_FILES)),
    ]


def check_address() -> None:
    """Refuse to listen where others can reach the app unless it can tell who they are.

    Raises
    ------
    SettingsError
        When ``server.address`` is not loopback and no sign-in is configured, or the one in ``[auth]`` is half written.
    """
    check_sign_in()
    address = st.get_option("server.address")
    if not is_loopback(address) and not sign_in_headers() and not people_sign_in():
        raise SettingsError(
            tr(
                "server.address = {x}: aplikasi ini hanya mau melayani komputer ini sendiri (127.0.0.1) "
                "selama belum ada pintu masuk. Isi [auth] di secrets.toml, atau pasang proksi dengan pintu masuk "
                "dan server.trustedUserHeaders.",
                x=address or tr("semua antarmuka"),
            )
        )


def say_failure(error: Exception) -> bool:
    """An unforeseen error: the log gets all of it, the reader one sentence."""
    log.error("page failed", exc_info=error)
    st.error(tr("Halaman ini gagal dibuat karena kesalahan yang tidak terduga. Muat ulang, atau pilih wilayah lain."))
    return True


class GuardMiddleware:
    """Adds the security headers, and turns away whoever may not come in.

    Without sign-in that is everyone who reaches the app past the loopback address: another server program
    could be told to listen elsewhere than the configuration says. With a proxy that names people it is everyone
    for whom the proxy names nobody; only the health route answers without. With a provider (``[auth]``) the public
    comes in and reads; what more they may do is asked at the desk.
    """

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and not self._may_enter(scope):
            if scope["type"] == "http":
                await Response(tr("Masuk lewat alamat resmi aplikasi ini."), status_code=403)(scope, receive, send)
            else:
                await send({"type": "websocket.close", "code": 1008})
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                added = [header for header in HEADERS if header[0] not in present]
                message["headers"] = [*map(_by_tls_only, message["headers"]), *added]
            await send(message)

        await self.app(scope, receive, send_guarded)

    @staticmethod
    def _may_enter(scope: Message) -> bool:
        if wanted := {name.lower().encode() for name in sign_in_headers()}:
            return scope["path"] == "/sehat" or any(
                name.lower() in wanted and value for name, value in scope["headers"]
            )
        if people_sign_in():
            # What the server counts about itself is not the public's.
            return not scope["path"].endswith("/_stcore/metrics")
        return is_loopback((scope.get("server") or ("127.0.0.1", 0))[0])


def _by_tls_only(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """A cookie that no browser sends in the clear, where the app is reached by https: it is as good as a password."""
    name, value = header
    if name.lower() != b"set-cookie" or b"; secure" in value.lower() or not is_served_by_tls():
        return header
    return name, value + b"; Secure"


def middleware() -> list[Middleware]:
    """Host names, headers and address, checked before Streamlit sees a request; then the way back after signing in."""
    return [
        Middleware(TrustedHostMiddleware, allowed_hosts=allowed_hosts()),
        Middleware(GuardMiddleware),
        Middleware(WayBackMiddleware),
    ]
