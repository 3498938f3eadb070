"""The layers of an uploaded map, packed or not, and which one holds the villages."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import pandas as pd

from mapping.errors import InputError, QuestionError
from mapping.intake.gate.files import check_inflation, check_zip, read_entry, refuse_kind, show_name, sniff
from mapping.intake.gate.limits import Limits
from mapping.intake.outlines.kml import read_kml
from mapping.intake.outlines.shapefiles import check_parts, group_parts, join_parts
from mapping.intake.tables.columns import recognise_columns
from mapping.language import mark, tr

if TYPE_CHECKING:
    import zipfile

    import geopandas as gpd

ACCEPTED = mark(
    "GeoPackage, GeoJSON, shapefile (.shp, .shx, .dbf, .prj), GeoParquet, FlatGeobuf, KML/KMZ, atau TopoJSON"
)
LAYER_KEY = "batas.lapisan"
MAP_KINDS = ("gpkg", "geojson", "flatgeobuf", "topojson", "parquet", "kml")
MAP_ENDINGS = (".gpkg", ".geojson", ".json", ".geojsonl", ".fgb", ".topojson", ".parquet", ".geoparquet", ".kml")
AREAS = re.compile(r"polygon|unknown|surface|geometrycollection", re.I)
"""Types of layers that may hold areas, as GDAL names them."""


@dataclass(frozen=True)
class Layer:
    """One layer, not read yet.

    ``label`` is what the user sees and answers with; ``position`` counts within ``content``; ``features`` is -1 where
    the file does not say; ``areas`` tells whether it may hold polygons.
    """

    label: str
    kind: str
    content: bytes = field(repr=False)
    position: int
    headers: tuple[str, ...]
    features: int
    areas: bool


def unreadable(name: str) -> InputError:
    """The refusal of a map that its library cannot read; the library's own words name paths and are not shown."""
    return InputError(
        tr(
            'Berkas "{name}" rusak, terpotong, atau tidak memuat bidang peta. Kirim ulang berkas aslinya.',
            name=show_name(name),
        )
    )


def list_layers(content: bytes, name: str, limits: Limits) -> list[Layer]:
    """All layers of a file, also of several maps in one zip.

    Raises
    ------
    InputError
        Not a map, broken, or reaching for other files.
    """
    kind = sniff(content)
    if kind == "zip":
        return _list_zip(content, name, limits)
    return _list_map(content, kind, name, show_name(name), limits)


def _list_zip(content: bytes, name: str, limits: Limits) -> list[Layer]:
    entries = {entry.filename: entry for entry in check_zip(content, name, limits)}
    found: list[Layer] = []
    for label, parts in group_parts(list(entries)).items():
        check_parts(label, parts, name)
        joined = join_parts({part: read_entry(content, entries[path], name) for part, path in parts.items()})
        found += [_relabel(layer, label) for layer in _list_gdal(joined, "shapefile", name)]
    maps = [path for path in entries if path.lower().endswith(MAP_ENDINGS)]
    for path in maps:
        inner = read_entry(content, entries[path], name)
        kind = sniff(inner)
        if kind in MAP_KINDS:
            layers = _list_map(inner, kind, name, show_name(path), limits)
            found += _prefixed(layers, path) if len(maps) > 1 else layers
    if not found:
        raise _no_map(entries, name)
    return found


def _relabel(layer: Layer, label: str) -> Layer:
    return Layer(label, layer.kind, layer.content, layer.position, layer.headers, layer.features, layer.areas)


def _prefixed(layers: list[Layer], path: str) -> list[Layer]:
    """Several files of a zip may hold layers of the same name."""
    stem = PurePosixPath(show_name(path)).stem
    return [_relabel(layer, stem if len(layers) == 1 else f"{stem}: {layer.label}") for layer in layers]


