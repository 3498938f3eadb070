"""Every format in one list: the page, the command line, the notebooks and the batch all write by it.

The modules named here are light: a library that writes a format is imported when a file is written.
"""

from __future__ import annotations

from mapping.language import mark
from mapping.present.files.document.proposal import FORMATS as PROPOSAL
from mapping.present.files.format import REGION, Format
from mapping.present.files.layers.formats import FORMATS as LAYERS
from mapping.present.files.long import FORMATS as LONG
from mapping.present.files.meeting.pack import FORMATS as MEETING
from mapping.present.files.paper.card import FORMATS as CARD
from mapping.present.files.paper.profile import FORMATS as PROFILE
from mapping.present.files.paper.shortlist import FORMATS as SHORTLIST
from mapping.present.files.paper.wall_map import FORMATS as WALL_MAP
from mapping.present.files.stamp import manifest_bytes
from mapping.present.files.tables import table_files
from mapping.present.files.web import FORMATS as PAGES
from mapping.present.files.whole import zip_bytes
from mapping.present.files.workbook import FORMATS as WORKBOOK

TABLES_AND_MANIFEST = (
    Format(
        "tables",
        REGION,
        "tabel.zip",
        mark("Semua tabel (zip berisi CSV)"),
        mark("Tabel rapi untuk dihitung ulang, dengan manifest."),
        "application/zip",
        lambda edition, code: zip_bytes(table_files(edition.study)),
    ),
    Format(
        "manifest",
        REGION,
        "manifest.json",
        mark("Manifest (JSON)"),
        mark("Berkas masukan dengan sidiknya, pengaturan, dan versi program."),
        "application/json",
        lambda edition, code: manifest_bytes(edition.study),
    ),
)

FORMATS: dict[str, Format] = {
    form.name: form
    for group in (
        *(SHORTLIST, WALL_MAP, WORKBOOK),
        *(PROFILE, PROPOSAL, CARD, PAGES),
        MEETING,
        *(LAYERS, LONG, TABLES_AND_MANIFEST),
    )
    for form in group
}
"""Name -> format, by who asks first: planner, founder and bank, village meeting, analyst."""
