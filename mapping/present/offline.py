"""A view as one page that opens from a phone's storage: map, search and table inside, nothing fetched.

Scripts run only where their checksum stands in the page's own policy; all data lie in one block that is never
executed. Texts on the map pass ``escape_all``, all others are written as text nodes or escaped here.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mapping.errors import MappingError
from mapping.language import LOCALES, language, tr
from mapping.present.mapdata import KNOWN, MapKinds, MapPairs, MapShown
from mapping.present.mappayload import escape_all, escape_text, map_payload

HERE = Path(__file__).parent / "static"
LARGEST = 2_000_000
"""Bytes of the whole page: what messengers and old phones take without complaint."""
COARSER = (1, 5, 25)
"""Outlines are told in steps so much longer where the page would be larger than that."""
PLAIN_UP_TO = 300_000
"""Data of up to so many bytes stay unpacked, so that browsers without DecompressionStream open the page, too."""
CANVAS_FROM = 3_000
"""From this many outlines on the map is painted on one canvas."""


def write_offline(
    outlines: bytes,
    bounds: tuple[float, float, float, float],
    shown: MapShown,
    table: pd.DataFrame,
    parts: dict[str, str],
    *,
    region: str,
    stamp: str = "",
    synthetic: bool = False,
) -> bytes:
    """The page.

    Parameters
    ----------
    outlines : bytes
        Gzipped JSON as the app serves it: ``kelurahan``, ``kecamatan`` (FeatureCollections), ``labels``.
    bounds : (west, south, east, north)
        Degrees.
    shown : MapValues, MapKinds or MapPairs
        What the map says. Values that are unknown or suppressed do not enter the page.
    table : DataFrame
        The list, best first; index is the code of ``shown``, columns are words for the reader. Of rows whose
        state is not ``KNOWN`` only names and codes are kept.
    parts : dict of str
        Texts of scripts (keys ending in ``_js``, Leaflet's first, in order) and style sheets (``_css``).
    region : str
        Name under the title.
    stamp : str
        Last line: tool, version, settings, date.
    synthetic : bool
        Write "data sintetis" beside the region.

    Returns
    -------
    bytes
        UTF-8 HTML; the same for the same input. Cost: 0.1 s for a city, some 2 s for 8,000 kelurahan.

    Raises
    ------
    MappingError
        The page would be larger than ``LARGEST``.
    """
    west, south, east, north = bounds
    body = json.loads(gzip.decompress(outlines))
    told = {
        "shown": escape_all(map_payload(shown)),
        "bounds": [[south, west], [north, east]],
        "canvas": len(shown.codes) >= CANVAS_FROM,
        "table": _table(table, shown),
        "words": _words(),
        "locale": LOCALES[language()].replace("_", "-"),
    }
    for coarser in COARSER:
        data, packed = _pack(told | {"outlines": pack_outlines(body, bounds, coarser)})
        page = _page(data, packed, parts, shown, region, stamp, synthetic).encode()
        if len(page) <= LARGEST:
            break
    else:
        raise MappingError(
            tr(
                "Halaman luring akan sebesar {size} MB, lebih dari 2 MB. Saring dahulu satu kecamatan, "
                "atau pakai gambar (PNG).",
                size=f"{len(page) / 1e6:.1f}",
            )
        )
    return page


def pack_outlines(body: dict[str, Any], bounds: tuple[float, float, float, float], coarser: int = 1) -> dict[str, Any]:
    """Outlines as whole steps from corner to corner; half the bytes of GeoJSON once packed.

    A step is a metre for a city and 11 m where the region is wider than two degrees, times ``coarser``.

    Returns
    -------
    dict
        ``step`` (degrees), ``labels``, and for ``kelurahan`` and ``kecamatan`` a list of ``[id, [[ring, ...], ...]]``
        with rings ``[x, y, dx, dy, ...]`` in steps.
    """
    west, south, east, north = bounds
    step = (1e-5 if max(east - west, north - south) < 2 else 1e-4) * coarser
    packed: dict[str, Any] = {"step": step, "labels": body["labels"]}
    for level in ("kelurahan", "kecamatan"):
        packed[level] = [[f["id"], _steps(f["geometry"], step)] for f in body[level]["features"]]
    return packed


def _steps(geometry: dict[str, Any], step: float) -> list[list[list[int]]]:
    kind, told = geometry["type"], geometry.get("coordinates", [])
    polygons = told if kind == "MultiPolygon" else [told] if kind == "Polygon" else []
    if kind == "GeometryCollection":
        return [polygon for part in geometry["geometries"] for polygon in _steps(part, step)]
    return [[_ring(ring, step) for ring in polygon] for polygon in polygons]


def _ring(ring: list[list[float]], step: float) -> list[int]:
    whole = np.rint(np.asarray(ring, float) / step).astype(np.int64)
    moved = np.vstack([whole[:1], np.diff(whole, axis=0)])
    keep = np.append(True, (moved[1:] != 0).any(axis=1))
    return [int(value) for value in moved[keep].ravel()]


def _table(table: pd.DataFrame, shown: MapShown) -> dict[str, Any]:
    """Columns and rows; of what is not known only the cells that repeat its code, name or kecamatan.

    Codes are escaped like those of the outlines; all other texts are put on the page as text nodes.
    """
    order = {str(code): place for place, code in enumerate(shown.codes)}
    rows, codes = [], [str(code) for code in table.index]
    columns = [_column(table[name]) for name in table.columns]
    lists = [_cells(table[name]) for name in table.columns]
    for at, code in enumerate(codes):
        place = order.get(code)
        cells = [cells[at] for cells in lists]
        if place is None or shown.states[place] != KNOWN:
            names = {code} if place is None else {code, shown.names[place], shown.kecamatan[shown.places[place]]}
            cells = [cell if cell in names else None for cell in cells]
        state = 0 if place is None else int(shown.states[place])
        rows.append([escape_text(code), state, *cells])
    return {"columns": [[str(n), *kind] for n, kind in zip(table.columns, columns, strict=True)], "rows": rows}


def _column(column: pd.Series) -> tuple[str, int]:
    """Whether a column is of numbers, and with how many decimals they are shown."""
    if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        return "text", 0
    known = column.dropna().to_numpy(float)
    if not known.size or (known == np.rint(known)).all():
        return "number", 0
    return "number", 2 if np.abs(known).max() < 10 else 1


def _cells(column: pd.Series) -> list[Any]:
    kind, digits = _column(column)
    if kind == "number":
        return [None if math.isnan(v) else round(v, digits + 1) for v in column.astype(float).tolist()]
    return [None if pd.isna(value) else str(value) for value in column.tolist()]


def _words() -> dict[str, str]:
    return {
        "unknown": tr("belum cukup data"),
        "few": tr("kurang dari 3 usaha"),
        "found": tr("{n} dari {all} ditampilkan"),
        "none": tr("Tidak ada yang cocok. Coba sebagian namanya saja."),
        "more": tr("Tampilkan lebih banyak"),
    }


def _pack(told: dict[str, Any]) -> tuple[str, bool]:
    """Data as text that cannot end its element: JSON without ``<``, or gzip in base64 where that is long."""
    text = json.dumps(told, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    text = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    body = text.encode("utf-8", errors="replace")
    if len(body) <= PLAIN_UP_TO:
        return body.decode(), False
    return base64.b64encode(gzip.compress(body, 9, mtime=0)).decode(), True


def _how_to_read(shown: MapShown) -> str:
    """Two sentences for who has never seen such a map."""
    if isinstance(shown, MapPairs):
        first = tr("Tiap warna menggabungkan dua hal: {first} dan {second}.", **_pair_labels(shown))
    elif isinstance(shown, MapKinds):
        first = tr("Tiap warna adalah satu golongan seperti di legenda; arsiran berarti belum diketahui.")
    else:
        first = tr("Tiap warna adalah satu kelas nilai seperti di legenda; arsiran berarti belum diketahui, bukan nol.")
    return (
        first + " " + tr("Ketuk wilayah atau cari namanya untuk melihat angkanya; ketuk judul kolom untuk mengurutkan.")
    )


def _pair_labels(shown: MapPairs) -> dict[str, str]:
    return {"first": shown.first_label, "second": shown.second_label}


def _script(text: str) -> tuple[str, str]:
    """A script element and the checksum by which the policy lets it run."""
    safe = re.sub(r"//# sourceMappingURL=\S*", "", text).replace("</script", "<\\/script").replace("<!--", "<\\!--")
    mark = base64.b64encode(hashlib.sha256(safe.encode()).digest()).decode()
    return f"<script>{safe}</script>", f"'sha256-{mark}'"


def _style(texts: Sequence[str]) -> str:
    """One style element; pictures of Leaflet's that the map does not use are left out."""
    whole = re.sub(r"url\((?!#)[^)]*\)", "none", "\n".join(texts))
    return "<style>" + whole.replace("</style", "<\\/style") + "</style>"


def _page(
    data: str, packed: bool, parts: dict[str, str], shown: MapShown, region: str, stamp: str, synthetic: bool
) -> str:
    scripts = [text for name, text in parts.items() if name.endswith("_js")]
    made = [_script(text) for text in [*scripts, (HERE / "luring.js").read_text(encoding="utf-8")]]
    styles = [text for name, text in parts.items() if name.endswith("_css")]
    policy = (
        f"default-src 'none'; script-src {' '.join(mark for _, mark in made)}; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    texts = {
        "lang": language(),
        "title": shown.title,
        "region": region,
        "badge": tr("data sintetis") if synthetic else "",
        "read": _how_to_read(shown),
        "search": tr("Cari"),
        "hint": tr("Nama atau kode wilayah"),
        "map": tr("Peta"),
        "list": tr("Daftar"),
        "stamp": stamp,
        "old": tr("Peramban ini sudah usang: halaman ini tidak bisa dibuka. Perbarui Chrome, Firefox, atau Safari."),
    }
    page = (HERE / "luring.html").read_text(encoding="utf-8")
    filled = {name: escape_text(text) for name, text in texts.items()}
    filled["notes"] = "".join(f"<li>{escape_text(note)}</li>" for note in shown.notes)
    filled |= {"policy": policy, "data": data, "kind": "gzip" if packed else "json"}
    filled["styles"] = _style([*styles, (HERE / "luring.css").read_text(encoding="utf-8")])
    filled["scripts"] = "\n".join(element for element, _ in made)
    return re.sub(r"\{\{(\w+)\}\}", lambda place: filled[place[1]], page)
