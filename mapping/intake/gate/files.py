"""Bytes of an uploaded file: which kind they really are, and whether they are small and plain enough to open."""

from __future__ import annotations

import io
import os
import re
import stat
import tomllib
import zipfile
from pathlib import Path
from typing import Any

from mapping.errors import InputError
from mapping.intake.gate.limits import MEGABYTE, Limits, read_limits
from mapping.language import mark, tr

RATIO_FLOOR = MEGABYTE
"""Below this content, inflation cannot hurt and is not checked."""
MAX_NAME = 80
HERE = Path(__file__).parent


def read_drivers() -> dict[str, Any]:
    """The GDAL readers that may run, those that may not, and options that keep GDAL at home."""
    return tomllib.loads((HERE / "drivers.toml").read_text(encoding="utf-8"))


def guard_gdal() -> None:
    """Switch off every GDAL reader but the needed ones, and its way out to the network.

    Works through the environment, so it has an effect only before pyogrio is first imported.
    Proxies and timeouts hold for later calls too.

    Examples
    --------
    >>> guard_gdal()
    >>> "OGR_VRT" in os.environ["GDAL_SKIP"].split(","), "GPKG" in os.environ["GDAL_SKIP"].split(",")
    (True, False)
    """
    drivers = read_drivers()
    os.environ["GDAL_SKIP"] = ",".join(drivers["skipped"])
    os.environ.update(drivers["options"])


def show_name(name: str) -> str:
    """A file name fit for a message: no folders, no control or direction signs, not endless.

    Examples
    --------
    >>> show_name("../../rahasia/umkm.xlsx"), show_name("C:\\\\data\\\\a\\u202evsc.csv"), show_name("")
    ('umkm.xlsx', 'avsc.csv', 'tanpa nama')
    """
    base = re.split(r"[\\/]", name)[-1]
    base = "".join(ch for ch in base if ch.isprintable()).strip()
    if len(base) > MAX_NAME:
        base = base[: MAX_NAME - 9] + "…" + base[-8:]
    return base or tr("tanpa nama")


def check_size(content: bytes, name: str, limits: Limits | None = None) -> None:
    """Refuse an empty or too large file; without ``limits`` those of the command line hold.

    Raises
    ------
    InputError
        Naming the file and the limit.
    """
    limits = limits or read_limits()
    if not content:
        raise InputError(
            tr('Berkas "{name}" kosong (0 byte). Kirim ulang berkas yang berisi data.', name=show_name(name))
        )
    if limits.file_mb and len(content) > limits.file_bytes:
        raise InputError(
            tr(
                'Berkas "{name}" berukuran {content:.0f} MB; batasnya {file_mb} MB. Pecah per kecamatan, '
                "atau kirim sebagai GeoPackage atau GeoParquet.",
                name=show_name(name),
                content=len(content) / MEGABYTE,
                file_mb=limits.file_mb,
            )
        )


def sniff(content: bytes) -> str:
    """What a file really is, whatever its name says.

    Returns
    -------
    str
        ``"gpkg"``, ``"flatgeobuf"``, ``"parquet"``, ``"geojson"`` (also features line by line or in a bare list),
        ``"topojson"``, ``"esrijson"``, ``"json"`` (none of these), ``"kml"``, ``"xml"`` (not KML), ``"xlsx"``,
        ``"zip"``, ``"ole"`` (old Excel, or a workbook with a password), ``"html"``, ``"pdf"``, ``"image"``,
        ``"sqlite"``, ``"archive"`` (RAR, 7z, gzip), ``"shp"`` (a bare part of a shapefile), ``"text"`` or ``"binary"``.

    Examples
    --------
    >>> sniff(b"<OGRVRTDataSource/>"), sniff(b"id,produk\\n1,tempe"), sniff(b"PAR1....PAR1")
    ('xml', 'text', 'parquet')
    >>> sniff(b'{"type": "FeatureCollection", "features": []}'), sniff(b'{"type": "gdal_streamed_alg"}')
    ('geojson', 'json')
    >>> sniff(b'{"type": "Topology", "objects": {}}'), sniff(b'<kml xmlns="http://www.opengis.net/kml/2.2">')
    ('topojson', 'kml')
    """
    for magic, kind in MAGIC:
        if content.startswith(magic):
            return _sniff_container(content, kind)
    return _sniff_text(content)


