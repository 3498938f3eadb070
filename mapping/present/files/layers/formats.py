"""The formats of the layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapping.language import mark
from mapping.present.files.format import REGION, Format

if TYPE_CHECKING:
    from mapping.present.files.edition import Edition


def _geopackage(edition: Edition, code: str) -> bytes:
    from mapping.present.files.layers.geopackage import geopackage_bytes

    return geopackage_bytes(edition)


def _geojson(edition: Edition, code: str) -> bytes:
    from mapping.present.files.layers.geojson import geojson_bytes

    return geojson_bytes(edition)


def _geoparquet(edition: Edition, code: str) -> bytes:
    from mapping.present.files.layers.geoparquet import geoparquet_bytes

    return geoparquet_bytes(edition)


def _flatgeobuf(edition: Edition, code: str) -> bytes:
    from mapping.present.files.layers.vectors import vector_bytes
    from mapping.present.files.layers.wide import wide_table

    stamp = edition.stamp
    told = {"TITLE": stamp.region, "DESCRIPTION": stamp.line()}
    return vector_bytes(wide_table(edition), "FlatGeobuf", layer_options=told, layer_metadata=stamp.record())


def _kml(edition: Edition, code: str) -> bytes:
    from mapping.present.files.layers.kml import kml_bytes

    return kml_bytes(edition)


def _shapefile(edition: Edition, code: str) -> bytes:
    from mapping.present.files.layers.shapefile import shapefile_zip

    return shapefile_zip(edition)


FORMATS: tuple[Format, ...] = (
    Format(
        "gpkg",
        REGION,
        "peta.gpkg",
        mark("Lapisan peta untuk QGIS (GeoPackage)"),
        mark("Terbuka sudah berwarna di QGIS: gaya tiap sektor, lini usaha, dan kepastian, dengan semua tabel."),
        "application/geopackage+sqlite3",
        _geopackage,
    ),
    Format(
        "geojson",
        REGION,
        "peta.geojson",
        mark("Lapisan peta untuk web (GeoJSON)"),
        mark("Untuk peta di situs web dan program apa pun; derajat WGS 84 menurut RFC 7946."),
        "application/geo+json",
        _geojson,
    ),
    Format(
        "geoparquet",
        REGION,
        "peta.parquet",
        mark("Lapisan peta untuk analis (GeoParquet)"),
        mark("Kecil dan tepat, untuk Python, R, dan DuckDB."),
        "application/vnd.apache.parquet",
        _geoparquet,
    ),
    Format(
        "fgb",
        REGION,
        "peta.fgb",
        mark("Lapisan peta yang cepat dibuka (FlatGeobuf)"),
        mark("Untuk peta web yang membaca sebagian wilayah saja."),
        "application/vnd.flatgeobuf",
        _flatgeobuf,
    ),
    Format(
        "kml",
        REGION,
        "peta.kml",
        mark("Lapisan peta untuk Google Earth (KML)"),
        mark("Berwarna menurut skor potensi, dengan keterangan tiap kelurahan/desa."),
        "application/vnd.google-earth.kml+xml",
        _kml,
    ),
    Format(
        "shp",
        REGION,
        "peta-shp.zip",
        mark("Lapisan peta untuk program lama (shapefile)"),
        mark("Nama kolom dipendekkan menjadi sepuluh huruf; kuncinya ada di dalam zip. Pakai GeoPackage bila bisa."),
        "application/zip",
        _shapefile,
        usual=False,
    ),
)
