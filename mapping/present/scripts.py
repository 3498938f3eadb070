"""The map's scripts and styles: where they lie, and their texts for a page that carries them inside."""

from __future__ import annotations

from functools import cache
from pathlib import Path

MAP_FILES = Path(__file__).parent / "static" / "peta"
MAP_SCRIPTS = ("kata", "arsir", "legenda", "titipan", "tanda", "papan", "peta")
"""The map's own scripts, in the order they run."""


@cache
def leaflet_folder() -> Path:
    """Where the installed Leaflet lies."""
    from xstatic.pkg import leaflet

    return Path(leaflet.BASE_DIR)


def map_files() -> dict[str, Path]:
    """Every script (keys ending in ``_js``, Leaflet's first, in the order they run) and style sheet (``_css``)."""
    leaflet = leaflet_folder()
    files = {"leaflet_js": leaflet / "leaflet.js"} | {f"{name}_js": MAP_FILES / f"{name}.js" for name in MAP_SCRIPTS}
    return files | {"leaflet_css": leaflet / "leaflet.css", "map_css": MAP_FILES / "peta.css"}


@cache
def page_parts() -> dict[str, str]:
    """The texts of :func:`map_files`."""
    return {name: path.read_text(encoding="utf-8") for name, path in map_files().items()}
