import io
import json
import zipfile

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import LineString, Point

from mapping.errors import InputError, QuestionError
from mapping.intake.outlines.boundaries import read_boundaries
from mapping.intake.outlines.layers import as_collection, check_links
from mapping.settings import Settings


def packed(entries: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.fixture
def geopackage(villages, tmp_path):
    """Bytes of a GeoPackage with the villages as layer "kelurahan" and others by name."""

    def make(**others: gpd.GeoDataFrame) -> bytes:
        path = tmp_path / "banyak.gpkg"
        for layer, frame in {**others, "kelurahan": villages}.items():
            frame.to_file(path, layer=layer)
        return path.read_bytes()

    return make


def test_two_layers_that_could_be_villages_are_asked_about(villages, geopackage):
    content = geopackage(kabupaten=villages.dissolve()[["kode", "nama", "geometry"]])
    with pytest.raises(QuestionError, match="kabupaten") as caught:
        read_boundaries(content, "dua.gpkg", Settings())
    assert caught.value.key == "batas.lapisan"
    assert caught.value.options == {"kelurahan": "6 bidang", "kabupaten": "1 bidang"}
    assert not caught.value.free
    for layer, count in (("kelurahan", 6), ("kabupaten", 1)):
        kelurahan, issues, _ = read_boundaries(content, "dua.gpkg", Settings(answers=(("batas.lapisan", layer),)))
        assert len(kelurahan) == count
        assert issues.loc[issues["kind"] == "lapisan", "level"].tolist() == ["info"]
    with pytest.raises(QuestionError):
        read_boundaries(content, "dua.gpkg", Settings(answers=(("batas.lapisan", "lain"),)))


def test_layers_that_cannot_be_villages_raise_no_question(villages, geopackage):
    crs = "EPSG:4326"
    content = geopackage(
        kantor=gpd.GeoDataFrame({"nama": ["Kantor"]}, geometry=[Point(110.4, -7)], crs=crs),
        jalan=gpd.GeoDataFrame({"nama": ["Jl."]}, geometry=[LineString([(110.4, -7), (110.5, -7)])], crs=crs),
        sawah=gpd.GeoDataFrame({"luas_ha": [3.0]}, geometry=villages.geometry[:1], crs=crs),
    )
    kelurahan, issues, _ = read_boundaries(content, "banyak.gpkg", Settings())
    said = issues[issues["kind"] == "lapisan"]
    assert len(kelurahan) == 6
    assert said["level"].tolist() == ["info"]
    assert all(layer in said["done"].iloc[0] for layer in ("kantor", "jalan", "sawah"))


def test_columns_that_the_user_named_make_a_layer_one_of_villages(villages, geopackage):
    odd = villages.rename(columns={"kode": "k1", "nama": "n1", "jenis": "j1"})[["k1", "n1", "geometry"]]
    content = geopackage(pemekaran=odd)
    assert len(read_boundaries(content, "a.gpkg", Settings())[0]) == 6
    row = ["", "kolom", "", "n1", "name", ""]
    decided = pd.DataFrame([row], columns=["file", "kind", "column", "value", "replacement", "reason"])
    with pytest.raises(QuestionError, match="pemekaran"):
        read_boundaries(content, "a.gpkg", Settings(), corrections=decided)


def test_several_shapefiles_in_one_zip_are_asked_about(villages, tmp_path):
    for name, frame in (("desa", villages), ("desa_lama", villages[:4])):
        frame.to_file(tmp_path / f"{name}.shp")
    content = packed({f"peta/{path.name}": path.read_bytes() for path in tmp_path.iterdir()})
    with pytest.raises(QuestionError) as caught:
        read_boundaries(content, "peta.zip", Settings())
    assert caught.value.options == {"desa": "6 bidang", "desa_lama": "4 bidang"}
    kelurahan, _, _ = read_boundaries(content, "peta.zip", Settings(answers=(("batas.lapisan", "desa_lama"),)))
    assert len(kelurahan) == 4


def test_several_maps_in_one_zip_are_told_apart_by_file(villages):
    content = packed({"a.geojson": villages.to_json().encode(), "b.geojson": villages[:2].to_json().encode()})
    with pytest.raises(QuestionError) as caught:
        read_boundaries(content, "peta.zip", Settings())
    assert caught.value.options == {"a": "6 bidang", "b": "2 bidang"}


@pytest.mark.parametrize(
    ("entries", "said"),
    [({"baca.txt": b"halo"}, "tidak memuat peta"), ({"peta.gdb/a0000.gdbtable": b"x"}, "geodatabase")],
)
def test_a_zip_without_a_map_is_refused(entries, said):
    with pytest.raises(InputError, match=said):
        read_boundaries(packed(entries), "peta.zip", Settings())


@pytest.mark.parametrize("form", ["lines", "separators", "list", "one"])
def test_features_in_any_wrapping_are_the_same_collection(villages, form):
    features = json.loads(villages.to_json())["features"]
    texts = [json.dumps(feature) for feature in features]
    content = {
        "lines": "\r\n".join(texts),
        "separators": "".join(f"\x1e{text}\n" for text in texts),
        "list": json.dumps(features, indent=1),
        "one": texts[0],
    }[form].encode()
    made = json.loads(as_collection(content))
    assert made.get("features", [made]) == (features if form != "one" else features[:1])


@pytest.mark.parametrize("key", ['"crs"', '"\\u0063rs"', '"c\\u0072s"'])
def test_a_crs_link_is_found_however_it_is_written(key):
    text = '{"type": "FeatureCollection", KEY: {"type": "link", "properties": {"href": "x"}}}'.replace("KEY", key)
    with pytest.raises(InputError, match="tidak dibuka"):
        check_links(text.encode(), "a.geojson")
    check_links(text.replace("href", "name").encode(), "a.geojson")
