"""The door of the open data: what is asked is answered or refused in one sentence; nobody writes, nobody is named."""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import re
from functools import cached_property, partial
from typing import Any

import anyio
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from mapping.errors import EntryError, MappingError
from mapping.language import speaking, tr
from mapping.ui.open_data.asked import FIELDS, PREFIX, TRAIL, address_of, endings_of, language_of, read_asked
from mapping.ui.sign_in import is_own_machine

KINDS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8; header=present",
    "geojson": "application/geo+json",
}
KEEP = "public, max-age=60"
SMALLEST_PACKED = 1_000
AT_ONCE = 4
"""Answers made at a time; more wait, so that other systems never take the threads that draw pages."""
NAMED = re.compile(r"([a-z_]{1,40})\.([a-z]{1,8})")
log = logging.getLogger(__name__)


def open_routes() -> list[BaseRoute]:
    """The index and the files below it; every method comes in, all but GET and HEAD are refused."""
    door = OpenData()
    return [Route(PREFIX, door), Mount(PREFIX, door)]


class OpenData:
    """All of the open data as one application. Cookies and headers that name somebody are never looked at."""

    @cached_property
    def limiter(self) -> anyio.CapacityLimiter:
        """Made when the server runs."""
        return anyio.CapacityLimiter(AT_ONCE)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        request = Request(scope)
        answer = await anyio.to_thread.run_sync(partial(answer_to, request), limiter=self.limiter)
        await answer(scope, receive, send)


def answer_to(request: Request) -> Response:
    """The whole answer to one request, errors included; never a traceback."""
    with speaking(language_of(request.query_params.multi_items())):
        try:
            answer = _answer(request)
        except EntryError as error:
            answer = _refusal(str(error), 400)
        except MappingError as error:
            answer = _refusal(str(error), 503)
            answer.headers["Retry-After"] = "60"
        except Exception:
            log.exception("open data failed")
            answer = _refusal(tr("Data ini gagal disiapkan karena kesalahan yang tidak terduga. Ulangi nanti."), 500)
    answer.headers.update(_shared())
    return _bare(answer) if request.method == "HEAD" else answer


def _answer(request: Request) -> Response:
    if request.method not in ("GET", "HEAD"):
        refused = _refusal(tr("Data terbuka hanya bisa dibaca. Pakai GET atau HEAD."), 405)
        refused.headers["Allow"] = "GET, HEAD"
        return refused
    path = request.scope["path"].partition(f"{PREFIX}/")[2]
    pairs = request.query_params.multi_items()
    if path in ("", "index.json"):
        from mapping.ui.open_data.index import index_body

        return _found(request, "json", index_body(read_asked(pairs, ["bahasa"])))
    found = NAMED.fullmatch(path)
    name, ending = found.groups() if found else ("", "")
    if ending not in endings_of(name):
        return _refusal(tr("Berkas ini tidak ada. Daftarnya di {address}.", address=address_of()), 404)
    from mapping.ui.open_data.page import read_page

    asked = read_asked(pairs, [known for known in FIELDS if not (name == TRAIL and known == "sejak")])
    page = read_page(name, asked)
    following = "" if page.last is None else asked.following(path, page.last)
    told = {"X-Catatan": str(page.n), "X-Jumlah": str(page.total)}
    if following:
        told["Link"] = f'<{following}>; rel="next"'
    return _found(request, ending, page.body(ending, following), told)


def _found(request: Request, ending: str, body: bytes, told: dict[str, str] | None = None) -> Response:
    """What was asked for, or that the asker has it already."""
    # Weak: the same table packed and unpacked is the same to whoever keeps it.
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": KEEP, **(told or {})}
    held = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if held & {"*", etag.removeprefix("W/")}:
        return Response(status_code=304, headers=headers)
    if len(body) >= SMALLEST_PACKED and "gzip" in request.headers.get("accept-encoding", ""):
        body, headers = gzip.compress(body, 6, mtime=0), {**headers, "Content-Encoding": "gzip"}
    return Response(body, headers={**headers, "Content-Type": KINDS[ending]})


def _refusal(sentence: str, status: int) -> Response:
    body = json.dumps({"kesalahan": sentence}, ensure_ascii=False).encode()
    return Response(body, status, {"Cache-Control": "no-store"}, KINDS["json"])


def _shared() -> dict[str, str]:
    """Headers of every answer. Pages of other sites may read what is public anyway, without cookies; on somebody's own
    computer they may not, where nothing was published yet."""
    common = {"Vary": "Accept-Encoding", "X-Robots-Tag": "noindex"}
    if is_own_machine():
        return common | {"Cross-Origin-Resource-Policy": "same-origin"}
    return common | {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Link, X-Catatan, X-Jumlah",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }


def _bare(answer: Response) -> Response:
    """The head of an answer alone; its length is that of the body that GET would have brought."""
    bare = Response(status_code=answer.status_code)
    bare.raw_headers = answer.raw_headers
    return bare
