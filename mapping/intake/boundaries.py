"""Boundary files of Kemendagri, BIG, BPS/HDX, Dukcapil and others -> the ``kelurahan`` table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.errors import ColumnsError, InputError
from mapping.intake.columns import coalesce, read_columns, recognise_columns
from mapping.intake.files import show_name
from mapping.intake.issues import Findings
from mapping.intake.labels import APPROXIMATE, note_label
from mapping.intake.numbers import read_amounts
from mapping.intake.places import BPS_PREFIX, clean_codes, clean_names, is_kemendagri
from mapping.intake.points import INDONESIA_LAT, INDONESIA_LON
from mapping.intake.vectors import read_vector
from mapping.settings import Progress, Settings, no_progress

if TYPE_CHECKING:
    import geopandas as gpd

EQUAL_AREA = "EPSG:6933"
"""World cylindrical equal area: true areas anywhere, also where a region spans several UTM zones."""
AREA_CHANGE = 0.001
COLUMNS = ["name", "kind", "kecamatan", "kabupaten", "population", "households", "area_km2"]
MARGIN_DEGREES = 1.0


def read_boundaries(
    content: bytes, name: str, settings: Settings, progress: Progress = no_progress
) -> tuple[gpd.GeoDataFrame, pd.DataFrame, pd.DataFrame]:
    """Read village outlines into the ``kelurahan`` table.

    Parameters
    ----------
    content : bytes
        GeoPackage, GeoJSON, zipped shapefile or GeoParquet, whatever its name says.
    name : str
        For messages only; never used as a path.
    settings : Settings
        The answer ``batas.crs`` stands in for a CRS that the file does not name, or that cannot be true.

    Returns
    -------
    kelurahan : GeoDataFrame
        As in docs/architecture.md, in the order of its codes. The index is the Kemendagri code where the file has
        one; else ``bps:3578100005`` where it has only BPS codes; else the file's own code as written; else
        ``tanpa-kode-0001``, numbered by kabupaten, kecamatan, name and position, so that the order of features
        does not matter. ``kind`` is ``""`` where neither code nor file tells it.
    issues, rejects : DataFrame
        As in docs/architecture.md; ``row`` is the feature's number, 1 is the first. Features in the file =
        ``len(kelurahan) + len(rejects)``.

    Raises
    ------
    QuestionError
        One answer of the user is missing, for example ``batas.crs``.
    ColumnsError
        Neither a name nor a code column was recognised.
    InputError
        The file cannot be used at all.
    """
    progress(0.0, "Membuka berkas batas wilayah")
    findings = Findings(show_name(name))
    raw = read_vector(content, name, settings, findings)
    raw.index = pd.RangeIndex(1, len(raw) + 1)
    progress(0.4, "Memeriksa garis batas")
    outlines = _clean_outlines(raw, findings)
    note_label(raw.drop(columns=raw.geometry.name), APPROXIMATE, findings)
    attributes = _read_attributes(raw.drop(columns=raw.geometry.name).loc[outlines.index], findings)
    progress(0.8, "Menghitung luas")
    kelurahan = _assemble(attributes, outlines, findings)
    progress(1.0, f"{len(kelurahan)} kelurahan/desa terbaca")
    return kelurahan, findings.issues(), findings.rejects()


def _clean_outlines(raw: gpd.GeoDataFrame, findings: Findings) -> gpd.GeoSeries:
    """Valid 2D polygons in EPSG:4326; features without one are rejected."""
    import geopandas as gpd
    import shapely

    shape = gpd.GeoSeries(shapely.force_2d(raw.geometry.array), index=raw.index, crs=raw.crs)
    empty = shape.isna() | shape.is_empty
    findings.reject(raw.index[empty], "tidak punya bidang (geometri kosong)")
    shape = shape[~empty]
    flat = ~shape.geom_type.isin(["Polygon", "MultiPolygon", "GeometryCollection"])
    findings.reject(shape.index[flat], "berupa titik atau garis, bukan bidang wilayah", values=shape.geom_type[flat])
    shape = _to_degrees(shape[~flat])
    shape = _repair_rings(_reject_far(shape, findings), findings)
    if shape.empty:
        raise InputError(f'Berkas "{findings.file}" tidak memuat satu bidang wilayah pun yang dapat dipakai.')
    return shape


def _to_degrees(shape: gpd.GeoSeries) -> gpd.GeoSeries:
    if shape.empty or shape.crs.equals("EPSG:4326"):
        return shape
    return shape.to_crs("EPSG:4326")


def _reject_far(shape: gpd.GeoSeries, findings: Findings) -> gpd.GeoSeries:
    bounds = shape.bounds.replace([np.inf, -np.inf], np.nan)
    low_lon, high_lon = INDONESIA_LON[0] - MARGIN_DEGREES, INDONESIA_LON[1] + MARGIN_DEGREES
    low_lat, high_lat = INDONESIA_LAT[0] - MARGIN_DEGREES, INDONESIA_LAT[1] + MARGIN_DEGREES
    inside = bounds["minx"].ge(low_lon) & bounds["maxx"].le(high_lon)
    inside &= bounds["miny"].ge(low_lat) & bounds["maxy"].le(high_lat)
    if len(shape) and not inside.any():
        turned = bounds["minx"].ge(low_lat) & bounds["maxx"].le(high_lat) & bounds["miny"].ge(low_lon)
        guess = "lintang dan bujurnya tampak tertukar" if turned.all() else "sistem koordinatnya mungkin salah"
        first = shape.index[0]
        raise InputError(
            f'Berkas "{findings.file}": semua wilayah (mulai fitur {first}) di luar Indonesia (94-142 BT); '
            f"{guess}. Periksa sistem koordinat, lalu kirim ulang."
        )
    findings.reject(shape.index[~inside], "berada di luar Indonesia atau berkoordinat mustahil")
    return shape[inside]


def _repair_rings(shape: gpd.GeoSeries, findings: Findings) -> gpd.GeoSeries:
    """Crossing rings mended by ``make_valid``; of mixed results only the areas are kept."""
    import shapely

    broken = shape.index[~shape.is_valid]
    mixed = shape.index[shape.geom_type == "GeometryCollection"]
    for rows, reason in (
        (broken, "garis batas memotong dirinya"),
        (mixed.difference(broken), "bercampur titik atau garis"),
    ):
        if rows.empty:
            continue
        before = shapely.area(shape[rows].array)
        fixed = pd.Series(list(map(_areas_only, shapely.make_valid(shape[rows].array))), index=rows)
        lost = fixed.isna()
        findings.reject(rows[lost], f"{reason} dan tidak menyisakan bidang")
        kept = rows[~lost]
        change = np.abs(shapely.area(fixed[kept].to_numpy()) / np.where(before[~lost] > 0, before[~lost], np.nan) - 1)
        done = np.where(
            change > AREA_CHANGE, "diperbaiki; luasnya berubah, periksa bentuknya", "diperbaiki; luasnya tetap"
        )
        findings.note("garis batas", reason, done, rows=kept)
        shape = shape.drop(index=rows[lost])
        shape[kept] = fixed[kept].to_numpy()
    return shape


def _areas_only(geometry: object) -> object | None:
    import shapely

    parts = [part for part in shapely.get_parts(shapely.get_parts([geometry])) if part.geom_type == "Polygon"]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _text(column: pd.Series) -> pd.Series:
    """Any column as text: whole floats without ``.0``, unknown as ``""``."""
    if pd.api.types.is_float_dtype(column):
        whole = column.notna() & np.isfinite(column) & (column % 1 == 0)
        return (
            column.astype("object")
            .mask(whole, column.where(whole).astype("Int64").astype("object"))
            .fillna("")
            .astype(str)
        )
    return column.astype("object").where(column.notna(), "").astype(str)


def _read_attributes(table: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    headers = [str(c) for c in table.columns]
    columns = recognise_columns(headers, "boundary")
    if "name" not in columns and not {"code", "bps_code"} & columns.keys():
        raise ColumnsError(
            f'Berkas "{findings.file}": tidak ditemukan kolom nama atau kode kelurahan/desa. Kolom yang terbaca: '
            f"{', '.join(show_name(h) for h in headers)[:300]}. Beri nama kolom seperti kode, nama, kecamatan."
        )
    wanted = sorted({p for positions in columns.values() for p in positions})
    text = pd.DataFrame({p: _text(table.iloc[:, p]) for p in wanted}, index=table.index).reindex(
        columns=range(len(headers))
    )
    read = {n: coalesce(text, p) for n, p in columns.items()}
    blank = pd.Series("", index=table.index)
    found = pd.DataFrame({n: read.get(n, blank) for n in ("name", "kecamatan", "kabupaten")}, index=table.index)
    found = found.apply(clean_names)
    found["code"] = _read_codes(read, blank, findings)
    unnamed = found["name"] == ""
    if unnamed.any():
        findings.note("nama kosong", "tidak punya nama", "kode dipakai sebagai nama", rows=table.index[unnamed])
        found["name"] = found["name"].mask(unnamed, found["code"])
    found["kind"] = _read_kind(
        found["code"], read.get("kind", blank) + " " + read.get("name", blank).str.split().str[0].fillna(""), findings
    )
    if "kecamatan" not in columns:
        findings.note(
            "kecamatan kosong", "tidak ada kolom kecamatan", "nama kembar tidak dapat dibedakan menurut kecamatan"
        )
    for name in ("population", "households"):
        amounts = read_amounts(read.get(name, blank))
        bad = amounts["problem"] != ""
        findings.note(
            "angka", "bukan jumlah orang", "dibiarkan kosong", table.index[bad], name, read.get(name, blank)[bad]
        )
        found[name] = amounts["value"].mask(bad)
    return found


def _read_codes(read: dict[str, pd.Series], blank: pd.Series, findings: Findings) -> pd.Series:
    """Kemendagri code, else BPS code, else the file's own; ``""`` where there is none."""
    code = clean_codes(read.get("code", blank))
    parts = [read.get(n, blank) for n in ("bps_province", "bps_regency", "bps_district", "bps_village")]
    split = parts[0].str.zfill(2) + parts[1].str.zfill(2) + parts[2].str.zfill(3) + parts[3].str.zfill(3)
    whole = read.get("bps_code", blank)
    bps = clean_codes(whole.mask((whole == "") & (parts[3] != ""), split), bps=True)
    code = code.mask(code == "", bps)
    if code.str.startswith(BPS_PREFIX).any():
        what = "kodenya kode BPS, bukan kode Kemendagri"
        findings.note(
            "kode wilayah", what, f"disimpan sebagai {BPS_PREFIX}...; kode Kemendagri di survei tidak akan cocok"
        )
    other = (code != "") & ~is_kemendagri(code) & ~code.str.startswith(BPS_PREFIX)
    if other.any():
        findings.note("kode wilayah", f"{other.sum()} kode bukan kode Kemendagri (10 angka)", "dipakai apa adanya")
    return code


