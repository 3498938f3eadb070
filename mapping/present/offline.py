"""A page that opens from a phone's storage: map, search and tables inside, nothing fetched.

Scripts run only where their checksum stands in the page's own policy; all data lie in one block that is never
executed. Texts on the map pass ``escape_all``, all others are written as text nodes or escaped here.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from mapping.errors import MappingError
from mapping.language import LOCALES, language, tr
from mapping.present.mapdata import MapKinds, MapPairs, MapShown
from mapping.present.mappayload import escape_all, escape_text, map_payload, map_register, map_speech
from mapping.present.packing import pack_data, pack_outlines, pack_table
from mapping.present.scripts import page_parts

HERE = Path(__file__).parent / "static"
LARGEST = 2_000_000
"""Bytes of the whole page: what messengers and old phones take without complaint."""
COARSER = (1, 5, 25)
"""Outlines are told in steps so much longer where the page would be larger than that."""
CANVAS_FROM = 3_000
"""From this many outlines on the map is painted on one canvas."""


@dataclass(frozen=True)
class Layer:
    """One colouring of the page's map, and the list beside it.

    Parameters
    ----------
    shown : MapValues, MapKinds or MapPairs
        Values that are unknown or suppressed do not enter the page.
    table : DataFrame
        The list, best first; index is the code of ``shown``, columns are words for the reader. Of rows whose state is
        not ``KNOWN`` only names and codes are kept.
    """

    shown: MapShown
    table: pd.DataFrame


@dataclass(frozen=True)
class Words:
    """What stands around the map.

    Parameters
    ----------
    title, region : str
        Heading, and the line below it; plain texts.
    stamp : str
        Last line: region, data date, settings, version, checksums.
    label : str
        ``"data sintetis"`` or ``""``.
    before, after : str
        HTML above and below the map, of which every text is escaped already (``files.hypertext``).
    """

    title: str
    region: str
    stamp: str = ""
    label: str = ""
    before: str = ""
    after: str = ""


def write_offline(
    outlines: bytes, bounds: tuple[float, float, float, float], layers: Sequence[Layer], words: Words
) -> bytes:
    """The page.

    Parameters
    ----------
    outlines : bytes
        Gzipped JSON as the app serves it: ``kelurahan``, ``kecamatan`` (FeatureCollections), ``labels``.
    bounds : (west, south, east, north)
        Degrees.
    layers : sequence of Layer
        At least one, the first is shown first; of several the reader picks.
    words : Words
        Title, region, label, stamp.

    Returns
    -------
    bytes
        UTF-8 HTML; the same for the same input. Cost: 0.1 s for a city, some 2 s a layer for 8,000 kelurahan.

    Raises
    ------
    MappingError
        The page would be larger than ``LARGEST``.
    """
    west, south, east, north = bounds
    body = json.loads(gzip.decompress(outlines))
    first = layers[0].shown
    told = {
        "register": escape_all(map_register(first)),
        "layers": [_layer(layer, first) for layer in layers],
        "speech": escape_all(map_speech()),
        "bounds": [[south, west], [north, east]],
        "canvas": len(first.codes) >= CANVAS_FROM,
        "words": _words(),
        "locale": LOCALES[language()].replace("_", "-"),
    }
    for coarser in COARSER:
        data, packed = pack_data(told | {"outlines": pack_outlines(body, bounds, coarser)})
        page = _page(data, packed, layers, words).encode("utf-8", errors="replace")
        if len(page) <= LARGEST:
            return page
    raise MappingError(
        tr(
            "Halaman luring akan sebesar {size} MB, lebih dari 2 MB. Saring dahulu satu kecamatan, "
            "atau pakai gambar (PNG).",
            size=f"{len(page) / 1e6:.1f}",
        )
    )


def _layer(layer: Layer, first: MapShown) -> dict[str, Any]:
    """What a layer adds to the register; one that shows other places than the first brings its own."""
    shown = layer.shown
    same = map_register(shown) == map_register(first)
    payload = map_payload(shown, register="register" if same else "")["maps"][0]
    payload.pop("register", None)
    how = escape_text(_how_to_read(shown))
    return {"map": escape_all(payload), "table": pack_table(layer.table, shown), "how": how}


def _words() -> dict[str, str]:
    return {
        "unknown": tr("belum cukup data"),
        "few": tr("angka disembunyikan"),
        "found": tr("{n} dari {all} ditampilkan"),
        "none": tr("Tidak ada yang cocok. Coba sebagian namanya saja."),
        "more": tr("Tampilkan lebih banyak"),
    }


def _how_to_read(shown: MapShown) -> str:
    """Two sentences for who has never seen such a map."""
    if isinstance(shown, MapPairs):
        labels = {"first": shown.first_label, "second": shown.second_label}
        first = tr("Tiap warna menggabungkan dua hal: {first} dan {second}.", **labels)
    elif isinstance(shown, MapKinds):
        first = tr("Tiap warna adalah satu golongan seperti di legenda; arsiran berarti belum diketahui.")
    else:
        first = tr("Tiap warna adalah satu kelas nilai seperti di legenda; arsiran berarti belum diketahui, bukan nol.")
    return (
        first + " " + tr("Ketuk wilayah atau cari namanya untuk melihat angkanya; ketuk judul kolom untuk mengurutkan.")
    )


def _script(text: str) -> tuple[str, str]:
    """A script element and the checksum by which the policy lets it run."""
    safe = re.sub(r"//# sourceMappingURL=\S*", "", text).replace("</script", "<\\/script").replace("<!--", "<\\!--")
    mark = base64.b64encode(hashlib.sha256(safe.encode()).digest()).decode()
    return f"<script>{safe}</script>", f"'sha256-{mark}'"


def _style(texts: Sequence[str]) -> str:
    """One style element; pictures of Leaflet's that the map does not use are left out."""
    whole = re.sub(r"url\((?!#)[^)]*\)", "none", "\n".join(texts))
    return "<style>" + whole.replace("</style", "<\\/style") + "</style>"


