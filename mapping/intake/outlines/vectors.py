"""Map files -> raw features with a CRS. Everything that opens foreign bytes goes through ``read_vector``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mapping.errors import InputError, QuestionError
from mapping.intake.gate.files import check_size, show_name
from mapping.intake.gate.limits import Limits, read_limits
from mapping.intake.gate.worker import Tick, no_tick, parse_apart
from mapping.intake.outlines.layers import LAYER_KEY, Layer, choose_layer, list_layers, read_layer
from mapping.intake.wording import say_number
from mapping.language import mark, tr

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

CRS_KEY = "batas.crs"
CRS_OPTIONS = {
    "EPSG:4326": mark("Derajat bujur dan lintang (WGS 84)"),
    "EPSG:32748": mark("Meter, UTM zona 48 Selatan (Jawa bagian barat, Sumatera bagian selatan)"),
    "EPSG:32749": mark("Meter, UTM zona 49 Selatan (Jawa bagian tengah dan timur)"),
    "EPSG:32750": mark("Meter, UTM zona 50 Selatan (Bali, Nusa Tenggara, Sulawesi bagian barat)"),
}
BY_CONVENTION = ("geojson", "topojson")
"""Formats that are in degrees unless the file says otherwise."""
Remark = dict[str, str]
"""A finding as ``Findings.note`` takes it: ``kind, what, done, level``."""


def read_vector(
    content: bytes,
    name: str,
    answers: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    chosen: Mapping[str, str] | None = None,
    tick: Tick = no_tick,
) -> tuple[gpd.GeoDataFrame, list[Remark]]:
    """Features of a boundary file with the CRS it declares, or the one the user named.

    Nothing but the bytes decides what is opened; no path, no network. Runs in a process of its own unless
    ``limits.apart`` is off.

    Parameters
    ----------
    content : bytes
        GeoPackage, GeoJSON, zipped shapefile, GeoParquet, FlatGeobuf, KML, KMZ or TopoJSON, whatever its name says.
    name : str
        For messages only; never used as a path.
    answers : mapping, optional
        Of the user, by key: ``batas.lapisan``, ``batas.crs``.
    limits : Limits, optional
        Those of the command line when not given.
    chosen : mapping, optional
        Header -> our column name, as the user mapped them.
    tick : callable, optional
        Called while the file is read in a process of its own (``limits.apart``); may stop it by raising.

    Returns
    -------
    frame : GeoDataFrame
        One row a feature, index 0...; geometry as received, attributes as received.
    remarks : list of dict
        How it was read, as ``Findings.note`` takes it.

    Raises
    ------
    InputError
        Not a map, broken, too large, or reaching for other files.
    QuestionError
        ``batas.lapisan``: several layers could be villages. ``batas.crs``: the file does not say its CRS.
    """
    answers, limits = answers or {}, limits or read_limits()
    check_size(content, name, limits)
    if limits.apart:
        arguments = {"answers": dict(answers), "chosen": dict(chosen or {})}
        frame, remarks = parse_apart("outlines", content, name, arguments, limits, tick)
        return frame, remarks
    layers = list_layers(content, name, limits)
    layer, others = choose_layer(layers, name, answers.get(LAYER_KEY, ""), chosen)
    if limits.features and layer.features > limits.features:
        raise _too_many(layer.features, "wilayah", limits.features, name)
    frame = read_layer(layer, name)
    _check_content(frame, name, limits)
    remarks = _say_layers(layer, others) if others else []
    frame, said = _with_crs(_plain(frame), layer, name, answers.get(CRS_KEY, ""))
    return frame.reset_index(drop=True), remarks + said


def _say_layers(layer: Layer, others: list[Layer]) -> list[Remark]:
    left = ", ".join(f'"{other.label}"' for other in others)[:400]
    what, done = (
        tr('lapisan "{label}" yang dibaca', label=layer.label),
        tr("lapisan lain tidak dibaca: {left}", left=left),
    )
    return [{"kind": mark("lapisan"), "what": what, "done": done, "level": "info"}]


ADVICE = {
    mark("wilayah"): mark("Bagi per kabupaten, lalu kirim satu per satu."),
    mark("titik batas"): mark("Sederhanakan garisnya di QGIS (Simplify), lalu kirim ulang."),
    mark("kolom"): mark("Hapus kolom yang tidak perlu, lalu kirim ulang."),
}


def _too_many(count: int, what: str, limit: int, name: str) -> InputError:
    """``what`` is one of ``ADVICE``, in which nothing is translated yet."""
    return InputError(
        tr(
            'Berkas "{name}" memuat {count} {what}; batasnya {limit}. {advice}',
            name=show_name(name),
            count=say_number(count),
            what=tr(what),
            limit=say_number(limit),
            advice=tr(ADVICE[what]),
        )
    )


def _check_content(frame: gpd.GeoDataFrame, name: str, limits: Limits) -> None:
    import shapely

    if frame.empty:
        raise InputError(tr('Berkas "{name}" tidak memuat satu wilayah pun.', name=show_name(name)))
    vertices = int(shapely.get_num_coordinates(frame.geometry.array).sum())
    if limits.vertices and vertices > limits.vertices:
        raise _too_many(vertices, "titik batas", limits.vertices, name)
    if limits.features and len(frame) > limits.features:
        raise _too_many(len(frame), "wilayah", limits.features, name)
    if limits.columns and frame.shape[1] - 1 > limits.columns:
        raise _too_many(frame.shape[1] - 1, "kolom", limits.columns, name)


def _plain(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Without further geometry columns and raw bytes, which say nothing about villages."""
    other = [
        position
        for position, (column, kind) in enumerate(frame.dtypes.items())
        if str(column) != frame.geometry.name and (str(kind) == "geometry" or _holds_bytes(frame.iloc[:, position]))
    ]
    return frame.iloc[:, [position for position in range(frame.shape[1]) if position not in other]]


