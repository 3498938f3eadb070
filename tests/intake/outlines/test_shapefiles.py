import io
import zipfile

import pytest

from mapping.errors import InputError
from mapping.intake.outlines.boundaries import read_boundaries
from mapping.intake.outlines.shapefiles import join_parts, pack_files
from mapping.settings import Settings, SourceFile


@pytest.fixture
def parts(villages, tmp_path):
    """Loose parts of a shapefile with an accent in a name, in a given encoding."""

    def make(encoding: str = "utf-8") -> list[SourceFile]:
        villages.loc[0, "nama"] = "Silurah é"
        villages.to_file(tmp_path / "Desa.shp", encoding=encoding)
        return [SourceFile(path.name, path.read_bytes()) for path in sorted(tmp_path.iterdir())]

    return make


def name_of(source: SourceFile) -> str:
    return read_boundaries(source.content, source.name, Settings())[0].loc["33.25.01.2001", "name"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("declared", ["own", "none", "wrong"])
def test_texts_are_right_in_any_encoding_with_and_without_cpg(parts, encoding, declared):
    files = {file.name: file.content for file in parts(encoding)}
    other = {"own": files.pop("Desa.cpg"), "none": None, "wrong": b"UTF-8"}[declared]
    if other is not None:
        files["Desa.cpg"] = other
    assert name_of(pack_files([SourceFile(name, content) for name, content in files.items()])) == "Silurah é"


@pytest.mark.parametrize(("encoding", "said"), [("utf-8", b"UTF-8"), ("cp1252", b"1252")])
def test_the_encoding_is_stated_for_the_reader_and_not_left_to_its_guess(parts, encoding, said):
    files = {file.name[4:]: file.content for file in parts(encoding) if not file.name.endswith(".cpg")}
    with zipfile.ZipFile(io.BytesIO(join_parts(files))) as archive:
        assert archive.read("batas.cpg") == said


def test_order_case_and_companions_do_not_matter(parts):
    files = parts()
    loud = [SourceFile(file.name.upper(), file.content) for file in files] + [SourceFile("DESA.SBN", b"x")]
    assert pack_files(files[::-1]).content == pack_files(files).content
    assert pack_files(loud).name == "DESA.zip"
    assert name_of(pack_files(loud)) == "Silurah é"


@pytest.mark.parametrize("part", [".shp", ".shx", ".dbf"])
def test_a_missing_part_is_named(parts, part):
    with pytest.raises(InputError, match=rf"\{part}"):
        pack_files([file for file in parts() if not file.name.endswith(part)])


def test_one_other_file_passes_and_a_mixture_is_refused(parts):
    single = SourceFile("peta.gpkg", b"x")
    assert pack_files([single]) is single
    with pytest.raises(InputError, match="satu peta saja"):
        pack_files([*parts(), single])
    with pytest.raises(InputError, match="Tidak ada berkas"):
        pack_files([])
