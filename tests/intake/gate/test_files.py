import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from mapping.errors import InputError
from mapping.intake.gate.files import check_size, check_zip, read_drivers, show_name, sniff
from mapping.intake.gate.limits import read_limits
from mapping.intake.outlines.boundaries import read_boundaries
from mapping.settings import Settings

ROOT = Path(__file__).parents[3]
SECRET = "KANARI-RAHASIA"


def zip_of(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target.getvalue()


def vrt(source: str) -> bytes:
    return (
        f'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource relativeToVRT="0">{source}</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>"
    ).encode()


def in_a_fresh_process(code: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_only_the_allowed_readers_are_left_in_gdal():
    code = "import mapping.intake, pyogrio, json; print(json.dumps(sorted(pyogrio.list_drivers())))"
    assert json.loads(in_a_fresh_process(code)) == sorted(read_drivers()["allowed"])


def test_with_the_guard_gdal_itself_cannot_follow_a_recipe(tmp_path):
    """Without our sniffing: pyogrio given the recipe directly must fail too."""
    secret = tmp_path / "rahasia.csv"
    secret.write_text(f"id,nama\n1,{SECRET}\n")
    recipe = tmp_path / "peta.geojson"
    recipe.write_bytes(vrt(str(secret)))
    code = """
import sys
import mapping.intake, pyogrio
try:
    print(pyogrio.read_dataframe(open(sys.argv[1], 'rb').read()))
except pyogrio.errors.DataSourceError:
    print('refused')
"""
    out = in_a_fresh_process(code, str(recipe))
    assert out.strip() == "refused"


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("ending", ["geojson", "gpkg", "kml"])
def test_a_recipe_in_disguise_is_refused_unread(tmp_path, packed, ending):
    secret = tmp_path / "rahasia.csv"
    secret.write_text(f"id,nama\n1,{SECRET}\n")
    content = vrt(str(secret))
    name = f"peta.{ending}"
    if packed:
        content, name = zip_of({name: content}), "peta.zip"
    with pytest.raises(InputError) as caught:
        read_boundaries(content, name, Settings())
    assert SECRET not in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_a_json_recipe_is_no_geojson():
    assert sniff(b'{"type": "gdal_streamed_alg", "x": {"type": "FeatureCollection"}}') == "json"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"SQLite format 3\0" + b"\0" * 52 + b"GPKG" + b"\0" * 30, "gpkg"),
        (b"SQLite format 3\0" + b"\0" * 100, "sqlite"),
        (b'\xef\xbb\xbf {"type":"FeatureCollection"}', "geojson"),
        (b"<html><table>", "html"),
        (b"<?xml version='1.0'?><kml>", "kml"),
        ("<?xml version='1.0'?><kml>".encode("utf-16"), "kml"),
        (b"<?xml version='1.0'?><gpx>", "xml"),
        (b'{"type":"Feature"}\n{"type":"Feature"}', "geojson"),
        (b'[{"type":"Feature"}]', "geojson"),
        (b'{"type":"Topology"}', "topojson"),
        (b'{"geometryType":"esriGeometryPolygon","features":[]}', "esrijson"),
        (b"fgb\x03fgb\x01", "flatgeobuf"),
        (b"Rar!\x1a\x07", "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
        ("a;b".encode("utf-16"), "text"),
        (b"abc\0def", "binary"),
        (b"id,produk\n", "text"),
    ],
)
def test_content_decides_not_the_name(content, kind):
    assert sniff(content) == kind


def test_empty_and_large_files_are_refused_by_name():
    with pytest.raises(InputError, match=r'"a\.csv" kosong'):
        check_size(b"", "dir/a.csv")
    with pytest.raises(InputError, match="batasnya 25 MB"):
        check_size(b"x" * (read_limits("page").file_bytes + 1), "a.csv", read_limits("page"))


@pytest.mark.parametrize("entry", ["../keluar.txt", "/opt/keluar.txt", "a\\..\\keluar.txt", "C:/keluar.txt"])
def test_entries_that_leave_the_archive_are_refused(entry):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        info = zipfile.ZipInfo("x")
        info.filename = entry
        archive.writestr(info, "x")
    with pytest.raises(InputError, match=r"menunjuk ke luar arsip"):
        check_zip(target.getvalue(), "peta.zip")


def test_links_in_archives_are_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        info = zipfile.ZipInfo("batas.shp")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    with pytest.raises(InputError, match="menunjuk ke luar arsip"):
        check_zip(target.getvalue(), "peta.zip")


def test_a_zip_that_swells_is_refused_and_an_ordinary_one_is_not():
    with pytest.raises(InputError, match="mengembang"):
        check_zip(zip_of({"batas.dbf": b"\0" * 5_000_000}), "bom.zip")
    assert [e.filename for e in check_zip(zip_of({"a.shp": b"\0" * 5_000}), "a.zip")] == ["a.shp"]


def test_torn_zips_are_refused():
    content = zip_of({"a.shp": b"abc" * 100})
    with pytest.raises(InputError, match="rusak"):
        check_zip(content[: len(content) // 2], "a.zip")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/x.csv", "x.csv"),
        ("..\\..\\x.csv", "x.csv"),
        ("a\u202evsc.exe.csv", "avsc.exe.csv"),
        ("/", "tanpa nama"),
    ],
)
def test_names_are_shown_without_folders_and_tricks(name, shown):
    assert show_name(name) == shown
    assert len(show_name("x" * 300 + ".csv")) <= 80
