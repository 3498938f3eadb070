"""The routes and the doors: what is served, to whom, and where the app refuses to listen."""

from __future__ import annotations

import asyncio
import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
import streamlit as st
from starlette.applications import Starlette
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from mapping.errors import SettingsError
from mapping.present.outlines import Outlines, kecamatan_of, simplify_outlines
from mapping.present.scripts import MAP_FILES, MAP_SCRIPTS
from mapping.ui.outlines import SHELF, Shelf, pack, pack_overlay
from mapping.ui.server import assets, check_address, middleware, routes
from mapping.ui.text import plain


def ask(path: str, server: str = "127.0.0.1", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One request to our routes behind our middleware, without a network."""
    app = Starlette(routes=routes(), middleware=middleware())
    sent: list[dict] = []
    named = {"host": "127.0.0.1:8501"} | {key.replace("_", "-"): value for key, value in headers.items()}
    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(key.encode(), value.encode()) for key, value in named.items()],
        "client": ("127.0.0.1", 5000),
        "server": (server, 8501),
    }

    asked = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict:
        for message in asked:
            return message
        # The client stays: whoever waits for it to leave is cancelled when the answer is out.
        return await asyncio.get_running_loop().create_future()

    async def send(message: dict) -> None:
        sent.append(message)

    # In a thread of its own: the browser tests leave a running event loop in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, app(scope, receive, send)).result()
    body = b"".join(message.get("body", b"") for message in sent)
    return sent[0]["status"], {k.decode(): v.decode() for k, v in sent[0]["headers"]}, body


@pytest.fixture
def kelurahan(tiny):
    return tiny[0]


@pytest.fixture
def published(kelurahan):
    from mapping.ui.outlines import SHELF

    outlines = simplify_outlines(kelurahan, private=False)
    SHELF.publish(outlines, private=False)
    return outlines


def test_outlines_are_cached_for_good_and_not_sent_twice(published):
    status, headers, body = ask(f"/geo/{published.token}.json", accept_encoding="gzip")
    assert status == 200
    assert headers["content-encoding"] == "gzip"
    assert "immutable" in headers["cache-control"]
    again, _, nothing = ask(f"/geo/{published.token}.json", if_none_match=headers["etag"])
    assert (again, nothing) == (304, b"")
    plain_status, _, plain_body = ask(f"/geo/{published.token}.json")
    assert (plain_status, plain_body) == (200, gzip.decompress(body))


def test_outlines_carry_codes_and_nothing_else(published, kelurahan):
    sent = json.loads(gzip.decompress(published.body))
    assert [feature["id"] for feature in sent["kelurahan"]["features"]] == kelurahan.index.tolist()
    assert all(feature["properties"] == {} for kind in ("kelurahan", "kecamatan") for feature in sent[kind]["features"])
    text = gzip.decompress(published.body).decode()
    assert not any(name in text for name in kelurahan["name"])


def test_neighbours_keep_their_shared_border(study):
    kelurahan = study("surabaya").kelurahan
    sent = json.loads(gzip.decompress(simplify_outlines(kelurahan, False).body))
    shapes = np.array(
        [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in sent["kelurahan"]["features"]]
    )
    assert len(shapes) == len(kelurahan)
    gaps = shapely.area(shapely.union_all(shapes)) / shapely.area(shapely.union_all(kelurahan.geometry.to_numpy()))
    assert gaps == pytest.approx(1, abs=0.005)
    overlap = shapely.area(shapes).sum() / shapely.area(shapely.union_all(shapes))
    assert overlap == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    "name", ["surabaya_kemendagri2025.gpkg", "batang_kemendagri2025.gpkg", "batang_hdx_bps2020.gpkg"]
)
def test_outlines_of_real_files_can_be_drawn(name):
    path = Path(__file__).parents[3] / "shared" / "data" / "boundaries" / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the checkout")
    real = gpd.read_file(path).to_crs(4326).assign(kabupaten="", kecamatan="Satu")
    real.index = real.index.astype(str)
    sent = json.loads(gzip.decompress(simplify_outlines(real, False).body))
    assert len(sent["kelurahan"]["features"]) == len(real)
    assert len(sent["kecamatan"]["features"]) == len(sent["labels"]) == 1


def test_a_region_of_one_kelurahan_can_be_drawn(kelurahan):
    sent = json.loads(gzip.decompress(simplify_outlines(kelurahan.head(1), False).body))
    assert len(sent["kelurahan"]["features"]) == len(sent["kecamatan"]["features"]) == 1


def test_a_city_fits_in_100_kilobytes(study):
    assert len(simplify_outlines(study("surabaya").kelurahan, False).body) < 100_000


def test_the_token_of_an_upload_cannot_be_guessed(kelurahan):
    first, second = (simplify_outlines(kelurahan, private=True).token for _ in range(2))
    assert first != second
    assert len(first) >= 32
    assert simplify_outlines(kelurahan, False).token == simplify_outlines(kelurahan, False).token


def test_an_upload_is_not_kept_by_shared_caches(kelurahan):
    from mapping.ui.outlines import SHELF

    own = simplify_outlines(kelurahan, private=True)
    SHELF.publish(own, private=True)
    _, headers, _ = ask(f"/geo/{own.token}.json")
    assert headers["cache-control"].startswith("private")


def test_the_shelf_drops_the_oldest_upload_and_keeps_public_outlines():
    shelf = Shelf(kept=2)
    outlines = [Outlines(token, b"", (0, 0, 1, 1), 1) for token in ("a", "b", "c", "d")]
    shelf.publish(outlines[0], private=False)
    for one in outlines[1:3]:
        shelf.publish(one, private=True)
    shelf.publish(outlines[1], private=True)
    shelf.publish(outlines[3], private=True)
    assert [shelf.find(token)[0] is not None for token in ("a", "b", "c", "d")] == [True, True, False, True]


def test_kecamatan_of_the_same_name_stay_apart(kelurahan):
    twice = kelurahan.assign(kecamatan="Sama", kabupaten=["X", "X", "Y", "Y", "Y"])
    places, names = kecamatan_of(twice)
    assert names == ["Sama", "Sama"]
    assert places.tolist() == [0, 0, 1, 1, 1]


@pytest.mark.parametrize("token", ["0" * 24, "..%2f..%2fetc", "x", "a" * 65])
def test_unknown_tokens_are_not_found(token):
    assert ask(f"/geo/{token}.json")[0] == 404


@pytest.mark.parametrize("path", ["/aset/peta/../server.py", "/aset/leaflet/../../__init__.py", "/aset/peta/"])
def test_only_the_mounted_files_are_served(path):
    assert ask(path)[0] == 404


def test_all_map_files_are_served_here():
    addresses = {name: address for name, address in assets().items() if name != "font"}
    assert len(addresses) == 3 + len(MAP_SCRIPTS)
    assert [name for name in addresses if name.endswith("_js")] == [
        "leaflet_js",
        *(f"{name}_js" for name in MAP_SCRIPTS),
    ]
    for address in addresses.values():
        status, headers, body = ask(address)
        assert status == 200
        assert len(body) > 500 or "_js" in address
        assert "default-src 'self'" in headers["content-security-policy"]


def test_every_script_of_the_map_is_in_the_list():
    assert {path.stem for path in MAP_FILES.glob("*.js")} == set(MAP_SCRIPTS)


def test_names_have_their_own_address_and_are_not_sent_twice():
    parcel = pack({"names": ["Kalirungkut"]}, "ab" * 24)
    SHELF.publish(parcel, private=False)
    status, headers, body = ask(f"/nama/{parcel.token}.json")
    assert (status, json.loads(body)) == (200, {"names": ["Kalirungkut"]})
    assert "immutable" in headers["cache-control"]
    assert ask(f"/nama/{parcel.token}.json", if_none_match=headers["etag"])[0] == 304


def test_an_own_layer_carries_shapes_and_kinds_and_nothing_else():
    shapes = gpd.GeoDataFrame(
        {"pemilik": ["Bu Ani", "", "Pak Budi"]},
        geometry=[shapely.Point(112.123456789, -7, 5), None, shapely.box(112, -8, 113, -7)],
        crs=4326,
    )
    parcel = pack_overlay(shapes, kinds=[2, 0, 1])
    assert pack_overlay(shapes).token != parcel.token
    assert len(parcel.token) == 48
    sent = json.loads(gzip.decompress(parcel.body))["features"]
    assert [one["properties"] for one in sent] == [{"k": 2}, {"k": 1}]
    assert sent[0]["geometry"] == {"type": "Point", "coordinates": [112.12346, -7.0]}
    assert "Ani" not in gzip.decompress(parcel.body).decode()
    SHELF.publish(parcel, private=True)
    assert ask(f"/geo/{parcel.token}.json")[1]["cache-control"].startswith("private")


def test_foreign_host_names_are_turned_away():
    assert ask("/sehat", host="evil.example")[0] == 400


def test_requests_past_loopback_are_turned_away_unless_people_sign_in(option):
    assert ask("/aset/peta/peta.js", server="192.168.1.7")[0] == 403
    option("server.trustedUserHeaders", {"X-User": "email"})
    assert ask("/aset/peta/peta.js", server="192.168.1.7", x_user="ani@contoh.id")[0] == 200


@pytest.mark.parametrize("server", ["127.0.0.1", "192.168.1.7"])
def test_with_sign_in_nobody_comes_in_unnamed(option, server):
    option("server.trustedUserHeaders", {"X-User": "email"})
    assert ask("/aset/peta/peta.js", server=server)[0] == 403
    assert ask("/aset/peta/peta.js", server=server, x_user="")[0] == 403
    assert ask("/sehat", server=server)[0] in (200, 503)


WITH_PROVIDER = """
[auth]
redirect_uri = "https://peta.contoh.id/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "peta"
client_secret = "rahasia"
server_metadata_url = "https://masuk.contoh.id/.well-known/openid-configuration"
"""


@pytest.fixture
def provider(option, tmp_path):
    """People sign in with a provider, at a public name."""
    path = tmp_path / "secrets.toml"
    path.write_text(WITH_PROVIDER)
    option("secrets.files", [str(path)])
    option("server.allowedHosts", ["peta.contoh.id"])
    st.secrets._reset()
    yield path
    st.secrets._reset()


def test_with_a_provider_the_public_reads_at_the_official_name_only(provider):
    for server in ("127.0.0.1", "192.168.1.7"):
        assert ask("/aset/peta/peta.js", server=server, host="peta.contoh.id")[0] == 200
        assert ask("/aset/peta/peta.js", server=server, host="lain.contoh.id")[0] == 400
        assert ask("/_stcore/metrics", server=server, host="peta.contoh.id")[0] == 403


def test_headers_of_a_proxy_mean_nothing_where_none_is_configured(provider, option):
    from mapping.ui.desk.who import Visitor, visitor_of

    assert visitor_of({"email": "ani@contoh.id"}, forwarded=True) == Visitor()


@pytest.mark.parametrize("address", ["0.0.0.0", "127.0.0.1", ""])
def test_with_a_provider_the_app_may_listen_anywhere(provider, option, address):
    option("server.address", address)
    check_address()
    provider.write_text(WITH_PROVIDER.replace("0123456789abcdef0123456789abcdef", "xxx"))
    st.secrets._reset()
    with pytest.raises(SettingsError, match="cookie_secret"):
        check_address()


def signing(path: str, answer: Response, **headers: str) -> tuple[dict[str, str], list[str]]:
    """What our doors make of an answer of Streamlit's sign-in routes: headers, and cookies apart."""

    async def route(request) -> Response:
        return answer

    app = Starlette(routes=[Route(path, route)], middleware=middleware())
    sent = TestClient(app, base_url="https://peta.contoh.id", follow_redirects=False).get(path, headers=headers)
    return dict(sent.headers), sent.headers.get_list("set-cookie")


def test_signing_in_leads_back_to_the_page_it_began_on(provider):
    out = RedirectResponse("https://masuk.contoh.id/authorize?x=1")
    headers, cookies = signing("/auth/login", out, referer="https://peta.contoh.id/meja?koperasi=3&bahasa=en")
    assert headers["location"] == "https://masuk.contoh.id/authorize?x=1"
    (noted,) = (cookie.split(";")[0] for cookie in cookies if cookie.startswith("jalan_kembali="))
    headers, cookies = signing("/oauth2callback", RedirectResponse("/"), cookie=noted)
    assert headers["location"] == "/meja?koperasi=3&bahasa=en"
    assert any(cookie.startswith("jalan_kembali=; Max-Age=0") for cookie in cookies)


@pytest.mark.parametrize(
    "forged", ["//jahat.example/", "https://jahat.example/", "%2F%2Fjahat.example", "/meja%0d%0aX: 1"]
)
def test_a_forged_way_back_leads_home(provider, forged):
    assert signing("/oauth2callback", RedirectResponse("/"), cookie=f"jalan_kembali={forged}")[0]["location"] == "/"


def test_nobody_else_can_write_the_way_back(provider):
    _, cookies = signing("/auth/login", RedirectResponse("/"), referer="https://jahat.example/meja")
    assert cookies == []


def test_cookies_travel_by_tls_only_where_the_app_is_reached_by_tls(provider):
    answer = Response()
    answer.set_cookie("_streamlit_user", "x", httponly=True, samesite="lax")
    assert all("; Secure" in cookie for cookie in signing("/oauth2callback", answer)[1])
    provider.write_text(WITH_PROVIDER.replace("https://peta.contoh.id", "http://localhost:8501"))
    st.secrets._reset()
    assert not any("; Secure" in cookie for cookie in signing("/oauth2callback", answer)[1])


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "", "192.168.1.7", "peta.example.id"])
def test_the_app_does_not_start_beyond_loopback(option, address):
    option("server.address", address)
    with pytest.raises(SettingsError, match=r"server\.address"):
        check_address()
    option("server.trustedUserHeaders", {"X-User": "email"})
    check_address()


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1"])
def test_the_app_starts_on_loopback(option, address):
    option("server.address", address)
    check_address()


