"""What an offline page carries, made small: outlines in whole steps, tables by columns, all of it in one text."""

from __future__ import annotations

import base64
import gzip
import json
import math
from typing import Any

import numpy as np
import pandas as pd

from mapping.present.mapdata import KNOWN, MapShown
from mapping.present.mappayload import escape_text

PLAIN_UP_TO = 300_000
"""Data of up to so many bytes stay unpacked, so that browsers without DecompressionStream open the page, too."""


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


def pack_table(table: pd.DataFrame, shown: MapShown) -> dict[str, Any]:
    """Columns and rows; of what is not known only the cells that repeat its code, name or kecamatan.

    Codes are escaped like those of the outlines; all other texts are put on the page as text nodes. A column that
    repeats the names on the map, or their kecamatan, is told as such and travels once for all layers.

    Returns
    -------
    dict
        ``columns``: ``[heading, "text" | "number" | "name" | "kecamatan", decimals]``; ``rows``: ``[code, state, cell,
        ...]`` with None for what is not known and for names.
    """
    order = {str(code): place for place, code in enumerate(shown.codes)}
    codes = [str(code) for code in table.index]
    at = [order.get(code) for code in codes]
    columns = [_column(table[name], at, shown) for name in table.columns]
    lists = [_cells(table[name], *kind) for name, kind in zip(table.columns, columns, strict=True)]
    rows = []
    for row, (code, place) in enumerate(zip(codes, at, strict=True)):
        cells = [cells[row] for cells in lists]
        if place is None or shown.states[place] != KNOWN:
            names = {code} if place is None else {code, shown.names[place], shown.kecamatan[shown.places[place]]}
            cells = [cell if cell in names else None for cell in cells]
        rows.append([escape_text(code), 0 if place is None else int(shown.states[place]), *cells])
    return {"columns": [[str(n), *kind] for n, kind in zip(table.columns, columns, strict=True)], "rows": rows}


def _column(column: pd.Series, at: list[int | None], shown: MapShown) -> tuple[str, int]:
    """What a column holds, and with how many decimals its numbers are shown."""
    if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        if None not in at and len(at):
            told = column.astype(str).tolist()
            if told == [str(shown.names[place]) for place in at if place is not None]:
                return "name", 0
            if told == [str(shown.kecamatan[shown.places[place]]) for place in at if place is not None]:
                return "kecamatan", 0
        return "text", 0
    known = column.dropna().to_numpy(float)
    if not known.size or (known == np.rint(known)).all():
        return "number", 0
    return "number", 2 if np.abs(known).max() < 10 else 1


def _cells(column: pd.Series, kind: str, digits: int) -> list[Any]:
    if kind in ("name", "kecamatan"):
        return [None] * len(column)
    if kind == "number":
        return [None if math.isnan(v) else round(v, digits + 1) for v in column.astype(float).tolist()]
    return [None if pd.isna(value) else str(value) for value in column.tolist()]


def pack_data(told: dict[str, Any]) -> tuple[str, bool]:
    """Data as text that cannot end its element: JSON without ``<``, or gzip in base64 where that is long (True)."""
    text = json.dumps(told, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    text = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    body = text.encode("utf-8", errors="replace")
    if len(body) <= PLAIN_UP_TO:
        return body.decode(), False
    return base64.b64encode(gzip.compress(body, 9, mtime=0)).decode(), True