MAGIC = (
    (b"SQLite format 3\0", "sqlite"),
    (b"fgb\x03fgb", "flatgeobuf"),
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"\x00\x00\x27\x0a", "shp"),
)
_TYPED = rb'"type"\s*:\s*"(%s)"'
_GEOJSON = re.compile(_TYPED % rb"FeatureCollection|Feature|Polygon|MultiPolygon|GeometryCollection")
_TOPOJSON = re.compile(_TYPED % rb"Topology")
_ESRIJSON = re.compile(rb'"(?:geometryType"\s*:\s*"esri|rings"\s*:\s*\[)')


def _sniff_container(content: bytes, kind: str) -> str:
    if kind == "sqlite":
        return "gpkg" if content[68:72] in (b"GPKG", b"GP10", b"GP11") or b"gpkg_contents" in content else "sqlite"
    if kind == "zip" and b"[Content_Types].xml" in content and b"xl/" in content:
        return "xlsx"
    return kind


def _sniff_text(content: bytes) -> str:
    head = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\x1e").lower()
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):  # UTF-16 as spreadsheets save "Unicode text"
        head = content[:4096].decode("utf-16", "ignore").strip().lower().encode()
        return _sniff_xml(head) if head.startswith(b"<") else "text"
    if head.startswith(b"<"):
        return _sniff_xml(head)
    if head.startswith((b"{", b"[")) and b"\0" not in head:
        return _sniff_json(content)
    return "binary" if b"\0" in content[:65536] else "text"


def _sniff_xml(head: bytes) -> str:
    if re.search(rb"<kml[\s>]", head):
        return "kml"
    return "html" if re.match(rb"<(!doctype html|html|table|head|body|meta|style)\b", head) else "xml"


def _sniff_json(content: bytes) -> str:
    if b"gdal_streamed_alg" in content:
        return "json"
    for kind, pattern in (("topojson", _TOPOJSON), ("geojson", _GEOJSON), ("esrijson", _ESRIJSON)):
        if pattern.search(content):
            return kind
    return "json"


def check_zip(content: bytes, name: str, limits: Limits | None = None) -> list[zipfile.ZipInfo]:
    """Entries of a zip after the checks that cost nothing: sizes, ratio, names that leave the folder, passwords.

    Raises
    ------
    InputError
        Naming the file, the entry and the limit.
    """
    shown, limits = show_name(name), limits or read_limits()
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise InputError(
            tr('Berkas "{shown}" rusak atau terpotong. Kirim ulang berkas aslinya.', shown=shown)
        ) from error
    for entry in entries:
        _check_entry(entry, shown)
    check_inflation(sum(entry.file_size for entry in entries), len(content), name, limits)
    named = [entry for entry in entries if entry.filename]
    return [entry for entry in named if not entry.is_dir() and "__MACOSX" not in entry.filename]


def check_inflation(inflated: int, packed: int, name: str, limits: Limits) -> None:
    """Refuse a packed file whose content is too large, by itself or for the size of the file.

    Raises
    ------
    InputError
        Naming the file, the size of its content and the limit.
    """
    swells = limits.ratio and inflated > RATIO_FLOOR and inflated > limits.ratio * packed
    if swells or (limits.inflated_mb and inflated > limits.inflated_bytes):
        raise InputError(
            tr(
                'Berkas "{name}" mengembang menjadi {inflated:.0f} MB ({inflated2:.0f} kali ukurannya); '
                "batasnya {inflated_mb} MB dan {ratio} kali. Kirim berkas yang lebih kecil.",
                name=show_name(name),
                inflated=inflated / MEGABYTE,
                inflated2=inflated / packed,
                inflated_mb=limits.inflated_mb,
                ratio=limits.ratio,
            )
        )