def _read_kind(code: pd.Series, said: pd.Series, findings: Findings) -> pd.Series:
    """Desa or kelurahan by the code's village part (1... kelurahan, 2... desa), else by the file's words, else ``""``.

    ``said`` is the kind column and the first word of the name ("Kel. Pulau Karam").
    """
    village = code.where(is_kemendagri(code), "").str.extract(r"(\d)\d{3}$", expand=False).fillna("")
    by_code = village.map({"": "", "1": "kelurahan", "2": "desa", "3": "desa"}).astype("object").fillna("")
    lower = said.str.lower()
    by_file = pd.Series("", index=code.index).mask(lower.str.contains(r"\b(?:desa|nagari|gampong|pekon)\b"), "desa")
    by_file = by_file.mask(lower.str.contains(r"\bkel(?:urahan)?\b") & (by_file == ""), "kelurahan")
    kind = by_code.mask(by_code == "", by_file)
    unknown = int((kind == "").sum())
    if unknown:
        findings.note("jenis wilayah", f"desa atau kelurahan tidak disebut pada {unknown} wilayah", "dibiarkan kosong")
    return kind


def _assemble(found: pd.DataFrame, outlines: gpd.GeoSeries, findings: Findings) -> gpd.GeoDataFrame:
    import geopandas as gpd

    pattern = read_columns()["polygons"]["not_village"]
    wild = found["name"].str.fullmatch(pattern, case=False) & ~is_kemendagri(found["code"])
    findings.reject(
        found.index[wild], "bukan desa atau kelurahan (hutan, perairan, atau lainnya)", "nama", found.loc[wild, "name"]
    )
    found = found[~wild]
    twice = (found["code"] != "") & found["code"].duplicated()
    if twice.any():
        first = found["code"].map({c: i for i, c in found["code"].drop_duplicates().items()})
        findings.reject(
            found.index[twice],
            "kode ini sudah dipakai fitur " + first[twice].astype(str),
            "kode",
            found.loc[twice, "code"],
        )
        found = found[~twice]
    if found.empty:
        raise InputError(f'Berkas "{findings.file}" tidak memuat satu desa atau kelurahan pun.')
    shape = outlines[found.index]
    found = found.assign(code=_make_codes(found, shape, findings), area_km2=shape.to_crs(EQUAL_AREA).area / 1e6)
    kelurahan = gpd.GeoDataFrame(found.set_index("code")[COLUMNS], geometry=shape.to_numpy(), crs="EPSG:4326")
    kelurahan.index = kelurahan.index.astype(str).rename("kelurahan_code")
    _note_twins(kelurahan, findings)
    return kelurahan.sort_index()


def _make_codes(found: pd.DataFrame, shape: gpd.GeoSeries, findings: Findings) -> pd.Series:
    """Stand-in codes where the file has none, the same for any order of the features."""
    none = found["code"] == ""
    if not none.any():
        return found["code"]
    inside = shape[none].representative_point()
    order = found[none].assign(x=inside.x, y=inside.y).sort_values(["kabupaten", "kecamatan", "name", "x", "y"]).index
    made = pd.Series([f"tanpa-kode-{i:04d}" for i in range(1, len(order) + 1)], index=order)
    findings.note(
        "kode wilayah", f"{none.sum()} wilayah tanpa kode", "diberi kode sementara tanpa-kode-0001 dan seterusnya"
    )
    return found["code"].mask(none, made.reindex(found.index))


def _note_twins(kelurahan: gpd.GeoDataFrame, findings: Findings) -> None:
    twins = kelurahan[kelurahan.duplicated(["kabupaten", "kecamatan", "name"], keep=False)]
    if len(twins):
        shown = ", ".join(sorted(set(twins["name"])))[:200]
        findings.note(
            "nama kembar",
            f"nama kembar dalam satu kecamatan: {shown}",
            "usaha hanya dapat ditempatkan menurut kode atau titik",
        )
