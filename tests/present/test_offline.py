"""The offline page: small, closed to the network, true to the table, and nothing hidden inside it."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from mapping.errors import MappingError
from mapping.present import offline
from mapping.present.mapdata import KNOWN, SUPPRESSED, UNKNOWN, MapValues
from mapping.present.offline import Layer, Words, write_offline
from mapping.present.outlines import simplify_outlines
from mapping.present.packing import pack_outlines

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "{{7*7}} {{data}}",
    '"><img src=http://foreign.example/a.png onerror=alert(1)>',
    "${alert(1)}`",
    "baris\u2028baru",
]


def region(count: int, side: int, names: list[str] | None = None) -> gpd.GeoDataFrame:
    """``count`` villages on a lattice, each with 4 x ``side`` corners on borders that wiggle alike for neighbours."""
    rng = np.random.default_rng(4)
    wide = int(np.ceil(np.sqrt(count)))
    x, y = np.meshgrid(np.arange(wide + 1), np.arange(wide + 1))
    corners = np.stack([112 + x * 0.02, -7 + y * 0.02], axis=-1) + rng.uniform(-0.004, 0.004, (wide + 1, wide + 1, 2))
    part = np.linspace(0, 1, side, endpoint=False)[:, None]

    def between(a: np.ndarray, b: np.ndarray, key: int) -> np.ndarray:
        line = a + (b - a) * part
        line[1:] += np.random.default_rng(key).uniform(-0.0008, 0.0008, (side - 1, 2))
        return np.vstack([line, b])

    shapes = []
    for i in range(count):
        r, c = divmod(i, wide)
        south, north = (between(corners[k, c], corners[k, c + 1], k * 1000 + c) for k in (r, r + 1))
        west, east = (between(corners[r, k], corners[r + 1, k], 10**7 + r * 1000 + k) for k in (c, c + 1))
        shapes.append(shapely.Polygon(np.vstack([south, east, north[::-1], west[::-1]])))
    told = {"name": names or [f"Desa Sukamaju {i}" for i in range(count)], "kabupaten": "Kabupaten"}
    told["kecamatan"] = [f"Kecamatan {i // 14:03d}" for i in range(count)]
    index = pd.Index([f"35.{i // 300:02d}.{i // 14 % 99:02d}.{2000 + i}" for i in range(count)], name="kelurahan_code")
    return gpd.GeoDataFrame(told, geometry=shapes, crs=4326, index=index)


def shown_on(kelurahan: gpd.GeoDataFrame, **changes: object) -> MapValues:
    n = len(kelurahan)
    rng = np.random.default_rng(1)
    states = rng.choice([KNOWN, KNOWN, KNOWN, UNKNOWN, SUPPRESSED], n)
    groups = kelurahan.groupby("kecamatan").ngroup()
    shown = MapValues(
        codes=list(kelurahan.index),
        names=kelurahan["name"].tolist(),
        places=groups.tolist(),
        kecamatan=sorted(set(kelurahan["kecamatan"])),
        values=np.where(states == KNOWN, rng.uniform(0, 100, n), np.nan),
        states=states,
        ranks=np.column_stack([np.arange(n) + 1.0] * 3),
        title="Skor potensi: pangan",
        unit="skor 0–100",
        low=0,
        high=100,
        notes=["16 usaha"],
    )
    return replace(shown, **changes)


def table_of(kelurahan: gpd.GeoDataFrame, shown: MapValues) -> pd.DataFrame:
    return pd.DataFrame(
        {"Kelurahan": kelurahan["name"], "Kecamatan": kelurahan["kecamatan"], "Skor": shown.values, "Rentang": "3–14"}
    ).sort_values("Skor", ascending=False)


def write(kelurahan: gpd.GeoDataFrame, shown: MapValues, table: pd.DataFrame | None = None, **more: object) -> str:
    outlines = simplify_outlines(kelurahan, private=False)
    table = table_of(kelurahan, shown) if table is None else table
    words = Words(**{"title": shown.title, "region": "Kota", "stamp": "versi"} | more)
    return write_offline(outlines.body, outlines.bounds, [Layer(shown, table)], words).decode()


def data_of(page: str) -> tuple[dict, bytes]:
    kind, block = re.search(r'id="data" data-kind="(\w+)">([^<]*)</script>', page).groups()
    body = gzip.decompress(base64.b64decode(block)) if kind == "gzip" else block.encode()
    return json.loads(body), body


def table_told(told: dict, layer: int = 0) -> dict:
    return told["layers"][layer]["table"]


class Parts(HTMLParser):
    """Elements with their attributes, and the texts of scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.scripts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1] == ("script", {}) and data.strip():
            self.scripts.append(data)