def _holds_bytes(column: pd.Series) -> bool:
    return column.dtype == object and column.map(lambda cell: isinstance(cell, bytes)).any()


def _with_crs(frame: gpd.GeoDataFrame, layer: Layer, name: str, asked: str) -> tuple[gpd.GeoDataFrame, list[Remark]]:
    """The declared CRS stands, unless the numbers cannot be degrees and the user named another."""
    projected = _looks_projected(frame)
    declared = frame.crs is not None and (layer.kind not in BY_CONVENTION or b'"crs"' in layer.content)
    if declared and not (frame.crs.is_geographic and projected):
        return frame, []
    if layer.kind in BY_CONVENTION and not declared and not projected:
        return frame.set_crs("EPSG:4326", allow_override=True), []
    if not asked:
        raise _crs_wrong(frame, name) if declared else _crs_missing(name)
    from pyproj.exceptions import CRSError

    try:
        named = frame.set_crs(asked, allow_override=True)
    except CRSError as error:
        raise InputError(
            tr('Sistem koordinat "{asked}" tidak dikenal. Tulis seperti EPSG:4326.', asked=asked[:40])
        ) from error
    what, done = (
        tr("berkas tidak menyebut sistem koordinat yang benar"),
        tr("dipakai pilihan Anda: {asked}", asked=asked),
    )
    return named, [{"kind": mark("sistem koordinat"), "what": what, "done": done, "level": "warn"}]


def _crs_missing(name: str) -> QuestionError:
    return QuestionError(
        tr(
            'Berkas "{name}" tidak menyebut sistem koordinat (misalnya tanpa .prj). Pilih sistem '
            "koordinatnya: EPSG:4326 bila angkanya derajat, atau UTM, misalnya EPSG:32749 untuk Jawa "
            "bagian timur.",
            name=show_name(name),
        ),
        CRS_KEY,
        {crs: tr(said) for crs, said in CRS_OPTIONS.items()},
        free=True,
    )


def _crs_wrong(frame: gpd.GeoDataFrame, name: str) -> InputError:
    return InputError(
        tr(
            'Berkas "{name}" mengaku memakai derajat ({to_string}), tetapi angkanya melewati bujur '
            "180 (|lon|>180): tampak seperti meter UTM. Pilih sistem koordinat yang benar, misalnya "
            "EPSG:32749.",
            name=show_name(name),
            to_string=frame.crs.to_string(),
        )
    )


def _looks_projected(frame: gpd.GeoDataFrame) -> bool:
    """Most features lie outside the globe in degrees; single wild ones are rejected later, one by one."""
    outside = (frame.geometry.bounds.abs() > 180).any(axis=1)
    filled = ~frame.geometry.isna()
    return bool(filled.any() and outside[filled].mean() > 0.9)
