"""Every format in one list: the page, the command line, the notebooks and the batch all write by it."""

from __future__ import annotations

from mapping.language import mark
from mapping.present.files.format import REGION, Format
from mapping.present.files.stamp import manifest_bytes
from mapping.present.files.tables import table_files
from mapping.present.files.whole import zip_bytes

FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format(
            "tables",
            REGION,
            "tabel.zip",
            mark("Semua tabel (CSV)"),
            mark("Tabel rapi untuk dihitung ulang, dengan manifest."),
            "application/zip",
            lambda edition, code: zip_bytes(table_files(edition.study)),
        ),
        Format(
            "manifest",
            REGION,
            "manifest.json",
            mark("Manifest"),
            mark("Berkas masukan dengan sidiknya, pengaturan, dan versi program."),
            "application/json",
            lambda edition, code: manifest_bytes(edition.study),
        ),
    )
}