def _no_map(entries: Mapping[str, zipfile.ZipInfo], name: str) -> InputError:
    if any(".gdb/" in path.lower() for path in entries):
        what = tr("memuat geodatabase ArcGIS (.gdb). Simpan ulang di QGIS atau ArcGIS sebagai GeoPackage.")
        return InputError(
            tr(
                'Berkas "{name}" {what} Yang diterima: {accepted}.',
                name=show_name(name),
                what=what,
                accepted=tr(ACCEPTED),
            )
        )
    return InputError(
        tr('Berkas "{name}" tidak memuat peta. Yang diterima: {accepted}.', name=show_name(name), accepted=tr(ACCEPTED))
    )


def _list_map(content: bytes, kind: str, name: str, label: str, limits: Limits) -> list[Layer]:
    if kind not in MAP_KINDS:
        raise refuse_kind(kind, name, ACCEPTED)
    stem = PurePosixPath(label).stem
    if kind == "kml":
        frame = read_kml(content, name)
        return [Layer(stem, kind, content, 0, tuple(map(str, frame.columns)), len(frame), True)]
    if kind == "parquet":
        return [_describe_parquet(content, name, stem, limits)]
    if kind in ("geojson", "topojson"):
        content = as_collection(content)
        check_links(content, name)
    return _list_gdal(content, kind, name)


def as_collection(content: bytes) -> bytes:
    """GeoJSON of any shape as GDAL takes it: features line by line or in a bare list become one collection.

    Examples
    --------
    >>> as_collection(b'{"type": "Feature"}\\n{"type": "Feature"}\\n')
    b'{"type":"FeatureCollection","features":[{"type": "Feature"},\\n{"type": "Feature"}]}'
    >>> as_collection(b'[{"type": "Feature"}]')
    b'{"type":"FeatureCollection","features":[{"type": "Feature"}]}'
    """
    body = content.removeprefix(b"\xef\xbb\xbf").strip()
    if body.startswith(b"["):
        return b'{"type":"FeatureCollection","features":' + body + b"}"
    lines = [line for line in body.replace(b"\x1e", b"\n").splitlines() if line.strip()]
    if len(lines) > 1 and all(line.startswith(b"{") and line.endswith(b"}") for line in lines):
        return b'{"type":"FeatureCollection","features":[' + b",\n".join(lines) + b"]}"
    return body.lstrip(b"\x1e")


def check_links(content: bytes, name: str) -> None:
    """Refuse a GeoJSON whose coordinate system stands at another address: GDAL would fetch it.

    Raises
    ------
    InputError
        Naming the file; the address is not opened.
    """
    plain = re.sub(rb"\\u00([2-7][0-9a-fA-F])", lambda found: bytes.fromhex(found[1].decode()), content)
    if re.search(rb'"crs"\s*:\s*\{[^{}]{0,400}(\{[^{}]{0,400})?"(href|url)"', plain):
        raise InputError(
            tr(
                'Berkas "{name}" menunjuk sistem koordinat (crs) di alamat lain; alamat itu tidak '
                "dibuka. Simpan ulang dengan crs EPSG:4326.",
                name=show_name(name),
            )
        )


def _list_gdal(content: bytes, kind: str, name: str) -> list[Layer]:
    import pyogrio

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # GDAL misses the file extension of bytes in memory
            named = [str(layer) for layer, _ in pyogrio.list_layers(content)]
            return [_describe(content, kind, position, label) for position, label in enumerate(named)]
    except Exception as error:  # GDAL raises many kinds
        raise unreadable(name) from error


def _describe(content: bytes, kind: str, position: int, label: str) -> Layer:
    import pyogrio

    info: dict[str, Any] = pyogrio.read_info(content, layer=position)
    areas = bool(AREAS.search(info["geometry_type"] or ""))
    headers = tuple(map(str, info["fields"]))
    return Layer(show_name(label), kind, content, position, headers, int(info["features"]), areas)


def _describe_parquet(content: bytes, name: str, label: str, limits: Limits) -> Layer:
    import pyarrow.parquet as pq

    try:
        meta = pq.read_metadata(io.BytesIO(content))
        inflated = sum(meta.row_group(i).total_byte_size for i in range(meta.num_row_groups))
        headers, rows = tuple(meta.schema.to_arrow_schema().names), meta.num_rows
    except Exception as error:  # Arrow raises many kinds on broken files
        raise unreadable(name) from error
    check_inflation(inflated, len(content), name, limits)
    return Layer(label, "parquet", content, 0, headers, rows, True)


