"""What a user sees while mapping columns: the file's own heads and first rows, and never a person."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.errors import InputError, MappingError
from mapping.intake.preview import HIDDEN, ROWS, UNREAD, preview, read_cells
from mapping.settings import Settings, SourceFile

PERSONS = ["Siti Rahmawati", "Budi Santoso", "Agus Wijaya", "Dewi Lestari"]


def look(text: str, role: str = "survey", name: str = "a.csv"):
    return preview(SourceFile(name, text.encode()), role, Settings())


def outlines(**properties: object) -> str:
    ring = [[110, -7], [110.01, -7], [110.01, -7.01], [110, -7]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def test_rows_stand_under_the_heads_of_the_file_in_its_order():
    seen = look("desa,kecamatan,produk\nLor,Barat,tempe\nKidul,Barat,batik\n")
    assert seen.headers == ["desa", "kecamatan", "produk"] == list(seen.rows.columns)
    assert seen.rows.to_numpy().tolist() == [["Lor", "Barat", "tempe"], ["Kidul", "Barat", "batik"]]
    assert seen.columns == {"kelurahan": "desa", "kecamatan": "kecamatan", "product": "produk"}


def test_heads_that_nobody_knows_are_found_below_a_title():
    seen = look("DATA USAHA 2025,,\n,,\nK1,K2,K3\nLor,Barat,tempe\n")
    assert seen.headers == ["K1", "K2", "K3"]
    assert seen.rows["K3"].tolist() == ["tempe"]
    assert seen.columns == {}


def test_only_the_first_filled_rows_are_shown():
    body = "\n".join(["Lor,tempe", ",", *["Kidul,batik"] * 50])
    assert len(look(f"desa,produk\n{body}\n").rows) == ROWS


@pytest.mark.parametrize("head", ["nama pemilik", "NIK", "no hp", "alamat"])
def test_a_column_about_persons_is_hidden_by_its_head(head):
    seen = look(f"desa,produk,{head}\nLor,tempe,x1\nKidul,batik,x2\n")
    assert seen.rows[head].tolist() == [HIDDEN, HIDDEN]


@pytest.mark.parametrize(
    "cells",
    [["081234567890", "085712345678", "087812345670"], ["a@b.id", "c@d.co.id", "e@f.com"], PERSONS],
    ids=["phones", "mails", "names"],
)
def test_a_column_about_persons_is_hidden_by_its_cells(cells):
    """A head that says nothing hides nothing from us."""
    rows = "\n".join(f"Lor,tempe,{cell}" for cell in cells)
    assert set(look(f"desa,produk,Z9\n{rows}\n").rows["Z9"]) == {HIDDEN}


def test_persons_in_free_text_are_masked_and_codes_are_not():
    seen = look("desa,kode,produk\nLor,33.25.01.2001,tempe hub 0812-9988-7766\n")
    assert seen.rows["kode"].tolist() == ["33.25.01.2001"]
    assert "9988" not in seen.rows["produk"].iloc[0]


def test_attributes_of_a_map_are_shown_as_text():
    seen = look(outlines(A1=3325012001, A2="Silurah", A3=None), "boundaries", "a.geojson")
    assert seen.headers == ["A1", "A2", "A3"]
    assert seen.rows.to_numpy().tolist() == [["3325012001", "Silurah", ""]]


def test_a_file_without_rows_is_refused_in_words():
    with pytest.raises(InputError, match=r"a\.csv"):
        look("desa,produk\n")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_a_preview_or_words(text):
    """Whatever is uploaded: our own error or a table, one row per line at most, heads each once."""
    try:
        seen = look(text)
    except MappingError:
        return
    assert len(seen.rows) <= ROWS
    assert len(set(seen.headers)) == len(seen.headers) == seen.rows.shape[1]


@pytest.mark.parametrize(
    ("name", "cell", "read"),
    [
        ("workers", "5 orang", "5"),
        ("revenue_idr_month", "Rp 1,5 jt", "1.500.000"),
        ("lat", "-7,25", "-7,25000"),
        ("code", "3325012001", "33.25.01.2001"),
        ("kelurahan", "Kel. Pulau Karam", "Pulau Karam"),
        ("started_year", "sejak 1998", "1998"),
        ("surveyed_on", "3/11/2025", "2025-11-03"),
        ("product", "tempe", "tempe"),
        ("workers", "banyak", UNREAD),
    ],
)
def test_cells_are_shown_as_they_would_be_read(name, cell, read):
    assert read_cells(pd.Series([cell, ""]), name) == [read]


def test_hidden_cells_are_never_read():
    assert read_cells(pd.Series([HIDDEN, HIDDEN]), "workers") == [HIDDEN, HIDDEN]
