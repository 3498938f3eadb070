"""The open data by its addresses: what anybody gets, what nobody gets, and what is refused in one sentence."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Float, Integer, String
from starlette.applications import Starlette
from starlette.testclient import TestClient

from mapping.desk.models import Agreement, Base, Kept, Partner
from mapping.desk.needs.answer import take
from mapping.desk.needs.enter import enter_need
from mapping.desk.rules import LOCAL
from mapping.desk.store.desk import Desk, open_desk
from mapping.desk.store.verify import head
from mapping.knowledge.open import read_open_tables
from mapping.knowledge.trail import read_trail_words
from mapping.language import language
from mapping.ui.open_data import page as open_page
from mapping.ui.open_data import routes as open_routes
from mapping.ui.open_data.asked import MOST
from mapping.ui.server import middleware, routes
from tests.desk.conftest import AT, make_two
from tests.desk.openness.test_public_trail import outsider
from tests.desk.rows import row_of
from tests.pages.test_server import provider  # noqa: F401

LATER = "2026-11-24T09:00:00Z"
NAMES = [*read_open_tables(), "catatan"]


@pytest.fixture(scope="module")
def shared() -> Iterator[TestClient]:
    """Our routes behind our middleware, without a network; which desk answers follows from the environment."""
    with TestClient(Starlette(routes=routes(), middleware=middleware()), base_url="http://127.0.0.1:8501") as opened:
        yield opened


@pytest.fixture
def client(shared, processed, monkeypatch, desk) -> TestClient:
    """At a desk that no other test has."""
    monkeypatch.setenv("MAPPING_PROCESSED", str(processed))
    return shared


@pytest.fixture
def desk(own_desk, _sqlite_template) -> Iterator[Desk]:
    shutil.copy(_sqlite_template, own_desk.removeprefix("sqlite:///"))
    opened = open_desk(own_desk)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def two(desk) -> tuple[int, int]:
    return make_two(desk)


@pytest.fixture(scope="module")
def _kept_desk(tmp_path_factory, _sqlite_template) -> str:
    path = tmp_path_factory.mktemp("open") / "desk.sqlite3"
    shutil.copy(_sqlite_template, path)
    make_two(open_desk(f"sqlite:///{path}"))
    return f"sqlite:///{path}"


@pytest.fixture
def reader(shared, own_desk, _kept_desk, monkeypatch) -> TestClient:
    """At a desk with two cooperatives into which nobody writes."""
    monkeypatch.setenv("DATABASE_URL", _kept_desk)
    return shared


def addresses(client: TestClient) -> list[str]:
    return [one for table in client.get("/terbuka/").json()["tabel"] for one in table["alamat"].values()]


def follow(client: TestClient, address: str, **headers: str) -> Iterator[Any]:
    """Every page of a file."""
    while address:
        answer = client.get(address, headers=headers)
        assert answer.status_code == 200, answer.text
        yield answer
        address = answer.links.get("next", {}).get("url", "")


# ------------------------------------------------------------------ what anybody gets


def test_the_index_names_every_table_with_its_columns_and_labels(client, two) -> None:
    told = client.get("/terbuka").json()
    assert [table["nama"] for table in told["tabel"]] == NAMES
    for table in told["tabel"]:
        for ending, address in table["alamat"].items():
            answer = client.get(address)
            assert answer.headers["content-type"].split(";")[0] == open_routes.KINDS[ending].split(";")[0]
            if ending == "csv":
                assert answer.text.splitlines()[0].split(",") == [column["nama"] for column in table["kolom"]]
        assert all(column["isi"] for column in table["kolom"])
    register = told["tabel"][0]
    assert (register["jumlah"], register["label"], register["diubah"]) == (2, "data peraga", AT)
    assert told["catatan"]["n"] == 2 and len(told["catatan"]["hash"]) == 64
    assert "Belum ditetapkan" in told["lisensi"]


def test_the_licence_is_the_offices(reader, monkeypatch) -> None:
    monkeypatch.setenv("MAPPING_OPEN_LICENCE", "CC-BY-4.0")
    assert reader.get("/terbuka/").json()["lisensi"] == "CC-BY-4.0"


def test_an_empty_desk_has_empty_tables(client) -> None:
    for name in NAMES:
        told = client.get(f"/terbuka/{name}.json").json()
        assert (told["baris"], told["jumlah"], told["berikutnya"], told["catatan"]["n"]) == ([], 0, None, 0)


def test_json_and_csv_say_the_same(client, desk, two) -> None:
    enter_need(desk, LOCAL, AT, cooperative_id=two[0], kind="goods", item="beras", amount=1234567.5, unit="kg")
    rows = client.get("/terbuka/kebutuhan.json").json()["baris"]
    table = list(csv.DictReader(io.StringIO(client.get("/terbuka/kebutuhan.csv").text)))
    assert len(rows) == len(table) == 1
    assert rows[0]["amount"] == float(table[0]["amount"]) == 1234567.5
    assert rows[0]["chosen_price_idr"] is None and table[0]["chosen_price_idr"] == ""
    assert {name: "" if value is None else str(value) for name, value in rows[0].items()} == table[0]


def test_cooperatives_stand_at_a_point_of_their_kelurahan_never_at_their_own(client, desk, two) -> None:
    from mapping.desk.models import Cooperative

    with desk.writing(LOCAL, LATER) as session:
        one, other = (session.get(Cooperative, number) for number in two)
        one.lat, one.lon, one.point_state = -7.123456, 112.654321, "inside"
        other.kelurahan_code = "99.01.01.1001"
    told = client.get("/terbuka/koperasi.geojson")
    assert told.headers["content-type"] == "application/geo+json"
    first, second = told.json()["features"]
    lon, lat = first["geometry"]["coordinates"]
    assert 112.5 < lon < 113 and -7.5 < lat < -7 and (lon, lat) != (112.654321, -7.123456)
    assert second["geometry"] is None, "a place that no study knows"
    for address in addresses(client):
        assert "112.654321" not in client.get(address).text


def test_pages_put_together_are_the_whole_in_a_stable_order(client, desk, two) -> None:
    for _ in range(3):
        enter_need(desk, LOCAL, AT, cooperative_id=two[0], kind="problem", item="genset rusak")
    for name in NAMES:
        key = "n" if name == "catatan" else "id"
        whole = client.get(f"/terbuka/{name}.json").json()
        parts = [page.json() for page in follow(client, f"/terbuka/{name}.json?jumlah=2")]
        assert [row for part in parts for row in part["baris"]] == whole["baris"], name
        assert [row[key] for row in whole["baris"]] == sorted(row[key] for row in whole["baris"])
        assert {part["jumlah"] for part in parts} == {whole["jumlah"]} == {len(whole["baris"])}


def test_another_system_pulls_what_changed(client, desk, two) -> None:
    need = enter_need(desk, LOCAL, AT, cooperative_id=two[0], kind="problem", item="genset rusak")
    enter_need(desk, LOCAL, AT, cooperative_id=two[1], kind="problem", item="atap bocor")
    n = client.get("/terbuka/kebutuhan.json").json()["catatan"]["n"]
    nothing = client.get(f"/terbuka/kebutuhan.json?sejak={n}").json()
    assert (nothing["baris"], nothing["hilang"]) == ([], [])
    take(desk, LOCAL, LATER, need, 1)
    for since in (n, LATER, LATER[:10]):
        told = client.get("/terbuka/kebutuhan.json", params={"sejak": since}).json()
        assert [row["id"] for row in told["baris"]] == [need] and told["catatan"]["n"] > n
    # Of a region: what changed elsewhere may have left it.
    told = client.get(f"/terbuka/kebutuhan.json?sejak={n}&kode=35.78.03.1002").json()
    assert (told["baris"], told["hilang"]) == ([], [need])


@pytest.mark.parametrize(("code", "found"), [("35", 2), ("35.78.03", 2), ("35.78.03.1001", 1), ("33", 0)])
def test_tables_are_narrowed_to_a_region(reader, code, found) -> None:
    assert reader.get(f"/terbuka/koperasi.json?kode={code}").json()["jumlah"] == found
    assert reader.get(f"/terbuka/catatan.json?kode={code}").json()["jumlah"] == found


def test_an_outsider_verifies_the_downloaded_trail(client, desk, two) -> None:
    enter_need(desk, LOCAL, AT, cooperative_id=two[0], kind="goods", item='gula "=1+1" é', amount=2, unit="kg")
    rows = [row for page in follow(client, "/terbuka/catatan.json?jumlah=2") for row in page.json()["baris"]]
    assert outsider(rows) == client.get("/terbuka/").json()["catatan"]["hash"]
    table: list[dict[str, Any]] = []
    for page in follow(client, "/terbuka/catatan.csv?jumlah=2"):
        table += csv.DictReader(io.StringIO(page.text))
    for row in table:
        row["n"], number = int(row["n"]), row["cooperative_id"]
        row["cooperative_id"] = int(number) if number else None
    assert table == rows and outsider(table)
    # What the desk itself keeps as its seal is not told: it covers private values.
    assert head(desk)[1] not in json.dumps(rows) + client.get("/terbuka/").text


# ------------------------------------------------------------------ what nobody gets

PLAUSIBLE = {
    "kelurahan_code": "35.78.03.1001",
    "area": "35.78",
    "month": 6,
    "cooperative.status": "founded",
    "cooperative_step.status": "founded",
    "need.status": "chosen",
    "need_step.status": "chosen",
    "need.kind": "goods",
    "purchase.status": "ordered",
    "agreement.status": "in_force",
    "training_session.status": "held",
    "partner_service.kind": "technical",
    "offer.status": "chosen",
    "offer.source": "supplier",
}
"""Values without which a row would not be shown; everything else that is text or number is a canary."""
DAYS = ("_on", "_by", "_date", "since")


def plant(desk: Desk) -> dict[str, str]:
    """One row in every table; in every column that can hold it, a text or number that stands nowhere else."""
    origins = published()
    models = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}
    canaries: dict[str, str] = {}
    with desk.writing(LOCAL, AT) as session:
        for table in Base.metadata.sorted_tables:
            model = models[table.name]
            if not issubclass(model, Kept):
                continue
            values: dict[str, Any] = {}
            for column in table.columns:
                name = f"{table.name}.{column.name}"
                if column.name in ("id", "version"):
                    continue
                values[column.name] = _value(column, name, name in origins, len(canaries))
                if str(values[column.name]) in (f"zq{len(canaries):03d}x", str(1_770_000_000 + len(canaries))):
                    canaries[name] = str(values[column.name])
            session.add(row_of(model, **values))
            session.flush()
    return canaries


def _value(column: Any, name: str, is_published: bool, n: int) -> Any:
    if column.foreign_keys:
        return 1
    if name in PLAUSIBLE or column.name in ("kelurahan_code", "area", "month"):
        return PLAUSIBLE.get(name, PLAUSIBLE.get(column.name))
    if isinstance(column.type, Boolean):
        return True
    if isinstance(column.type, Integer | Float):
        return 1_770_000_000 + n
    assert isinstance(column.type, String)
    if column.name.endswith("_at") or name in ("need.status_since", "need_step.since"):
        return AT
    if is_published and column.name.endswith(DAYS):
        return AT[:10]
    return f"zq{n:03d}x"


def published() -> set[str]:
    return {one["from"] for table in read_open_tables().values() for one in table["columns"].values()} - {""}


def test_planted_private_texts_stand_in_no_route(client, desk) -> None:
    canaries = plant(desk)
    told_by_trail = {
        f"{name}.{column}" for name, one in read_trail_words()["entities"].items() for column in one["open"]
    }
    private = {f"{t.name}.{c.name}" for t in Base.metadata.tables.values() for c in t.columns if c.info.get("private")}
    assert private <= set(canaries) and len(canaries) > 100
    seen: set[str] = set()
    for address in addresses(client):
        name = address.removeprefix("/terbuka/").partition(".")[0]
        columns = read_open_tables()[name]["columns"].values() if name != "catatan" else []
        allowed = {one["from"] for one in columns} or told_by_trail
        for question in ("", "?kode=35.78.03.1001&bahasa=en", "?sejak=2026-01-01"):
            if name == "catatan" and "sejak" in question:
                continue
            for answer in follow(client, address + question):
                text = answer.text + str(answer.headers)
                found = {column for column, canary in canaries.items() if canary in text}
                assert found <= allowed, f"{address}{question}: {sorted(found - allowed)}"
                assert answer.json() if not address.endswith("csv") else True
                seen |= found
    index = client.get("/terbuka/").text
    assert not [column for column, canary in canaries.items() if canary in index]
    # The canaries that may be seen are: else this test would not see the others either.
    assert {"cooperative.name", "need.item", "partner.name", "agreement.title", "offer.price_idr"} <= seen
    assert not seen & private


def test_whoever_says_to_be_somebody_gets_the_same(client, desk) -> None:
    plant(desk)
    named = {
        "cookie": "_streamlit_user=abc; _streamlit_user_tokens=abc; role=admin",
        "x-forwarded-email": "admin@contoh.id",
        "x-user": "admin",
        "authorization": "Bearer abc",
    }
    for address in addresses(client):
        plain, as_somebody = client.get(address), client.get(address, headers=named)
        assert plain.content == as_somebody.content and "set-cookie" not in as_somebody.headers, address


# ------------------------------------------------------------------ how it is asked


def test_what_one_has_is_not_sent_again(client, desk, two) -> None:
    for address in ("/terbuka/", *addresses(client)):
        first = client.get(address)
        assert first.headers["cache-control"] == "public, max-age=60"
        for held in (first.headers["etag"], f'"x", {first.headers["etag"]}', first.headers["etag"][2:], "*"):
            again = client.get(address, headers={"if-none-match": held})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    before = client.get("/terbuka/koperasi.csv").headers["etag"]
    enter_need(desk, LOCAL, LATER, cooperative_id=two[0], kind="problem", item="genset rusak")
    assert client.get("/terbuka/koperasi.csv", headers={"if-none-match": before}).status_code == 304
    assert client.get("/terbuka/kebutuhan.csv", headers={"if-none-match": before}).status_code == 200


def test_long_answers_are_packed_for_who_can_unpack(reader) -> None:
    packed = reader.get("/terbuka/", headers={"accept-encoding": "gzip"})
    plain = reader.get("/terbuka/", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip" and "content-encoding" not in plain.headers
    assert packed.content == plain.content and packed.headers["vary"] == "Accept-Encoding"
    assert int(packed.headers["content-length"]) < len(plain.content) / 2


def test_head_is_get_without_the_body(reader) -> None:
    for address in ("/terbuka", "/terbuka/koperasi.csv", "/terbuka/x.csv", "/terbuka/koperasi.csv?jumlah=0"):
        get, bare = reader.get(address), reader.head(address)
        assert (bare.status_code, bare.content) == (get.status_code, b"")
        assert dict(bare.headers) == dict(get.headers)


def test_nothing_can_be_written(reader, _kept_desk) -> None:
    before = head(open_desk(_kept_desk))
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"):
        for address in ("/terbuka", "/terbuka/", "/terbuka/koperasi.json", "/terbuka/x"):
            answer = reader.request(method, address, content=b'{"name":"x"}')
            assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD"), address
            assert answer.json()["kesalahan"].endswith(".")
    assert head(open_desk(_kept_desk)) == before


@pytest.mark.parametrize(
    "query",
    [
        "kode=", "kode=3", "kode=35.7", "kode=35.78.03.1001.1", "kode=%25", "kode=35' OR 1=1--", "kode=３５",
        "jumlah=0", f"jumlah={MOST + 1}", "jumlah=-1", "jumlah=1e3", "jumlah=", "jumlah=٣", "jumlah=5&jumlah=6",
        "setelah=-1", "setelah=99999999999999999999", "setelah=NaN", f"setelah={2**53}", "setelah=" + "9" * 5000,
        "sejak=kemarin", "sejak=2026-13-45T99:99:99", "sejak=2026-11-23T08:00:00", "sejak=%00", "sejak=-5",
        "bahasa=xx", "bahasa=../../etc", "since=5", "Kode=35", "kode[]=35", "x=<script>alert(1)</script>",
        "=", "%ff=%ff", "kode=35;DROP TABLE trail", "today=2026-01-01", "actor=admin",
    ],
)  # fmt: skip
def test_hostile_parameters_get_one_sentence(reader, query) -> None:
    for name in ("koperasi.json", "catatan.csv", "koperasi.geojson"):
        answer = reader.get(f"/terbuka/{name}?{query}")
        said = answer.json()["kesalahan"]
        assert answer.status_code == 400 and answer.headers["content-type"] == "application/json"
        assert said.endswith(".") and len(said) < 200 and "script" not in said and "DROP" not in said
        assert answer.headers["cache-control"] == "no-store"


def test_a_refusal_is_said_in_the_language_asked_for(reader, monkeypatch) -> None:
    from mapping.ui.open_data import asked

    monkeypatch.setattr(asked, "tr", lambda text, **values: f"{language()}: {text.format(**values)}")
    for query, code in (
        ("jumlah=0&bahasa=en", "en"),
        ("bahasa=en&jumlah=0", "en"),
        ("jumlah=0", "id"),
        ("bahasa=x", "id"),
    ):
        assert reader.get(f"/terbuka/koperasi.json?{query}").json()["kesalahan"].startswith(f"{code}: ")


@pytest.mark.parametrize(
    "path",
    ["x.json", "koperasi", "koperasi.xml", "koperasi.json/", "mitra.geojson", "account.json", "need_message.csv",
     "../sehat", "..%2fsehat", "koperasi.json%00", "KOPERASI.json", "a" * 500 + ".json", "%ff.json"],
)  # fmt: skip
def test_there_is_nothing_else(reader, path) -> None:
    answer = reader.get(f"/terbuka/{path}")
    # What the client itself makes of dots leads out of the open data, where other routes answer.
    if not answer.request.url.path.startswith("/terbuka"):
        return
    assert answer.status_code == 404 and "/terbuka/" in answer.json()["kesalahan"]


def test_formulas_are_disarmed_in_csv_and_as_written_in_json(client, desk, two) -> None:
    with desk.writing(LOCAL, AT) as session:
        session.add(row_of(Partner, name="=HYPERLINK(1)", kind="campus", place="@x", active=True))
    (row,) = csv.DictReader(io.StringIO(client.get("/terbuka/mitra.csv").text))
    assert (row["name"], row["place"]) == ("'=HYPERLINK(1)", "'@x")
    assert client.get("/terbuka/mitra.json").json()["baris"][0]["name"] == "=HYPERLINK(1)"


@pytest.mark.parametrize("url", ["postgresql://desk:rahasia@127.0.0.1:1/desk", "mysql://x", "bukan alamat"])
def test_a_desk_that_is_away_is_503_with_a_sentence(client, monkeypatch, url) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    for address in ("/terbuka/", "/terbuka/koperasi.json", "/terbuka/catatan.csv"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
        assert answer.json()["kesalahan"].endswith(".") and "rahasia" not in answer.text
    # What is wrong with the question is said all the same.
    assert client.get("/terbuka/koperasi.json?jumlah=0").status_code == 400


def test_an_unforeseen_error_is_one_sentence(reader, monkeypatch, caplog) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("rahasia dalam")

    monkeypatch.setattr(open_page, "read_page", fail)
    answer = reader.get("/terbuka/koperasi.json")
    assert answer.status_code == 500 and "rahasia" not in answer.text and "rahasia" in caplog.text


def test_a_table_is_read_once_while_nothing_changes(client, desk, two, monkeypatch) -> None:
    read: list[str] = []
    real = open_page.read_public_table
    monkeypatch.setattr(open_page, "read_public_table", lambda *args: (read.append(args[1]), real(*args))[1])
    for _ in range(3):
        client.get("/terbuka/koperasi.json?jumlah=1")
    assert read == ["koperasi"]
    enter_need(desk, LOCAL, LATER, cooperative_id=two[0], kind="problem", item="genset rusak")
    client.get("/terbuka/koperasi.json")
    assert read == ["koperasi", "koperasi"]


# ------------------------------------------------------------------ from where


def test_on_somebodys_own_computer_pages_of_other_sites_read_nothing(reader) -> None:
    answer = reader.get("/terbuka/koperasi.json", headers={"origin": "https://lain.contoh.id"})
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_with_a_provider_the_public_reads_and_other_sites_may(provider, own_desk, _kept_desk, monkeypatch) -> None:  # noqa: F811
    monkeypatch.setenv("DATABASE_URL", _kept_desk)
    client = TestClient(Starlette(routes=routes(), middleware=middleware()))
    for path in ("/terbuka/", "/terbuka/koperasi.json", "/terbuka/catatan.csv"):
        answer = client.get(path, headers={"host": "peta.contoh.id", "origin": "https://lain.contoh.id"})
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")
        assert "access-control-allow-credentials" not in answer.headers
        assert client.get(path, headers={"host": "lain.contoh.id"}).status_code == 400


def test_behind_a_proxy_that_names_people_nobody_unnamed_comes_in(reader, option) -> None:
    option("server.trustedUserHeaders", {"X-User": "email"})
    assert reader.get("/terbuka/koperasi.json").status_code == 403
    named = reader.get("/terbuka/koperasi.json", headers={"x-user": "ani@contoh.id"})
    assert named.status_code == 200 and named.json()["jumlah"] == 2


def test_a_draft_of_an_agreement_is_not_there(client, desk, two) -> None:
    with desk.writing(LOCAL, AT) as session:
        session.add(row_of(Partner, name="Kampus", kind="campus", active=True))
        session.flush()
        session.add(row_of(Agreement, cooperative_id=two[0], partner_id=1, status="draft", title="rahasia"))
    assert client.get("/terbuka/kesepakatan.json").json()["baris"] == []
    assert all("rahasia" not in client.get(address).text for address in addresses(client))


def test_the_programs_of_the_manual_run_as_printed(reader, capsys, monkeypatch) -> None:
    """Who checks from outside copies these lines."""
    text = (Path(__file__).parents[2] / "docs" / "meja.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(import hashlib.*?)```", text, flags=re.DOTALL)

    def fetch(address: str) -> io.BytesIO:
        return io.BytesIO(reader.get(address.removeprefix("https://peta.contoh.id")).content)

    monkeypatch.setattr("urllib.request.urlopen", fetch)
    exec(program, {})
    told = reader.get("/terbuka/").json()["catatan"]
    assert capsys.readouterr().out.split() == [str(told["n"]), told["hash"]]