def read_layer(layer: Layer, name: str) -> gpd.GeoDataFrame:
    """Features of one layer.

    Raises
    ------
    InputError
        Broken.
    """
    import geopandas as gpd
    import pyogrio

    if layer.kind == "kml":
        return read_kml(layer.content, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # GDAL's words about details would go to the server's log
            if layer.kind == "parquet":
                frame = gpd.read_parquet(io.BytesIO(layer.content))
            else:
                frame = pyogrio.read_dataframe(layer.content, layer=layer.position, use_arrow=True)
            for position, kind in enumerate(frame.dtypes):
                if kind == "str":
                    frame.isetitem(position, _mend_text(frame.iloc[:, position]))
    except Exception as error:  # GDAL and Arrow raise many kinds; their words name paths
        raise unreadable(name) from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise unreadable(name)
    return frame


def _mend_text(cells: pd.Series) -> pd.Series:
    """Text that is no UTF-8 read as Windows-1252, which old programs write; GDAL hands bytes on unseen."""
    import pyarrow as pa

    array = pa.chunked_array(pa.array(cells, from_pandas=True))
    try:
        array.validate(full=True)
        return cells
    except pa.ArrowInvalid:
        texts = [cell and _decode(cell) for cell in array.cast(pa.large_binary()).to_pylist()]
        return pd.Series(texts, index=cells.index, dtype="str")


def _decode(cell: bytes) -> str:
    try:
        return cell.decode()
    except UnicodeDecodeError:
        return cell.decode("cp1252", errors="replace")


def choose_layer(
    layers: list[Layer], name: str, answer: str, chosen: Mapping[str, str] | None = None
) -> tuple[Layer, list[Layer]]:
    """The layer that holds villages, and those that are left.

    Areas with a name or code column of villages could be villages. One such layer is taken; of several the user is
    asked.

    Parameters
    ----------
    answer : str
        Label of the layer the user chose; ``""`` when not asked yet.
    chosen : mapping, optional
        Header -> our column name, as the user mapped them.

    Raises
    ------
    QuestionError
        ``batas.lapisan``: more than one layer could be villages.
    InputError
        No layer with areas.
    """
    drawn = [layer for layer in layers if layer.areas and layer.features != 0]
    if not drawn:
        raise unreadable(name)
    known = {id(layer): _village_columns(layer.headers, chosen) for layer in drawn}
    able = [layer for layer in drawn if known[id(layer)]] or drawn
    picked = [layer for layer in drawn if layer.label == answer] if answer else able
    if len(picked) != 1:
        ranked = sorted(able, key=lambda layer: (-known[id(layer)], -layer.features))
        raise _ask_layer(ranked, name)
    return picked[0], [layer for layer in layers if layer is not picked[0]]


def _village_columns(headers: Iterable[str], chosen: Mapping[str, str] | None) -> int:
    """How many of our columns a layer has; 0 without a name or code of villages."""
    columns = recognise_columns(list(headers), "boundary", **({"chosen": dict(chosen)} if chosen else {}))
    return len(columns) if {"name", "code", "bps_code", "bps_village", "pbb_village"} & columns.keys() else 0


def _ask_layer(layers: list[Layer], name: str) -> QuestionError:
    options = {layer.label: tr("{features} bidang", features=layer.features) for layer in layers}
    shown = ", ".join(f'"{label}" ({count})' for label, count in options.items())
    return QuestionError(
        tr(
            'Berkas "{name}" memuat {layers} lapisan yang dapat berisi kelurahan/desa: {shown}. '
            "Pilih lapisan yang memuat batas kelurahan/desa.",
            name=show_name(name),
            layers=len(layers),
            shown=shown,
        ),
        LAYER_KEY,
        options,
    )
