"""The files of a shared view, made outside the session: everything that they need is handed over."""

from __future__ import annotations

from functools import cache

import pandas as pd

import mapping
from mapping.knowledge.formats import say_date
from mapping.language import speaking, tr
from mapping.present.mapdata import MapShown
from mapping.ui.cache import View
from mapping.ui.scoring import setup_id
from mapping.ui.server import MAP_SCRIPTS, OWN_FILES, leaflet_folder


def stamp(view: View, today: str) -> str:
    """Which program, which settings, which day; in the language in force."""
    setup = view.study.settings.setup
    return tr(
        "Peta Potensi Koperasi {version} · pengaturan skor {name} ({key}) · dibuat {day}",
        version=mapping.__version__,
        name=tr(setup.name) or tr("bawaan"),
        key=setup_id(setup)[:8],
        day=say_date(today),
    )


def picture_file(code: str, view: View, shown: MapShown, today: str) -> bytes:
    """The view as PNG; a download has no session, so the language is told."""
    from mapping.present.picture import draw_picture, png_bytes

    settings = view.study.settings
    with speaking(code):
        drawn = draw_picture(
            view.study.kelurahan,
            shown,
            region=settings.region,
            notes=shown.notes,
            stamp=stamp(view, today),
            synthetic=settings.synthetic,
        )
    return png_bytes(drawn)


@cache
def page_parts() -> dict[str, str]:
    """Scripts and styles that the offline page carries inside."""
    leaflet = leaflet_folder()
    files = {"leaflet_js": leaflet / "leaflet.js"} | {f"{name}_js": OWN_FILES / f"{name}.js" for name in MAP_SCRIPTS}
    files |= {"leaflet_css": leaflet / "leaflet.css", "map_css": OWN_FILES / "peta.css"}
    return {name: path.read_text(encoding="utf-8") for name, path in files.items()}


def offline_file(code: str, view: View, shown: MapShown, table: pd.DataFrame, today: str) -> bytes:
    """The view as one page that opens without network; a download has no session, so the language is told."""
    from mapping.present.offline import write_offline

    settings = view.study.settings
    with speaking(code):
        return write_offline(
            view.outlines.body,
            view.outlines.bounds,
            shown,
            table,
            page_parts(),
            region=settings.region,
            stamp=stamp(view, today),
            synthetic=settings.synthetic,
        )