def test_a_province_of_8_000_villages_stays_under_two_megabytes() -> None:
    kelurahan = region(8_000, 8)
    page = write(kelurahan, shown_on(kelurahan))
    assert len(page.encode()) < 2_000_000
    told, _ = data_of(page)
    assert len(told["outlines"]["kelurahan"]) == len(table_told(told)["rows"]) == 8_000


def test_outlines_get_coarser_before_a_page_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    kelurahan = region(60, 12)
    shown = shown_on(kelurahan)
    whole = write(kelurahan, shown)
    monkeypatch.setattr(offline, "LARGEST", len(whole.encode()) - 1000)
    smaller = write(kelurahan, shown)
    assert data_of(smaller)[0]["outlines"]["step"] > data_of(whole)[0]["outlines"]["step"]
    assert len(data_of(smaller)[0]["outlines"]["kelurahan"]) == 60


def test_what_would_be_too_large_is_refused_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline, "LARGEST", 1000)
    kelurahan = region(4, 3)
    with pytest.raises(MappingError, match="Saring dahulu satu kecamatan"):
        write(kelurahan, shown_on(kelurahan))


@pytest.mark.parametrize("count", [30, 900])
def test_values_that_are_hidden_or_unknown_never_enter_the_page(count: int) -> None:
    kelurahan = region(count, 4)
    shown = shown_on(kelurahan)
    secret = shown.states != KNOWN
    leaky = replace(
        shown,
        values=np.where(secret, 77.123457, shown.values),
        ranks=np.where(secret[:, None], 66_431.0, shown.ranks),
        details=["rahasia-9931" if hidden else "terbuka" for hidden in secret],
        doubt=np.where(secret, 2, 0),
        doubt_labels=("pasti", "cukup", "ragu"),
    )
    table = table_of(kelurahan, shown).assign(Skor=pd.Series(leaky.values, kelurahan.index), Rahasia="55.017 usaha")
    table.loc[kelurahan.index[~secret], "Rahasia"] = "terbuka"
    page = write(kelurahan, leaky, table)
    told, body = data_of(page)
    for trace in (b"77.12", b"66431", b"66.431", b"rahasia-9931", b"55.017"):
        assert trace not in body and trace.decode() not in page
    assert body.count(b"terbuka") >= (~secret).sum()
    states = dict(zip(shown.codes, shown.states.tolist(), strict=True))
    assert all(row[1] == states[row[0]] for row in table_told(told)["rows"])


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_stay_texts(name: str) -> None:
    kelurahan = region(4, 3, names=[name] * 4)
    kelurahan["kecamatan"] = name
    shown = shown_on(kelurahan, title=name, unit=name, notes=[name], states=np.zeros(4, int))
    page = write(kelurahan, replace(shown, values=np.arange(4.0)), region=name, stamp=name)
    clean = write(region(4, 3), shown_on(region(4, 3)))
    assert [e[0] for e in Parts(page).elements] == [e[0] for e in Parts(clean).elements]
    told, _ = data_of(page)
    assert table_told(told)["columns"][0][1] == "name" and table_told(told)["rows"][0][2] is None
    assert not re.search(r"[<>\"'`$]", told["register"]["names"][0])


def test_only_scripts_whose_checksum_is_told_may_run() -> None:
    kelurahan = region(4, 3)
    parts = Parts(write(kelurahan, shown_on(kelurahan)))
    policy = next(a["content"] for t, a in parts.elements if t == "meta" and "http-equiv" in a)
    marks = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in parts.scripts]
    assert len(marks) == 9 and policy.count("sha256-") == 9
    assert all(f"'sha256-{mark}'" in policy for mark in marks)
    assert policy.startswith("default-src 'none'") and "http" not in policy
    assert "unsafe-eval" not in policy and "'unsafe-inline'" not in policy.split("style-src")[0]


