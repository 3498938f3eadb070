"""All formats: the same numbers, the same bytes, nothing typed breaks them."""

import json
import warnings
import zipfile
from dataclasses import replace
from io import BytesIO

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest

from mapping.language import speaking
from mapping.present.files.edition import Edition
from mapping.present.files.layers.formats import FORMATS
from mapping.present.files.layers.wide import wide_table
from mapping.study import read_study, write_study

NEAR = {"shp": 1e-9, "geojson": 1e-14}
"""How exact the figures of formats are that write them as text; the others keep every bit."""


def assert_same_figures(edition, name, content, read_back, as_plain):
    """Every figure and text of the layer stands in the file; a shapefile cuts texts and rounds rupiah."""
    wanted = wide_table(edition).set_index("kelurahan_code")
    found = read_back(name, content, edition).reindex(index=wanted.index, columns=wanted.columns)
    for column in wanted.columns.drop("geometry"):
        number = bool(pd.api.types.is_numeric_dtype(wanted[column]))
        ours, theirs = as_plain(wanted[column], number), as_plain(found[column], number)
        if number:
            near = {"rtol": NEAR.get(name, 0)} if name != "shp" or "_idr" not in column else {"rtol": 0, "atol": 0.5}
            np.testing.assert_allclose(theirs, ours, **near, err_msg=f"{name} {column}")
            continue
        if name == "shp":
            ours = ours.map(lambda text: text.encode()[:254].decode(errors="ignore"))
        # Readers of XML and of old tables drop blanks at the ends of a text.
        assert theirs.str.strip().tolist() == ours.str.strip().tolist(), f"{name} {column}"


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_every_format_has_the_figures_of_the_public_tables(demonstration, form, read_back, as_plain):
    edition = Edition(demonstration("batang"))
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)  # what GDAL would complain of
        content = form.write(edition, "")
    assert_same_figures(edition, form.name, content, read_back, as_plain)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_names_that_break_things_come_through_as_typed(nasty_study, form, read_back, as_plain):
    edition = Edition(nasty_study)
    assert_same_figures(edition, form.name, form.write(edition, ""), read_back, as_plain)


def test_the_same_study_gives_the_same_bytes_also_from_disk(tiny_study, written, tmp_path):
    write_study(tiny_study, tmp_path / "study")
    kept = Edition(read_study(tmp_path / "study"))
    for code in ("id", "en"):
        with speaking(code):
            first, again = written(Edition(tiny_study)), written(Edition(tiny_study))
            from_disk = written(Edition(kept.study))
        assert first == again == from_disk


def test_a_changed_figure_changes_every_file(tiny_study, written):
    scores = tiny_study.scores.assign(score=tiny_study.scores["score"] + 1)
    before, after = written(Edition(tiny_study)), written(Edition(replace(tiny_study, scores=scores)))
    assert all(before[name] != after[name] for name in before)


def test_one_kelurahan_without_survey_date_is_enough(tiny_study, written, read_back):
    code = "35.78.03.1001"
    whole = {name: getattr(tiny_study, name) for name in ("indicators", "scores", "line_indicators", "suitability")}
    cut = {name: table[table.index.get_level_values("kelurahan_code") == code] for name, table in whole.items()}
    study = replace(
        tiny_study,
        kelurahan=tiny_study.kelurahan.loc[[code]],
        advice=tiny_study.advice[tiny_study.advice["kelurahan_code"] == code],
        quality=tiny_study.quality.loc[[code]],
        settings=replace(tiny_study.settings, survey_date="", synthetic=False),
        **cut,
    )
    edition = Edition(study)
    for name, content in written(edition).items():
        assert len(read_back(name, content, edition)) == 1, name


def test_every_file_says_where_it_comes_from(tiny_study, written):
    files, stamp = written(Edition(tiny_study)), Edition(tiny_study).stamp
    for name in ("gpkg", "geojson", "geoparquet", "kml", "fgb"):
        told = files[name].decode("utf-8", "ignore")
        for part in (stamp.manifest_sha256, stamp.settings_sha256, stamp.region, "data sintetis"):
            assert part in told, (name, part)
    with zipfile.ZipFile(BytesIO(files["shp"])) as packed:
        assert stamp.manifest_sha256 in packed.read("BACA.txt").decode()
        assert b"data sintetis" in packed.read("kolom.csv")
    assert json.loads(pq.read_metadata(BytesIO(files["geoparquet"])).metadata[b"stamp"]) == stamp.record()
    assert json.loads(files["geojson"])["stamp"] == stamp.record()


def test_geoparquet_says_what_the_standard_asks(nasty_study, written):
    meta = json.loads(pq.read_metadata(BytesIO(written(Edition(nasty_study))["geoparquet"])).metadata[b"geo"])
    column = meta["columns"][meta["primary_column"]]
    assert meta["version"] == "1.1.0"
    assert column["encoding"] == "WKB"
    assert set(column["geometry_types"]) == {"Polygon", "MultiPolygon"}
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 4326}
    assert len(column["bbox"]) == 4


def test_flatgeobuf_is_indexed_and_named(tiny_study, written):
    info = pyogrio.read_info(written(Edition(tiny_study))["fgb"])
    assert info["crs"] == "EPSG:4326"
    assert info["features"] == 5
    assert info["layer_metadata"]["manifest_sha256"] == Edition(tiny_study).stamp.manifest_sha256


def test_a_shapefile_has_its_key_and_its_letters(nasty_study, written):
    with zipfile.ZipFile(BytesIO(written(Edition(nasty_study))["shp"])) as packed:
        assert packed.read("kelurahan.cpg") == b"UTF-8"
        key = packed.read("kolom.csv").decode().splitlines()
        assert key[0].startswith("column,alias,meaning,unit,shapefile")
        assert packed.read("kelurahan.dbf")[1:4] == bytes([100, 1, 1]), "the date of making is fixed"
