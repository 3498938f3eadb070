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

MAX_BYTES = 25 * 1024**2
"""Largest file taken, as uploaded."""
MAX_INFLATED = 250 * 1024**2
"""Largest content of a packed file (zip, xlsx, parquet)."""
MAX_RATIO = 100
"""Largest inflation of a packed file; checked above ``RATIO_FLOOR`` only, where it can hurt."""
RATIO_FLOOR = 1024**2
MAX_NAME = 80

HERE = Path(__file__).parent
SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


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
    return base or "tanpa nama"


def check_size(content: bytes, name: str) -> None:
    """Refuse an empty or too large file.

    Raises
    ------
    InputError
        Naming the file and the limit.
    """
    if not content:
        raise InputError(f'Berkas "{show_name(name)}" kosong (0 byte). Kirim ulang berkas yang berisi data.')
    if len(content) > MAX_BYTES:
        raise InputError(
            f'Berkas "{show_name(name)}" berukuran {len(content) / 1024**2:.0f} MB; batasnya '
            f"{MAX_BYTES // 1024**2} MB. Pecah per kecamatan, atau kirim sebagai GeoPackage atau GeoParquet."
        )


def sniff(content: bytes) -> str:
    """What a file really is, whatever its name says.

    Returns
    -------
    str
        ``"gpkg"``, ``"geojson"``, ``"json"`` (not GeoJSON), ``"parquet"``, ``"xlsx"``, ``"zip"``, ``"ole"``
        (old Excel, or a workbook with a password), ``"html"``, ``"xml"``, ``"pdf"``, ``"image"``, ``"sqlite"``,
        ``"shp"`` (a bare part of a shapefile), ``"text"`` or ``"binary"``.

    Examples
    --------
    >>> sniff(b"<OGRVRTDataSource/>"), sniff(b"id,produk\\n1,tempe"), sniff(b"PAR1....PAR1")
    ('xml', 'text', 'parquet')
    >>> sniff(b'{"type": "FeatureCollection", "features": []}'), sniff(b'{"type": "gdal_streamed_alg"}')
    ('geojson', 'json')
    """
    for magic, kind in (
        (b"SQLite format 3\0", "sqlite"),
        (b"PAR1", "parquet"),
        (b"PK\x03\x04", "zip"),
        (b"PK\x05\x06", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
        (b"%PDF", "pdf"),
        (b"\x89PNG", "image"),
        (b"\xff\xd8\xff", "image"),
        (b"\x00\x00\x27\x0a", "shp"),
    ):
        if content.startswith(magic):
            return _sniff_container(content, kind)
    return _sniff_text(content)


def _sniff_container(content: bytes, kind: str) -> str:
    if kind == "sqlite":
        return "gpkg" if content[68:72] in (b"GPKG", b"GP10", b"GP11") or b"gpkg_contents" in content else "sqlite"
    if kind == "zip" and b"[Content_Types].xml" in content and b"xl/" in content:
        return "xlsx"
    return kind


def _sniff_text(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "text"  # UTF-16 as spreadsheets save "Unicode text"
    head = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith(b"<"):
        return "html" if re.match(rb"<(!doctype html|html|table|head|body|meta|style)\b", head) else "xml"
    if head.startswith((b"{", b"[")) and b"\0" not in head:
        recipe = b"gdal_streamed_alg" in content
        collection = re.search(rb'"type"\s*:\s*"(FeatureCollection|Feature)"', content)
        return "geojson" if collection and not recipe and head.startswith(b"{") else "json"
    return "binary" if b"\0" in content[:65536] else "text"


def check_zip(content: bytes, name: str) -> list[zipfile.ZipInfo]:
    """Entries of a zip after the checks that cost nothing: sizes, ratio, names that leave the folder, passwords.

    Raises
    ------
    InputError
        Naming the file, the entry and the limit.
    """
    shown = show_name(name)
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise InputError(f'Berkas "{shown}" rusak atau terpotong. Kirim ulang berkas aslinya.') from error
    for entry in entries:
        _check_entry(entry, shown)
    inflated = sum(entry.file_size for entry in entries)
    if inflated > MAX_INFLATED or (inflated > RATIO_FLOOR and inflated > MAX_RATIO * len(content)):
        raise InputError(
            f'Berkas "{shown}" mengembang menjadi {inflated / 1024**2:.0f} MB ({inflated / len(content):.0f} kali '
            f"ukurannya); batasnya {MAX_INFLATED // 1024**2} MB dan {MAX_RATIO} kali. Kirim berkas yang lebih kecil."
        )
    return [entry for entry in entries if not entry.is_dir() and "__MACOSX" not in entry.filename]


def _check_entry(entry: zipfile.ZipInfo, shown: str) -> None:
    path = entry.orig_filename.replace("\\", "/")
    outside = (
        path.startswith("/") or ".." in path.split("/") or re.match(r"^[a-zA-Z]:", path) or "\\" in entry.orig_filename
    )
    if outside or stat.S_ISLNK(entry.external_attr >> 16):
        raise InputError(
            f'Berkas "{shown}" memuat entri "{show_name(entry.filename)}" yang menunjuk ke luar arsip. '
            "Buat ulang zip langsung dari berkas peta."
        )
    if entry.flag_bits & 0x1:
        raise InputError(f'Berkas "{shown}" terkunci kata sandi. Kirim tanpa kata sandi.')


def read_entry(content: bytes, entry: zipfile.ZipInfo, name: str) -> bytes:
    """One entry of a checked zip, in memory. ``zipfile`` never gives more than the size checked before."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.read(entry)
    except Exception as error:  # a broken deflate stream raises many kinds
        raise InputError(f'Berkas "{show_name(name)}" rusak pada entri "{show_name(entry.filename)}".') from error


WRONG_KIND = {
    "ole": "adalah Excel lama (.xls) atau terkunci kata sandi. Buka di Excel, simpan sebagai .xlsx tanpa kata sandi.",
    "html": "sebenarnya halaman HTML, bukan tabel. Buka di Excel, lalu simpan sebagai .xlsx atau CSV.",
    "xml": "sebenarnya berkas XML.",
    "pdf": "adalah PDF.",
    "image": "adalah gambar.",
    "shp": "hanya satu bagian shapefile. Kirim zip yang memuat .shp, .shx, .dbf dan .prj.",
    "sqlite": "adalah basis data SQLite, bukan GeoPackage.",
    "json": "adalah JSON, tetapi bukan GeoJSON berisi daftar wilayah (FeatureCollection).",
    "geojson": "adalah peta GeoJSON, bukan tabel survei.",
    "gpkg": "adalah peta GeoPackage, bukan tabel survei.",
    "parquet": "adalah Parquet.",
    "xlsx": "adalah lembar Excel, bukan peta.",
    "text": "adalah teks atau tabel, bukan peta.",
    "zip": "adalah zip yang tidak memuat data yang dikenal.",
    "binary": "tidak dikenali isinya.",
}


def refuse_kind(kind: str, name: str, accepted: str) -> InputError:
    """The refusal of a file that is not what was asked for; ``accepted`` lists what is."""
    return InputError(f'Berkas "{show_name(name)}" {WRONG_KIND[kind]} Yang diterima: {accepted}.')
