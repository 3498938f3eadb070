"""What each file is brought along for, and which program opens it."""

from __future__ import annotations

from mapping.language import mark, tr
from mapping.present.files.format import Format
from mapping.present.files.formats import FORMATS

PURPOSES: dict[str, tuple[str, ...]] = {
    mark("Untuk rapat desa"): ("handout", "ballot", "minutes", "meeting"),
    mark("Untuk bank"): ("proposal", "proposal-pdf", "profile"),
    mark("Untuk dikirim lewat WhatsApp"): ("card", "page-kelurahan", "page"),
    mark("Untuk rapat dinas"): ("shortlist", "map-a3"),
    mark("Untuk Excel dan hitung ulang"): ("workbook", "csv-excel", "csv", "dictionary", "tables", "manifest"),
    mark("Untuk peta di QGIS atau Google Earth"): ("gpkg", "kml", "geojson", "geoparquet", "fgb", "shp"),
}
"""What for -> names of formats, the likeliest first. Each format stands in one place."""

_SIGNS = ("how_to_vote", "account_balance", "chat", "groups", "table_view", "map")
ICONS = {purpose: f":material/{sign}:" for purpose, sign in zip(PURPOSES, _SIGNS, strict=True)}
PROGRAMS = {
    "pdf": mark("pembaca PDF, atau dicetak"),
    "docx": mark("Word atau LibreOffice, dan bisa diubah"),
    "xlsx": mark("Excel atau LibreOffice"),
    "csv": mark("Excel, R, atau Python"),
    "json": mark("penyunting teks"),
    "png": mark("galeri HP"),
    "html": mark("peramban, juga tanpa internet"),
    "gpkg": mark("QGIS, langsung berwarna"),
    "kml": mark("Google Earth"),
    "geojson": mark("QGIS atau peta web"),
    "parquet": mark("Python atau R"),
    "fgb": mark("QGIS atau peta web"),
    "zip": mark("pembuka zip"),
}
OTHERS = {"csv-excel": mark("Excel berbahasa Indonesia"), "shp": mark("ArcGIS atau QGIS lama")}


def grouped() -> dict[str, list[Format]]:
    """The formats that there are, by what they are for; a purpose without any is left out."""
    found = {purpose: [FORMATS[name] for name in names if name in FORMATS] for purpose, names in PURPOSES.items()}
    return {purpose: forms for purpose, forms in found.items() if forms}


def say_program(form: Format) -> str:
    """Which program opens a file of this format."""
    return tr(OTHERS.get(form.name) or PROGRAMS[form.ending.rpartition(".")[2]])
