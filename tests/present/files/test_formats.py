"""Every format in the list: what it says it is, the same bytes again, a stamp, both languages, names of any kind."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from mapping.knowledge.formats import say_date
from mapping.language import speaking
from mapping.present.files.edition import Edition
from mapping.present.files.format import KELURAHAN, REGION, file_name
from mapping.present.files.formats import FORMATS
from mapping.present.files.stamp import manifest_bytes
from mapping.settings import ScoringSetup
from mapping.study import read_study, write_study

ROOT = Path(__file__).parents[3]
OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    "pdf": ("application/pdf", b"%PDF"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "docx": (f"{OFFICE}.wordprocessingml.document", b"PK\x03\x04"),
    "xlsx": (f"{OFFICE}.spreadsheetml.sheet", b"PK\x03\x04"),
    "zip": ("application/zip", b"PK\x03\x04"),
    "html": ("text/html", b"<!doctype html"),
    "csv": ("text/csv", b""),
    "json": ("application/json", b"{"),
    "geojson": ("application/geo+json", b"{"),
    "kml": ("application/vnd.google-earth.kml+xml", b"<?xml"),
    "gpkg": ("application/geopackage+sqlite3", b"SQLite format 3\x00"),
    "parquet": ("application/vnd.apache.parquet", b"PAR1"),
    "fgb": ("application/vnd.flatgeobuf", b"fgb\x03fgb"),
}
"""Ending -> media type, first bytes."""
INSIDE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
FAMOUS = {"surabaya": "35.78.03.1001", "batang": "33.25.08.2007"}
"""Kalirungkut and Limpung."""
HOSTILE = (
    '=HYPERLINK("http://x.example","y")',
    '#read("/etc/passwd") *b* $x$ [c] @d <e>',
    "<script>alert(1)</script>&amp;{{ 7*7 }}",
    "Panjang " * 40,
    "dua\nbaris\t\x07\x1b[31m 🌾 \u202eterbalik\u202c",
)
INPUTS = [
    {
        "role": "boundaries",
        "name": "batas.geojson",
        "rows_in": 5,
        "rows_used": 5,
        "rows_rejected": 0,
        "sha256": "0" * 64,
    },
    {"role": "survey", "name": "survei.csv", "rows_in": 66, "rows_used": 66, "rows_rejected": 0, "sha256": "1" * 64},
]
"""What the manifest of the tiny region says of its files."""
HEAVY = {"geopandas", "pyogrio", "typst", "docx", "xlsxwriter", "openpyxl", "PIL", "scipy", "sklearn", "folium"}
every = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
_made: dict[str, object] = {}


@pytest.fixture
def region(request, tmp_path_factory):
    """A study by name, as it was built and as read back from disk; each is made once."""

    def give(name):
        if name not in _made:
            fixture = "tiny_study" if name == "tiny" else "demonstration"
            study = request.getfixturevalue(fixture)
            study = replace(study, manifest={**study.manifest, "inputs": INPUTS}) if name == "tiny" else study(name)
            write_study(study, tmp_path_factory.mktemp("study") / "study")
            _made[name] = Edition(study), Edition(read_study(next(tmp_path_factory.getbasetemp().glob("study*/study"))))
        return _made[name]

    return give


def code_for(form, edition, name="tiny"):
    return (FAMOUS.get(name) or edition.study.kelurahan.index[0]) if form.of == KELURAHAN else ""


def parts(content: bytes, ending: str):
    """The file itself, or all files in it, however deep they are packed."""
    if KINDS[ending][1] != b"PK\x03\x04":
        yield content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            inner = name.rpartition(".")[2]
            yield from parts(packed.read(name), inner if inner in KINDS else "json")


def kind_of(form) -> str:
    return form.ending.rpartition(".")[2]


def assert_is_its_kind(content: bytes, form) -> None:
    ending = kind_of(form)
    mime, magic = KINDS[ending]
    assert form.mime.split(";")[0] == mime
    assert content[: len(magic)].lower() == magic.lower()
    if magic == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            assert packed.testzip() is None
            assert INSIDE.get(ending, packed.namelist()[0]) in packed.namelist()
    elif ending in ("json", "geojson"):
        assert isinstance(json.loads(content), dict)
    elif ending == "csv":
        text = content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), delimiter=";" if content[:3] == b"\xef\xbb\xbf" else ","))
        assert len(rows) > 1 and len({len(row) for row in rows}) == 1
    elif ending == "pdf":
        assert content.rstrip().endswith(b"%%EOF")


def test_names_and_endings_are_their_own():
    assert all(name == form.name for name, form in FORMATS.items())
    assert len({(form.of, form.ending) for form in FORMATS.values()}) == len(FORMATS)
    assert {form.of for form in FORMATS.values()} == {REGION, KELURAHAN}
    for form in FORMATS.values():
        assert form.title and form.use.endswith("."), form.name


def test_the_list_is_light():
    code = "import sys, mapping.present.files.formats; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert not {name.split(".")[0] for name in done.stdout.split()} & HEAVY


@every
@pytest.mark.parametrize("name", ["tiny", "surabaya"])
def test_a_file_is_what_it_says_and_the_same_again(form, name, region):
    built, read_back = region(name)
    code = code_for(form, built, name)
    content = form.write(built, code)
    assert_is_its_kind(content, form)
    assert file_name(built, form, code).endswith(form.ending)
    assert content == form.write(read_back, code)


@every
def test_a_file_carries_its_stamp(form, region):
    """Where a file's text can be read without its program; papers and pictures are read in ``tests/outside``."""
    built, _ = region("tiny")
    if kind_of(form) in ("pdf", "png"):
        pytest.skip("read with poppler in tests/outside")
    everything = b"\n".join(parts(form.write(built, code_for(form, built)), kind_of(form)))
    stamp = built.stamp
    # The manifest cannot hold its own checksum; who has it can make it.
    own = manifest_bytes(built.study) if form.name in ("manifest", "tables") else stamp.manifest_sha256[:12].encode()
    assert own in everything
    assert stamp.region.encode() in everything
    assert stamp.data_label.encode() in everything or form.name == "manifest"
    dates = (stamp.data_date, say_date(stamp.data_date))
    assert any(date.encode() in everything for date in dates)


