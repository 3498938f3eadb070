"""The GeoPackage keeps the standard's own rules."""

import sqlite3
import xml.etree.ElementTree as ET

import pyogrio
import pytest

from mapping.present.files.edition import Edition
from mapping.present.files.layers.columns import columns_of
from mapping.present.files.layers.geopackage import TABLE_TITLES, geopackage_bytes


@pytest.fixture
def kept(nasty_study):
    edition = Edition(nasty_study)
    base = sqlite3.connect(":memory:")
    base.deserialize(geopackage_bytes(edition))
    return edition, base


def test_it_is_a_geopackage_that_older_programs_read(kept):
    _, base = kept
    assert base.execute("PRAGMA application_id").fetchone()[0] == int.from_bytes(b"GPKG")
    assert base.execute("PRAGMA user_version").fetchone()[0] == 10200
    assert base.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []


def test_every_table_is_in_the_contents_with_a_fixed_date(kept):
    _, base = kept
    rows = base.execute("SELECT table_name, data_type, identifier, last_change FROM gpkg_contents").fetchall()
    assert {name: kind for name, kind, *_ in rows} == {
        "kelurahan": "features",
        "layer_styles": "attributes",
        **dict.fromkeys(TABLE_TITLES, "attributes"),
    }
    assert len({identifier for *_, identifier, _ in rows}) == len(rows)
    assert {date for *_, date in rows} == {"2000-01-01T00:00:00.000Z"}
    assert base.execute("SELECT geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns").fetchall() == [
        ("MULTIPOLYGON", 4326, 0, 0)
    ]


def test_extensions_name_tables_that_exist(kept):
    _, base = kept
    tables = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    named = base.execute("SELECT table_name, extension_name FROM gpkg_extensions").fetchall()
    assert {table for table, _ in named if table} <= tables
    assert {"gpkg_schema", "gpkg_metadata", "gpkg_rtree_index"} <= {name for _, name in named}
    described = {table for table, name in named if name in ("gpkg_schema", "gpkg_metadata")}
    assert described == {t for t in tables if t.startswith(("gpkg_data_column", "gpkg_metadata"))}


def test_every_column_has_its_alias_and_explanation(kept):
    edition, base = kept
    rows = base.execute(
        "SELECT column_name, title FROM gpkg_data_columns WHERE table_name = 'kelurahan' ORDER BY rowid"
    ).fetchall()
    own = [row[1] for row in base.execute("PRAGMA table_info(kelurahan)") if row[1] not in ("fid", "geom")]
    assert [name for name, _ in rows] == own == [column.name for column in columns_of(edition)]


def test_styles_are_well_formed_and_one_is_usual(kept):
    _, base = kept
    rows = base.execute("SELECT styleName, styleQML, useAsDefault, f_table_name, f_geometry_column FROM layer_styles")
    names, usual = [], 0
    for name, qml, is_usual, table, geometry in rows:
        ET.fromstring(qml.partition("\n")[2])
        assert (table, geometry) == ("kelurahan", "geom")
        names.append(name)
        usual += is_usual
    assert usual == 1
    assert len(set(names)) == len(names) == 47


def test_the_tables_beside_it_are_whole(kept):
    edition, base = kept
    for name, wanted in (("skor", edition.scores), ("saran", edition.advice), ("kecocokan", edition.suitability)):
        assert base.execute(f"SELECT count(*) FROM {name}").fetchone()[0] == len(wanted)
    assert base.execute("SELECT value FROM sumber WHERE label = 'manifest_sha256'").fetchone()[0] == (
        edition.stamp.manifest_sha256
    )


@pytest.mark.filterwarnings("error")
def test_gdal_opens_all_of_it_without_a_warning(nasty_study, tmp_path):
    path = tmp_path / "peta.gpkg"
    path.write_bytes(geopackage_bytes(Edition(nasty_study)))
    for name, _ in pyogrio.list_layers(path):
        pyogrio.read_dataframe(path, layer=name)
