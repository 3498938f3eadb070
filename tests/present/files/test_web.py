"""The offline pages of a region and of one kelurahan: whole, small, honest, the same bytes, nothing that runs."""

from __future__ import annotations

import base64
import gzip
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from mapping.errors import MappingError
from mapping.language import speaking
from mapping.present.files import web
from mapping.present.files.document.blocks import Bullets, Heading, Notice, Paragraph, Table
from mapping.present.files.edition import Edition
from mapping.present.files.hypertext import hypertext
from mapping.present.files.web import FORMATS, kelurahan_page, region_page
from mapping.present.place import neighbours_of
from mapping.study import read_study, write_study
from tests.hostile import HOSTILE, renamed

CODE = "35.78.03.1001"


@pytest.fixture(scope="module")
def edition(demonstration: object) -> Edition:
    return Edition(demonstration("surabaya"))


def data_of(page: bytes) -> dict:
    kind, block = re.search(r'id="data" data-kind="(\w+)">([^<]*)</script>', page.decode()).groups()
    return json.loads(gzip.decompress(base64.b64decode(block)) if kind == "gzip" else block)


class Elements(HTMLParser):
    """Tags, attributes that could reach out, and all text outside scripts and styles."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.reaching: list[str] = []
        self.said: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append(tag)
        self.reaching += [name for name, _ in attrs if name in ("src", "href", "srcset", "action") or name[:2] == "on"]

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] not in ("script", "style"):
            self.said.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.said).split())


def test_the_region_page_holds_every_map_of_which_something_is_known(edition: Edition) -> None:
    page = region_page(edition)
    told = data_of(page)
    assert len(page) < 2_000_000
    assert [layer["map"]["title"] for layer in told["layers"]] == [
        "Mulai dari apa",
        "Skor potensi: pangan",
        "Skor potensi: kerajinan",
    ]
    assert all(len(layer["table"]["rows"]) == 153 for layer in told["layers"])
    said = Elements(page).text
    for part in ("Kota Surabaya", "data sintetis", "31 Agustus 2026", edition.stamp.manifest_sha256, "batas perkiraan"):
        assert part in said
    assert edition.stamp.line() in said


def test_ranked_lists_are_those_of_the_public_table(edition: Edition) -> None:
    told = data_of(region_page(edition))["layers"][1]["table"]
    rows = edition.scores[edition.scores["sector"] == "food"].dropna(subset=["rank"]).sort_values(["rank", "name"])
    assert [row[0] for row in told["rows"][: len(rows)]] == rows["kelurahan_code"].tolist()
    assert [row[2] for row in told["rows"][:3]] == rows["rank"].head(3).tolist()
    assert all(row[2] is None and row[1] > 0 for row in told["rows"][len(rows) :])


def test_the_founders_page_says_the_answer_and_shows_the_neighbours(edition: Edition) -> None:
    page = kelurahan_page(edition, CODE)
    said, told = Elements(page).text, data_of(page)
    assert "Kelurahan Kalirungkut" in said and "Mulai dari Sentra kue basah" in said and "Jangan mulai dari" in said
    near = set(neighbours_of(edition.study, edition.around, CODE)) | {CODE}
    assert {row[0] for row in told["layers"][0]["table"]["rows"]} == near
    assert {layer["map"]["selected"] for layer in told["layers"]} == {CODE}
    assert near <= set(told["register"]["codes"]) and len(told["register"]["codes"]) < 60
    assert len(told["outlines"]["kelurahan"]) == len(told["register"]["codes"])
    assert edition.stamp.line() in said and len(page) < 500_000


def test_a_kelurahan_without_an_answer_says_what_to_do(edition: Edition) -> None:
    advice = edition.advice
    answered = set(advice.loc[advice["position"] == "1", "kelurahan_code"])
    for code in [code for code in edition.study.kelurahan.index if code not in answered][:4]:
        said = Elements(kelurahan_page(edition, code)).text
        assert "Belum" in said and "Biaya dan hasilnya" not in said and "Rp 0" not in said
        assert "nan" not in said.lower().split()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_names(tiny_study: object, name: str) -> None:
    plain, hostile = Edition(renamed(tiny_study, "Nama")), Edition(renamed(tiny_study, name))
    for write in (region_page, lambda edition: kelurahan_page(edition, CODE)):
        parts = Elements(write(hostile))
        assert parts.reaching == []
        assert parts.tags == Elements(write(plain)).tags


def test_the_same_study_gives_the_same_bytes_also_when_read_back(tiny_study: object, tmp_path: object) -> None:
    first = Edition(tiny_study)
    both = region_page(first), kelurahan_page(first, CODE)
    write_study(tiny_study, tmp_path)
    again = Edition(read_study(tmp_path))
    assert both == (region_page(again), kelurahan_page(again, CODE))


def test_every_tiny_kelurahan_has_a_page_in_both_languages(tiny_study: object) -> None:
    for code in ("id", "en"):
        with speaking(code):
            edition = Edition(tiny_study)
            for kelurahan in edition.study.kelurahan.index:
                assert f'lang="{code}"'.encode() in kelurahan_page(edition, kelurahan)


def test_an_own_survey_is_not_called_synthetic(tiny_study: object) -> None:
    own = replace(tiny_study, settings=replace(tiny_study.settings, synthetic=False, survey_date="", boundary_note=""))
    for page in (region_page(Edition(own)), kelurahan_page(Edition(own), CODE)):
        assert "sintetis" not in Elements(page).text and "belum diketahui" in Elements(page).text


def test_maps_that_make_the_page_too_large_are_left_out_and_named(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = web.write_offline

    def small(outlines: bytes, bounds: tuple, layers: list, words: object) -> bytes:
        if len(layers) > 2:
            raise MappingError("terlalu besar")
        return real(outlines, bounds, layers, words)

    monkeypatch.setattr(web, "write_offline", small)
    page = region_page(edition)
    assert len(data_of(page)["layers"]) == 2
    assert "Skor potensi: kerajinan" in Elements(page).text and "2 MB" in Elements(page).text


def test_blocks_become_elements_and_every_text_is_escaped() -> None:
    evil = "<b onclick=x>{{7*7}}`$"
    blocks = [Heading(evil, 2), Paragraph(evil, lead=evil), Notice(evil, evil), Bullets((evil,), numbered=True)]
    blocks.append(Table(("a", "b", evil, "d"), ((evil, "1", "2", "3"),), right=(1,), caption=evil))
    made = hypertext(blocks)
    assert "<b" not in made and "{{" not in made and "`" not in made and "onclick=x>" not in made
    tags = re.findall(r"<(\w+)", made)
    assert tags == [
        *("div", "h3", "p", "strong", "div", "strong", "ol", "li", "div", "table", "caption", "thead", "tr"),
        *("th", "th", "th", "th", "tbody", "tr", "th", "td", "td", "td"),
    ]


def test_the_formats_are_a_page_a_region_and_one_a_kelurahan() -> None:
    assert [(form.name, form.of, form.mime) for form in FORMATS] == [
        ("page", "region", "text/html"),
        ("page-kelurahan", "kelurahan", "text/html"),
    ]