@every
def test_a_file_is_written_in_english(form, region):
    built, _ = region("tiny")
    with speaking("en"):
        english = Edition(built.study)
        content = form.write(english, code_for(form, english))
    assert_is_its_kind(content, form)
    with speaking("en"):
        assert form.write(Edition(built.study), code_for(form, english)) == content


@every
def test_no_name_breaks_a_file(form, region):
    built, _ = region("tiny")
    table = built.study.kelurahan.copy()
    table["name"], table["kecamatan"] = HOSTILE, HOSTILE[::-1]
    setup = ScoringSetup(name=HOSTILE[2])
    settings = replace(built.study.settings, region=HOSTILE[0], setup=setup)
    study = replace(built.study, kelurahan=table, settings=settings)
    for code in table.index if form.of == KELURAHAN else [""]:
        content = form.write(Edition(study), code)
        assert_is_its_kind(content, form)
        name = file_name(Edition(study), form, code)
        assert name.isascii() and not set(name) & set('/\\:*?"<>|\n\t ') and len(name) < 120
        if kind_of(form) == "html":
            assert b"<script>alert" not in content
        if kind_of(form) == "csv":
            cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
            assert not [cell for cell in cells if cell.startswith(("=", "@", "\t"))]


@every
def test_a_kelurahan_that_nobody_surveyed_and_a_study_of_ones_own(form, region):
    """Unsurveyed, without population, without a date, not synthetic, and alone in its region."""
    built, _ = region("tiny")
    settings = replace(built.study.settings, synthetic=False, survey_date="", boundary_note="")
    study = replace(built.study, settings=settings)
    label = b"data sintetis"
    for code in ("35.78.13.1005", "35.78.13.1004", "35.78.13.1003") if form.of == KELURAHAN else ("",):
        content = form.write(Edition(study), code)
        assert_is_its_kind(content, form)
        # What explains the column of labels names the label all the same.
        told, labelled = (b"\n".join(parts(one, kind_of(form))) for one in (content, form.write(built, code)))
        assert told.count(label) < labelled.count(label) or label not in labelled
