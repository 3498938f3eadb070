"""Vector files -> raw GeoDataFrame: GeoPackage, GeoJSON, zipped shapefile, GeoParquet; opened from memory only."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

from mapping.errors import InputError, QuestionError
from mapping.intake.columns import recognise_columns
from mapping.intake.files import (
    MAX_INFLATED,
    SHAPEFILE_PARTS,
    check_size,
    check_zip,
    read_entry,
    refuse_kind,
    show_name,
    sniff,
)
from mapping.intake.issues import Findings
from mapping.settings import Settings

if TYPE_CHECKING:
    import geopandas as gpd

ACCEPTED = "GeoPackage (.gpkg), GeoJSON, shapefile dalam zip, atau GeoParquet"
MAX_VERTICES = 2_000_000
CRS_KEY = "batas.crs"
CRS_OPTIONS = {
    "EPSG:4326": "Derajat bujur dan lintang (WGS 84)",
    "EPSG:32748": "Meter, UTM zona 48 Selatan (Jawa bagian barat, Sumatera bagian selatan)",
    "EPSG:32749": "Meter, UTM zona 49 Selatan (Jawa bagian tengah dan timur)",
    "EPSG:32750": "Meter, UTM zona 50 Selatan (Bali, Nusa Tenggara, Sulawesi bagian barat)",
}


def read_vector(content: bytes, name: str, settings: Settings, findings: Findings) -> gpd.GeoDataFrame:
    """Features of a boundary file with the CRS it declares, or the one the user named.

    Raises
    ------
    InputError
        Not a map, broken, or too large.
    QuestionError
        The file does not say its CRS and nobody has answered ``batas.crs``.
    """
    check_size(content, name)
    kind = sniff(content)
    if kind == "zip":
        frame = _read_zip(content, name, findings)
    elif kind in ("gpkg", "geojson"):
        frame = _read_gdal(content, name, findings, kind)
    elif kind == "parquet":
        frame = _read_parquet(content, name)
    else:
        raise refuse_kind(kind, name, ACCEPTED)
    _check_content(frame, name)
    return _with_crs(frame, name, settings, findings)


def _unreadable(name: str) -> InputError:
    return InputError(
        f'Berkas "{show_name(name)}" rusak, terpotong, atau tidak memuat bidang peta. Kirim ulang berkas aslinya.'
    )


def _read_gdal(content: bytes, name: str, findings: Findings, kind: str) -> gpd.GeoDataFrame:
    import geopandas as gpd
    import pyogrio

    if kind == "geojson" and re.search(rb'"crs"\s*:\s*\{[^{}]{0,400}(\{[^{}]{0,400})?"href"', content):
        raise InputError(
            f'Berkas "{show_name(name)}" menunjuk sistem koordinat (crs) di alamat lain; alamat itu tidak dibuka. '
            "Simpan ulang dengan crs EPSG:4326."
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # GDAL misses the file extension of bytes in memory
            layer = _choose_layer(content, name, findings)
            frame = pyogrio.read_dataframe(content, layer=layer, use_arrow=True)
    except InputError:
        raise
    except Exception as error:  # GDAL and Arrow raise many kinds; their words name paths and are not shown
        raise _unreadable(name) from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise _unreadable(name)
    return frame


def _choose_layer(content: bytes, name: str, findings: Findings) -> int:
    """Position of the layer with most of our columns; others are named in a finding."""
    import pyogrio

    layers = pyogrio.list_layers(content)
    drawn = [i for i, (_, geometry) in enumerate(layers) if geometry is not None]
    if not drawn:
        raise _unreadable(name)
    if len(drawn) == 1:
        return drawn[0]

    def quality(layer: int) -> tuple[int, int]:
        info: dict[str, Any] = pyogrio.read_info(content, layer=layer)
        return len(recognise_columns([str(f) for f in info["fields"]], "boundary")), int(info["features"])

    best = max(drawn, key=quality)
    others = ", ".join(f'"{show_name(str(layers[i][0]))}"' for i in drawn if i != best)
    findings.note(
        "lapisan", f'lapisan "{show_name(str(layers[best][0]))}" yang dibaca', f"lapisan lain tidak dibaca: {others}"
    )
    return best


def _read_zip(content: bytes, name: str, findings: Findings) -> gpd.GeoDataFrame:
    entries = check_zip(content, name)
    shapes = sorted(e.filename for e in entries if e.filename.lower().endswith(".shp"))
    if shapes:
        return _read_gdal(_repack_shapefile(content, name, entries, shapes, findings), name, findings, "zip")
    maps = [e for e in entries if e.filename.lower().endswith((".geojson", ".json", ".gpkg", ".parquet"))]
    if len(maps) != 1:
        what = "tidak memuat" if not maps else "memuat lebih dari satu"
        raise InputError(f'Berkas "{show_name(name)}" {what} peta. Yang diterima: {ACCEPTED}.')
    inner = read_entry(content, maps[0], name)
    kind = sniff(inner)
    if kind == "parquet":
        return _read_parquet(inner, name)
    if kind not in ("gpkg", "geojson"):
        raise refuse_kind(kind, name, ACCEPTED)
    return _read_gdal(inner, name, findings, kind)


def _repack_shapefile(
    content: bytes, name: str, entries: list[zipfile.ZipInfo], shapes: list[str], findings: Findings
) -> bytes:
    """A fresh zip in memory with one shapefile's own parts and nothing else."""
    shown = show_name(name)
    stem = shapes[0][:-4]
    if len(shapes) > 1:
        others = ", ".join(f'"{show_name(other)}"' for other in shapes[1:])
        findings.note("lapisan", f'"{show_name(shapes[0])}" yang dibaca', f"shapefile lain tidak dibaca: {others}")
    parts = {e.filename[len(stem) :].lower(): e for e in entries if e.filename.startswith(stem)}
    missing = [part for part in (".shx", ".dbf") if part not in parts]
    if missing:
        raise InputError(
            f'Berkas "{shown}" tidak memuat {" dan ".join(missing)} milik "{show_name(shapes[0])}". '
            "Zip ulang semua bagian shapefile: .shp, .shx, .dbf, .prj."
        )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for part in SHAPEFILE_PARTS:
            if part in parts:
                archive.writestr(f"batas{part}", read_entry(content, parts[part], name))
    return target.getvalue()


