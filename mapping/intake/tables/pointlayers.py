"""Maps of businesses: point layers of GeoJSON, GeoPackage, shapefile and the like -> sheets with lon and lat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.errors import InputError, QuestionError
from mapping.intake.gate.files import show_name
from mapping.intake.gate.limits import Limits
from mapping.intake.outlines.layers import Layer, list_layers, read_layer
from mapping.intake.outlines.vectors import CRS_OPTIONS
from mapping.intake.tables.columns import recognise_columns
from mapping.intake.tables.sheets import Remark, Sheet, check_extent, frame_of_columns, text_column
from mapping.language import mark, tr

if TYPE_CHECKING:
    import geopandas as gpd

CRS_KEY = "survei.crs"


def read_points(content: bytes, name: str, answers: Mapping[str, str], limits: Limits) -> list[Sheet]:
    """Every point layer of a map as a sheet: heads in row 1, feature ``i`` in row ``i + 1``.

    Columns 0 and 1 are longitude and latitude (degrees, 7 decimals); where a feature has no geometry, the file's own
    columns fill them. Attributes follow as text.

    Raises
    ------
    InputError
        No layer holds points, or the file is broken.
    QuestionError
        ``survei.crs``: the numbers are no degrees and the file does not say what they are.
    """
    layers = list_layers(content, name, limits)
    sheets = []
    for layer in layers:
        check_extent(layer.features, len(layer.headers), show_name(name), limits)
        frame = read_layer(layer, name)
        drawn = frame.geometry[~(frame.geometry.isna() | frame.geometry.is_empty)]
        if len(drawn) and drawn.geom_type.isin(["Point", "MultiPoint"]).all():
            sheets.append(_sheet_of(frame, layer, len(layers) > 1, name, answers))
    if not sheets:
        raise InputError(
            tr(
                'Berkas "{name}" tidak berisi titik usaha saja: ada bidang, garis, atau tanpa letak. '
                "Kirim lapisan titik (satu titik satu usaha), atau tabel survei CSV atau Excel.",
                name=show_name(name),
            )
        )
    return sheets


def _sheet_of(frame: gpd.GeoDataFrame, layer: Layer, several: bool, name: str, answers: Mapping[str, str]) -> Sheet:
    index = pd.RangeIndex(2, len(frame) + 2, name="row")
    heads = [str(column) for column in frame.columns if column != frame.geometry.name]
    texts = [text_column(frame[head].astype(object).where(frame[head].notna(), None).tolist(), index) for head in heads]
    known = recognise_columns(heads, "survey")
    lon, lat = _degrees(frame, layer, name, answers)
    own = []
    for place, values in (("lon", lon), ("lat", lat)):
        text = pd.Series(values, index=index).map("{:.7f}".format).where(~np.isnan(values), "").astype("str")
        spare = known.get(place, [])
        own.append(text.where(text != "", texts[spare[0]] if spare else ""))
    spent = {p for place in ("lon", "lat", "point") for p in known.get(place, [])}
    heads = ["longitude", "latitude", *(head for p, head in enumerate(heads) if p not in spent)]
    columns = [*own, *(text for p, text in enumerate(texts) if p not in spent)]
    row = pd.RangeIndex(1, 2, name="row")
    full = [pd.concat([pd.Series([h], row, dtype="str"), c]) for h, c in zip(heads, columns, strict=True)]
    table = frame_of_columns(full, full[0].index)
    widths = pd.DataFrame({"cells": len(heads)}, index=table.index, dtype="int64")
    return Sheet(layer.label if several else "", table, widths, remarks=_say(spent))


def _say(spent: set[int]) -> list[Remark]:
    done = tr("letak dibaca dari titiknya") + (tr("; kolom koordinat di tabelnya tidak dipakai") if spent else "")
    return [{"kind": mark("peta titik"), "what": tr("berkas adalah peta titik"), "done": done, "level": "info"}]


def _degrees(
    frame: gpd.GeoDataFrame, layer: Layer, name: str, answers: Mapping[str, str]
) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude of each feature, NaN without geometry; of several points in one feature the middle."""
    from pyproj.exceptions import ProjError

    frame = frame.set_geometry(frame.geometry.centroid if (frame.geom_type == "MultiPoint").any() else frame.geometry)
    outside = bool((frame.geometry.x.abs() > 180).mean() > 0.5)
    crs = frame.crs
    if outside and (crs is None or crs.is_geographic):
        crs = answers.get(CRS_KEY, "")
        if not crs:
            raise QuestionError(
                tr(
                    'Berkas "{name}", lapisan "{label}": angka letaknya bukan derajat dan sistem '
                    "koordinatnya tidak disebut. Pilih sistem koordinatnya.",
                    name=show_name(name),
                    label=layer.label,
                ),
                CRS_KEY,
                {key: text for key, text in CRS_OPTIONS.items() if key != "EPSG:4326"},
                free=True,
            )
    try:
        points = frame.geometry.set_crs(crs or "EPSG:4326", allow_override=True).to_crs("EPSG:4326")
    except ProjError as error:
        raise InputError(
            tr('Sistem koordinat "{crs}" tidak dikenal. Tulis seperti EPSG:32749.', crs=str(crs)[:40])
        ) from error
    x, y = points.x.to_numpy(dtype=float), points.y.to_numpy(dtype=float)
    return np.where(np.isfinite(x), x, np.nan), np.where(np.isfinite(y), y, np.nan)