def _check_entry(entry: zipfile.ZipInfo, shown: str) -> None:
    path = entry.orig_filename.replace("\\", "/")
    outside = (
        path.startswith("/") or ".." in path.split("/") or re.match(r"^[a-zA-Z]:", path) or "\\" in entry.orig_filename
    )
    if outside or stat.S_ISLNK(entry.external_attr >> 16):
        raise InputError(
            tr(
                'Berkas "{shown}" memuat entri "{filename}" yang menunjuk ke luar arsip. Buat ulang zip '
                "langsung dari berkas peta.",
                shown=shown,
                filename=show_name(entry.filename),
            )
        )
    if entry.flag_bits & 0x1:
        raise InputError(tr('Berkas "{shown}" terkunci kata sandi. Kirim tanpa kata sandi.', shown=shown))


def read_entry(content: bytes, entry: zipfile.ZipInfo, name: str) -> bytes:
    """One entry of a checked zip, in memory. ``zipfile`` never gives more than the size checked before."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.read(entry)
    except Exception as error:  # a broken deflate stream raises many kinds
        raise InputError(
            tr(
                'Berkas "{name}" rusak pada entri "{filename}".',
                name=show_name(name),
                filename=show_name(entry.filename),
            )
        ) from error


WRONG_KIND = {
    "ole": mark(
        "adalah Excel lama (.xls) atau terkunci kata sandi. Buka di Excel, simpan sebagai .xlsx tanpa kata sandi."
    ),
    "html": mark("sebenarnya halaman HTML, bukan tabel. Buka di Excel, lalu simpan sebagai .xlsx atau CSV."),
    "xml": mark("sebenarnya berkas XML."),
    "kml": mark("adalah peta KML, bukan tabel survei."),
    "flatgeobuf": mark("adalah peta FlatGeobuf, bukan tabel survei."),
    "topojson": mark("adalah peta TopoJSON, bukan tabel survei."),
    "esrijson": mark(
        "adalah JSON milik ArcGIS. Minta layanannya menulis GeoJSON (f=geojson), atau simpan ulang di QGIS."
    ),
    "archive": mark("adalah arsip RAR, 7z, atau gzip. Buka dahulu, lalu kirim isinya atau zip biasa."),
    "pdf": mark("adalah PDF."),
    "image": mark("adalah gambar."),
    "shp": mark("hanya satu bagian shapefile. Kirim .shp, .shx, .dbf dan .prj bersama-sama atau dalam satu zip."),
    "sqlite": mark("adalah basis data SQLite, bukan GeoPackage."),
    "json": mark("adalah JSON, tetapi bukan GeoJSON berisi daftar wilayah (FeatureCollection)."),
    "geojson": mark("adalah peta GeoJSON, bukan tabel survei."),
    "gpkg": mark("adalah peta GeoPackage, bukan tabel survei."),
    "parquet": mark("adalah Parquet."),
    "xlsx": mark("adalah lembar Excel, bukan peta."),
    "text": mark("adalah teks atau tabel, bukan peta."),
    "zip": mark("adalah zip yang tidak memuat data yang dikenal."),
    "binary": mark("tidak dikenali isinya."),
}


def refuse_kind(kind: str, name: str, accepted: str) -> InputError:
    """The refusal of a file that is not what was asked for; ``accepted`` lists what is."""
    return InputError(
        tr(
            'Berkas "{name}" {wrong_kind} Yang diterima: {accepted}.',
            name=show_name(name),
            wrong_kind=tr(WRONG_KIND[kind]),
            accepted=tr(accepted),
        )
    )