def _read_parquet(content: bytes, name: str) -> gpd.GeoDataFrame:
    import geopandas as gpd
    import pyarrow.parquet as pq

    try:
        meta = pq.read_metadata(io.BytesIO(content))
        inflated = sum(meta.row_group(i).total_byte_size for i in range(meta.num_row_groups))
        if inflated <= MAX_INFLATED:
            return gpd.read_parquet(io.BytesIO(content))
    except Exception as error:  # Arrow raises many kinds on broken files
        raise _unreadable(name) from error
    raise InputError(
        f'Berkas "{show_name(name)}" mengembang ke {inflated / 1024**2:.0f} MB; batas {MAX_INFLATED // 1024**2} MB.'
    )


def _check_content(frame: gpd.GeoDataFrame, name: str) -> None:
    import shapely

    if frame.empty:
        raise InputError(f'Berkas "{show_name(name)}" tidak memuat satu wilayah pun.')
    vertices = int(shapely.get_num_coordinates(frame.geometry.array).sum())
    if vertices > MAX_VERTICES:
        raise InputError(
            f'Berkas "{show_name(name)}" memuat {vertices:,} titik batas; batasnya {MAX_VERTICES:,}. '
            "Sederhanakan garisnya di QGIS (Simplify), lalu kirim ulang."
        )


def _with_crs(frame: gpd.GeoDataFrame, name: str, settings: Settings, findings: Findings) -> gpd.GeoDataFrame:
    """The declared CRS stands, unless the numbers cannot be degrees and the user named another."""
    degrees = frame.crs is not None and frame.crs.is_geographic and not _looks_projected(frame)
    if degrees or (frame.crs is not None and not frame.crs.is_geographic):
        return frame
    shown = show_name(name)
    asked = settings.answer(CRS_KEY)
    if not asked:
        if frame.crs is None:
            raise QuestionError(
                f'Berkas "{shown}" tidak menyebut sistem koordinat (misalnya tanpa .prj). Pilih sistem koordinatnya: '
                "EPSG:4326 bila angkanya derajat, atau UTM, misalnya EPSG:32749 untuk Jawa bagian timur.",
                CRS_KEY,
                CRS_OPTIONS,
                free=True,
            )
        raise InputError(
            f'Berkas "{shown}" mengaku memakai derajat ({frame.crs.to_string()}), tetapi angkanya melewati bujur 180 '
            "(|lon|>180): tampak seperti meter UTM. Pilih sistem koordinat yang benar, misalnya EPSG:32749."
        )
    from pyproj.exceptions import CRSError

    try:
        named = frame.set_crs(asked, allow_override=True)
    except CRSError as error:
        raise InputError(f'Sistem koordinat "{asked[:40]}" tidak dikenal. Tulis seperti EPSG:4326.') from error
    findings.note(
        "sistem koordinat", "berkas tidak menyebut sistem koordinat yang benar", f"dipakai pilihan Anda: {asked}"
    )
    return named


def _looks_projected(frame: gpd.GeoDataFrame) -> bool:
    """Most features lie outside the globe in degrees; single wild ones are rejected later, one by one."""
    outside = (frame.geometry.bounds.abs() > 180).any(axis=1)
    filled = ~frame.geometry.isna()
    return bool(filled.any() and outside[filled].mean() > 0.9)