def test_health_says_whether_there_is_data(processed, monkeypatch, tmp_path):
    monkeypatch.setenv("MAPPING_PROCESSED", str(processed))
    status, _, body = ask("/sehat")
    assert (status, json.loads(body)["sehat"]) == (200, True)
    monkeypatch.setenv("MAPPING_PROCESSED", str(tmp_path))
    status, _, body = ask("/sehat")
    assert (status, json.loads(body)["sehat"]) == (503, False)


def test_the_first_page_has_a_name_in_the_address():
    status, headers, _ = ask("/ringkasan?wilayah=batang")
    assert (status, headers["location"]) == (307, "/?wilayah=batang")


@pytest.mark.parametrize(
    ("option_name", "value"),
    [
        ("server.address", "127.0.0.1"),
        ("server.enableCORS", True),
        ("server.enableXsrfProtection", True),
        ("server.enableStaticServing", False),
        ("server.maxUploadSize", 25),
        ("server.disconnectedSessionTTL", 60),
        ("server.fileWatcherType", "none"),
        ("browser.gatherUsageStats", False),
        ("client.showErrorDetails", "none"),
        ("client.showErrorLinks", False),
        ("client.disableDataExport", True),
    ],
)
def test_the_configuration_is_closed(option_name, value):
    assert st.get_option(option_name) == value


def test_names_in_markdown_stay_text():
    hostile = "![](http://x.id/a.png) <b> [a](b) :red[x] $x$ # `c` *d* _e_ ~f~ | www.x.id a@b.id \\"
    import html

    safe = plain(hostile)
    assert html.unescape(safe) == hostile
    assert not set(safe) & set("!()<>[]:$`*_~|@\\.")
