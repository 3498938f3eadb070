"""Shapefiles: several files that are one map. Loose parts are packed together; each map's own parts are told apart."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from mapping.errors import InputError
from mapping.intake.gate.files import show_name
from mapping.language import tr
from mapping.settings import SourceFile

PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
NEEDED = (".shx", ".dbf")
COMPANIONS = (*PARTS, ".sbn", ".sbx", ".qix", ".qmd", ".qpj", ".xml", ".idm", ".ind", ".ain", ".aih", ".fix")
"""Endings of files that come along with a shapefile; those outside ``PARTS`` are not needed to read it."""


def pack_files(files: Sequence[SourceFile]) -> SourceFile:
    """Loose parts of a shapefile as one zip in memory; a single other file stays as it is.

    The same parts in any order give the same bytes.

    Parameters
    ----------
    files : sequence of SourceFile
        As uploaded together.

    Raises
    ------
    InputError
        No file, several maps of other kinds, or a shapefile without its .shx or .dbf.

    Examples
    --------
    >>> parts = [SourceFile(f"Desa{ending}", b"x") for ending in (".SHP", ".shx", ".dbf", ".sbn")]
    >>> packed = pack_files(parts)
    >>> packed.name, zipfile.ZipFile(io.BytesIO(packed.content)).namelist()
    ('Desa.zip', ['Desa.dbf', 'Desa.shp', 'Desa.shx'])
    >>> pack_files(parts[1:])
    Traceback (most recent call last):
    mapping.errors.InputError: Berkas "Desa.dbf" tanpa "Desa.shp". Kirim .shp, .shx, .dbf dan .prj bersama-sama.
    """
    if not files:
        raise InputError(tr("Tidak ada berkas batas wilayah. Kirim satu peta batas kelurahan/desa."))
    named = {show_name(file.name): file.content for file in files}
    strange = [name for name in named if not name.lower().endswith(COMPANIONS)]
    if len(files) == 1 and strange:
        return files[0]
    if strange:
        raise InputError(
            tr(
                'Berkas "{strange}" dikirim bersama {files} berkas lain. Kirim satu peta saja, atau '
                "semua bagian dari satu shapefile.",
                strange=strange[0],
                files=len(files) - 1,
            )
        )
    maps = group_parts(list(named))
    if not maps:
        first = sorted(named)[0]
        stem = PurePosixPath(first).stem
        raise InputError(
            tr(
                'Berkas "{first}" tanpa "{stem}.shp". Kirim .shp, .shx, .dbf dan .prj bersama-sama.',
                first=first,
                stem=stem,
            )
        )
    for label, parts in maps.items():
        check_parts(label, parts, label + ".shp")
    kept = {f"{label}{part}": named[name] for label, parts in maps.items() for part, name in parts.items()}
    return SourceFile(f"{next(iter(maps))}.zip", _zip(kept))


def group_parts(names: Sequence[str]) -> dict[str, dict[str, str]]:
    """Label of each shapefile -> ending -> name of that part, whatever the case of its letters.

    The label is the path without ending; folders are left out where that stays unambiguous.

    Examples
    --------
    >>> group_parts(["peta/Desa.SHP", "peta/desa.dbf", "peta/baca.txt"])
    {'Desa': {'.shp': 'peta/Desa.SHP', '.dbf': 'peta/desa.dbf'}}
    """
    endings = {name: PurePosixPath(name).suffix.lower() for name in names}
    stems = {name: name[: len(name) - len(endings[name])] for name in names}
    shapes = sorted(name for name in names if endings[name] == ".shp")
    short = [show_name(stems[name]) for name in shapes]
    labels = short if len(set(short)) == len(short) else [stems[name] for name in shapes]
    return {
        label: {endings[n]: n for n in names if endings[n] in PARTS and stems[n].lower() == stems[shape].lower()}
        for label, shape in zip(labels, shapes, strict=True)
    }


def check_parts(label: str, parts: Mapping[str, object], file: str) -> None:
    """Refuse a shapefile that lacks a part without which it has no shapes or no codes.

    Raises
    ------
    InputError
        Naming the missing parts.
    """
    missing = [part for part in NEEDED if part not in parts]
    if missing:
        raise InputError(
            tr(
                'Berkas "{file}" tidak memuat {missing} milik "{label}.shp". Kirim semua bagian '
                "shapefile: .shp, .shx, .dbf, .prj.",
                file=show_name(file),
                missing=" dan ".join(missing),
                label=show_name(label),
            )
        )


def join_parts(parts: Mapping[str, bytes]) -> bytes:
    """One shapefile's own parts as a fresh zip, with the encoding of its texts stated.

    Parameters
    ----------
    parts : mapping
        Ending -> content.
    """
    encoding = detect_encoding(parts[".dbf"], parts.get(".cpg", b""))
    content = {f"batas{part}": parts[part] for part in PARTS if part in parts}
    return _zip(content | {"batas.cpg": encoding.encode()})


def detect_encoding(dbf: bytes, declared: bytes = b"") -> str:
    """Encoding of a .dbf as GDAL names it: the one declared if the texts bear it out, else UTF-8 or Windows-1252.

    Parameters
    ----------
    declared : bytes
        Content of the .cpg.

    Examples
    --------
    >>> head = bytes([3, 0, 0, 0, 1, 0, 0, 0, 33, 0, 8, 0]) + bytes(21)
    >>> detect_encoding(head + "Désa".encode()), detect_encoding(head + "Désa".encode("cp1252"), b"UTF-8")
    ('UTF-8', '1252')
    >>> detect_encoding(head + b"Desa", b"ANSI 1252"), detect_encoding(head + b"D\\xe9sa", b"ISO-8859-1")
    ('1252', 'ISO-8859-1')
    """
    body = dbf[int.from_bytes(dbf[8:10], "little") :]
    said = declared.decode("ascii", "ignore").strip().upper().removeprefix("ANSI").strip()
    said = {"88591": "ISO-8859-1", "UTF8": "UTF-8", "65001": "UTF-8"}.get(said, said)
    page = re.fullmatch(r"(?:CP|WINDOWS-)?(\d{3,4})", said)
    said = page[1] if page else said
    for name in (said, "UTF-8"):
        codec = f"cp{name}" if name.isdigit() else name
        try:
            codecs.decode(body, codec) if name else body.decode("ascii")
        except (UnicodeDecodeError, LookupError):
            continue
        return name or "UTF-8"
    return "1252"


def _zip(contents: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(contents):
            archive.writestr(zipfile.ZipInfo(name), contents[name])
    return target.getvalue()
