"""Where everything comes from: the stamp, the files that were read, and the sources of the figures."""

from __future__ import annotations

from mapping.knowledge.catalog import read_sources
from mapping.language import tr
from mapping.present.files.edition import Edition
from mapping.present.files.workbook.book import TOP, Page
from mapping.present.files.workbook.quality import ROLES

WIDTHS = (26, 38, 70, 14, 12, 12, 12)


def write_sources(page: Page, edition: Edition) -> None:
    """Fill the sheet."""
    page.text(TOP, 0, tr("Berkas ini"), "section")
    row = TOP + 1
    for label, text in edition.stamp.pairs():
        page.text(row, 0, label, "strong")
        page.wide(row, 1, 2, text)
        row += 1
    row = _write_inputs(page, edition, row + 1)
    page.text(row, 0, tr("Sumber angka"), "section")
    note = tr("Angka perencanaan menyebut kode sumbernya; yang tanpa sumber ditulis asumsi perencanaan.")
    page.wide(row + 1, 0, 6, note, "note")
    page.heads(row + 2, 0, [tr("Kode"), tr("Sumber")])
    sources = read_sources()
    for place, (code, source) in enumerate(sources.items(), start=row + 3):
        page.text(place, 0, code)
        page.wide(place, 1, 6, source)
    page.sheet.freeze_panes(TOP, 0)
    page.sheet.repeat_rows(0, 2)
    page.sheet.print_area(0, 0, row + 2 + len(sources), 6)


def _write_inputs(page: Page, edition: Edition, row: int) -> int:
    """The files that were read, with checksums and what became of their rows; the next free row."""
    page.text(row, 0, tr("Berkas masukan"), "section")
    heads = [tr("Isi"), tr("Berkas"), tr("Sidik (SHA-256)"), tr("Ukuran (byte)"), tr("Baris masuk"), tr("Dipakai")]
    page.heads(row + 1, 0, [*heads, tr("Ditolak")], range(3, 7))
    inputs = edition.study.manifest.get("inputs", [])
    for place, entry in enumerate(inputs, start=row + 2):
        page.text(place, 0, tr(ROLES.get(entry["role"], entry["role"])))
        page.text(place, 1, entry["name"], "wrap")
        page.text(place, 2, entry.get("sha256", ""), "wrap")
        for column, key in enumerate(("bytes", "rows_in", "rows_used", "rows_rejected"), start=3):
            page.number(place, column, float(entry.get(key, float("nan"))))
    if not inputs:
        page.text(row + 2, 0, tr("belum diketahui"))
    return row + 3 + max(len(inputs), 1)
