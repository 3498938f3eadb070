"""Whatever is done to a file, its reader answers in our words, in 5 seconds and 512 MB.

``FUZZ_ROUNDS=5000`` is the full measure; the suite takes fewer. To look at one failure:
``fuzzing.damage(bases()["csv"][1], seed)``.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from shapely.geometry import Point, box

from mapping.intake.gate import worker
from mapping.intake.gate.limits import read_limits
from mapping.intake.gate.worker import READERS, Readers, UnreadableError, parse_apart

ROUNDS = int(os.environ.get("FUZZ_ROUNDS", "150"))
CRASHING = ["xls"]
"""Its compiled reader panics or aborts on some broken files; to outlive that is what the process is for."""
AT_ONCE = 50
"""Copies read by one process."""
LIMITS = replace(read_limits("page"), seconds=120, memory_mb=512)
HEAD = [
    "id",
    "kode_kel",
    "kelurahan",
    "kecamatan",
    "nama usaha",
    "produk",
    "omzet",
    "tenaga kerja",
    "tanggal",
    "lat",
    "lon",
]
ROWS = [
    [i, f"33.25.01.200{i % 6}", "Silurah", "Barat", f"Usaha {i}", ("tempe", "kue basah", "batik")[i % 3]]
    + [f"Rp {i}.500.000", i, f"{i + 1}/02/2025", -7.015 - i / 1e3, 110.405 + i / 1e3]
    for i in range(1, 9)
]
DAY = dt.datetime(2025, 1, 2, 3, 4, 6)
FORMATS = ["csv", "xlsx", "xls", "ods", "geojson", "gpkg", "shp", "kml", "kmz", "topojson", "parquet", "fgb", "points"]


def village_map() -> gpd.GeoDataFrame:
    cells = [
        box(110.40 + 0.01 * (i % 3), -7.02 + 0.01 * (i // 3), 110.41 + 0.01 * (i % 3), -7.01 + 0.01 * (i // 3))
        for i in range(6)
    ]
    names = ["Silurah", "Brokoh", "Karanganyar", "Sodong", "Masin", "Tragung"]
    table = {"kode": [f"33.25.01.200{i}" for i in range(6)], "nama": names, "kecamatan": "Barat", "penduduk": range(6)}
    return gpd.GeoDataFrame(table, geometry=cells, crs="EPSG:4326")


def zip_of(entries: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, DAY.timetuple()[:6]), content, kind)
    return target.getvalue()


def workbook() -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"created": DAY})
    sheet = book.add_worksheet("Data")
    for number, row in enumerate([["DATA UMKM"], [], HEAD, *ROWS]):
        sheet.write_row(number, 0, row)
    sheet.merge_range("A1:D1", "DATA UMKM")
    sheet.write_formula("L4", "=1+1", None, 2)
    book.close()
    return target.getvalue()


def old_workbook() -> bytes:
    target, book = io.BytesIO(), xlwt.Workbook()
    sheet = book.add_sheet("Data")
    for r, row in enumerate([HEAD, *ROWS]):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell)
    book.save(target)
    return target.getvalue()


def opendocument() -> bytes:
    target, book, table = io.BytesIO(), OpenDocumentSpreadsheet(), Table(name="Data")
    for row in [HEAD, *ROWS]:
        line = TableRow()
        for value in row:
            number = isinstance(value, float | int)
            cell = TableCell(valuetype="float", value=value) if number else TableCell(valuetype="string")
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(target)
    with zipfile.ZipFile(target) as archive:
        return zip_of({name: archive.read(name) for name in archive.namelist()})


def keyhole(frame: gpd.GeoDataFrame) -> bytes:
    marks = []
    for row in frame.itertuples():
        ring = " ".join(f"{x},{y},0" for x, y in row.geometry.exterior.coords)
        marks.append(
            f"<Placemark><name>{row.nama}</name><ExtendedData><Data name='kode'><value>{row.kode}</value></Data>"
            "</ExtendedData><Polygon><outerBoundaryIs><LinearRing><coordinates>"
            f"{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
        )
    return f'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{"".join(marks)}</Document></kml>'.encode()


def topology(frame: gpd.GeoDataFrame) -> bytes:
    arcs = [[list(p) for p in shape.exterior.coords] for shape in frame.geometry]
    shapes = [
        {"type": "Polygon", "arcs": [[i]], "properties": {"kode": row.kode, "nama": row.nama}}
        for i, row in enumerate(frame.itertuples())
    ]
    objects = {"desa": {"type": "GeometryCollection", "geometries": shapes}}
    return json.dumps({"type": "Topology", "objects": objects, "arcs": arcs}).encode()


@pytest.fixture(scope="session")
def bases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str, bytes]]:
    """Format -> role, file name and bytes of a small whole file, the same bytes in every run."""
    folder, frame = tmp_path_factory.mktemp("fuzz"), village_map()
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{DAY:%Y-%m-%dT%H:%M:%S.000Z}"})
    for name in ("gpkg", "fgb"):
        frame.to_file(folder / f"desa.{name}")
    frame.to_file(folder / "desa.shp", DBF_DATE_LAST_UPDATE=f"{DAY:%Y-%m-%d}")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    frame.to_parquet(folder / "desa.parquet")
    shapefile = zip_of(
        {p.name: p.read_bytes() for p in folder.iterdir() if p.suffix in (".shp", ".shx", ".dbf", ".prj")}
    )
    points = gpd.GeoDataFrame(
        {head: [row[i] for row in ROWS] for i, head in enumerate(HEAD[:8])},
        geometry=[Point(row[10], row[9]) for row in ROWS],
        crs="EPSG:4326",
    )
    csv = "\n".join(",".join(f'"{cell}"' if "," in str(cell) else str(cell) for cell in row) for row in [HEAD, *ROWS])
    files = {ending: (folder / f"desa.{ending}").read_bytes() for ending in ("gpkg", "fgb", "parquet")}
    maps = {**files, "geojson": frame.to_json().encode(), "shp": shapefile, "kml": keyhole(frame)}
    maps |= {"kmz": zip_of({"doc.kml": keyhole(frame)}), "topojson": topology(frame)}
    tables = {
        "csv": csv.encode(),
        "xlsx": workbook(),
        "xls": old_workbook(),
        "ods": opendocument(),
        "points": points.to_json().encode(),
    }
    return {kind: ("boundaries", f"desa.{kind}", content) for kind, content in maps.items()} | {
        kind: ("survey", f"umkm.{kind}", content) for kind, content in tables.items()
    }


@pytest.fixture(scope="module")
def readers():
    made = Readers((*READERS, "fuzzing"), folders=[str(Path(__file__).parent)])
    yield made
    made.close()


def faults_of(readers: Readers, base: tuple[str, str, bytes], first: int, last: int) -> list[list[object]]:
    """Failures of the seeds ``first`` to ``last - 1``; when the process did not come back, down to the seed."""
    role, name, content = base
    try:
        return parse_apart("fuzz", content, name, {"role": role, "first": first, "last": last}, LIMITS, readers=readers)
    except UnreadableError as error:
        if last - first == 1:
            return [[first, f"the process ended: {error}"]]
        middle = (first + last) // 2
        return faults_of(readers, base, first, middle) + faults_of(readers, base, middle, last)


@pytest.mark.parametrize("kind", FORMATS)
def test_damaged_files_are_answered_in_our_words(monkeypatch, readers, bases, kind):
    monkeypatch.setitem(worker.TASKS, "fuzz", ("fuzzing", "try_many"))
    faults = []
    for first in range(0, ROUNDS, AT_ONCE):
        faults += faults_of(readers, bases[kind], first, min(first + AT_ONCE, ROUNDS))
    if kind in CRASHING:
        assert len(faults) < ROUNDS / 5
        faults = [fault for fault in faults if not re.search("the process ended|^PanicException", str(fault[1]))]
    assert not faults, f"{len(faults)} of {ROUNDS}: " + "; ".join(f"seed {seed}: {what}" for seed, what in faults[:20])


@pytest.mark.parametrize("kind", FORMATS)
def test_the_whole_file_is_read(monkeypatch, readers, bases, kind):
    """A fuzzer of a file that nobody can read finds nothing."""
    role, name, content = bases[kind]
    task = "sheets" if role == "survey" else "outlines"
    read = parse_apart(task, content, name, {}, LIMITS, readers=readers)
    rows = len(read[0].table) - 1 if role == "survey" else len(read[0])
    assert rows in (6, 8, 10)


def test_every_damage_differs_and_repeats(bases):
    import importlib.util

    spec = importlib.util.spec_from_file_location("fuzzing", Path(__file__).parent / "fuzzing.py")
    fuzzing = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fuzzing)
    for _, _, content in bases.values():
        copies = [fuzzing.damage(content, seed) for seed in range(100)]
        assert len(set(copies)) > 80
        assert copies == [fuzzing.damage(content, seed) for seed in range(100)]
