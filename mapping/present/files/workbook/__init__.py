"""The workbook: a region's results with live formulas, so that whoever changes a weight sees what it does."""

from __future__ import annotations

from mapping.language import mark
from mapping.present.files.edition import Edition
from mapping.present.files.format import REGION, Format


def _write(edition: Edition, code: str) -> bytes:
    from mapping.present.files.workbook.write import workbook_bytes

    return workbook_bytes(edition)


FORMATS = (
    Format(
        "workbook",
        REGION,
        "buku-kerja.xlsx",
        mark("Buku kerja Excel"),
        mark("Peringkat, saran, mutu data, dan cara hitungnya; ubah bobotnya, peringkatnya ikut berubah."),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _write,
    ),
)