def _page(data: str, packed: bool, layers: Sequence[Layer], words: Words) -> str:
    parts = page_parts()
    scripts = [text for name, text in parts.items() if name.endswith("_js")]
    made = [_script(text) for text in [*scripts, (HERE / "luring.js").read_text(encoding="utf-8")]]
    styles = [text for name, text in parts.items() if name.endswith("_css")]
    policy = (
        f"default-src 'none'; script-src {' '.join(mark for _, mark in made)}; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    first = layers[0].shown
    texts = {
        "lang": language(),
        "title": words.title,
        "region": words.region,
        "badge": words.label,
        "read": _how_to_read(first),
        "search": tr("Cari"),
        "hint": tr("Nama atau kode wilayah"),
        "map": tr("Peta"),
        "list": tr("Daftar"),
        "choose": tr("Yang ditampilkan"),
        "stamp": words.stamp,
        "old": tr("Peramban ini sudah usang: halaman ini tidak bisa dibuka. Perbarui Chrome, Firefox, atau Safari."),
    }
    page = (HERE / "luring.html").read_text(encoding="utf-8")
    filled = {name: escape_text(text) for name, text in texts.items()}
    titles = [escape_text(layer.shown.title) for layer in layers]
    filled["options"] = "".join(f'<option value="{at}">{title}</option>' for at, title in enumerate(titles))
    filled |= {"single": "" if len(layers) > 1 else "hidden", "before": words.before, "after": words.after}
    filled["notes"] = "".join(f"<li>{escape_text(note)}</li>" for note in first.notes)
    filled |= {"policy": policy, "data": data, "kind": "gzip" if packed else "json"}
    filled["styles"] = _style([*styles, (HERE / "luring.css").read_text(encoding="utf-8")])
    filled["scripts"] = "\n".join(element for element, _ in made)
    return re.sub(r"\{\{(\w+)\}\}", lambda place: filled[place[1]], page)
