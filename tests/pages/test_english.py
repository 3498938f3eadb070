"""The app and its studies in English: no Indonesian left on a page, and not one figure differs."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from html import unescape
from pathlib import Path

import pandas as pd
import pytest

from mapping.knowledge.catalog import read_lexicon, read_lines, read_sources
from mapping.study import read_study, study_folder

ROOT = Path(__file__).parents[2]
PAGES = ["", *sorted(path.stem for path in (ROOT / "pages").glob("*.py"))]
STOP = re.compile(
    r"\b(yang|dan|tidak|dengan|untuk|dari|atau|bukan|dipakai|pada|karena|sudah|belum|bisa|lebih|hanya|juga|agar|bila"
    r"|setiap|semua|dibanding|antara|tetapi|supaya|sebulan|setahun|ini|itu|adalah|menurut|usaha|berkas|baris|pilih"
    r"|angka|sektor|skor|peringkat|bobot|saran|modal|cicilan|pembeli|wilayah|kelompok|unduh|ubah|muat|dekat|ada)\b",
    re.IGNORECASE,
)
"""Words that no English sentence has."""
NAMED = re.compile(r'`[^`]*`|"[^"]*"|\([^)]*\)|https?://\S+|\?[\w=&%.-]+|\b\w+\.(?:csv|toml|json|py|geojson|xlsx|md)\b')
"""Code, quotes, glosses, addresses and names of files."""
PROPER = (
    "Bahasa Indonesia",
    "Koperasi Desa Merah Putih",
    "Koperasi Merah Putih",
    "BUM Desa",
    "KPJU Unggulan",
    "Buku Pedoman",
    "Sensus Penduduk",
    "Kemendagri, kode dan data wilayah administrasi",
)
"""Names of programmes, laws and publications."""
PRODUCTS = sorted(set(read_lexicon()["product"]), key=len, reverse=True)
"""As surveys call them, in every language; longer names first."""


def said(test) -> list[str]:
    """Every text of a page: of its elements, their labels, helps and options, and the heads and cells of its tables."""
    texts: list[str] = []
    for element in test.main:
        kind = type(element).__name__
        options = getattr(element, "options", None)
        chosen = () if isinstance(options, list) else ("value",)  # of a choice the code's word for it, never shown
        for part in (*chosen, "label", "help", "placeholder", "body"):
            text = getattr(element, part, None)
            texts += [text] if isinstance(text, str) else []
        texts += [str(option) for option in options] if isinstance(options, list) and kind != "UnknownElement" else []
        frame = getattr(element, "value", None)
        if isinstance(frame, pd.DataFrame):
            shown = json.loads(getattr(element.proto, "columns", "") or "{}")
            for head in map(str, frame):
                config = shown.get(head, {})
                texts += [] if config.get("hidden") else [config.get("label") or head, config.get("help") or ""]
            texts += [str(cell) for column in frame for cell in frame[column].unique() if isinstance(cell, str)]
        if kind == "UnknownElement" and element.type == "arrow_vega_lite_chart":
            texts += chart_texts(json.loads(element.proto.spec))
    return texts


def chart_texts(spec: object, key: str = "") -> list[str]:
    """What a chart writes: the titles, and the names that its legend and axes put to kinds of things."""
    if isinstance(spec, dict):
        return [text for name, part in spec.items() for text in chart_texts(part, name)]
    if isinstance(spec, list):
        return [text for part in spec for text in chart_texts(part, key)]
    return [spec] if isinstance(spec, str) and key in {"title", "text", "description", "domain", "sort"} else []


def indonesian(texts: list[str], names: set[str]) -> list[str]:
    found = []
    for text in map(unescape, texts):
        bare = NAMED.sub(" ", text)
        for name in (*PROPER, *PRODUCTS):
            bare = bare.replace(name, " ")
        if STOP.search(bare) and text not in names:
            found.append(text)
    return sorted(set(found))


@pytest.fixture
def names(study) -> set[str]:
    """What is called the same in every language: places, products, sources, and what a survey itself says."""
    held = study("surabaya")
    places = set(held.kelurahan["name"]) | set(held.kelurahan["kecamatan"])
    corrected = held.issues.loc[held.issues["kind"] == "pembetulan", "what"]
    written = [held.businesses["description"], held.businesses["candidates"], held.rejects["value"], corrected]
    heads = [held.issues["column"], held.rejects["column"]]
    quoted = {text for column in (*written, *heads, held.issues["value"]) for text in column}
    return places | quoted | set(read_lexicon()["product"]) | set(read_lines().index) | set(read_sources().values())


@pytest.mark.parametrize("screen", PAGES)
def test_an_english_page_is_english(app, names, screen):
    test = app(screen, wilayah="surabaya", bahasa="en")
    assert not test.exception
    assert indonesian(said(test), names) == []


def test_the_same_page_in_indonesian_would_be_found(app, names):
    assert len(indonesian(said(app("metode", wilayah="surabaya")), names)) > 20


# ---------------------------------------------------------------- the studies
SENTENCES = {
    "advice": {"line", "unit", "reason", "counter_argument", "cancels_if"},
    "suitability": {"gate"},
    "division": {"unit", "reason"},
    "facility_sites": {"unit"},
    "next_survey": {"why"},
    "context": {"unit"},
    "types": {"name", "traits"},
    "typology": {"name"},
    "clustering": {"reason"},
    "backtest": {"reason", "notes"},
    "topology": {"what", "done"},
    "issues": {"what", "done"},
    "rejects": {"reason"},
    "places": {"problem"},
}
"""Table -> its columns that are said in the language in which the study was made; all else must not differ."""


@pytest.fixture(params=["surabaya", "batang"])
def both(request, processed):
    region = processed / request.param
    return read_study(study_folder(region, "id")), read_study(study_folder(region, "en"))


def tables(study) -> dict[str, pd.DataFrame]:
    held = {field.name: getattr(study, field.name) for field in fields(study)}
    return {name: table for name, table in held.items() if isinstance(table, pd.DataFrame)}


def test_both_languages_have_the_same_figures_codes_and_states(both):
    ours, theirs = map(tables, both)
    assert ours.keys() == theirs.keys()
    for name, table in ours.items():
        told = SENTENCES.get(name, set())
        other = theirs[name]
        assert list(table.columns) == list(other.columns), name
        kept = [column for column in table.columns if column not in told]
        pd.testing.assert_frame_equal(pd.DataFrame(table[kept]), pd.DataFrame(other[kept]), obj=name, check_exact=True)
        for column in told & set(table.columns):
            assert (table[column].astype(str) == "").equals(other[column].astype(str) == ""), (name, column)


def test_the_english_study_speaks_english(both):
    _, english = both
    for name, table in tables(english).items():
        if name == "issues":
            table = table[table["kind"] != "pembetulan"]  # the reason is quoted as a person wrote it
        for column in SENTENCES.get(name, set()) & set(table.columns):
            texts = [text for text in table[column].unique() if isinstance(text, str)]
            assert indonesian(texts, set(read_lexicon()["product"])) == [], (name, column)
