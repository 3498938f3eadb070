"""Shapefile, for programs that read nothing else: a zip with the key of its ten-letter column names."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd

from mapping.language import tr
from mapping.present.files.edition import Edition
from mapping.present.files.layers.columns import column_table
from mapping.present.files.layers.vectors import LAYER, write_vector
from mapping.present.files.layers.wide import wide_table
from mapping.present.files.tidy import csv_bytes
from mapping.present.files.whole import FIXED_DATE, zip_bytes

ENDINGS = ("shp", "shx", "dbf", "prj", "cpg")
TEXT_BYTES = 254
"""What a text of a shapefile may hold."""
MONEY = "idr"


def shapefile_zip(edition: Edition) -> bytes:
    """The layer as a zipped shapefile with ``kolom.csv`` (column key) and ``BACA.txt`` (sources, and what was lost)."""
    options = {"ENCODING": "UTF-8", "DBF_DATE_LAST_UPDATE": FIXED_DATE[:10]}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{LAYER}.shp"
        write_vector(_brief(edition), path, "ESRI Shapefile", layer_options=options)
        parts = [(f"{LAYER}.{ending}", path.with_suffix(f".{ending}").read_bytes()) for ending in ENDINGS]
    key = csv_bytes(column_table(edition).assign(data_label=edition.stamp.data_label))
    return zip_bytes([*parts, ("kolom.csv", key), ("BACA.txt", _readme(edition).encode())])


def _brief(edition: Edition) -> pd.DataFrame:
    """The table as a shapefile can hold it: ten-letter names, texts cut at 254 bytes, whole rupiah, yes as 1."""
    table, keys = wide_table(edition), column_table(edition)
    texts = table.select_dtypes(["object", "string"]).columns
    rupiah = [name for name in table if MONEY in str(name).split("_")]
    fitted = {name: table[name].map(_cut_bytes, na_action="ignore") for name in texts}
    fitted |= {name: table[name].round().astype("Int64") for name in rupiah}
    fitted |= {name: table[name].astype("Int32") for name in table.select_dtypes("boolean").columns}
    return table.assign(**fitted).rename(columns=dict(zip(keys["column"], keys["shapefile"], strict=True)))


def _cut_bytes(text: str) -> str:
    """At most ``TEXT_BYTES`` bytes of UTF-8, no sign cut in two.

    Examples
    --------
    >>> _cut_bytes("é" * 200) == "é" * 127, _cut_bytes("Kue")
    (True, 'Kue')
    """
    return text.encode()[:TEXT_BYTES].decode(errors="ignore")


def _readme(edition: Edition) -> str:
    told = "\n".join(f"{label}: {value}" for label, value in edition.stamp.pairs())
    lost = tr(
        "Nama kolom shapefile paling banyak sepuluh huruf; artinya ada di kolom.csv. Teks dipotong sesudah {n} bita, "
        "rupiah dibulatkan, dan 1 berarti ya. Angka kosong berarti belum diketahui atau disembunyikan, bukan nol; "
        "kolom keadaan mengatakan yang mana. Pakai GeoPackage bila bisa: nama utuh dan warna peta ikut.",
        n=TEXT_BYTES,
    )
    return f"{told}\n\n{lost}\n"
