import json

import geopandas as gpd
import pandas as pd
import pytest

from mapping.errors import InputError, QuestionError
from mapping.intake.gate.limits import Limits, read_limits
from mapping.intake.gate.parcels import pack_value, unpack_value
from mapping.intake.outlines.vectors import read_vector


def limits(**changes: int) -> Limits:
    return Limits(**{**vars(read_limits("page")), **changes})


def test_the_result_is_plain_enough_to_travel_between_processes(villages, tmp_path):
    path = tmp_path / "dua.gpkg"
    villages.assign(tanggal=pd.Timestamp("2025-01-02"), luas=1.5).to_file(path, layer="kelurahan")
    villages[["geometry"]].to_file(path, layer="sawah")
    frame, remarks = read_vector(path.read_bytes(), "dua.gpkg")
    again, said = unpack_value(*pack_value((frame, remarks)))
    pd.testing.assert_frame_equal(
        pd.DataFrame(again.drop(columns="geometry")), pd.DataFrame(frame.drop(columns="geometry"))
    )
    assert again.geometry.geom_equals(frame.geometry).all()
    assert again.crs == frame.crs
    assert said == remarks
    assert [remark["kind"] for remark in remarks] == ["lapisan"]


def test_further_geometries_and_raw_bytes_are_left_out(villages, tmp_path):
    path = tmp_path / "a.parquet"
    villages.assign(pusat=villages.geometry.representative_point(), foto=b"\xff\xd8", titik=1).to_parquet(path)
    frame, _ = read_vector(path.read_bytes(), "a.parquet")
    assert set(frame.columns) == {*villages.columns, "titik"}


def test_geojson_and_topojson_are_degrees_unless_they_look_otherwise(villages):
    text = json.dumps({k: v for k, v in json.loads(villages.to_json()).items() if k != "crs"})
    assert read_vector(text.encode(), "a.geojson")[0].crs.to_epsg() == 4326
    metres = json.loads(villages.to_crs(32749).to_json(to_wgs84=False))
    metres.pop("crs", None)
    with pytest.raises(QuestionError, match="sistem koordinat") as caught:
        read_vector(json.dumps(metres).encode(), "a.geojson")
    assert caught.value.key == "batas.crs"
    frame, remarks = read_vector(json.dumps(metres).encode(), "a.geojson", {"batas.crs": "EPSG:32749"})
    assert frame.crs.to_epsg() == 32749
    assert [remark["level"] for remark in remarks] == ["warn"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"features": 5}, "6 wilayah; batasnya 5"), ({"vertices": 29}, "30 titik"), ({"columns": 4}, "6 kolom")],
)
def test_too_much_is_refused_with_the_limit_and_none_is_none(villages, changes, said):
    content = villages.to_json().encode()
    with pytest.raises(InputError, match=said):
        read_vector(content, "a.geojson", limits=limits(**changes))
    assert len(read_vector(content, "a.geojson", limits=limits(**dict.fromkeys(changes, 0)))[0]) == 6


def test_what_parquet_swells_to_is_limited(tmp_path):
    many = gpd.GeoDataFrame(
        {"nama": ["x" * 1000] * 5000}, geometry=gpd.points_from_xy([110] * 5000, [-7] * 5000), crs=4326
    )
    many.to_parquet(tmp_path / "a.parquet", use_dictionary=False)
    content = (tmp_path / "a.parquet").read_bytes()
    with pytest.raises(InputError, match="mengembang"):
        read_vector(content, "a.parquet", limits=limits(ratio=2))


def test_parquet_without_outlines_is_refused(tmp_path):
    pd.DataFrame({"nama": ["a"]}).to_parquet(tmp_path / "a.parquet")
    with pytest.raises(InputError, match="tidak memuat bidang peta"):
        read_vector((tmp_path / "a.parquet").read_bytes(), "a.parquet")