def test_nothing_is_fetched_from_elsewhere() -> None:
    kelurahan = region(4, 3)
    page = write(kelurahan, shown_on(kelurahan))
    for tag, attributes in Parts(page).elements:
        assert not {"src", "href", "srcset", "action", "data"} & set(attributes), tag
        assert not [name for name in attributes if name.startswith("on")]
    style = re.search(r"<style>(.*?)</style>", page, re.S)[1]
    assert not re.search(r"@import|url\((?!#)", style)


def test_same_input_same_bytes() -> None:
    assert write(region(40, 4), shown_on(region(40, 4))) == write(region(40, 4), shown_on(region(40, 4)))


def test_outlines_come_back_within_a_step_and_still_meet() -> None:
    kelurahan = region(50, 6)
    outlines = simplify_outlines(kelurahan, private=False)
    body = json.loads(gzip.decompress(outlines.body))
    packed = pack_outlines(body, outlines.bounds)
    for feature, (code, polygons) in zip(body["kelurahan"]["features"], packed["kelurahan"], strict=True):
        assert feature["id"] == code and len(polygons) == 1
        corners = np.cumsum(np.array(polygons[0][0]).reshape(-1, 2), axis=0) * packed["step"]
        assert (
            shapely.hausdorff_distance(
                shapely.Polygon(corners).exterior, shapely.geometry.shape(feature["geometry"]).exterior
            )
            <= packed["step"]
        )
        assert corners[0].tolist() == corners[-1].tolist()


def test_the_page_says_what_it_is() -> None:
    kelurahan = region(20, 3)
    shown = shown_on(kelurahan)
    page = write(kelurahan, shown, label="data sintetis")
    assert "<h1>Skor potensi: pangan</h1>" in page and "data sintetis" in page and "<li>16 usaha</li>" in page
    assert html.escape("versi") in page and 'lang="id"' in page
    assert "data sintetis" not in write(kelurahan, shown)


def test_columns_keep_their_order_and_kind() -> None:
    kelurahan = region(6, 3)
    shown = shown_on(kelurahan, states=np.zeros(6, int))
    table = pd.DataFrame(
        {"Desa": kelurahan["name"], "Usaha": [1, 2, 3, 4, 5, 6], "LQ": np.linspace(0.5, 2, 6), "Ya": True}
    )
    told, _ = data_of(write(kelurahan, shown, table))
    assert table_told(told)["columns"] == [
        ["Desa", "name", 0],
        ["Usaha", "number", 0],
        ["LQ", "number", 2],
        ["Ya", "text", 0],
    ]
    assert table_told(told)["rows"][1] == [kelurahan.index[1], 0, None, 2.0, 0.8, "True"]


def two_layers(count: int = 30) -> tuple[dict, str, list[MapValues]]:
    kelurahan = region(count, 3)
    both = [shown_on(kelurahan), shown_on(kelurahan, title="Skor potensi: kerajinan", states=np.zeros(count, int))]
    outlines = simplify_outlines(kelurahan, private=False)
    layers = [Layer(shown, table_of(kelurahan, shown)) for shown in both]
    page = write_offline(outlines.body, outlines.bounds, layers, Words("Peta", "Kota")).decode()
    return data_of(page)[0], page, both


def test_several_layers_are_offered_and_share_names_and_outlines() -> None:
    told, page, both = two_layers()
    assert [layer["map"]["title"] for layer in told["layers"]] == [shown.title for shown in both]
    assert page.count("<option") == 2 and page.count("Desa Sukamaju 7") == 1
    assert [layer["map"].get("names") for layer in told["layers"]] == [None, None]
    alone = write(region(4, 3), shown_on(region(4, 3)))
    assert "<label hidden>" in alone and "<label >" in page


def test_a_layer_of_other_places_brings_its_own_names() -> None:
    kelurahan = region(12, 3)
    shown = shown_on(kelurahan)
    other = replace(shown, names=[f"Lain {i}" for i in range(12)])
    outlines = simplify_outlines(kelurahan, private=False)
    layers = [Layer(one, table_of(kelurahan, one)) for one in (shown, other)]
    told, _ = data_of(write_offline(outlines.body, outlines.bounds, layers, Words("Peta", "Kota")).decode())
    assert told["layers"][1]["map"]["names"][3] == "Lain 3" and "names" not in told["layers"][0]["map"]
