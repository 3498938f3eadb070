"""GeoPackage: one spatial layer, tables beside it, and styles with which QGIS opens it coloured."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

import pandas as pd

from mapping.language import language, mark, tr
from mapping.present.files.edition import Edition
from mapping.present.files.layers.columns import Column, column_table, columns_of
from mapping.present.files.layers.qml import DOCTYPE, plain_text, qml_of
from mapping.present.files.layers.styles import styles_of
from mapping.present.files.layers.vectors import LAYER, write_vector
from mapping.present.files.layers.wide import wide_table
from mapping.present.files.whole import FIXED_DATE

if TYPE_CHECKING:
    import geopandas as gpd

VERSION = "1.2"
"""What the QGIS and GDAL of offices read without a warning."""
TITLE = mark("Potensi kelurahan/desa: {region}")
GEOMETRY = "geom"
TABLE_TITLES = {
    "skor": mark("Skor: satu baris tiap kelurahan/desa dan sektor"),
    "saran": mark("Saran: satu baris tiap kelurahan/desa dan saran"),
    "kecocokan": mark("Kecocokan: satu baris tiap kelurahan/desa dan lini usaha"),
    "kamus": mark("Kamus kolom lapisan kelurahan"),
    "sumber": mark("Sumber, tanggal, dan sidik data"),
}
SCHEMA = """
CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT,
  description TEXT, mime_type TEXT, constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT,
  min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL,
  md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml',
  metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT,
  row_id_value INTEGER, timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  md_file_id INTEGER NOT NULL, md_parent_id INTEGER, CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id)
  REFERENCES gpkg_metadata(id), CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
  definition TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
"""
"""As the GeoPackage standard 1.2.1 spells its extensions ``gpkg_schema`` and ``gpkg_metadata``."""
EXTENSIONS = {
    "gpkg_data_columns": ("gpkg_schema", "http://www.geopackage.org/spec121/#extension_schema"),
    "gpkg_data_column_constraints": ("gpkg_schema", "http://www.geopackage.org/spec121/#extension_schema"),
    "gpkg_metadata": ("gpkg_metadata", "http://www.geopackage.org/spec121/#extension_metadata"),
    "gpkg_metadata_reference": ("gpkg_metadata", "http://www.geopackage.org/spec121/#extension_metadata"),
}


def geopackage_bytes(edition: Edition) -> bytes:
    """The study as one GeoPackage: layer ``kelurahan``; tables ``skor, saran, kecocokan, kamus, sumber``; styles.

    Cost: 1 s for a city; see ``docs/architecture.md`` for larger regions.
    """
    table, columns = wide_table(edition), columns_of(edition)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "peta.gpkg"
        _write_layer(edition, table, path)
        for name, beside in _tables(edition).items():
            options = {"DESCRIPTION": tr(TABLE_TITLES[name]), "IDENTIFIER": name}
            _write_table(beside, path, name, options)
        _write_table(_style_table(edition, table, columns), path, "layer_styles", {"FID": "id"})
        with sqlite3.connect(path) as kept:
            _register(kept, edition, columns)
        kept.execute("VACUUM")
        kept.close()
        return path.read_bytes()


def _write_layer(edition: Edition, table: gpd.GeoDataFrame, path: Path) -> None:
    title = tr(TITLE, region=edition.stamp.region)
    options = {"GEOMETRY_NAME": GEOMETRY, "IDENTIFIER": title, "DESCRIPTION": edition.stamp.line()}
    write_vector(table, path, "GPKG", dataset_options={"VERSION": VERSION}, layer_options=options)


def _write_table(table: pd.DataFrame, path: Path, name: str, options: dict[str, str]) -> None:
    write_vector(table, path, "GPKG", name, layer_options={"ASPATIAL_VARIANT": "GPKG_ATTRIBUTES", **options})


def _tables(edition: Edition) -> dict[str, pd.DataFrame]:
    pairs = pd.DataFrame(edition.stamp.pairs(), columns=["label", "value"])
    machine = pd.DataFrame(edition.stamp.record().items(), columns=["label", "value"])
    return {
        "skor": edition.scores.assign(firm=edition.scores["firm"].astype("boolean")),
        "saran": edition.advice,
        "kecocokan": edition.suitability,
        "kamus": column_table(edition).assign(data_label=edition.stamp.data_label),
        "sumber": pd.concat([pairs, machine], ignore_index=True),
    }


def _style_table(edition: Edition, table: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    """Rows of ``layer_styles`` as QGIS keeps them."""
    styles = styles_of(edition, table)
    return pd.DataFrame(
        {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": LAYER,
            "f_geometry_column": GEOMETRY,
            "styleName": [plain_text(style.name) for style in styles],
            "styleQML": [qml_of(style, columns, whole=style.usual) for style in styles],
            "styleSLD": "",
            "useAsDefault": [style.usual for style in styles],
            "description": edition.stamp.line(),
            "owner": "",
            "ui": None,
            "update_time": pd.Timestamp(FIXED_DATE),
        }
    )


def _register(kept: sqlite3.Connection, edition: Edition, columns: tuple[Column, ...]) -> None:
    """Aliases and metadata in the standard's own tables."""
    kept.executescript(SCHEMA)
    kept.executemany(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, ?, ?, 'read-write')",
        [(table, *extension) for table, extension in EXTENSIONS.items()],
    )
    kept.executemany(
        "INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, NULL)",
        [(LAYER, c.name, plain_text(c.alias), plain_text(c.alias), plain_text(c.meaning)) for c in columns],
    )
    metadata = "INSERT INTO gpkg_metadata VALUES (1, 'dataset', 'http://mrcc.com/qgis.dtd', 'text/xml', ?)"
    kept.execute(metadata, (resource_metadata(edition),))
    kept.execute("INSERT INTO gpkg_metadata_reference VALUES ('table', ?, NULL, NULL, ?, 1, NULL)", (LAYER, FIXED_DATE))


def resource_metadata(edition: Edition) -> str:
    """What QGIS shows as the layer's information: title, what it is, where it comes from, and the whole stamp."""
    stamp = edition.stamp
    root = Element("qgis", version="3.10.0")
    told = "\n".join(f"{label}: {value}" for label, value in stamp.pairs())
    fields = {"identifier": LAYER, "parentidentifier": "", "language": language(), "type": "dataset"}
    fields |= {"title": tr(TITLE, region=stamp.region), "abstract": told}
    for name, text in fields.items():
        SubElement(root, name).text = plain_text(text)
    if stamp.data_label:
        keywords = SubElement(root, "keywords", vocabulary="label")
        SubElement(keywords, "keyword").text = plain_text(stamp.data_label)
    SubElement(root, "rights").text = plain_text(stamp.line())
    SubElement(root, "encoding").text = "UTF-8"
    SubElement(root, "history").text = plain_text(tr("Sidik manifest {key}", key=stamp.manifest_sha256))
    return DOCTYPE + tostring(root, encoding="unicode")
